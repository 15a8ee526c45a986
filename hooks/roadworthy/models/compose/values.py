"""What stands in a service, in its short and long forms: ports, mounts, env files, builds, dependencies, networks.

Compose specification, 05-services.md. Everything is given as written, with variables in it; `settled` puts defaults in place.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.interpolation import parse
from ...parsing.yaml import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Values
    from typing import Literal

    from ...parsing.yaml import Tree


class Port(NamedTuple):
    """A port of a service. `published` is the host's, None where docker chooses one; `host` the address it is bound to.

    `at` is the entry, and `published_at` what to change to change the published port: the entry itself in the short form.
    """

    published: str | None
    target: str
    host: str
    protocol: str
    at: Tree
    published_at: Scalar | None

    @property
    def is_fixed(self) -> bool:
        """Whether the host port is a number that stands in the file, with no variable to change it by."""
        return self.published is not None and "$" not in self.published


class Mount(NamedTuple):
    """A volume of a service. `source` is empty for an anonymous one. A `bind` source is a path as written."""

    kind: Literal["bind", "volume", "tmpfs", "other"]
    source: str
    target: str
    at: Tree
    source_at: Scalar | None


class EnvFile(NamedTuple):
    """A file of variables that a service is given. Not `required`: compose goes on without it."""

    path: str
    required: bool
    at: Scalar


class Dependency(NamedTuple):
    """One entry of `depends_on`. `condition` is None in the short form, which waits for the start only."""

    service: str
    condition: str | None
    at: Scalar
    required: bool = True


class Build(NamedTuple):
    """What a service is built from: paths from the repository's root.

    `context` is None for a remote or variable one, and for one out of the repository; `dockerfile` also where it stands
    inline.
    """

    context: str | None
    dockerfile: str | None
    target: str | None
    at: Scalar


class Reference(NamedTuple):
    """A name of something that has to be declared elsewhere in the project. `kind` is where: `services`, `volumes`, …"""

    kind: Literal["services", "volumes", "networks", "secrets", "configs"]
    name: str
    by: str
    at: Scalar


def settled(scalar: Scalar, values: Values[str, str] | None = None) -> str | None:
    """The text of a scalar with `values` and defaults in place of its variables; None where that cannot be known."""
    return scalar.text if "$" not in scalar.text else parse(scalar.excerpt).resolved(values or {})


def parted(text: str) -> list[str]:
    """A short form at its colons: not at those inside `${…}` or `[…]`, nor that of a Windows drive."""
    if "$" not in text and "[" not in text and not _DRIVE.match(text):
        return text.split(":")
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        if letter in "{[":
            depth += 1
        elif letter in "}]":
            depth = max(0, depth - 1)
        elif letter == ":" and not depth and not (at == start + 1 and _DRIVE.match(text, start)):
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def ports(body: Mapping) -> Iterator[Port]:
    """The ports of a service."""
    for item in _items(body.get("ports")):
        if isinstance(item, Mapping):
            published, target = item.get("published"), item.text("target")
            if target is not None:
                at = published if isinstance(published, Scalar) and not published.is_null else None
                host, protocol = item.text("host_ip") or "", item.text("protocol") or "tcp"
                yield Port(at.text if at else None, target, host, protocol, item, at)
        elif isinstance(item, Scalar) and item.text:
            yield _short_port(item)


def _short_port(item: Scalar) -> Port:
    text, _, protocol = item.text.partition("/") if "/" in item.text.rpartition("}")[2] else (item.text, "", "")
    if "/" in text:  # a slash inside of a variable's default: the protocol is behind the last one
        text, _, protocol = item.text.rpartition("/")
    parts = parted(text)
    host = ":".join(parts[:-2]).strip("[]")
    published = parts[-2] if len(parts) > 1 and parts[-2] else None
    return Port(published, parts[-1], host, protocol or "tcp", item, item if published else None)


def published_range(port: Port) -> range:
    """The host ports that one entry binds, where they are numbers; empty where they are not, or docker chooses."""
    found = re.fullmatch(r"(\d{1,5})(?:-(\d{1,5}))?", port.published or "")
    if found is None or port.published_at is None:
        return range(0)
    first = int(found[1])
    last = int(found[2] or first)
    return range(first, min(last, first + 1000) + 1) if "-" not in port.target or last > first else range(0)


def mounts(body: Mapping) -> Iterator[Mount]:
    """The volumes of a service."""
    for item in _items(body.get("volumes")):
        if isinstance(item, Mapping):
            kind, source = item.text("type"), item.get("source")
            at = source if isinstance(source, Scalar) and not source.is_null else None
            known = kind if kind in ("bind", "volume", "tmpfs") else "other"
            yield Mount(known, at.text if at else "", item.text("target") or "", item, at)  # type: ignore[arg-type]
        elif isinstance(item, Scalar) and item.text:
            parts = parted(item.text)
            source_text, target = (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
            bind = source_text.startswith((".", "/", "~", "\\")) or bool(_DRIVE.match(source_text))
            kind = "bind" if bind else "volume"
            if "$" in source_text and not bind:  # a name or a path, by the value
                start = settled_text(item, source_text)
                kind = "other" if start is None else "bind" if start.startswith((".", "/", "~")) else "volume"
            yield Mount(kind, source_text, target, item, item if source_text else None)  # type: ignore[arg-type]


def settled_text(item: Scalar, part: str) -> str | None:
    """The beginning of a scalar's text, `part`, with defaults in place of its variables."""
    return parse(item.excerpt.cut(0, len(part))).resolved({}) if item.text.startswith(part) else None


