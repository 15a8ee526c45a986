"""detect-secrets' findings in a text, without running it over every line: candidates first, then the plugins' own judgement.

The same types, lines and values as version 1.5 with its default plugins and filters and verification off. The library goes
over every line with 27 plugins; here only the lines that the search named are given to the plugins that it named, and the
library is not imported where there are none. What is not the known version, or not the defaults, takes its public scan.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from .candidates import candidates
from .engine_filters import end_of_id_name, leaves_out_file, leaves_out_line, leaves_out_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from .candidates import Candidate, Search
    from .detect_secrets_bridge import Finding

LONG_LINE = 4000  # characters; a longer one is searched in ways whose time does not grow with its square
_NAMELESS = frozenset({"Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector"})  # identifiers are none


def findings(path: str, text: str, settings: Mapping[str, Any] | None = None, search: Search | None = None) -> list[Finding]:
    """What detect-secrets finds in a file. `path` has `/`; `text` is its content with line feeds only, as `open` gives it.

    `settings` has a baseline's `plugins_used` and `filters_used`; None means the defaults. `search` is this process's.
    """
    from .detect_secrets_bridge import default_plugins, is_known, public_findings

    if not is_known() or (settings is not None and not default_plugins(settings)):
        return public_findings(path, text, settings)
    if leaves_out_file(path):
        return []
    from .engine_layouts import eager_lines, first_lines

    content = text.encode("utf-8", "surrogatepass")
    hits = candidates(content, text, search)
    hit = next(hits, None)
    first = first_lines(path, text, hit is not None)
    eager = None if hit or first else eager_lines(path, text, False)
    if hit is None and not first and not eager:
        return []
    found = list(_in_lines(path, first, search) if first else _in_text(path, content, chain((hit,) if hit else (), hits)))
    if not found:
        eager = eager or eager_lines(path, text, hit is not None)
        found = list(_in_lines(path, eager, search)) if eager else []
    return found


def _in_text(path: str, content: bytes, hits: Iterable[Candidate]) -> Iterator[Finding]:
    """Findings in the lines of the file as they are."""
    for number, start, end, plugins in hits:
        above = content.rfind(b"\n", 0, max(0, start - 1)) + 1
        line = content[start:end].decode("utf-8", "surrogatepass").rstrip()
        previous = content[above:start].decode("utf-8", "surrogatepass")
        yield from _in_line(path, line, previous, number + 1, plugins)


def _in_lines(path: str, lines: Sequence[str], search: Search | None) -> Iterator[Finding]:
    """Findings in lines made from the file's format. One of them may hold several lines of text."""
    text = "\n".join([line.replace("\n", " ") if "\n" in line else line for line in lines])
    for number, _, _, plugins in candidates(text.encode("utf-8", "surrogatepass"), text, search):
        yield from _in_line(path, lines[number].rstrip(), lines[number - 1] if number else "", number + 1, plugins)


def _in_line(path: str, line: str, previous: str, number: int, names: Iterable[str]) -> Iterator[Finding]:
    from .detect_secrets_bridge import TYPES, Finding

    if leaves_out_line(path, line, previous):
        return
    identifiers: _Identifiers | None = None
    for name in sorted(names):
        for value in dict.fromkeys(_judged(name)(name, path, line)):
            if leaves_out_value(value):
                continue
            if name in _NAMELESS:
                if identifiers is None:
                    identifiers = _Identifiers(line)
                if identifiers.has(value):
                    continue
            yield Finding(TYPES[name], number, value)


class _Identifiers:
    """Which of a line's values first occur behind the name of an identifier."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._start = end_of_id_name(line)
        self._before: frozenset[str] | None = None
        if LONG_LINE < self._start <= len(line):  # too long to be searched for every value: compared run by run
            self._before = frozenset(re.findall(r"[A-Za-z0-9+/\\_=-]+", line[: self._start]))

    def has(self, value: str) -> bool:
        """Whether the value is taken for an identifier."""
        line, start = self._line, self._start
        if start > len(line):
            return False
        if self._before is not None:
            return value not in self._before
        return line.find(value, 0, start - 1 + len(value)) < 0


def _judged(name: str) -> Callable[[str, str, str], Iterable[str]]:
    if name.endswith("HighEntropyString"):
        return _random_values
    return _keyword_values if name == "KeywordDetector" else _plugin_values


def _plugin_values(name: str, path: str, line: str) -> Iterator[str]:
    from .detect_secrets_bridge import plugin

    if len(line) > LONG_LINE:
        from .engine_long_lines import plugin_values

        yield from plugin_values(name, path, line)
        return
    for found in plugin(name).analyze_line(filename=path, line=line, line_number=1):
        yield found.secret_value


def _random_values(name: str, path: str, line: str) -> Iterator[str]:
    """The library's expression, entropy and limit. Its entropy cannot pass the limit with fewer different characters."""
    from .detect_secrets_bridge import plugin

    judge = plugin(name)
    least = 2**judge.entropy_limit
    for _, value, _ in judge.regex.findall(line):
        if len(value) > least and len(set(value)) > least and judge.calculate_shannon_entropy(value) > judge.entropy_limit:
            yield value


def _keyword_values(name: str, path: str, line: str) -> Iterable[str]:
    if len(line) <= LONG_LINE:
        return _plugin_values(name, path, line)
    from .engine_long_lines import keyword_values

    return keyword_values(path, line)
