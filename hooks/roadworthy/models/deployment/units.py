"""What deploys: scripts, recipes of Makefiles, jobs of pipelines, tasks of Ansible, each with the commands that it runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.shell import parse
from ...tables.deployment import DEPLOYS, HINTS, REMOVES, RESTARTING, TRIES
from ...tables.file_names import DEPLOY_SCRIPT, PIPELINE_ROOTS, RECIPES, VENDORED
from ..pipeline.command_stages import stages_of
from ..shell.commands import invocations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.shell_tree import Script
    from ..shell.commands import Invocation

LONGEST = 500_000  # characters of a script that are read
_DEPLOYS, _REMOVES, _HINTS, _TRIES = pattern(DEPLOYS), pattern(REMOVES), pattern(HINTS), pattern(TRIES)
_SHEBANG = r"#!\s*/\S*(?:/|env\s+(?:-S\s+)?)(?:ba|da|a|k|z)?sh\b"


class Deployment(NamedTuple):
    """A script, a recipe, a job: `title` is how it is called in a message. `runs` are its commands in order, those in
    `ssh "…"` among them; `deploys` is the one by which it is known, None where its name says so. `provided` is the text of
    the file, where that sets variables. `script` is the text of a script file."""

    path: str
    name: str
    title: str
    runs: tuple[Invocation, ...]
    deploys: Invocation | None
    place: Place
    script: Script | None = None
    provided: str = ""
    in_pipeline: bool = False


def deployments(repo: Repository, paths: Paths) -> Iterator[Deployment | Unreadable]:
    """What deploys in the files at `paths`; in all of them for None."""
    every = repo.paths() if paths is None else paths
    for path in matching(DEPLOY_SCRIPT, every, VENDORED):
        yield from repo.ask(_in_script, path)
    for path in matching(RECIPES, every, VENDORED):
        yield from repo.ask(_in_recipes, path)
    for path in matching("|".join(PIPELINE_ROOTS.values()), every):
        yield from repo.ask(_in_pipeline, path)


def _in_script(repo: Repository, path: str) -> tuple[Deployment | Unreadable, ...]:
    """A fact: the script at `path`, where it deploys."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return (source,) if path.endswith((".sh", ".bash")) else ()
    text = source.text
    if len(text) > LONGEST or _TRIES.search(path) or (not path.endswith((".sh", ".bash")) and not re.match(_SHEBANG, text)):
        return ()
    named = bool(_DEPLOYS.search(path.rpartition(".")[0] or path))
    if not named and not _HINTS.search(text):
        return ()
    script = parse(source.whole())
    runs = tuple(invocations(script))
    shown = _deploying(runs)
    if _REMOVES.search(path.rpartition("/")[2].rpartition(".")[0] or path) or not (named or shown):
        return ()
    place = shown.place() if shown else script.excerpt.place(0, 1)
    return (Deployment(path, path.rpartition("/")[2], f"`{path.rpartition('/')[2]}`", runs, shown, place, script),)


def _in_recipes(repo: Repository, path: str) -> tuple[Deployment | Unreadable, ...]:
    """A fact: the targets of a Makefile that deploy."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return (source,)
    if not _HINTS.search(source.text) and not _DEPLOYS.search(source.text):
        return ()
    from ..shell.task_files_make import justfile, makefile, taskfile

    read = taskfile if path.endswith((".yml", ".yaml")) else justfile if "justfile" in path.lower() else makefile
    found: list[Deployment] = []
    for name, recipe in repo.ask(read, path).items():
        if _REMOVES.search(name) or not recipe.texts:
            continue
        runs = tuple(run for text in recipe.texts for run in invocations(parse(text.text)))
        shown = _deploying(runs)
        if runs and (shown or _DEPLOYS.search(name)):
            place = (shown or runs[0]).place()
            found.append(Deployment(path, name, f"target `{name}`", runs, shown, place, provided=source.text))
    return tuple(found)


def _in_pipeline(repo: Repository, path: str) -> tuple[Deployment | Unreadable, ...]:
    """A fact: the jobs of a pipeline that deploy. What its scripts and Makefiles do is told there."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or not _HINTS.search(source.text):
        return ()
    from ..pipeline.readers import pipeline
    from ..pipeline.types import Pipeline

    found: list[Deployment] = []
    for said in repo.ask(pipeline, path):
        if not isinstance(said, Pipeline):
            continue
        for job in said.jobs:
            runs = tuple(command.invocation for command in job.commands if command.outer is None)
            shown = _deploying(runs)
            if shown and not _REMOVES.search(job.id):
                title = f"job `{job.id}`"
                found.append(
                    Deployment(path, job.id, title, runs, shown, shown.place(), provided=source.text, in_pipeline=True)
                )
    return tuple(found)


def is_deploying(run: Invocation) -> bool:
    """Whether a command puts a release in its place, or restarts something on another machine."""
    return "deploy" in stages_of(run) or (run.remote and _restarts(run))


def _deploying(runs: Sequence[Invocation]) -> Invocation | None:
    """The first command that deploys: by what it is, or because it restarts or replaces something on another machine."""
    for run in runs:
        if is_deploying(run):
            return run
    pulled = any(run.name == "git" and run.values[:1] in (["pull"], ["fetch"], ["clone"]) for run in runs)
    return next((run for run in runs if _restarts(run)), None) if pulled else None


def _restarts(run: Invocation) -> bool:
    spoken = (run.name, *(value for value in run.values if not value.startswith("-")))
    return any(spoken[: len(row)] == row for row in RESTARTING)
