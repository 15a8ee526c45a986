"""Whether a value could be a secret at all: no placeholder, reference, hash, path, sentence, piece of code or known example."""

from __future__ import annotations

import re
from functools import cache

from ..models.names import is_placeholder, is_secret_name, name_words
from ..tables import implausible as table
from .entropy import is_counting, is_repeating, is_wordy, shannon

LONGEST = 4096  # characters of a value that are looked at

_DIGEST = r"(?i)(?:sha-?(?:1|224|256|384|512)|md5|blake2[bs]?|h1|crc32)[:=-][A-Za-z0-9+/=_-]{6,}"
_UUID = r"(?i)\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?"
_HEX_DIGEST = r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}"
_REFERENCE = (
    r"\$\{\{.*\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$[A-Za-z_]\w*|\{\{.*\}\}|<%.*%>|#\{[^}]*\}|@@?[A-Z_]{3,}@@?|__[A-Z][A-Z0-9_]*__"
    r"|\[\[.*\]\]|%\([A-Za-z_]\w*\)s|%[A-Za-z_][\w.]*%|%env\([^)%]*\)%"
    r"|%[sdv]|\{[A-Za-z_][\w. -]*\}|\{\d?\}|<[^<>]+>|\[[A-Za-z_ -]+\]|`[^`]*`"
)
_EXPRESSION = (
    # a call, a subscript, an attribute of an attribute, an object made, an environment looked up
    r"(?:await |new |return |not |\*|&|!|\.\.\.)?[A-Za-z_$][\w$]*(?:(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*){0,12}"
    r"(?:\(.*|\[[^\]]*\].*)"
    r"|(?:this|self|cls|props|state|config|conf|cfg|settings|options|opts|args|params|req|request|res|response|ctx|context|data"
    r"|env|process|os|user|account|auth|credentials|input|values|form|event|body|payload|secrets|vars|local|module|Values)"
    r"(?:(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*){1,12}[;,)]*"
    r"|\$[A-Za-z_]\w*(?:(?:->|::)\w+){1,8}|[A-Za-z_]\w*(?:(?:->|::)[A-Za-z_]\w*){1,8}"
    r"|(?:[A-Za-z_]+\.){2,8}[A-Za-z_]+|(?:function|lambda|async|def|fn)\b.*|\(.*\)\s*=>.*|=>.*|[|>][-+]?"
)
_TYPE = (
    r"(?:[A-Z][a-z0-9]*){0,6}(?:String|Str|Field|Input|Type|Class|Provider|Factory|Service|Manager|Handler|Helper|Validator"
    r"|Encoder|Credential|Credentials|Token|Password|Secret|Key|Exception|Error|Config|Options|Settings|Request|Response|Entity|Model"
    r"|Column|Props|Param|Parser|Generator|Hasher|Store|Repository|Client|Reader|Writer|Authentication|Authenticator)"
    r"(?:<.*>|\[.*\]|\?)?"
)
_PATH = r"(?:%[A-Za-z_][\w.]*%[\\/]|[A-Za-z]:[\\/]|~?/|\.{1,2}/|[\w.@-]+/)(?:[\w.@+ ~%-]+[\\/])*[\w.@+ ~%-]*"
_URL = r"[A-Za-z][A-Za-z0-9+.-]*://[^\s]*"
_CREDENTIALS = r"://[^/@\s]*:[^/@\s]+@"
_CRYPT = r"\$(?:2[abxy]?|[1567]|y|gy|apr1|argon2[a-z]{0,2}|scrypt|pbkdf2[a-z0-9-]{0,12})\$"  # crypt(5): a password's hash
_JWT_IO = ("AoIBAQC7VJTUt", "9Us8cKj")  # the private key that jwt.io's debugger shows for RS256
_COLOUR = r"#(?:[0-9A-Fa-f]{3,4}){1,2}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.S)


