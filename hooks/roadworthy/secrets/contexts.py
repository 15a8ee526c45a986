"""What stands around a value of a provider's format: an identifier's secret half, or signs that browsers get the key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .entropy import is_random

if TYPE_CHECKING:
    from ..tables.providers_row import Provider

_AROUND = 400  # characters before and after
_HALF = pattern(r"[A-Za-z0-9/+_-]{28,88}={0,2}")
_IDENTIFIERS = ("AKIA", "ASIA", "ABIA", "ACCA", "LTAI", "AKID", "AKLT", "GOOG1E")
_HASH = pattern(r"[0-9a-f]{32,128}\Z")

# Google's guides put the key for Firebase, Maps and YouTube into pages and applications ("API keys for Firebase": they are no
# secrets); what those are configured with stands beside it.
_CLIENT = pattern(
    r"(?i)auth_?-?domain|firebaseapp\.com|messaging_?-?sender|sender_?-?id|project_?-?(?:id|number)|measurement_?-?id|storage_?-?bucket"
    r"|mobilesdk|vapid|maps?_api|mapsApi|maps/api|maps\.google|geo\.API_KEY|GCM_SENDER|REACT_APP_|NEXT_PUBLIC_|VITE_|VUE_APP_|EXPO_PUBLIC_|PUBLIC_"
)
_CLIENT_FILES = pattern(
    r"(?i)(?:^|/)(?:google-services\.json|GoogleService-Info[^/]*\.plist|AndroidManifest\.xml|firebase[^/]*|index\.html|Info\.plist)\Z"
    r"|\.(?:html?|jsx?|mjs|tsx?|vue|svelte|swift|kt|dart|m|xml|plist|css|map|xcconfig)\Z"
)


def is_sure(row: Provider, text: str, start: int, end: int, path: str) -> bool:
    """Whether the value from `start` to `end` has around it what its row needs."""
    if not row.needs:
        return True
    around = text[max(0, start - _AROUND) : start] + "\0" + text[end : end + _AROUND]
    if row.needs == "server":
        return not (_CLIENT_FILES.search(path) or _CLIENT.search(around))
    return any(_is_half(found[0]) for found in _HALF.finditer(around))


def _is_half(text: str) -> bool:
    return not text.startswith(_IDENTIFIERS) and not _HASH.match(text) and any(map(str.isdigit, text)) and is_random(text)
