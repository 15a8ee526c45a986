"""Whether anything in a repository uses the name of a variable: a search for the word, whatever the file is written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.paths import matching
from ..core.repository import decode
from ..tables.example_files import NO_PROSE, NOT_CODE, PROSE
from ..tables.file_names import VENDORED
from .variable_documents import all_examples, is_example

if TYPE_CHECKING:
    from ..core.repository import Repository

LONGEST = 4 * 1024 * 1024  # bytes of a file that is searched; a larger one is data


def unused_names(repo: Repository) -> frozenset[str]:
    """A fact: the names in example files that stand nowhere else but in examples and prose, in whatever case.

    A name whose parts after the first stand together in lower case counts as used too (`PARCELS_WEB_PORT` as `web_port`):
    settings classes and frameworks put a prefix before what the code says.
    """
    open_names = {entry.name for example in repo.ask(all_examples) for entry in example.content.entries}
    wanted = {name: _forms(name) for name in open_names if name.isascii()}
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
        near = [name for name, forms in wanted.items() if any(form in lower for form in forms)]
        if near:
            source = decode(path, content)
            text = "" if isinstance(source, Unreadable) else source.text.lower()
            for name in near:
                if any(re.search(rf"(?<![a-z0-9]){re.escape(form.decode())}(?![a-z0-9])", text) for form in wanted[name]):
                    del wanted[name]
        if not wanted:
            break
    return frozenset(wanted)


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
