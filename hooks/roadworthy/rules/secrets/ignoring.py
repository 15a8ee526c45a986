"""What `.gitignore` has to keep out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome, Unreadable
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...secrets.kept_out import Ignoring, Private

_TOLD = 3  # folders that one sentence names


def _ignore_files(repo: Repository, paths: Paths) -> Iterator[Ignoring | Unreadable]:
    if paths is not None and not any(path.endswith(".gitignore") for path in paths):
        return  # by far the most commits: nothing is imported for them
    from ...secrets.kept_out import ignore_files

    yield from ignore_files(repo, paths)


@rule(
    "SEC008",
    "secret-file-not-ignored",
    reads=_ignore_files,
    items=("5.2.1",),
    severity="warning",
    title="`.gitignore` does not cover a file that will hold secrets",
    risk="`git add .` takes the file along, and what was pushed once stays in every clone",
    remedy="add the file to `.gitignore`",
)
def secret_file_not_ignored(ignoring: Ignoring, repo: Repository) -> Iterator[Outcome]:
    from ...core.excerpt import Place
    from ...core.ignored import ignored
    from ...core.tree import NoGit

    here = Place(ignoring.path)
    wanted = ignoring.private
    try:
        covered = ignored(repo.tree, [private.path for private in wanted])
    except (NoGit, OSError) as error:
        yield unknown("", f"git could not say what is ignored: {error}", here, *(private.evidence for private in wanted))
        return
    open_: dict[str, list[Private]] = {}
    for private in wanted:
        if private.path not in covered:
            open_.setdefault(private.path.rpartition("/")[2], []).append(private)
    for name, found in open_.items():
        said = "is not ignored" if ignoring.exists else "is not ignored: there is no `.gitignore`"
        message = f"`{found[0].path}` {said}" if len(found) == 1 else f"`{name}` {said} {_folders(found)}"
        pattern = found[0].path.removeprefix(ignoring.path.removesuffix(".gitignore"))
        remedy = f"add `{name if len(found) > 1 or '/' not in pattern else '/' + pattern}` to `{ignoring.path}`"
        yield gap(name, message, here, *(private.evidence for private in found), remedy=remedy)
    if not open_:
        told = ", ".join(f"`{private.path}`" for private in wanted[:_TOLD])
        more = f" and {len(wanted) - _TOLD} more" if len(wanted) > _TOLD else ""
        yield passes("", f"git ignores {told}{more}", here, *(private.evidence for private in wanted))


def _folders(found: list[Private]) -> str:
    folders = [f"`{private.path.rpartition('/')[0] or '.'}`" for private in found]
    more = f" and {len(folders) - _TOLD} more folders" if len(folders) > _TOLD else ""
    return f"in {', '.join(folders[:_TOLD])}{more}"
