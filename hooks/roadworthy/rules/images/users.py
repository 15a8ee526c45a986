"""Who the container runs as."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.bases import default_user
from ...models.images.dockerfiles import dockerfiles
from ...models.images.purposes import command_line, path_for_development, product, purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.stages import Image, Stage


@rule(
    "DF006",
    "root-user",
    reads=dockerfiles,
    items=("4.1.6",),
    severity="warning",
    title="The container runs as root",
    risk="whoever breaks into the process is root in the container, and one kernel fault away from the host",
    remedy="add `USER` with a numeric id, such as `USER 10001`, after the last step that needs root",
    aliases=("DL3002", "CKV_DOCKER_3", "CKV_DOCKER_8", "DS-0002", "kics:fd54f200-402c-4333-a5a4-36ef6709af2f"),
)
def root_user(image: Image, repo: Repository) -> Iterator[Outcome]:
    stage = product(image)
    if stage is None or path_for_development(image.path):
        return
    said = stage.user()
    base = stage.root_base
    start = base.at.place()
    if said is not None:
        at = said.instruction.at.place()
        if said.value.text is None:
            yield unknown(stage.label, f"the user comes from {_names(said.value.unknown)}, which is given at build time", at)
        elif _is_root(said.value.text):
            yield _excused(repo, stage) or gap(
                stage.label, f"{stage.called} runs as `{said.value.text}`", at, remedy=_remedy(stage)
            )
        else:
            yield passes(stage.label, f"runs as `{said.value.text}`", at)
        return
    if base.kind == "scratch":
        if not command_line(stage):
            return  # files to be taken out, and nothing to run them
        known = "root"
    elif base.image is None:
        yield unknown(stage.label, f"the base image is given at build time by {_names(base.value.unknown)}", start)
        return
    else:
        known = default_user(base.image.familiar, base.image.tag).kind
    entry = _entry(stage)
    if known == "root":
        evidence = [start.labelled("this base starts as root")]
        message = f"{stage.called} runs as root"
        yield _excused(repo, stage) or gap(
            stage.label, message, entry or start, *(evidence if entry else []), remedy=_remedy(stage)
        )
    elif known in ("drops", "workers") and not _keeps_entrypoint(stage):
        yield unknown(stage.label, "the base steps down from root in its entrypoint, which is replaced here", entry or start)
    elif known == "unknown":
        yield unknown(stage.label, "the user of this base is not known here, and there is no USER", start)
    else:
        yield passes(stage.label, "the base image does not run its service as root", start)


def _excused(repo: Repository, stage: Stage) -> Outcome | None:
    """What stands against calling an image that starts as root a gap; None: nothing."""
    from ...models.images.privileges import drops_by_itself, steps_down  # only now: most images have a USER

    at = _entry(stage) or stage.root_base.at.place()
    stepped = steps_down(repo, stage)
    if stepped is not None:
        return passes(stage.label, "starts as root, and gives it up before the service runs", stepped)
    server = drops_by_itself(stage)
    if server is not None:
        return unknown(stage.label, f"`{server}` starts as root, and its workers run as the user in its configuration", at)
    if purpose(stage) == "tool" or (stage.user() is None and _runs_nothing(stage)):
        return unknown(stage.label, "starts as root; it is a tool, or there to build on, and who runs it is not said here", at)
    return None


def _runs_nothing(stage: Stage) -> bool:
    """Whether it is an image to build on or with: nothing is started and nothing listens, or it waits to be told what to do."""
    words = command_line(stage)
    if not words:
        return stage.last("EXPOSE") is None
    return words[-1] in ("--help", "-h", "help", "--version") or words in (["sleep", "infinity"], ["tail", "-f", "null"])


def _names(variables: tuple[str, ...]) -> str:
    return " and ".join(f"`{name}`" for name in variables) or "what cannot be known here"


def _is_root(user: str) -> bool:
    return user.strip() in ("root", "0", "") or (user.isdigit() and int(user) == 0)


def _entry(stage: Stage) -> Place | None:
    """What the image runs: that is where a reader looks for the user."""
    found = stage.last("CMD") or stage.last("ENTRYPOINT")
    return found.at.place() if found else None


def _keeps_entrypoint(stage: Stage) -> bool:
    return stage.last("ENTRYPOINT") is None


def _remedy(stage: Stage) -> str:
    base = stage.root_base
    ready = default_user(base.image.familiar, base.image.tag).ready if base.image else ""
    name = f"`USER {ready}`, which this base has ready," if ready else "`USER 10001`"
    entry = stage.last("CMD") or stage.last("ENTRYPOINT")
    where = f"before line {entry.line}, " if entry and entry.path == stage.path else ""
    return f"add {name} {where}after the last step that needs root"
