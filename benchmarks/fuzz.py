"""Fuzzes every parser, reader and hook: nearly right texts in, and what has to hold of every answer looked at.

    python benchmarks/fuzz.py --executions 2000 --hook-executions 50          every target, one after another
    python benchmarks/fuzz.py --seconds 3600 --state fuzz.json --seeds FOLDER  an hour; goes on where it stopped
    python benchmarks/fuzz.py --only yaml,dockerfile --guided                  led by coverage; needs the package atheris
    python benchmarks/fuzz.py --again FILE                                     one input that was kept

Seeds are the rules' examples, and the files below `--seeds`, a folder of real repositories. What has to hold: nothing is
raised, no answer takes two seconds of CPU or 500 MB, each place lies within its text, and the second answer is the first one.
What breaks that is kept in `--found` and the run goes on. Prints a line a target; exits 1 where anything was found.

A target runs in a process of its own, in which an answer that never comes ends the target's turn and nothing else.
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import re
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hooks"))

from fuzz_mutations import dictionary, made
from fuzz_oracles import NotTheSameError, flat

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HERE = Path(__file__).resolve()
EXAMPLES = HERE.parents[1] / "hooks" / "roadworthy" / "rules"
SECONDS = 2.0  # of CPU for one answer
MEMORY = 500  # MiB that one answer may add
WAIT = 60  # seconds without an answer after which a process is ended
MOST_SEEDS, LARGEST_SEED = 300, 64 * 1024
MOST_KEPT = 10  # findings of one target in one turn
TURN = 30  # seconds; then the next target has its turn
TWICE = 8  # every so many inputs are given twice


class SlowError(BaseException):
    """An answer took longer than it may. No `Exception`, so that nothing on the way takes it for one of its own."""


def samples() -> list[dict[str, str]]:
    """The files of every case of the rules' examples."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for path in sorted(EXAMPLES.glob("*/examples/*.yaml")):
        cases = yaml.load(path.read_text(encoding="utf-8"), loader)["cases"]
        found += [{name: text for name, text in case["files"].items() if isinstance(text, str)} for case in cases]
    return found


def seeds_of(pattern: str, folder: Path | None, cases: Sequence[dict[str, str]]) -> list[str]:
    """Texts of the paths that the pattern fits: examples, and real files."""
    fits = re.compile(pattern)
    found = dict.fromkeys(text for case in cases for path, text in case.items() if fits.search(path) and text)
    texts = list(found)[:MOST_SEEDS]
    if folder is not None:
        texts += real_seeds(fits, folder)
    return texts or ["a: b\n"]


def real_seeds(fits: re.Pattern[str], folder: Path) -> list[str]:
    """Files of the repositories in `folder`, a few of each. Their listing is git's."""
    texts: list[str] = []
    for root in sorted(folder.iterdir()):
        if not (root / ".git").exists():
            continue
        listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z"], capture_output=True, check=False).stdout
        names = [name for name in os.fsdecode(listed).split("\0") if name and fits.search(name)]
        for name in random.Random(len(names)).sample(names, min(len(names), 8)):
            path = root / name
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_SEED:
                texts.append(path.read_bytes().decode("utf-8", "replace"))
    return random.Random(0).sample(texts, min(len(texts), MOST_SEEDS))


def judge(run: Callable[[], tuple[object, object]], twice: bool) -> None:
    """Ask once or twice, and raise what does not hold."""
    answer, sources = run()
    said = flat(answer, sources)  # type: ignore[arg-type]
    if twice:
        answer, sources = run()
        if flat(answer, sources) != said:  # type: ignore[arg-type]
            raise NotTheSameError("the second answer is another one")


