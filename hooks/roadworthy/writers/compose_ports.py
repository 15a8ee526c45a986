"""Ports of the host out of a compose file into variables, with the number that stands there as default."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..models.compose import compose_file
from ..models.compose_chains import beside
from ..models.compose_own import own_ports
from ..models.compose_values import env_files, parted, port_variable
from ..models.variable_documents import examples_above, is_example
from ..tables.example_files import NO_PROSE, NOT_CODE, PROSE
from ..tables.file_names import COMPOSE, VENDORED
from .compose_text import inside, same_stack, stretch, within
from .dotenv import Documented
from .edits import Edit
from .fixes import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.finding import Finding
    from ..core.repository import Repository
    from ..models.compose import Compose, Service
    from ..models.compose_values import Port
    from ..parsing.yaml import Scalar

LONGEST = 1024 * 1024  # bytes of a file that is searched for names; a larger one is data
_NUMBERS = pattern(r"\d{1,5}(?:-\d{1,5})?", re.ASCII)
_NAMES = rb"(?<![A-Za-z0-9_])[A-Z_][A-Z0-9_]{0,199}PORT(?:_[A-Z0-9_]{1,100})?(?![A-Za-z0-9_])"
_FOR_OTHERS = pattern(r"(?i)prod|test|stag")  # an example file of an environment in which nobody develops


class _Meaning(NamedTuple):
    """What a variable stands for: this host port of this port of this service."""

    service: str
    published: str
    target: str


def variable_ports(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """`"3000:3000"` as `"${WEB_PORT:-3000}:3000"`, and the variable into the nearest example file, where there is one.

    No example file is made for it: the default stands in the compose file, and a clone comes up without.
    """
    given: dict[tuple[str, str], _Meaning] = {}  # by folder and name
    for path in dict.fromkeys(finding.place.path for finding in findings):
        compose, source = repo.ask(compose_file, path), repo.source(path)
        if isinstance(compose, Unreadable) or isinstance(source, Unreadable):
            continue
        places = {finding.place[1:3] for finding in findings if finding.place.path == path}
        folder = posixpath.dirname(path)
        example = next((e.path for e in repo.ask(examples_above, folder) if not _FOR_OTHERS.search(e.path)), None)
        for service, port in _changeable(compose, path):
            if port.published_at is None or port.published is None or port.published_at.place[1:3] not in places:
                continue
            meaning = _Meaning(service.name, port.published, port.target)
            for name in _candidates(service, port):
                known = given.get((folder, name))
                if known == meaning or (known is None and _is_free(repo, compose, name, meaning)):
                    break
            else:
                continue
            if edit := _edit(port, port.published_at, name):
                given[folder, name] = meaning
                line = Documented(name, port.published, f"the port of the host that `{service.name}` is bound to, in {path}")
                note = f"host port of `{service.name}` is `${{{name}:-{port.published}}}`"
                yield Fix(path, note, (edit,), same_stack, ((example, line),) if example else ())


def _changeable(compose: Compose, path: str) -> Iterator[tuple[Service, Port]]:
    """The ports that stand in their own service's text, and in no list that an anchor shares."""
    lists = [id(service.own.get("ports")) for service in compose.services.values()]
    for service, port in own_ports(compose):
        listed = service.own.get("ports")
        at = port.published_at
        if at is None or listed is None or at.base.path != path or not _NUMBERS.fullmatch(port.published or ""):
            continue
        if within(listed, service.own) and within(port.at, listed) and within(at, port.at) and lists.count(id(listed)) == 1:
            yield service, port


def _candidates(service: Service, port: Port) -> list[str]:
    """Names in order: the one that the rule tells, then those that say more."""
    alone = len(service.ports) == 1
    first, longer = port_variable(service.name, port, alone), port_variable(service.name, port, False)
    names = [first]
    if port.protocol != "tcp":
        names.append(f"{longer}_{port.protocol.upper()}")
    names += [first.replace("_PORT", "_HOST_PORT"), longer.replace("_PORT", "_HOST_PORT")]
    return [name for name in dict.fromkeys(names) if re.fullmatch(r"[A-Z_][A-Z0-9_]*", name)]


def _is_free(repo: Repository, compose: Compose, name: str, meaning: _Meaning) -> bool:
    """Whether nobody uses the name for something else: the compose files of the folder, environment files, code."""
    used = False
    word = re.compile(rf"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9_])")
    variable = rf"\$\{{{name}:?-{re.escape(meaning.published)}\}}"
    same = re.compile(rf"{variable}:{re.escape(meaning.target)}(?!\d)|published:[ \t]*[\"']?{variable}")
    for path in (compose.path, *repo.ask(beside, compose.path)):
        source = repo.source(path)
        text = "" if isinstance(source, Unreadable) else source.text
        count = len(word.findall(text))
        if count > len(same.findall(text)):
            return False
        used = used or count > 0
    if used:
        return True
    folder = posixpath.dirname(compose.path)
    if any(example.tells_of(name) for example in repo.ask(examples_above, folder)):
        return False
    for path in _environment_files(compose, folder):
        if repo.exists(path):
            source = repo.source(path)
            if isinstance(source, Unreadable) or word.search(source.text):
                return False
    return name.encode() not in repo.ask(_port_names)


def _environment_files(compose: Compose, folder: str) -> list[str]:
    """`.env` beside the file, and those that a service is given, for what names they hold."""
    named = [file.path for service in compose.services.values() for file in env_files(service.own)]
    paths = (posixpath.normpath(posixpath.join(folder, path)) for path in (".env", *named) if "$" not in path)
    return [path for path in dict.fromkeys(paths) if not path.startswith(("../", "/"))]


def _port_names(repo: Repository) -> frozenset[bytes]:
    """A fact: every word like `WEB_PORT` that stands in the repository's code and settings."""
    found: set[bytes] = set()
    search = re.compile(_NAMES)
    for path in repo.paths():
        if re.search(COMPOSE, path) or is_example(path) or any(re.search(other, path) for other in _NO_CODE):
            continue
        try:
            content = repo.tree.read(path)
        except OSError:
            continue
        if len(content) <= LONGEST and b"PORT" in content:
            found.update(search.findall(content))
    return frozenset(found)


_NO_CODE = (PROSE, NO_PROSE, NOT_CODE, VENDORED)


def _edit(port: Port, at: Scalar, name: str) -> Edit | None:
    """The edit of one port; None where it is written in a way that is not known here."""
    place = inside(at)
    if place is None or port.published is None:
        return None
    start = place[0]
    path, variable = at.base.path, f"${{{name}:-{port.published}}}"
    offset = 0
    if at is port.at:  # the short form
        before = parted(at.text.partition("/")[0])[:-2]
        offset = len(":".join(before)) + 1 if before else 0
    if not at.text.startswith(port.published, offset) or (at is port.at and at.text[offset + len(port.published)] != ":"):
        return None
    if at.style == "plain":  # what begins with a brace, or stands in a flow list, needs quotes
        changed = at.text[:offset] + variable + at.text[offset + len(port.published) :]
        return Edit(path, *stretch(at), f'"{changed}"')
    return Edit(path, start + offset, start + offset + len(port.published), variable)
