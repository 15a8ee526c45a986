"""`roadworthy show variables`: every variable that is read or documented, and why it counts as required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.output.screen import visible
from ..models.names import is_secret_name
from ..models.variables.documents import in_examples
from ..models.variables.known import Variable, variables

if TYPE_CHECKING:
    from typing import Any

    from ..core.excerpt import Place
    from ..core.repository import Repository
    from ..models.variables.documents import Document
    from ..models.variables.provisions import Provision
    from ..models.variables.reading import Read

_FORMS = {
    "example": "an entry",
    "commented": "an entry in a comment",
    "mentioned": "mentioned in a comment",
    "values": "a committed value",
    "prose": "prose",
    "deployment": "asked for by a platform",
}
_HOW = {"value": "sets it", "secret": "takes it from a store of secrets", "passed": "passes it on from outside"}
_MOST_SHOWN = 4  # places of one kind in the text form


def as_json(repo: Repository) -> dict[str, Any]:
    """Every variable. `scope` is null for one that is documented and that no code was seen to read."""
    return {"variables": [_row(variable) for variable in repo.ask(variables).values()] + _unread(repo)}


def as_text(repo: Repository) -> str:
    """The same for a person: a paragraph a variable, the required ones of the application first."""
    rows = sorted(as_json(repo)["variables"], key=lambda row: (_rank(row), row["name"]))
    return "\n".join(line for row in rows for line in _lines(row)) or "no variable is read or documented"


def _row(variable: Variable) -> dict[str, Any]:
    return {
        "name": variable.name,
        "required": variable.need == "required",
        "scope": variable.scope,
        "reads": [{"place": _at(read.place), "scope": read.scope, "why": _why(read)} for read in variable.reads],
        "documented": [_document(document) for document in variable.documented],
        "provided": [_provision(provision) for provision in variable.provided],
    }


def _unread(repo: Repository) -> list[dict[str, Any]]:
    known = repo.ask(variables)
    return [
        {
            "name": name,
            "required": False,
            "scope": None,
            "reads": [],
            "documented": [_document(document) for document in documents],
            "provided": [],
        }
        for name, documents in sorted(repo.ask(in_examples).items())
        if name not in known and any(document.form != "mentioned" for document in documents)
    ]


def _why(read: Read) -> str:
    if read.need == "default" and read.default is not None and not is_secret_name(read.name):
        return f"default `{read.default[:80]}`: {read.how}"
    return f"{read.need}: {read.how}"


def _document(document: Document) -> dict[str, str]:
    return {"place": _at(document.place), "why": _FORMS[document.form]}


def _provision(provision: Provision) -> dict[str, str]:
    return {"place": _at(provision.place), "why": f"{provision.by} {_HOW[provision.how]}"}


def _at(place: Place) -> str:
    return f"{place.path}:{place.line}" if place.line else place.path


def _rank(row: dict[str, Any]) -> int:
    if row["scope"] is None:
        return 3
    return 2 if row["scope"] != "application" else 0 if row["required"] else 1


def _lines(row: dict[str, Any]) -> list[str]:
    of = "documented, and read by no code that was seen" if row["scope"] is None else f"for the {row['scope']}"
    lines = [f"{row['name']}  {'required ' if row['required'] else ''}{of}"]
    for title in ("reads", "documented", "provided"):
        places = row[title]
        lines += [f"    {title:<11}{visible(one['place'])}  {visible(one['why'])}" for one in places[:_MOST_SHOWN]]
        if len(places) > _MOST_SHOWN:
            lines.append(f"    {title:<11}and {len(places) - _MOST_SHOWN} more")
        if not places and title != "provided" and row["scope"] is not None:
            lines.append(f"    {title:<11}nowhere")
    return lines
