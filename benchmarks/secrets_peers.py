"""Secret scanners side by side: CPU on a tree, how much each reports there, and how many of leaky-repo's risk lines it finds.

    python benchmarks/secrets_peers.py --ours roadworthy --peer gitleaks=PATH --peer kingfisher=PATH --leaky DIR TREE…

A peer is given as NAME=PATH of its command; a name without `=` is looked for on the PATH. Known names are those in `PEERS`.
Each scanner runs over each tree in turns, as many rounds as `--rounds` says after one that fills its caches; CPU is user and
system time with all children. On Linux every scanner runs in a network namespace of its own without any interface, where the
kernel lets us make one; so whatever it would send or ask for stays here. Values are read by nobody: of a report only the
paths and lines are taken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from environment import interleave, table
from leaky_repo import expected

if TYPE_CHECKING:
    from collections.abc import Callable

Place = tuple[str, int]  # path as the scanner writes it, line
VALUES = ("SEC001", "SEC002", "SEC003", "SEC004", "SEC005", "SEC006", "SEC013", "SEC014")
SURE = ("SEC001", "SEC002", "SEC003", "SEC004")


class Scanner(NamedTuple):
    """How a scanner is started over `{tree}` (its report goes to `{report}`, or to the standard output) and read."""

    arguments: tuple[str, ...]
    places: Callable[[Any], list[Place]]
    prints: bool = False


def _ours(codes: tuple[str, ...]) -> Callable[[Any], list[Place]]:
    return lambda report: [(found["path"], found["line"]) for found in report["findings"] if found["rule"] in codes]


OURS = ("audit", "--area", "secrets", "--format", "json", "--root", "{tree}")
PEERS: dict[str, Scanner] = {
    "gitleaks": Scanner(
        ("dir", "{tree}", "--no-banner", "--log-level", "error", "--report-format", "json", "--report-path", "{report}"),
        lambda report: [(found["File"], found["StartLine"]) for found in report or ()],
    ),
    "betterleaks": Scanner(
        ("{tree}", "--no-banner", "--silent", "--output", "{report}"),
        lambda report: [(found["location"]["path"], found["location"]["start_line"]) for found in report["findings"]],
    ),
    "kingfisher": Scanner(
        (
            *("scan", "--no-validate", "--no-update-check", "--git-history", "none"),
            *("--format", "json", "--output", "{report}", "{tree}"),
        ),
        lambda report: [(found["finding"]["path"], found["finding"]["line"]) for found in report["findings"]],
    ),
    "credsweeper": Scanner(
        ("--path", "{tree}", "--no-stdout", "--save-json", "{report}"),
        lambda report: [(line["path"], line["line_num"]) for found in report for line in found["line_data_list"][:1]],
    ),
    "detect-secrets": Scanner(
        ("-C", "{tree}", "scan", "--all-files", "--no-verify"),
        lambda report: [(path, found["line_number"]) for path, all_of in report["results"].items() for found in all_of],
        prints=True,
    ),
}


def main(argv: list[str] | None = None) -> int:
    """Print a table of times and findings, and one of leaky-repo."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", type=Path, metavar="TREE")
    parser.add_argument("--ours", default="roadworthy", help="the roadworthy command (default: the one on PATH)")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME[=PATH]", help=f"one of {', '.join(PEERS)}")
    parser.add_argument("--leaky", type=Path, metavar="DIR", help="a clone of Plazmaz/leaky-repo")
    parser.add_argument("--rounds", type=int, default=3, help="measured runs of each (default: 3)")
    options = parser.parse_args(argv)
    alone = _without_network()
    if not alone:
        print("no namespace without a network: the scanners could reach one", file=sys.stderr)
    scanners = {"roadworthy": (_command(options.ours), Scanner(OURS, _ours(VALUES), prints=True))}
    for peer in options.peer:
        name, _, path = peer.partition("=")
        if name not in PEERS:
            parser.error(f"{name} is none of {', '.join(PEERS)}")
        scanners[name] = (_command(path or name), PEERS[name])
    for tree in options.trees:
        print(f"\n{tree.name}\n")
        print(_times(scanners, tree.resolve(), alone, options.rounds))
    if options.leaky:
        print("\nleaky-repo\n")
        print(_leaky(scanners, options.leaky.resolve(), alone))
    return 0


def _times(scanners: dict[str, tuple[str, Scanner]], tree: Path, alone: tuple[str, ...], rounds: int) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        commands = {
            name: (*alone, command, *_filled(scanner, tree, Path(scratch, f"{name}.json")))
            for name, (command, scanner) in scanners.items()
        }
        figures = interleave(commands, rounds)
    ours = figures["roadworthy"].cpu
    rows = []
    for name, (command, scanner) in scanners.items():
        found = len(run(command, scanner, tree, alone))
        taken = figures[name]
        rows.append((name, f"{taken.cpu:.2f}", f"{taken.cpu / ours:.1f}", f"{taken.peak / 1_000_000:.0f}", found))
    return table(("scanner", "CPU s", "times ours", "peak MB", "findings"), rows)


def _leaky(scanners: dict[str, tuple[str, Scanner]], tree: Path, alone: tuple[str, ...]) -> str:
    known = expected(str(tree))
    risk = sum(lines for lines, _ in known.values())
    rows = []
    for name, (command, scanner) in scanners.items():
        places = run(command, scanner, tree, alone)
        rows.append((name, *_hits(places, tree, known), risk))
        if name == "roadworthy":
            rows.append(
                (
                    "SEC001 to SEC004 alone",
                    *_hits(run(command, scanner._replace(places=_ours(SURE)), tree, alone), tree, known),
                    risk,
                )
            )
    return table(("scanner", "risk lines found", "lines beyond", "of"), rows)


def _hits(places: list[Place], tree: Path, known: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """How many lines count as found, at most a file's number of risks, and how many are beyond that or in other files."""
    lines: dict[str, set[int]] = {}
    for path, line in places:
        whole = Path(path) if Path(path).is_absolute() else tree / path
        lines.setdefault(whole.relative_to(tree).as_posix(), set()).add(line)
    hit = sum(min(len(found), known.get(path, (0, 0))[0]) for path, found in lines.items())
    return hit, sum(map(len, lines.values())) - hit


def run(command: str, scanner: Scanner, tree: Path, alone: tuple[str, ...] = ()) -> list[Place]:
    """Where a scanner says that something is, in a tree."""
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.json")
        full = (*alone, command, *_filled(scanner, tree, report))
        done = subprocess.run(full, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        text = done.stdout if scanner.prints else report.read_text(encoding="utf-8") if report.exists() else ""
    try:
        return scanner.places(_first_value(text))
    except (ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"no report from {command} on {tree.name} ({error!r}), exit {done.returncode}") from None


def _first_value(text: str) -> Any:
    return json.JSONDecoder().raw_decode(text.lstrip())[0]  # kingfisher writes a summary behind it


def _filled(scanner: Scanner, tree: Path, report: Path) -> list[str]:
    return [part.replace("{tree}", str(tree)).replace("{report}", str(report)) for part in scanner.arguments]


def _command(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"no command {name}")
    return str(Path(found).absolute())


def _without_network() -> tuple[str, ...]:
    """The words before a command that take the network from it; none where that is not possible."""
    for words in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        if shutil.which(words[0]) and subprocess.run((*words, "true"), capture_output=True, check=False).returncode == 0:
            return words
    return ()


if __name__ == "__main__":
    raise SystemExit(main())
