"""Files of named recipes: Makefile, justfile, Taskfile. Each recipe is shell texts, after those of what it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from ..pipeline.script import ShellText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.repository import Repository
    from ...parsing.yaml import Tree

LONGEST = 1_000_000  # characters of a file that are read
MOST_RECIPES = 5_000
_RULE = pattern(
    r"(?P<targets>[A-Za-z0-9_.%/$(){} -]{1,500}?)\s*::?(?!=)(?P<needs>[^=;#\n]{0,2000})(?:;(?P<inline>[^\n]*))?(?:#.*)?$"
)
_VARIABLE = pattern(r"(?:export\s+|override\s+)?([A-Za-z_][\w.]{0,100})\s*(\?=|:=|::=|=|\+=)[ \t]*([^\n]{0,500})")
_REFERENCE = pattern(r"\$\$|\$\(([A-Za-z_][\w.]{0,100})\)|\$\{([A-Za-z_][\w.]{0,100})\}|\$\([^()\n]{0,300}\)|\$[@<^*+?]")
_JUST = pattern(
    r"@?([A-Za-z_][\w-]{0,100})((?:\s+[*+$]?[\w-]+(?:=(?:'[^'\n]*'|\"[^\"\n]*\"|[^\s:]*))?){0,20})\s*:(?!=)([^\n#]{0,500})"
)


class Recipe(NamedTuple):
    """One target: the texts that it runs, and the targets that come before (`needs`) and after (`then`) them."""

    texts: tuple[ShellText, ...]
    needs: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


def makefile(repo: Repository, path: str) -> dict[str, Recipe]:
    """A fact: the targets of a Makefile, in order. Pattern rules are left out; variables given a plain text are filled in."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return {}
    whole = source.whole().cut(0, LONGEST)
    variables = {"MAKE": "make"}
    found: dict[str, tuple[list[ShellText], list[str]]] = {}
    current: list[str] = []
    for start, end in _logical_lines(whole.text):
        line = whole.text[start:end]
        if line.startswith("\t"):
            if current:
                text = _recipe_line(whole, start, end, variables, path, current[0])
                for target in current:
                    if text:
                        found[target][0].append(text)
            continue
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if given := _VARIABLE.match(line):
            if given[2] != "+=" and "$" not in given[3]:
                variables.setdefault(given[1], given[3].split("#")[0].strip())
            continue
        rule = _RULE.match(line.replace("\\\n", "  "))
        if rule is None:
            if not stripped.startswith(("if", "else", "endif", "include", "-include", "sinclude", "define", "endef", "export")):
                current = []
            continue
        current = []
        for target in rule["targets"].split():
            if "%" in target or (target.startswith(".") and "/" not in target) or len(found) >= MOST_RECIPES:
                continue
            needs = [one for one in rule["needs"].split() if one != "|" and "=" not in one]
            found.setdefault(target, ([], []))[1].extend(needs)
            current.append(target)
        if rule["inline"] and current:
            at = start + line.find(";") + 1
            text = _recipe_line(whole, at, end, variables, path, current[0])
            if text:
                for target in current:
                    found[target][0].append(text)
    return {name: Recipe(tuple(texts), tuple(needs)) for name, (texts, needs) in found.items()}


