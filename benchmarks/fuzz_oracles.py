"""What has to hold of every answer: its places lie within the text, and the same text gives the same answer.

`flat` walks through whatever a parser gave, looks at each place on its way, and comes back with all texts and numbers in
order, for a comparison.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.core.excerpt import Excerpt, Place, Source
from roadworthy.parsing.shell_tree import Positioned, Word
from roadworthy.parsing.yaml import Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 20_000  # objects that are looked at in one answer


class WrongPlaceError(AssertionError):
    """A place that is not in the text."""


class NotTheSameError(AssertionError):
    """Two answers for one text."""


def flat(answer: object, sources: Mapping[str, Source]) -> list[object]:
    """All that `answer` says. `sources` are the texts by path that its places are of. Raises `WrongPlaceError`."""
    said: list[object] = []
    seen: set[int] = set()
    kept: list[object] = []  # so that no other object gets the identity of one that was seen
    stack = [answer]
    while stack and len(seen) < MOST:
        one = stack.pop()
        if one is None or isinstance(one, (str, int, float, bytes)):
            said.append(one)
            continue
        if id(one) in seen:
            said.append("again")
            continue
        seen.add(id(one))
        kept.append(one)
        said.append(type(one).__name__)
        if isinstance(one, Place):
            _inside(one, sources)
            said.append(tuple(one))
        elif isinstance(one, Excerpt):
            place = one.place()
            _inside(place, {one.source.path: one.source})
            said.extend((one.text, tuple(place)))
        elif isinstance(one, (tuple, list)):
            stack.extend(reversed(one))
        elif isinstance(one, dict):
            for key, value in reversed(one.items()):
                stack.extend((value, key))
        elif isinstance(one, (set, frozenset)):
            said.extend(sorted(map(repr, one)))
        elif isinstance(one, Source):
            pass
        else:
            _object(one, stack, said)
    return said


def _object(one: object, stack: list[object], said: list[object]) -> None:
    if not type(one).__module__.startswith("roadworthy."):
        return
    if isinstance(one, (Node, Positioned)):
        base = one.base if isinstance(one, Node) else one.excerpt
        if not 0 <= one.start <= one.end <= len(base.text):
            raise WrongPlaceError(f"{type(one).__name__} from {one.start} to {one.end} of {len(base.text)}")
        place = one.place if isinstance(one, Node) else one.place()
        _inside(place, {base.source.path: base.source})
        said.append(tuple(place))
        if isinstance(one, Scalar) and one.style not in ("alias", "template"):
            inside = one.excerpt
            if inside.text != one.text:
                raise WrongPlaceError(f"a scalar of {one.text!r} has the text {inside.text!r} inside")
            _inside(inside.place(), {base.source.path: base.source})
        if isinstance(one, Word):
            said.append(one.spoken)
    names = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())] or vars(one)
    for name in names:
        value = getattr(one, name, None)
        if not name.startswith("__") and not callable(value):
            stack.append(value)


def _inside(place: Place, sources: Mapping[str, Source]) -> None:
    """Raises `WrongPlaceError` for a place that its source does not have. One behind the last character of a line is there."""
    if place.line == 0:
        return
    source = sources.get(place.path)
    if source is None:
        raise WrongPlaceError(f"{place} is in no file that there is")
    starts = source.starts
    ends = ((place.line, place.column), (place.end_line or place.line, place.end_column or place.column))
    for line, column in ends:
        end = starts[line] if 0 < line < len(starts) else len(source.text) + 1
        if not (1 <= line <= len(starts) and 1 <= column <= end - starts[line - 1] + 1):
            raise WrongPlaceError(f"{place} is not in a text of {len(starts)} lines")
    if ends[1] < ends[0]:
        raise WrongPlaceError(f"{place} ends before it begins")
