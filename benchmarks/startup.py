"""What each command costs before and around its work: CPU time against a bare Python, and what it imports.

    python benchmarks/startup.py [--bin FOLDER_OF_COMMANDS]

Each hook runs on one small file of its kind in a small git repository. Without `--bin` the wheel of this checkout is
installed into an environment of its own, with compiled bytecode.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from environment import Figures, install_checkout, interleave, milliseconds, ratio, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

PACKAGE = "roadworthy"

FILES = {
    "Dockerfile": (
        "FROM python:3.12-slim\nWORKDIR /srv\nCOPY requirements.txt ./\n"
        "RUN pip install --no-cache-dir -r requirements.txt\nCOPY src ./src\nUSER 10001\n"
        'HEALTHCHECK CMD ["python", "-m", "src.health"]\nCMD ["python", "-m", "src"]\n'
    ),
    "compose.yaml": 'services:\n  web:\n    build: .\n    ports:\n      - "${WEB_PORT:-8000}:8000"\n',
    ".env.example": "# The port on the host.\nWEB_PORT=8000\n",
    ".gitlab-ci.yml": "test:\n  script:\n    - pytest\n",
    "main.tf": 'resource "null_resource" "nothing" {}\n',
    "deploy.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n",
    "app.py": "import os\n\nPORT = os.environ['WEB_PORT']\n",
    "TODO.md": "# TODO\n",
}

# What each command is run with; a command that is not here gets app.py.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "check-dockerfile": ("Dockerfile",),
    "check-compose": ("compose.yaml",),
    "check-env-example": (".env.example", "app.py"),
    "check-parity": ("compose.yaml",),
    "check-pipeline": (".gitlab-ci.yml",),
    "check-infrastructure": ("main.tf",),
    "check-deployment": ("deploy.yaml",),
    "check-todo": ("TODO.md",),
    "devops-audit": ("Dockerfile", "compose.yaml", ".gitlab-ci.yml", "app.py", "TODO.md"),
    "devops-report": (),
    "roadworthy": ("rules",),
}

# Asks the environment itself, so that nothing need be known about how it was made.
_SCRIPTS = (
    "import importlib.metadata as m, json\n"
    f"points = m.distribution({PACKAGE!r}).entry_points\n"
    "print(json.dumps(sorted(p.name for p in points if p.group == 'console_scripts')))"
)
_STANDARD = "import json, sys; print(json.dumps(sorted(sys.stdlib_module_names)))"


class Import(NamedTuple):
    """One line of `-X importtime`: a module and the microseconds its own code took, without what it imports."""

    module: str
    self_us: int


class Breakdown(NamedTuple):
    """Where import time goes, in microseconds. `others` by top package; `standard` the dearest first."""

    own: int
    own_modules: int
    others: dict[str, int]
    standard_total: int
    standard: tuple[Import, ...]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, help="the folder of an environment's commands (default: a new environment)")
    parser.add_argument("--repetitions", type=int, default=11, help="measured rounds (default: 11)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        commands = options.bin.absolute() if options.bin else install_checkout(scratch)
        repository = write_repository(scratch / "repository")
        python = str(commands / "python")
        bare = [python, "-c", "pass"]
        runs = {name: [str(commands / name), *ARGUMENTS.get(name, ("app.py",))] for name in _json(python, _SCRIPTS)}
        measured = interleave({"": bare, **runs}, options.repetitions, repository)
        standard = frozenset(_json(python, _STANDARD))
        free = {line.module for line in _imports(bare, repository)}
        broken_down = {name: break_down(_imports([python, *run], repository), free, standard) for name, run in runs.items()}
    print(report(measured, broken_down))
    return 0


def write_repository(folder: Path) -> Path:
    """A git repository with one small, clean file of each kind."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    identity = ["-c", "user.name=benchmark", "-c", "user.email=benchmark@localhost"]
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "Start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def parse_imports(log: str) -> list[Import]:
    """The imports in what `python -X importtime` writes to standard error; other lines there are passed over.

    A line is `import time: <self> | <cumulative> | <indent><module>`, in microseconds; the heading has words for numbers.
    """
    found = []
    for line in log.splitlines():
        head, _, rest = line.partition("import time:")
        columns = rest.split("|", 2)
        if head.strip() or len(columns) != 3 or not columns[0].strip().isdecimal():
            continue
        found.append(Import(columns[2].strip(), int(columns[0])))
    return found


def break_down(imports: Iterable[Import], free: Collection[str], standard: Collection[str], keep: int = 8) -> Breakdown:
    """Sort imports by whose they are. `free` modules are the ones that a bare Python has imported already."""
    own: list[Import] = []
    others: dict[str, int] = {}
    theirs: list[Import] = []
    for line in imports:
        top = line.module.partition(".")[0]
        if line.module in free:
            continue
        if top == PACKAGE:
            own.append(line)
        elif top in standard or top == "__main__":
            theirs.append(line)
        else:
            others[top] = others.get(top, 0) + line.self_us
    dearest = sorted(theirs, key=lambda line: (-line.self_us, line.module))
    return Breakdown(
        sum(line.self_us for line in own),
        len(own),
        dict(sorted(others.items(), key=lambda pair: (-pair[1], pair[0]))),
        sum(line.self_us for line in theirs),
        tuple(dearest[:keep]),
    )


def report(measured: Mapping[str, Figures], broken_down: Mapping[str, Breakdown]) -> str:
    """Both tables; `measured` has the bare Python under the empty name."""
    bare = measured[""]
    rows = [("python -c pass", milliseconds(bare.cpu), "1.00")]
    rows += [(name, milliseconds(figures.cpu), ratio(figures.cpu, bare.cpu)) for name, figures in measured.items() if name]
    imports = [
        (
            name,
            f"{parts.own / 1000:.1f} ({parts.own_modules})",
            _listed(parts.others.items()),
            f"{parts.standard_total / 1000:.1f}",
            _listed(parts.standard),
        )
        for name, parts in broken_down.items()
    ]
    headings = ("command", "own, ms (modules)", "third-party, ms", "standard library, ms", "its dearest, ms")
    return "\n\n".join(
        [
            f"Medians of {bare.runs} runs, CPU of the process and its children.",
            table(("command", "CPU ms", "of a bare Python"), rows),
            "Import time by whose code it is: the best of three runs under `-X importtime`, which itself slows imports down.",
            table(headings, imports),
        ]
    )


def _listed(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {microseconds / 1000:.1f}" for name, microseconds in pairs) or "-"


def _imports(command: Sequence[str], cwd: Path) -> list[Import]:
    instrumented = [command[0], "-X", "importtime", *command[1:]]
    runs = [
        parse_imports(subprocess.run(instrumented, cwd=cwd, capture_output=True, text=True, check=False).stderr)
        for _ in range(3)
    ]
    return min(runs, key=lambda imports: sum(line.self_us for line in imports))


def _json(python: str, script: str) -> list[str]:
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise SystemExit(f"{python} does not know {PACKAGE}")
    found: list[str] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    raise SystemExit(main())
