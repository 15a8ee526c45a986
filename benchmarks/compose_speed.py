"""`check-compose` against compose-lint: CPU time and memory for one small file, for many, and for real ones.

    python benchmarks/compose_speed.py [--ours PATH/check-compose] [--peer PATH/compose-lint] [DIR…]

Without the paths both are installed into environments of their own: ours as the wheel of this checkout with compiled
bytecode. The two run in turn. Real compose files are the ones below the DIRs. The peer's exit code is no matter.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from environment import Figures, install_checkout, interleave, make_environment, megabytes, milliseconds, ratio, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SMALL = """\
# stack {number}
x-common: &common
  restart: unless-stopped
  logging: {{driver: json-file}}
services:
  web:
    <<: *common
    image: registry.example.com/shop/web:1.4.{number}
    ports:
      - "${{WEB_PORT:-{port}}}:8000"
    environment:
      DATABASE_URL: postgresql://shop:${{DB_PASSWORD:?set it in .env}}@db/shop
      LOG_LEVEL: ${{LOG_LEVEL:-info}}
    depends_on:
      db:
        condition: service_healthy
      cache:
        condition: service_healthy
    volumes:
      - uploads:/srv/uploads
    healthcheck:
      test: ["CMD", "python", "-m", "shop.check"]
      interval: 10s
  cache:
    <<: *common
    image: redis:7.4-alpine
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
  db:
    <<: *common
    image: postgres:17.6
    environment:
      - POSTGRES_USER=shop
      - POSTGRES_PASSWORD=${{DB_PASSWORD:?set it in .env}}
    volumes:
      - data:/var/lib/postgresql/data
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U shop"]
      interval: 5s
volumes:
  data:
  uploads:
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="*", type=Path, metavar="DIR", help="trees with real compose files")
    parser.add_argument("--ours", help="an installed check-compose")
    parser.add_argument("--peer", help="an installed compose-lint")
    parser.add_argument("--files", type=int, default=200, help="how many small compose files to make (default: 200)")
    parser.add_argument("--repetitions", type=int, default=5, help="measured rounds (default: 5)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        ours = options.ours or str(install_checkout(scratch) / "check-compose")
        peer = options.peer or str(make_environment(scratch / "peer", "compose-lint") / "compose-lint")
        project = scratch / "project"  # a git repository, as a hook is run in one
        small = write_small(project / "small", options.files)
        workloads = {"one small file": small[:1], f"{len(small)} small files": small}
        real = [copied(path, tree, project / "real") for tree in options.trees for path in compose_files(tree)]
        for words in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *words], cwd=project, check=True)
        if real:
            workloads[f"{len(real)} real files"] = real
        measured = {
            name: interleave({"ours": [ours, *files], "peer": [peer, *files]}, options.repetitions, project)
            for name, files in workloads.items()
        }
    print(report(measured))
    return 0


def write_small(folder: Path, count: int) -> list[str]:
    """Write `count` small compose files below `folder`, each in a folder of its own; their paths."""
    paths = []
    for number in range(count):
        path = folder / f"stack{number:04d}" / "compose.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(SMALL.format(number=number, port=8000 + number), encoding="utf-8")
        paths.append(str(path))
    return paths


def copied(path: Path, tree: Path, target: Path) -> str:
    """The path of a copy of `path`, at the same place below `target` as below its tree."""
    copy = target / tree.resolve().name / path.relative_to(tree)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    return str(copy)


def compose_files(tree: Path) -> Iterable[Path]:
    """The compose files below `tree` by their names, in order."""
    for folder, folders, names in os.walk(tree):
        folders[:] = sorted(set(folders) - {".git"})
        for name in sorted(names):
            path = Path(folder, name)
            stem = name.removeprefix("docker-")
            if stem.startswith("compose") and stem.endswith((".yml", ".yaml")) and path.is_file() and not path.is_symlink():
                yield path


def report(measured: dict[str, dict[str, Figures]]) -> str:
    """The table of the medians; the ratios are ours over the peer's, so less is better."""
    rows = []
    for name, by_tool in measured.items():
        ours, peer = by_tool["ours"], by_tool["peer"]
        rows.append(
            (
                name,
                milliseconds(ours.cpu),
                milliseconds(peer.cpu),
                ratio(ours.cpu, peer.cpu),
                megabytes(ours.peak),
                megabytes(peer.peak),
                ours.runs,
            )
        )
    headings = ("workload", "ours, CPU ms", "compose-lint, CPU ms", "ratio", "ours, peak MB", "compose-lint, peak MB", "runs")
    return table(headings, rows)


if __name__ == "__main__":
    raise SystemExit(main())
