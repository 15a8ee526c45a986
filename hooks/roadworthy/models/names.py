"""What a name gives away: whether a variable is a secret, a value a placeholder, a file a credential."""

from __future__ import annotations

import re

from ..core.patterns import pattern
from ..tables import secret_names as table

LONGEST_NAME = 200  # characters; a longer one is no variable
_WORD = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_REFERENCE = pattern(r"\$\{[^{}]*\}|\$\([^()]*\)|\$[A-Za-z_][A-Za-z0-9_]*|\{\{.*\}\}|%[A-Za-z_][A-Za-z0-9_]*%", re.S)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `DB_PASSWORD`, `dbPassword` and `db-password` are all (db, password).

    Digits belong to the word before them (`sha256`), except where that would hide a word: `PASSWORD2` is (password).
    """
    words: list[str] = []
    for part in _WORD.finditer(name[:LONGEST_NAME]):
        text = part.group().lower()
        if text.isdigit():
            if words and part.start() and name[part.start() - 1].isalpha() and f"{words[-1]}{text}" in table.HARMLESS_LAST:
                words[-1] += text
            continue
        words.append(text)
    return tuple(words)


def is_secret_name(name: str) -> bool:
    """Whether a variable, argument or key of this name holds a secret, going by its words."""
    if not name or len(name) > LONGEST_NAME:
        return False
    upper = name.upper().replace("-", "_").replace(".", "_")
    if upper in table.HARMLESS_NAMES or upper in table.PATH_NAMES:
        return False
    if upper in table.SECRET_NAMES:
        return True
    words = name_words(name)
    if not words:
        return False
    last = words[-1]
    if last in table.HARMLESS_LAST or any(w in table.HARMLESS_WORDS for w in words):
        return False
    if any(w in table.SECRET_WORDS or w.endswith(table.SECRET_ENDS) for w in words):
        return True
    if last in table.SECRET_LAST and len(words) > 1:
        return True
    return any(words[i : i + 2] in table.SECRET_PAIRS for i in range(len(words) - 1))


def is_placeholder(value: str) -> bool:
    """Whether a value stands for one to be filled in, or is taken from elsewhere: empty, `changeme`, `<token>`, `${X}`."""
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    if not value:
        return True
    if len(value) > 4096:
        return False
    if value[0] == "<" and value[-1] == ">":
        return True
    if value[0] == "[" and value[-1] == "]" and value[1:-1].replace("_", "").replace(" ", "").isalpha():
        return True
    if _REFERENCE.search(value):
        return _is_only_references(value)
    if value[:2] == "**" == value[-2:]:  # `**None**`, `**Random**`
        return True
    lower = value.lower()
    if lower in table.PLACEHOLDERS or (len(set(lower)) == 1 and lower[0] in "x*.-_?0"):
        return True
    words = re.split(r"[^a-z0-9]+", lower)
    if words[0] in ("your", "my", "some", "insert", "enter", "replace", "change") and len(words) > 1:
        return words[0] != "my" or words[-1] in ("here", "token", "secret", "key", "password")
    return "changeme" in lower or "change-me" in lower or "xxxx" in lower or "****" in lower


def credential_file(path: str) -> str | None:
    """Why a file of this path is a credential, going by its name; None where it is not, or is a specimen to copy from.

    What begins with "may" or "probably" depends on what is in the file; the others are certain.
    """
    lower = path.replace("\\", "/").lower().rstrip("/")
    name = lower.rpartition("/")[2]
    if not name:
        return None
    if name == ".env" or name.startswith(".env."):
        if any(part in table.ENV_SPECIMENS for part in re.split(r"[.\-_]", name)[2:]):
            return None
        return "holds the values of an environment"
    if name.endswith(".env") and not any(part in table.ENV_SPECIMENS for part in re.split(r"[.\-_]", name)):
        return "holds the values of an environment"
    if name in table.CREDENTIAL_NAMES:
        return table.CREDENTIAL_NAMES[name]
    for end, why in table.CREDENTIAL_PATHS.items():
        if lower == end or lower.endswith("/" + end):
            return why
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem:
        return None
    words = re.split(r"[^a-z0-9]+", stem)
    if extension == "json":
        spaced = " ".join(words)
        return "a service account key" if spaced.startswith(("service account", "serviceaccount")) else None
    if extension not in table.KEY_EXTENSIONS:
        return None
    why = table.KEY_EXTENSIONS[extension]
    if extension in ("pem", "jks", "keystore") and "privkey" not in words and "key" not in words:
        return None if any(word in table.PUBLIC_FILE_WORDS for word in words) else why
    if any(word in ("public", "pub", "pubkey") for word in words):
        return None
    return "a private key" if extension == "pem" else why


def _is_only_references(value: str) -> bool:
    """Whether a value is made of references and nothing that could be a secret beside them: `${A:-}`, `$USER:$PASS`."""
    for found in _REFERENCE.finditer(value):
        text = found.group()
        default = re.match(r"\$\{[A-Za-z_][A-Za-z0-9_]*:?-(.*)\}", text, re.S)
        if default and not is_placeholder(default.group(1)):
            return False
    rest = _REFERENCE.sub("", value)
    return not any(c.isalnum() for c in rest)
