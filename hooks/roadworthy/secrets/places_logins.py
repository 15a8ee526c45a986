"""Files that hold nothing but logins or keys: every literal in them is a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .found import Secret
from .places_judged import Kept, plain_login
from .throwaway import is_specimen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Source
    from .found import Certainty

_NPM = frozenset(("_auth", "_authtoken", "_password", "npmauthtoken", "npmauthident"))
_MASTER_KEY = pattern(r"\s{0,16}([0-9a-f]{32})\s*\Z")
_ALONE = pattern(r"\s{0,16}(\S{8,400})\s*\Z")


def netrc(source: Source) -> Iterator[Secret]:
    """`.netrc`, `_netrc`."""
    from ..parsing.credential_files import netrc as parse

    for setting in parse(source.whole()):
        yield from _one("netrc", "password of a .netrc machine", setting.key, setting.value, source.path)


def pgpass(source: Source) -> Iterator[Secret]:
    """`.pgpass`, `pgpass.conf`."""
    from ..parsing.credential_files import pgpass as parse

    for setting in parse(source.whole()):
        if setting.value.text != "*":
            yield from _one("pgpass", "database password of a .pgpass line", setting.key, setting.value, source.path)


def git_credentials(source: Source) -> Iterator[Secret]:
    """`.git-credentials`."""
    from ..parsing.credential_files import git_credentials as parse

    for setting in parse(source.whole()):
        yield from _one("git-credentials", "git password or token", setting.key, setting.value, source.path)


def hash_lines(source: Source) -> Iterator[Secret]:
    """`.htpasswd`, `/etc/shadow`, and whatever else has lines of user and password hash."""
    from ..parsing.credential_files import hash_lines as parse

    name = source.path.rpartition("/")[2].lower()
    for setting in parse(source.whole(), plain="htpasswd" in name):
        certain: Certainty = "hash" if is_specimen(source.path) else "place"
        yield Secret(certain, "password hash of a user", setting.key, setting.value, "password-hash")


def npmrc(source: Source) -> Iterator[Secret]:
    """`.npmrc` and `.yarnrc`, whose keys carry the registry in front: `//host/:_authToken`."""
    from ..parsing.properties import parse

    for setting in parse(source.whole()):
        if setting.key.rpartition(":")[2].lower() in _NPM:
            yield from _one("npmrc", "login of a package registry", setting.key.rpartition(":")[2], setting.value, source.path)


def rc_file(source: Source) -> Iterator[Secret]:
    """Mail and other clients' files with `password value` lines."""
    from ..parsing.properties import parse

    for setting in parse(source.whole(), spaced=True):
        if setting.key.lower() in _RC_KEYS and len(setting.value.text.split()) == 1:
            value = setting.value
            if len(value) > 2 and value.text[0] == value.text[-1] and value.text[0] in "\"'":
                value = value.cut(1, len(value) - 1)
            yield from _one("client-file", f"{setting.key} of a client's configuration", setting.key, value, source.path)


_RC_KEYS = frozenset(
    "password passwd pass requirepass masterauth masterpass bindpw rootpw tls_key_password imap_pass smtp_pass".split()
)


def key_alone(source: Source) -> Iterator[Secret]:
    """A Rails `master.key`: 32 hexadecimal digits, and nothing else."""
    found = _MASTER_KEY.match(source.text[:200])
    if found and len(source.text) < 200:
        value = source.whole().cut(found.start(1), found.end(1))
        yield from _one("key-file", "key that opens encrypted credentials", "", value, source.path)


def token_alone(source: Source) -> Iterator[Secret]:
    """A file that is one token: `.vault-token`."""
    found = _ALONE.match(source.text[:500])
    if found and len(source.text) < 500:
        yield from _one(
            "token-file", "token that is kept in a file", "", source.whole().cut(found.start(1), found.end(1)), source.path
        )


CLOUD = Kept(
    "cloud-credentials",
    "{} of a cloud or client credential file",
    True,
    frozenset(("secret_key", "access_key", "key", "token")),
)


def cloud(source: Source) -> Iterator[Secret]:
    """AWS, s3cmd, boto, PyPI and their kin: INI with keys of well-known names."""
    from ..parsing.properties import parse

    for setting in parse(source.whole()):
        key = setting.key.lower()
        if setting.value.text and CLOUD.wanted(key) and not key.endswith(("_id", "_file", "_path")):
            yield from _one("cloud-credentials", f"{key} of a credential file", key, setting.value, source.path)


def _one(detector: str, kind: str, name: str, value: Excerpt, path: str) -> Iterator[Secret]:
    found = plain_login(detector, kind, name, value, path)
    if found:
        yield found
