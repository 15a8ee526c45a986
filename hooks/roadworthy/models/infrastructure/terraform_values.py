"""What a value of Terraform comes to in every environment: through variables, their tfvars, locals, and calls of modules.

https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.hcl import Call, Literal, Object, Reference, Template
from ...tables.file_names import VENDORED
from ..environment_names import environment_of
from .services import Said
from .terraform import names, terraform_file, terraform_paths

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.hcl import Block, Value

_DEEPEST = 8
_MOST = 40  # environments of one value
_SAME = ("tonumber", "tostring", "try", "coalesce")  # of the first argument, where that is one


class Caller(NamedTuple):
    """What gives a module its variables, and the folder that it stands in."""

    folder: str
    given: dict[str, tuple[Value, Place]]


def effective(repo: Repository, folder: str, value: Value | None, place: Place) -> tuple[Said, ...]:
    """What a value in the module of a folder comes to. `place` is where it would stand, were there one."""
    return tuple(_effective(repo, folder, value, place, 0)[:_MOST])


def _effective(repo: Repository, folder: str, value: Value | None, place: Place, depth: int) -> list[Said]:
    name, kind = environment_of(repo, folder)
    if value is None:
        return [Said(None, place, name, kind)]
    if isinstance(value, Literal):
        text = None if value.text == "null" and not value.quoted else value.text
        return [Said(text, value.place, name, kind)]
    if isinstance(value, Call) and value.name in _SAME and len(value.arguments) == 1:
        return _effective(repo, folder, value.arguments[0], place, depth + 1)
    if isinstance(value, Template) and re.fullmatch(r"\$\{[\w.]{1,200}\}", value.text):
        value = Reference(value.text[2:-1], value.place)
    if depth < _DEEPEST and isinstance(value, Reference):
        if value.name.startswith("local.") and (inner := repo.ask(names, folder).get(value.name)) is not None:
            return _effective(repo, folder, inner, value.place, depth + 1)
        if value.name.startswith("var.") and value.name.count(".") == 1:
            return _variable(repo, folder, value, depth)
    return [Said(None, value.place, name, kind, known=False)]


def _variable(repo: Repository, folder: str, value: Reference, depth: int) -> list[Said]:
    wanted = value.name[4:]
    default = repo.ask(names, folder).get(value.name)
    callers = repo.ask(callers_of, folder)
    found: list[Said] = []
    for caller in callers[:_MOST]:
        inner, place = caller.given.get(wanted, (None, value.place))
        if inner is not None:
            found += _effective(repo, caller.folder, inner, place, depth + 1)
        else:
            name, kind = environment_of(repo, caller.folder)
            found += [
                one._replace(environment=name, kind=kind, known=one.known and default is not None)
                for one in _effective(repo, folder, default, value.place, depth + 1)
            ]
    if callers:
        return found
    general: Value | None = default
    for path in repo.ask(tfvars, folder):
        root = repo.ask(terraform_file, path)
        given = None if isinstance(root, Unreadable) else root.value(wanted)
        if given is None:
            continue
        name, kind = environment_of(repo, path.rpartition(".tfvars")[0])
        if kind is None and re.search(r"(?:^|/)terraform\.tfvars$|\.auto\.tfvars$", path):
            general = given
        else:
            said = _effective(repo, folder, given, value.place, depth + 1)
            found += [one._replace(environment=name or posixpath.basename(path), kind=kind) for one in said]
    if found:
        return found
    if general is None or repo.ask(has_wrapper):
        name, kind = environment_of(repo, folder)
        return [Said(None, value.place, name, kind, known=False)]
    return _effective(repo, folder, general, value.place, depth + 1)


def tfvars(repo: Repository, folder: str) -> tuple[str, ...]:
    """A fact: the files of variables for the module in a folder: beside it, and in folders of environments there."""
    above = f"{folder}/" if folder else ""
    found = []
    for path in repo.paths():
        if path.endswith(".tfvars") and path.startswith(above) and not re.search(VENDORED, path):
            inner = posixpath.dirname(path[len(above) :])
            if not inner or re.fullmatch(r"(?:env\w*|tfvars|vars?|variables|config\w*|workspaces|stages?)(?:/[\w.-]+)?", inner):
                found.append(path)
    return tuple(found)


def has_wrapper(repo: Repository) -> bool:
    """A fact: whether Terragrunt, Atmos or the like give variables that no `.tf` file tells of."""
    return any(posixpath.basename(path) in ("terragrunt.hcl", "root.hcl", "atmos.yaml") for path in repo.paths())


def callers_of(repo: Repository, folder: str) -> tuple[Caller, ...]:
    """A fact: the calls of the module in a folder."""
    return tuple(repo.ask(_callers).get(folder, ()))


def _callers(repo: Repository) -> dict[str, list[Caller]]:
    found: dict[str, list[Caller]] = {}
    for path in repo.ask(terraform_paths):
        source = repo.source(path)
        if isinstance(source, Unreadable) or "module" not in source.text:
            continue
        root = repo.ask(terraform_file, path)
        for block in () if isinstance(root, Unreadable) else root.all("module"):
            target = _target(posixpath.dirname(path), block.text("source"))
            if target is not None:
                given = {name: (one.value, one.place) for name, one in block.attributes.items()}
                found.setdefault(target, []).append(Caller(posixpath.dirname(path), given))
    for path in repo.paths():
        if posixpath.basename(path) == "terragrunt.hcl" and not re.search(VENDORED, path):
            root = repo.ask(terraform_file, path)
            if not isinstance(root, Unreadable):
                _wrapped(path, root, found)
    return found


def _wrapped(path: str, root: Block, found: dict[str, list[Caller]]) -> None:
    source = next((block.text("source") for block in root.all("terraform")), None)
    inputs = root.attributes.get("inputs")
    target = _target(posixpath.dirname(path), source)
    if target is not None and inputs is not None and isinstance(inputs.value, Object):
        given = {name: (value, value.place) for name, value in inputs.value.entries.items()}
        found.setdefault(target, []).append(Caller(posixpath.dirname(path), given))


def _target(folder: str, source: str | None) -> str | None:
    if source is None or not source.startswith(("./", "../")):
        return None
    path = posixpath.normpath(posixpath.join(folder, source.replace("//", "/")))
    return None if path.startswith("..") else "" if path == "." else path
