"""Private keys in text, each one block: which kind, and whether a passphrase protects it. Certificates are none."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from .entropy import is_repeating, is_wordy, shannon
from .found import Secret
from .plausible import in_examples, in_fixture, in_scanner_file
from .throwaway import in_development, is_specimen

if TYPE_CHECKING:
    from ..core.excerpt import Source

_NEAR = 4_000  # characters before and after
LONGEST = 20_000  # characters from the header on; an RSA key of 16,384 bits has 12,700

# RFC 7468 for the labels; RFC 1421 for the encapsulated headers of the older form; RFC 4716 for SSH2.
_HEADER = (
    r"-{4,5} ?BEGIN (?P<label>[A-Za-z0-9]{0,12}(?: [A-Za-z0-9]{1,12}){0,3}? ?"
    r"(?:PRIVATE KEY(?: BLOCK)?|SECRET KEY BLOCK|Static key V1)) ?-{4,5}"
)
_NO_DER = ("PGP", "SSH2", "SIGSTORE", "COSIGN", "NEBULA")  # their bodies are no ASN.1
_END = r"-{4,5} ?END [A-Za-z0-9 ]{3,60}-{4,5}"
_RUN = r"[A-Za-z0-9+/]{16,}={0,2}"
_PUTTY = r"PuTTY-User-Key-File-[23]: (?P<type>[\w@.-]{3,60})\s{1,4}Encryption: (?P<cipher>[\w-]{3,20})"
_SIGNIFY = r"untrusted comment: (?:signify|minisign)[ \w]{0,40} secret key\s{1,4}(?P<body>[A-Za-z0-9+/]{80,400}={0,2})"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def private_key(source: Source, offset: int, keyword: str) -> tuple[Secret, int] | None:
    """The key whose block begins at `offset`, where `keyword` stands, with the offset of its end; None where there is none."""
    if keyword == "PuTTY-User-Key-File-":
        found = _putty(source.text, offset)
    elif keyword == "untrusted comment: ":
        found = _signify(source.text, offset)
    else:
        found = _block(source.text, offset)
    if not found or in_scanner_file(source.path):
        return None
    kind, end = found
    value = source.whole().cut(offset, end)
    path = source.path
    near = source.text[max(0, offset - _NEAR) : offset] + source.text[end : end + _NEAR]
    local = "://localhost" in near or "://127.0.0.1" in near  # the configuration of a developer's own machine
    specimen = local or in_fixture(path) or in_examples(path) or is_specimen(path) or in_development(path)
    return Secret("keyword" if specimen else "key", kind, "", value, "private-key"), end


def _block(text: str, offset: int) -> tuple[str, int] | None:
    header = _compiled(_HEADER).match(text, offset)
    if not header:
        return None
    label = header["label"].strip()
    dashes = text.find("----", header.end(), header.end() + LONGEST)  # no base 64 has them: the end, or another beginning
    end = dashes if dashes >= 0 else min(len(text), header.end() + LONGEST)
    ending = _compiled(_END).match(text, end)
    body = text[header.end() : end]
    if "..." in body or "…" in body:
        return None
    flat = _compiled(r"\\+[nrt]").sub("\n", body)
    if label.endswith("Static key V1"):
        lines = _compiled(r"[0-9a-fA-F]{32}").findall(flat)
        return ("OpenVPN static key", ending.end() if ending else end) if len(lines) >= 8 else None
    protected = "Proc-Type: 4,ENCRYPTED" in flat or label.startswith("ENCRYPTED ") or "SSH2 ENCRYPTED" in label
    runs = _compiled(_RUN).findall(_compiled(r"(?m)^[^\n:]{1,30}: [^\n]*$").sub("", flat))
    joined = "".join(runs)
    if len(joined) < 48 or shannon(joined[:400]) < 3.6 or is_repeating(joined[:200]) or is_wordy(joined[:200]):
        return None
    if label == "OPENSSH PRIVATE KEY":
        if not joined.startswith("b3BlbnNzaC1rZXktdjE"):
            return None
        protected = not joined.startswith("b3BlbnNzaC1rZXktdjEAAAAABG5vbmU")  # cipher `none` (OpenSSH, PROTOCOL.key)
    elif not (any(word in label for word in _NO_DER) or "Proc-Type" in flat or _is_der(joined, ending is not None)):
        return None
    from ..tables.documented_examples import PUBLISHED_KEYS

    if joined[:40] in PUBLISHED_KEYS:
        return None
    return _kind(label, protected), ending.end() if ending else header.end() + len(body.rstrip())


def _is_der(base64: str, whole: bool) -> bool:
    """Whether the base 64 begins an ASN.1 sequence and, of a whole block, is as long as that says: no mangled sample."""
    from binascii import Error, a2b_base64

    if base64[0] != "M":
        return False
    try:
        start = a2b_base64(base64[:8])
    except (Error, ValueError):
        return False
    size = start[1]
    if size > 0x82 or start[0] != 0x30:
        return False
    expected = size + 2 if size < 0x80 else start[2] + 3 if size == 0x81 else int.from_bytes(start[2:4], "big") + 4
    return expected >= 32 and (not whole or len(base64.rstrip("=")) * 3 // 4 >= expected - 12)


def _kind(label: str, protected: bool) -> str:
    """The plain name of a key with this label."""
    words = (
        label.replace("ENCRYPTED ", "").removesuffix(" BLOCK").removesuffix("PRIVATE KEY").removesuffix("SECRET KEY").strip()
    )
    names = {"": "private key", "OPENSSH": "OpenSSH private key", "PGP": "OpenPGP private key", "SSH2": "SSH2 private key"}
    name = names.get(words, f"{words} private key")
    return f"encrypted {name}" if protected else name


def _putty(text: str, offset: int) -> tuple[str, int] | None:
    header = _compiled(_PUTTY).match(text, offset)
    if not header:
        return None
    another = text.find("PuTTY-User", header.end(), header.end() + LONGEST)
    body = text[header.end() : another if another >= 0 else header.end() + LONGEST]
    private = _compiled(
        r"Private-Lines: [0-9]{1,3}\s{1,4}(?:[A-Za-z0-9+/=]{1,80}\s{1,2}){1,400}(?:Private-MAC: [0-9a-f]{40,64})?"
    ).search(body)
    if not private:
        return None
    kind = "PuTTY private key" if header["cipher"] == "none" else "encrypted PuTTY private key"
    return kind, header.end() + len(body[: private.end()].rstrip())


def _signify(text: str, offset: int) -> tuple[str, int] | None:
    found = _compiled(_SIGNIFY).match(text, offset)
    if not found or shannon(found["body"]) < 4:
        return None
    return ("encrypted minisign secret key" if "encrypted" in found[0][:60] else "signify secret key"), found.end()
