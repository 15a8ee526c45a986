"""What the build fetches and takes on trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.shell.commands import base_name
from ...models.shell.files import downloads
from ...parsing.shell_tree import Command
from ...tables.commands import SHELLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.stages import Image, Stage
    from ...models.shell.commands import Invocation
    from ...models.shell.files import Download
    from ...parsing.dockerfile import Instruction

_INTERPRETERS = frozenset({"python", "python2", "python3", "perl", "ruby", "node", "php"})
_KEY_FILES = (".asc", ".gpg", ".key", ".pub", ".pem", ".crt", ".sig")
_CHANGING = ("api.github.com/", "www.random.org/", "worldtimeapi.org/")  # fetched to end the cache, not for what they say
_CHECKS = frozenset("sha256sum sha512sum sha384sum sha1sum md5sum shasum gpg gpgv cosign minisign signify b2sum cksum".split())


@rule(
    "DF043",
    "unverified-download",
    reads=dockerfiles,
    severity="error",
    title="What is downloaded is used unseen",
    risk="whoever gets hold of the address, or of the way to it, is in the image, and tomorrow's build may differ from today's",
    remedy="download a fixed version to a file, compare its checksum, and use it only then",
    aliases=("kics:4b410d24-1cbe-4430-a632-62c9a931cf1c",),
)
def unverified_download(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        seen: set[int] = set()
        for download in downloads(run.invocations):
            runner = _runner(download)
            at = download.invocation.command
            if runner is None or at.excerpt.origin(at.start) in seen:
                continue
            seen.add(at.excerpt.origin(at.start))
            where = _host(download.addresses[0].spoken)
            yield gap(f"{download.tool} | {runner} {where}".strip(), _message(runner, where, download), download.place())
    checking = [run for run in runs(repo, image) if any(one.name in _CHECKS for one in run.invocations)]
    checked = {run.stage.index: run.instruction.line for run in checking}  # the last of each stage
    for stage in image.stages:
        for instruction in stage.instructions:
            add = instruction.trigger or instruction
            if add.keyword == "ADD" and not add.flag("checksum"):
                yield from _added(stage, add, checked)


def _message(runner: str, where: str, download: Download) -> str:
    what = f"`{runner}` runs whatever {where or 'this address'} sends"
    if download.addresses[0].spoken.lower().startswith("http://"):
        return f"{what}, without encryption on the way"
    given = download.arguments
    if given.has("--insecure", "--no-check-certificate") or (download.tool == "curl" and given.has("-k")):
        return f"{what}, and who that is is not checked"
    return what


def _runner(download: Download) -> str | None:
    """The program that is given the download to run: right of a pipe, or around a substitution."""
    for reader in download.piped:
        if reader.name in _CHECKS:
            return None
        if _reads_program(reader):
            return reader.name
    block = download.invocation.command.inside("substitution")
    owner = block.owner if block else None
    if download.piped or download.output or not isinstance(owner, Command) or not owner.words:
        via = download.invocation.via
        return None if via is None or download.output or not block else via.name
    name = base_name(owner.words[0])
    if name in ("eval", "source", "."):
        return name
    given = block is None or block.operator[:1] == "<" or any(word.value == "-c" for word in owner.words)
    return name if name in SHELLS and given else None


def _reads_program(reader: Invocation) -> bool:
    values = reader.values
    if reader.name in SHELLS:
        return "-c" not in values and ("-s" in values or not values or values[0][:1] == "-" or values[0].startswith("/dev/"))
    if reader.name not in _INTERPRETERS:
        return False
    return not values or values[0] in ("-", "--") or values[0].startswith("/dev/stdin")


def _host(address: str) -> str:
    """The host of an address; empty where a variable gives it."""
    rest = address.partition("://")[2]
    host = rest.partition("/")[0].rpartition("@")[2]
    return "" if "$" in host or not host else host[:60]


def _added(stage: Stage, add: Instruction, checked: dict[int, int]) -> Iterator[Outcome]:
    if checked.get(stage.index, 0) > add.line:
        return  # a later step of the stage compares sums or signatures, presumably this file's
    for word in add.words[:-1]:
        address = (stage.expand(word, add).text or word.text).strip("\"'")
        lower = address.lower()
        if not lower.startswith(("http://", "https://")) or lower.partition("#")[0].endswith((".git", *_KEY_FILES)):
            continue
        if any(place in lower for place in _CHANGING):
            continue
        name = address.partition("?")[0].rstrip("/").rpartition("/")[2]
        remedy = "write `ADD --checksum=sha256:…` with the sum of the version that is meant"
        yield gap(word.text[:80], f"`{name[:40]}` is taken as it comes: ADD has no `--checksum`", word.place(), remedy=remedy)