class Turn:
    """One target's turn: inputs from number `first` on, until there are `count` or the time is over."""

    def __init__(self, name: str, seed: int, folder: Path | None, found: Path, shared: Path) -> None:
        self.name = name
        self.seed = seed
        self.found = found
        self.kept: set[str] = set()
        with open(shared, "r+b") as file:
            self.progress = mmap.mmap(file.fileno(), 16)
        self.cases = samples()
        self.target, self.hook = _target(name)
        pattern = self.target.files if self.target else "."
        self.seeds = seeds_of(pattern, folder, self.cases)
        self.words = dictionary(self.seeds)
        if self.hook:
            fitting = [case for case in self.cases if case]
            self.cases = fitting

    def texts(self, number: int) -> tuple[dict[str, str], tuple[str, ...] | None]:
        """The input of this number, as files by path; for a hook with the files that are changed."""
        chance = random.Random(f"{self.name} {self.seed} {number}")
        if self.target:
            return {str(i): made(self.seeds, self.words, chance) for i in range(self.target.parts)}, None
        files = dict(chance.choice(self.cases))
        if chance.random() < 0.3:
            files |= chance.choice(self.cases)
        changed = tuple(files)
        for path in chance.sample(changed, min(len(changed), chance.choice((1, 1, 2, 4)))):
            files[path] = made([files[path] or "a"], self.words, chance)
        return files, changed

    def ask(self, files: dict[str, str], changed: tuple[str, ...] | None, twice: bool) -> None:
        if self.target:
            target, texts = self.target, tuple(files.values())
            try:
                judge(lambda: target.run(texts), twice)
            except target.raises:
                pass
        else:
            hook = self.hook
            judge(lambda: hook.run(files, changed), twice)

    def one(self, files: dict[str, str], changed: tuple[str, ...] | None, twice: bool) -> None:
        """Judge one input under watch, and keep it where something does not hold."""
        before = _peak()
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS * (2 if twice else 1))
        try:
            self.ask(files, changed, twice)
        except SlowError:
            self.keep("slow", "", files, changed)
        except MemoryError:
            self.keep("memory", "", files, changed)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.keep(
                f"{type(error).__name__} {Path(where.filename).name}:{where.lineno}", traceback.format_exc(), files, changed
            )
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if _peak() - before > MEMORY:
            self.keep("memory", "", files, changed)

    def keep(self, what: str, trace: str, files: dict[str, str], changed: tuple[str, ...] | None) -> None:
        if what in self.kept:
            return
        self.kept.add(what)
        keep(self.found, self.name, what, trace, files, changed)

    def run(self, first: int, count: int, seconds: float) -> None:
        end = time.monotonic() + seconds
        for number in range(first, first + count):
            self.progress[:8] = number.to_bytes(8, "little")
            self.one(*self.texts(number), number % TWICE == 0)
            if (number % 16 == 0 and time.monotonic() > end) or len(self.kept) >= MOST_KEPT:
                break
        self.progress[:8] = (number + 1).to_bytes(8, "little")
        self.progress[8:] = (1).to_bytes(8, "little")


def _target(name: str):  # the two kinds are told apart where they are run
    from fuzz_targets import hooks, parsers

    target = next((target for target in parsers() if target.name == name), None)
    return target, None if target else next(hook for hook in hooks() if hook.name == name)


def keep(found: Path, name: str, what: str, trace: str, files: dict[str, str], changed: object) -> None:
    """Write an input down, under a name by which the same finding is written once."""
    found.mkdir(parents=True, exist_ok=True)
    path = found / (re.sub(r"[^\w.-]+", "_", f"{name} {what}") + ".json")
    if not path.exists():
        path.write_text(
            json.dumps({"target": name, "what": what, "trace": trace, "files": files, "changed": changed}, indent=1)
        )


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024 if sys.platform == "darwin" else 1024)


def _stop(*_: object) -> None:
    raise SlowError


def _limited() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    signal.signal(signal.SIGVTALRM, _stop)


