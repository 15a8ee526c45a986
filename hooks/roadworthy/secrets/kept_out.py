"""What people who work in the repository will have on their disk and must never commit, each with what shows that they will.

Only what the repository itself speaks of: an example to copy, a file that compose or a tool is told to read. A file that is
tracked already is not in here.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ..core.excerpt import Place
from ..core.outcome import Unreadable
from ..core.paths import matching
from ..core.records import NamedTuple
from ..models.compose.services import composes
from ..models.documents import documents
from ..parsing.yaml import Mapping, Scalar, Sequence
from ..tables.file_names import COMPOSE
from .environment_files import holds_values, is_example
from .plausible import in_fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from ..core.rule import Paths
    from ..parsing.yaml import Tree

_BACKEND = r'(?m)^[ \t]{0,40}(?:backend[ \t]{1,8}"(?!local")[\w-]{1,60}"|cloud[ \t]{0,8}\{)'
_ROOT = r'(?m)^[ \t]{0,8}(?:provider[ \t]{1,8}"[\w-]{1,100}"[ \t]{0,8}\{|backend[ \t]{1,8}"local")'
_FOR_SHOW = frozenset("examples example samples sample demo demos docs doc templates template modules skeleton".split())
_SPECIMEN = r"[._-](?:example|sample|dist|template|tmpl)\b"
_PASSWORD_FILE = r"(?m)^[ \t]{0,8}vault_password_file[ \t]{0,8}=[ \t]{0,8}([\w./-]{1,200})"


class Private(NamedTuple):
    """A path that git should ignore, and what shows that there will be a file."""

    path: str
    evidence: Place


class Ignoring(NamedTuple):
    """One `.gitignore`, or the place where the repository's would stand, with what it, or one above it, has to cover."""

    path: str
    exists: bool
    private: tuple[Private, ...]


def ignore_files(repo: Repository, paths: Paths) -> Iterator[Ignoring]:
    """The ignore files among `paths`, or all that the repository needs: there a missing one is judged as well."""
    if paths is not None and not any(_is_ignore_file(path) for path in paths):
        return
    by_file: dict[str, list[Private]] = {}
    for private in repo.ask(private_files):
        by_file.setdefault(_responsible(repo, private.path), []).append(private)
    for path, found in by_file.items():
        if paths is None or path in paths:
            yield Ignoring(path, repo.exists(path), tuple(found))


def _is_ignore_file(path: str) -> bool:
    return path.rpartition("/")[2] == ".gitignore"


def _responsible(repo: Repository, path: str) -> str:
    """The nearest `.gitignore` above a path; the one at the root where there is none."""
    folder = posixpath.dirname(path)
    while folder and not repo.exists(f"{folder}/.gitignore"):
        folder = posixpath.dirname(folder)
    return f"{folder}/.gitignore" if folder else ".gitignore"


def private_files(repo: Repository) -> tuple[Private, ...]:
    """A fact: every path that must not be committed, once, in order."""
    tracked = frozenset(repo.paths())
    found: dict[str, Private] = {}
    for private in (*_of_examples(repo), *_of_compose(repo), *_of_terraform(repo), *_of_tools(repo)):
        path = private.path
        if path not in tracked and not path.startswith(("../", "/")) and not in_fixture(path) and not repo.tree.is_link(path):
            found.setdefault(path, private)
    return tuple(sorted(found.values()))


def _is_for_show(path: str) -> bool:
    return not _FOR_SHOW.isdisjoint(path.lower().split("/")[:-1])


def _of_examples(repo: Repository) -> Iterator[Private]:
    """`.env` beside `.env.example`, unless all that the example has is meant for everybody."""
    from ..models.variables.environment_files import environment_of, is_for_everybody

    for path in repo.paths():
        if not is_example(path) or _is_for_show(path) or is_for_everybody(repo, path):
            continue
        folder, _, name = path.rpartition("/")
        wanted = environment_of(name)
        if wanted:
            evidence = Place(path).labelled("to be copied and filled in")
            yield Private(f"{folder}/{wanted}" if folder else wanted, evidence)


