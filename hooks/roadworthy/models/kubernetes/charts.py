"""Helm charts: their templates rendered with the values of each environment.

https://helm.sh/docs/topics/charts/. What a chart of a library defines and is not in the repository is not known.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.go_template import TemplateError, parse
from ...parsing.yaml import parse as parse_yaml
from ..documents import documents
from .objects import MARK, UNKNOWN, Object, objects
from .rendering import GivenUpError, Helpers, render
from .template_scopes import capabilities
from .values import Value, copied, merged, value_of

if TYPE_CHECKING:
    from ...core.repository import Repository
    from ...parsing.go_template import Template

MOST_TEMPLATES = 300
_VALUES = pattern(r"(?:^|[-._])values(?:[-._]|$)|^values")


class Chart(NamedTuple):
    """A chart. `values` are further values files, each for one environment; `readable` is false with a broken template."""

    folder: str
    name: str
    templates: tuple[str, ...]
    helpers: Helpers
    values: tuple[str, ...]
    complete: bool


class Release(NamedTuple):
    """A chart with its values. `failed`: templates of which nothing is known, with the reason; `unsure`: those that may come
    to other objects."""

    objects: tuple[Object, ...]
    complete: bool
    failed: tuple[tuple[str, str], ...]
    unsure: tuple[str, ...]
    sources: tuple[str, ...]


def chart(repo: Repository, folder: str) -> Chart:
    """A fact: the chart whose `Chart.yaml` stands in a folder."""
    above = f"{folder}/" if folder else ""
    inside = [path for path in repo.paths() if path.startswith(above)]
    templates: list[str] = []
    named: dict[str, tuple[str, tuple[object, ...]]] = {}
    complete = True
    texts = [p for p in inside if "/templates/" in f"/{p[len(above) :]}" and p.endswith((".yaml", ".yml", ".tpl", ".txt"))]
    if len(texts) > MOST_TEMPLATES:
        texts, complete = texts[:MOST_TEMPLATES], False
    for path in sorted(texts, key=lambda p: -p.count("/")):  # what the chart defines wins over its parts
        own = path.startswith(f"{above}templates/")
        name = posixpath.basename(path)
        if own and not name.startswith("_") and path.endswith((".yaml", ".yml")) and "/tests/" not in path:
            templates.append(path)
        told = repo.ask(template, path)
        if not isinstance(told, (Unreadable, type(None))):
            for key, nodes in told.defined.items():
                named[key] = (told.text, nodes)
    if any(p.startswith(f"{above}charts/") for p in inside):
        complete = False  # what the parts of a chart make is theirs
    values = tuple(
        path
        for path in inside
        if path.endswith((".yaml", ".yml"))
        and path != f"{above}values.yaml"
        and (
            (posixpath.dirname(path) == folder and _VALUES.search(posixpath.basename(path).rpartition(".")[0]))
            or re.fullmatch(r"(?:values|environments|envs?)/[^/]+(?:/values\.ya?ml)?", path[len(above) :])
        )
    )
    root = _root(repo, f"{above}Chart.yaml")
    said = root.get("name") if isinstance(root, dict) else None
    return Chart(folder, str(said or posixpath.basename(folder)), tuple(sorted(templates)), Helpers(named), values, complete)  # type: ignore[arg-type]


def template(repo: Repository, path: str) -> Template | Unreadable | None:
    """A fact: the template at a path; None for a file that is too long or no template at all."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    try:
        return parse(source.text)
    except TemplateError as error:
        at = min(error.offset, max(0, len(source.text) - 1))
        return Unreadable(source.whole().place(at, at + 2), f"{error.why}, so its template was not rendered", opaque=True)


def release(repo: Repository, folder: str, values: str) -> Release:
    """A fact: what a chart makes with the values file at `values` over its own; its own alone for an empty path."""
    known = repo.ask(chart, folder)
    above = f"{folder}/" if folder else ""
    own = f"{above}values.yaml"
    given: Value = _root(repo, own) if repo.exists(own) else {}
    sources = [own] if repo.exists(own) else []
    if values:
        over = _root(repo, values)
        given = merged(given, over) if isinstance(over, dict) else given
        sources.append(values)
    about = _root(repo, f"{above}Chart.yaml")
    found: list[Object] = []
    failed: list[tuple[str, str]] = []
    unsure: list[str] = []
    for path in known.templates:
        source, tree = repo.source(path), repo.ask(template, path)
        if isinstance(source, Unreadable) or isinstance(tree, (Unreadable, type(None))):
            failed.append((path, tree.why if isinstance(tree, Unreadable) else "cannot be read"))
            continue
        try:
            made = render(source, tree, known.helpers, _context(known, about, copied(given), path[len(above) :]))
        except GivenUpError as error:
            failed.append((path, str(error)))
            continue
        parsed = parse_yaml(made.excerpt)
        if parsed.problems:
            failed.append((path, parsed.problems[0].why))
        here = [one for root in parsed.roots for one in objects(root)]
        if made.unsure or any(MARK in one.kind.text for one in here):
            unsure.append(path)
        found += here
    complete = known.complete and not failed and not unsure
    return Release(tuple(found), complete, tuple(failed), tuple(unsure), tuple(sources))


def _context(known: Chart, about: Value, values: Value, path: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    if isinstance(about, dict):
        fields = {key[:1].upper() + key[1:]: value for key, value in about.items()}
    return {
        "Values": values if isinstance(values, dict) else {},
        "Chart": fields,
        "Release": {
            "Name": "release-name",
            "Namespace": "default",
            "Service": "Helm",
            "IsInstall": True,
            "IsUpgrade": False,
            "Revision": 1,
        },
        "Capabilities": capabilities(),
        "Template": {"Name": f"{known.name}/{path}", "BasePath": f"{known.name}/templates"},
        "Files": UNKNOWN,
        "Subcharts": UNKNOWN,
    }


def _root(repo: Repository, path: str) -> Value:
    if not repo.exists(path):
        return {}
    tree = repo.ask(documents, path)
    return {} if isinstance(tree, Unreadable) or tree.root is None else value_of(tree.root)