def env_files(body: Mapping) -> Iterator[EnvFile]:
    """The files of variables of a service."""
    listed = body.get("env_file")
    for item in (listed,) if isinstance(listed, (Scalar, Mapping)) else _items(listed):
        if isinstance(item, Scalar) and item.text:
            yield EnvFile(item.text, True, item)
        elif isinstance(item, Mapping):
            path = item.get("path")
            if isinstance(path, Scalar) and path.text:
                yield EnvFile(path.text, item.text("required") != "false", path)


def dependencies(body: Mapping) -> Iterator[Dependency]:
    """What a service waits for."""
    listed = body.get("depends_on")
    if isinstance(listed, Sequence):
        yield from (Dependency(item.text, None, item) for item in listed if isinstance(item, Scalar))
    elif isinstance(listed, Mapping):
        for key, value in listed.pairs():
            condition = value.text("condition") if isinstance(value, Mapping) else None
            required = not (isinstance(value, Mapping) and value.text("required") == "false")
            yield Dependency(key.text, condition or "service_started", key, required)


def build(body: Mapping, folder: str) -> Build | None:
    """What a service is built from; None for an image from elsewhere. `folder` is what its paths count from."""
    key, value = body.key("build"), body.get("build")
    if key is None or value is None or (isinstance(value, Scalar) and value.is_null):
        return None
    written = value if isinstance(value, Scalar) else body.get("build", "context")
    dockerfile, target = body.get("build", "dockerfile"), body.get("build", "target")
    stage = settled(target) if isinstance(target, Scalar) else None
    place = settled(written) if isinstance(written, Scalar) else "."
    if place is None or is_remote(place):
        return Build(None, None, stage, key)
    context = inside(folder, place or ".")
    file = settled(dockerfile) if isinstance(dockerfile, Scalar) and dockerfile.text else "Dockerfile"
    if context is None or file is None or body.get("build", "dockerfile_inline") is not None:
        return Build(context, None, stage, key)
    return Build(context, inside(context, file), stage, key)


_REMOTE = re.compile(r"[a-z+]+://|git@|github\.com/|service:|docker-image:|oci-layout:")


def is_remote(written: str) -> bool:
    """Whether a path names something that is not of this repository: a URL, a git address, an image, another service."""
    return _REMOTE.match(written) is not None


