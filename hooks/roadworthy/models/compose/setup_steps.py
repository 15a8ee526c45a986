"""What a repository tells people, or its scripts do, before the first `docker compose up`: files made, networks created."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from .howto import howto

if TYPE_CHECKING:
    from ...core.repository import Repository
    from .howto import Line

# Words and signs of a line that makes a file: `cp a b`, `> .env`, "rename it to", "create a file called".
_MAKES = pattern(
    r"(?i)\b(?:cp|copy(?:_\w+)?|copie[sd]|copying|mv|move|ln|touch|tee|renam\w*|creat\w*|generat\w*|make|making|writ\w*|install|sav\w*"
    r"|duplicat\w*|clone|fill|edit\w*|populat\w*|configur\w*|dump|sed|envsubst|copyfile\w*|provid\w*|add|symlink|nano|vim?)\b|>"
)
_CREATES = r"(?i)\b{kind}\s+create\b[^|;&\n]{{0,200}}"


def step_that_makes(repo: Repository, path: str) -> Line | None:
    """The line of a document or script that makes the file at `path`, or tells people to make it."""
    name = posixpath.basename(path)
    whole = re.compile(rf"([^\s'\"`=:,;()<>|]*)(?:(?<![\w.-])|(?<=\}})|\$\w+){re.escape(name)}(?![\w-]|\.\w)")
    for line in repo.ask(howto):
        if name not in line.text or posixpath.basename(line.path) == name or not _MAKES.search(line.text):
            continue
        if any(_may_be(path, found[1] + name) for found in whole.finditer(line.text)):
            return line
    return None


def _may_be(path: str, written: str) -> bool:
    """Whether `written`, from whatever folder, can name the file at `path`: the folders in front of it are the same."""
    folders = [part for part in written.split("/")[:-1] if part not in ("", ".", "..", "~")]
    while folders and ("$" in folders[0] or "{" in folders[0] or folders[0].startswith("<")):
        folders.pop(0)
    return not folders or f"/{path}".endswith("/" + "/".join([*folders, posixpath.basename(path)]))


def step_that_creates(repo: Repository, kind: str, name: str) -> Line | None:
    """The line that creates the network or volume `name`: `docker network create proxy`."""
    command = re.compile(_CREATES.format(kind=kind))
    named = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
    for line in repo.ask(howto):
        found = command.search(line.text)
        if found and (named.search(found[0]) or _is_open(found[0])):
            return line
    return None


def _is_open(command: str) -> bool:
    """Whether what is created comes from a variable, or from a list somewhere else."""
    return "$" in command or "{" in command or command.rstrip().endswith(("create", 'create"', "create'"))
