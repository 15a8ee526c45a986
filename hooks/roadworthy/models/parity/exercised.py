"""Production's own configuration, and what of the repository's pipelines touches it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...tables.file_names import CI_FILE, DOCKERFILE, NOT_A_DOCKERFILE, SCRIPT
from ..versions.compared import is_fragment
from .overlays import environment_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths

_DELIVERS = (
    r"(?:^|/)(?:skaffold[^/]*\.ya?ml|Taskfile\.ya?ml|[Jj]ustfile|Procfile|package\.json|tox\.ini|noxfile\.py|Earthfile)$"
)
_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml")
_MOST_TEXT = 300_000  # characters of one file that are looked through


class Production(NamedTuple):
    """One file that holds for production alone.

    `tried`: a pipeline names it, at `by`. `used`: a Dockerfile or a script names it, which a pipeline may run. `never`:
    neither. `pipelines` are the CI files that were looked through.
    """

    path: str
    state: Literal["tried", "used", "never"]
    by: Place | None
    pipelines: tuple[str, ...]


def production_files(repo: Repository, paths: Paths) -> Iterator[Production]:
    """A reader for what the whole repository tells: each file for production alone, where there are pipelines."""
    files = [one for one in repo.ask(environment_files) if one.environment == "production"]
    if not files:
        return
    everything = repo.paths()
    pipelines = [path for path in everything if re.search(CI_FILE, path) or is_fragment(repo, path)]
    if not pipelines:
        return
    others = [*matching(DOCKERFILE, everything, NOT_A_DOCKERFILE), *matching(f"{SCRIPT}|{_DELIVERS}", everything)]
    for file in files:
        if file.kind == "values" and any(repo.exists(posixpath.join(posixpath.dirname(file.path), n)) for n in _KUSTOMIZATIONS):
            continue  # a part of the overlay, which is asked about itself
        words = _words(file.path, file.kind, file.key)
        by = _named(repo, pipelines, words)
        if by:
            yield Production(file.path, "tried", by, tuple(pipelines))
            continue
        by = _named(repo, others, words)
        yield Production(file.path, "used" if by else "never", by, tuple(pipelines))


def _words(path: str, kind: str, key: str) -> re.Pattern[str]:
    """How a command or a variable would name the file."""
    folder, name = posixpath.split(path)
    stem = name.partition(".")[0] if kind == "settings" and not name.startswith("appsettings") else name
    options = [re.escape(path), re.escape(name)] if kind not in ("kustomize", "settings") else [re.escape(path)]
    if kind == "kustomize":  # the folder is what is built, or the one above with a variable in its place
        options += [
            re.escape("/".join(folder.split("/")[-2:])),
            rf"{re.escape(posixpath.dirname(folder))}/[$*{{]",
            r"kustomize build [^\n]{0,60}[$*]",
        ]
    elif path.endswith(".py"):
        options.append(rf"{re.escape(posixpath.basename(folder))}\.{re.escape(stem)}\b")
    elif path.endswith((".rb", ".exs")):
        options.append(rf"(?:RAILS_ENV|RACK_ENV|MIX_ENV)[\"']?[=: ]{{1,3}}[\"']?{re.escape(stem)}\b")
    elif stem.startswith("application-"):
        options.append(
            rf"(?:spring\.profiles\.active|SPRING_PROFILES_ACTIVE)[=: \"']{{1,4}}[\w,-]{{0,40}}{re.escape(stem[12:])}\b"
        )
    elif name.startswith("appsettings."):
        options.append(rf"(?:ASPNETCORE|DOTNET)_ENVIRONMENT[=: \"']{{1,4}}{re.escape(name.split('.')[1])}\b")
    elif kind == "settings":
        options.append(rf"(?:NODE_ENV|APP_ENV|configuration)[=: \"']{{1,4}}{re.escape(stem)}\b")
    before = posixpath.basename(key.partition("*")[0])
    if kind != "settings" and len(before) > 3 and "*" in posixpath.basename(key):  # `values-$ENVIRONMENT.yaml`
        options.append(re.escape(before) + r"[$*{]")
    return re.compile("|".join(options))


def _named(repo: Repository, paths: list[str], words: re.Pattern[str]) -> Place | None:
    for path in paths:
        source = repo.source(path)
        found = None if isinstance(source, Unreadable) else words.search(source.text[:_MOST_TEXT])
        if found and not isinstance(source, Unreadable):
            return source.whole().cut(found.start(), found.end()).place()
    return None