def guided(turn: Turn, first: int, count: int, seconds: float) -> None:
    """The same under atheris: an input that reaches new code is kept and goes on being changed."""
    import atheris

    done = first
    end = "\n\x1e\n"  # between the texts of one input

    def change(data: bytes, size: int, seed: int) -> bytes:
        chance = random.Random(seed)
        texts = data.decode("utf-8", "replace").split(end) if data and chance.random() < 0.8 else []
        target = turn.target
        texts += [made(turn.seeds, turn.words, chance) for _ in range(target.parts - len(texts))]
        i = chance.randrange(target.parts)
        texts[i] = made([texts[i] or "a", *turn.seeds[:2]], turn.words, chance) if chance.random() < 0.9 else texts[i]
        return end.join(texts[: target.parts]).encode("utf-8", "replace")[:size]

    def test(data: bytes) -> None:
        nonlocal done
        texts = data.decode("utf-8", "replace").split(end)[: turn.target.parts]
        texts += [""] * (turn.target.parts - len(texts))
        turn.one({str(i): text for i, text in enumerate(texts)}, None, done % TWICE == 0)
        done += 1
        turn.progress[:8] = done.to_bytes(8, "little")

    turn.progress[8:] = (1).to_bytes(8, "little")
    options = [f"-runs={count}", f"-max_total_time={int(seconds)}", "-max_len=4000", "-len_control=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, "-handle_int=0"], test, custom_mutator=change)
    atheris.Fuzz()


def worker(parsed: argparse.Namespace) -> int:
    _limited()
    if parsed.guided:
        import atheris

        with atheris.instrument_imports(include=["roadworthy"]):
            turn = Turn(parsed.worker, parsed.seed, parsed.seeds, parsed.found, parsed.shared)
        guided(turn, parsed.first, parsed.executions, parsed.seconds)
    else:
        turn = Turn(parsed.worker, parsed.seed, parsed.seeds, parsed.found, parsed.shared)
        turn.run(parsed.first, parsed.executions, parsed.seconds)
    return 0


def take_turn(name: str, parsed: argparse.Namespace, first: int, count: int, seconds: float) -> tuple[int, str]:
    """A turn in a process of its own: the number of the next input, and what ended it before its time."""
    shared = parsed.found / f".progress-{os.getpid()}"
    shared.parent.mkdir(parents=True, exist_ok=True)
    shared.write_bytes(first.to_bytes(8, "little") + bytes(8))
    command = [sys.executable, str(HERE), "--worker", name, "--first", str(first), "--executions", str(count), "--seconds",
               str(seconds), "--seed", str(parsed.seed), "--found", str(parsed.found), "--shared", str(shared)]  # fmt: skip
    command += ["--seeds", str(parsed.seeds)] if parsed.seeds else []
    command += ["--guided"] if parsed.guided else []
    ended = ""
    with open(parsed.found / ".said", "wb") as said:
        child = subprocess.Popen(command, stdout=said, stderr=said)
        last, since = first, time.monotonic()
        try:
            while child.poll() is None:
                time.sleep(0.05)
                now = int.from_bytes(shared.read_bytes()[:8], "little")
                if now != last:
                    last, since = now, time.monotonic()
                elif time.monotonic() - since > WAIT:
                    ended = f"no answer to input {now}"
                    break
        finally:
            if child.poll() is None:
                child.kill()
            child.wait()
    state = shared.read_bytes()
    number = int.from_bytes(state[:8], "little")
    shared.unlink()
    if ended or child.returncode or not state[8]:
        ended = ended or f"ended with {child.returncode} at input {number}"
        said_last = (parsed.found / ".said").read_bytes().decode("utf-8", "replace")[-3000:]
        keep(parsed.found, name, ended, said_last, {}, None)
        number += 1
    return number, ended


def drive(parsed: argparse.Namespace) -> int:
    """Give every target turns until it has its executions or the time is over."""
    from fuzz_targets import hooks, parsers

    goals = {target.name: parsed.executions for target in parsers()}
    if not parsed.guided:
        goals |= {hook.name: parsed.hook_executions for hook in hooks()}
    if parsed.only:
        goals = {name: goal for name, goal in goals.items() if any(word in name for word in parsed.only.split(","))}
    counts: dict[str, int] = dict.fromkeys(goals, 0)
    if parsed.state and parsed.state.exists():
        counts |= json.loads(parsed.state.read_text())
    end = time.monotonic() + parsed.seconds
    before = set(parsed.found.glob("*.json")) if parsed.found.exists() else set()
    while (left := [name for name, goal in goals.items() if counts[name] < goal]) and time.monotonic() < end:
        for name in left:
            seconds = min(TURN, end - time.monotonic())
            if seconds <= 0:
                break
            start = counts[name]
            counts[name], ended = take_turn(name, parsed, start, goals[name] - start, seconds)
            if ended:
                print(f"{name}: {ended}", file=sys.stderr, flush=True)
            if parsed.state:
                parsed.state.write_text(json.dumps(counts, indent=1))
    found = sorted(set(parsed.found.glob("*.json")) - before)
    for name in goals:
        print(f"{name:<32}{counts[name]:>10,}")
    print(f"{'in all':<32}{sum(counts[name] for name in goals):>10,}  {len(found)} found")
    for path in found:
        print(path)
    return 1 if found else 0


def again(path: Path) -> int:
    """Judge an input that was kept, without any watch, so that it raises where it does."""
    kept = json.loads(path.read_text())
    target, hook = _target(kept["target"])
    changed = tuple(kept["changed"]) if kept["changed"] else None
    start = time.process_time()
    texts = tuple(kept["files"].values())
    judge(lambda: target.run(texts) if target else hook.run(kept["files"], changed), True)
    print(f"holds, {time.process_time() - start:.2f} s for two")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--executions", type=int, default=1_000_000, help="for each parser and reader")
    parser.add_argument("--hook-executions", type=int, default=20_000, help="for each hook")
    parser.add_argument("--seconds", type=float, default=1e9, help="after which no further turn begins")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=Path, help="a folder of repositories")
    parser.add_argument("--found", type=Path, default=Path("fuzz-found"), help="where inputs are kept")
    parser.add_argument("--state", type=Path, help="counts, read and written")
    parser.add_argument("--only", help="parts of targets' names, separated by commas")
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--again", type=Path)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--shared", type=Path, help=argparse.SUPPRESS)
    parsed = parser.parse_args()
    if parsed.again:
        return again(parsed.again)
    return worker(parsed) if parsed.worker else drive(parsed)


if __name__ == "__main__":
    sys.exit(main())
