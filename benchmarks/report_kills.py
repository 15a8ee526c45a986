"""Kills the report at random points, and counts what was lost: each file has to be the old one or the new one.

    python benchmarks/report_kills.py --kills 1000

Prints a line with the figures; exits 1 where anything was lost. Needs `fork`, so no Windows.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hooks"))

from roadworthy.reporting import renew_all

DAY = "2026-01-15"
OURS = "# Ours\n\n- [ ] web: blue buttons\n\n## Done\n\n- [x] 2025-12-01 devops: a thing of before\n"
FILES = {
    "Dockerfile": 'FROM python:latest\nCOPY . /srv\nCMD ["python", "/srv/app.py"]\n',
    "app.py": "import os\n\nHOST = os.environ['SMTP_HOST']\n",
    ".env.example": "# by hand\nPORT=8000\n",
    "TODO.md": OURS,
    "docs/devops/RUNBOOK.md": "# Ours\n\nAsk the harbour.\n",
    "docs/devops/PIPELINE_REVIEW.md": "",
    "docs/devops/DEPLOYMENT_GUIDE.md": "# By hand\n",
}
WRITTEN = [name for name in FILES if name.startswith("docs") or name in ("TODO.md", ".env.example")]


def put(folder: Path) -> None:
    """The repository as it is before a report."""
    shutil.rmtree(folder / "docs", ignore_errors=True)
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def report(folder: Path) -> int:
    """The process id of a report that has begun."""
    child = os.fork()
    if child == 0:
        try:
            renew_all(str(folder), DAY, False)
        finally:
            os._exit(0)
    return child


def contents(folder: Path) -> dict[str, bytes | None]:
    """What stands in each file that the report writes."""
    return {name: (folder / name).read_bytes() if (folder / name).exists() else None for name in WRITTEN}


def kills(folder: Path, count: int, seed: int) -> dict[str, int]:
    """How many reports ended before they were killed, how many were killed between two files, and how many lost something."""
    chance = random.Random(seed)
    put(folder)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    before = contents(folder)
    lasts = []
    for _ in range(3):
        put(folder)
        start = time.monotonic()
        os.waitpid(report(folder), 0)
        lasts.append(time.monotonic() - start)
    after = contents(folder)
    whole = min(lasts)
    found = {"kills": count, "ended": 0, "between": 0, "lost": 0}
    for number in range(count):
        put(folder)
        child = report(folder)
        # Every other one aims at the end, where the files are written.
        time.sleep(chance.uniform(0, whole) if number % 2 else chance.uniform(0.75, 1.1) * whole)
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass
        _, status = os.waitpid(child, 0)
        now = contents(folder)
        new = sum(now[name] == after[name] for name in WRITTEN)
        found["ended"] += not os.WIFSIGNALED(status)
        found["between"] += 0 < new < len(WRITTEN)
        lost = [name for name in WRITTEN if now[name] not in (before[name], after[name])]
        if lost:
            found["lost"] += 1
            print("lost:", ", ".join(lost), file=sys.stderr)
    put(folder)
    os.waitpid(report(folder), 0)
    if contents(folder) != after:
        print("a report after all of them makes something else", file=sys.stderr)
        found["lost"] += 1
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=7)
    parsed = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kills(Path(folder), parsed.kills, parsed.seed)
    print(", ".join(f"{count} {name}" for name, count in found.items()))
    return 1 if found["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
