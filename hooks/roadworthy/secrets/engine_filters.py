"""detect-secrets' default filters, said so that each is linear in its input: which files, lines and values it leaves out.

The library's own (version 1.5) import sixty modules, and two of them take minutes on one long hostile line. These give the
same answers; the tests hold each against the library's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import basename, splitext
from string import ascii_letters, ascii_uppercase, digits

# filters.heuristic: is_non_text_file, is_lock_file
_NO_TEXT = frozenset(
    ".7z .bin .bmp .bz2 .class .css .dmg .doc .eot .exe .gif .gz .ico .iml .ipr .iws .jar .jpg .jpeg .lock .map .mo .pdf"
    " .png .prefs .psd .rar .realm .s7z .sum .svg .tar .tif .tiff .ttf .webp .woff .xls .xlsx .zip".split()
)
_LOCK_FILES = frozenset(
    "Brewfile.lock.json Cartfile.resolved composer.lock Gemfile.lock Package.resolved package-lock.json Podfile.lock yarn.lock"
    " Pipfile.lock poetry.lock Cargo.lock packages.lock.json".split()
)

# The alphabets a placeholder is counted out of, each as long as its longest run: is_sequential_string
_SEQUENCES = (
    ascii_uppercase * 2 + digits + "+/",
    digits + ascii_uppercase * 2 + "+/",
    (digits + ascii_uppercase) * 2,
    digits * 2,
    "0123456789ABCDEFABCDEF" * 2,
    ascii_uppercase + "=/",
)
_LETTERS = frozenset(ascii_letters)
LONGEST_JUDGED = 1000  # characters; is_indirect_reference looks at no longer line


def leaves_out_file(path: str) -> bool:
    """Whether the library reads nothing of a file called so: no text by its extension, a lock file, Swagger's."""
    return splitext(path)[1] in _NO_TEXT or basename(path) in _LOCK_FILES or "swagger" in path


def leaves_out_line(path: str, line: str, previous: str) -> bool:
    """Whether nothing on the line counts: it, or the line before it, says `pragma: allowlist`; or its value is looked up."""
    return is_allowlisted(path, line, previous) or is_indirect_reference(line)


def is_allowlisted(path: str, line: str, previous: str) -> bool:
    """`previous` is the line above as the file has it, empty for the first."""
    if "pragma:" not in line and "pragma:" not in previous:
        return False
    hashes_only = splitext(path)[1] == ".yaml"
    return _says(line, hashes_only, False) or _says(previous, hashes_only, True)


def _says(text: str, hashes_only: bool, nextline: bool) -> bool:
    """A pragma reaches to the end of what the library calls a line, which in YAML can be a value of several: so its last."""
    *above, last = text.removesuffix("\n").rsplit("\n", 1)
    if "pragma:" not in last or (nextline and above):
        return False
    return any(last.rstrip(" \t").endswith(end) and pattern.search(last) for end, pattern in _pragmas(hashes_only, nextline))


@lru_cache(maxsize=4)
def _pragmas(hashes_only: bool, nextline: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The comments that allow a secret, by comment style and end. One for the next line is alone on its own."""
    word = "allowlist[ -]nextline" if nextline else "(?:allow|white)list"
    styles = (("#", ""),) if hashes_only else (("#|//|'|--", ""), (r"/\*", "*/"), (r"<!--[# \t]*", "-->"))
    start_of_line = "^[ \\t]*" if nextline else ""
    return tuple(
        (end, re.compile(rf"{start_of_line}(?:{start}) *pragma: ?{word}[ -]secret.*{re.escape(end)}[ \t]*$"))
        for start, end in styles
    )


def is_indirect_reference(line: str) -> bool:
    """`secret = get_secret(…)`, `key: headers["key"]`: an assignment or comparison of something called or indexed."""
    if len(line) > LONGEST_JUDGED:
        return False
    if "\v" in line:  # a vertical tab ends what stands between the brackets
        return bool(_called_until_tab().search(line))
    return bool(_called().search(line, 0, max(line.rfind("]"), line.rfind(")"), 0)))


@lru_cache(maxsize=1)
def _called() -> re.Pattern[str]:
    return re.compile(r"[:=!]\s*[\w.-]+[\[(]")


@lru_cache(maxsize=1)
def _called_until_tab() -> re.Pattern[str]:
    return re.compile(r"[:=!]\s*[\w.-]+[\[(][^\v]*[\])]")


def leaves_out_value(value: str) -> bool:
    """Whether a value is a sequence, a UUID, a template's or shell's reference, or has no letter."""
    if len(value) < 2 or value[0] == "$" or value[0] + value[-1] in ("{}", "<>"):
        return True
    if _LETTERS.isdisjoint(value):
        return True
    if value.count("-") >= 4 and _uuid().search(value):
        return True
    if len(value) > 100:  # longer than any of the sequences
        return False
    upper = value.upper()
    return any(upper in sequence for sequence in _SEQUENCES)


@lru_cache(maxsize=1)
def _uuid() -> re.Pattern[str]:
    return re.compile(r"[a-f0-9]{8}-(?:[a-f0-9]{4}-){3}[a-f0-9]{12}", re.IGNORECASE)


def end_of_id_name(line: str) -> int:
    """Where the first name of an identifier (`id`, `user_ids`) ends in the line; past its end where there is none.

    A value of the keyword and entropy plugins that first occurs from there on is taken for an identifier, no secret.
    """
    found = _id_name().search(line)
    return found.end() if found else len(line) + 1


@lru_cache(maxsize=1)
def _id_name() -> re.Pattern[str]:
    return re.compile(r"(?:^(?:id|myid|userid)|_id)s?[^a-z0-9]", re.IGNORECASE)
