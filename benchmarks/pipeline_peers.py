"""One deliberately bad pipeline, written for every CI system, and what each tool says about it.

python benchmarks/pipeline_peers.py --peer zizmor=PATH --peer actionlint=PATH --peer checkov=PATH --peer pipeline-check=PATH

It deploys production before staging, builds anew for each, runs on main only, ends its tests with `|| true`, may take 270
minutes, and has no lint, scan, smoke test, health check or way back. The pipeline is that of the tests' scenario `bad`.
Peers run without a network where they have an option for that.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "hooks")]

from roadworthy.tables.file_names import PIPELINE_ROOTS  # noqa: E402

from tests.models.pipeline.scenarios import SCENARIOS  # noqa: E402
from tests.models.pipeline.written_in import WRITERS  # noqa: E402

# The faults, the rules that stand for them, and the words by which another tool's title would.
FAULTS = {
    "tests cannot fail": ("CI001", r"swallow|\|\| true|ignore.*fail"),
    "no lint": ("CI013", r"no lint"),
    "no scan": ("CI015", r"no (?:\w+ ){0,3}vulnerability[ -]scan"),
    "no smoke test": ("CI019", r"smoke"),
    "production before staging": ("CI020", r"staging"),
    "no health check": ("CI021", r"health"),
    "failure unnoticed": ("CI023", r"notif|alert"),
    "no way back": ("CI024", r"roll ?back"),
    "pull requests unchecked": ("CI025", r"pull[ -]requests? (?:not|un)|no pull[ -]request"),
    "takes too long": ("CI026", r"time ?out.*(?:long|exce)|critical path"),
    "built for each environment": ("CI029", r"rebuil|built (?:again|twice|per)"),
}


# Which systems' files a tool says it reads, where that is not all of them.
READS = {
    "zizmor": {"github"},
    "actionlint": {"github"},
    "checkov": {"github", "gitlab", "circleci", "azure", "bitbucket"},
    "pipeline-check": set(WRITERS) - {"travis"},
}


def run(command: list[str], folder: Path) -> str:
    """What a tool prints; it is expected to fail where it finds something."""
    environment = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": ""}
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=180, env=environment)
    return done.stdout


def roadworthy(folder: Path) -> list[tuple[str, str]]:
    """Rule and message of what Roadworthy finds; unknown ones are not counted."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    command = [sys.executable, "-m", "roadworthy", "audit", "--area", "pipeline", "--format", "json"]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=180, env=environment)
    return [(one["rule"], one["message"]) for one in json.loads(done.stdout)["findings"]]


def parsed(name: str, said: str) -> list[tuple[str, str]]:
    """Identifier and title of what a peer finds."""
    content: Any = json.loads(said or "[]")
    if name == "zizmor":
        return [(one["ident"], one["desc"]) for one in content]
    if name == "actionlint":
        return [(one["kind"], one["message"]) for one in content or []]
    if name == "checkov":
        parts = content if isinstance(content, list) else [content]
        return [
            (one["check_id"], one["check_name"]) for part in parts for one in part.get("results", {}).get("failed_checks", [])
        ]
    found = content["findings"] if content else []
    return [(one["check_id"], one["title"]) for one in found if not one["passed"]]


def command_of(name: str, path: str, paths: list[str]) -> list[str]:
    """How a peer is asked about the files."""
    return {
        "zizmor": [path, "--offline", "--format", "json", *paths],
        "actionlint": [path, "-format", "{{json .}}", *paths],
        "checkov": [path, "-d", ".", "-o", "json", "--compact", "--quiet", "--skip-download"],
        "pipeline-check": [path, "--output", "json"],
    }[name]


def asked(name: str, path: str, folder: Path, paths: list[str]) -> list[tuple[str, str]]:
    """What a peer finds; nothing where it does not know this system's files, and prints no JSON."""
    try:
        return parsed(name, run(command_of(name, path, paths), folder))
    except ValueError:
        return []


def stands_for(fault: str, tool: str, found: tuple[str, str]) -> bool:
    """Whether a finding tells of a fault."""
    code, words = FAULTS[fault]
    return found[0] == code if tool == "roadworthy" else re.search(words, found[1], re.I) is not None


def main() -> None:
    """Print two tables: faults found a system and tool, and which ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PATH")
    peers = dict(peer.split("=", 1) for peer in parser.parse_args().peer)
    bad = next(scenario for scenario in SCENARIOS if scenario.name == "bad")
    tools = ["roadworthy", *peers]
    faults: dict[str, dict[str, set[str]]] = {}
    others: dict[str, dict[str, int]] = {}
    for system in (name for name in WRITERS if name in PIPELINE_ROOTS):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            files = WRITERS[system](bad)
            for path, text in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
            subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
            subprocess.run(["git", "add", "-A"], cwd=folder, check=True)
            for tool in tools:
                if system not in READS.get(tool, WRITERS):
                    faults.setdefault(system, {})[tool] = set()
                    others.setdefault(system, {})[tool] = 0
                    continue
                found = roadworthy(folder) if tool == "roadworthy" else asked(tool, peers[tool], folder, list(files))
                hits = [{fault for fault in FAULTS if stands_for(fault, tool, one)} for one in found]
                faults.setdefault(system, {})[tool] = set().union(*hits)
                others.setdefault(system, {})[tool] = sum(not hit for hit in hits)
    print("| system | " + " | ".join(tools) + " |\n|---" + "|---:" * len(tools) + "|")
    for system, row in faults.items():
        cells = [
            f"{len(row[tool])} of {len(FAULTS)} (+{others[system][tool]})" if system in READS.get(tool, WRITERS) else ""
            for tool in tools
        ]
        print(f"| {system} | " + " | ".join(cells) + " |")
    print("\n| fault | " + " | ".join(tools) + " |\n|---" + "|---" * len(tools) + "|")
    for fault in FAULTS:
        cells = [", ".join(system for system, row in faults.items() if fault in row[tool]) or "-" for tool in tools]
        print(f"| {fault} | " + " | ".join("all" if len(cell.split(", ")) == len(faults) else cell for cell in cells) + " |")


if __name__ == "__main__":
    main()