def _of_compose(repo: Repository) -> Iterator[Private]:
    """What services read their variables from, and the files of secrets."""
    for compose in repo.ask(composes):
        folder = posixpath.dirname(compose.path)
        for service in compose.services.values():
            listed = service.body.get("env_file")
            for item in listed if isinstance(listed, Sequence) else (listed,):
                node = item.get("path") if isinstance(item, Mapping) else item
                yield from _named(node, folder, "is read by compose", environment=True)
    for path in matching(COMPOSE, repo.paths()):
        source = repo.source(path)
        if isinstance(source, Unreadable) or "secrets:" not in source.text or "file:" not in source.text:
            continue
        tree = repo.ask(documents, path)
        root = None if isinstance(tree, Unreadable) else tree.root
        secrets = root.get("secrets") if isinstance(root, Mapping) else None
        if isinstance(secrets, Mapping):
            for _, secret in secrets.pairs():
                if isinstance(secret, Mapping):
                    yield from _named(secret.get("file"), posixpath.dirname(path), "is a secret of compose")


def _named(node: Tree | None, folder: str, why: str, environment: bool = False) -> Iterator[Private]:
    if not isinstance(node, Scalar) or not node.text or "$" in node.text or node.text.startswith(("/", "~")):
        return
    path = posixpath.normpath(posixpath.join(folder, node.text))
    if path.endswith(".pub") or posixpath.basename(path) == "stack.env":  # Portainer makes that one, and not in a clone
        return
    if not environment or holds_values(path):
        yield Private(path, node.place.labelled(why))


def _of_terraform(repo: Repository) -> Iterator[Private]:
    """The state of a configuration that keeps it on disk, and the variables that an example is given for."""
    by_folder: dict[str, list[str]] = {}
    generated = any(path.endswith(("terragrunt.hcl", "root.hcl")) for path in repo.paths())  # Terragrunt writes the backend
    for path in repo.paths():
        if path.endswith((".tf", ".tofu")) and not generated and not _is_for_show(path):
            by_folder.setdefault(posixpath.dirname(path), []).append(path)
        elif ".tfvars" in path and re.search(_SPECIMEN, path.rpartition("/")[2]) and not _is_for_show(path):
            name = re.sub(_SPECIMEN, "", path.rpartition("/")[2])
            if name.endswith(".tfvars"):
                folder = posixpath.dirname(path)
                yield Private(posixpath.join(folder, name), Place(path).labelled("to be copied and filled in"))
    for folder, paths in by_folder.items():
        root: Place | None = None
        for path in paths:
            source = repo.source(path)
            if isinstance(source, Unreadable):
                continue
            if re.search(_BACKEND, source.text):
                break
            if root is None and (found := re.search(_ROOT, source.text)):
                root = source.whole().place(found.start(), found.end()).labelled("no backend: the state is kept beside it")
        else:
            if root:
                yield Private(posixpath.join(folder, "terraform.tfstate"), root)


def _of_tools(repo: Repository) -> Iterator[Private]:
    """The key beside Rails' encrypted credentials, and the file with Ansible's vault password."""
    for path in repo.paths():
        if path.endswith("credentials.yml.enc") and path.endswith("config/credentials.yml.enc"):
            key = posixpath.join(posixpath.dirname(path), "master.key")
            yield Private(key, Place(path).labelled("is opened by it"))
        elif path.endswith(".yml.enc") and "config/credentials/" in path:
            yield Private(path.removesuffix(".yml.enc") + ".key", Place(path).labelled("is opened by it"))
        elif path.rpartition("/")[2] == "ansible.cfg":
            source = repo.source(path)
            found = None if isinstance(source, Unreadable) else re.search(_PASSWORD_FILE, source.text)
            if found and not isinstance(source, Unreadable) and not found[1].startswith("/") and not found[1].endswith(_RUN):
                there = posixpath.normpath(posixpath.join(posixpath.dirname(path), found[1]))
                place = source.whole().place(found.start(), found.end())
                yield Private(there, place.labelled("is read by Ansible"))


_RUN = (".sh", ".py")  # a program that asks for the password