def is_plausible(value: str, name: str, path: str) -> bool:
    """Whether `value`, given to `name` (empty: nothing is known) in the file at `path`, could be a secret.

    False for what stands for one, says where one is, holds one encrypted, is published, or is something else altogether.
    Shared by all that find secrets by their place or name; a provider's format has `is_plausible_token`.
    """
    value = value[:LONGEST].strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'`":
        value = value[1:-1].strip()
    if len(value) < 4 or is_placeholder(value):
        return False
    lower = value.lower()
    if (
        lower.startswith(table.KEPT_ELSEWHERE)
        or is_example(value)
        or in_lock_file(path)
        or in_fixture(path)
        or in_translations(path)
        or in_scanner_file(path)
    ):
        return False
    if _says_dummy(lower, name) or is_reference(value):
        return False
    if is_digest(value, name) or _is_address(value) or _is_prose(value) or _is_code(value, name):
        return False
    if is_repeating(lower) or (len(value) >= 8 and is_counting(lower)):
        return False
    return len(set(lower)) > 2 and shannon(value) >= 1.5


def is_plausible_token(body: str, floor: float, stop: tuple[str, ...] = ()) -> bool:
    """Whether what stands behind a provider's prefix looks drawn: not `xxxx`, not `abcdef`, not words.

    `floor`: bits a character. `stop`: words in lower case that a real one never holds.
    """
    if shannon(body) < floor or is_repeating(body) or is_counting(body) or is_wordy(body):
        return False
    lower = body.lower()
    return not any(word in lower for word in (*table.DUMMY_PARTS, *stop))


def is_example(value: str) -> bool:
    """Whether some provider's documentation shows this value, or one that begins like it."""
    from ..tables.documented_examples import BEGINNINGS, EXAMPLES

    return value in EXAMPLES or value[:14] in BEGINNINGS or "".join(_JWT_IO) in value


def is_reference(value: str) -> bool:
    """Whether the value is made of references, and what stands between them could not be a secret: `${A}:${B}`, `{{ x }}`."""
    pattern = _compiled(_REFERENCE)
    if not pattern.search(value) or _compiled(_CRYPT).match(value):
        return False
    rest = pattern.sub("", value)
    return sum(c.isalnum() for c in rest) < 6 or _compiled(_URL).fullmatch(value) is not None


def is_digest(value: str, name: str = "") -> bool:
    """Whether the value is a hash, a commit or a UUID: by its own mark, or by its form where the name speaks of no secret."""
    if _compiled(_DIGEST).match(value):
        return True
    if not (_compiled(_UUID).fullmatch(value) or _compiled(_HEX_DIGEST).fullmatch(value.lower())):
        return False
    words = name_words(name)
    return bool(words and words[-1] in table.DIGEST_WORDS) or not (
        is_secret_name(name) or name.lower().endswith(("key", "auth"))
    )


def in_fixture(path: str) -> bool:
    """Whether the path says that the file belongs to tests: a folder `tests`, `fixtures`, a file `test_x.py`, `x.spec.ts`."""
    plain = path.replace("\\", "/")
    *folders, file = plain.lower().split("/")
    if any(
        folder in table.FIXTURE_SEGMENTS
        or folder.endswith((".tests", "-tests", "_tests", ".test", "-test"))
        or folder.startswith(("test-", "test_", "tests-", "tests_", "regression"))
        for folder in folders
    ):
        return True
    if _compiled(r".*[a-z0-9](?:Tests?|Spec|IT)\.[a-zA-Z]{1,6}").fullmatch(plain):  # LoginTest.java, LoginTests.cs
        return True
    if _compiled(r"(?:.*/)?ci/[^/]*values[^/]*\.ya?ml").fullmatch(plain.lower()):  # values that a chart is tested with
        return True
    words = re.split(r"[._-]", file)
    return words[0] in ("test", "tests", "conftest", "mock") or any(
        word in ("test", "tests", "spec", "fixture", "fixtures") for word in words[1:-1]
    )


def in_lock_file(path: str) -> bool:
    """Whether the file is one that a package manager writes: full of hashes, and of nothing secret."""
    return path.replace("\\", "/").rpartition("/")[2].lower() in table.LOCK_FILES


def in_scanner_file(path: str) -> bool:
    """Whether the file tells a secret scanner what to look for or to pass over: its examples are known to whoever wrote it."""
    name = path.replace("\\", "/").rpartition("/")[2].lower()
    return name in table.SCANNER_FILES or name.startswith(
        (".gitleaks", "gitleaks", ".secrets.baseline", ".trufflehog", "trufflehog", "noseyparker", "detect_secrets", "ggshield")
    )


