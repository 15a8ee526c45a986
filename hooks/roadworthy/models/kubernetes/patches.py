"""Patches on trees: strategic merges and JSON patches. A tree that is changed is a new one, and every value keeps its place.

Strategic merge: https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
JSON patch: RFC 6902, with the pointers of RFC 6901.
"""

from __future__ import annotations

from ...parsing.yaml import Mapping, Scalar, Sequence, Tree

# By which key the entries of a list are the same; a list without one is replaced.
_SAME_BY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("containers", "initContainers", "ephemeralContainers", "volumes", "env"), ("name",)),
    **dict.fromkeys(("imagePullSecrets",), ("name",)),
    "volumeMounts": ("mountPath",),
    "ports": ("containerPort", "port"),
}


class PatchError(ValueError):
    """A patch that asks for what is not there, or for what is not understood here."""


def with_entries(model: Mapping, entries: list[tuple[Tree, Tree]]) -> Mapping:
    """A mapping that stands where `model` does, with other entries."""
    made = Mapping(model.base, model.start, model.end, model.tag)
    made.entries = entries
    return made


def with_items(model: Sequence, items: list[Tree]) -> Sequence:
    """A list that stands where `model` does, with other items."""
    made = Sequence(model.base, model.start, model.end, model.tag)
    made.items = items
    return made


def put(node: Mapping, key: Scalar, value: Tree | None) -> Mapping:
    """The mapping with a value put at a key, in place of the one there; without the key for None."""
    entries: list[tuple[Tree, Tree]] = []
    done = value is None
    for name, old in node.pairs():
        if name.text != key.text:
            entries.append((name, old))
        elif value is not None:
            entries.append((key, value))
            done = True
    if not done and value is not None:
        entries.append((key, value))
    return with_entries(node, entries)


def merge(node: Mapping, patch: Mapping) -> Mapping | None:
    """The strategic merge of `patch` into `node`; None where it deletes it."""
    directive = patch.text("$patch")
    if directive == "delete":
        return None
    if directive == "replace":
        return without_directives(patch)
    entries: dict[str, tuple[Tree, Tree]] = {key.text: (key, value) for key, value in node.pairs()}
    for key, value in patch.pairs():
        if key.text.startswith("$"):
            continue
        old = entries.get(key.text)
        if isinstance(value, Scalar) and value.is_null:
            entries.pop(key.text, None)
        elif isinstance(value, Mapping) and old is not None and isinstance(old[1], Mapping):
            merged = merge(old[1], value)
            if merged is None:
                del entries[key.text]
            else:
                entries[key.text] = (old[0], merged)
        elif isinstance(value, Sequence) and old is not None and isinstance(old[1], Sequence) and key.text in _SAME_BY:
            entries[key.text] = (old[0], _merge_lists(old[1], value, _SAME_BY[key.text]))
        elif not (isinstance(value, Mapping) and value.text("$patch") == "delete"):
            entries[key.text] = (key, without_directives(value) if isinstance(value, Mapping) else value)
    return with_entries(node, list(entries.values()))


def without_directives(node: Mapping) -> Mapping:
    """A mapping of a patch as what it puts in."""
    return with_entries(node, [(key, value) for key, value in node.pairs() if not key.text.startswith("$")])


def _merge_lists(node: Sequence, patch: Sequence, same_by: tuple[str, ...]) -> Sequence:
    items = list(node.items)
    if any(isinstance(one, Mapping) and one.text("$patch") == "replace" for one in patch):
        return with_items(patch, [one for one in patch if not (isinstance(one, Mapping) and "$patch" in one)])
    for change in patch:
        if not isinstance(change, Mapping):
            items.append(change)
            continue
        known = next((change.text(key) for key in same_by if key in change), None)
        at = next((i for i, one in enumerate(items) if known is not None and _known(one, same_by) == known), None)
        if at is None:
            if change.text("$patch") != "delete":
                items.append(change)
            continue
        old = items[at]
        merged = merge(old, change) if isinstance(old, Mapping) else change
        if merged is None:
            del items[at]
        else:
            items[at] = merged
    return with_items(node, items)


def _known(node: Tree, same_by: tuple[str, ...]) -> str | None:
    if not isinstance(node, Mapping):
        return None
    return next((node.text(key) for key in same_by if key in node), None)


def apply(root: Mapping, operations: Sequence) -> Mapping:
    """A mapping after a JSON patch. Raises `PatchError`."""
    for operation in operations:
        if not isinstance(operation, Mapping):
            raise PatchError("an operation is no mapping")
        kind, path = operation.text("op"), operation.get("path")
        if kind == "test":
            continue
        if kind not in ("add", "replace", "remove") or not isinstance(path, Scalar) or not path.text.startswith("/"):
            raise PatchError(f"{kind} is not followed")
        value = operation.get("value")
        if kind != "remove" and value is None:
            raise PatchError("no value")
        words = [word.replace("~1", "/").replace("~0", "~") for word in path.text[1:].split("/")]
        changed = _at(root, words, path, None if kind == "remove" else value, kind == "add")
        if not isinstance(changed, Mapping):
            raise PatchError("the object itself")
        root = changed
    return root


def _at(node: Tree, words: list[str], path: Scalar, value: Tree | None, adds: bool) -> Tree:
    word, rest = words[0], words[1:]
    if isinstance(node, Mapping):
        if not rest:
            if value is None and word not in node:
                raise PatchError(f"nothing at {word}")
            return put(node, node.key(word) or Scalar(path.base, path.start, path.end, "", word, "plain"), value)
        key = node.key(word)
        if key is None:
            raise PatchError(f"nothing at {word}")
        return put(node, key, _at(node[word], rest, path, value, adds))
    if isinstance(node, Sequence):
        items = list(node.items)
        if word == "-" and not rest and adds and value is not None:
            return with_items(node, [*items, value])
        if not (word.isascii() and word.isdigit() and len(word) < 6) or int(word) >= len(items) + (adds and not rest):
            raise PatchError(f"nothing at {word}")
        index = int(word)
        if rest:
            items[index] = _at(items[index], rest, path, value, adds)
        elif value is None:
            del items[index]
        elif adds:
            items.insert(index, value)
        else:
            items[index] = value
        return with_items(node, items)
    raise PatchError(f"{word} of a value")
