"""Keep secret values out of what is shown: a quoted line keeps its names, its references and its length.

Every replacement is as long as what it replaces, so a caret under a redacted line still stands under the right character.
The patterns lean towards hiding too much: a hidden harmless word costs a glance, a shown password costs a rotation.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 4096  # characters; a longer line is cut before anything looks at it

# Every quantifier below is bounded or ends at a character that cannot start its own pattern again: linear on any input.
_SECRET_NAME = (
    r"(?<!no)passw(?:or)?d|pass(?:phrase|code|wort)|(?<![a-z])(?:pass|pwd|auth|salt|pat)(?![a-z])|(?-i:(?<=[a-z])Pass(?![a-z]))"
    r"|secret|token|credential|connection[_-]?string"
    r"|(?:api|access|private|encryption|encrypt|crypt|decryption|signing|account|master|auth|jwt|deploy|service|storage|shared"
    r"|secret|fernet|hmac|session|admin|webhook|app|license|unseal|record|ingest)[_-]?key"
)
_NO_VALUE_NAME = (  # a name that ends like this says where a secret is, or describes it
    r"(?:file|path|dir|folder|url|uri|name|ref|type|ttl|length|size|version|policy|header|endpoint|arn|manager|store"
    r"|class|mount|field|provider|scope|expir(?:y|es|ation)|timeout|enabled|required|(?<![a-z])ids?)s?$"
)
_SEPARATOR = (
    r"""\\?["'\]]{0,2}\s{0,8}(?:"""
    r"""(?P<between>:\s{0,4}(?:str|string|bytes|SecretStr)\s{0,4}=(?!=)|=>|:=|[!=]={1,2}|\?=|=|:(?!//))\s{0,16}"""
    r"""|,?\s{0,8}\\?["']?value\\?["']?\s{0,8}[:=]\s{0,8})"""
)
_PLAIN = (  # no secret in any language: literals, types, permissions
    r"true|false|yes|no|on|off|null|nil|none|undefined|inherit|write|read|required|optional|any|always|never"
    r"|str|string|bytes|bool|boolean|int|integer|number|object"
)
_REFERENCE = (
    r"\$\{\{[^}]{0,200}\}\}|\$\{[!#]?[\w.:/-]{1,200}\}|\$\{\w{1,100}:?\?[^}]{0,300}\}|\$[A-Za-z_]\w{0,100}"
    r"|\$\([^)]{0,300}\)|`[^`]{0,300}`|\{\{[^}]{0,200}\}\}"
    r"|%\(\w{1,100}\)s|%[A-Za-z_]\w{0,100}%|<[^<>]{1,100}>|\{[A-Za-z_][\w.]{0,100}\}"
)
_LOOKED_UP = (  # the value is fetched from somewhere, by name
    r"(?:var|local|module|data|each|secrets|env|vars|self|this|config|settings|process\.env|os\.environ|inputs|steps|needs"
    r"|params|context|request|args|options|opts|props|values|\.Values|!(?:Ref|Sub|GetAtt|reference))[.\[ ][\w.\[\]-]{1,200}"
    r"|[A-Za-z_]{1,60}(?:\.[A-Za-z_]{1,60}){2,9}|!(?:vault|secret|env|include|ImportValue|encrypted)(?: ?[|>])?[-+]?|[|>][-+]?"
)
_CALL = r"(?:await |new )?[A-Za-z_][\w.]{0,100}[(\[]"
_TOKEN = (
    r"(?<![A-Za-z0-9])(?P<prefix>"
    r"gh[pousr]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|soat|imt|ft|agent|oas)-|xox[abeoprs]-|xapp-|[spr]k_(?:live|test)_|whsec_"
    r"|sk-(?:ant-|proj-|or-)?|AIza|ya29\.|npm_|pypi-|SG\.|eyJ|do[opr]_v1_|hv[bsr]\.|dckr_(?:pat|oat)_|shp(?:at|ss|ca|pa)_"
    r"|sq0(?:atp|csp)-|lin_api_|PMAK-|AGE-SECRET-KEY-1|hf_|rubygems_|glsa_|glc_|nfp_|NRAK-|ATATT3|ATBB|dapi|pscale_\w{2,6}_"
    r"|sntrys_|figd_|ntn_|A(?:KIA|SIA|GPA|IDA|ROA|NPA)|key-|v1\.0-|tfp_|rnd_|fly_|sbp_|xkeysib-|phc_|phx_"
    r")(?P<body>[\w.~+/=-]{12,})"
    r"|(?P<path>hooks\.slack\.com/(?:services|workflows)/|discord(?:app)?\.com/api/webhooks/|api\.telegram\.org/bot)"
    r"(?P<rest>[^\s\"'<>]+)"
)
_URL = r"""://(?P<user>[^\s/:@"'<>`$]{0,200}):(?P<password>[^\s/"'<>`]{1,400})@|://(?P<alone>[^\s/:@"'<>`$]{16,400})@"""
_BEARER = (
    r"""(?i:authorization)\\?["']{0,2}\s{0,8}[:=,]\s{0,8}\\?["']?(?:(?:(?i:basic|bearer|token|digest|apikey|key))\s{1,4})?"""
    r"""(?P<sent>[^\s"'\\]+)|(?i:\bbearer)\s{1,4}(?P<bearer>[A-Za-z0-9._~+/=-]{12,})"""
)
_COMMAND = (
    r"""\b(?:curl|wget|http)\b.{0,300}?\s(?:-u|--user)[ =]?["']?[^\s:"']{1,100}:(?P<basic>[^\s"']+)"""
    r"""|\bmysql\w{0,8}\b.{0,200}?\s-p(?P<mysql>[^\s]+)"""
    r"""|\b(?:sshpass|(?:docker|podman|registry) login)\b.{0,200}?\s-p[ =]?(?P<login>[^\s-][^\s]*)"""
    r"""|(?i:identified\s{1,4}by)\s{1,4}["'](?P<sql>[^"']+)"""
)
_KEY_BLOCK = r"-----BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}-----(?P<pem>.*)"
_KEY_BODY = r"""^[\s"'|-]*(?P<body>[A-Za-z0-9+/]{40,}={0,2})(?:\\n)?[\s"',+\\]*$"""
_QUOTED = r"""(?P<quote>["'`])(?P<quoted>[^\s"'`]{20,512})(?=["'`])"""
_BARE = r"[=:][ \t]{0,8}(?P<bare>[A-Za-z0-9+/_-]{24,512}={0,2})(?=[\s,;)\]}]|$)"
_DEFAULT = r"\$\{(?P<variable>[A-Za-z_]\w{0,100})(?P<operator>:?[-=+])(?P<default>[^}]{0,400})\}"
_DIGEST_BEFORE = r"(?:sha|digest|checksum|commit|revision|rev|integrity|md5|hash|fingerprint|gpg)[a-z_]{0,20}\d{0,4}\W{0,20}$"


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def redact(line: str) -> str:
    """A quoted source line without its secret values; same length, but for a line over `LONGEST`, which is cut.

    What a name, a known token shape, a URL, a header, a key block or randomness gives away as secret becomes `*`.
    References (`$X`, `${X}`, `$(…)`, `{{ x }}`, `<placeholder>`) stay.
    """
    line = line[:LONGEST]
    return _hide(line, [*_shapes(line), *_defaults(line), *_named(line)])


