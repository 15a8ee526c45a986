"""What a job runs as statements: the command or action as it is written, with what tells it from another of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.yaml import Mapping, Sequence
from ..documents import documents
from .said import Said

if TYPE_CHECKING:
    from ...core.repository import Repository
    from ..pipeline.stages import Evidence

LONGEST = 240  # characters of a condition
# Inputs of actions that tell what is brought out, and where.
_TELLING = (
    *("push", "tags", "images", "image", "app-name", "app_name", "function-name", "service", "cluster", "stack-name"),
    *("namespace", "stage", "release", "chart", "manifests", "environment", "projectName", "site-id", "package"),
)


def of_evidence(one: Evidence, about: str = "") -> Said:
    """A command as written, or the action."""
    text = written(one.text)
    if one.command is None and one.step is not None and one.step.uses is not None:
        inputs = one.step.uses.inputs
        given = next((inputs[key].text for key in ("command", "script", "run", "args") if key in inputs), "")
        if given.strip():
            text, about = (
                "; ".join(written(line) for line in given.splitlines() if line.strip())[:200],
                f"{about}, by {one.text}".lstrip(", "),
            )
        else:
            told = [f"{key} {_inline(inputs[key].text)}" for key in _TELLING if key in inputs and inputs[key].text.strip()]
            about = ", ".join((*((about,) if about else ()), *told[:3]))
    if one.command and one.command.folder not in (None, "", "."):
        about = f"{about}, in `{one.command.folder}`".lstrip(", ")
    if one.command and one.command.invocation.remote:
        about = f"{about}, on the remote machine".lstrip(", ")
    return Said(text, one.place, about)


def _inline(text: str) -> str:
    """A value as a code span, its first line where it has several."""
    first, *more = [line for line in text.splitlines() if line.strip()]
    shown = written(first).replace("`", "'")
    shown = shown if len(shown) <= LONGEST // 2 else shown[: LONGEST // 2 - 1] + "…"
    return f"`{shown}`" + (" and others" if more else "")


def deploying(repo: Repository, one: Evidence) -> Said:
    """A command that deploys, with the folder it runs in as that is written, where only the run knows which it is."""
    said = of_evidence(one)
    step, command = one.step, one.command
    if step is None or command is None or command.folder is not None or command.outer is not None:
        return said
    before = [other for other in step.commands if other.outer is None and other.place() < command.place()]
    moved = next((other for other in reversed(before) if other.name == "cd" and other.values), None)
    folder = moved.values[0] if moved else repo.ask(_folders, step.place.path).get(step.place.line, "")
    return said._replace(about=f"{said.about}, in {_inline(folder)}".lstrip(", ")) if folder.strip() else said


def _folders(repo: Repository, path: str) -> dict[int, str]:
    """A fact: the `working-directory` of the steps of a GitHub workflow, by the line at which a step begins."""
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    jobs = root.get("jobs") if isinstance(root, Mapping) else None
    found: dict[int, str] = {}
    for _, job in jobs.pairs() if isinstance(jobs, Mapping) else ():
        steps = job.get("steps") if isinstance(job, Mapping) else None
        for step in steps if isinstance(steps, Sequence) else ():
            if isinstance(step, Mapping) and isinstance(job, Mapping):
                folder = step.text("working-directory") or job.text("defaults", "run", "working-directory")
                found[step.place.line] = folder or ""
    return found


def written(text: str) -> str:
    return " ".join(text.split())
