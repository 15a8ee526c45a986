"""The baseline, `.secrets.baseline` in detect-secrets' format: read, asked about a value, brought up to date, written.

It holds SHA-1 digests of values (of the value as UTF-8), never a value. What is written is made to be merged: entries sorted
by digest, no time of writing, and the line number an entry was first recorded with for as long as the entry stands, so that
an edit above a secret changes nothing here. `detect-secrets audit` finds a value by that number and says where it does not;
to have numbers renewed, take the entry out and record it again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any, Literal

    from ..core.excerpt import Source
    from .found import Secret

    Verdict = Literal["unaudited", "not-a-secret", "secret"]

PATH = ".secrets.baseline"
VERSION = "1.5.0"  # the release of detect-secrets whose format this is
_LARGEST = 16 * 1024 * 1024  # characters
_KEYS = ("version", "plugins_used", "filters_used")
_PRIVATE_KEY = "Private Key"  # of these detect-secrets takes the words of the first line for the value
_KEY_WORDS = ("BEGIN DSA PRIVATE KEY", "BEGIN EC PRIVATE KEY", "BEGIN OPENSSH PRIVATE KEY", "BEGIN PGP PRIVATE KEY BLOCK",
              "BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY", "BEGIN SSH2 ENCRYPTED PRIVATE KEY",
              "PuTTY-User-Key-File-2")  # fmt: skip

# What detect-secrets runs with where nobody says otherwise; it reads its settings from the baseline.
_PLUGINS = (
    "ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "Base64HighEntropyString", "BasicAuthDetector",
    "CloudantDetector", "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "HexHighEntropyString",
    "IbmCloudIamDetector", "IbmCosHmacDetector", "IPPublicDetector", "JwtTokenDetector", "KeywordDetector",
    "MailchimpDetector", "NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector",
    "SlackDetector", "SoftlayerDetector", "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)  # fmt: skip
_PLUGIN_SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "Base64HighEntropyString": {"limit": 4.5},
    "HexHighEntropyString": {"limit": 3.0},
    "KeywordDetector": {"keyword_exclude": ""},
}
_FILTERS = (
    "allowlist.is_line_allowlisted", "heuristic.is_indirect_reference", "heuristic.is_likely_id_string",
    "heuristic.is_lock_file", "heuristic.is_not_alphanumeric_string", "heuristic.is_potential_uuid",
    "heuristic.is_prefixed_with_dollar_sign", "heuristic.is_sequential_string", "heuristic.is_swagger_file",
    "heuristic.is_templated_secret",
)  # fmt: skip

_TYPES = (
    "AWS Access Key", "Artifactory Credentials", "Azure Storage Account access key", "Base64 High Entropy String",
    "Basic Auth Credentials", "Cloudant Credentials", "Discord Bot Token", "GitHub Token", "GitLab Token",
    "Hex High Entropy String", "IBM Cloud IAM Key", "IBM COS HMAC Credentials", "JSON Web Token", "Mailchimp Access Key",
    "NPM tokens", "OpenAI Token", "Private Key", "Public IP (ipv4)", "PyPI Token", "Secret Keyword", "SendGrid API Key",
    "Slack Token", "SoftLayer Credentials", "Square OAuth Secret", "Stripe Access Key", "Telegram Bot Token",
    "Twilio API Key",
)  # fmt: skip
_TYPE_OF: Mapping[str, str] = {
    "key": _PRIVATE_KEY,
    "url": "Basic Auth Credentials",
    "place": "Secret Keyword",
    "hash": "Secret Keyword",
    "weak": "Secret Keyword",
    "keyword": "Secret Keyword",
    "entropy": "Base64 High Entropy String",
}


class Entry(NamedTuple):
    """One recorded secret. `type` is detect-secrets' name of the kind; `line` 0: none was recorded; `is_secret` is what a
    person decided, None where nobody has."""

    path: str
    type: str
    digest: str
    line: int = 0
    is_secret: bool | None = None
    is_verified: bool = False


class Baseline(NamedTuple):
    """What is recorded. `head` is the rest of the file, settings of detect-secrets, kept as they are.

    `fault` says why the file could not be read; such a baseline records nothing, and must not be written over.
    """

    entries: Mapping[str, tuple[Entry, ...]] = {}  # by path
    head: Mapping[str, Any] = {}
    fault: str = ""

    def verdict(self, path: str, kind: str, value: str) -> Verdict | None:
        """What was decided about the value in this file; None where it is not recorded.

        The value counts, whichever detector found it; an entry of the same kind goes before the others.
        """
        there = self.entries.get(path)
        if not there:
            return None
        wanted = digest(value)
        found = [entry for entry in there if entry.digest == wanted]
        if not found and ("PRIVATE KEY" in value or "PuTTY-User-Key" in value):
            words = {digest(word) for word in _KEY_WORDS if word in value}
            found = [entry for entry in there if entry.digest in words and entry.type == _PRIVATE_KEY]
        decided = {entry.is_secret for entry in found if entry.type == kind} or {entry.is_secret for entry in found}
        if not decided:
            return None
        return "secret" if True in decided else "not-a-secret" if False in decided else "unaudited"


class Recorded(NamedTuple):
    """A secret to record: where it is, its kind, and the digest of its value."""

    path: str
    type: str
    digest: str
    line: int


def digest(value: str) -> str:
    """The digest that stands for a value."""
    from hashlib import sha1

    return sha1(value.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def type_of(secret: Secret) -> str:
    """The `type` of an entry: always one of detect-secrets' own, since its `audit` fails on any other.

    It is the one of the plugin that found the value, else of the plugin for such values, so that both tools mean the same.
    """
    if secret.detector in _TYPES:
        return secret.detector
    if secret.certainty != "provider":
        return _TYPE_OF[secret.certainty]
    provider = secret.kind.partition(" ")[0].lower()
    return next((name for name in _TYPES if name.partition(" ")[0].lower() == provider), _TYPE_OF["place"])


def read(source: Source) -> Baseline:
    """The baseline that a file holds. Never raises: a file that is none has a `fault`."""
    import json

    if len(source.text) > _LARGEST:
        return Baseline(fault=f"is larger than {_LARGEST // 1024 // 1024} MiB")
    try:
        content = json.loads(source.text)
    except json.JSONDecodeError as error:  # its message quotes nothing of the file
        return Baseline(fault=f"is not valid JSON: {error.msg} in line {error.lineno}")
    except (ValueError, RecursionError):
        return Baseline(fault="is not valid JSON")
    if not isinstance(content, dict) or not isinstance(content.get("results"), dict):
        return Baseline(fault="is no baseline: it has no `results`")
    entries: dict[str, list[Entry]] = {}
    for name, items in content.pop("results").items():
        path = name.replace("\\", "/").removeprefix("./")
        for item in items if isinstance(items, list) else ():
            if not isinstance(item, dict) or not isinstance(item.get("hashed_secret"), str):
                return Baseline(fault=f"is no baseline: an entry of {path[:200]!r} has no `hashed_secret`")
            entries.setdefault(path, []).append(_entry(path, item))
    content.pop("generated_at", None)
    return Baseline({path: tuple(there) for path, there in entries.items()}, content)


def _entry(path: str, item: Mapping[str, Any]) -> Entry:
    line, decided = item.get("line_number"), item.get("is_secret")
    return Entry(
        path,
        str(item.get("type", "")),
        item["hashed_secret"],
        line if isinstance(line, int) and line > 0 else 0,
        decided if isinstance(decided, bool) else None,
        item.get("is_verified") is True,
    )


def updated(before: Baseline, found: Iterable[Recorded], unread: Collection[str] = ()) -> Baseline:
    """The baseline after a run that found these secrets. What was decided stays; what is gone is taken out.

    `unread` are files that could not be looked at: their entries stay.
    """
    entries: dict[str, dict[tuple[str, str], Entry]] = {}
    for secret in found:
        known = [entry for entry in before.entries.get(secret.path, ()) if entry.digest == secret.digest]
        for entry in known or [Entry(secret.path, secret.type, secret.digest, secret.line)]:
            entries.setdefault(secret.path, {}).setdefault((entry.digest, entry.type if known else ""), entry)
    for path in unread:
        for entry in before.entries.get(path, ()):
            entries.setdefault(path, {})[entry.digest, entry.type] = entry
    return Baseline({path: tuple(there.values()) for path, there in entries.items()}, before.head)


def text_of(baseline: Baseline) -> str:
    """The file, the same for the same content whatever its order."""
    import json

    head = _defaults() | dict(baseline.head)
    results = {
        path: [_item(entry) for entry in sorted(there, key=lambda entry: (entry.digest, entry.type))]
        for path, there in sorted(baseline.entries.items())
        if there
    }
    ordered = {key: head[key] for key in _KEYS} | {key: head[key] for key in sorted(head) if key not in _KEYS}
    return json.dumps(ordered | {"results": results}, indent=2) + "\n"


def _defaults() -> dict[str, Any]:
    return {
        "version": VERSION,
        "plugins_used": [{"name": name, **_PLUGIN_SETTINGS.get(name, {})} for name in _PLUGINS],
        "filters_used": [{"path": f"detect_secrets.filters.{name}"} for name in _FILTERS],
    }


def _item(entry: Entry) -> dict[str, str | int | bool]:
    item: dict[str, str | int | bool] = {
        "type": entry.type,
        "filename": entry.path,
        "hashed_secret": entry.digest,
        "is_verified": entry.is_verified,
    }
    if entry.line:
        item["line_number"] = entry.line
    if entry.is_secret is not None:
        item["is_secret"] = entry.is_secret
    return item


def write(root: str, baseline: Baseline) -> bool:
    """Put the baseline into the repository at `root`, whole or not at all; whether that changed the file. Raises `OSError`."""
    import tempfile

    path = os.path.join(root, PATH)
    if os.path.islink(path):
        raise OSError(f"{PATH} is a link: it is not written through")
    content = text_of(baseline).encode("ascii")
    mode = 0o644
    try:
        with open(path, "rb") as file:
            if file.read(len(content) + 1) == content:
                return False
            mode = os.fstat(file.fileno()).st_mode & 0o777
    except FileNotFoundError:
        pass
    handle, beside = tempfile.mkstemp(prefix=PATH, dir=root)  # in the same folder: a rename does not cross file systems
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise
    return True
