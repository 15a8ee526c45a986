"""Runtime versions that CI tests with: set-up steps, matrices, and the images that jobs run in."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.runtimes import SETUP_ACTIONS
from ..documents import documents
from ..gitlab import ROOT, Job, Pipeline, gitlab_pipelines, included_files
from .images import image_versions
from .ranges import partial, range_of
from .stated import Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree

_MOST_JOBS = 2_000
MOST_VALUES = 200  # of a matrix's axis
_TESTS = pattern(
    r"(?i)\b(?:tests?|pytest|unittest|tox|nox|jest|vitest|mocha|karma|rspec|minitest|phpunit|pest|cypress|playwright|junit|verify"
    r"|check|spec|specs|behave|ctest|gotestsum|nextest|coverage)\b"
)
_MAKE = pattern(r"\s{0,20}make\s{1,4}([\w.-]{1,80})\s{0,20}\Z")
_IN_CONTAINER = pattern(r"(?i)\b(?:docker|podman|compose|nerdctl|image|container)\b")
_READS_A_FILE = frozenset(("default", "engine", "local"))
_EXPRESSION = pattern(r"\$\{\{[ ]{0,8}(matrix|env|vars|inputs)\.([\w-]{1,80})[^}]{0,200}\}\}\Z")


def pipeline_versions(repo: Repository, path: str) -> Iterator[Stated]:
    """What the jobs of this CI file that test something test with."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable) or not isinstance(tree.root, Mapping):
        return
    if path.startswith((".github/", ".gitea/", ".forgejo/")):
        yield from _workflow(repo, tree.root)
    elif path.startswith(".circleci/"):
        yield from _circle(repo, tree.root)
    else:
        yield from _gitlab(repo, path, tree.root)


def _workflow(repo: Repository, root: Mapping) -> Iterator[Stated]:
    jobs = root.get("jobs")
    for _, job in jobs.pairs() if isinstance(jobs, Mapping) else ():
        if not isinstance(job, Mapping) or not _tests(repo, job):
            continue
        steps = job.get("steps")
        folder = _folder(job, root)
        for step in steps if isinstance(steps, Sequence) else ():
            if isinstance(step, Mapping):
                yield from _setup(step, job, root, folder)
        container = job.get("container")
        image = container.get("image") if isinstance(container, Mapping) else container
        if isinstance(image, Scalar):
            yield from _image(image, folder)


def _tests(repo: Repository, job: Mapping) -> bool:
    """Whether a step of the job runs tests."""
    steps = job.get("steps")
    for step in steps if isinstance(steps, Sequence) else ():
        if isinstance(step, Mapping) and _runs_tests(repo, step.text("run") or ""):
            return True
    return False


def _runs_tests(repo: Repository, script: str) -> bool:
    """Whether a line of the script runs tests, and not in a container, which brings a runtime of its own."""
    for line in script[:20_000].split("\n"):
        if _TESTS.search(line) and not _IN_CONTAINER.search(line):
            made = _MAKE.match(line)
            if not made or not _IN_CONTAINER.search(_recipe(repo, made[1])):
                return True
    return False


def _recipe(repo: Repository, target: str) -> str:
    """What the Makefile at the root runs for a target."""
    from ..shell.task_files_make import makefile

    found = repo.ask(makefile, "Makefile").get(target) if repo.exists("Makefile") else None
    return "\n".join(text.text.text for text in found.texts) if found else ""


def _folder(job: Mapping, root: Mapping) -> str:
    """Where the job works: its default folder, or that of its steps where they all agree."""
    for body in (job, root):
        given = body.text("defaults", "run", "working-directory")
        if given is not None:
            return _normal(given)
    steps = job.get("steps")
    folders = {
        _normal(step.text("working-directory") or "")
        for step in (steps if isinstance(steps, Sequence) else ())
        if isinstance(step, Mapping) and "run" in step
    }
    return folders.pop() if len(folders) == 1 else ""


def _normal(folder: str) -> str:
    folder = posixpath.normpath(folder.strip()) if "$" not in folder else "?"
    return "" if folder == "." else folder


