"""The one place that knows detect-secrets from inside: its plugins without its start-up, or its public scan.

Importing the library runs its whole command line's imports and `requests` (together about 120 ms), for verification that
is never on here. In the version known to allow it, the plugin modules alone are imported, under a bare package and with a
stand-in for `requests`, both gone from `sys.modules` afterwards. Any other version, and any other plugin or setting, goes
through the library's own scan of a file.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

KNOWN = "1.5.0"  # the version whose inside was read, and which the equality tests ran on

# Where each of the default plugins stands, and the type its findings carry.
_MODULES: Mapping[str, tuple[str, str]] = {
    "ArtifactoryDetector": ("artifactory", "Artifactory Credentials"),
    "AWSKeyDetector": ("aws", "AWS Access Key"),
    "AzureStorageKeyDetector": ("azure_storage_key", "Azure Storage Account access key"),
    "Base64HighEntropyString": ("high_entropy_strings", "Base64 High Entropy String"),
    "BasicAuthDetector": ("basic_auth", "Basic Auth Credentials"),
    "CloudantDetector": ("cloudant", "Cloudant Credentials"),
    "DiscordBotTokenDetector": ("discord", "Discord Bot Token"),
    "GitHubTokenDetector": ("github_token", "GitHub Token"),
    "GitLabTokenDetector": ("gitlab_token", "GitLab Token"),
    "HexHighEntropyString": ("high_entropy_strings", "Hex High Entropy String"),
    "IPPublicDetector": ("ip_public", "Public IP (ipv4)"),
    "IbmCloudIamDetector": ("ibm_cloud_iam", "IBM Cloud IAM Key"),
    "IbmCosHmacDetector": ("ibm_cos_hmac", "IBM COS HMAC Credentials"),
    "JwtTokenDetector": ("jwt", "JSON Web Token"),
    "KeywordDetector": ("keyword", "Secret Keyword"),
    "MailchimpDetector": ("mailchimp", "Mailchimp Access Key"),
    "NpmDetector": ("npm", "NPM tokens"),
    "OpenAIDetector": ("openai", "OpenAI Token"),
    "PrivateKeyDetector": ("private_key", "Private Key"),
    "PypiTokenDetector": ("pypi_token", "PyPI Token"),
    "SendGridDetector": ("sendgrid", "SendGrid API Key"),
    "SlackDetector": ("slack", "Slack Token"),
    "SoftlayerDetector": ("softlayer", "SoftLayer Credentials"),
    "SquareOAuthDetector": ("square_oauth", "Square OAuth Secret"),
    "StripeDetector": ("stripe", "Stripe Access Key"),
    "TelegramBotTokenDetector": ("telegram_token", "Telegram Bot Token"),
    "TwilioKeyDetector": ("twilio", "Twilio API Key"),
}
TYPES: Mapping[str, str] = {plugin: said for plugin, (_, said) in _MODULES.items()}


class Finding(NamedTuple):
    """What detect-secrets finds: its type, the line (from 1) and the value, which must not be printed."""

    type: str
    line: int
    value: str

    def __repr__(self) -> str:
        return f"<{self.type} on line {self.line}>"


@lru_cache(maxsize=1)
def is_known() -> bool:
    """Whether the installed library is the version whose plugins can be used one by one."""
    folder = _folder()
    if folder is None:
        return False
    try:
        with open(f"{folder}/__version__.py", encoding="utf-8") as file:
            return f"'{KNOWN}'" in file.read(500)
    except OSError:  # a zipped or frozen installation
        return False


def _folder() -> str | None:
    from importlib.machinery import PathFinder

    spec = PathFinder.find_spec("detect_secrets")
    places = spec.submodule_search_locations if spec else None
    return next(iter(places), None) if places else None


@cache
def plugin(name: str) -> Any:
    """A plugin of the known version, with its default settings."""
    return getattr(_module(f"detect_secrets.plugins.{_MODULES[name][0]}"), name)()


def keyword_module() -> Any:
    """The module of KeywordDetector, for its expressions by file type."""
    return _module("detect_secrets.plugins.keyword")


def transformed_yaml(text: str) -> list[str] | None:
    """The lines that the library's own transformer makes of a YAML file; None where it cannot load it."""
    from io import StringIO

    transformer = _module("detect_secrets.transformers.yaml").YAMLTransformer()
    try:
        return list(transformer.parse_file(StringIO(text)))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):  # its ParsingError, and where it gives up
        return None


_imported: dict[str, ModuleType] = {}  # the library's modules under their names, kept out of sys.modules


