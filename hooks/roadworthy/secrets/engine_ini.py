"""The lines that detect-secrets makes of an INI file: each option's values in quotes, on the lines where they stand.

configparser reads the file, as there. Finding the values' lines again is the library's odd walk, said with a position that
only moves on, where the library copies what is left of the file for every option.
"""

from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LARGEST_EXPANSION = 20_000_000  # characters; `%(name)s` can nest ten deep
_DEPTH = configparser.MAX_INTERPOLATION_DEPTH
_ALLOWS_NEXT = re.compile(r"[ \t]*[#;] *pragma: ?allowlist[ -]nextline[ -]secret")
# configparser's expression for an option takes quadratic time in a run of blanks before no delimiter.
_LONG_BLANK = re.compile(r"\S\s{300}")
_REFERENCE = re.compile(r"%\(([^)]{1,300})\)s")  # names of options; a longer one is none


def ini_lines(text: str, headless: bool = False) -> list[str] | None:
    """The lines, empty ones where nothing stands; None for a text that is no INI file. `headless`: without a first section."""
    if len(text) > 100_000 and _LONG_BLANK.search(text):
        return None
    options = _options(("[global]\n" if headless else "") + text)
    if options is None:
        return None
    made: list[str] = []
    for key, value, line in _placed(options, [line.strip() for line in text.split("\n")]):
        made.extend([""] * (line - 1 - len(made)))
        if _ALLOWS_NEXT.match(value):
            made.append(value)
            continue
        if value[0] in "'\"" and value[-1] == value[0]:
            value = value[1:-1]
        quoted = value.replace('"', '\\"')
        made.append(f'{key} = "{quoted}"')
    return made


def _options(text: str) -> list[tuple[str, str]] | None:
    """Every option of every section with its value, defaults first and again in each section; None for what is no INI."""
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text)
        if not parser.sections() or len(parser.defaults()) * len(parser.sections()) > 1_000_000:
            return None
        if "%(" in text and any(_expands_too_far(dict(parser.items(section, raw=True))) for section in parser):
            return None
        return [option for section in parser for option in parser.items(section)]
    except configparser.Error:
        return None


def _expands_too_far(values: dict[str, str]) -> bool:
    references = {name: _REFERENCE.findall(value) for name, value in values.items() if "%(" in value}
    sizes = {name: len(value) for name, value in values.items()}
    for _ in range(_DEPTH if references else 0):
        grown = {name: len(values[name]) + sum(sizes.get(other, 0) for other in others) for name, others in references.items()}
        sizes.update(grown)
        if sum(sizes.values()) > LARGEST_EXPANSION:
            return True
    return False


def _placed(options: Sequence[tuple[str, str]], lines: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """`(key, value, line)` for every value that is found again, and for every pragma that is passed on the way.

    Each option is looked for from where the one before it ended; one that is not found ends the search for all others.
    """
    at = 0
    for key, text in options:
        first, *others = text.splitlines() or [""]
        if not text:
            continue
        values = [first, *filter(None, others)]
        found = 0
        for number in range(at, len(lines)):
            line = lines[number]
            if not line or line[0] in "#;":
                if line and _ALLOWS_NEXT.match(line):
                    yield key, line, number + 1
                continue
            if not found and not _assigns(line, key, first):
                continue
            if found == len(values):
                at = number
                break
            if values[found]:
                yield key, values[found], number + 1
            found += 1
        else:
            at = len(lines)


def _assigns(line: str, key: str, value: str) -> bool:
    """Whether the line is the key, blanks, colons and equal signs, and then the value, which may begin with such signs."""
    if not line.startswith(key):
        return False
    after = len(key)
    signs = len(line) - after - len(line[after:].lstrip(" :="))
    of_value = len(value) - len(value.lstrip(" :="))
    if of_value == len(value):
        return signs > 0 and value in line[after + 1 : after + signs]
    return signs > of_value and line.startswith(value, after + signs - of_value)
