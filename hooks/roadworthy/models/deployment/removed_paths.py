"""What a script removes: whether that is served, and what it becomes when a variable in it is empty."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.deployment import BUILT, INSTALLED, REPLACING, RESTARTING, SCRATCH_NAME, SCRATCH_PARTS, SERVED, SYSTEM
from ..shell.files import expand_braces, removals
from ..shell.values import SOMETHING, Values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.excerpt import Place
    from ...parsing.shell_tree import Expansion, Script, Word
    from ..shell.commands import Invocation
    from ..shell.files import Removal

_SERVED, _INSTALLED, _SCRATCH, _SYSTEM = pattern(SERVED), pattern(INSTALLED), pattern(SCRATCH_NAME), pattern(SYSTEM)
_FILTERS = frozenset("-mtime -mmin -ctime -atime -name -iname -regex -path -newer -empty -size -user -maxdepth -links".split())


MOST_REMOVALS = 200  # that are looked at in one deployment


class Removed(NamedTuple):
    """A path that is removed with all that is in it. `served`: running instances serve it, and `because` says how that is
    known, at `evidence` where something shows it. `empty`: variables with which the path becomes `becomes` when they are
    empty."""

    word: Word
    invocation: Invocation
    path: str
    served: bool = False
    because: str = ""
    evidence: Place | None = None
    empty: tuple[Expansion, ...] = ()
    becomes: str = ""

    @property
    def place(self) -> Place:
        """Where the path stands."""
        return self.word.place()


def removed_paths(runs: Sequence[Invocation], provided: str = "", on_the_server: bool = True) -> list[Removed]:
    """What the commands remove recursively, in source order. `provided` is a text that sets variables besides.

    `on_the_server`: commands that are not run on another machine may run where the application does.
    """
    known: dict[Script, Values] = {}
    found: list[Removed] = []
    for removal in removals(runs)[:MOST_REMOVALS]:
        if not removal.recursive or _is_pruning(removal):
            continue
        run = removal.invocation
        values = _values(run, known, provided)
        for word in removal.targets:
            value = values.of(word)
            emptied = expand_braces(value.emptied.replace(SOMETHING, "x")) if value.empty else []
            danger = next((path for path in emptied if _SYSTEM.search(path) or path == "*"), None)
            if danger is not None:
                found.append(Removed(word, run, value.text, empty=value.empty, becomes=danger))
                continue
            if run.remote or on_the_server:
                found.append(_judged(run, word, value.text, runs, values))
            else:
                found.append(Removed(word, run, value.text))
    return found


def _values(run: Invocation, known: dict[Script, Values], provided: str) -> Values:
    made = known.get(run.script)
    if made is None:
        via = run.via
        outer = _values(via, known, provided) if via else None
        made = known[run.script] = Values(run.script, via, outer, provided)
    return made


def _is_pruning(removal: Removal) -> bool:
    """Whether `find` chooses what goes by age, number or name, or what goes comes from a list."""
    run = removal.invocation
    if run.name == "find":
        return any(word.value in _FILTERS for word in run.arguments)
    return "find" in run.wrappers or "xargs" in run.wrappers


def _judged(run: Invocation, word: Word, path: str, runs: Sequence[Invocation], values: Values) -> Removed:
    """Whether a path is one that is served."""
    whole = _whole(run, path.replace("\x02", SOMETHING), values)
    plain = Removed(word, run, path)
    if whole.startswith(("/tmp", "/var/tmp", "/dev/shm")) or _is_scratch(whole):
        return plain
    if _SERVED.search(whole):
        return plain._replace(served=True, because="is what a web server serves")
    following = _following(run, runs)
    if following is None:
        return plain
    because = "then something is put in its place" if _begins(following, REPLACING) else "and this runs on it"
    if _INSTALLED.search(whole) or (run.remote and not _is_built(whole)):
        return plain._replace(served=True, because="is what runs there", evidence=following.place(because))
    return plain


def _whole(run: Invocation, path: str, values: Values) -> str:
    """The path from the last `cd` before it."""
    if path.startswith(("/", "~")) or path[:1] == SOMETHING:
        return path
    for command in reversed(run.script.commands()):
        if command.start < run.command.start and command.words and command.words[0].value == "cd" and len(command.words) > 1:
            folder = values.of(command.words[1]).text
            if command.block is run.command.block or command.block.role == "script":
                return posixpath.normpath(posixpath.join(folder, path))
    return path


def _is_scratch(path: str) -> bool:
    parts = [part for part in path.strip("/").split("/") if part not in (".", "")]
    if any(part in SCRATCH_PARTS for part in parts):
        return True
    last = next((part for part in reversed(parts) if part not in ("*", SOMETHING)), "")
    return bool(_SCRATCH.search(last))


def _is_built(path: str) -> bool:
    """Whether nothing is known of the path but that a build makes it again, or nothing at all."""
    parts = path.strip("/").split("/")
    return parts[-1] in BUILT or parts[0] in BUILT or path.strip("/*") in ("", SOMETHING)


def _following(run: Invocation, runs: Sequence[Invocation]) -> Invocation | None:
    """What comes after the removal on the same machine and puts something in its place, or restarts what runs."""
    behind = False
    for other in runs:
        if other is run:
            behind = True
        elif behind and other.via is run.via and (_begins(other, REPLACING) or _begins(other, RESTARTING)):
            return other
    return None


def _begins(run: Invocation, rows: Sequence[tuple[str, ...]]) -> bool:
    spoken = (run.name, *(value for value in run.values if not value.startswith("-")))
    return any(spoken[: len(row)] == row for row in rows)


def written(word: Word) -> str:
    """A path as a person reads it: without quotes, and short."""
    return re.sub(r"\s+", " ", word.spoken)[:80]
