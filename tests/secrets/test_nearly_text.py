"""Text with NULs in it is read; what is compiled or compressed is not."""

from __future__ import annotations

import gzip
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.secrets.nearly_text import decoded

TEXT = "password = x\n# a line of a text, and another one\n" * 30


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_text(encoding: str) -> None:
    said = decoded("a", TEXT.encode(encoding))
    assert said is not None
    assert said.text == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_stray_nul_is_a_space_and_every_other_character_stays_where_it_is(encoding: str) -> None:
    text = TEXT + "café"
    said = decoded("a", (text[:9] + "\0" + text[10:]).encode(encoding))
    assert said is not None
    assert said.text == text[:9] + " " + text[10:]


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\0\0\0FROM x\n" * 100,
        gzip.compress(random.Random(1).randbytes(5000)),
        random.Random(2).randbytes(5000),
        b"\0" * 5000,
        b"a\0b\n" * 1000,
    ],
)
def test_binaries_are_none(content: bytes) -> None:
    assert decoded("a", content) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_not(content: bytes) -> None:
    said = decoded("a", content)
    assert said is None or "\0" not in said.text or said.encoding == "utf-16"
