"""Whether an image is that of a service, which stays up and answers, and not of a command or a base for others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...tables.servers import MANAGED_BASES, SERVERS, SERVING_WORDS
from .bases import role
from .dockerfiles import dockerfile_paths
from .purposes import command_line, purpose

if TYPE_CHECKING:
    from ...core.repository import Repository
    from ...parsing.dockerfile import Instruction
    from .stages import Stage

_MOST_FOLDERS = 20  # of a path that are looked at
_VERSION = pattern(  # 9.0, v1, 2.x, 8.0-slim, php8.4
    r"(?:v?\d{1,3}(?:\.[\dx]{1,6}){0,3}\Z|v?\d{1,3}(?:\.[\dx]{1,6}){1,3}-|[a-z]{1,12}\d{1,3}\.\d{1,3}(?:\Z|[-.]))"
)


def listens(stage: Stage) -> Instruction | None:
    """The instruction that shows the stage to be a service: its EXPOSE, what it runs, or a server as its base.

    None for tools, for images to develop in, for bases of others (ONBUILD, nothing that is run), and where that is open.
    """
    base = stage.root_base.image
    if base and base.familiar.startswith(MANAGED_BASES):
        return None
    if any(True for one in stage.lineage() for _ in one.all("ONBUILD")):
        return None
    if purpose(stage) != "program":
        return None
    entry = stage.last("CMD") or stage.last("ENTRYPOINT")
    exposed = stage.last("EXPOSE")
    words = command_line(stage)
    if words and words[-1] in ("--help", "-h", "help", "--version"):
        return None  # a command that wants to be told what to do
    if exposed is not None and (words or (base and role(base.familiar) == "service")):
        return entry or exposed
    if entry is not None and _serves(words):
        return entry
    if base and role(base.familiar) == "service" and (entry is None or exposed is not None):
        return stage.instruction
    return None


def version_families(repo: Repository) -> frozenset[str]:
    """A fact: folders with Dockerfiles below two or more folders named after versions, as `9.0/` and `10.1/`.

    That is how images are kept that are published for others, who decide how theirs are run.
    """
    found: dict[str, set[str]] = {}
    for path in dockerfile_paths(repo.paths()):
        parts = path.split("/")[:_MOST_FOLDERS]
        for at, part in enumerate(parts[:-1]):
            if _VERSION.match(part):
                found.setdefault("/".join(parts[:at]), set()).add(part)
    return frozenset(folder for folder, versions in found.items() if len(versions) > 1)


def is_one_of_versions(repo: Repository, path: str) -> bool:
    """Whether the Dockerfile at `path` is that of one version among several."""
    parts = path.split("/")[:_MOST_FOLDERS]
    at = [index for index, part in enumerate(parts[:-1]) if _VERSION.match(part)]
    return bool(at) and not repo.ask(version_families).isdisjoint("/".join(parts[:index]) for index in at)


def _serves(words: list[str]) -> bool:
    if any(word in SERVERS for word in words[:8]):
        return True
    return any(pair in SERVING_WORDS for pair in pairwise(words))
