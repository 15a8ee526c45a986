"""Settings of the image: its working directory, the ports it names, its author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.records import NamedTuple
from ...core.rule import rule
from ...models.images.dockerfiles import dockerfiles, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.stages import Image, Stage

_HIGHEST = 65535
_PROTOCOLS = ("tcp", "udp", "sctp")
_SSH = 22
_SERVES_GIT = r"(?i)(?<![a-z])(?:gitlab|gitea|gogs|gerrit|forgejo|gitolite|bitbucket|phabricator|sftp)(?![a-z.])"  # over SSH


@rule(
    "DF027",
    "relative-workdir",
    reads=dockerfiles,
    severity="warning",
    title="A working directory is relative to one that is not known",
    risk="where it lies is up to the base image, and moves when that changes",
    remedy="write the path from the root, beginning with `/`",
    aliases=("DL3000", "CKV_DOCKER_10", "DS-0009", "kics:6b376af8-cfe8-49ab-a08d-f32de23661a4"),
)
def relative_workdir(image: Image, repo: Repository) -> Iterator[Outcome]:
    settled: list[bool] = []  # by stage: whether its working directory is known from the root when it ends
    for stage in image.stages:
        known = stage.base.kind == "scratch" or (stage.base.stage is not None and settled[stage.base.stage])
        for instruction in stage.all("WORKDIR"):
            text = instruction.arguments.text
            value = stage.expand(text, instruction)
            path = text.strip("\"'") if value.text is None else value.text
            if _is_absolute(path) or (value.text is None and path.startswith("$")):
                known = True
            elif not known and path not in ("", ".", "./"):
                known = True  # what is relative to this one follows from it
                message = f"`{text[:50]}` is relative to the working directory of the base image"
                remedy = f"write `WORKDIR /{text.lstrip('./')[:50]}`, or the path that is meant"
                yield gap(text[:80], message, instruction.arguments.place(), remedy=remedy)
        settled.append(known)


def _is_absolute(path: str) -> bool:
    return path.startswith(("/", "\\")) or (path[1:2] == ":" and path[:1].isalpha())


class _Port(NamedTuple):
    """One port, or a range of them, of EXPOSE. `wrong` says what is the matter with it."""

    first: int
    last: int
    protocol: str
    wrong: str = ""


def _port(text: str) -> _Port:
    ports, slash, protocol = text.partition("/")
    protocol = protocol.lower() if slash else "tcp"
    if ":" in ports:
        return _Port(0, 0, protocol, "names an address or a port of the host, and EXPOSE knows only the container's")
    first, dash, last = ports.partition("-")
    parts = (first, last) if dash else (first,)
    if not all(part.isascii() and part.isdigit() for part in parts):
        return _Port(0, 0, protocol, "is no port number")
    numbers = [int(part[:10]) for part in parts]
    if max(numbers) > _HIGHEST:
        return _Port(0, 0, protocol, f"is no port: the highest is {_HIGHEST}")
    if dash and numbers[0] > numbers[1]:
        return _Port(0, 0, protocol, "is a range that ends before it begins")
    if protocol not in _PROTOCOLS:
        return _Port(0, 0, protocol, f"has none of the protocols {', '.join(_PROTOCOLS)}")
    return _Port(numbers[0], numbers[-1], protocol)


def _exposed(stage: Stage) -> Iterator[tuple[Excerpt, _Port]]:
    """The ports of a stage's EXPOSE whose value is known."""
    for instruction in stage.all("EXPOSE"):
        for word in instruction.words:
            value = stage.expand(word, instruction).text
            for one in value.split() if value else ():  # a variable may hold several
                yield word, _port(one)


@rule(
    "DF033",
    "ssh-port-exposed",
    reads=dockerfiles,
    severity="warning",
    title="The image exposes SSH beside its service",
    risk="a second way in, with keys or passwords of its own, past the service and what watches over it",
    remedy="remove port 22; `docker exec` and `kubectl exec` lead into a container",
    aliases=("CKV_DOCKER_1", "DS-0004", "kics:5907595b-5b6d-4142-b173-dbb0e73fbff8"),
)
def ssh_port_exposed(image: Image, repo: Repository) -> Iterator[Outcome]:
    final = image.final
    if final is None:
        return
    exposed = [(word, port) for stage in final.lineage() for word, port in _exposed(stage)]
    for word, port in exposed:
        if not port.wrong and port.first <= _SSH <= port.last and port.protocol == "tcp":
            if not _serves_ssh(final, len(exposed) == 1, repo):
                yield gap("22", f"{final.called} exposes port {_SSH}, which is SSH", word.place())
            return


def _serves_ssh(stage: Stage, only_port: bool, repo: Repository) -> bool:
    """Whether an SSH server is what the container is for: an agent of a build system, a server for files."""
    if any("sshd" in found.arguments.text for keyword in ("CMD", "ENTRYPOINT") if (found := stage.last(keyword))):
        return True
    if "ssh" in stage.root_base.at.text or "ssh" in stage.path.lower() or re.search(_SERVES_GIT, stage.path):
        return True
    if any(re.search(_SERVES_GIT, one.at.text) for one in stage.all("ENV", "LABEL", "CMD", "ENTRYPOINT")):
        return True
    mine = {one.index for one in stage.lineage()} if only_port else ()
    operations = (one for run in runs(repo, stage.image) if run.stage.index in mine for one in run.operations)
    return any(package.name.startswith(("openssh", "dropbear")) for one in operations for package in one.packages)


@rule(
    "DF034",
    "port-out-of-range",
    reads=dockerfiles,
    severity="warning",
    title="EXPOSE names what is no port",
    risk="the build stops here, or the port stays closed",
    remedy=f"write a number up to {_HIGHEST}, or a range, with `/udp` where it is not TCP",
    aliases=("DL3011", "DS-0008", "kics:71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e"),
)
def port_out_of_range(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage in image.stages:
        for word, port in _exposed(stage):
            if port.wrong:
                yield gap(word.text[:60], f"`{word.text[:30]}` {port.wrong}", word.place())


@rule(
    "DF035",
    "maintainer-deprecated",
    reads=dockerfiles,
    severity="info",
    title="MAINTAINER is deprecated",
    risk="tools that list images by their labels do not find the author",
    remedy='write `LABEL org.opencontainers.image.authors="…"` in its place',
    aliases=("DL4000", "CKV_DOCKER_6", "DS-0022", "kics:99614418-f82b-4852-a9ae-5051402b741c"),
)
def maintainer_deprecated(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage in image.stages:
        for instruction in stage.all("MAINTAINER"):
            yield gap(stage.label, "MAINTAINER has been replaced by a label", instruction.head.place())
