"""Where a file that is gone stands now: git's renames, followed to the present."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .tree import NoGit, git

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_COMMITS = 5_000  # back from HEAD that are looked through


def renamed(root: str, paths: Iterable[str]) -> dict[str, str]:
    """For each of `paths` that is not there any more and that git saw renamed, its path today.

    Renames that are not committed yet, but known to the index, count first. Empty without git. Asks git nothing where every
    path is there.
    """
    gone = {path for path in paths if not os.path.lexists(os.path.join(root, path))}
    if not gone:
        return {}
    now: dict[str, str] = {}  # a path at some time to what it has become; the newest rename of a name counts
    for old, new in _renames(root):
        now.setdefault(old, now.get(new, new))
    return {path: now[path] for path in sorted(gone) if path in now and os.path.lexists(os.path.join(root, now[path]))}


def _renames(root: str) -> Iterator[tuple[str, str]]:
    """Every rename, the newest first."""
    # `--cached`: comparing with the files themselves would run the filters that .gitattributes and the configuration name.
    options = ("-M", "--diff-filter=R", "--name-status", "-z", "--no-ext-diff", "--no-textconv")
    for command in (
        ("diff", "--cached", *options, "HEAD"),
        ("log", *options, "--format=", f"--max-count={MOST_COMMITS}", "HEAD"),
    ):
        try:
            words = [os.fsdecode(word).lstrip("\n") for word in git(root, *command, "--").split(b"\0")]
        except NoGit:
            continue
        i = 0
        while i < len(words) - 2:
            if words[i][:1] == "R" and words[i][1:].isdigit():
                yield words[i + 1], words[i + 2]
                i += 3
            else:  # what git puts between commits
                i += 1
