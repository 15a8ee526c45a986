"""Secrets that stay in an image or its history: variables, files, and files that were deleted too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.credential_uses import credential_uses
from ...models.images.credentials import credential_files, deletions, secret_variables, without_package_keys
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.images.purposes import shipped_stages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.credentials import SecretVariable
    from ...models.images.stages import Image


@rule(
    "DF010",
    "secret-in-build-variable",
    reads=dockerfiles,
    items=("4.1.4", "5.2.4"),
    severity="warning",
    title="A secret is a build argument or a variable of the image",
    risk="who can pull the image, or read the build's cache or provenance, can read the secret",
    remedy="mount it in the step that needs it: `RUN --mount=type=secret,id=…`; give a running service its secrets at start",
    aliases=("DS-0031",),
)
def secret_in_build_variable(image: Image, repo: Repository) -> Iterator[Outcome]:
    by_name: dict[str, list[SecretVariable]] = {}
    for variable in secret_variables(image):
        by_name.setdefault(variable.name, []).append(variable)
    shipped = repo.ask(shipped_stages, image.path) if by_name else frozenset()
    for name, found in by_name.items():
        first = next((v for v in found if v.keyword == "ENV"), None) or next((v for v in found if not v.open), found[0])
        place = first.at.place()
        if first.keyword == "ARG":
            if first.open:
                yield unknown(name, f"`{name}` has a placeholder as default; what a build gives it is not known", place)
                continue
            others = [v.at.place(label="and declared here") for v in found[:16] if v is not first]
            kept = _where(any(v.stage.index in shipped for v in found))
            yield gap(name, f"`{name}` is a build argument, and stays in {kept}", place, *others, remedy=_mount(name))
        else:
            labels = [v.at.place(label="the build argument") for v in found if v.keyword == "ARG"][:1]
            where = "the image" if first.stage.index in shipped else "the build's cache"
            if not first.filled:
                message = f"`{name}` is given a value here, which stays in {where}"
            elif first.filled == name:
                message = f"`{name}` is set from a build argument, and stays in {where}"
            else:
                message = f"`{name}` is set from the build argument `{first.filled}`, and stays in {where}"
            yield gap(name, message, place, *labels, remedy=_mount(name) if first.filled else "")
    if not by_name and image.final:
        looked = image.final.instruction.at.place()
        yield passes(image.final.label, "no build argument and no variable with a value has a secret's name", looked)


def _where(shipped: bool) -> str:
    return "the image's history" if shipped else "the build's cache and provenance"


def _mount(name: str) -> str:
    identity = name.lower().replace("-", "_")
    return f"mount it where it is needed: `RUN --mount=type=secret,id={identity},env={name} …`, and give it with `--secret`"


@rule(
    "DF011",
    "credential-file-copied",
    reads=dockerfiles,
    items=("4.1.4",),
    severity="warning",
    title="A credential file is copied into the image",
    risk="who can pull the image has the credentials, and a later layer cannot take them back",
    remedy="leave the file out, name it in `.dockerignore`, and mount it when it is needed: `RUN --mount=type=secret,id=…`",
    aliases=("DS-0031",),
)
def credential_file_copied(image: Image, repo: Repository) -> Iterator[Outcome]:
    files = credential_files(image, ())
    if files:
        files = without_package_keys(files, runs(repo, image))
    if not files:
        if image.final and any(True for stage in image.stages for _ in stage.all("COPY", "ADD")):
            where = image.final.instruction.at.place()
            yield passes(image.final.label, "nothing that is copied has the name of a credential file", where)
        return
    deleted = {(d.file.by, d.file.path) for d in deletions(files, runs(repo, image))}
    shipped = repo.ask(shipped_stages, image.path)
    for file in files:
        if not file.certain or (file.by, file.path) in deleted:
            continue
        name = file.path.rstrip("/").rpartition("/")[2]
        if file.stage.index in shipped:
            yield gap(f"{file.stage.label}/{file.path}", f"`{name}` {_is(file.why)}, and is copied into the image", file.place)
        elif "environment" not in file.why:
            message = f"`{name}` {_is(file.why)}, and stays in the build's cache"
            yield gap(f"{file.stage.label}/{file.path}", message, file.place)


def _is(why: str) -> str:
    return (
        why
        if why.split(" ", 1)[0] in ("holds", "opens", "may", "keeps")
        else f"is {why}"
        if why.startswith(("a ", "an "))
        else f"is secret: {why}"
    )


@rule(
    "DF012",
    "secret-deleted-in-later-layer",
    reads=dockerfiles,
    items=("4.1.4",),
    severity="warning",
    title="A credential file is deleted after its layer is finished",
    risk="the file is still in the earlier layer, where everybody who pulls the image can read it",
    remedy="mount the file for the one step that needs it, so that nothing is to be deleted: `RUN --mount=type=secret,id=…`",
)
def secret_deleted_in_later_layer(image: Image, repo: Repository) -> Iterator[Outcome]:
    found = runs(repo, image)
    if not any("rm" in run.instruction.at.text or "unlink" in run.instruction.at.text for run in found):
        return
    files = without_package_keys(credential_files(image, found), found)
    for deletion in deletions(files, found):
        file = deletion.file
        name = file.path.rpartition("/")[2]
        how = "copied" if file.by.keyword in ("COPY", "ADD") else "written"
        remedy = f"mount it for the one step that needs it: `RUN --mount=type=secret,id={_id(name)},target={file.target} …`"
        yield gap(
            f"{file.stage.label}/{file.path}",
            f"`{name}` is deleted here, and stays in the layer that it was {how} in",
            deletion.place,
            file.place.labelled(f"{how} here, which is a layer of its own"),
            remedy=remedy,
        )


def _id(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name).strip("_") or "credential"


@rule(
    "DF016",
    "credential-in-command",
    reads=dockerfiles,
    items=("4.1.4",),
    severity="error",
    title="A credential stands in a command of the build",
    risk="the command with its build arguments is in the image's history, and what it writes is in the layer",
    remedy="mount the secret in this step, `RUN --mount=type=secret,id=…`, and read it from `/run/secrets/…`",
)
def credential_in_command(image: Image, repo: Repository) -> Iterator[Outcome]:
    told: set[str] = set()
    looked = False
    for run in runs(repo, image):
        looked = True
        for use in credential_uses(run):
            where = f"`{use.program}`" if use.program else "a command"
            if use.variable:
                symbol = f"{use.stage.label}/{use.variable}"
                message = f"the build argument `{use.variable}` is a credential, and stands in {use.how or 'a command'} here"
                remedy = _mount(use.variable)
            else:
                symbol = f"{use.stage.label}/{use.program}"
                message, remedy = f"{where} has a password or token written out in {use.how}", ""
            if symbol not in told:
                told.add(symbol)
                yield gap(symbol, message, use.place, remedy=remedy)
    if looked and not told and image.final:
        yield passes(image.final.label, "no command of the build holds a credential", image.final.instruction.at.place())
