"""Did you mean."""

from __future__ import annotations

import pytest
from roadworthy.core.suggest import nearest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("excldue", "exclude"),
        ("exlude", "exclude"),
        ("Exclude", "exclude"),
        ("health-url", "health_url"),
        ("severty", "severity"),
        ("envirnoments", "environments"),
        ("x", None),
        ("", None),
        ("something-else", None),
        ("e" * 10_000, None),
    ],
)
def test_the_nearest_word_is_found_where_one_is_near(word: str, meant: str | None) -> None:
    assert nearest(word, ["exclude", "severity", "environments", "health_url"]) == meant


def test_of_equally_near_words_the_first_is_named() -> None:
    assert nearest("DF00", ["DF003", "DF001", "DF002"]) == "DF001"
    assert nearest("DF001", ["DF002", "DF001"]) == "DF001"
