"""Which commits a push would send, from what pre-commit or prek says in the environment of a pre-push hook.

Both read git's list of refs themselves and hand over the first of them that sends commits. What a push of several refs sends
with the others (`--all`, `--tags`, `--follow-tags`, a second refspec) they do not tell, nor that it sends a tag alone whose
commit the remote has: `roadworthy history RANGE` in the pipeline judges those. What the remote has is taken from its
remote-tracking branches, so from the last fetch; a commit that only the remote knows cannot be told from a new one.

In the environment, by pre-commit's and prek's sources:
- PRE_COMMIT_TO_REF: the id that is sent, of a commit or an annotated tag. pre-commit sets it only together with FROM_REF.
- PRE_COMMIT_FROM_REF: what the remote's branch is now, or, for a new or rewritten branch, the parent of the first commit that
  the remote has not. In each case a commit the remote has. Missing where a root commit is sent.
- PRE_COMMIT_LOCAL_BRANCH, PRE_COMMIT_REMOTE_BRANCH: names of both refs; the local one is whatever was written (`HEAD`, an id).
- PRE_COMMIT_REMOTE_NAME, PRE_COMMIT_REMOTE_URL: the same text where the remote has no name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from ..core.tree import NoGit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .git_objects import GitObjects


class Push(NamedTuple):
    """What would be sent: the commits of `revisions` (as `git rev-list` takes them) up to `tip`, and annotated tags by id."""

    tip: str
    revisions: tuple[str, ...]
    tags: tuple[str, ...]


def push_of(objects: GitObjects, environment: Mapping[str, str]) -> Push | None:
    """The push that the environment speaks of; None for one that only deletes.

    Without those variables, as in a run by hand, it is what HEAD has and no remote. Raises `NoGit`.
    """
    to = environment.get("PRE_COMMIT_TO_REF") or environment.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD"
    if not to.strip("0") or to == "(delete)":
        return None
    tip = objects.commit_id(to)
    if tip is None:
        objects.is_bare()  # says so where this is no repository at all
        if to == "HEAD":  # a branch without a commit
            return None
        raise NoGit(f"what is pushed, {to[:60]!r}, names no commit here")
    sent = objects.ask("rev-parse", "--verify", "--quiet", to)
    since = objects.commit_id(environment.get("PRE_COMMIT_FROM_REF", ""))
    revisions = [tip, *([f"^{since}"] if since else [])]
    name, url = environment.get("PRE_COMMIT_REMOTE_NAME", ""), environment.get("PRE_COMMIT_REMOTE_URL", "")
    if name:
        known = [f"--remotes={remote}" for remote in _remotes(objects, name, url)]
        revisions += ["--not", *known] if known else []
    elif not since:
        revisions += ["--not", "--remotes"]
    return Push(tip, tuple(revisions), () if sent == tip else (sent,))


def _remotes(objects: GitObjects, name: str, url: str) -> list[str]:
    """The configured remotes that are pushed to: the one of this name, or those with this URL."""
    try:
        listed = objects.ask("config", "--get-regexp", r"^remote\..*\.(url|pushurl)$")
    except NoGit:  # none is configured
        return []
    by_name: dict[str, set[str]] = {}
    for line in listed.split("\n"):
        key, _, value = line.partition(" ")
        by_name.setdefault(key.removeprefix("remote.").rpartition(".")[0], set()).add(value)
    if name in by_name:
        return [name]
    return [remote for remote, urls in by_name.items() if {name, url} & urls]
