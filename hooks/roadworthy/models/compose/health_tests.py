"""The `test` of a health check in a compose file: what it runs, and why that can never succeed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Scalar, Sequence
from ...tables.health_probes import ALPINE_WITHOUT_CURL, WITHOUT_DOWNLOADERS
from ..images.bases import distribution, downloaders, has_shell
from .running import reference
from .values import settled

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ..images.references import ImageReference
    from .services import Service

_ASKED = pattern(r"(?:^|[|&;({]|\b(?:if|then|do|exec|timeout \d{1,5}))\s{0,40}(curl|wget)\b")
_MAKES_SURE = pattern(r"\b(?:command|which|type|apk|apt|apt-get|yum|dnf|install)\b")
_OPERATORS = frozenset(("||", "&&", "|", ";", ">", ">>", "2>&1", ">/dev/null", "&"))
_KINDS = ("CMD", "CMD-SHELL", "NONE")


class Flaw(NamedTuple):
    """Why a test cannot succeed. `refused`: compose does not even take the file."""

    why: str
    place: Place
    remedy: str
    refused: bool = False


def flaw(repo: Repository, service: Service) -> Flaw | None:
    """What is wrong with the health check of a service; None where nothing is known to be."""
    test = service.health.get("test") if service.health is not None else None
    if isinstance(test, Sequence):
        return _of_list(repo, service, test)
    if isinstance(test, Scalar) and test.text.strip():
        return _missing_program(repo, service, test, settled(test) or test.text, True)
    return None


def _of_list(repo: Repository, service: Service, test: Sequence) -> Flaw | None:
    said = [item for item in test if isinstance(item, Scalar)]
    if not said or len(said) != len(test.items) or "$" in said[0].text:
        return None
    kind = said[0].text
    if kind not in _KINDS:
        begun = '["CMD-SHELL", …]' if len(said) == 1 else '["CMD", …]'
        why = f"a `test` that is a list begins with `CMD`, `CMD-SHELL` or `NONE`, and not with `{kind[:40]}`"
        return Flaw(why, said[0].place, f"write `{begun}`", refused=True)
    if kind == "NONE":
        return None
    if len(said) == 1 or not said[1].text.strip():
        return Flaw(f"`{kind}` is followed by no command", said[0].place, "write the command behind it")
    if kind == "CMD-SHELL":
        return _missing_program(repo, service, said[1], settled(said[1]) or said[1].text, True)
    program = said[1].text
    if len(said) == 2 and " " in program.strip() and "$" not in program:
        why = f"`CMD` runs a program called `{program[:40]}`, blanks and all: there is no shell to take it apart"
        return Flaw(why, said[1].place, "write `CMD-SHELL`, or each word on its own")
    for word in said[2:]:
        if word.text in _OPERATORS:
            why = f"`{word.text}` is handed to `{program}` as an argument: there is no shell in the `CMD` form"
            return Flaw(why, word.place, 'write `["CMD-SHELL", "…"]` with all of it in one string')
    if program in ("curl", "wget"):
        return _missing_program(repo, service, said[1], program, False)
    return None


def _missing_program(repo: Repository, service: Service, at: Scalar, text: str, shell: bool) -> Flaw | None:
    """The test asks for something that the image is known not to have."""
    found = image_of(repo, service)
    if found is None:
        return None
    image, installed = found
    name = image.familiar + (f":{image.tag}" if image.tag else "")
    if shell and has_shell(image.familiar, image.tag) is False and "sh" not in installed:
        return Flaw(f"`{name}` has no shell to run this in", at.place, 'write `["CMD", …]` with a program that the image has')
    asked = set(_ASKED.findall(text.strip()))
    if not asked or _MAKES_SURE.search(text):
        return None
    ready = has(image)
    if ready is None or not asked.isdisjoint(ready | installed):
        return None
    program = sorted(asked)[0]
    instead = "`wget -q --spider`, which it has" if "wget" in ready else "a program that comes with it"
    return Flaw(f"`{name}` has no `{program}`", at.place, f"use {instead}, or install `{program}`")


def has(image: ImageReference) -> frozenset[str] | None:
    """Which of `curl` and `wget` an image has; None: not known."""
    name = image.familiar
    made_of = distribution(name, image.tag)
    if made_of == "alpine":
        return frozenset(("wget",)) if name in ALPINE_WITHOUT_CURL else None
    if name in WITHOUT_DOWNLOADERS and made_of in ("debian", "ubuntu"):
        return frozenset()
    return downloaders(name, image.tag) if image.official else None


def image_of(repo: Repository, service: Service) -> tuple[ImageReference, frozenset[str]] | None:
    """The image in which a test runs, or that it is built from, and which programs its Dockerfile speaks of.

    A program that a Dockerfile names anywhere may have been installed by it: it is not said to be missing.
    """
    if service.build is None:
        image = reference(service)
        return (image, frozenset()) if image is not None and image.digest is None else None
    from ..images.stages import image_file  # only for what is built

    path = service.build.dockerfile
    built = repo.ask(image_file, path) if path is not None and repo.exists(path) else None
    if built is None or isinstance(built, Unreadable):
        return None
    stage = built.stage(service.build.target) if service.build.target else built.final
    base = stage.root_base.image if stage is not None else None
    if stage is None or base is None:
        return None
    text = " ".join(one.at.text for step in stage.lineage() for one in step.instructions)
    if "ADD" in text or ".sh" in text:  # a script or an archive may bring anything
        return None
    return base, frozenset(program for program in ("curl", "wget", "sh") if program in text)
