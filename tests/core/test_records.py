"""Records and patterns that are quick to import behave like those of the standard library."""

from __future__ import annotations

import pickle
import re

import pytest
from roadworthy.core.patterns import pattern
from roadworthy.core.records import NamedTuple


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 0
    label: str = ""

    @property
    def far(self) -> bool:
        """Whether it is far away."""
        return self.x > 10

    def moved(self, by: int) -> Point:
        return self._replace(x=self.x + by)


def test_a_record_is_a_tuple_with_names_and_defaults() -> None:
    point = Point(3)
    assert point == (3, 0, "")
    assert point._fields == ("x", "y", "label")
    assert isinstance(point, tuple)
    assert point.moved(8) == Point(11, 0)
    assert (point.far, point.moved(8).far) == (False, True)
    assert Point.__doc__ == "A point."
    assert hash(Point(1, 2)) == hash(Point(1, 2))
    assert repr(Point(1)) == "Point(x=1, y=0, label='')"


def test_a_record_is_pickled_and_checks_its_arguments() -> None:
    assert pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_a_pattern_is_compiled_with_its_first_use_and_then_is_like_any_other() -> None:
    word = pattern(r"(?P<first>[a-z])\w*", re.IGNORECASE)
    found = word.match("Abc def")
    assert found is not None
    assert found["first"] == "A"
    assert [m.group() for m in word.finditer("ab cd")] == ["ab", "cd"]
    assert word.sub("x", "ab cd") == "x x"
    assert word.groupindex == {"first": 1}
    assert word.pattern == r"(?P<first>[a-z])\w*"


def test_a_wrong_pattern_says_so_when_it_is_used() -> None:
    wrong = pattern("(")
    with pytest.raises(re.error):
        wrong.match("")
