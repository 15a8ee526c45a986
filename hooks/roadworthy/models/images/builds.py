"""How images are built: by compose, by `docker build` in scripts and CI, by a build action. Which context, which tags."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.docker_cli import BUILD_VALUED, BUILD_VERBS, BUILDERS
from ...tables.file_names import COMPOSE, DOCKERFILE, GITHUB_WORKFLOW, GITLAB_CI, NOT_A_DOCKERFILE, SCRIPT
from ..compose.services import compose_file
from ..documents import documents
from .bases import is_listed, is_official
from .references import image_reference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Many

    from ...core.excerpt import Excerpt, Place, Source
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from ..shell.commands import Invocation
    from .references import ImageReference

_BUILD_LINE = pattern(r"\b(?:docker|podman|buildah|nerdctl)\b.{0,80}\b(?:build|bud)\b")
_DEEPEST = 64


class ImageBuild(NamedTuple):
    """One place that builds an image. Paths count from the repository's root; None where they cannot be known here."""

    by: Place
    dockerfile: str | None
    context: str | None
    target: str | None
    tags: tuple[str, ...]


def contexts(repo: Repository, dockerfile: str) -> tuple[tuple[str, Place | None], ...]:
    """The contexts `dockerfile` is really built with, each with the place that says so; else its own folder, with None."""
    found = {build.context: build.by for build in repo.ask(builds) if build.dockerfile == dockerfile and build.context}
    return tuple(found.items()) or ((posixpath.dirname(dockerfile) or ".", None),)


def builds(repo: Repository) -> tuple[ImageBuild, ...]:
    """Every image build that the repository describes."""
    return tuple(_all(repo))


def built_here(repo: Repository, image: ImageReference, dockerfile: str) -> bool:
    """Whether `image`, on which `dockerfile` builds, is most likely one that the repository builds itself.

    That is where a build of the repository names it, or another folder with a Dockerfile has its name, and where it has no
    place in a registry: a name of one part is one of Docker's own images, or one that only this machine has.
    """
    if image.official:
        return not is_official(image.familiar)
    if is_listed(image.familiar):
        return False
    found = repo.ask(_own_images)
    return image.canonical in found or not found.get(_squeezed(image.name), frozenset()) <= {dockerfile}


def _own_images(repo: Repository) -> dict[str, frozenset[str]]:
    """Names of images that the repository builds, each with the Dockerfiles it may come from."""
    found: dict[str, set[str]] = {}
    for path in matching(DOCKERFILE, repo.paths(), NOT_A_DOCKERFILE):
        folder, _, file = path.rpartition("/")
        words = (folder.rpartition("/")[2], re.sub(r"(?i)[._-]?(?:dockerfile|containerfile)[._-]?", "", file))
        for word in map(_squeezed, words):
            if len(word) > 2 and word not in _GENERIC:
                found.setdefault(word, set()).add(path)
    for build in repo.ask(builds):
        for tag in build.tags:
            reference = image_reference(tag)
            if reference is not None:
                found.setdefault(reference.canonical, set()).add(build.dockerfile or "")
    return {name: frozenset(paths) for name, paths in found.items()}


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


_GENERIC = frozenset("docker build builder deploy image images container containers dist code main app apps dev prod".split())


def _all(repo: Repository) -> Iterator[ImageBuild]:
    paths = repo.paths()
    for path in matching(COMPOSE, paths):
        compose = repo.ask(compose_file, path)
        if not isinstance(compose, Unreadable):
            for service in compose.services.values():
                if build := service.build:
                    tags = (service.image.text,) if service.image else ()
                    yield ImageBuild(build.at.place, build.dockerfile, build.context, build.target, tags)
    for path in matching(f"{GITHUB_WORKFLOW}|{GITLAB_CI}", paths):
        tree = repo.ask(documents, path)
        if not isinstance(tree, Unreadable) and _mentions_build(repo, path):
            for root in tree.roots:
                yield from _in_pipeline(repo, root)
    for path in matching(SCRIPT, paths):
        source = repo.source(path)
        if not isinstance(source, Unreadable) and _BUILD_LINE.search(source.text):
            for text in _build_lines(source):
                yield from in_script(repo, text, posixpath.dirname(path))


def _mentions_build(repo: Repository, path: str) -> bool:
    source = repo.source(path)
    return not isinstance(source, Unreadable) and (
        "build-push-action" in source.text or _BUILD_LINE.search(source.text) is not None
    )


