"""Settings written line by line: environments, properties, INI, TOML, Terraform, PHP, Django, Dockerfiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .places_judged import Kept, tells_none
from .throwaway import is_specimen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Source
    from .found import Certainty, Secret

_MESSAGES = pattern(
    r"(?i)(?:^|/)(?:[\w-]{0,40}(?:messages?|strings|labels|texts|lang|language|locale|translations?|i18n|resources)[\w-]{0,40}"
    r"|[\w-]{1,80}_[a-z]{2}(?:_[A-Z]{2})?)\.properties\Z"
)
_PYTHON = pattern(
    r"""(?m)(?:^[ \t]{0,40}(?P<name>[A-Z][A-Z0-9_]{2,60})[ \t]{0,8}(?::[ \t]{0,4}str[ \t]{0,4})?=[ \t]{0,8}"""
    r"""|["'](?P<key>[A-Z][A-Z_]{2,40})["'][ \t]{0,8}:[ \t]{0,8})[rbuf]?(?P<quote>["'])"""
)
_TRIAL_CLASS = pattern(r"class \w{0,60}(?:Dev|Test|Local|CI)\w{0,60}[(:]")
ENVIRONMENT = Kept("dotenv", "{} in a file of environment variables")
PROFILE = Kept("shell-profile", "{} in a shell profile")
SCRIPT = Kept("shell-script", "{} assigned in a shell script", False)
PROPERTIES = Kept("properties", "{} in a properties file")
INI = Kept(
    "ini", "{} in a configuration file", True, frozenset(("presharedkey", "psk", "privatekey", "secretkey", "accesskey"))
)
TOML = Kept("toml", "{} in a TOML file")
TERRAFORM = Kept("terraform", "{} written into Terraform code")
TFVARS = Kept("tfvars", "{} in a file of Terraform variables")
PHP = Kept("php-config", "{} in PHP configuration", True, frozenset("auth_key secure_auth_key logged_in_key nonce_key".split()))
PYTHON = Kept("python-settings", "{} in Python settings", True, frozenset(("secret_key",)))
IMAGE = Kept("dockerfile", "{} written into an image")


def dotenv(source: Source, kept: Kept = ENVIRONMENT) -> Iterator[Secret]:
    """`.env` files, profiles and scripts."""
    from ..parsing.dotenv import parse

    for variable in parse(source.whole()):
        if variable.value.text and kept.wanted(variable.key.text):
            found = kept.secret(variable.key.text, variable.value, source.path)
            if found:
                yield found


def profile(source: Source) -> Iterator[Secret]:
    """`.bashrc`, `.profile`, `.envrc` and their kin."""
    return dotenv(source, PROFILE)


def script(source: Source) -> Iterator[Secret]:
    """Shell scripts: a literal there may be a default or a test's."""
    return dotenv(source, SCRIPT)


def properties(source: Source) -> Iterator[Secret]:
    """Java properties; those that hold texts for people are passed over."""
    from ..parsing.properties import parse

    if _MESSAGES.search(source.path) and not source.path.lower().rpartition("/")[2].startswith(("application", "bootstrap")):
        return
    yield from PROPERTIES.among(parse(source.whole()), source.path)


def ini(source: Source) -> Iterator[Secret]:
    """INI and the many `.conf` and `.cfg` dialects near it."""
    from ..parsing.properties import parse

    for setting in parse(source.whole()):
        key = setting.key.rpartition(" ")[2]  # `set imap_pass = …`
        if setting.value.text and INI.wanted(key) and key[0] not in "$<-.#{" and setting.value.text[0] not in "{[>":
            if key == "encryption_key" and "fuzzy_check" in source.path:  # Rspamd: the storage's public key
                continue
            found = INI.secret(key, setting.value, source.path)
            if found:
                yield found


def toml(source: Source) -> Iterator[Secret]:
    """TOML."""
    from ..parsing.toml_lines import parse

    yield from TOML.among(parse(source.whole()), source.path)


