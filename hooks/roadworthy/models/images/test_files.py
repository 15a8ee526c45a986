"""Which tests a Dockerfile's broad copies take into the image that ships."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.ecosystems import ECOSYSTEMS
from .build_context import files_in
from .dockerfiles import runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.repository import Repository
    from .build_context import BuildContext, Copying
    from .copies import ContextCopy
    from .stages import Image

MOST_TESTS = 1000  # that are counted
# An image that is made to test or to develop in is meant to have its tests.
_FOR_TESTS = pattern(r"(?i)(?:^|[^a-z])(?:tests?|testing|e2e|ci|dev|devel|development|lint|cypress|playwright|debug)(?![a-z])")
_RUNS_TESTS = pattern(r"(?i)(?:^|[^a-z])(?:pytest|tox|nox|jest|vitest|mocha|rspec|phpunit|tests?|e2e|cypress)(?![a-z])")
# In a folder of tests these are code; fixtures beside them come along with the folder.
_CODE = pattern(r"\.(?:py|[cm]?[jt]sx?|rb|php|go|rs|java|kt|scala|cs|fs|exs?|dart|swift|feature)$")


class TestsCopied(NamedTuple):
    """The tests that `by` takes into the image, as paths of the context, and the patterns that leave them out."""

    by: ContextCopy
    paths: tuple[str, ...]
    lines: tuple[str, ...]


def tests_copied(repo: Repository, subject: Copying, context: BuildContext) -> TestsCopied | None:
    """The tests that the final stage is given; None where it copies nothing broad or is itself there for tests."""
    image = subject.image
    final = image.final
    if final is None or _is_for_tests(repo, image):
        return None
    shipped = {stage.index for stage in final.lineage()}
    broad = [copied for copied in subject.broad if copied.stage.index in shipped]
    if not broad:
        return None
    found: list[str] = []
    lines: dict[str, None] = {}
    by = broad[0]
    patterns = repo.ask(_test_patterns, context.context)
    for path in files_in(repo, context.context) if patterns else ():
        line = _line(patterns, path)
        if len(found) == MOST_TESTS:
            break
        if line is None or not context.keeps(path):
            continue
        copied = next((one for one in broad if one.brings(path)), None)
        if copied is not None:
            if not found:
                by = copied
            found.append(path)
            lines[line] = None
    return TestsCopied(by, tuple(found), tuple(lines))


def _is_for_tests(repo: Repository, image: Image) -> bool:
    final = image.final
    assert final is not None
    if _FOR_TESTS.search(image.path) or (final.name and _FOR_TESTS.search(final.name)):
        return True
    started = [found for found in (final.last("CMD"), final.last("ENTRYPOINT")) if found]
    if any(_RUNS_TESTS.search(found.arguments.text) for found in started):
        return True
    return any(
        run.stage.index == final.index and any(v in ("test", "pytest") for v in (i.name, *i.values[:2]))
        for run in runs(repo, image)
        for i in run.invocations
    )


def _test_patterns(repo: Repository, context: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each way in which the languages of the context name tests: the ignore pattern, and a regular expression for paths."""
    names = {path.rpartition("/")[2] for path in files_in(repo, context)}
    folders: dict[str, None] = {}
    files: dict[str, None] = {}
    for ecosystem in ECOSYSTEMS:
        if any(_has(names, manifest) for manifest in ecosystem.manifests):
            for test in ecosystem.tests:
                (files if "*" in test[1:] or "." in test[1:] else folders)[test] = None
    return tuple(_compiled((*folders, *files)))


def _has(names: set[str], manifest: str) -> bool:
    if "*" not in manifest:
        return manifest in names
    start, _, end = manifest.partition("*")
    return any(name.startswith(start) and name.endswith(end) for name in names)


def _compiled(tests: Sequence[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    for test in tests:
        middle = "[^/]*".join(re.escape(part) for part in test.split("*"))
        is_file = "." in test.removeprefix("*.")  # `*.Tests` is a project's folder
        yield f"**/{test}", re.compile(f"(?:^|/){middle}$" if is_file else f"(?:^|/){middle}/")


def _line(patterns: Sequence[tuple[str, re.Pattern[str]]], path: str) -> str | None:
    for line, shape in patterns:
        if shape.search(path) and (not shape.pattern.endswith("/") or _CODE.search(path)):
            return line
    return None
