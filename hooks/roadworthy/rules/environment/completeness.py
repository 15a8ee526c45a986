"""Whether every variable that the application needs stands in an example file."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.projects import is_deployed, project_of
from ...models.variables.documents import all_examples, examples_above, values_committed
from ...models.variables.known import all_variables, files_that_read, is_taken_for_granted, variables
from ...tables.file_names import SCRIPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.variables.documents import Document, Example
    from ...models.variables.known import FileReads, Variable, Variables
    from ...models.variables.reading import Read

_MOST_PLACES = 8  # of evidence in one finding
_MANY_OPTIONAL = 10  # variables that change what an application does: as many as nobody keeps in mind


@rule(
    "ENV001",
    "undocumented-variable",
    reads=files_that_read,
    items=("5.2.2", "8.4"),
    severity="error",
    title="A required variable stands in no example file",
    risk="whoever sets the application up next finds out by its failing, one variable after another",
    remedy="add the variable to the example file, blank, with a comment that says what it is for",
)
def undocumented_variable(file: FileReads, repo: Repository) -> Iterator[Outcome]:
    required = file.required
    above = repo.ask(examples_above, posixpath.dirname(file.path)) if required else ()
    if not above:  # that there is no example at all is told once, not for every variable
        return
    for name, read in required.items():
        document = _documented(name, above)
        if document is not None:
            yield passes(name, f"`{name}` is documented", read.place, document.place)
        elif not is_taken_for_granted(read) and _is_missing(repo.ask(variables).get(name)):
            yield gap(
                name,
                f"`{name}` is required here, and {_named(above)} not tell of it",
                read.place,
                remedy=f"add `{name}=` to {above[0].path}",
            )


@rule(
    "ENV010",
    "assumed-variable",
    reads=files_that_read,
    items=("5.2.2", "8.4"),
    severity="warning",
    title="A variable that is taken for granted stands in no example file",
    risk="the compiler is told that the value is there, and whoever sets the application up is told nothing",
    remedy="add the variable to the example file, or go on without it where it is missing",
)
def assumed_variable(file: FileReads, repo: Repository) -> Iterator[Outcome]:
    assumed = {name: read for name, read in file.required.items() if is_taken_for_granted(read)}
    above = repo.ask(examples_above, posixpath.dirname(file.path)) if assumed else ()
    for name, read in assumed.items() if above else ():
        if _documented(name, above) is None and _is_missing(repo.ask(variables).get(name)):
            yield gap(
                name,
                f"`{read.how.replace('X', name, 1)}` takes for granted what {_named(above)} not tell of",
                read.place,
                remedy=f"add `{name}=` to {above[0].path}",
            )


def _documented(name: str, examples: Iterable[Example]) -> Document | None:
    return next((found for example in examples if (found := example.document(name))), None)


def _is_missing(variable: Variable | None) -> bool:
    """Whether nothing else in the repository sets the variable, goes on without it or tells of it."""
    if variable is None:
        return True
    needed = variable.scope == "application" and all(read.need == "required" for read in variable.foremost)
    return needed and not (variable.is_set_here or variable.documented)


def _named(examples: tuple[Example, ...]) -> str:
    if len(examples) == 1:
        return f"`{examples[0].path}` does"
    return f"`{examples[0].path}` and {len(examples) - 1} more do"


@rule(
    "ENV002",
    "no-example-file",
    reads=all_variables,
    items=("4.2.2", "5.2.2", "8.4"),
    severity="warning",
    at="audit",
    title="The variables that the application reads are listed in no example file",
    risk="what has to be set before the application starts is known to those who once found out",
    remedy="add a `.env.example`: required and secret variables blank, the others with their defaults",
)
def no_example_file(inventory: Variables, repo: Repository) -> Iterator[Outcome]:
    examples = repo.ask(all_examples)
    missing: dict[str, list[Variable]] = {}
    told: dict[str, Example] = {}
    for variable in inventory.by_name.values():
        for read in variable.foremost if variable.scope == "application" else ():
            above = repo.ask(examples_above, posixpath.dirname(read.place.path))
            if above:
                told.update((example.path, example) for example in above if example.tells_of(variable.name))
            elif not variable.is_set_here and not variable.documented:
                project = repo.ask(project_of, read.place.path) if examples else ""
                if not examples or repo.ask(is_deployed, project):
                    missing.setdefault(project, []).append(variable)
                    break
    for project, found in missing.items():
        needed = [variable for variable in found if variable.need == "required"]
        coded = [variable for variable in found if not re.search(SCRIPT, variable.foremost[0].place.path)]
        few = len(coded) < max(_MANY_OPTIONAL, len(inventory.by_name) // 2)
        listed = bool(examples) or bool(repo.ask(values_committed))  # an `env/web.env` that is kept is a list as well
        if not needed and (listed or few):
            continue
        chosen = needed or coded
        names = ", ".join(f"`{variable.name}`" for variable in chosen[:3])
        more = f" and {len(chosen) - 3} more" if len(chosen) > 3 else ""
        where = f"`{project}`" if project else "the application"
        yield gap(
            project or ".",
            f"{where} {'needs' if needed else 'reads'} {names}{more}, and there is no example file to copy",
            Place(posixpath.join(project, ".env.example")),
            *(_evidence(variable.foremost) for variable in chosen[:_MOST_PLACES]),
        )
    if told:
        count = len(inventory.by_name)
        yield passes(".", f"an example file tells of the variables; {count} are read", *(Place(path) for path in sorted(told)))


def _evidence(reads: tuple[Read, ...]) -> Place:
    worst = next((read for read in reads if read.need == "required"), reads[0])
    return worst.place.labelled(f"`{worst.name}` is {'required' if worst.need == 'required' else 'read'} here")
