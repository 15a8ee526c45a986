"""A shell script's reads: parameters that it expands and nowhere gives a value, and what happens without them.

`${X:?}` and a guard that exits make one required, and so does `set -u` for every plain expansion; `${X:-d}` is a default.
Source: POSIX, Shell Command Language, 2.6.2 Parameter Expansion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....parsing.shell import parse
from ....parsing.shell_tree import Command, Compound
from .found import Found, is_upper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.excerpt import Excerpt
    from ....core.outcome import Unreadable
    from ....parsing.shell_tree import Expansion, Script, Word
    from .found import Need

_SET_U = pattern(r"-[a-zA-Z]*u[a-zA-Z]*")
_SHEBANG_U = pattern(r"#![^\n]*\s-[a-zA-Z]*u")
_PROCESS = pattern(r"(?m)^(?P<name>[\w-]{1,100}):[ \t]*(?P<command>[^\n]+)$")
_ASSIGNING = frozenset({"read", "mapfile", "readarray", "getopts", "printf", "select", "unset", "local", "declare", "typeset",
                        "export", "readonly"})  # fmt: skip
_ASSIGNMENT = pattern(r"(?m)^[ \t]*(?:(?:export|readonly|declare|typeset)[ \t]+(?:-\w+[ \t]+)*)?(?P<name>[A-Z_][A-Z0-9_]*)\+?=")
_SOURCING = pattern(r"(?m)^[ \t]*(?:source|\.)[ \t]+\S")
_ENDING = frozenset({"exit", "return", "die", "fail", "fatal", "abort", "error", "usage", "error_exit", "err", "bail", "panic"})
_RECKONING = (":", "-", "+", "=")  # how an operator begins that does something where the variable is not set
_MOST = 5000  # words of a script that are looked at


def is_part(text: str) -> bool:
    """Whether a script shares its variables with others: it reads another one in, or has no first line to be run by itself."""
    return not text.startswith("#!") or _SOURCING.search(text) is not None


def assigned(text: str) -> set[str]:
    """The names that a script gives a value somewhere, by the look of its lines."""
    return {match["name"] for match in _ASSIGNMENT.finditer(text)}


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the script or the Procfile, in no order; Unreadable where nothing of it can be read."""
    if excerpt.path.rpartition("/")[2].startswith("Procfile"):
        found: list[Found] = []
        for process in _PROCESS.finditer(excerpt.text):
            found.extend(_all(parse(excerpt.cut(process.start("command"), process.end("command")))))
        return tuple(found)
    script = parse(excerpt)
    if script.problems and not script.parts:
        return script.problems[0]
    return tuple(_all(script))


def _all(script: Script) -> Iterator[Found]:
    own = _assigned(script)
    strict = _is_strict(script)
    guarded = _guarded(script)
    reckoned = {e.name for word in _words(script) for e in word.expansions if e.operator[:1] in _RECKONING}
    for word in _words(script):
        for expansion in word.expansions:
            name = expansion.name
            if not is_upper(name) or name == "_" or (name in own and not _before(own[name], expansion)):
                continue
            need, default = _need(expansion, strict and name not in reckoned)
            if name in guarded and need == "optional":
                need = "required"
            place = script.excerpt.place(expansion.start, expansion.end)
            yield Found(name, place, need, default, _spoken(expansion))


def _spoken(expansion: Expansion) -> str:
    """The form of the expansion: `$X`, `${X:-}`."""
    operator = expansion.operator
    if not operator:
        return "$X"
    return f"${{{operator}X}}" if operator in ("#", "!") else f"${{X{operator if operator[:1] == ':' else operator[:1]}}}"


def _before(assigned: tuple[int, int], expansion: Expansion) -> bool:
    """Whether an expansion comes from the environment though the script assigns the variable: in its own first value, or
    ahead of it, with an operator that reckons with its absence: `X="${X:-d}"`."""
    start, end = assigned
    return expansion.start < end and (expansion.start >= start or expansion.operator[:2] in (":-", "-", ":?", "?", ":="))


def _need(expansion: Expansion, strict: bool) -> tuple[Need, str | None]:
    operator, argument = expansion.operator, expansion.argument
    if operator[:1] in ("-", "?", "=", "+"):  # `${X-/srv}` has no operator `-/`
        operator, argument = operator[:1], operator[1:] + argument
    if operator in (":?", "?"):
        return "required", None
    if operator in (":-", "-", ":=", "="):
        argument = argument.strip("\"'")
        if argument == "":
            return "optional", None
        return "default", None if "$" in argument or "`" in argument else argument
    if operator in (":+", "+"):
        return "optional", None
    return ("required" if strict else "optional"), None


