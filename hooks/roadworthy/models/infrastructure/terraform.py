"""Terraform: the blocks of a repository's `.tf` files, and what variables and locals stand for where files tell.

A folder is a module; https://developer.hashicorp.com/terraform/language/files
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.excerpt import Source
from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.hcl import Block, Literal, Object, Reference, parse
from ...tables.file_names import VENDORED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.hcl import Value

TERRAFORM = r"\.tf$"
TFVARS = r"\.tfvars$"
MOST_BYTES = 2_000_000  # of one file
_DEEPEST = 8  # locals that name locals


class Resource(NamedTuple):
    """A `resource` or `data` block: `type.name` in the module of folder `folder`."""

    type: str
    name: str
    folder: str
    block: Block

    @property
    def path(self) -> str:
        return self.block.place.path

    @property
    def place(self) -> Place:
        return self.block.place


def terraform_file(repo: Repository, path: str) -> Block | Unreadable:
    """A fact: the file at `path` as a block without a type."""
    source = repo.source(path)
    return parse(source) if isinstance(source, Source) else source


def terraform_paths(repo: Repository) -> tuple[str, ...]:
    """A fact: the `.tf` files of the repository, but for those that others made."""
    return tuple(path for path in repo.paths() if path.endswith(".tf") and not re.search(VENDORED, path))


def resources(repo: Repository) -> tuple[Resource, ...]:
    """A fact: every resource and data source, by path."""
    return tuple(one for path in repo.ask(terraform_paths) for one in repo.ask(resources_in, path))


def resources_in(repo: Repository, path: str) -> tuple[Resource, ...]:
    """A fact: the resources and data sources of one file."""
    root = repo.ask(terraform_file, path)
    if isinstance(root, Unreadable):
        return ()
    blocks = (block for block in root.blocks if block.type in ("resource", "data") and len(block.labels) == 2)
    return tuple(Resource(block.labels[0], block.labels[1], posixpath.dirname(path), block) for block in blocks)


def of_type(repo: Repository, *types: str) -> Iterator[Resource]:
    """The resources of these types; a type that ends in `*` stands for all that begin so."""
    for resource in repo.ask(resources):
        if any(resource.type == one or (one.endswith("*") and resource.type.startswith(one[:-1])) for one in types):
            yield resource


def settled(repo: Repository, folder: str, value: Value | None) -> str | None:
    """What a value stands for in a module: a literal, a variable's default, a local that is one. None: not told here."""
    for _ in range(_DEEPEST):
        if value is None or isinstance(value, Literal):
            break
        if not isinstance(value, Reference):
            return None
        value = repo.ask(names, folder).get(value.name)
    return value.text if isinstance(value, Literal) and (value.quoted or value.text != "null") else None


def names(repo: Repository, folder: str) -> dict[str, Value]:
    """A fact: what `var.x` and `local.x` are in a module, one level of an object's keys included."""
    found: dict[str, Value] = {}
    for path in repo.ask(terraform_paths):
        if posixpath.dirname(path) != folder:
            continue
        root = repo.ask(terraform_file, path)
        if isinstance(root, Unreadable):
            continue
        for block in root.all("variable"):
            default = block.value("default")
            if block.labels and default is not None:
                found[f"var.{block.labels[0]}"] = default
        for block in root.all("locals"):
            for name, attribute in block.attributes.items():
                found[f"local.{name}"] = attribute.value
                if isinstance(attribute.value, Object):
                    for key, inner in attribute.value.entries.items():
                        found[f"local.{name}.{key}"] = inner
    return found