def _module(name: str) -> ModuleType:
    """A module of the library, imported without what its packages would import."""
    from importlib import import_module

    if name not in _imported:
        outside = {key: module for key, module in sys.modules.items() if _is_ours(key)}
        for key in outside:
            del sys.modules[key]
        sys.modules.update(_imported or _bare_packages())
        try:
            import_module(name)
        finally:
            for key in [key for key in sys.modules if _is_ours(key)]:
                _imported[key] = sys.modules.pop(key)
            sys.modules.update(outside)
    return _imported[name]


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in ("detect_secrets", "requests")


def _bare_packages() -> dict[str, ModuleType]:
    """Packages with a path and no content, and a `requests` that can be named but not used."""
    root = _folder()
    bare: dict[str, ModuleType] = {}
    for name in ("", ".plugins", ".core", ".util", ".transformers"):
        package = ModuleType("detect_secrets" + name)
        package.__path__ = [f"{root}{name.replace('.', '/')}"]
        bare[package.__name__] = package
    requests, exceptions = _Absent("requests"), _Absent("requests.exceptions")
    requests.exceptions = exceptions  # type: ignore[attr-defined]
    return bare | {"requests": requests, "requests.exceptions": exceptions}


class _Unusable(Exception):
    """Whatever is named of `requests`: it can stand in annotations and `except`, and not be called."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__("nothing is ever sent from here")
        raise self


class _Absent(ModuleType):
    """A module that is not there."""

    def __getattr__(self, name: str) -> type[_Unusable]:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unusable


def public_findings(path: str, text: str, settings: Mapping[str, Any] | None = None) -> list[Finding]:
    """What the library's own scan finds in a file of this path and text, with its defaults or with a baseline's settings.

    It scans files on disk, so the text is written to a private folder that is removed again. Verification is left out of
    the settings whatever they say. `requests` is replaced by the stand-in for as long as the library is being used.
    """
    import os
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, _stand_in_for_requests():
        from detect_secrets.core.scan import scan_file
        from detect_secrets.settings import default_settings, transient_settings

        full = os.path.join(os.path.realpath(folder), *_names(path))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
            file.write(text)
        with default_settings() if settings is None else transient_settings(_offline(settings)):
            return [Finding(found.type, found.line_number, found.secret_value or "") for found in scan_file(full)]


def _names(path: str) -> Sequence[str]:
    return [name for name in path.replace("\\", "/").split("/") if name not in ("", ".", "..")] or ["unnamed"]


def _offline(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings without the filter that asks providers whether a value is valid."""
    kept = dict(settings)
    if "filters_used" in kept:
        kept["filters_used"] = [row for row in kept["filters_used"] if "verification_policies" not in row.get("path", "")]
    return kept


class _stand_in_for_requests:  # noqa: N801  # used as a context manager only; contextlib costs its import
    def __enter__(self) -> None:
        self._real = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] == "requests"}
        stand_ins = _imported or _bare_packages()
        sys.modules.update({key: module for key, module in stand_ins.items() if key.partition(".")[0] == "requests"})

    def __exit__(self, *error: object) -> None:
        for key in ("requests", "requests.exceptions"):
            sys.modules.pop(key, None)
        sys.modules.update(self._real)


def default_plugins(settings: Mapping[str, Any]) -> bool:
    """Whether a baseline's `plugins_used` and `filters_used` are the library's defaults, so that the fast way is equal."""
    plugins = settings.get("plugins_used", [])
    limits = {"Base64HighEntropyString": 4.5, "HexHighEntropyString": 3.0}
    names = set()
    for row in plugins:
        rest = {key: value for key, value in row.items() if key != "name" and value not in ("", None)}
        name = row.get("name")
        if name not in TYPES or rest not in ({}, {"limit": limits.get(name)}):
            return False
        names.add(name)
    heuristics = set(_FILTERS)
    used = {row.get("path") for row in settings.get("filters_used", ())} if "filters_used" in settings else heuristics
    return names == set(TYPES) and used - {_VERIFICATION, _BASELINE} == heuristics


_VERIFICATION = "detect_secrets.filters.common.is_ignored_due_to_verification_policies"
_BASELINE = "detect_secrets.filters.common.is_baseline_file"
_FILTERS = (
    "detect_secrets.filters.allowlist.is_line_allowlisted",
    *(
        f"detect_secrets.filters.heuristic.{name}"
        for name in (
            "is_indirect_reference",
            "is_likely_id_string",
            "is_lock_file",
            "is_not_alphanumeric_string",
            "is_potential_uuid",
            "is_prefixed_with_dollar_sign",
            "is_sequential_string",
            "is_swagger_file",
            "is_templated_secret",
        )
    ),
)