def redact_message(text: str) -> str:
    """The same for a sentence: names stay, `password: change it` stays, `PASSWORD=value` and token shapes do not."""
    text = text[:LONGEST]
    return _hide(text, [*_shapes(text), *_defaults(text), *_named(text, prose=True)])


def hide(line: str, start: int, end: int) -> str:
    """The line with the characters from `start` up to, not including, `end` hidden, whatever they look like."""
    return _hide(line, [(start, min(end, len(line)))])


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text
    characters = list(text)
    for start, end in spans:
        for at in range(start, end):
            if characters[at] not in " \t\r\n\"'`":
                characters[at] = "*"
    return "".join(characters)


def _shapes(text: str) -> Iterator[tuple[int, int]]:
    """What is secret whatever it is called."""
    for found in _compiled(_TOKEN).finditer(text):
        group = "body" if found["body"] is not None else "rest"
        if group == "rest" or not found[group].islower() or any(c.isdigit() for c in found[group]):
            yield found.span(group)
    if "://" in text:
        for found in _compiled(_URL).finditer(text):
            group = "password" if found["password"] is not None else "alone"
            if not _is_reference(found[group]) and (group == "password" or _is_random(found[group])):
                yield found.span(group)
    for pattern in (_BEARER, _COMMAND):
        for found in _compiled(pattern).finditer(text):
            group = found.lastgroup or ""
            if group == "bearer" and not any(c.isdigit() for c in found[group]):
                continue
            if not _is_reference(found[group]):
                yield found.span(group)
    if "-----BEGIN" in text:
        for found in _compiled(_KEY_BLOCK).finditer(text):
            yield found.span("pem")
    body = _compiled(_KEY_BODY).match(text)
    if body and _classes(body["body"]) >= 3:
        yield body.span("body")
    for found in _compiled(_QUOTED).finditer(text):
        named = _compiled(r"[A-Za-z_][\w.-]{0,60}=(?=[^=])").match(found["quoted"])  # `NAME=value`: the name stays
        start = found.start("quoted") + (named.end() if named else 0)
        end = found.end("quoted")
        if end - start >= 16 and _is_random(text[start:end], text[max(0, start - 40) : start]):
            yield start, end
    for found in _compiled(_BARE).finditer(text):
        value = found["bare"]
        if _classes(value) >= 3 and _is_random(value, text[max(0, found.start() - 40) : found.start("bare")]):
            yield found.span("bare")