def terraform(source: Source) -> Iterator[Secret]:
    """Terraform code: attributes, maps, and the defaults of variables."""
    from ..parsing.hcl_lines import parse

    yield from (TFVARS if source.path.lower().endswith(".tfvars") else TERRAFORM).among(parse(source.whole()), source.path)


def php(source: Source) -> Iterator[Secret]:
    """`define` and constants anywhere; variables and array entries in files that are configuration by their name."""
    from ..parsing.php import parse

    name = source.path.lower().rpartition("/")[2]
    configures = "/config/" in f"/{source.path.lower()}" or any(
        w in name for w in ("config", "settings", "local", "parameters", "env")
    )
    for setting in parse(source.whole()):
        if (setting.section == "define" or configures) and PHP.wanted(setting.key) and not _is_remark(setting.value):
            if setting.key.isupper() and setting.key.endswith(("_KEY", "_SALT")) and len(setting.value) >= 32:
                from .found import Secret as Found
                from .plausible import in_fixture, is_reference

                if (
                    "put your unique" not in setting.value.text
                    and not in_fixture(source.path)
                    and not is_reference(setting.value.text)
                ):
                    certain: Certainty = "weak" if is_specimen(source.path) else "place"
                    yield Found(certain, f"{setting.key} in PHP configuration", setting.key, setting.value, PHP.detector)
                continue
            found = PHP.secret(setting.key, setting.value, source.path)
            if found:
                yield found


def _is_remark(value: Excerpt) -> bool:
    return value.source.line(value.line).lstrip().startswith(("*", "//", "#"))


def python(source: Source) -> Iterator[Secret]:
    """Settings of Python applications: `SECRET_KEY = "…"`, `"PASSWORD": "…"`."""
    from ..parsing.setting import closing_quote

    text = source.text
    whole = source.whole()
    for found in _PYTHON.finditer(text):
        key = found["name"] or found["key"]
        if not PYTHON.wanted(key):
            continue
        close = closing_quote(text, found.end(), min(len(text), found.end() + 1000), found["quote"])
        if close < 0 or "\n" in text[found.end() : close]:
            continue
        value = whole.cut(found.end(), close)
        if key == "SECRET_KEY" and len(value) >= 40:
            from .found import Secret as Found
            from .plausible import in_fixture, is_reference

            if not in_fixture(source.path) and not is_reference(value.text):
                insecure = "insecure" in value.text  # Django itself writes `django-insecure-` in front
                kind = "SECRET_KEY of a Django or Flask application"
                weak = insecure or is_specimen(source.path) or tells_none(value.text) or _for_trials(text, found.start())
                yield Found("weak" if weak else "place", kind, key, value, PYTHON.detector)
            continue
        one = PYTHON.secret(key, value, source.path)
        if one:
            yield one._replace(certainty="weak") if one.certainty == "place" and _for_trials(text, found.start()) else one


def _for_trials(text: str, at: int) -> bool:
    """Whether the setting belongs to a class for tests or development: `class Development(Config):`."""
    start = text.rfind("\nclass ", 0, at) + 1  # 0: the file begins with one, or with none
    return _TRIAL_CLASS.match(text, start) is not None


def dockerfile(source: Source) -> Iterator[Secret]:
    """Literal values of ARG and ENV."""
    if not re.search(r"(?mi)^[ \t]{0,40}(?:ARG|ENV)[ \t]", source.text):
        return
    from ..models.images.variables import literal
    from ..parsing.dockerfile import parse

    for instruction in parse(source).instructions:
        if instruction.keyword not in ("ARG", "ENV"):
            continue
        for pair in instruction.pairs:
            if pair.value is None or not IMAGE.wanted(pair.key.text):
                continue
            value = pair.value
            written = value.text
            if len(written) >= 2 and written[0] == written[-1] and written[0] in "\"'":
                value = value.cut(1, len(written) - 1)
            elif literal(written) != written:
                continue
            found = IMAGE.secret(pair.key.text, value, source.path)
            if found:
                what = "build argument" if instruction.keyword == "ARG" else "environment variable"
                yield found._replace(kind=f"{what} {pair.key.text} of an image")
