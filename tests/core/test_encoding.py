"""What a file's bytes are read as, and what is said of a Dockerfile that Docker cannot read."""

from __future__ import annotations

import pytest
from roadworthy.catalogue import rules_of, select
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Outcome
from roadworthy.core.repository import Repository, decode
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"FROM scratch\n", "utf-8"),
        (b"\xef\xbb\xbfFROM scratch\n", "utf-8"),
        ("FROM scratch\n".encode("utf-16"), "utf-16"),
        (b"# caf\xe9\n", "latin-1"),
    ],
)
def test_a_source_says_what_its_bytes_were(content: bytes, encoding: str) -> None:
    source = decode("Dockerfile", content)
    assert isinstance(source, Source)
    assert source.encoding == encoding


def test_a_dockerfile_in_utf_16_is_one_finding_that_says_so() -> None:
    content = "FORM python\nCOPPY a b\n".encode("utf-16")
    repo = Repository(SampleTree({"Dockerfile": content}))
    said = [said.what for said in run(repo, select(rules_of(), ["DF001"]), ["Dockerfile"])]
    assert len(said) == 1
    assert isinstance(said[0], Outcome)
    assert (said[0].state, said[0].symbol, said[0].places[0].line) == ("gap", "encoding", 1)
    assert "is UTF-16" in said[0].message