def _defaults(text: str) -> Iterator[tuple[int, int]]:
    """`${DB_PASSWORD:-value}`: the reference stays, its literal default is a value."""
    if "${" in text:
        for found in _compiled(_DEFAULT).finditer(text):
            if _is_secret_name(found["variable"]) and found["default"] and not _is_reference(found["default"] + "}"):
                yield found.span("default")


def _is_secret_name(name: str) -> bool:
    return bool(_compiled(_SECRET_NAME, re.I).search(name)) and not _compiled(_NO_VALUE_NAME, re.I).search(name)


def _named(text: str, prose: bool = False) -> Iterator[tuple[int, int]]:
    """The values of what is named like a secret: assignments, mappings, options, ENV and ARG, elements."""
    done = 0
    for found in _compiled(_SECRET_NAME, re.I).finditer(text):
        if found.start() < done:
            continue
        first, last = found.span()
        while first > done and last - first < 100 and _in_name(text[first - 1]):
            first -= 1
        while last < len(text) and last - first < 160 and _in_name(text[last]):
            last += 1
        name = text[first:last]
        if _compiled(_NO_VALUE_NAME, re.I).search(name):
            done = last
            continue
        value = _value(text, first, last, prose)
        done = last
        if value:
            yield from value[0]
            done = max(done, value[1])


def _in_name(character: str) -> bool:
    return character.isalnum() or character in "_-."


def _value(text: str, first: int, last: int, prose: bool) -> tuple[list[tuple[int, int]], int] | None:
    """The spans to hide after the name that stands from `first` to `last`, and where the value ends."""
    before = text[max(0, first - 24) : first].strip(" \t\"'-")
    if text[max(0, first - 2) : first] == "${":
        return None  # an expansion: only its default is a value
    separator = _compiled(_SEPARATOR).match(text, last)
    whole_line = False
    if separator:
        start = separator.end()
        if prose and separator[0] not in ("=", '="', "='"):
            return None
        whole_line = not prose and before in ("", "ENV", "ARG", "export", "set") and separator["between"] in (":", "=")
    elif text[first : first + 1] == "-" and text[last : last + 1] == " ":
        start = last + 1
        if prose or text[start : start + 1] == "-":
            return None
    elif not prose and before.upper() in ("ENV", "ARG") and text[last : last + 1] in (" ", "\t"):
        start, whole_line = last + 1, True
    elif not prose and before.endswith("<") and text[last : last + 1] == ">":
        end = text.find("<", last)
        return _judged(text, last + 1, end if end > 0 else len(text), text[first:last])
    else:
        return None
    end = _value_end(text, start, whole_line, prose)
    return _judged(text, start, end, text[first:last])


