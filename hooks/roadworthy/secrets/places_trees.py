"""Secrets in JSON, XML and SQL: known members, elements, attributes and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .found import Secret
from .places_judged import LONGEST, Kept, plain_login

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Source

_DOCKER = pattern(r"(?:^|/)(?:\.docker/config|\.?dockerconfig)\.json\Z|(?:^|/)\.dockercfg\Z|\.dockerconfigjson\Z")
_SETTINGS = pattern(
    r"(?i)(?:^|/)(?:appsettings|config|conf|settings|local\.settings|secrets?|credentials?|parameters?|env|\.env|vault|heroku"
    r"|database|robomongo|deployment|deploy|task-?def|sftp|ftp|connections?|service-?account|client_secrets?|tokens?|logins"
    r"|keys?)[^/]*\.json\Z|(?:config|settings|credentials?|secrets?|parameters)\.json\Z|\.tfstate(?:\.backup)?\Z"
    r"|\.tfvars\.json\Z|(?:^|/)\.[^/]+\Z|(?:^|/)\.[^/]+/[^/]+\.json\Z"
)
_NOT_SETTINGS = pattern(
    r"(?i)(?:^|/)(?:package|composer|tsconfig|jsconfig|angular|openapi|swagger|lerna|manifest)[^/]*\.json\Z|schema|postman"
    r"|/messages/"
)
_RECORDS = 3  # objects with the same member
_DOCKER_NAMES = frozenset(("auth", "identitytoken", "registrytoken"))
_JSON_NAMES = frozenset(("pass", "pwd", "accesskey", "secretaccesskey", "sessiontoken", "refresh_token", "id_token"))
_XML_NAMES = frozenset(
    ("pass", "pwd", "passphrase", "secret", "validationkey", "decryptionkey", "apitoken", "cleartextpassword", "bindpw")
)
_SCHEMA = pattern(r'"(?:openapi|swagger|asyncapi|\$schema)"[ \t]{0,8}:[ \t]{0,8}"(?:[0-9.]+"|[^"]{0,100}json-schema)')
_SEALED = pattern(r"\{[A-Za-z0-9+/]{16,1000}={0,2}\}\Z")
_COLUMNS = frozenset("pass pwd passwd hash pass_hash pwhash salt secret token user_pass api_token".split())
_DIGEST = pattern(
    r"(?:[0-9a-fA-F]{16}|[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}|[A-Za-z0-9+/]{22}==|[A-Za-z0-9+/]{27}=|[A-Za-z0-9+/]{43}=)\Z"
)
_HASHED = pattern(
    r"(?:\{[a-z0-9]{3,12}\})?\$(?:1|2[abxy]?|5|6|7|y|P|H|argon2\w{1,2}|pbkdf2[\w-]{0,12}|scrypt)\$|\*[0-9A-F]{40}\Z|md5[0-9a-f]{32}\Z"
    r"|(?:pbkdf2_sha256|bcrypt_sha256|sha1|argon2|scrypt)\$|SCRAM-SHA-256\$"
)


def json(source: Source) -> Iterator[Secret]:
    """Members of JSON, pairs of `name` and `value`, registry logins."""
    from collections import Counter

    from ..parsing.json_text import members, pairs

    text = source.text
    path = source.path
    whole = source.whole()
    if '"auths"' in text or (_DOCKER.search(path) and '"auth"' in text):
        login = Kept("docker-config", "registry login", True, _DOCKER_NAMES)
        for setting in members(whole, login.wanted):
            value = setting.value
            found = (
                plain_login("docker-config", f"{setting.key} of a registry login", setting.key, value, path)
                if value.text
                else None
            )
            if found and len(value.text) > 3:
                yield found
        return
    if path.rpartition("/")[2] == "logins.json" and '"encryptedPassword"' in text:
        for setting in members(whole, lambda key: key in ("encryptedUsername", "encryptedPassword")):
            found = plain_login("firefox", f"{setting.key} that a browser keeps", setting.key, setting.value, path)
            if found:
                yield found
        return
    if _SCHEMA.search(text[:4000]) or '"SealedSecret"' in text[:4000]:
        return
    kept = Kept("json", "{} in a JSON file", bool(_SETTINGS.search(path)) and not _NOT_SETTINGS.search(path), _JSON_NAMES)
    found_in = list(kept.among(members(whole, kept.wanted), path))
    if not kept.sure and len(found_in) >= _RECORDS:
        often = Counter(secret.name for secret in found_in)  # the same member time and again: accounts that are data
        found_in = [s._replace(certainty="keyword") if often[s.name] >= _RECORDS else s for s in found_in]
    yield from found_in
    if '"value"' in text or '"Value"' in text or '"ParameterValue"' in text:
        given = kept._replace(kind="{} given in a JSON file", sure=not _NOT_SETTINGS.search(path))
        yield from given.among(pairs(whole, kept.wanted), path)


def xml(source: Source) -> Iterator[Secret]:
    """Elements and attributes named like a secret, `key`/`value` pairs, property lists."""
    from ..parsing.xml_text import parse

    path = source.path
    name = path.rpartition("/")[2].lower()
    kept = Kept("xml", "{} in an XML file", name != "strings.xml" and "/layout" not in path, _XML_NAMES)
    key_before = ""
    for element in parse(source.whole()):
        own = element.name.rpartition(":")[2]
        if element.text.text and kept.wanted(own):
            yield from _of_xml(kept, own, element.text, path)
        if own in ("string", "value") and key_before and kept.wanted(key_before) and element.text.text:
            yield from _of_xml(kept, key_before, element.text, path)
        key_before = element.text.text[:100] if own in ("key", "name") else ""
        if not element.attributes:
            continue
        label = ""
        for attribute, value in element.attributes.items():
            if attribute.lower() in ("name", "key") and len(value) < 200:
                label = value.text
            elif own == "fileTransfer" and attribute == "password" and value.text:  # as JetBrains' programs scramble it
                found = plain_login(kept.detector, "password of a file transfer, scrambled", attribute, value, path)
                if found:
                    yield found
            elif value.text and kept.wanted(attribute):
                yield from _of_xml(kept, attribute, value, path)
        if label and kept.wanted(label):
            given = element.attributes.get("value") or element.attributes.get("Value") or element.text
            if given.text:
                yield from _of_xml(kept, label, given, path)


def _of_xml(kept: Kept, name: str, value: Excerpt, path: str) -> Iterator[Secret]:
    if _SEALED.match(value.text):
        inner = value.cut(1, len(value) - 1)  # Jenkins and Maven write what their master key opens in braces
        found = plain_login(kept.detector, f"encrypted {name} in an XML file", name, inner, path)
    else:
        found = kept.secret(name, value, path)
    if found:
        yield found


def sql(source: Source, limits: list[str]) -> Iterator[Secret]:
    """Accounts that statements make, and password columns of a dump's rows; `limits` is told where there are too many."""
    from ..models.names import is_secret_name
    from ..parsing.sql import MOST_ROWS, accounts, rows
    from .plausible import in_fixture, is_digest
    from .throwaway import is_drawn

    path = source.path
    whole = source.whole()
    account = Kept("sql-account", "password of a database account")
    for setting in accounts(whole):
        found = account.secret("password", setting.value, path)
        if found:
            yield found._replace(certainty="hash") if _HASHED.match(setting.value.text) else found
    row = Kept("sql-row", "{} in rows of a database dump", True, _COLUMNS)
    if in_fixture(path):
        return
    wanted = rows(whole, lambda column: column.lower() in _COLUMNS or is_secret_name(column))
    for number, setting in enumerate(wanted, 1):
        if "session" in setting.section.lower():  # who was logged in when the dump was made
            continue
        if number == MOST_ROWS:
            limits.append(f"has {MOST_ROWS:,} rows with passwords or more; the ones behind them were not looked at")
        if _is_hash(setting.key, setting.value.text):
            kind = f"{setting.key} hash in rows of {setting.section}"
            yield Secret("hash", kind, setting.key, setting.value, "sql-row")
        else:
            found = None if is_digest(setting.value.text) else row.secret(setting.key, setting.value, path)
            if found and found.certainty == "place" and not is_drawn(setting.value.text):
                found = found._replace(certainty="weak")  # accounts that a script makes for a start
            if found:
                yield found


def _is_hash(column: str, value: str) -> bool:
    """Whether a column holds what a password was hashed to, or the salt that went in."""
    if len(value) > LONGEST:
        return False
    name = column.lower()
    if _HASHED.match(value) or name.endswith(("salt", "hash")):
        return True
    return _DIGEST.match(value) is not None and ("pass" in name or "pwd" in name or "pw_" in name)
