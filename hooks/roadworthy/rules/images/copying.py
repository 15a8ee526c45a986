"""How files get into the image: ADD where COPY is meant, and several sources for one destination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.images.dockerfiles import dockerfiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.stages import Image, Stage
    from ...parsing.dockerfile import Instruction

_REMOTE = ("http://", "https://", "ftp://", "git://", "ssh://", "git@")
# What ADD unpacks, or may unpack: it looks at the content, whatever the name says.
_ARCHIVES = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tlz", ".tzst", ".gz", ".bz2", ".xz", ".lzma", ".zst")
_ONLY_ADD = ("checksum", "keep-git-dir", "unpack")


@rule(
    "DF021",
    "add-for-local-files",
    reads=dockerfiles,
    severity="info",
    title="ADD is used where COPY does the same",
    risk="archives are unpacked by ADD and addresses fetched, so another source may arrive as something else",
    remedy="write COPY; keep ADD for archives that are to be unpacked, and for addresses",
    aliases=("DL3020", "CKV_DOCKER_4", "DS-0005", "kics:9513a694-aa0d-41d8-be61-3271e056f36b"),
)
def add_for_local_files(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage, add in _instructions(image, "ADD"):
        if len(add.words) < 2 or any(add.flag(name) for name in _ONLY_ADD):
            continue
        sources, destination = add.words[:-1], add.words[-1].text
        if all(_is_plain(stage, add, source, destination) for source in sources):
            what = f"`{_shown(sources[0].text)}`" if len(sources) == 1 else f"{len(sources)} sources"
            remedy = "write COPY in the place of ADD; the rest of the line stays as it is"
            message = f"ADD takes {what} from the build context, which is COPY's task"
            yield gap(sources[0].text, message, add.head.place(), remedy=remedy)


def _is_plain(stage: Stage, add: Instruction, source: Excerpt, destination: str) -> bool:
    """Whether ADD does nothing with this source that COPY does not do."""
    text = source.text
    if text.startswith("<<"):
        return False
    value = stage.expand(text, add).text
    name = (text if value is None else value).strip("\"'")
    lower = name.lower()
    if lower.startswith(_REMOTE) or lower.endswith(_ARCHIVES) or any(f"{archive}." in lower for archive in (".tar", ".tgz")):
        return False
    if value is None and "$" in name:
        if name.startswith("$") and "/" not in name and not _is_file_name(destination):
            return False  # it may be an address, or an archive
        return not name.endswith(("}", "*")) or _is_file_name(destination) or "/" in name
    return not name.endswith("*")  # may take in an archive


def _is_file_name(destination: str) -> bool:
    name = destination.strip("\"'").rpartition("/")[2]
    return "." in name.strip(".") and "$" not in name.rpartition(".")[2]


@rule(
    "DF032",
    "copy-destination-no-folder",
    reads=dockerfiles,
    severity="warning",
    title="Several sources are copied to what is not written as a folder",
    risk="builders refuse it, or write one file over the other",
    remedy="end the destination with `/`",
    aliases=("DL3021", "DS-0011", "kics:6db6e0c2-32a3-4a2e-93b5-72c35f4119db"),
)
def copy_destination_no_folder(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage, copy in _instructions(image, "COPY", "ADD"):
        if len(copy.words) < 3 or any(flag.value is None for flag in copy.flags if flag.name == "from"):
            continue  # `--from build` makes a source of the stage: another mistake
        last = copy.words[-1]
        destination = stage.expand(last.text, copy).text
        if destination is None or destination.endswith(("/", "\\")) or destination in (".", ".."):
            continue
        if destination.endswith(("/.", "/..", "\\.")):
            continue
        message = f"{len(copy.words) - 1} sources go to `{_shown(last.text)}`, which does not end with `/`"
        yield gap(last.text, message, last.place(), remedy=f"write the destination as `{_shown(last.text)}/`")


def _instructions(image: Image, *keywords: str) -> Iterator[tuple[Stage, Instruction]]:
    for stage in image.stages:
        for instruction in stage.instructions:
            held_back = instruction.trigger or instruction
            if held_back.keyword in keywords:
                yield stage, held_back


def _shown(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"
