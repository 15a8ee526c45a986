"""Ports of the host out of a compose file into variables, with the number that stands there as default."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..models.compose.chains import beside
from ..models.compose.own import own_ports
from ..models.compose.services import compose_file
from ..models.compose.values import env_files, parted, port_variable
from ..models.variables.documents import examples_above, is_example
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
    from ..models.compose.services import Compose, Service
    from ..models.compose.values import Port
    from ..parsing.yaml import Scalar

LONGEST = 1024 * 1024  # bytes of a file that is searched for names; a larger one is data
_NUMBERS = pattern(r"\d{1,5}(?:-\d{1,5})?", re.ASCII)
_WORD = pattern(r"(?<![A-Za-z0-9_])[A-Z_][A-Z0-9_]{0,199}(?![A-Za-z0-9_])")
_SHORT = pattern(r"\$\{([A-Z_][A-Z0-9_]{0,199}):?-([0-9-]{1,11})\}:(\$\{[^{}\s]{1,100}\}|[0-9-]{1,11})")
_LONG = pattern(r"published:[ \t]{0,8}[\"']?\$\{([A-Z_][A-Z0-9_]{0,199}):?-([0-9-]{1,11})\}")
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
    given: dict[tuple[str, str], _Meaning] = {}  # by the example file, or else the folder, and the name
    for path in dict.fromkeys(finding.place.path for finding in findings):
        compose, source = repo.ask(compose_file, path), repo.source(path)
        if isinstance(compose, Unreadable) or isinstance(source, Unreadable):
            continue
        places = {finding.place[1:3] for finding in findings if finding.place.path == path}
        folder = posixpath.dirname(path)
        names = _Names(repo, compose)
        example = next((e.path for e in repo.ask(examples_above, folder) if not _FOR_OTHERS.search(e.path)), None)
        alone: dict[str, bool] = {}
        for service, port in _changeable(compose, path):
            if service.name not in alone:
                alone[service.name] = len(service.ports) == 1
            if port.published_at is None or port.published is None or port.published_at.place[1:3] not in places:
                continue
            meaning = _Meaning(service.name, port.published, port.target)
            for name in _candidates(service.name, port, alone[service.name]):
                known = given.get((example or folder, name))
                if known == meaning or (known is None and names.is_free(name, meaning)):
                    break
            else:
                continue
            if edit := _edit(port, port.published_at, name):
                given[example or folder, name] = meaning
                line = Documented(name, port.published, f"the port of the host that `{service.name}` is bound to, in {path}")
                note = f"host port of `{service.name}` is `${{{name}:-{port.published}}}`"
                yield Fix(path, note, (edit,), same_stack, ((example, line),) if example else ())


def _changeable(compose: Compose, path: str) -> Iterator[tuple[Service, Port]]:
    """The ports that stand in their own service's text, and in no list that an anchor shares."""
    shared = Counter(id(service.own.get("ports")) for service in compose.services.values())
    for service, port in own_ports(compose):
        listed = service.own.get("ports")
        at = port.published_at
        if at is None or listed is None or at.base.path != path or not _NUMBERS.fullmatch(port.published or ""):
            continue
        if within(listed, service.own) and within(port.at, listed) and within(at, port.at) and shared[id(listed)] == 1:
            yield service, port


def _candidates(service: str, port: Port, alone: bool) -> list[str]:
    """Names in order: the one that the rule tells, then those that say more."""
    first, longer = port_variable(service, port, alone), port_variable(service, port, False)
    names = [first]
    if port.protocol != "tcp":
        names.append(f"{longer}_{port.protocol.upper()}")
    names += [first.replace("_PORT", "_HOST_PORT"), longer.replace("_PORT", "_HOST_PORT")]
    return [name for name in dict.fromkeys(names) if re.fullmatch(r"[A-Z_][A-Z0-9_]*", name)]


class _Names:
    """The names that are in use around a compose file, and for what. Every text is searched once."""

    def __init__(self, repo: Repository, compose: Compose) -> None:
        self._repo = repo
        self._folder = posixpath.dirname(compose.path)
        self._words: Counter[str] = Counter()
        self._ports: Counter[tuple[str, str, str]] = Counter()  # name, default, and the container's port
        for path in (compose.path, *repo.ask(beside, compose.path)):
            text = _text(repo, path)
            self._words.update(_WORD.findall(text))
            self._ports.update(_SHORT.findall(text))
            self._ports.update((name, default, "") for name, default in _LONG.findall(text))
        self._set: set[str] = set()
        for path in _environment_files(compose, self._folder):
            if repo.exists(path):
                self._set.update(_WORD.findall(_text(repo, path)))

    def is_free(self, name: str, meaning: _Meaning) -> bool:
        """Whether nobody uses the name for something else: the compose files of the folder, environment files, code."""
        if count := self._words[name]:
            same = (self._ports[name, meaning.published, target] for target in ("", meaning.target))
            return count <= sum(same)
        if name in self._set or any(example.tells_of(name) for example in self._repo.ask(examples_above, self._folder)):
            return False
        return name.encode() not in self._repo.ask(_port_names)


def _text(repo: Repository, path: str) -> str:
    source = repo.source(path)
    return "" if isinstance(source, Unreadable) else source.text


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
