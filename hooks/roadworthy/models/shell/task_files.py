"""Scripts that a package or a test runner keeps in its own file: package.json, composer.json, tox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...parsing.setting import closing_quote, unescaped
from ..pipeline.script import ShellText
from .task_files_make import Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.repository import Repository

LONGEST = 1_000_000  # characters of a file that are read
_SCRIPTS = pattern(r'"scripts"\s{0,64}:\s{0,64}\{')
_KEY = pattern(r'[\s,]{0,500}"([^"\\\n]{1,200})"\s{0,64}:\s{0,64}')
_STRING = pattern(r'[\s,]{0,500}"')
_SECTION = pattern(r"\[([^\]\n]{1,200})\]")


def package_scripts(repo: Repository, path: str) -> dict[str, Excerpt]:
    """A fact: the scripts of a `package.json`, by name."""
    return {name: texts[0] for name, texts in _scripts(repo, path) if len(texts) == 1}


def composer_scripts(repo: Repository, path: str) -> dict[str, Recipe]:
    """A fact: the scripts of a `composer.json`; `@name` is another one, a class's method is left out."""
    found: dict[str, Recipe] = {}
    for name, texts in _scripts(repo, path):
        needs = tuple(text.text[1:].split()[0] for text in texts if text.text[:1] == "@" and text.text[1:].strip())
        own = [text for text in texts if text.text[:1] != "@" and "::" not in text.text]
        found[name] = Recipe(tuple(ShellText(text, mark=(path, name)) for text in own), needs)
        found[name] = found[name]._replace(needs=tuple(one for one in needs if one not in ("php", "composer", "putenv")))
    return found


def _scripts(repo: Repository, path: str) -> Iterator[tuple[str, list[Excerpt]]]:
    """Names and texts of the `scripts` of a JSON file. They are searched for: no position survives a JSON parser."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return
    whole = source.whole().cut(0, LONGEST)
    text = whole.text
    begin = _SCRIPTS.search(text)
    at = begin.end() if begin else len(text)
    while found := _KEY.match(text, at):
        at = found.end()
        texts: list[Excerpt] = []
        if text[at : at + 1] == '"':
            close = closing_quote(text, at + 1, len(text), '"')
            if close < 0:
                return
            texts.append(unescaped(whole.cut(at + 1, close)))
            at = close + 1
        elif text[at : at + 1] == "[":
            at += 1
            while item := _STRING.match(text, at):
                close = closing_quote(text, item.end(), len(text), '"')
                if close < 0:
                    return
                texts.append(unescaped(whole.cut(item.end(), close)))
                at = close + 1
            at = text.find("]", at) + 1
            if at == 0:
                return
        else:
            return
        yield found[1], texts


def tox_environments(repo: Repository, path: str) -> dict[str, tuple[ShellText, ...]]:
    """A fact: the commands of tox environments by name; "" is what all others do: https://tox.wiki/en/latest/config.html"""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return {}
    whole = source.whole().cut(0, LONGEST)
    if path.endswith(".toml"):
        return dict(_tox_toml(whole))
    found: dict[str, tuple[ShellText, ...]] = {}
    section, inside = "", False
    at = 0
    for line in whole.text.split("\n"):
        start, at = at, at + len(line) + 1
        stripped = line.strip()
        if named := _SECTION.match(line):
            section, inside = named[1], False
        elif not stripped or stripped[0] in "#;":
            continue
        elif line[0] not in " \t":
            key, equals, rest = line.partition("=")
            inside = bool(equals) and key.strip() in ("commands", "commands_pre", "commands_post") and "testenv" in section
            if inside and rest.strip():
                _tox_line(whole, start + len(key) + 1, start + len(line), section, found, path)
        elif inside:
            _tox_line(whole, start, start + len(line), section, found, path)
    return found


def _tox_line(whole: Excerpt, start: int, end: int, section: str, found: dict[str, tuple[ShellText, ...]], path: str) -> None:
    text = whole.cut(start, end).strip()
    if factors := re.match(r"[\w,.{}!-]{1,100}:\s+", text.text):  # `py312: pytest`: for some environments only
        text = text.cut(factors.end())
    ignored = text.text[:1] == "-"
    text = text.cut(1).strip() if ignored else text
    if text.text and not text.text.startswith("{["):
        name = section.removeprefix("testenv").removeprefix("tox:testenv").lstrip(":")
        for one in name.split(",") or [""]:
            found[one] = (*found.get(one, ()), ShellText(text, errexit=True, ignored=ignored, mark=(path, one)))


def _tox_toml(whole: Excerpt) -> Iterator[tuple[str, tuple[ShellText, ...]]]:
    """`[tool.tox.env.NAME] commands = [["pytest", "tests"]]`: the words of each as one text."""
    for table in re.finditer(
        r"^\[tool\.tox\.(?:env_run_base|env\.[\"']?([\w.-]+)[\"']?)\]([^\[]*(?:\[(?!tool)[^\[]*)*)", whole.text, re.M
    ):
        texts = []
        for command in re.finditer(r"\[\s*((?:\"[^\"\n]{0,500}\"\s{0,80}(?:,\s{0,80})?)+)\]", table[2]):
            text = whole.cut(table.start(2) + command.start(1), table.start(2) + command.end(1))
            edits = [(m.start(), m.end(), " ") for m in re.finditer(r"\"\s*,?\s*\"?|^\"", text.text)]
            texts.append(ShellText(text.splice(edits), errexit=True, mark=("pyproject.toml", table[1] or "")))
        if texts:
            yield table[1] or "", tuple(texts)
