"""Whether anything in a repository uses the name of a variable: a search for the word, whatever the file is written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.paths import matching
from ...tables.example_files import NO_PROSE, NOT_CODE, PROSE
from ...tables.file_names import VENDORED
from .documents import all_examples, is_example

if TYPE_CHECKING:
    from ...core.repository import Repository

_GOES_ON = (b"${", b"#{", b"{", b"%s", b'"', b"'", b"`", b"*")  # what may stand where a name is put together
MOST_NAMES = 2000  # that are looked for; a repository with more is one of examples
LONGEST = 4 * 1024 * 1024  # bytes of a file that is searched; a larger one is data


def unused_names(repo: Repository) -> frozenset[str]:
    """A fact: the names in example files that stand nowhere else but in examples and prose, in whatever case.

    A name whose parts after the first stand together in lower case counts as used too (`PARCELS_WEB_PORT` as `web_port`):
    settings classes and frameworks put a prefix before what the code says.
    """
    open_names = {entry.name for example in repo.ask(all_examples) for entry in example.content.entries}
    wanted = {name: _forms(name) for name in open_names if name.isascii()}
    if len(wanted) > MOST_NAMES:
        return frozenset()
    beginnings = {one for name in wanted for one in _beginnings(name)}
    for path in repo.paths() if wanted else ():
        if is_example(path) or _is_prose(path):
            continue
        try:
            content = repo.tree.read(path)
        except OSError:
            continue
        if len(content) > LONGEST or b"\0" in content[:1024]:
            continue
        lower = content.lower()
        made = {one for one in beginnings if one in lower and any(one + mark in lower for mark in _GOES_ON)}
        beginnings -= made
        for name in [
            name
            for name, forms in wanted.items()
            if (made and not made.isdisjoint(_beginnings(name))) or any(_is_word(form, lower) for form in forms)
        ]:
            del wanted[name]
        if not wanted:
            break
    return frozenset(wanted)


def _is_word(form: bytes, text: bytes) -> bool:
    if form not in text:
        return False
    return re.search(rb"(?<![a-z0-9])" + re.escape(form) + rb"(?![a-z0-9])", text) is not None


def _beginnings(name: str) -> tuple[bytes, ...]:
    """What code has written out that puts the name together: `object_`, `object_store_` of OBJECT_STORE_R2_REGION."""
    words = name.lower().split("_")
    made = ["_".join(words[:count]) + "_" for count in range(1, min(len(words), 6))]
    return tuple(one.encode() for one in made if len(one) > 3)


def _is_prose(path: str) -> bool:
    return bool(
        matching(PROSE, [path]) or matching(NO_PROSE, [path]) or matching(NOT_CODE, [path]) or re.search(VENDORED, path)
    )


def _forms(name: str) -> tuple[bytes, ...]:
    """What to look for in text in lower case: the name, its words run together or with other signs between, without prefix."""
    words = name.lower().strip("_").split("_")
    found = {name.lower(), "".join(words), "-".join(words), ".".join(words)}
    rest = words[1:]
    if len(rest) > 1:
        found |= {"_".join(rest), "".join(rest)}
    return tuple(form.encode() for form in sorted(found))
