"""Whether an image is that of a service, which stays up and answers, and not of a command or a base for others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..tables.servers import MANAGED_BASES, SERVERS, SERVING_WORDS
from .bases import role
from .purposes import command_line, purpose

if TYPE_CHECKING:
    from ..parsing.dockerfile import Instruction
    from .images import Stage


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


def _serves(words: list[str]) -> bool:
    if any(word in SERVERS for word in words[:8]):
        return True
    return any(pair in SERVING_WORDS for pair in pairwise(words))
