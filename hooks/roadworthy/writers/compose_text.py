"""Where the parts of a compose file stand in its text, for fixers; and whether a changed file still says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.patterns import pattern
from ..models.documents import documents
from ..parsing.yaml import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Source
    from ..core.repository import Repository
    from ..parsing.yaml import Node, Tree

    Shape = tuple[object, ...] | str

_DEFAULT = pattern(r"\$\{[A-Za-z_]\w{0,199}:?-([^{}$]{0,400})\}", 256)  # re.ASCII


def services(repo: Repository, path: str) -> Iterator[tuple[str, Mapping]]:
    """Name and body of each service that the file itself writes; those that an alias or a merge key brings are left out."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable) or tree.problems or len(tree.roots) != 1:
        return
    found = tree.root.get("services") if isinstance(tree.root, Mapping) else None
    if not isinstance(found, Mapping) or found.duplicates():
        return
    for key, body in found.entries:
        if isinstance(key, Scalar) and isinstance(body, Mapping) and within(body, found) and not body.duplicates():
            yield key.text, body


def within(node: Node, outer: Node) -> bool:
    """Whether the node is written inside the other one, and not brought there by an alias."""
    return outer.start <= node.start and node.end <= outer.end


def stretch(node: Node) -> tuple[int, int]:
    """Where the node stands in the text of its file: offsets for edits."""
    return node.base.origin(node.start), node.base.origin(node.start) + node.end - node.start


def inside(scalar: Scalar) -> tuple[int, int] | None:
    """Where a scalar's text stands, without its quotes; None where it is written otherwise than it reads (escapes, a tag)."""
    start, end = stretch(scalar)
    written = scalar.base.source.text[start:end]
    if scalar.style in ("single", "double"):
        start, end, written = start + 1, end - 1, written[1:-1]
    return (start, end) if scalar.text and written == scalar.text and "\n" not in written else None


def line_end(source: Source) -> str:
    """The line end that the file uses."""
    return "\r\n" if "\r\n" in source.text else "\n"


def same_stack(before: Source, after: Source) -> str:
    """Why the changed compose file will not do; empty where it says what it said before.

    That is: the same tree once every `${NAME:-default}` is its default, and `depends_on` is the list of what it names.
    """
    old, new = parse(before), parse(after)
    if new.problems or len(old.roots) != len(new.roots):
        return "the result would be no valid YAML"
    shapes = [[_shape(root, (), {}) for root in tree.roots] for tree in (old, new)]
    return "" if shapes[0] == shapes[1] else "the result would mean something else"


def _shape(node: Tree, path: tuple[str, ...], known: dict[tuple[int, bool], Shape]) -> Shape:
    """The node as plain tuples and texts. Depth is that of the tree, which the parser bounds."""
    waits = len(path) == 3 and path[0] == "services" and path[2] == "depends_on"
    place = (id(node), len(path) < 3)
    if place in known and not waits:
        return known[place]
    made: Shape
    if isinstance(node, Scalar):
        made = _DEFAULT.sub(r"\1", node.text)
    elif waits:
        items = node.items if isinstance(node, Sequence) else [key for key, _ in node.entries]
        made = tuple(item.text if isinstance(item, Scalar) else "" for item in items)
    elif isinstance(node, Sequence):
        made = ("list", *(_shape(item, (*path, "-")[:4], known) for item in node.items))
    else:
        made = (
            "mapping",
            *(
                (_shape(key, ("", "", "", ""), known), _shape(value, (*path, getattr(key, "text", ""))[:4], known))
                for key, value in node.entries
            ),
        )
    known[place] = made
    return made