def _build_lines(source: Source) -> Iterator[Excerpt]:
    """The lines that build an image, joined with those they go on in; of a Makefile's recipe without its `@` or `-`."""
    whole = source.whole()
    done = 0
    for match in _BUILD_LINE.finditer(source.text):
        start = source.text.rfind("\n", 0, match.start()) + 1
        if start < done:
            continue
        done = start
        while True:
            end = source.text.find("\n", done)
            done = len(source.text) if end < 0 else end + 1
            if end < 0 or not source.text[:end].endswith("\\"):
                break
        line = whole.cut(start, done)
        lead = len(line.text) - len(line.text.lstrip("\t @-+"))
        yield line.cut(lead)


def _in_pipeline(repo: Repository, root: Tree) -> Iterator[ImageBuild]:
    stack: list[tuple[Tree, str, int]] = [(root, "", 0)]
    while stack:
        node, key, depth = stack.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(node, Mapping):
            if "docker/build-push-action" in (node.text("uses") or ""):
                yield _action(node)
            stack.extend((value, name.text, depth + 1) for name, value in node.pairs())
        elif isinstance(node, Sequence):
            stack.extend((item, key, depth + 1) for item in node)
        elif key in ("run", "script", "before_script", "after_script") and _BUILD_LINE.search(node.text):
            yield from in_script(repo, node.excerpt, "")


def _action(step: Mapping) -> ImageBuild:
    # https://github.com/docker/build-push-action: without a context it builds the checked-out repository
    context = step.text("with", "context") or "."
    file = step.text("with", "file")
    known = "$" not in context and "://" not in context
    at = step.get("uses")
    assert isinstance(at, Scalar)
    folder = posixpath.normpath(context) if known else None
    dockerfile = file or (posixpath.join(folder, "Dockerfile") if folder else None)
    tags = tuple(tag.strip() for tag in re.split(r"[,\n]", step.text("with", "tags") or "") if tag.strip())
    return ImageBuild(
        at.place,
        posixpath.normpath(dockerfile) if dockerfile and "$" not in dockerfile else None,
        folder,
        step.text("with", "target"),
        tags,
    )


def in_script(repo: Repository, text: Excerpt, folder: str) -> Iterator[ImageBuild]:
    """The image builds of a shell text that stands in `folder`."""
    from ...parsing.shell import parse
    from ..shell.commands import invocations

    for invocation in invocations(parse(text)):
        if is_build(invocation):
            yield _command(repo, invocation, folder)


def is_build(invocation: Invocation) -> bool:
    """Whether the command builds an image."""
    values = invocation.values
    return invocation.name in BUILDERS and (tuple(values[:1]) in BUILD_VERBS or tuple(values[:2]) in BUILD_VERBS)


def _command(repo: Repository, invocation: Invocation, folder: str) -> ImageBuild:
    options, words = arguments(invocation.values)
    words = [word for word in words if word not in ("build", "buildx", "image", "bud", "builder")]
    context = words[0] if words else None
    if context is not None and ("$" in context or "://" in context or context == "-" or context.startswith("git@")):
        context = None
    file = next(iter(options.get("--file", []) or options.get("-f", [])), None)
    for base in dict.fromkeys(("", folder)):  # a script is mostly run from the root, sometimes from where it stands
        there = posixpath.normpath(posixpath.join(base, context)) if context is not None else None
        written = posixpath.join(base, file) if file else posixpath.join(there, "Dockerfile") if there else None
        dockerfile = posixpath.normpath(written) if written and "$" not in written else None
        if dockerfile and repo.exists(dockerfile):
            break
    target = next(iter(options.get("--target", [])), None)
    return ImageBuild(invocation.place(), dockerfile, there, target, (*options.get("--tag", []), *options.get("-t", [])))


def arguments(values: Many[str]) -> tuple[dict[str, list[str]], list[str]]:
    """Options with their values, and the other words, of a `docker build` command line."""
    options: dict[str, list[str]] = {}
    words: list[str] = []
    i = 0
    while i < len(values):
        word = values[i]
        name, equals, value = word.partition("=")
        if word.startswith("-") and equals:
            options.setdefault(name, []).append(value)
        elif word in BUILD_VALUED:
            if i + 1 < len(values):
                options.setdefault(word, []).append(values[i + 1])
            i += 1
        elif word.startswith("-") and word != "-":
            options.setdefault(word, [])
        else:
            words.append(word)
        i += 1
    return options, words
