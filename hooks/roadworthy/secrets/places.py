"""Literal values in the places where known file formats keep credentials: which file is read how, and by name alone.

A text without any word that secrets are named with is not parsed. What is an address with a login in it is looked for in
every text. Formats stand in modules of their own, which are imported for a file of theirs.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from .marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.excerpt import Source
    from .found import Secret

MOST_FOUND = 5_000  # in one file
_STRING_MARKS = ("password=", "pwd=", "password =", "pwd =", "accountkey=", "sharedaccesskey=")

# Whole names, in lower case, and the reader in `places_logins` that takes them without looking further.
_LOGINS: dict[str, str] = {
    **dict.fromkeys((".netrc", "_netrc"), "netrc"),
    **dict.fromkeys((".pgpass", "pgpass.conf", "pgpass"), "pgpass"),
    **dict.fromkeys((".git-credentials", "git-credentials"), "git_credentials"),
    **dict.fromkeys((".htpasswd", "htpasswd", "shadow", "shadow-", "passwd", "gshadow", "master.passwd"), "hash_lines"),
    **dict.fromkeys((".npmrc", ".yarnrc"), "npmrc"),
    **dict.fromkeys((".s3cfg", ".boto", ".credentials", "credentials", ".pypirc", ".passwd-s3fs", "credentials.ini"), "cloud"),
    **dict.fromkeys((".esmtprc", "esmtprc", ".msmtprc", "msmtprc", ".fetchmailrc", ".mailrc", ".muttrc", "muttrc"), "rc_file"),
    **dict.fromkeys((".vault-token",), "token_alone"),
}  # fmt: skip

_BY_NAME: dict[str, str] = {
    **dict.fromkeys((".bashrc", ".bash_profile", ".bash_aliases", ".profile", ".envrc", ".kshrc"), "profile"),
    **dict.fromkeys((".zshrc", ".zshenv", ".zprofile"), "profile"),
    **dict.fromkeys((".my.cnf", "my.cnf", ".mylogin.cnf", ".pip.conf", ".smbcredentials", "chap-secrets", ".flaskenv"), "ini"),
    **dict.fromkeys((".dockercfg", ".dockerconfigjson", ".ftpconfig", ".sftp", ".claspr.json"), "json"),
    **dict.fromkeys((".terraformrc", "terraform.rc"), "terraform"),
    **dict.fromkeys(("kubeconfig", ".tugboat", "hub", ".travis.yml", ".kube"), "yaml"),
}  # fmt: skip

_BY_EXTENSION: dict[str, str] = {
    **dict.fromkeys(("yml", "yaml", "sls", "raml"), "yaml"),
    **dict.fromkeys(("json", "jsonc", "json5", "tfstate", "ftpconfig", "webmanifest"), "json"),
    **dict.fromkeys(("xml", "config", "pubxml", "settings", "plist", "nuspec", "props", "targets", "csproj"), "xml"),
    **dict.fromkeys(("ini", "cfg", "cnf", "conf", "inf", "rdp", "desktop", "nmconnection", "service", "wgconf", "smb"), "ini"),
    "properties": "properties",
    "toml": "toml",
    **dict.fromkeys(("tf", "tfvars", "hcl", "tofu", "nomad"), "terraform"),
    **dict.fromkeys(("php", "inc", "phtml"), "php"),
    **dict.fromkeys(("sql", "psql", "ddl", "dump", "pgsql", "mysql"), "sql"),
    "env": "dotenv",
    **dict.fromkeys(("sh", "bash", "zsh", "ksh"), "script"),
    "key": "key_alone",
    **dict.fromkeys(("htpasswd", "htpass", "passwd"), "hash_lines"),
}

_MODULES: dict[str, str] = {
    **dict.fromkeys(("json", "xml", "sql"), "places_trees"),
    "yaml": "places_yaml",
    **dict.fromkeys(("netrc", "pgpass", "git_credentials", "hash_lines", "npmrc", "cloud"), "places_logins"),
    **dict.fromkeys(("rc_file", "token_alone", "key_alone"), "places_logins"),
}

# Files whose names say that nobody keeps a credential there, whatever words they hold.
_PASSED_OVER = tuple(".min.js .map .snap .svg .lock .sum -lock.json -lock.yaml .ipynb .po .patch .diff".split())
_UNNAMED_MARKS = ("password", "passwd", "_pass", "secret", "token", "api_key", "apikey", "private_key")


def placed(source: Source, limits: list[str] | None = None) -> Sequence[Secret]:
    """The secrets in the file, reader by reader; a place may be told twice, by different readers.

    Ends after `MOST_FOUND`: judging a value costs some hundred microseconds, and a file with as many is a store of them.
    Where something was not looked at for such a reason, `limits` gets a sentence about it.
    """
    limits = [] if limits is None else limits
    found = list(islice(_placed(source, limits), MOST_FOUND + 1))
    if len(found) > MOST_FOUND:
        found.pop()
        limits.append(f"holds more than {MOST_FOUND:,} credentials; the ones behind them were not looked at")
    if len(found) < 2:
        return found
    from .places_pairs import without_identifiers

    return list(without_identifiers(found))


def _placed(source: Source, limits: list[str]) -> Iterator[Secret]:
    path = source.path
    name = path.rpartition("/")[2].lower()
    if name.endswith(_PASSED_OVER) or name == "applicationhost.config":  # IIS Express: keys that its own machine encrypted
        return
    text = source.text
    lower = text.lower()
    reader = reader_of(path, name, source, lower)
    hashes = ":$" in text and reader is None and ("passwd" in name or "shadow" in name)
    addresses = ("://" in text and "@" in text) or _has_string(lower)
    if not (reader or hashes or addresses):
        return
    from .plausible import in_fixture, in_lock_file, in_translations

    if in_fixture(path) or in_lock_file(path) or in_translations(path):
        return
    if reader:
        yield from _read(reader, source, limits)
    if hashes:
        yield from _read("hash_lines", source, limits)
    if addresses:
        from .places_addresses import address_secrets

        yield from address_secrets(source)


def _has_string(lower: str) -> bool:
    """Whether a connection string may stand in the text; most texts are let go by the first line."""
    if "password" not in lower and "pwd" not in lower and "key=" not in lower:
        return False
    return any(mark in lower for mark in _STRING_MARKS)


def reader_of(path: str, name: str, source: Source, lower: str) -> str | None:
    """The name of the reader for a file, None for one that none fits or that has no word to look for.

    `name` is the path's last part and `lower` the text, both in lower case.
    """
    login = _LOGINS.get(name)
    if login:
        return login
    stem, dot, extension = name.rpartition(".")
    if extension == "key" and stem:
        return "key_alone"
    reader = _by_name(path, name, extension if dot else "")
    if reader == "":
        reader = _by_content(source.text, lower)
    if not reader or reader == "hash_lines":
        return reader
    marked = any(mark in lower for mark in MARKS) or (reader == "sql" and "identified" in lower)
    return reader if marked else None


def _by_name(path: str, name: str, extension: str) -> str | None:
    """The reader by name; empty where the content has to say; None for none."""
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name == ".env" or name.startswith((".env.", "env.example", "env.sample", "env.dist")) or name.endswith(".env"):
        return "dotenv"
    if "dockerfile" in name or "containerfile" in name:
        is_one = extension in ("", "dockerfile", "containerfile") or name.startswith(("dockerfile.", "containerfile."))
        return "dockerfile" if is_one else None
    if extension == "py":
        stem = name[:-3]
        configures = "settings" in stem or "config" in stem or "/settings/" in path
        return "python" if configures or stem in ("local", "production", "prod", "secrets") else None
    if path.endswith(".kube/config"):
        return "yaml"
    known = _BY_EXTENSION.get(extension)
    if known:
        return known
    if name in _NO_SETTINGS or name.startswith(("readme", "license", "changelog", "makefile", "jenkinsfile")):
        return None
    return "" if not extension or name.rfind(".") == 0 or name.endswith("rc") else None


_NO_SETTINGS = frozenset(
    "makefile license copying authors notice codeowners vagrantfile gemfile rakefile jenkinsfile procfile gnumakefile".split()
)


def _by_content(text: str, lower: str) -> str | None:
    """The reader for a file whose name says nothing, by how its text begins."""
    begin = text[:400].lstrip("\ufeff \t\r\n")
    if begin.startswith("#!"):
        return "script" if "sh" in begin.partition("\n")[0] else None
    if not any(mark in lower for mark in _UNNAMED_MARKS):
        return None
    if begin.startswith("{"):
        return "json"
    if begin.startswith("---"):
        return "yaml"
    if begin.startswith("<"):
        return "xml" if begin.startswith("<?xml") else None
    return "ini" if begin[:1] in "[#;" or "=" in begin else None


def _read(reader: str, source: Source, limits: list[str]) -> Iterator[Secret]:
    module = _MODULES.get(reader, "places_lines")
    if module == "places_trees":
        from . import places_trees

        if reader == "sql":
            found = places_trees.sql(source, limits)
        else:
            found = {"json": places_trees.json, "xml": places_trees.xml}[reader](source)
    elif module == "places_yaml":
        from .places_yaml import yaml

        found = yaml(source)
    elif module == "places_logins":
        from . import places_logins

        found = getattr(places_logins, reader)(source)
    else:
        from . import places_lines

        found = getattr(places_lines, reader)(source)
    yield from found
