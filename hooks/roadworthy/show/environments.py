"""`roadworthy show environments`: where the pipelines deploy to, and which code creates what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models.deployment.environment_code import environments_of

if TYPE_CHECKING:
    from typing import Any

    from ..core.excerpt import Place
    from ..core.repository import Repository


def as_json(repo: Repository) -> dict[str, Any]:
    """`{"environments": [{"name", "kind", "deployed": [], "sources": [], "why": []}]}`; places are `path` or `path:line`."""
    found = repo.ask(environments_of)
    rows: dict[str, dict[str, Any]] = {}
    for one in found.deployed:
        row = rows.setdefault(one.name, _row(one.name, one.kind))
        row["deployed"].append(_at(one.place))
        row["why"].append(f"job {one.job} runs {one.command}")
        if source := found.creates(one):
            row["sources"].append(_at(source.place))
            row["why"].append(f"created by {source.what}")
    for source in found.sources:
        if source.name:
            row = rows.setdefault(source.name, _row(source.name, source.kind))
            if _at(source.place) not in row["sources"]:
                row["sources"].append(_at(source.place))
                row["why"].append(f"created by {source.what}")
    return {"environments": sorted(rows.values(), key=lambda row: (str(row["kind"]), row["name"]))}


def as_text(repo: Repository) -> str:
    """A paragraph for each environment."""
    lines: list[str] = []
    for row in as_json(repo)["environments"]:
        lines.append(f"{row['name']}: {row['kind'] or 'of no known kind'}")
        lines += [f"    deployed to at {place}" for place in row["deployed"]]
        lines += [f"    created at {place}" for place in row["sources"]] or ["    nothing here creates it"]
        lines += [f"    {why}" for why in row["why"]]
    return "\n".join(lines) if lines else "no environment is named here"


def _row(name: str, kind: str | None) -> dict[str, Any]:
    return {"name": name, "kind": kind, "deployed": [], "sources": [], "why": []}


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}" if place.line else place.path
