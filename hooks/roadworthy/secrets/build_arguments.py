"""What builds of images are given as arguments, wherever one is described: compose, a build action, a command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.paths import matching
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..models.documents import documents
from ..models.shell.commands import invocations
from ..parsing.yaml import Mapping, Scalar, Sequence
from ..tables.file_names import SCRIPT, YAML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt
    from ..core.repository import Repository
    from ..core.rule import Paths
    from ..models.shell.commands import Invocation
    from ..parsing.yaml import Tree

_PAIR = pattern(r"[\"']?([A-Za-z_][A-Za-z0-9_.-]{0,199})=(.*)\Z", re.S)
_LINE = pattern(r"(?m)^[ \t]{0,200}([A-Za-z_][A-Za-z0-9_.-]{0,199})=([^\n]*)")
_OPTION = "--build-arg"
_MOST = 1_000  # arguments of one file


class BuildArgument(NamedTuple):
    """One argument with the value that it is given, without quotes; `by` says what gives it."""

    name: Excerpt
    value: Excerpt
    by: str


class BuildArguments(NamedTuple):
    """The arguments that one file gives to builds. `more`: there are others, which were not looked at."""

    path: str
    arguments: tuple[BuildArgument, ...]
    more: bool


def build_arguments(repo: Repository, paths: Paths) -> Iterator[BuildArguments | Unreadable]:
    """The files among `paths`, or all of the repository's, that give arguments to builds."""
    for path in matching(f"{YAML}|{SCRIPT}|(?:^|/)Jenkinsfile[^/]*$", repo.paths() if paths is None else paths):
        source = repo.source(path)
        if isinstance(source, Unreadable):
            continue
        text = source.text
        if "build-arg" not in text and not ("args:" in text and "build:" in text):
            continue
        found: list[BuildArgument] = []
        if re.search(YAML, path):
            tree = repo.ask(documents, path)
            if isinstance(tree, Unreadable):
                yield tree
                continue
            for root in tree.roots:
                found += _in_yaml(root)
        else:
            for part in _scripts(source.whole()):
                found += _in_script(part)
        if found:
            yield BuildArguments(path, tuple(found[:_MOST]), len(found) > _MOST)


def _in_yaml(root: Tree) -> Iterator[BuildArgument]:
    stack: list[Tree] = [root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:  # an alias
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            build = node.get("build")
            if isinstance(build, Mapping) and "args" in build:
                yield from _given(build.get("args"), "compose")
            for key in ("build-args", "build_args", "buildArgs"):
                given = node.get(key)
                if given is not None:
                    yield from _given(given, "the build action")
            stack.extend(value for _, value in reversed(node.entries))
        elif isinstance(node, Sequence):
            stack.extend(reversed(node.items))
        elif _OPTION in node.text and node.style not in ("template", "alias"):
            yield from _in_script(node.excerpt)


def _given(args: Tree | None, by: str) -> Iterator[BuildArgument]:
    if isinstance(args, Mapping):
        for name, value in args.pairs():
            if isinstance(value, Scalar):
                yield BuildArgument(name.excerpt, value.excerpt, by)
    elif isinstance(args, Sequence):
        for item in args:
            if isinstance(item, Scalar) and (found := _PAIR.match(item.text)):
                yield _pair(item.excerpt, found, by)
    elif isinstance(args, Scalar):
        for found in _LINE.finditer(args.text):
            yield _pair(args.excerpt, found, by)


def _pair(text: Excerpt, found: re.Match[str], by: str) -> BuildArgument:
    start, end = found.span(2)
    value = text.cut(start, end).strip()
    if len(value) > 1 and value.text[0] == value.text[-1] and value.text[0] in "\"'":
        value = value.cut(1, len(value) - 1)
    elif value.text.endswith(('"', "'")) and text.text[:1] == value.text[-1]:  # `"NAME=value"`
        value = value.cut(0, len(value) - 1)
    return BuildArgument(text.cut(*found.span(1)), value, by)


def _scripts(text: Excerpt) -> Iterator[Excerpt]:
    """The lines with the option, joined with those they go on in; what a Makefile puts before a command is left out."""
    whole = text.text
    done = 0
    for match in re.finditer(_OPTION, whole):
        if match.start() < done:
            continue
        start = whole.rfind("\n", 0, match.start()) + 1
        while start > 1 and whole[start - 2] == "\\":
            start = whole.rfind("\n", 0, start - 1) + 1
        end = match.end()
        while True:
            end = whole.find("\n", end)
            end = len(whole) if end < 0 else end
            if end == len(whole) or whole[end - 1] != "\\":
                break
            end += 1
        lead = len(whole[start:end]) - len(whole[start:end].lstrip("\t @-+"))
        yield text.cut(min(start + lead, match.start()), end)
        done = end


def _in_script(text: Excerpt) -> Iterator[BuildArgument]:
    from ..parsing.shell import parse

    for invocation in invocations(parse(text)):
        yield from _of_command(invocation)


def _of_command(invocation: Invocation) -> Iterator[BuildArgument]:
    words = invocation.arguments
    for i, word in enumerate(words):
        at = word.at
        if word.text == _OPTION and i + 1 < len(words):
            at = words[i + 1].at
        elif word.text.startswith(_OPTION + "="):
            at = at.cut(len(_OPTION) + 1)
        else:
            continue
        if found := _PAIR.match(at.text):
            yield _pair(at, found, f"`{invocation.name}`" if invocation.name else "a command")
