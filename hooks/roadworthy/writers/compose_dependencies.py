"""`depends_on` in its long form, with `service_healthy` for what has a health check."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.patterns import pattern
from ..models.health import health_of
from ..parsing.yaml import Scalar, Sequence
from .compose_text import inside, line_end, same_stack, services, stretch, within
from .edits import Edit
from .fixes import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Several

    from ..core.excerpt import Source
    from ..core.finding import Finding
    from ..core.repository import Repository
    from ..parsing.yaml import Mapping

# `docker stack deploy` knows the short form only, and refuses the long one.
_SWARM_KEYS = frozenset(("placement", "update_config", "rollback_config", "endpoint_mode", "mode"))
_SWARM_PATH = pattern(r"(?i)(?:^|[^a-z])(?:swarm|stack)(?:[^a-z]|$)")
_COMMENT = pattern(r"(?<=\n)([ ]*)(?=#)")
_BEHIND = pattern(r"[ \t]*(?:[ \t]#[^\r\n]*)?(?=\r?\n|\r?$)")


def long_depends_on(repo: Repository, findings: Several[Finding]) -> Iterator[Fix]:
    """Each list all of whose reported entries have a health check. A list that an anchor shares is left alone."""
    for path in dict.fromkeys(finding.place.path for finding in findings):
        source = repo.source(path)
        if isinstance(source, Unreadable) or _SWARM_PATH.search(path):
            continue
        bodies = list(services(repo, path))
        if any(_is_for_swarm(body) for _, body in bodies):
            continue
        shared = Counter(id(body.get("depends_on")) for _, body in bodies)
        places = {(finding.place.line, finding.place.column) for finding in findings if finding.place.path == path}
        for name, body in bodies:
            listed, key = body.get("depends_on"), body.key("depends_on")
            if not isinstance(listed, Sequence) or key is None or not within(listed, body) or shared[id(listed)] > 1:
                continue
            items = [item for item in listed.items if isinstance(item, Scalar) and within(item, listed)]
            if len(items) < len(listed.items) or len({item.text for item in items}) < len(items):
                continue
            reported = [item.text for item in items if (item.place.line, item.place.column) in places]
            if reported and all(repo.ask(health_of, path, other).state == "checked" for other in reported):
                edits = _edits(source, key, listed, items, reported)
                if edits:
                    waited = " and ".join(f"`{other}`" for other in reported)
                    healthy = "is healthy" if len(reported) == 1 else "are healthy"
                    yield Fix(path, f"`{name}` waits until {waited} {healthy}", edits, same_stack)


def _is_for_swarm(body: Mapping) -> bool:
    deploy = body.get("deploy")
    return hasattr(deploy, "merged") and not _SWARM_KEYS.isdisjoint(deploy.merged)  # type: ignore[union-attr]


def _edits(source: Source, key: Scalar, listed: Sequence, items: Several[Scalar], healthy: Several[str]) -> tuple[Edit, ...]:
    """The edits of one list; none where it is written in a way that is not known here."""
    start, end = stretch(listed)
    if source.text[start : start + 1] == "[" and source.text[end - 1 : end] == "]":
        return _flow(source, start, end, items, healthy)
    return _block(source, key, items, healthy) if source.text[start : start + 1] == "-" else ()


def _condition(item: Scalar, healthy: Several[str]) -> str:
    return "condition: service_" + ("healthy" if item.text in healthy else "started")


def _flow(source: Source, start: int, end: int, items: Several[Scalar], healthy: Several[str]) -> tuple[Edit, ...]:
    path = source.path
    edits = [Edit(path, start, start + 1, "{"), Edit(path, end - 1, end, "}")]
    for item in items:
        if inside(item) is None:
            return ()
        after = stretch(item)[1]
        edits.append(Edit(path, after, after, f": {{{_condition(item, healthy)}}}"))
    return tuple(edits)


def _block(source: Source, key: Scalar, items: Several[Scalar], healthy: Several[str]) -> tuple[Edit, ...]:
    """`- db` becomes `db:` in the dash's column, or deeper where that is the key's own, with the condition on a new line."""
    path, text, end = source.path, source.text, line_end(source)
    indent = key.place.column - 1
    edits: list[Edit] = []
    done = 0  # the end of the line of the item before
    for item in items:
        start, after = stretch(item)
        begin = source.starts[source.position(start)[0] - 1]
        before = text[begin:start]
        column = len(before) - len(before.lstrip(" "))
        behind = _BEHIND.match(text, after)
        if inside(item) is None or before.strip(" ") != "-" or column < indent or behind is None:
            return ()
        deeper = max(column, indent + 2)
        comments = _COMMENT.finditer(text, done, begin) if done else ()
        shifted = [comment.end() for comment in comments if len(comment[1]) == column]
        edits += (Edit(path, at, at, " " * (deeper - column)) for at in shifted)
        done = behind.end()
        edits += (
            Edit(path, begin + column, start, " " * (deeper - column)),
            Edit(path, after, behind.end(), f":{behind[0]}{end}{' ' * (deeper + 2)}{_condition(item, healthy)}"),
        )
    return tuple(edits)
