"""Whether detect-secrets reads a file by its format instead of as it stands, and what lines that gives.

It tries every file as INI; a `.yaml`, `.yml` or `.eyaml` file as YAML; and, where neither way found anything and the
extension says nothing, once more as INI without a section header. The lines made that way put every value in quotes, so
they can have findings that the text has not. Nothing is parsed here where no part of the text could become one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import splitext

_YAML = frozenset({".yaml", ".yml", ".eyaml"})
# Extensions that the library takes for a language or format of its own (util.filetype), and never tries as bare options.
_SAYS_ITS_TYPE = _YAML | frozenset(
    ".cls .example .go .java .js .m .php .py .pyi .swift .tf .cs .c .cpp .cnf .conf .cfg .cf .ini .properties .toml".split()
)


def first_lines(path: str, text: str, suspicious: bool) -> list[str] | None:
    """The lines of an INI or YAML file; None for a file that is read as it stands. `suspicious`: something was found in it."""
    extension = splitext(path)[1]
    if _begins_with_section(text) and not _has_bare_line(text):
        if not suspicious and not _may_hide_a_value(text):
            return None
        from .engine_ini import ini_lines

        lines = ini_lines(text)
        if lines is not None:
            return lines or None  # an INI file without options is read as it stands, and not tried as YAML
    if extension in _YAML and (suspicious or _may_hide_a_value(text) or "\\" in text or "!" in text):
        from .engine_yaml import yaml_lines

        return yaml_lines(text) or None
    return None


def eager_lines(path: str, text: str, suspicious: bool) -> list[str] | None:
    """The lines of a file of bare options (`.env` and the like); None for any other."""
    if splitext(path)[1] in _SAYS_ITS_TYPE or _has_bare_line(text):
        return None
    if not suspicious and not _may_hide_a_value(text):
        return None
    from .engine_ini import ini_lines

    return ini_lines(text, headless=True) or None


def _begins_with_section(text: str) -> bool:
    """Whether the first line that is not blank and no comment opens with a bracket: otherwise it is no INI file."""
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        line = text[at:end].strip()
        if line and line[0] not in "#;":
            return line[0] == "["
        at = end + 1
    return False


def _has_bare_line(text: str) -> bool:
    """Whether a line at the margin is neither comment nor section and has no `=` or `:`: configparser refuses the file."""
    return bool(_bare_line().search(text))


@lru_cache(maxsize=1)
def _bare_line() -> re.Pattern[str]:
    return re.compile(r"^[^\s#;\[=:][^\n=:]*$", re.MULTILINE)


def _may_hide_a_value(text: str) -> bool:
    """Whether a run of characters could pass for random once it is in quotes (22: a quote in a value gains a backslash)."""
    return bool(_run().search(text))


@lru_cache(maxsize=1)
def _run() -> re.Pattern[str]:
    return re.compile(r"[0-9a-fA-F]{9}|[A-Za-z0-9+/\\_=-]{22}")
