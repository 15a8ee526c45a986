"""Whether the code that runs knows a name: the code as it was before the change, which runs while that is rolled out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.excerpt import Place
from ....core.outcome import Unreadable
from ....core.tree import CommitTree, NoGit, git
from ....tables.file_names import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository

MOST_FILES = 5_000  # where git cannot be asked
LONGEST = 500  # characters of a line that are looked at
_CODE = CODE[:-1].replace(r"\.(?:", r"\.(?:html|erb|graphql|vue|svelte|exs|sql|prisma|") + "$"
_ENDINGS = tuple(f"*.{ending}" for ending in re.findall(r"\w+", CODE.replace("[cm]?", "").replace("\\.", ""))) + (
    *("*.mjs", "*.cjs", "*.mts", "*.js", "*.ts", "*.erb", "*.html", "*.graphql", "*.vue", "*.svelte", "*.sql", "*.prisma"),
)
# What names it and does not use it: migrations, the schema as it is, tests; a column that is told to be ignored.
_ASIDE = (
    r"(?i)(?:^|/)(?:[\w-]*migrat\w*|tests?|spec|__tests__|fixtures|locales?|docs?|vendor|node_modules)/"
    r"|(?:^|/)(?:schema|structure)\.(?:rb|sql)$"
)
_NO_USE = r"ignored_columns|^\s*(?:#|//|--|\*)"


def mentioned(head: Repository, name: str) -> Place | None:
    """A fact of the repository as it was before: where its code names a column or a table; None for nowhere."""
    for path, number, line in _lines(head, name):
        if not re.search(_ASIDE, path) and not re.search(_NO_USE, line[:LONGEST]):
            return Place(path, number, 1, number, max(1, len(line)))
    return None


def _lines(head: Repository, name: str) -> Iterator[tuple[str, int, str]]:
    tree = head.tree
    if isinstance(tree, CommitTree):
        try:
            printed = git(tree.root, "grep", "-nwIF", "--no-textconv", "-e", name, tree.revision, "--", *_ENDINGS, fine=(0, 1))
        except NoGit:
            return
        for line in printed.decode("utf-8", "replace").split("\n"):
            parts = line[len(tree.revision) + 1 :].split(":", 2)
            if len(parts) == 3 and parts[1].isdigit():
                yield parts[0], int(parts[1]), parts[2]
        return
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for path in [path for path in head.paths() if re.search(_CODE, path)][:MOST_FILES]:
        source = head.passing(path)
        if isinstance(source, Unreadable) or name not in source.text:
            continue
        for number, line in enumerate(source.text.split("\n"), 1):
            if word.search(line):
                yield path, number, line
