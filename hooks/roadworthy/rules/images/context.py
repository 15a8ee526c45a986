"""What the build context brings into the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.build_context import build_contexts, copyings, missing, surely_clean
from ...models.images.ignore_files import ignore_files, without_effect
from ...models.images.test_files import tests_copied

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.build_context import BuildContext, Copying, Missing
    from ...models.images.ignore_files import IgnoreFile


@rule(
    "DF013",
    "dockerignore-gap",
    reads=copyings,
    items=("4.1.5",),
    severity="warning",
    title="The image is given what only belongs to a work tree",
    risk="secrets, history and packages built for another machine end up in the image, and each change of them rebuilds it",
    remedy="leave them out in the `.dockerignore` of the build context",
)
def dockerignore_gap(subject: Copying, repo: Repository) -> Iterator[Outcome]:
    image = subject.image
    if not subject.broad:
        if image.final is not None:
            yield passes(".", "copies only what it names", image.final.instruction.at.place())
        return
    copy = subject.broad[0].instruction.at.place()
    if surely_clean(repo, subject):
        yield passes(".", "the ignore file leaves out what a work tree leaves behind", copy)
        return
    for context in repo.ask(build_contexts, image.path):
        if context.ignore is None and repo.exists(context.ignore_file):
            yield unknown(context.context, f"`{context.ignore_file}` cannot be read", copy)
            continue
        found = missing(repo, subject, context)
        if all(one.slight for one in found):
            yield passes(context.context, _looked_at(context), copy)
            continue
        first = next(one for one in found if not one.slight)
        names = _names(found)
        near = next((one.near for one in found if one.near and not one.slight), None)
        lines = list(dict.fromkeys(one.line for one in found))
        yield gap(
            context.context,
            f"{first.copied.stage.called} is given {_listed(names, 3)} with the source",
            first.copied.instruction.at.place(),
            *_evidence(context),
            *([near.excerpt.place(label="matches in the root of the context only")] if near else []),
            remedy=_remedy(context, lines),
        )


def _names(found: Sequence[Missing]) -> list[str]:
    """How the missing things are called: by path, and those of which there are several once, by name."""
    lines = [one.line for one in found]
    return list(dict.fromkeys(one.path if lines.count(one.line) == 1 else one.line.removeprefix("**/") for one in found))


def _looked_at(context: BuildContext) -> str:
    if context.ignore is None:
        return f"nothing to leave out of `{context.context}`"
    return f"`{context.ignore_file}` leaves out what a work tree leaves behind"


def _evidence(context: BuildContext) -> Iterator[Place]:
    if context.by is not None:
        yield context.by.labelled(f"built here with the context `{context.context}`")


def _remedy(context: BuildContext, lines: Sequence[str]) -> str:
    verb = "add"
    where = f"a file `{context.ignore_file}`" if context.ignore is None else f"`{context.ignore_file}`"
    many = ", a line each" if len(lines) > 1 else ""
    return f"{verb} {_listed(lines, 12)} to {where}{many}"


def _listed(names: Sequence[str], most: int) -> str:
    shown = [f"`{name}`" for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


@rule(
    "DF014",
    "dockerignore-pattern-without-effect",
    reads=ignore_files,
    severity="warning",
    title="A line of an ignore file does not do what it looks like",
    risk="what the line is meant to keep out of the image is in it",
    remedy="write the pattern as Docker reads it: from the context's root, `**/` for any depth, comments on their own lines",
)
def pattern_without_effect(subject: IgnoreFile, repo: Repository) -> Iterator[Outcome]:
    for line in without_effect(repo, subject):
        yield gap(line.symbol, line.message, *line.places, remedy=line.remedy)


@rule(
    "DF017",
    "tests-in-image",
    reads=copyings,
    items=("4.1.5",),
    severity="info",
    at="audit",
    title="Tests are shipped with the image",
    risk="a larger image, more code to attack, and a rebuild of all later layers for every changed test",
    remedy="leave the tests out in the `.dockerignore` of the build context",
)
def tests_in_image(subject: Copying, repo: Repository) -> Iterator[Outcome]:
    if not subject.broad:
        return
    for context in repo.ask(build_contexts, subject.image.path):
        copied = tests_copied(repo, subject, context)
        if copied is None:
            continue
        place = copied.by.instruction.at.place()
        if not copied.paths:
            yield passes(context.context, "no tests are copied", place)
            continue
        count = len(copied.paths)
        many = f"{count} test files reach" if count > 1 else "a test file reaches"
        yield gap(
            context.context,
            f"{many} {copied.by.stage.called}, such as `{copied.paths[0]}`",
            place,
            *_evidence(context),
            remedy=_remedy(context, copied.lines),
        )
