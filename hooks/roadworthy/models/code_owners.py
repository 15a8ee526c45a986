"""Who has to agree to a change: CODEOWNERS of GitHub and GitLab, and the protection of branches where it is written as code.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
https://docs.gitlab.com/user/project/codeowners/reference/
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..core.excerpt import Place, Source
from ..core.globs import glob_fault, matcher
from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..parsing.hcl import parse as parse_hcl
from ..parsing.yaml import Mapping, Scalar, Sequence
from ..tables.file_names import VENDORED
from .documents import documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..core.repository import Repository

# The first that exists counts, for GitHub in this order; GitLab looks into the root, docs/ and .gitlab/.
PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_SECTION = re.compile(r"\^?\[[^\]]{1,200}\](?:\[\d{1,3}\])?(.*)")
_MOST_LINES = 20_000


class Owned(NamedTuple):
    """One line of CODEOWNERS. No `owners`: nobody has to agree."""

    pattern: str
    owners: tuple[str, ...]
    place: Place


class Protection(NamedTuple):
    """Where a rule asks for reviews or checks before a merge. `bypass`: some may do without, and who."""

    kind: str
    place: Place
    reviews: bool
    owners: bool
    checks: tuple[str, ...]
    bypass: tuple[str, ...] = ()


def code_owners(repo: Repository) -> tuple[Owned, ...]:
    """A fact: the lines of the CODEOWNERS file that counts, in order; none without one."""
    path = next((path for path in PLACES if repo.exists(path)), None)
    source = repo.source(path) if path else None
    return tuple(_owned(source)) if isinstance(source, Source) else ()


def _owned(source: Source) -> Iterator[Owned]:
    """The owners of a section are those of each of its lines that names none."""
    inherited: tuple[str, ...] = ()
    for number, line in enumerate(source.text.split("\n")[:_MOST_LINES], 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if section := _SECTION.fullmatch(text):
            inherited = tuple(section[1].split())
            continue
        words = re.split(r"(?<!\\)\s+", text)
        pattern = words[0].replace("\\ ", " ")
        if glob_fault(pattern):
            continue
        end = next((i for i, word in enumerate(words) if word.startswith("#")), len(words))
        owners = tuple(words[1:end])
        yield Owned(pattern, owners or inherited, Place(source.path, number, 1, number, max(1, len(line.rstrip("\r")))))


def owner_of(repo: Repository, path: str) -> Owned | None:
    """The line that says who owns a file: the last that fits. None where nobody does."""
    for owned, fits in repo.ask(_last_first):
        if fits(path):
            return owned if owned.owners else None
    return None


def _last_first(repo: Repository) -> tuple[tuple[Owned, Callable[[str], bool]], ...]:
    return tuple((owned, matcher((owned.pattern,))) for owned in reversed(repo.ask(code_owners)))


def protections(repo: Repository) -> tuple[Protection, ...]:
    """A fact: branch protection that is written as code: settings.yml of GitHub's app, rulesets, Terraform."""
    found: list[Protection] = []
    for path in repo.paths():
        if path == ".github/settings.yml":
            found += _settings(repo, path)
        elif re.search(r"(?:^|/)rulesets?/[^/]+\.json$|(?:^|/)ruleset[^/]*\.json$", path):
            found += _ruleset(repo, path)
        elif path.endswith(".tf") and not re.search(VENDORED, path):
            found += _terraform(repo, path)
    return tuple(found)


def _settings(repo: Repository, path: str) -> Iterator[Protection]:
    """https://github.com/repository-settings/app"""
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    branches = root.get("branches") if isinstance(root, Mapping) else None
    for branch in branches if isinstance(branches, Sequence) else ():
        rules = branch.get("protection") if isinstance(branch, Mapping) else None
        if not isinstance(rules, Mapping):
            continue
        reviews = rules.get("required_pull_request_reviews")
        contexts = rules.get("required_status_checks", "contexts")
        listed = contexts.items if isinstance(contexts, Sequence) else []
        checks = tuple(node.text for node in listed if isinstance(node, Scalar))
        owners = isinstance(reviews, Mapping) and reviews.text("require_code_owner_reviews") == "true"
        yield Protection("settings", rules.place, isinstance(reviews, Mapping), owners, checks)


def _ruleset(repo: Repository, path: str) -> Iterator[Protection]:
    """A ruleset as GitHub exports it."""
    source = repo.source(path)
    if not isinstance(source, Source) or '"rules"' not in source.text:
        return
    try:
        made = json.loads(source.text)
    except (ValueError, RecursionError):
        return
    rules = made.get("rules") if isinstance(made, dict) else None
    if not isinstance(rules, list) or made.get("enforcement", "active") != "active":
        return
    reviews = owners = False
    checks: list[str] = []
    for one in rules:
        given = one.get("parameters") if isinstance(one, dict) else None
        given = given if isinstance(given, dict) else {}
        kind = one.get("type") if isinstance(one, dict) else None
        if kind == "pull_request":
            reviews = int(given.get("required_approving_review_count") or 0) > 0
            owners = given.get("require_code_owner_review") is True
        elif kind == "required_status_checks":
            listed = given.get("required_status_checks")
            checks += [str(c.get("context")) for c in listed if isinstance(c, dict)] if isinstance(listed, list) else []
    actors = made.get("bypass_actors")
    bypass = tuple(str(a.get("actor_type")) for a in actors if isinstance(a, dict)) if isinstance(actors, list) else ()
    yield Protection("ruleset", Place(path, 1), reviews, owners, tuple(checks), bypass)


def _terraform(repo: Repository, path: str) -> Iterator[Protection]:
    """https://github.com/integrations/terraform-provider-github/blob/main/website/docs/r/branch_protection.html.markdown"""
    source = repo.sources.get(path) or repo.passing(path)
    if not isinstance(source, Source) or not re.search(r"branch_protection|repository_ruleset", source.text):
        return
    root = parse_hcl(source)
    for block in () if isinstance(root, Unreadable) else root.all("resource"):
        if not block.labels or not re.search(r"branch_protection|repository_ruleset|gitlab_branch_protection", block.labels[0]):
            continue
        inner = [block, *(rule for rules in block.all("rules") for rule in (rules, *rules.blocks))]
        types = {one.type for part in inner for one in part.blocks}
        reviews = bool(types & {"required_pull_request_reviews", "pull_request"})
        owners = any(one.text("require_code_owner_reviews") == "true" or one.text("require_code_owner_review") == "true"
                     for part in inner for one in (part, *part.blocks))  # fmt: skip
        checks = ("status checks",) if "required_status_checks" in types else ()
        bypass = ("named actors",) if "bypass_actors" in types else ()
        yield Protection("terraform", block.place, reviews, owners, checks, bypass)
