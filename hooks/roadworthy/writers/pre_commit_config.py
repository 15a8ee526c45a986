"""`.pre-commit-config.yaml`: hooks put in where they belong, and everything else kept as it was written.

The format: https://pre-commit.com/#adding-pre-commit-plugins-to-your-project
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..parsing.yaml import Mapping, Scalar, Sequence, parse
from .edits import Edit, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as List

    from ..core.excerpt import Source
    from ..parsing.yaml import Node, Tree

PATH = ".pre-commit-config.yaml"
STAGES = ("pre-commit", "pre-push")
INSTALLED = "default_install_hook_types"


def with_hooks(source: Source, url: str, rev: str, hooks: List[str]) -> tuple[Edit, ...]:
    """The edits after which the configuration has these hooks of the collection at `url`, and both stages are installed.

    A collection that is there keeps its `rev` and gets the hooks that it lacks. `Source(PATH, "")` gives a whole new file.
    Raises `RefusedError` where the configuration is not laid out as one, which nobody here should mend.
    """
    text = source.text
    newline = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        lines = [f"{INSTALLED}: [{', '.join(STAGES)}]", "repos:", *_repository(url, rev, hooks, "  ")]
        return (Edit(source.path, len(text), len(text), "".join(line + newline for line in lines)),)
    documents = parse(source)
    if documents.problems:
        raise RefusedError(f"is not changed: line {documents.problems[0].place.line} {documents.problems[0].why}")
    root = documents.root
    repos = root.get("repos") if isinstance(root, Mapping) else None
    if not isinstance(root, Mapping) or not isinstance(repos, Sequence):
        raise RefusedError("is not changed: it has no list of `repos`")
    edits = [*_installed(source, root, newline)]
    ours = next((item for item in repos if isinstance(item, Mapping) and _same(item.text("repo"), url)), None)
    if ours is not None:
        edits += _missing(source, ours, hooks, newline)
    else:
        edits.append(_appended(source, repos, url, rev, hooks, newline))
    return tuple(edits)


def hooks_of(source: Source, url: str) -> tuple[str, ...]:
    """The ids of the collection's hooks that the configuration has."""
    root = parse(source).root
    repos = root.get("repos") if isinstance(root, Mapping) else None
    found: list[str] = []
    for item in repos if isinstance(repos, Sequence) else ():
        if isinstance(item, Mapping) and _same(item.text("repo"), url) and isinstance(hooks := item.get("hooks"), Sequence):
            found += [name for hook in hooks if isinstance(hook, Mapping) and (name := hook.text("id"))]
    return tuple(found)


def only_files(source: Source) -> str:
    """The pattern of the files that the configuration gives to any hook at all; empty where it gives them all."""
    root = parse(source).root
    return (root.text("files") or "") if isinstance(root, Mapping) else ""


def _same(written: str | None, url: str) -> bool:
    """Whether a `repo:` names the collection: by its whole address, however it is fetched."""
    return written is not None and _bare(written) == _bare(url)


def _bare(url: str) -> str:
    url = url.lower().rstrip("/").removesuffix(".git")
    return url.partition("://")[2].rpartition("@")[2] if "://" in url else url.rpartition("@")[2].replace(":", "/", 1)


def _repository(url: str, rev: str, hooks: List[str], indent: str) -> Iterator[str]:
    yield f"{indent}- repo: {url}"
    yield f"{indent}  rev: {rev}"
    yield f"{indent}  hooks:"
    yield from (f"{indent}    - id: {hook}" for hook in hooks)


def _installed(source: Source, root: Mapping, newline: str) -> Iterator[Edit]:
    """`pre-commit install` sets up the stages listed here, and only the first of ours without it."""
    listed = root.get(INSTALLED)
    if listed is None:
        key = root.key("repos")
        at = _offset(key) if key else 0
        yield Edit(source.path, at, at, f"{INSTALLED}: [{', '.join(STAGES)}]{newline}")
    elif isinstance(listed, Sequence):
        there = {item.text for item in listed if isinstance(item, Scalar)}
        missing = [stage for stage in STAGES if stage not in there and stage.removeprefix("pre-") not in there]
        if missing and listed.items:
            yield _behind_last(source, listed, missing, newline)
        elif missing:
            at = _offset(listed) + 1
            yield Edit(source.path, at, at, ", ".join(missing))


def _behind_last(source: Source, listed: Sequence, items: List[str], newline: str) -> Edit:
    last = listed.items[-1]
    end = _end(last)
    if _is_flow(source, listed):
        return Edit(source.path, end, end, "".join(f", {item}" for item in items))
    indent = _indent(source, last)
    at = _line_end(source.text, end)
    return Edit(source.path, at, at, _on_lines(source.text, at, [f"{indent}- {item}" for item in items], newline))


def _missing(source: Source, ours: Mapping, hooks: List[str], newline: str) -> Iterator[Edit]:
    listed = ours.get("hooks")
    if not isinstance(listed, Sequence) or not listed.items:
        raise RefusedError("is not changed: this collection stands in it without a list of hooks")
    there = {hook.text("id") for hook in listed if isinstance(hook, Mapping)}
    missing = [f"id: {hook}" for hook in hooks if hook not in there]
    if missing and _is_flow(source, listed):
        missing = [f"{{{hook}}}" for hook in missing]
    if missing:
        yield _behind_last(source, listed, missing, newline)


def _appended(source: Source, repos: Sequence, url: str, rev: str, hooks: List[str], newline: str) -> Edit:
    text = source.text
    if _is_flow(source, repos):
        if repos.items:
            ids = ", ".join(f"{{id: {hook}}}" for hook in hooks)
            end = _end(repos.items[-1])
            return Edit(source.path, end, end, f", {{repo: {url}, rev: {rev}, hooks: [{ids}]}}")
        start, end = _offset(repos), _end(repos)
        while start > 0 and text[start - 1] in " \t":
            start -= 1
        return Edit(source.path, start, end, newline + newline.join(_repository(url, rev, hooks, "  ")))
    last = repos.items[-1]
    at = _line_end(text, _end(last))
    lines = list(_repository(url, rev, hooks, _indent(source, last)))
    if _spaced(source, repos):
        lines.insert(0, "")
    return Edit(source.path, at, at, _on_lines(text, at, lines, newline))


def _spaced(source: Source, repos: Sequence) -> bool:
    """Whether there is a blank line between the repositories of the list."""
    between = [source.text[_end(one) : _offset(other)] for one, other in zip(repos.items, repos.items[1:])]
    return bool(between) and all("\n\n" in gap.replace("\r", "") for gap in between)


def _on_lines(text: str, at: int, lines: List[str], newline: str) -> str:
    """The lines, to be put in at the end of a line, or of a file whose last line has no end."""
    joined = "".join(line + newline for line in lines)
    return joined if at == 0 or text[at - 1] == "\n" else newline + joined.removesuffix(newline)


def _offset(node: Node) -> int:
    return node.base.origin(node.start)


def _end(node: Tree) -> int:
    return node.base.origin(node.end)


def _line_end(text: str, offset: int) -> int:
    """The offset behind the line in which `offset` stands; of the line before, where a line begins there."""
    if offset > 0 and text[offset - 1] == "\n":
        return offset
    return text.find("\n", offset) + 1 or len(text)


def _indent(source: Source, item: Tree) -> str:
    """What stands before the `-` of an entry."""
    start = source.text.rfind("-", 0, _offset(item))
    return source.text[source.text.rfind("\n", 0, start) + 1 : start]


def _is_flow(source: Source, listed: Sequence) -> bool:
    return source.text[_offset(listed) : _offset(listed) + 1] == "["
