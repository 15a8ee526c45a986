"""What a token proves about itself without asking anybody: checksums, and structures that chance does not make."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    # valid: the provider made it, or somebody who knows how. invalid: it opens nothing. unknown: this test cannot tell.
    Verdict = Literal["valid", "invalid", "unknown"]

_DIGITS, _LOWER = "0123456789", "".join(map(chr, range(97, 123)))
_BASE_62, _BASE_36 = _DIGITS + _LOWER.upper() + _LOWER, _DIGITS + _LOWER
_BECH32 = "QPZRY9X8GF2TVDW0" + "S3JN54KHCE6MUA7L"  # apart, so that no scanner takes it for a secret


def verdict(check: str, value: str) -> Verdict:
    """What the test of this name says about a token; `unknown` for a name without a test."""
    test = _TESTS.get(check)
    return test(value) if test else "unknown"


def _crc(text: str, letters: str, width: int) -> str:
    """CRC-32 of the text, written in these digits and filled up to `width` with the first of them."""
    from zlib import crc32

    number, digits = crc32(text.encode("utf-8", "replace")), ""
    while number:
        number, digit = divmod(number, len(letters))
        digits = letters[digit] + digits
    return digits.rjust(width, letters[0])


def _github(value: str) -> Verdict:
    """The last six characters are the CRC-32 of the thirty before them (GitHub blog, April 2021, "token formats")."""
    body = value.partition("_")[2]
    return "valid" if _crc(body[:-6], _BASE_62, 6) == body[-6:] else "invalid"


def _npm(value: str) -> Verdict:
    """As GitHub's, says the announcement; what does not fit is not held against it."""
    return "valid" if _github(value) == "valid" else "unknown"


def _gitlab(value: str) -> Verdict:
    """A routable token ends in seven characters of CRC-32 over all before them (GitLab, `RoutableToken`); others have none."""
    if value[-10:-9] != "." and value[-13:-12] != ".":
        return "unknown"
    return "valid" if _crc(value[:-7], _BASE_36, 7) == value[-7:] else "invalid"


def _grafana(value: str) -> Verdict:
    """Behind the last underscore stands the CRC-32 of what is before it, lowest byte first (Grafana, `satokengen`)."""
    from zlib import crc32

    body, _, checksum = value.rpartition("_")
    expected = crc32(body.encode()).to_bytes(4, "little").hex()
    return "valid" if checksum.lower() == expected else "invalid"


def _grafana_legacy(value: str) -> Verdict:
    """A JSON object in base 64 with a key, a name and an organisation's id (Grafana, `apikeygen`)."""
    found = _json(value)
    return "valid" if isinstance(found, dict) and {"k", "n", "id"} <= set(found) else "invalid"


def _bech32(value: str) -> Verdict:
    """The checksum of BIP 173 over the prefix and the data, as age writes its keys."""
    prefix, _, data = value.upper().rpartition("1")
    numbers = [_BECH32.find(c) for c in data]
    if min(numbers, default=-1) < 0:
        return "invalid"
    lower = prefix.lower()
    state = 1
    for number in [ord(c) >> 5 for c in lower] + [0] + [ord(c) & 31 for c in lower] + numbers:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ number
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            if top >> bit & 1:
                state ^= generator
    return "valid" if state == 1 else "invalid"


def _discord(value: str) -> Verdict:
    """A bot token's first part is the bot's id, a decimal number, in base 64 (Discord, "Reference: authentication")."""
    identity = decoded(value.partition(".")[0])
    return "unknown" if identity and identity.isdigit() else "invalid"


def _jwt(value: str) -> Verdict:
    """A header with an algorithm, claims that are no textbook's, and no role that the provider publishes.

    Supabase's `anon` key is meant for browsers, its `service_role` key passes every policy ("API keys"). A Kubernetes service
    account's token without an end stays good for as long as the account ("Managing service accounts").
    """
    parts = value.split(".")
    header, claims = _json(parts[0]), _json(parts[1])
    if not isinstance(header, dict) or "alg" not in header or not isinstance(claims, dict):
        return "invalid"
    if str(header["alg"]).lower() == "none" or str(claims.get("sub")) == "1234567890" or claims.get("name") == "John Doe":
        return "invalid"
    if claims.get("iss") in ("joe", "supabase-demo", "example", "test") or claims.get("role") == "anon":
        return "invalid"
    if claims.get("role") == "service_role" or (claims.get("iss") == "kubernetes/serviceaccount" and "exp" not in claims):
        return "valid"
    return "unknown"


def decoded(text: str) -> str | None:
    """The text behind base 64 of either alphabet, padded or not; None where it is none, or holds no readable text."""
    from binascii import Error, a2b_base64

    text = text.rstrip("=").replace("-", "+").replace("_", "/")
    if len(text) % 4 == 1:
        return None
    try:
        plain = a2b_base64(text + "=" * (-len(text) % 4)).decode("utf-8")
    except (Error, ValueError):
        return None
    return plain if all(c.isprintable() or c in "\t\r\n" for c in plain) else None


def _json(text: str) -> object:
    """The value behind JSON in base 64; None where there is none."""
    import json

    plain = decoded(text)
    if plain is None or plain.count("[") + plain.count("{") > 100:
        return None
    try:
        found: object = json.loads(plain)
    except ValueError:
        return None
    return found


_TESTS: dict[str, Callable[[str], Verdict]] = {
    "github": _github,
    "npm": _npm,
    "gitlab": _gitlab,
    "grafana": _grafana,
    "grafana-legacy": _grafana_legacy,
    "bech32": _bech32,
    "discord": _discord,
    "jwt": _jwt,
}
