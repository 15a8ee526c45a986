"""Compose's merge of two trees: what an override file, a further `-f`, an `extends` or a second document makes of the first.

Compose specification, 13-merge.md; the attributes with rules of their own are those of compose-go's `override` package. The
result is made of the nodes of both, so every value knows the file and the place that it came from. Nothing is changed in
place, and nothing is refused: where two values do not fit each other, the later one stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...parsing.yaml import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...parsing.yaml import Tree

    Path = tuple[str, ...]  # keys from the root; names of services, networks and so on are `*`

RESET, OVERRIDE = "!reset", "!override"
_NAMED = frozenset(("services", "networks", "volumes", "configs", "secrets", "models"))

# Replaced as a whole: `command` is one thing, though it is a list.
_REPLACED = frozenset(("command", "entrypoint", "healthcheck.test"))
# `KEY=value` in a list, or a mapping: the same thing in two forms.
_ASSIGNED = frozenset("environment labels annotations sysctls extra_hosts build.args build.labels deploy.labels".split())
_ASSIGNED |= {"build.additional_contexts", "build.extra_hosts"}
# One value, or a list of them.
_ONE_OR_MORE = frozenset(("dns", "dns_opt", "dns_search", "env_file", "label_file", "tmpfs"))
# Names in a list, or a mapping whose keys are names.
_KEYED = frozenset(("depends_on", "networks", "models"))


def merged(base: Mapping, over: Mapping) -> Mapping:
    """What comes of two whole files, or of two documents of one."""
    return _mappings(base, over, ())


def merged_service(base: Mapping, over: Mapping) -> Mapping:
    """What comes of two services: `over` extends `base`."""
    return _mappings(base, over, ("services", "*"))


def plain(tree: Mapping) -> Mapping:
    """The tree without what `!reset` takes out: what a file comes to that is merged with nothing."""
    if not any(value.tag == RESET for _, value in tree.pairs()):
        return tree
    return _like(tree, [(key, value) for key, value in tree.pairs() if value.tag != RESET])


def _merge(base: Tree, over: Tree, path: Path) -> Tree:
    attribute = ".".join(path[2:]) if path[:1] == ("services",) else "labels" if path[2:] == ("labels",) else ""
    if over.tag == OVERRIDE or attribute in _REPLACED or (len(path) == 4 and path[2] == "ulimits"):
        return over
    if isinstance(over, Scalar) and over.is_null and path[2:3] != ("environment",):
        return base
    if attribute in _ASSIGNED:
        base, over = _alike(base, over, _assignments)
    elif attribute in _KEYED:
        base, over = _alike(base, over, _names)
    elif attribute in _ONE_OR_MORE:
        base, over = _listed(base), _listed(over)
    elif attribute == "build":
        base, over = _build(base), _build(over)
    elif attribute == "logging" and not _same_driver(base, over):
        return over
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        return _mappings(base, over, path)
    if isinstance(base, Sequence) and isinstance(over, Sequence):
        return _sequences(base, over, attribute)
    return over


def _mappings(base: Mapping, over: Mapping, path: Path) -> Mapping:
    entries: dict[str, tuple[Tree, Tree]] = {key.text: (key, value) for key, value in base.pairs() if value.tag != RESET}
    for key, value in over.pairs():
        known = entries.get(key.text)
        if value.tag == RESET:
            entries.pop(key.text, None)
        elif known is None:
            entries[key.text] = (key, value)
        else:
            step = "*" if len(path) == 1 and path[0] in _NAMED else key.text
            value = _merge(known[1], value, (*path, step))
            together = isinstance(value, (Mapping, Sequence)) and value is not over[key.text]
            entries[key.text] = (known[0] if together else key, value)
    return _like(base, list(entries.values()))


def _sequences(base: Sequence, over: Sequence, attribute: str) -> Sequence:
    result = Sequence(base.base, base.start, base.end, "")
    identity = _IDENTITIES.get(attribute)
    if attribute.startswith("networks.") and attribute.endswith((".aliases", ".link_local_ips")):
        identity = _text
    if identity is None:
        result.items = [*base.items, *over.items]
        return result
    unique: dict[object, Tree] = {}
    for item in (*base.items, *over.items):
        unique[identity(item)] = item  # a later one takes the place of the earlier
    result.items = list(unique.values())
    return result


def _like(tree: Mapping, entries: list[tuple[Tree, Tree]]) -> Mapping:
    made = Mapping(tree.base, tree.start, tree.end, "")
    made.entries = entries
    return made


def _alike(base: Tree, over: Tree, as_entries: Callable[[Sequence], Iterator[tuple[Tree, Tree]]]) -> tuple[Tree, Tree]:
    """Both as mappings where one of them is; else as they are, for lists of one form keep it."""
    if isinstance(base, Mapping) and isinstance(over, Sequence):
        return base, _as_mapping(over, as_entries)
    if isinstance(base, Sequence) and isinstance(over, Mapping):
        return _as_mapping(base, as_entries), over
    return base, over


def _as_mapping(tree: Sequence, as_entries: Callable[[Sequence], Iterator[tuple[Tree, Tree]]]) -> Mapping:
    made = Mapping(tree.base, tree.start, tree.end, "")
    made.entries = list(as_entries(tree))
    return made


def _names(tree: Sequence) -> Iterator[tuple[Tree, Tree]]:
    for item in tree:
        if isinstance(item, Scalar):
            yield item, Scalar(item.base, item.end, item.end, "", "", "plain")


def _assignments(tree: Sequence) -> Iterator[tuple[Tree, Tree]]:
    for item in tree:
        if isinstance(item, Scalar):
            yield assignment(item)


def assignment(item: Scalar) -> tuple[Scalar, Scalar]:
    """Name and value of `NAME=value`, each with its place. A name alone has a null value: it is passed through."""
    text = item.excerpt
    name, equals, value = item.text.partition("=")
    if not equals:
        return item, Scalar(item.base, item.end, item.end, "", "", "plain")
    at = len(name)
    style = "plain" if value else "double"  # `NAME=` is empty, and not null
    return Scalar(text, 0, at, "", name, "plain"), Scalar(text, at + 1, at + 1 + len(value), "", value, style)


def _listed(tree: Tree) -> Tree:
    if not isinstance(tree, Scalar) or tree.is_null:
        return tree
    made = Sequence(tree.base, tree.start, tree.end, "")
    made.items = [tree]
    return made


def _build(tree: Tree) -> Tree:
    if not isinstance(tree, Scalar) or tree.is_null:
        return tree
    key = Scalar(tree.base, tree.start, tree.start, "", "context", "plain")
    made = Mapping(tree.base, tree.start, tree.end, "")
    made.entries = [(key, tree)]
    return made


def _same_driver(base: Tree, over: Tree) -> bool:
    if not isinstance(base, Mapping) or not isinstance(over, Mapping):
        return False
    first, second = base.text("driver"), over.text("driver")
    return first is None or second is None or first == second


def _text(item: Tree) -> object:
    return item.text if isinstance(item, Scalar) else id(item)


def _before_equals(item: Tree) -> object:
    return item.text.partition("=")[0] if isinstance(item, Scalar) else id(item)


def _port(item: Tree) -> object:
    if isinstance(item, Mapping):
        said = [item.text(name) for name in ("host_ip", "published", "target", "protocol")]
        return (said[0] or "0.0.0.0", *said[1:3], said[3] or "tcp")
    return _text(item)


def _target(item: Tree) -> object:
    if isinstance(item, Mapping):
        return item.text("target") or id(item)
    if isinstance(item, Scalar):
        from .values import parted  # only where there are two lists of mounts

        parts = parted(item.text)
        return parts[1] if len(parts) > 1 else parts[0]
    return id(item)


def _path(item: Tree) -> object:
    return item.text("path") if isinstance(item, Mapping) else _text(item)


def _secret(item: Tree) -> object:
    return _mounted(item, "/run/secrets/")


def _config(item: Tree) -> object:
    return _mounted(item, "/")


def _mounted(item: Tree, folder: str) -> object:
    if isinstance(item, Scalar):
        return folder + item.text
    target, source = (item.text("target"), item.text("source")) if isinstance(item, Mapping) else (None, None)
    return target or (folder + source if source else id(item))


_IDENTITIES: dict[str, Callable[[Tree], object]] = {
    "ports": _port,
    "volumes": _target,
    "devices": _target,
    "env_file": _path,
    "configs": _config,
    "secrets": _secret,
    "expose": _text,
    "profiles": _text,
    "links": _before_equals,
    "build.tags": _text,
    "build.platforms": _text,
    "cap_add": _text,
    "cap_drop": _text,
    "dns": _text,
    "dns_opt": _text,
    "dns_search": _text,
    "tmpfs": _text,
    **dict.fromkeys(_ASSIGNED, _before_equals),
}
