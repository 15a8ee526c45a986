"""Files of environment variables by name: those that hold an environment's values, and those to copy from."""

from __future__ import annotations

import re

from ..tables.secret_names import ENV_SPECIMENS

_OTHER = frozenset("patch diff ts js mjs py go rb php md txt orig bak erb j2 tpl tmpl gpg age enc sops vault encrypted".split())
_SETS_UP = frozenset("test tests testing ci dev development devcontainer local e2e spec".split())
_COPIED = ENV_SPECIMENS | {"complete", "full", "stub", "empty", "blank"}


def _words(path: str) -> list[str] | None:
    """The words of the name beside `env`, in lower case; None where the file is none of environment variables."""
    name = path.rpartition("/")[2].lower()
    if not (name == ".env" or name.startswith((".env.", ".env-", ".env_", "env.")) or name.endswith((".env", "-env", "_env"))):
        return None
    words = [word for word in re.split(r"[._-]", name) if word]
    return None if words[-1] in _OTHER else [word for word in words if word != "env"]


def holds_values(path: str) -> bool:
    """Whether the file is what an application is started with: `.env`, `.env.production`, `prod.env`; no file to copy from."""
    name = path.rpartition("/")[2].lower()
    if not (name == ".env" or name.startswith((".env.", ".env-", ".env_")) or name.endswith(".env")):
        return False
    words = _words(path)
    return words is not None and _COPIED.isdisjoint(words)


def is_example(path: str) -> bool:
    """Whether the file shows which variables there are, to be copied and filled in: `.env.example`, `env.sample`."""
    words = _words(path)
    return words is not None and not _COPIED.isdisjoint(words)


def is_for_set_up(path: str) -> bool:
    """Whether the path says that the values are those of tests or of a developer's machine: `.env.test`, `.devcontainer/`."""
    folders = [folder.strip(".").lower() for folder in path.split("/")[:-1]]
    return not _SETS_UP.isdisjoint(_words(path) or ()) or not _SETS_UP.isdisjoint(folders)
