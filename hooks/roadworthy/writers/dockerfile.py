"""What can be changed in a Dockerfile without looking at what it builds: words that mean the same, and a missing `-y`."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.patterns import pattern
from ..models.images.dockerfiles import runs
from ..models.images.stages import image_file
from ..parsing.dockerfile import parse
from .edits import Edit
from .fixes import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.excerpt import Excerpt, Place, Source
    from ..core.finding import Finding
    from ..core.repository import Repository
    from ..models.images.dockerfiles import Run
    from ..models.images.stages import Image
    from ..models.shell.packages import PackageOperation
    from ..parsing.dockerfile import Instruction

AUTHORS = "org.opencontainers.image.authors"
_ARCHIVES = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"PK\x03\x04")  # gzip, bzip2, xz, zstd, zip
_TAR, _TAR_AT = b"ustar", 257
# Managers that take the option behind the verb.
_BEHIND_VERB = frozenset(("apt-get", "apt", "aptitude", "yum", "dnf", "tdnf", "pip", "conda", "mamba", "micromamba"))
_NO_CACHE = {("apk", "add"): "--no-cache", ("pip", "install"): "--no-cache-dir"}
_OLD_ALPINE = pattern(r"v?(?:2\.|3\.[0-2](?:\D|$))")
_NAME = pattern(r"[^\"'\\$`\r\n]{1,300}")


def copy_for_add(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """COPY in the place of ADD, where no source can be an archive that ADD would unpack."""
    for image, add in _instructions(repo, findings):
        if add.keyword == "ADD" and all(_is_no_archive(repo, image.path, word.text) for word in add.words[:-1]):
            yield Fix(image.path, "COPY in the place of ADD", (_keyword(add, "COPY"),), same_image)


def label_for_maintainer(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """`LABEL org.opencontainers.image.authors="…"` in the place of MAINTAINER, where there is no such label."""
    labelled: dict[str, bool] = {}
    for image, maintainer in _instructions(repo, findings):
        named = maintainer.arguments.text.strip()
        if named[:1] == named[-1:] and named[:1] in ('"', "'"):
            named = named[1:-1]
        if image.path not in labelled:
            labels = (pair.key.text for stage in image.stages for label in stage.all("LABEL") for pair in label.pairs)
            labelled[image.path] = AUTHORS in labels
        alone = maintainer.keyword == "MAINTAINER" and "\n" not in maintainer.at.text.rstrip("\r\n")
        if alone and _NAME.fullmatch(named) and not labelled[image.path]:
            start, end = _stretch(maintainer.arguments)
            edit = Edit(image.path, start, end, f'{AUTHORS}="{named}"')
            yield Fix(image.path, "MAINTAINER is a label", (_keyword(maintainer, "LABEL"), edit), same_image)


def answered_beforehand(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """The option that answers a package manager's question, behind its verb."""
    for finding, run, operation in _operations(repo, findings):
        option = finding.remedy.partition("`")[2].partition("`")[0]
        if option.startswith("-") and operation.manager in _BEHIND_VERB and (edit := _option(operation, option)):
            yield Fix(run.stage.path, f"`{operation.manager} {operation.verb}` asks no questions", (edit,), same_image)


def without_cache(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """`apk add --no-cache` and `pip install --no-cache-dir`. An index that `apk update` fetched in the same RUN would stay."""
    for _, run, first in _operations(repo, findings):
        option = _NO_CACHE.get((first.manager, first.verb), "")
        if first.manager == "apk" and (_is_old_alpine(run) or any(one.action == "update" for one in run.operations)):
            continue
        alike = [
            one for one in run.operations if (one.manager, one.verb) == (first.manager, first.verb) and not one.has(option)
        ]
        edits = [_option(one, option) for one in alike] if option else []
        if edits and None not in edits:
            note = f"`{first.manager} {first.verb}` keeps no cache"
            yield Fix(run.stage.path, note, tuple(edit for edit in edits if edit), same_image)


def _operations(repo: Repository, findings: Sequence[Finding]) -> Iterator[tuple[Finding, Run, PackageOperation]]:
    """The run of a package manager that each finding points at."""
    by_path: dict[str, dict[Place, Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.place.path, {})[finding.place] = finding
    for path, at in by_path.items():
        image = repo.ask(image_file, path)
        for run in () if isinstance(image, Unreadable) else runs(repo, image):
            for operation in run.operations:
                if finding_here := at.get(operation.place()):
                    yield finding_here, run, operation


def _option(operation: PackageOperation, option: str) -> Edit | None:
    """An option behind the verb; None where the verb is not written as one word."""
    verb = next(iter(operation.arguments.operands), None)
    if verb is None or verb.text != operation.verb:
        return None
    after = verb.excerpt.origin(verb.end - 1) + 1
    return Edit(verb.excerpt.path, after, after, f" {option}")


def _is_old_alpine(run: Run) -> bool:
    """Whether the base is Alpine before 3.3, whose apk knows no `--no-cache`."""
    image = run.stage.root_base.image
    return image is not None and image.familiar == "alpine" and bool(_OLD_ALPINE.match(image.tag or ""))


def same_image(before: Source, after: Source) -> str:
    """Why the changed Dockerfile will not do: empty where it has the same instructions, by the same or a better name."""
    old, new = parse(before), parse(after)
    if len(new.problems) > len(old.problems):
        return "the result would be no valid Dockerfile"
    renamed = {"ADD": "COPY", "MAINTAINER": "LABEL"}
    pairs = list(zip(old.instructions, new.instructions))
    same = len(old.instructions) == len(new.instructions) and all(
        a.keyword == b.keyword or renamed.get(a.keyword) == b.keyword for a, b in pairs
    )
    return "" if same else "the result would be other instructions"


def _instructions(repo: Repository, findings: Sequence[Finding]) -> Iterator[tuple[Image, Instruction]]:
    """The instructions at whose keywords the findings point."""
    for path in dict.fromkeys(finding.place.path for finding in findings):
        image = repo.ask(image_file, path)
        if isinstance(image, Unreadable):
            continue
        lines = {finding.place.line for finding in findings if finding.place.path == path}
        for stage in image.stages:
            yield from ((image, instruction) for instruction in stage.instructions if instruction.line in lines)


def _keyword(instruction: Instruction, keyword: str) -> Edit:
    start, end = _stretch(instruction.head)
    return Edit(instruction.path, start, end, keyword.lower() if instruction.head.text.islower() else keyword)


def _stretch(excerpt: Excerpt) -> tuple[int, int]:
    return excerpt.origin(0), excerpt.origin(len(excerpt.text) - 1) + 1


def _is_no_archive(repo: Repository, dockerfile: str, written: str) -> bool:
    """Whether what is added is a folder or a file that ADD does not unpack. ADD goes by the content, whatever the name."""
    name = written.strip("\"'")
    if "$" in name or "*" in name or "?" in name or "[" in name:
        return False
    for folder in dict.fromkeys((posixpath.dirname(dockerfile), "")):
        path = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
        if not repo.exists(path):
            continue
        try:
            content = repo.tree.read(path)
        except OSError as error:
            if "folder" not in str(error):
                return False
            continue
        if content.startswith(_ARCHIVES) or content.startswith(_TAR, _TAR_AT):
            return False
    return (
        name in (".", "./") or name.endswith("/") or repo.exists(_beside(dockerfile, name)) or "." in posixpath.basename(name)
    )


def _beside(dockerfile: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(dockerfile), name.lstrip("/")))
