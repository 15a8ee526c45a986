"""How the environment of a job is called: as the CI system is told, through the workflows that call it and its matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from .said import Said

if TYPE_CHECKING:
    from ..pipeline.delivery import Deployment, Found
    from ..pipeline.types import Job

_INPUT = pattern(r"\$\{\{\s*inputs\.([\w-]{1,60})\s*\}\}")
_MATRIX = pattern(r"\$\{\{\s*matrix\.([\w-]{1,60})\s*\}\}")
_KEYS = ("environment", "environment_name", "env", "env_name", "stage")
_DEEPEST = 8  # callers of callers


def named(one: Deployment) -> tuple[tuple[str, ...], Said | None]:
    """The names of its environments, one empty name where nothing tells, and the expression that decides in place of one."""
    at, said = settled(one.found, *_own(one.found.job))
    if said is None:
        return (one.found.classified.environment,), None
    if "$" not in said.text and "{{" not in said.text:
        return (said.text,), None
    axis = _MATRIX.fullmatch(said.text.strip())
    values = dict(at.matrix.axes).get(axis[1], ()) if axis and at.matrix else ()
    if values and at.matrix and not any("$" in value for value in values):
        return values, None
    if values and at.matrix:
        return ("",), Said(" ".join(values[0].split()), at.matrix.place)
    if "inputs" in said.text:
        return ("",), said
    return (one.found.classified.environment,), None if one.found.classified.environment else said


def _own(job: Job) -> tuple[Job, Said | None]:
    environment = job.environment
    return job, Said(environment.name, environment.place) if environment and environment.name else None


def settled(found: Found, job: Job, said: Said | None) -> tuple[Job, Said | None]:
    """A value that a job has, or that its callers give it as an input, and the job that has it: `None` for its environment."""
    at = job
    for _ in range(_DEEPEST):
        asked = _INPUT.fullmatch(said.text.strip()) if said else None
        caller = found.pipeline.job(at.caller) if at.caller and (said is None or asked) else None
        if caller is None:
            break
        key = asked[1] if asked else next((key for key in _KEYS if key in caller.inputs), "")
        if key in caller.inputs:
            said = Said(caller.inputs[key].text, caller.inputs[key].place)
        elif asked:
            break
        at = caller
    return at, said
