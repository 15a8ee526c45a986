"""Which images a pipeline or a script pushes to a registry, and under which tags."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.docker_cli import BUILDERS, COMMIT_VARIABLES
from ...tables.file_names import GITHUB_WORKFLOW, GITLAB_CI, SCRIPT
from ..documents import documents
from ..shell.commands import commands_of
from .builds import arguments, is_build

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Literal

    from ...core.excerpt import Excerpt, Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.yaml import Tree
    from ..shell.commands import Invocation

    Kind = Literal["moving", "version", "open"]

_PUSH = r"\bpush\b|--destination|/kaniko/|build-push-action"
_VARIABLE = r"\$\{\{[^}]{0,200}\}\}|\$\{[^{}]{0,200}\}|\$\([\w.]{1,200}\)|\$\w+"  # the third is a Makefile's
_NO_TAG = pattern(
    r"(?:^|_)(?:registry|registry_image|repo|repository|image_name|username|namespace|owner|org|project)(?:_|$)|^CI_REGISTRY",
    re.I,
)
_NAMED_BUILDS = r"type=(?:sha|semver|pep440|match|ref,event=tag)"  # tags that docker/metadata-action makes of the commit
_PUSHERS = ("executor", "crane", *sorted(BUILDERS))  # the programs of which one has to be named in a script that pushes
_DEEPEST = 64
_SCRIPT_KEYS = frozenset(("run", "script", "before_script", "after_script"))


class Push(NamedTuple):
    """One name under which an image is pushed. `repository` as written; `tag` is empty where there is none.

    `kind`: `moving` where it is `latest` or nothing; `version` where a tag tells the builds apart; `open` where a variable
    decides and its name does not say what it holds.
    """

    repository: str
    tag: str
    kind: Kind
    place: Place


class Publication(NamedTuple):
    """What one pipeline file or script pushes, in source order."""

    path: str
    pushes: tuple[Push, ...]


def publications(repo: Repository, paths: Paths) -> Iterator[Publication | Unreadable]:
    """The pipelines and scripts among `paths`, or in the whole repository, that push an image."""
    known = repo.paths() if paths is None else paths
    for path in matching(f"{GITHUB_WORKFLOW}|{GITLAB_CI}", known):
        source = repo.source(path)
        if isinstance(source, Unreadable) or not _named(source.text) or not re.search(_PUSH, source.text):
            continue
        tree = repo.ask(documents, path)
        if isinstance(tree, Unreadable):
            yield tree
            continue
        pushes = [push for root in tree.roots for push in _in_pipeline(repo, root)]
        if "metadata-action" in source.text and re.search(_NAMED_BUILDS, source.text):
            pushes = [p._replace(kind="version") if p.kind == "open" and ".outputs.tags" in p.repository else p for p in pushes]
        if pushes:
            yield Publication(path, tuple(pushes))
    for path in matching(SCRIPT, known):
        source = repo.source(path)
        if not isinstance(source, Unreadable) and re.search(
            r"\b(?:docker|podman|buildah|nerdctl)\b[^\n]{0,200}\bpush\b", source.text
        ):
            texts = _lines(source.whole(), posixpath.basename(path))
            pushes = [push for text in texts for push in _pushes(commands_of(repo, text)[1])]
            if pushes:
                yield Publication(path, tuple(pushes))


def _named(text: str) -> bool:
    """Whether a program or an action is named that may push: looked at first, as every workflow speaks of `push`."""
    return any(name in text for name in _PUSHERS)


def _lines(whole: Excerpt, name: str) -> Iterator[Excerpt]:
    """The text of a script, or the lines of a Makefile that push."""
    if not name.endswith((".mk", "Makefile")):
        yield whole
        return
    at = 0
    for line in whole.text.split("\n"):
        if ("push" in line or "crane tag" in line) and line.startswith("\t"):
            lead = len(line) - len(line.lstrip("\t @-+&"))
            yield whole.cut(at + lead, at + len(line))
        at += len(line) + 1


def _in_pipeline(repo: Repository, root: Tree) -> Iterator[Push]:
    stack: list[tuple[Tree, str, int]] = [(root, "", 0)]
    found: list[Push] = []
    while stack:
        node, key, depth = stack.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(node, Mapping):
            if "docker/build-push-action" in (node.text("uses") or ""):
                found.extend(_action(node))
            stack.extend((value, name.text, depth + 1) for name, value in reversed(list(node.pairs())))
        elif isinstance(node, Sequence):
            stack.extend((item, key, depth + 1) for item in reversed(node.items))
        elif key in _SCRIPT_KEYS and _named(node.text) and re.search(_PUSH, node.text):
            found.extend(_pushes(repo.ask(commands_of, node.excerpt)[1]))
    yield from found


def _action(step: Mapping) -> Iterator[Push]:
    pushed = step.text("with", "push")
    outputs = step.text("with", "outputs") or ""
    if (pushed is None or pushed.strip().lower() == "false") and "push=true" not in outputs and "type=registry" not in outputs:
        return
    if "push-by-digest=true" in outputs:
        return  # a part of an image for several platforms, whose tags are given when the parts are joined
    tags = step.get("with", "tags")
    if isinstance(tags, Scalar):
        for tag in re.split(r"[,\n]", tags.text):
            if tag.strip() and not tag.strip().startswith("#"):
                yield push_of(tag.strip(), tags.place)


def _pushes(commands: Iterable[Invocation]) -> Iterator[Push]:
    """Those of a shell text: `docker push`, `docker build --push -t`, and kaniko's `--destination`."""
    for invocation in commands:
        yield from _command(invocation)


