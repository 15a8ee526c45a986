"""Whether a command that fails makes its script fail, by the shell's rules for lists, pipes and `set -e`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.shell_tree import Block, Command, Compound
from ...tables.commands import SUCCEEDING

if TYPE_CHECKING:
    from typing import Literal

    from ...parsing.shell_tree import Chain, Pipeline, Positioned, Script
    from .commands import Invocation

    Reason = Literal["alternative", "pipe", "negated", "background", "condition", "later", "substitution", "ignored"]
    Options = tuple[bool, bool]  # errexit, pipefail

# Kept as text, compiled by `re` when first needed: most runs ask none of them.
_SHEBANG = r"#![^\n]*[/ ](?:ba|da|a|k|z)?sh((?:[ \t]+-\w+(?:[ \t]+\w+)?)*)"
_STATUS = r"\$\{?(?:\?|PIPESTATUS)"
_PIPE_STATUS = r"\$\{?PIPESTATUS"


class Swallowed(NamedTuple):
    """Why a failure goes unnoticed, and by what.

    `alternative`: the last `||` leads to something that succeeds. `pipe`: not the last command of a pipeline, and no
    pipefail. `negated`: `!`. `background`: `&`, and no `wait` for it. `condition`: of an `if` or loop that goes on either
    way. `later`: other commands follow and decide the status; without `set -e` that is every command but the last, with it
    one that is followed by `&&`. `substitution`: in the words of a command that does not look at it. `ignored`: what runs the
    text goes on, as make does after a line with `-` before it.
    """

    reason: Reason
    by: Positioned


class Failures:
    """Answers for the commands of one script whose shell begins with `errexit` and `pipefail`; `set` and `#!` are followed.

    All other commands are taken to succeed. What becomes of a function's status is its caller's affair: that is no reason.
    """

    def __init__(self, script: Script, errexit: bool = False, pipefail: bool = False) -> None:
        text = script.excerpt.text
        shebang = re.match(_SHEBANG, text) if text.startswith("#!") else None
        begin = (errexit, pipefail)
        if shebang:
            begin = _set(shebang.group(1).split(), begin)
        self._now: dict[Block, Options] = {script.body: begin}  # by shell process
        self._entered: dict[Block, Options] = {script.body: begin}
        self._at: dict[Command, Options] = {}
        for command in script.commands():
            self._follow(command)

    def _follow(self, command: Command) -> None:
        shell = command.block.shell
        missing: list[Block] = []
        while shell not in self._now:
            missing.append(shell)
            outer = shell.outer
            if outer is None:
                break
            shell = outer.shell
        options = self._now.get(shell, (False, False))
        for inner in reversed(missing):
            self._now[inner] = self._entered[inner] = options
        self._at[command] = options
        if command.words and command.words[0].value == "set":
            self._now[command.block.shell] = _set([word.spoken for word in command.words[1:]], options)

    def options(self, command: Command) -> Options:
        """`(errexit, pipefail)` when the command runs."""
        return self._at[command]

    def swallowed(self, command: Command) -> Swallowed | None:
        """Why the command's failure cannot fail the script; None where it can, or where that is not known."""
        stage: Command | Compound = command
        errexit, pipefail = self._at[command]
        while True:
            pipeline = stage.pipeline
            chain = pipeline.chain
            block = chain.block
            if stage.position < len(pipeline.stages) - 1 and not pipefail:
                asked = block.chains[chain.position : chain.position + 2]
                return None if any(_mentions(_PIPE_STATUS, c) for c in asked) else Swallowed("pipe", pipeline.stages[-1])
            verdict = _chain(pipeline)
            if verdict is None:
                return None
            swallowed, final = verdict
            if block.role == "condition" and chain is block.chains[-1]:
                return _condition(block, swallowed is not None)
            if swallowed:
                return swallowed
            if chain.terminator == "&":
                return None if _waits(chain) else Swallowed("background", stage)
            later = [c for c in block.chains[chain.position + 1 :] if not _only_defines(c)]
            if errexit and final and not _errexit_ignored(block):
                block = block.shell
            elif later:
                return None if _mentions(_STATUS, later[0]) else Swallowed("later", later[-1].pipelines[0].stages[0])
            if block.role in ("script", "function"):
                return None
            owner = block.owner
            if block.role == "substitution" and not _assigned(block):
                return Swallowed("substitution", owner or block)
            if owner is None:
                return None
            if block.shell is block:
                outer = owner.pipeline.chain.block.shell
                errexit, pipefail = self._entered.get(block, self._now.get(outer, (False, False)))
            stage = owner


def swallowed(invocation: Invocation, errexit: bool = False, pipefail: bool = False) -> Swallowed | None:
    """Why the failure of a command cannot fail the outermost script, looking through `sh -c "…"` and the like."""
    here: Invocation | None = invocation
    while here:
        via = here.via
        options = (via.errexit, via.pipefail) if via else (errexit, pipefail)
        reason = Failures(here.script, *options).swallowed(here.command)
        if reason:
            return reason
        here = via
    return None


