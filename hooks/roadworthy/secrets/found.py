"""What the scanning engine finds: a secret value with its place, its kind, and how sure it is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from ..core.excerpt import Excerpt

    # provider: a format that one provider documents. key: a private key. url: user and password in a URL or connection string.
    # place: a literal where a known file format keeps a credential. hash: what a password was hashed to, in rows of a database.
    # weak: in such a place, but a word that everybody guesses, or for trying things out. keyword: assigned to a secret-like
    # name in other text. entropy: random-looking, and nothing else is known.
    Certainty = Literal["provider", "key", "url", "place", "hash", "weak", "keyword", "entropy"]


class Secret(NamedTuple):
    """One secret value. `value` is where it stands and must never be printed, logged or kept: `masked` is for people.

    `kind` says what it is ("GitHub token", "password of a .netrc machine"); `name` is the key or variable it is given to,
    empty where there is none; `detector` is the table row or the detect-secrets plugin that found it.
    """

    certainty: Certainty
    kind: str
    name: str
    value: Excerpt
    detector: str


def masked(value: str) -> str:
    """The first characters of a value, never more than a fifth of it nor more than four, and that there is more."""
    return value[: min(4, len(value) // 5)] + "****"
