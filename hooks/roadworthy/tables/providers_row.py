"""What a row of the provider table is, and the two usual ways to write one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Literal

WORD = "[A-Za-z0-9]"  # base 62
DASHED = "[A-Za-z0-9_-]"  # base 64 as URLs have it
HEX = "[0-9a-f]"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

# From a name to its value: the rest of the name, an assignment in any usual language, an opening quote. Bounded: a name that
# is followed by something else costs some fifty characters, not the line.
_ASSIGNED = (
    r"""[A-Za-z0-9_.-]{0,24}\\?["'`\]]{0,2}[ \t]{0,8}(?::[ \t]{0,2}(?:str|string|String)[ \t]{0,2})?(?:=>|:=|\?=|\|\|=|[:=,])"""
    r"""[ \t]{0,8}\\?["'`]?"""
)


class Provider(NamedTuple):
    """One format of one provider. `expression` makes its regular expression; nothing is compiled before a keyword is found.

    `keywords`: literals, case and all, one of which stands in every occurrence; the scan looks for them first. `pattern`:
    for a `token` what follows the keyword, for a `named` one the value behind an assignment, for a `whole` one everything,
    from `back` characters before the keyword on. It is linear: no look-around, no back-reference, every repetition bounded
    or last. `entropy`: the least bits a character of what follows the keyword. `stop`: words, in lower case, that a value of
    this kind never holds. `certainty`: `provider` where the format alone decides, `keyword` where much else looks like it.
    `check`: the name of the offline test in `secrets.checksums`. `needs`: what a value must have to be sure, see `secrets.contexts`:
    an identifier its secret half beside it, a key that browsers are given too a place that no browser sees. The first `lead` characters of the keywords stand before
    the value and are none of it.
    """

    id: str
    kind: str
    keywords: tuple[str, ...]
    pattern: str
    entropy: float = 3.0
    stop: tuple[str, ...] = ()
    certainty: Literal["provider", "keyword"] = "provider"
    check: str = ""
    back: int = 0
    lead: int = 0
    form: Literal["whole", "token", "named"] = "whole"
    needs: Literal["", "partner", "server"] = ""


def token(
    id: str,
    kind: str,
    prefix: str | tuple[str, ...],
    body: str,
    *,
    entropy: float = 3.0,
    stop: tuple[str, ...] = (),
    certainty: Literal["provider", "keyword"] = "provider",
    check: str = "",
    lead: int = 0,
    needs: Literal["", "partner", "server"] = "",
) -> Provider:
    """A value that begins with a literal prefix, or with one of several: the prefix is the keyword, `body` what follows it."""
    prefixes = (prefix,) if isinstance(prefix, str) else prefix
    return Provider(id, kind, prefixes, body, entropy, stop, certainty, check, 0, lead, "token", needs)


def named(
    id: str,
    kind: str,
    names: str,
    body: str,
    *,
    entropy: float = 2.8,
    stop: tuple[str, ...] = (),
    certainty: Literal["provider", "keyword"] = "provider",
    check: str = "",
) -> Provider:
    """A value without a mark of its own, known by what it is assigned to.

    `names`: snake case, apart by spaces; each stands for its upper-case, kebab-case and camel-case forms as well.
    """
    keywords = (*names.split(), *names.upper().split(), *names.replace("_", "-").split())
    camel = [name[0] + name.title().replace("_", "")[1:] for name in names.split()]
    return Provider(id, kind, (*keywords, *camel), body, entropy, stop, certainty, check, 0, 0, "named")


def expression(row: Provider) -> str:
    """The regular expression of a row, to be matched `row.back` characters before a keyword. Group 1, where there is one, is
    the value; otherwise all of it is.
    """
    if row.form == "whole":
        return row.pattern
    escaped = [re.escape(keyword) for keyword in row.keywords]
    if row.form == "named":
        return "(?:" + "|".join(escaped) + ")" + _ASSIGNED + "(" + row.pattern + ")"
    if row.lead:
        before = "|".join(re.escape(keyword[: row.lead]) for keyword in row.keywords)
        return f"(?:{before})({re.escape(row.keywords[0][row.lead :])}{row.pattern})"
    return "(?:" + "|".join(escaped) + ")" + row.pattern