def _words(script: Script) -> Iterator[Word]:
    """Every word that is expanded, whatever it belongs to."""
    seen: set[tuple[int, int]] = set()
    count = 0
    for part in script.parts:
        words = list(part.words)
        if isinstance(part, Command):
            words += [one.value for one in part.assignments]
        for redirect in part.redirects:
            words += [word for word in (redirect.target, redirect.body) if word]
        for word in words:
            count += 1
            if count > _MOST:
                return
            if word.expansions and (word.start, word.end) not in seen:
                seen.add((word.start, word.end))
                yield word


def _assigned(script: Script) -> dict[str, tuple[int, int]]:
    """The variables that the script gives a value, each with the stretch of its first assignment."""
    found: dict[str, tuple[int, int]] = {}

    def note(name: str, start: int, end: int) -> None:
        known = found.get(name)
        if known is None or start < known[0]:
            found[name] = (start, end)

    for part in script.parts:
        if isinstance(part, Compound):
            if part.kind == "for" and part.name:
                note(part.name, part.start, part.start)
            continue
        if part.words and part.assignments and not _declares(part):
            pass  # `X=1 command`: for the command alone
        else:
            for one in part.assignments:
                note(one.name, part.start, one.value.end)
        name = part.name
        if name is not None and name.value in _ASSIGNING:
            for word in part.arguments:
                value = word.value
                if value and value.isidentifier() and name.value not in ("export", "unset", "readonly"):
                    note(value, word.start, word.start)
    return found


def _declares(command: Command) -> bool:
    return command.name is not None and command.name.value in ("export", "local", "declare", "typeset", "readonly")


def _is_strict(script: Script) -> bool:
    """Whether expanding an unset variable ends the script."""
    if any(one.name is not None and one.name.value in ("source", ".") for one in script.commands()):
        return False  # what is read in there sets who knows what
    if _SHEBANG_U.match(script.excerpt.text):
        return True
    for command in script.commands():
        if command.name is not None and command.name.value == "set":
            values = [word.value or "" for word in command.arguments]
            if any(_SET_U.fullmatch(value) for value in values):
                return True
            if any(a == "-o" or a.endswith("o") for a in values) and "nounset" in values:
                return True
    return False


def _guarded(script: Script) -> set[str]:
    """Variables without which the script ends: `[ -z "$X" ] && exit 1`, `if [ -z "$X" ]; then … exit 1`."""
    found: set[str] = set()
    for command in script.commands():
        if command.name is None or command.name.value not in ("[", "[[", "test"):
            continue
        words = [word for word in command.words if word.value not in ("[", "[[", "test", "]", "]]")]
        if len(words) == 3 and words[1].value in ("=", "==", "!=") and words[2].text in ("''", '""'):
            words, missing = [words[1], words[0]], words[1].value != "!="
        elif len(words) == 2 and words[0].value in ("-z", "-n"):
            missing = words[0].value == "-z"
        else:
            continue
        if len(words[1].expansions) != 1:
            continue
        pipeline = command.pipeline
        chain = pipeline.chain
        at = pipeline.position
        wanted = "&&" if missing != pipeline.negated else "||"
        if at < len(chain.operators):
            ending = chain.operators[at] == wanted and _ends(chain.pipelines[at + 1].stages)
        else:
            block = chain.block
            owner = block.owner
            ending = (
                isinstance(owner, Compound)
                and block.role == "condition"
                and wanted == "&&"
                and any(
                    _ends([stage for one in then.chains for pipe in one.pipelines for stage in pipe.stages])
                    for then in owner.blocks[owner.blocks.index(block) + 1 :][:1]
                )
            )
        if ending:
            found.add(words[1].expansions[0].name)
    return found


def _ends(stages: list[Command | Compound]) -> bool:
    """Whether one of these commands ends the script."""
    for stage in stages[:20]:
        if isinstance(stage, Command):
            if stage.name is not None and (stage.name.value or "") in _ENDING:
                return True
        elif stage.kind == "group":
            inner = [one for block in stage.blocks for chain in block.chains for pipe in chain.pipelines for one in pipe.stages]
            if any(isinstance(one, Command) and one.name is not None and one.name.value in _ENDING for one in inner):
                return True
    return False
