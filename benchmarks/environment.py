"""What every benchmark shares: an installed environment, commands run with their CPU time and memory, medians, tables.

Times are CPU seconds (user and system) of a command and of every process it waited for, so that a busy machine changes
them little; still only ratios of one run mean anything.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

CHECKOUT = Path(__file__).resolve().parent.parent


class Measurement(NamedTuple):
    """One run of one command: CPU in seconds, peak resident memory in bytes, and its exit status."""

    cpu: float
    peak: int
    status: int


class Figures(NamedTuple):
    """The medians of several runs of one command, in the units of `Measurement`."""

    cpu: float
    peak: float
    runs: int


def build_wheel(checkout: Path, into: Path) -> Path:
    """Build the wheel of `checkout` without its dependencies; the path of the file in `into`."""
    _run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(into), str(checkout)])
    wheels = sorted(into.glob("*.whl"))
    if len(wheels) != 1:
        raise SystemExit(f"expected one wheel in {into}, found {len(wheels)}")
    return wheels[0]


def make_environment(folder: Path, *packages: str) -> Path:
    """Make a virtual environment with `packages` installed and compiled to bytecode; the folder of its commands."""
    venv.create(folder, with_pip=True, clear=True)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    python = str(commands / "python")
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
    _run([python, "-m", "compileall", "-q", *_site_packages(python)], may_fail=True)
    return commands


def install_checkout(scratch: Path) -> Path:
    """Install this checkout's wheel, as a user would have it, below `scratch`; the folder of its commands."""
    wheels = scratch / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    return make_environment(scratch / "ours", str(build_wheel(CHECKOUT, wheels)))


def measure(command: Sequence[str], cwd: Path | None = None) -> Measurement:
    """Run `command` with its output thrown away.

    The kernel counts the memory of the process that started the command into its peak, so no peak is below this script's
    own (about 20 MB): keep what a benchmark holds in memory small.
    """
    with subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Measurement(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, process.returncode)


def interleave(
    commands: Mapping[str, Sequence[str]],
    repetitions: int,
    cwd: Path | None = None,
    run: Callable[[Sequence[str], Path | None], Measurement] = measure,
) -> dict[str, Figures]:
    """Run the commands in turn, `repetitions` rounds after one unmeasured round; medians by the commands' names."""
    measured: dict[str, list[Measurement]] = {name: [] for name in commands}
    for counted in [False] + [True] * repetitions:
        for name, command in commands.items():
            measurement = run(command, cwd)
            if counted:
                measured[name].append(measurement)
    return {name: figures(runs) for name, runs in measured.items()}


def figures(runs: Sequence[Measurement]) -> Figures:
    """The medians of `runs`, of which there is at least one."""
    return Figures(statistics.median(run.cpu for run in runs), statistics.median(run.peak for run in runs), len(runs))


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(headings) + " |", "|---|" + "---:|" * (len(headings) - 1)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def milliseconds(seconds: float) -> str:
    """CPU seconds as milliseconds with three significant digits or so."""
    return f"{seconds * 1000:.1f}" if seconds < 0.1 else f"{seconds * 1000:.0f}"


def megabytes(size: float) -> str:
    """Bytes as megabytes."""
    return f"{size / 1_000_000:.0f}"


def ratio(ours: float, theirs: float) -> str:
    """How `ours` stands to `theirs`; a dash where theirs is nothing."""
    return f"{ours / theirs:.2f}" if theirs else "-"


def _site_packages(python: str) -> list[str]:
    script = "import sysconfig; print(sysconfig.get_path('purelib')); print(sysconfig.get_path('platlib'))"
    found = subprocess.run([python, "-c", script], check=True, capture_output=True, text=True).stdout
    return sorted(set(found.split("\n")) - {""})


def _run(command: Sequence[str], *, may_fail: bool = False) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:  # a dependency's template that is no Python does not compile: no matter
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
