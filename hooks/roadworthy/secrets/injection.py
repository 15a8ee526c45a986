"""Where a file that deploys says that a secret is put in from elsewhere: a CI secret, a secret manager, a mounted secret."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from ..models.names import is_secret_name
from ..tables import secret_managers as table
from ..tables.file_names import CI_FILE, COMPOSE
from .environment_files import holds_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Place, Source

MOST = 20  # places of one file that are told
_MOST_VARIABLES = 2_000  # of one file that are looked at
_VALUES = r"(?:^|/)values[^/]*\.ya?ml$"
_TERRAFORM = r"\.(?:tf|tfvars|tofu)$|\.tfvars\.json$"
_YAML = r"\.ya?ml$"


class Injected(NamedTuple):
    """One reference to a secret that is kept elsewhere: `what` says where, for a sentence."""

    what: str
    place: Place


def kind_of(path: str) -> str:
    """What of a deployment the file describes, by its name; `a manifest` for any other YAML file; empty for other files."""
    for names, kind in (
        (CI_FILE, "a CI file"),
        (COMPOSE, "a compose file"),
        (_VALUES, "Helm values"),
        (_TERRAFORM, "Terraform code"),
        (_YAML, "a manifest"),
    ):
        if re.search(names, path):
            return kind
    return "a file of environment variables" if holds_values(path) else ""


def is_manifest(text: str) -> bool:
    """Whether a YAML text is one of Kubernetes', as far as its two words tell."""
    return "apiVersion:" in text and "kind:" in text


def injected(source: Source, kind: str) -> Iterator[Injected]:
    """The references in a file, the ones of the same name once, at most `MOST`."""
    text = source.text
    seen: dict[str, Injected] = {}
    for pattern, what in _patterns(kind):
        for found in pattern.finditer(text):
            said = what.replace("{}", found[1]) if found.re.groups and found[1] else what
            if "{}" not in said and said not in seen:
                seen[said] = Injected(said, source.whole().place(found.start(), found.end()))
            if len(seen) >= MOST:
                break
    if kind in ("a CI file", "a compose file"):
        for count, found in enumerate(re.finditer(table.VARIABLE, text)):
            if count >= _MOST_VARIABLES or len(seen) >= MOST:
                break
            said = f"the variable `{found[1]}`"
            if said not in seen and is_secret_name(found[1]) and found[1] != "GITHUB_TOKEN" and not _is_comment(source, found):
                seen[said] = Injected(said, source.whole().place(found.start(), found.end()))
    yield from seen.values()


def _is_comment(source: Source, found: re.Match[str]) -> bool:
    start = source.text.rfind("\n", 0, found.start()) + 1
    return source.text[start : found.start()].lstrip()[:1] == "#"


@cache
def _patterns(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = {
        "a CI file": table.CI_FILES,
        "a compose file": table.COMPOSE,
        "Terraform code": table.TERRAFORM,
        "Helm values": table.MANIFESTS,
        "a manifest": table.MANIFESTS,
    }.get(kind, ())
    return tuple((re.compile(pattern, re.M), what) for pattern, what in rows)