def _set(words: list[str], options: Options) -> Options:
    """What `set` with these words makes of the options."""
    errexit, pipefail = options
    following = iter(words)
    for word in following:
        if word == "--" or word[:1] not in ("-", "+") or len(word) < 2:
            break
        on = word[0] == "-"
        for letter in word[1:]:
            if letter == "e":
                errexit = on
            elif letter == "o":
                name = next(following, "")
                errexit = on if name == "errexit" else errexit
                pipefail = on if name == "pipefail" else pipefail
    return errexit, pipefail


def _chain(pipeline: Pipeline) -> tuple[Swallowed | None, bool] | None:
    """What becomes of a chain in which this pipeline fails, all others succeed.

    None: the script fails, or an unknown fallback decides. Otherwise what swallows the failure, and whether the chain's
    status comes from its last pipeline, for only then `set -e` looks at it.
    """
    chain = pipeline.chain
    failing = not pipeline.negated
    cause: Swallowed | None = None if failing else Swallowed("negated", pipeline.stages[0])
    ran = pipeline.position
    doubtful = False  # a fallback ran of which nobody knows how it ends
    for i in range(pipeline.position, len(chain.pipelines) - 1):
        if (chain.operators[i] == "&&") == failing:
            continue
        following = chain.pipelines[i + 1]
        outcome = _outcome(following)
        ran = i + 1
        if outcome == "exits":
            return None
        if outcome == "fails":
            failing = True
        elif failing and outcome == "unknown":
            doubtful = True
        elif failing:
            failing = False
            cause = Swallowed("alternative", following.stages[-1])
    if failing and doubtful:
        return None
    if failing:
        return None, ran == len(chain.pipelines) - 1
    return cause, True


def _outcome(pipeline: Pipeline) -> Literal["succeeds", "fails", "exits", "unknown"]:
    """What is known of a pipeline's status; `exits`: it ends the script, failing."""
    while True:
        stage = pipeline.stages[-1]
        if isinstance(stage, Command):
            name = stage.words[0].value if stage.words else None
            if name in ("exit", "return"):
                return "succeeds" if len(stage.words) > 1 and stage.words[1].value == "0" else "exits"
            if name in SUCCEEDING:
                return "fails" if pipeline.negated else "succeeds"
            return "fails" if name == "false" else "unknown"
        if stage.kind not in ("group", "subshell") or not stage.blocks or not stage.blocks[0].chains:
            return "unknown"
        chains = stage.blocks[0].chains
        if any(_exits(chain) for chain in chains):
            return "exits"
        if len(chains[-1].pipelines) > 1:
            return "unknown"
        pipeline = chains[-1].pipelines[-1]


def _exits(chain: Chain) -> bool:
    """Whether a chain holds an `exit` or `return` with something else than 0."""
    for pipeline in chain.pipelines:
        for stage in pipeline.stages:
            if isinstance(stage, Command) and stage.words and stage.words[0].value in ("exit", "return"):
                return len(stage.words) < 2 or stage.words[1].value != "0"
    return False


def _assigned(substitution: Block) -> bool:
    """Whether its status becomes that of a command: `x=$(…)` and nothing else (POSIX 2.9.1)."""
    owner = substitution.owner
    return isinstance(owner, Command) and not owner.words and substitution.operator[:1] not in ("<", ">")


def _condition(block: Block, turned: bool) -> Swallowed | None:
    """For the last command of a condition: a loop that waits for it, or a branch that ends the script, takes note of it."""
    compound = block.owner
    if not isinstance(compound, Compound):
        return None
    if compound.kind == "until" or (compound.kind == "while" and turned):
        return None
    if any(_exits(chain) for part in compound.blocks if part.role != "condition" for chain in part.chains):
        return None
    if any(_mentions(_STATUS, chain) for part in compound.blocks if part.role != "condition" for chain in part.chains):
        return None
    return Swallowed("condition", compound)


def _waits(chain: Chain) -> bool:
    """Whether a later `wait` with an argument takes the status of a background command."""
    for later in chain.block.chains[chain.position + 1 :]:
        for pipeline in later.pipelines:
            for stage in pipeline.stages:
                if isinstance(stage, Command) and len(stage.words) > 1 and stage.words[0].value == "wait":
                    return True
    return False


def _mentions(parameter: str, chain: Chain) -> bool:
    """Whether a chain looks at the status of what ran before."""
    first, last = chain.pipelines[0].stages[0], chain.pipelines[-1].stages[-1]
    return re.search(parameter, first.excerpt.text[first.start : max(first.end, last.end)]) is not None


def _only_defines(chain: Chain) -> bool:
    stage = chain.pipelines[0].stages[0]
    return isinstance(stage, Compound) and stage.kind == "function"


def _errexit_ignored(block: Block) -> bool:
    """Whether `set -e` is out of force: in a condition, after `!`, or left of `&&` and `||` (POSIX, `set -e`, 1 to 3)."""
    while True:
        if block.role == "condition":
            return True
        owner = block.owner
        if owner is None or block.role == "function":
            return False
        pipeline = owner.pipeline
        if block.role != "substitution" and (pipeline.negated or pipeline.position < len(pipeline.chain.pipelines) - 1):
            return True
        block = pipeline.chain.block