def inside(folder: str, written: str) -> str | None:
    """The path from the repository's root of what `written` names from `folder`; None where it leads out of it."""
    if written.startswith(("/", "~", "\\")) or _DRIVE.match(written):
        return None
    path = posixpath.normpath(posixpath.join(folder, written.replace("\\", "/")))
    return None if path == ".." or path.startswith("../") else path


def references(body: Mapping, depends_on: Iterable[Dependency]) -> Iterator[Reference]:
    """What a service refers to by a name, but for `extends`, whose service may stand in another file."""
    for dependency in depends_on:
        if dependency.required:
            yield Reference("services", dependency.service, "depends_on", dependency.at)
    for attribute in ("network_mode", "ipc", "pid"):
        value = body.get(attribute)
        if isinstance(value, Scalar) and value.text.startswith("service:"):
            yield Reference("services", value.text[len("service:") :], attribute, value)
    for attribute in ("links", "volumes_from"):
        for item in _items(body.get(attribute)):
            if isinstance(item, Scalar) and not item.text.startswith("container:"):
                yield Reference("services", item.text.partition(":")[0], attribute, item)
    networks = body.get("networks")
    for at in (key for key, _ in networks.pairs()) if isinstance(networks, Mapping) else _items(networks):
        if isinstance(at, Scalar):
            yield Reference("networks", at.text, "networks", at)
    for mount in mounts(body):
        if mount.kind == "volume" and mount.source and mount.source_at is not None:
            yield Reference("volumes", mount.source, "volumes", mount.source_at)
    yield from _sources(body, "secrets")
    yield from _sources(body, "configs")
    building = body.get("build")
    if isinstance(building, Mapping):
        yield from _sources(building, "secrets")


def _sources(body: Mapping, kind: Literal["secrets", "configs"]) -> Iterator[Reference]:
    for item in _items(body.get(kind)):
        source = item.get("source") if isinstance(item, Mapping) else item
        if isinstance(source, Scalar):
            yield Reference(kind, source.text, kind, source)


class External(NamedTuple):
    """A network or volume that has to exist before. `name_at` is where its name stands, where that is not the key."""

    kind: Literal["network", "volume"]
    key: Scalar
    name_at: Scalar | None


def external(root: Mapping | None) -> Iterator[External]:
    """The networks and volumes of a file that somebody else creates."""
    kinds: tuple[Literal["network", "volume"], ...] = ("network", "volume")
    for kind in kinds if root is not None else ():
        declared = root.get(f"{kind}s") if root is not None else None
        for key, value in declared.pairs() if isinstance(declared, Mapping) else ():
            said = value.get("external") if isinstance(value, Mapping) else None
            if isinstance(said, Mapping) or (isinstance(said, Scalar) and said.text.lower() in ("true", "yes", "on")):
                name = said.get("name") if isinstance(said, Mapping) else None
                name = name or (value.get("name") if isinstance(value, Mapping) else None)
                yield External(kind, key, name if isinstance(name, Scalar) else None)


def watches(body: Mapping) -> Mapping | Sequence | None:
    """The `develop.watch` of a service."""
    watch = body.get("develop", "watch")
    return None if watch is None or isinstance(watch, Scalar) else watch


def words(node: Tree | None) -> tuple[str, ...] | None:
    """The words of a `command`, `entrypoint` or `test` as a list; None where there is none, or a shell reads it."""
    if isinstance(node, Sequence):
        return tuple(item.text for item in node if isinstance(item, Scalar))
    return None


def _items(node: Tree | None) -> tuple[Tree, ...]:
    return tuple(node.items) if isinstance(node, Sequence) else ()


def port_variable(service: str, port: Port, alone: bool) -> str:
    """A name for the variable that a published port can come from: `WEB_PORT`, `WEB_PORT_9090` where it is not alone."""
    stem = re.sub(r"[^A-Z0-9]+", "_", service.upper()).strip("_") or "HOST"
    stem = f"_{stem}" if stem[0].isdigit() else stem
    number = re.sub(r"[^0-9]+", "_", port.target).strip("_")
    return f"{stem}_PORT" if alone or not number else f"{stem}_PORT_{number}"
