"""How one pattern of a .dockerignore is matched: Go's `filepath.Match` with `**`, in time linear in path times pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def well_formed(pattern: str) -> bool:
    """Whether Go's `filepath.Match` takes the pattern; Docker asks it first and stops the build where it does not."""
    i, size = 0, len(pattern)
    while i < size:
        if pattern[i] == "\\":
            if i + 1 == size:
                return False
            i += 2
        elif pattern[i] == "[":
            i = _bracket_end(pattern, i)
            if i < 0:
                return False
        else:
            i += 1
    return True


def _bracket_end(pattern: str, i: int) -> int:
    """The offset behind the bracket expression that begins at `i`, or -1 where it is malformed."""
    size = len(pattern)
    i += 1
    if i < size and pattern[i] == "^":
        i += 1
    ranges = 0
    while i < size:
        if pattern[i] == "]" and ranges:
            return i + 1
        for end in (False, True):  # a character, and after `-` the other end of the range
            if i >= size or pattern[i] in "-]":
                return -1
            i += 2 if pattern[i] == "\\" else 1
            if end or i >= size or pattern[i] != "-":
                break
            i += 1
        ranges += 1
    return -1


def odd_escape(pattern: str) -> bool:
    at = pattern.find("\\")
    while at != -1:
        if pattern[at + 1 : at + 2].isalnum():
            return True
        at = pattern.find("\\", at + 2)
    return False


def odd_bracket(pattern: str) -> bool:
    i = pattern.find("[")
    while i != -1:
        end = _bracket_end(pattern, i)
        if end < 0:
            return False
        if "*" in pattern[i:end] or "?" in pattern[i:end]:
            return True
        i = pattern.find("[", end)
    return False


def never(_path: str) -> bool:
    return False


def matcher(pattern: str) -> Callable[[str], bool]:
    """How a pattern is matched. Docker has three short cuts, which differ from the general form and are kept so."""
    if not any(c in pattern for c in "*?[]\\"):
        return pattern.__eq__
    if pattern.startswith("**"):
        rest = pattern[2:]
        if not any(c in rest for c in "*?[]\\"):
            if rest.startswith("/"):
                return lambda path: path.endswith(rest) or path == rest[1:]
            return lambda path: path.endswith(rest)
    elif pattern.endswith("**") and not any(c in pattern[:-2] for c in "*?[]\\"):
        start = pattern[:-2]
        return lambda path: path.startswith(start)
    if odd_escape(pattern) or odd_bracket(pattern):
        return never
    name = pattern.removeprefix("**/")
    if "/" not in name and "**" not in name and "[" not in name:  # the common case, decided by the last part of the path
        inner = _name_matcher(name)
        if len(name) == len(pattern):
            return lambda path: "/" not in path and inner(path)
        return lambda path: inner(path[path.rfind("/") + 1 :])
    return _Glob(pattern).matches


def _name_matcher(name: str) -> Callable[[str], bool]:
    if not any(c in name[1:] for c in "*?]\\") and name[0] == "*":
        return lambda part: part.endswith(name[1:])
    if not any(c in name[:-1] for c in "*?]\\") and name[-1] == "*":
        return lambda part: part.startswith(name[:-1])
    return _Glob(name).matches


class _Glob:
    """A pattern with wildcards, as a set of states kept in the bits of one number: time is path times pattern at most.

    A backtracking regular expression would need a power of the path's length for `*a*a*a*b`. State `i` stands before step
    `i`. A step takes one character (`_take`), repeats on any (`_any`) or on any but `/` (`_name`), and may be passed over
    (`_pass`). `**/` is three steps: an entry from which the other two may be left out (`_leap`), anything, `/`.
    """

    __slots__ = ("_any", "_end", "_leap", "_masks", "_name", "_pass", "_prefix", "_take")

    def __init__(self, pattern: str) -> None:
        self._any = self._name = self._pass = self._leap = 0
        self._take: list[tuple[int, str | tuple[bool, tuple[tuple[str, str], ...]]]] = []
        self._masks: dict[str, int] = {}
        prefix: list[str] = []
        step = i = 0
        size = len(pattern)
        after_globstar = False
        while i < size:
            c = pattern[i]
            globstar = pattern.startswith("**", i)
            if globstar:
                i += 3 if pattern.startswith("**/", i) else 2
                if i >= size:
                    self._any |= 1 << step
                    self._pass |= 1 << step
                    step += 1
                elif not after_globstar:  # another one right behind it adds nothing
                    self._pass |= 0b11 << step
                    self._leap |= 1 << step
                    self._any |= 0b10 << step
                    self._take.append((1 << (step + 2), "/"))
                    step += 3
                after_globstar = True
                continue
            after_globstar = False
            if c == "*":
                self._name |= 1 << step
                self._pass |= 1 << step
                i += 1
            elif c == "?":
                self._take.append((1 << step, (True, (("/", "/"),))))
                i += 1
            elif c == "[":
                end = _bracket_end(pattern, i)
                self._take.append((1 << step, _bracket(pattern[i + 1 : end - 1])))
                i = end
            else:
                if c == "\\":
                    i += 1
                    c = pattern[i]
                self._take.append((1 << step, c))
                if len(prefix) == step:
                    prefix.append(c)
                i += 1
            step += 1
        self._end = 1 << step
        self._prefix = "".join(prefix)

    def matches(self, path: str) -> bool:
        """Whether all of `path` fits."""
        if not path.startswith(self._prefix):
            return False
        states = self._close(1)
        masks = self._masks
        for c in path:
            mask = masks.get(c)
            if mask is None:
                mask = masks[c] = self._mask(c)
            loops = self._any if c == "/" else self._any | self._name
            states = self._close((states & mask) << 1 | states & loops)
            if not states:
                return False
        return bool(states & self._end)

    def _close(self, states: int) -> int:
        while True:
            wider = states | (states & self._pass) << 1 | (states & self._leap) << 3
            if wider == states:
                return states
            states = wider

    def _mask(self, c: str) -> int:
        """The steps that take the character."""
        mask = 0
        for bit, wanted in self._take:
            if wanted == c if isinstance(wanted, str) else any(a <= c <= z for a, z in wanted[1]) != wanted[0]:
                mask |= bit
        return mask


def _bracket(inside: str) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """Whether a bracket expression is negated, and its ranges. Negated, it takes `/` too: Docker matches by regexp."""
    negated = inside.startswith("^")
    i = int(negated)
    ranges = []
    while i < len(inside):
        ends = []
        for end in (False, True):
            if inside[i] == "\\":
                i += 1
            ends.append(inside[i])
            i += 1
            if end or i >= len(inside) or inside[i] != "-":
                break
            i += 1
        ranges.append((ends[0], ends[-1]))
    return negated, tuple(ranges)
