"""Whether a condition says that a value is missing, in the words of all the languages."""

from __future__ import annotations

import re
from functools import lru_cache

from ....core.patterns import pattern

_LONGEST = 2000  # characters of a condition
# What is needed in production is needed, whatever a laptop does without.
NAMES_THE_ENVIRONMENT = pattern(
    r"(?i)(?:^|[^a-z])(?:[a-z]+_)*(?:env|environment|stage|debug|prod|production|dev|development|test|ci)(?![a-z])"
)


@lru_cache(maxsize=256)
def _missing(subject: str) -> re.Pattern[str]:
    it = re.escape(subject)
    nothing = r"(?:undefined|null|nil|None|\"\"|''|``|false)"
    return re.compile(
        rf"(?:!{it}(?:\??\.trim\(\))?|not{it}|{it}(?:===?|is){nothing}|{nothing}===?{it}|typeof{it}===?[\"']undefined[\"']"
        rf"|len\({it}\)(?:==0|<1)|{it}\.length===?0|{it}\??\.(?:nil\?|blank\?|empty\?|(?:isEmpty|isBlank|isNullOrEmpty|isNullOrBlank)\(\))"
        rf"|!{it}\.present\?|(?:[sS]tring|StringUtils|Strings)\.[iI]s(?:NullOr)?(?:Empty|WhiteSpace|Blank)\({it}\)"
        rf"|empty\({it}\)|is_null\({it}\)|!isset\({it}\)|strings\.TrimSpace\({it}\)==\"\"|!{it}\?\.length|{it}\.isNullOr\w+\(\))"
    )


def misses(condition: str, subject: str, negative: bool = False) -> bool:
    """Whether a condition is true whenever `subject` is missing. `negative`: it is an `unless`, so its opposite."""
    if len(condition) > _LONGEST:
        return False
    subject = re.sub(r"\s+", "", subject)
    spoken = re.sub(r"\s+", "", re.sub(r"\s+or\s+", "||", condition))
    while spoken.startswith("(") and spoken.endswith(")") and "(" not in spoken[1:-1].replace(subject, ""):
        spoken = spoken[1:-1]
    if negative:
        return spoken in (subject, f"{subject}.present?") or any(part == subject for part in spoken.split("&&"))
    shape = _missing(subject)
    return any(shape.fullmatch(part) or shape.fullmatch(part.strip("()")) for part in spoken.split("||"))


def asserts(statement: str, subject: str) -> bool:
    found = re.match(r"[\w.]*(?:assert\w*|invariant|requireNonNull|requireNotNull|checkNotNull|ThrowIfNull\w*)\(\s*", statement)
    return bool(found and re.match(rf"{re.escape(subject)}\b", statement[found.end() :]))