def in_examples(path: str) -> bool:
    """Whether a folder or the file's name says that it shows how something is done."""
    lower = path.lower()
    words = set(re.split(r"[^a-z0-9]+", lower))
    if words & table.EXAMPLE_WORDS or any(word.startswith(("testca", "demo")) or "selfsign" in word for word in words):
        return True
    return "mojo/ioloop/resources/" in lower  # the key that every copy of Mojolicious comes with


def is_dummy_name(name: str) -> bool:
    """Whether the name says that its value is none: `example_token`, `placeholder`, `FAKE_KEY`."""
    return any(word in table.DUMMY_NAMES for word in name_words(name))


def in_translations(path: str) -> bool:
    """Whether the file holds texts in the languages of people, where `password` is a label."""
    *folders, file = path.replace("\\", "/").lower().split("/")
    stem, _, extension = file.rpartition(".")
    if extension in ("po", "pot", "xlf", "xliff", "arb", "resx", "strings", "ftl"):
        return True
    if any(folder in table.LANGUAGE_SEGMENTS for folder in folders):
        return True
    if extension == "json" and _compiled(r"[a-z]{2}[-_][a-z]{2,4}").fullmatch(stem):  # zh_TW.json
        return True
    return stem.startswith(("messages_", "strings_", "translations_", "messages.", "locale-")) and extension in (
        "properties",
        "json",
        "yml",
        "yaml",
    )


def _says_dummy(lower: str, name: str) -> bool:
    """Whether the value or its name says that it is none, or the value is what everybody tries first."""
    if lower in table.KNOWN_TO_ALL or lower in table.NO_VALUE or any(part in lower for part in table.DUMMY_PARTS):
        return True
    parts = set(re.split(r"[^a-z0-9]+", lower))
    if len(parts) > 2 and parts & table.COUNTED:  # 8312341g-5678-abcd-4a2b
        return True
    if parts & table.DUMMY or (len(parts) > 1 and parts <= table.KNOWN_TO_ALL | {"", "1", "123", "my", "the", "a"}):
        return True
    of_name = name_words(name)
    if is_dummy_name(name):
        return True
    if not of_name:
        return False
    whole = "".join(of_name)
    for text in (lower, lower.rpartition(":")[2]):  # and with a name's space in front: `ums:authCode`
        if re.sub(r"[^a-z0-9]", "", text) in (whole, *(what + of_name[-1] for what in ("", "my", "your", "some", "the", "a"))):
            return True
    return False


def _is_address(value: str) -> bool:
    """Whether it is a URL without credentials, a path, a colour, a host with its port, or a mail address."""
    if "://" in value:
        return _compiled(_CREDENTIALS).search(value) is None and _compiled(_URL).fullmatch(value) is not None
    if value[0] == "#" and _compiled(_COLOUR).fullmatch(value):
        return True
    if value[0] == "%" and _compiled(_PATH).fullmatch(value):  # %kernel.project_dir%/config/private.pem
        return True
    if ("/" in value or value[1:3] == ":\\") and _compiled(_PATH).fullmatch(value):
        longest = max(re.split(r"[\\/]", value), key=len)
        return len(longest) < 20 or is_wordy(longest) or shannon(longest) < 3.4
    return _compiled(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}").fullmatch(value) is not None


def _is_prose(value: str) -> bool:
    """Whether it is a text for people: words with spaces, letters beyond ASCII, a sentence's end."""
    if not value.isascii() and sum(not c.isascii() for c in value) * 2 > len(value):
        return True
    if " " not in value:
        return False
    words = value.split()
    plain = sum(word.strip(".,:;!?'\"()").isalpha() for word in words)
    return plain * 2 > len(words)


def _is_code(value: str, name: str) -> bool:
    """Whether it is an expression, a type, or the name of something rather than a literal."""
    if _compiled(_EXPRESSION).fullmatch(value) or (name and _compiled(_TYPE).fullmatch(value)):
        return True
    if value.isdigit():
        return len(value) < 6
    if _compiled(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+").fullmatch(value):  # the name of a constant or a variable
        return is_wordy(value) or shannon(value) < 3.6
    if _compiled(r"[a-z]+(?:[_.:-][a-z]+)+").fullmatch(value):  # an identifier that names a secret: db-password, app.token
        return is_secret_name(value) or is_secret_name(value.rpartition(".")[2])
    return False