def _value_end(text: str, start: int, whole_line: bool, prose: bool) -> int:
    """Where the value that begins at `start` ends: at its closing quote, its white space, or the end of the statement."""
    if text[start : start + 1] in ("[", "{") and text[start : start + 2] != "{{":
        return start  # a nested mapping or list: its own names decide
    call = _compiled(_CALL).match(text, start)
    if call:
        end = text.find(")" if call[0][-1] == "(" else "]", call.end())
        return end + 1 if end > 0 else len(text)
    quoted = _compiled(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*')(?=[\s,;:)}\]]|$)""").match(text, start)
    if quoted:
        return quoted.end()
    reference = _compiled(f"{_REFERENCE}|").match(text, start)
    bare = "[^\\s\"'`]" if prose else "[^\\s\"']"
    word = _compiled(rf"""(?:"(?:[^"\\]|\\.)*"?|'[^']*'?|{bare})*""").match(text, reference.end() if reference else start)
    end = word.end() if word else start
    if whole_line and text[start : start + 1] not in ('"', "'"):
        stop = _compiled(r"\s(?:#|&&|\|\||;|\\$|[A-Za-z_]\w{0,100}=)|$").search(text, end)
        end = stop.start() if stop else end
    return end


def _judged(text: str, start: int, end: int, name: str) -> tuple[list[tuple[int, int]], int]:
    value = text[start:end]
    bare = value.strip("\"'`,;)}] \t\\")
    if not bare or _compiled(_PLAIN, re.I).fullmatch(bare) or _is_reference(value):
        return [], end
    if name[-1] in "sS" and bare.isdigit():  # max_tokens: 4096
        return [], end
    if _compiled(_CALL).match(value):
        literals = _compiled(r"""["'](?P<literal>[^"']+)["']""").finditer(value)
        return [(start + f.start(1), start + f.end(1)) for f in literals if not _is_variable(f[1])], end
    default = _compiled(_DEFAULT).match(bare)
    if default:
        offset = start + value.index(bare)
        return [(offset + default.start("default"), offset + default.end("default"))], end
    return [(start, start + len(value.rstrip(",;)}] \t\\")))], end


def _is_variable(name: str) -> bool:
    return bool(_compiled(r"[A-Z][A-Z0-9_]*").fullmatch(name))


def _is_reference(value: str) -> bool:
    """Whether the value only names where the secret comes from."""
    bare = value.strip("\"',;)]} \t\\")
    if value.lstrip("\"' ").startswith(("$", "{", "`", "<", "%")):
        bare = value.strip("\"',; \t\\")
    return bool(_compiled(f"(?:(?:{_REFERENCE})[/:@.-]?)+[)}}\\]]*|{_LOOKED_UP}").fullmatch(bare))


def _classes(text: str) -> int:
    return sum((any(c.islower() for c in text), any(c.isupper() for c in text), any(c.isdigit() for c in text)))


def _is_random(text: str, before: str = "") -> bool:
    """Whether a word of 16 characters or more looks drawn at random rather than written.

    Written names keep to one kind of letter for some characters; random ones change kind at every other character.
    """
    if (
        _is_reference(text)
        or "://" in text
        or _compiled(_TOKEN).match(text)
        or _compiled(r"sha(?:1|256|384|512)[:-]").search(text)
    ):
        return False
    if _compiled(r"[0-9A-F]{40}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").fullmatch(text):
        return False  # the fingerprint of an OpenPGP key, or a UUID
    if _compiled(r"[0-9a-fA-F]{32,}").fullmatch(text):
        return not _compiled(_DIGEST_BEFORE, re.I).search(before)
    if not any(c.isdigit() for c in text) or not any(c.isalpha() for c in text):
        return False
    if sum(map(len, _compiled(r"[A-Z]?[a-z]{3,}").findall(text))) * 5 >= len(text) * 3:
        return False  # written in words: `CaddyHighHttp5xxErrorRate`
    kinds = [0 if c.islower() else 1 if c.isupper() else 2 if c.isdigit() else 3 for c in text]
    changes = sum(a != b for a, b in pairwise(kinds))
    letters = len(set(text))
    parts = _compiled(r"[^A-Za-z0-9+=]").split(text)
    return changes * 5 >= len(text) * 2 and letters >= 10 and max(map(len, parts)) >= 12