def _command(invocation: Invocation) -> Iterator[Push]:
    values = invocation.values
    place = invocation.place()
    if invocation.name == "executor":
        for i, value in enumerate(values):
            option, equals, name = value.partition("=")
            if option in ("--destination", "-d"):
                yield push_of(name if equals else (values[i + 1] if i + 1 < len(values) else ""), place)
    elif invocation.name == "crane" and values[:1] == ["tag"] and len(values) == 3:
        yield push_of(f"{values[1].partition(':')[0]}:{values[2]}", place)
    elif invocation.name not in BUILDERS:
        return
    elif is_build(invocation):
        options, _ = arguments(values)
        outputs = " ".join((*options.get("--output", []), *options.get("-o", [])))
        if "--push" in options or "push=true" in outputs:
            for name in (*options.get("--tag", []), *options.get("-t", [])):
                yield push_of(name, place)
    elif values[:1] == ["push"] or values[:2] == ["image", "push"]:
        names = [value for value in values[1:] if not value.startswith("-") and value != "push"]
        every = any(value in ("--all-tags", "-a") for value in values)
        for name in names[:1] if invocation.name != "buildah" else names[-1:]:
            push = push_of(name.removeprefix("docker://"), place)
            yield push._replace(kind="open") if every and push.kind == "moving" else push


def push_of(name: str, place: Place) -> Push:
    """A push under this name: what its tag says. Expressions stay as they are written."""
    holes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        holes.append(match.group())
        return f"\0{len(holes) - 1}\0"

    hidden = re.sub(_VARIABLE, hide, name[:4096])
    body, at, _ = hidden.partition("@")
    folder, slash, last = body.rpartition("/")
    repository, colon, tag = last.partition(":")

    def shown(text: str) -> str:
        return re.sub(r"\0(\d+)\0", lambda m: holes[int(m.group(1))], text)

    tag = shown(tag)
    repository = shown(folder + slash + repository)
    return Push(repository, tag, "version" if at else _kind(repository, tag, bool(colon)), place)


def _kind(repository: str, tag: str, given: bool) -> Kind:
    variables = re.findall(_VARIABLE, tag if given else repository.rpartition("/")[2])
    if given:
        if not variables:
            return "moving" if tag.lower() == "latest" else "version"
        if "latest" in tag and re.fullmatch(r"\$\{\w+:?-latest\}", tag):
            return "open"
        return "version" if any(re.search(COMMIT_VARIABLES, _inside(v)) for v in variables) else "open"
    if not variables:
        return "moving"
    # A name without a tag may hold one in its variable: `$IMAGE`. `$CI_REGISTRY_IMAGE` and the like are known not to.
    return "moving" if all(_NO_TAG.search(_inside(v)) for v in variables) else "open"


def _inside(variable: str) -> str:
    return variable.strip("${}() ")