def _logical_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each line with those that it goes on in."""
    at = 0
    while at < len(text):
        end = at
        while True:
            found = text.find("\n", end)
            end = len(text) if found < 0 else found
            if end > at and text[end - 1] == "\\" and end < len(text):
                end += 1
                continue
            break
        yield at, end
        at = end + 1


def _recipe_line(whole: Excerpt, start: int, end: int, variables: dict[str, str], path: str, target: str) -> ShellText | None:
    text = whole.text
    ignored = False
    while start < end and text[start] in "\t @+-":
        ignored = ignored or text[start] == "-"
        start += 1
    if start >= end or text[start] == "#":
        return None
    line = whole.cut(start, end)
    edits = [(match.start(), match.end(), _filled(match, variables)) for match in _REFERENCE.finditer(line.text)]
    edits += [(match.start() + 2, match.end(), "") for match in re.finditer(r"\\\n\t", line.text)]
    return ShellText(line.splice(sorted(edits)) if edits else line, ignored=ignored, mark=(path, target))


def _filled(match: re.Match[str], variables: dict[str, str]) -> str:
    """What a reference of make becomes for the shell: its text where that is known, else a variable of the shell."""
    written = match[0]
    if written == "$$":
        return "$"
    name = match[1] or match[2]
    if name is None:
        return "${make}"
    return variables.get(name) or "${" + name.replace(".", "_") + "}"


def justfile(repo: Repository, path: str) -> dict[str, Recipe]:
    """A fact: the recipes of a justfile, in order: https://just.systems/man/en/"""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return {}
    whole = source.whole().cut(0, LONGEST)
    found: dict[str, tuple[list[ShellText], tuple[str, ...], tuple[str, ...]]] = {}
    current = ""
    shebang = False
    for start, end in _logical_lines(whole.text):
        line = whole.text[start:end]
        if not line.strip():
            continue
        if line[0] in " \t":
            if not current:
                continue
            at = start + len(line) - len(line.lstrip(" \t"))
            texts = found[current][0]
            if whole.text.startswith("#!", at):
                shebang = True
                if not whole.text[at:end].rstrip().endswith(("sh", "-e")) and "sh " not in whole.text[at:end]:
                    current = ""  # a program of another language
                continue
            if shebang and texts:
                first = texts[0].text.origin(0)
                texts[0] = texts[0]._replace(text=whole.cut(first, end))
                continue
            ignored = False
            while at < end and whole.text[at] in "@-":
                ignored = ignored or whole.text[at] == "-"
                at += 1
            edits = [(m.start(), m.end(), "${just}") for m in re.finditer(r"\{\{[^{}\n]{0,200}\}\}", whole.text[at:end])]
            text = whole.cut(at, end)
            texts.append(ShellText(text.splice(edits) if edits else text, ignored=ignored, mark=(path, current)))
            continue
        current, shebang = "", False
        rule = _JUST.match(line)
        if (
            rule
            and not line.startswith(("#", "[", "set ", "export ", "alias ", "import ", "mod "))
            and len(found) < MOST_RECIPES
        ):
            before, _, after = rule[3].partition("&&")
            current = rule[1]
            found[current] = ([], _names(before), _names(after))
    return {name: Recipe(tuple(texts), needs, then) for name, (texts, needs, then) in found.items()}


def _names(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Za-z_][\w-]*", re.sub(r"\(([\w-]+)[^()]*\)", r"\1", text)))


def taskfile(repo: Repository, path: str) -> dict[str, Recipe]:
    """A fact: the tasks of a Taskfile: https://taskfile.dev/docs/reference/schema"""
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    tasks = root.get("tasks") if isinstance(root, Mapping) else None
    found: dict[str, Recipe] = {}
    for key, body in tasks.pairs() if isinstance(tasks, Mapping) else ():
        texts: list[ShellText] = []
        needs: list[str] = []
        for name in ("deps", "cmds", "cmd"):
            listed = body if not isinstance(body, Mapping) else body.get(name)
            if not isinstance(body, Mapping) and name != "cmds":
                continue
            for item in listed if isinstance(listed, Sequence) else (listed,):
                _task_entry(item, name == "deps", texts, needs, (path, key.text))
        found[key.text] = Recipe(tuple(texts), tuple(needs))
    return found


def _task_entry(item: Tree | None, dependency: bool, texts: list[ShellText], needs: list[str], mark: tuple[str, str]) -> None:
    ignored = False
    if isinstance(item, Mapping):
        if (task := item.text("task")) is not None:
            needs.append(task)
            return
        ignored = item.text("ignore_error") == "true"
        item = item.get("cmd")
    if not isinstance(item, Scalar):
        return
    if dependency:
        needs.append(item.text)
    else:
        text = item.excerpt
        edits = [(m.start(), m.end(), "${task}") for m in re.finditer(r"\{\{[^{}\n]{0,200}\}\}", text.text)]
        texts.append(ShellText(text.splice(edits) if edits else text, errexit=True, ignored=ignored, mark=mark))