def _setup(step: Mapping, job: Mapping, root: Mapping, folder: str) -> Iterator[Stated]:
    action, at, ref = (step.text("uses") or "").partition("@")
    known = SETUP_ACTIONS.get(action.lower())
    if not known:
        return
    runtime, name = known
    given = step.get("with", name)
    if given is None:
        uses = step.get("uses")
        if action == "dtolnay/rust-toolchain" and at and isinstance(uses, Scalar) and (versions := partial(ref)):
            yield Stated(runtime, versions, ref, uses.place, "tests", folder)
        return
    for value in _values(given, job, root):
        for line in value.text.split("\n"):
            text = line.strip()
            if text and not text.startswith(".") and text not in _READS_A_FILE:
                versions = range_of(text, "npm") if runtime != "java" else partial(text)
                yield Stated(runtime, None if "$" in text else versions, text[:40], value.place, "tests", folder)


def _values(given: Tree, job: Mapping, root: Mapping) -> Iterator[Scalar]:
    """The scalar itself; for an expression the values of the matrix's axis or of the variable; a list's items."""
    if isinstance(given, Sequence):
        yield from (item for item in given.items[:MOST_VALUES] if isinstance(item, Scalar))
        return
    if not isinstance(given, Scalar):
        return
    expression = _EXPRESSION.match(given.text.strip()) if len(given.text) < 400 else None
    if not expression:
        yield given
        return
    found: list[Scalar] = []
    if expression[1] == "env":
        value = job.get("env", expression[2]) or root.get("env", expression[2])
        found = [value] if isinstance(value, Scalar) else []
    elif expression[1] == "matrix":
        found = _axis(job.get("strategy", "matrix"), expression[2])
    yield from found or [given]


def _axis(matrix: Tree | None, name: str) -> list[Scalar]:
    if not isinstance(matrix, Mapping):
        return []
    axis, more = matrix.get(name), matrix.get("include")
    found = [item for item in axis.items[:MOST_VALUES] if isinstance(item, Scalar)] if isinstance(axis, Sequence) else []
    for entry in more.items[:MOST_VALUES] if isinstance(more, Sequence) else ():
        value = entry.get(name) if isinstance(entry, Mapping) else None
        if isinstance(value, Scalar):
            found.append(value)
    return found


def _image(image: Scalar, folder: str = "") -> Iterator[Stated]:
    for runtime, versions, written in image_versions(image.text):
        yield Stated(runtime, versions, written, image.place, "tests", folder)


def _gitlab(repo: Repository, path: str, root: Mapping) -> Iterator[Stated]:
    """GitLab: the job's image, that of a job which it extends, or the one that all jobs have."""
    if path == ROOT or path in repo.ask(included_files):
        jobs = [
            job for said in gitlab_pipelines(repo, None) if isinstance(said, Pipeline) for job in said.jobs if job.path == path
        ]
        top = repo.ask(documents, ROOT)
        first = root if isinstance(top, Unreadable) or not isinstance(top.root, Mapping) else top.root
    else:
        bodies = [(key, body) for key, body in root.pairs() if isinstance(body, Mapping) and not key.text.startswith(".")]
        jobs = [Job(key.text, key, path, body, ()) for key, body in bodies if "script" in body]
        first = root
    shared = root.get("image") or root.get("default", "image") or first.get("image") or first.get("default", "image")
    for job in jobs[:_MOST_JOBS]:
        if any(_runs_tests(repo, line.text) for line in job.lines()[:500]):
            image = job.get("image") or shared
            image = image.get("name") if isinstance(image, Mapping) else image
            if isinstance(image, Scalar):
                yield from _image(image)


def _circle(repo: Repository, root: Mapping) -> Iterator[Stated]:
    """CircleCI: the first image of a job, where the steps run."""
    jobs = root.get("jobs")
    for _, job in jobs.pairs() if isinstance(jobs, Mapping) else ():
        if not isinstance(job, Mapping):
            continue
        images, steps = job.get("docker"), job.get("steps")
        runs = (
            [_command(step) for step in steps.items[:200] if isinstance(step, Mapping)] if isinstance(steps, Sequence) else []
        )
        if isinstance(images, Sequence) and images.items and any(_runs_tests(repo, run) for run in runs):
            first = images.items[0]
            image = first.get("image") if isinstance(first, Mapping) else None
            if isinstance(image, Scalar):
                yield from _image(image)


def _command(step: Mapping) -> str:
    run = step.get("run")
    return run.text if isinstance(run, Scalar) else step.text("run", "command") or ""
