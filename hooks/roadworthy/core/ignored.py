"""Which paths git ignores for everybody who clones: git is asked, and only what `.gitignore` files of the tree say counts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .tree import WorkTree, git

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .tree import Tree

_NAME = ".gitignore"
_MOST = 10_000  # ignore files of a tree that is no work tree


def ignored(tree: Tree, paths: Sequence[str]) -> frozenset[str]:
    """The ones among `paths` that a `.gitignore` of the tree covers, whether there is such a file or not.

    A person's own excludes do not count, nor does `.git/info/exclude`: who clones has neither. Raises `NoGit`.
    """
    if not paths:
        return frozenset()
    if isinstance(tree, WorkTree):
        return _ask(tree.root, paths)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="roadworthy-") as folder:
        git(folder, "-c", "init.templateDir=", "init", "-q")
        for path in [path for path in tree.paths() if path.rpartition("/")[2] == _NAME][:_MOST]:
            full = os.path.join(folder, path)
            if ".." not in path.split("/") and not os.path.isabs(path):
                os.makedirs(os.path.dirname(full), exist_ok=True)
                with open(full, "wb") as file:
                    file.write(tree.read(path))
        return _ask(folder, paths)


def _ask(root: str, paths: Sequence[str]) -> frozenset[str]:
    # Each answer is four fields: https://git-scm.com/docs/git-check-ignore#_output
    given = b"\0".join(os.fsencode(path) for path in paths)
    command = ("-c", "core.excludesFile=", "check-ignore", "--no-index", "--stdin", "-z", "-v")
    fields = git(root, *command, given=given, fine=(0, 1)).split(b"\0")
    found = set()
    for where, _line, rule, path in zip(fields[::4], fields[1::4], fields[2::4], fields[3::4]):
        if os.fsdecode(where).replace(os.sep, "/").rpartition("/")[2] == _NAME and not rule.startswith(b"!"):
            found.add(os.fsdecode(path))
    return frozenset(found)
