"""`extends`: each service of a compose file with what it takes over from another one, in the same file or elsewhere.

Compose specification, 05-services.md#extends. It is resolved file by file, before files are merged, so that a name in
`extends` is one of the same file unless a `file` is given.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar
from ..documents import documents
from .merge import merged, merged_service, plain
from .values import inside, is_remote, settled

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree

LONGEST = 50  # services one behind the other


class Written(NamedTuple):
    """A compose file with its documents merged, as it stands: `services` are keys with bodies."""

    root: Mapping | None
    services: dict[str, tuple[Scalar, Mapping]]


class Broken(NamedTuple):
    """A reference from one compose file to another, or to a service, that leads nowhere, or back to where it began.

    `symbol` is what it is named by; `circle`: a file that is included includes the first again.
    """

    symbol: str
    why: str
    place: Place
    circle: bool = False


class Extended(NamedTuple):
    """The services of a file with what they extend, and what stands in the way of it."""

    services: dict[str, Mapping]
    problems: tuple[Broken, ...]


def written(repo: Repository, path: str) -> Written | Unreadable:
    """A fact: the compose file at `path` as it stands. Several documents are merged, as compose does."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        return tree
    if tree.problems:
        return tree.problems[0]
    root: Mapping | None = None
    for document in tree.roots:
        if isinstance(document, Mapping):
            root = document if root is None else merged(root, document)
    services = root.get("services") if root is not None else None
    if not isinstance(services, Mapping):
        return Written(root, {})
    return Written(root, {key.text: (key, plain(body)) for key, body in services.pairs() if isinstance(body, Mapping)})


def extended(repo: Repository, path: str) -> Extended | Unreadable:
    """A fact: the services of the compose file at `path` with what they extend."""
    known = repo.ask(written, path)
    if isinstance(known, Unreadable):
        return known
    resolving = _Resolving(repo)
    services = {name: resolving.service(path, name, body) for name, (_, body) in known.services.items()}
    return Extended(services, tuple(resolving.problems.values()))


class _Resolving:
    """The services of one file on the way. What is resolved is kept, with how many services stand behind it."""

    def __init__(self, repo: Repository) -> None:
        self.repo = repo
        self.problems: dict[int, Broken] = {}
        self.done: dict[tuple[str, str], tuple[Mapping, int]] = {}

    def service(self, path: str, name: str, body: Mapping) -> Mapping:
        """`body`, which is the service `name` of the file at `path`, with all that it extends."""
        way: list[tuple[str, str, Mapping]] = []
        seen: set[tuple[str, str]] = set()
        base: Mapping | None = None
        behind = 0
        while True:
            if (known := self.done.get((path, name))) is not None:
                base, behind = known
                break
            seen.add((path, name))
            way.append((path, name, body))
            wanted = body.get("extends")
            if wanted is None:
                break
            found = self.base(path, name, wanted)
            if found is None:
                break
            path, name, body = found
            if (path, name) in seen or len(way) + behind > LONGEST:
                circle = (path, name) in seen
                self.blame(
                    wanted, name, f"`{name}` extends itself" if circle else f"extends more than {LONGEST} services in a row"
                )
                break
        for path, name, body in reversed(way):
            own = Mapping(body.base, body.start, body.end, body.tag)
            own.entries = [(key, value) for key, value in body.pairs() if key.text != "extends"]
            base = own if base is None else body_of(base, own, behind)
            behind += 1
            self.done[path, name] = base, behind
        assert base is not None  # the way has at least the service itself
        return base

    def base(self, path: str, name: str, wanted: Tree) -> tuple[str, str, Mapping] | None:
        """The service that is extended: its file, its name, its body."""
        service = wanted.get("service") if isinstance(wanted, Mapping) else wanted
        if not isinstance(service, Scalar) or not service.text:
            self.blame(wanted, name, f"`{name}` extends a service that it does not name")
            return None
        file = wanted.get("file") if isinstance(wanted, Mapping) else None
        if isinstance(file, Scalar) and not file.is_null:
            place = settled(file)
            target = inside(posixpath.dirname(path), place) if place else None
            if place is None or is_remote(place):
                return None  # a file that is not to be read from here
            if target is None:
                self.blame(file, name, f"`{name}` extends a service of `{place}`, which is out of the repository")
                return None
            if not self.repo.exists(target):
                self.blame(file, name, f"`{name}` extends a service of `{place}`, and there is no such file")
                return None
            path = target
        known = self.repo.ask(written, path)
        if isinstance(known, Unreadable):
            return None  # told where that file is read
        if service.text not in known.services:
            if "$" not in service.text and (known.root is None or "include" not in known.root):
                self.blame(service, name, f"`{name}` extends `{service.text}`, and there is no such service in `{path}`")
            return None
        return path, service.text, known.services[service.text][1]

    def blame(self, node: Tree, name: str, why: str) -> None:
        self.problems.setdefault(id(node), Broken(name, why, node.place))


def body_of(base: Mapping, own: Mapping, behind: int) -> Mapping:
    """A service on top of what it extends; on its own where too many stand behind it."""
    return merged_service(base, own) if behind < LONGEST else own
