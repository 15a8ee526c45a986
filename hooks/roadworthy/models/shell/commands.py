"""Which commands a script really runs: through `sudo`, `env`, `xargs`, and into `sh -c "…"` and `ssh host "…"`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...parsing.shell import parse
from ...tables.commands import REMOTES, RUNNERS, SHELLS, SWITCHERS, WRAPPERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Excerpt, Place
    from ...core.repository import Repository
    from ...parsing.shell_tree import Command, Script, Word

DEEPEST = 5  # scripts within scripts
MOST_WRAPPERS = 16  # before one command


class Invocation:
    """A command as it is run. `words[0]` is its name once the `wrappers` before it are taken away.

    `command` is where it stands, in `script`. `inner` is the script it is given to run, with the options `errexit` and
    `pipefail` that its shell begins with; the invocations in there have this one as `via`. `remote`: runs on another machine.
    """

    __slots__ = ("_values", "command", "errexit", "inner", "name", "pipefail", "remote", "script", "via", "words", "wrappers")

    def __init__(
        self,
        script: Script,
        command: Command,
        words: Sequence[Word],
        wrappers: tuple[str, ...] = (),
        via: Invocation | None = None,
    ) -> None:
        self.script = script
        self.command = command
        self.words = words
        self.wrappers = wrappers
        self.via = via
        self.name = base_name(words[0]) if words else ""
        self.remote: bool = via.remote if via else False
        self.inner: Script | None = None
        self.errexit = False
        self.pipefail = False
        self._values: list[str] | None = None

    def __repr__(self) -> str:
        return f"<Invocation {' '.join((*self.wrappers, *(word.text for word in self.words)))[:80]}>"

    @property
    def arguments(self) -> Sequence[Word]:
        """The words after the name."""
        return self.words[1:]

    @property
    def values(self) -> list[str]:
        """The arguments without their quotes; expansions stay as they are written."""
        if self._values is None:  # many ask, and nobody changes them
            self._values = [word.spoken for word in self.words[1:]]
        return self._values

    def place(self, label: str = "") -> Place:
        """Where the command stands, its wrappers included."""
        return self.command.place(label)


def base_name(word: Word) -> str:
    """`apt-get` for `/usr/bin/apt-get`; empty where the name is only known when it runs."""
    return word.value.rpartition("/")[2] if word.value else ""


def invocations(script: Script, via: Invocation | None = None) -> list[Invocation]:
    """Every command that is run, in source order; what an inner script runs comes after the command that runs it."""
    found: list[Invocation] = []
    depth = 0
    above = via
    while above:
        depth += 1
        above = above.via
    for command in script.commands():
        for invocation in unwrapped(script, command, via):
            found.append(invocation)
            if depth < DEEPEST and (text := _script_text(invocation)):
                invocation.inner = parse(text)
                found.extend(invocations(invocation.inner, invocation))
    return found


def commands_of(repo: Repository, text: Excerpt) -> tuple[Script, Sequence[Invocation]]:
    """A fact: a shell text of the repository, parsed, and the commands that are run in it."""
    script = parse(text)
    return script, invocations(script)


def unwrapped(script: Script, command: Command, via: Invocation | None = None) -> Iterator[Invocation]:
    """The command without the wrappers before it, and what `find -exec` runs besides."""
    words = command.words
    wrappers: tuple[str, ...] = ()
    while words and len(wrappers) < MOST_WRAPPERS:
        name = base_name(words[0])
        wrapper = WRAPPERS.get(name)
        start = 1
        if not wrapper and len(words) > 2 and words[1].value:
            wrapper = RUNNERS.get((name, words[1].value))
            start = 2
        if not wrapper:
            break
        start = _command_start(words, start, wrapper.valued, wrapper.queries)
        if wrapper.assigns:
            while start < len(words) and _assigns(words[start]):
                start += 1
        start += wrapper.positional
        if not 0 < start < len(words):
            break
        wrappers = (*wrappers, name)
        words = words[start:]
    yield Invocation(script, command, words, wrappers, via)
    if words and base_name(words[0]) == "find":
        yield from _executed(script, command, words, wrappers, via)


def _command_start(words: Sequence[Word], start: int, valued: frozenset[str], queries: frozenset[str]) -> int:
    """Where the options from `start` end; -1 where one of them means that no command is run."""
    while start < len(words):
        text = words[start].spoken
        if text == "--":
            return start + 1
        if not text.startswith("-") or text == "-":
            return start
        if text in queries:
            return -len(words)
        start += 2 if text in valued else 1
    return start


def _assigns(word: Word) -> bool:
    name, equals, _ = word.text.partition("=")
    return bool(equals) and name.isidentifier()


def _executed(
    script: Script, command: Command, words: Sequence[Word], wrappers: tuple[str, ...], via: Invocation | None
) -> Iterator[Invocation]:
    start = 0
    for i, word in enumerate(words):
        if word.value in ("-exec", "-execdir", "-ok"):
            start = i + 1
        elif start and word.value in (";", "+"):
            if i > start:
                yield Invocation(script, command, words[start:i], (*wrappers, "find"), via)
            start = 0


def _script_text(invocation: Invocation) -> Excerpt | None:
    """The text that the command runs as a script: an argument, several joined, or a here-document."""
    name, words = invocation.name, invocation.words
    if name == "eval":
        return _joined(words[1:])
    if name in SHELLS:
        return _shell_script(invocation, SHELLS[name]) or _here_document(invocation)
    if name in SWITCHERS:
        return _switcher_script(words, SWITCHERS[name]) or _here_document(invocation)
    if name in REMOTES:
        invocation.remote = True
        host = _command_start(words, 1, REMOTES[name], frozenset())
        rest = _command_start(words, host + 1, REMOTES[name], frozenset())  # ssh takes options after the host too
        return _joined(words[rest:]) if rest < len(words) else _here_document(invocation)
    return None


def _shell_script(invocation: Invocation, valued: frozenset[str]) -> Excerpt | None:
    words = invocation.words
    given = False
    i = 1
    while i < len(words):
        text = words[i].spoken
        if text == "--" or text[:1] not in ("-", "+") or text in ("-", "+"):
            break
        takes_value = text in valued
        if not text.startswith("--") and text[0] == "-":
            given = given or "c" in text
            invocation.errexit = invocation.errexit or "e" in text
            if text[-1] == "o" and i + 1 < len(words):
                takes_value = True
                invocation.pipefail = invocation.pipefail or words[i + 1].value == "pipefail"
                invocation.errexit = invocation.errexit or words[i + 1].value == "errexit"
        i += 2 if takes_value else 1
    return words[i].unquoted() if given and i < len(words) else None


def _switcher_script(words: Sequence[Word], valued: frozenset[str]) -> Excerpt | None:
    for i, word in enumerate(words[1:], 1):
        text = word.spoken
        if text.startswith("--command="):
            return word.unquoted().cut(len("--command="))
        if (text == "--command" or (text[:1] == "-" and text[1:2] != "-" and text.endswith("c"))) and i + 1 < len(words):
            return words[i + 1].unquoted()
    return None


def _here_document(invocation: Invocation) -> Excerpt | None:
    for redirect in invocation.command.redirects:
        if redirect.body is not None:
            return redirect.body.at
        if redirect.operator == "<<<" and redirect.target is not None:
            return redirect.target.unquoted()
    return None


def _joined(words: Sequence[Word]) -> Excerpt | None:
    """The words as one text, as `eval` and `ssh` join them: quotes gone, what parts them kept."""
    if not words:
        return None
    from ...parsing.shell_quotes import edits

    first, last = words[0], words[-1]
    start = first.start
    changes: list[tuple[int, int, str]] = []
    done = first.start
    for word in words:
        if word.start > done and "\n" in word.excerpt.text[done : word.start]:
            changes.append((done - start, word.start - start, " "))
        holes = [(at - word.start, to - word.start) for at, to in word.holes]
        changes.extend((at + word.start - start, to + word.start - start, text) for at, to, text in edits(word.text, holes))
        done = word.end
    return first.excerpt.cut(start, last.end).splice(changes)
