"""What a row of the provider table is, and the two usual ways to write one."""

from __future__ import annotations

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
    """One format of one provider.

    `keywords`: literals, case and all, one of which stands in every occurrence; the scan looks for them first. `pattern`:
    matched from `back` characters before the keyword; its group 1 is the value, or all of it where there is no group. It is
    linear: no look-around, no back-reference, every repetition bounded or last. `entropy`: the least bits a character of the
    value behind its keyword. `stop`: words, in lower case, that a value of this kind never holds. `certainty`: `provider`
    where the format alone decides, `keyword` where much else looks like it. `check`: the name of the offline test in
    `secrets.checksums`. `named`: the value is known by the name before it, and has no mark of its own.
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
    named: bool = False


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
) -> Provider:
    """A value that begins with a literal prefix, or with one of several: the prefix is the keyword, `body` what follows it.

    The first `lead` characters of the prefix stand before the value and are none of it.
    """
    prefixes = (prefix,) if isinstance(prefix, str) else prefix
    if lead:
        body = f"({prefixes[0][lead:]}{body})"
    escaped = [
        p.replace(".", r"\.").replace("+", r"\+").replace("$", r"\$").replace("/", r"\/")
        for p in (q[:lead] or q for q in prefixes)
    ]
    start = escaped[0] if len(escaped) == 1 else "(?:" + "|".join(escaped) + ")"
    return Provider(id, kind, prefixes, start + body, entropy, stop, certainty, check)


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
    keywords: list[str] = []
    for name in names.split():
        first, *others = name.split("_")
        camel = first + "".join(word[:1].upper() + word[1:] for word in others)
        keywords += [name, name.upper(), name.replace("_", "-"), camel]
    found = tuple(dict.fromkeys(keywords))
    pattern = "(?:" + "|".join(found) + ")" + _ASSIGNED + "(" + body + ")"
    return Provider(id, kind, found, pattern, entropy, stop, certainty, check, 0, True)
