"""What Docker refuses, or takes for something else than was meant."""

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
    from ...models.images.stages import Image
    from ...parsing.dockerfile import Instruction, Problem

_WHOLE_FILE = ("empty", "no-from", "before-from")
_NEED_VALUE = ("from", "chown", "chmod", "checksum", "platform", "mount", "network", "security", "exclude")


@rule(
    "DF001",
    "invalid-dockerfile",
    reads=dockerfiles,
    severity="warning",
    title="Docker cannot build this file",
    risk="the build stops here, or stops the pipeline of whoever pulls this change",
    remedy="correct the instruction; the Dockerfile reference has its form",
    aliases=("DL1000", "DL3043", "DL3061"),
)
def invalid_dockerfile(image: Image, repo: Repository) -> Iterator[Outcome]:
    file = image.dockerfile
    if file.source.encoding == "utf-16":
        remedy = "save the file as UTF-8; editors and PowerShell on Windows may need to be told so"
        yield gap("encoding", "the file is UTF-16, and Docker reads UTF-8 only", file.source.whole().place(0, 1), remedy=remedy)
        return
    refused = [problem for problem in file.problems if problem.refuses]
    if not refused and not any(flag.value is None for instruction in file.instructions for flag in instruction.flags):
        return
    kinds = {problem.kind for problem in refused}
    if kinds & {"empty", "no-from"} and _is_template(image):
        return
    mistyped = {problem.at.line for problem in refused if problem.kind == "unknown-instruction"}
    for problem in refused:
        told = "no-from" in kinds or problem.at.line in mistyped
        if (problem.kind == "before-from" and told) or (problem.kind == "no-from" and problem.at.line in mistyped):
            continue  # the same mistake, told already
        at = problem.at.strip()
        yield gap(_symbol(problem), problem.message, at.place(), remedy=_remedy(problem))
    for instruction in file.instructions:
        yield from _without_value(instruction)


def _is_template(image: Image) -> bool:
    """Whether a file that is no whole Dockerfile is a piece that some program makes one of."""
    path = image.path.lower()
    return "template" in path or "tmpl" in path or "{{" in image.dockerfile.source.text


def _symbol(problem: Problem) -> str:
    """The kind, and for a part of the file the word with which that begins, so that it outlives an edit elsewhere."""
    if problem.kind in _WHOLE_FILE:
        return problem.kind
    words = problem.at.text.split(maxsplit=1)
    return f"{problem.kind} {words[0][:40]}" if words else problem.kind


def _remedy(problem: Problem) -> str:
    if problem.kind != "unknown-instruction":
        return _REMEDIES.get(problem.kind, "")
    from ...core.suggest import nearest
    from ...parsing.dockerfile import KEYWORDS

    word = problem.at.text.split(maxsplit=1)[0]
    meant = nearest(word, KEYWORDS)
    if meant:
        return f"write {meant}"
    return "write an instruction; a line that goes on from the one above needs `\\` at that one's end"


_REMEDIES = {
    "empty": "begin with FROM, or remove the file",
    "no-from": "begin with FROM and the image to start from, or with `FROM scratch`",
    "before-from": "move it below a FROM",
    "unterminated-heredoc": "close it by a line that holds the word alone, without white space around it",
    "stage-name": "begin the name with a letter; then letters, digits, `.`, `_` and `-`",
    "from-arguments": "write `FROM image` or `FROM image AS name`",
    "shell-not-json": 'write a JSON array, such as `SHELL ["/bin/bash", "-c"]`',
    "missing-value": "write `name=value`; an empty value is `name=`",
    "health-check": "write `HEALTHCHECK CMD command` or `HEALTHCHECK NONE`",
    "nested-json": "write strings only, each in double quotes",
    "long-line": "break the line with the escape character, or move what it says into a file",
}


def _without_value(instruction: Instruction) -> Iterator[Outcome]:
    """`--from build`: Docker wants the value behind `=`, and takes the next word for a source."""
    for flag in instruction.flags:
        if flag.value is None and flag.name in _NEED_VALUE:
            message = f"`--{flag.name}` of {instruction.keyword} has no value; that stands behind `=`"
            symbol = f"flag-value {instruction.keyword} --{flag.name}"
            yield gap(symbol, message, flag.at.place(), remedy=f"write `--{flag.name}=…`")


@rule(
    "DF037",
    "instruction-swallowed-by-continuation",
    reads=dockerfiles,
    severity="error",
    title="An instruction is taken for a part of the one above",
    risk="the step never runs, and its words become arguments of the command above",
    remedy="remove the `\\` at the end of the line above",
)
def swallowed_instruction(image: Image, repo: Repository) -> Iterator[Outcome]:
    for instruction in image.dockerfile.instructions:
        for line in instruction.swallowed:
            found = line.strip()
            keyword = found.text.split(maxsplit=1)[0]
            if _is_shell_text(instruction, keyword) or _begins_here(instruction, found):
                continue
            yield gap(
                f"{keyword} in {instruction.keyword}",
                f"this {keyword} is a part of the {instruction.keyword} above, which ends in `{image.dockerfile.escape}`",
                found.place(0, len(keyword)),
                instruction.head.place(label=f"this {instruction.keyword} goes on to there"),
                remedy=f"remove the `{image.dockerfile.escape}` at the end of the last line before it",
            )


def _begins_here(instruction: Instruction, line: Excerpt) -> bool:
    """Whether the line is what HEALTHCHECK and ONBUILD want: `HEALTHCHECK --interval=1m \\`, and CMD below."""
    return instruction.keyword in ("HEALTHCHECK", "ONBUILD") and instruction.arguments.strip().origin(0) == line.origin(0)


def _is_shell_text(instruction: Instruction, keyword: str) -> bool:
    """Whether the word may be a command or an argument that happens to be called like an instruction: `add`, `user`."""
    return not keyword.isupper() and instruction.keyword not in ("FROM", "COPY", "ADD", "WORKDIR", "USER", "EXPOSE", "VOLUME")
