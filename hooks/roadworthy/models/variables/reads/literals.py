"""What a fallback in the code says: a literal, nothing, the end of the program, or something computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern

if TYPE_CHECKING:
    from .found import Need

_TEXT = pattern(
    r"(?:String(?:::|\.)from\(|Some\(|b|f|@|\(\s*)?"
    r"(?P<quote>[\"'`])(?P<text>(?:(?!(?P=quote))[^\\\n]){0,500})(?P=quote)"
    r"\)?(?:\.(?:to_string|to_owned|into|to_s|freeze|toString|to_i|to_sym)(?:\(\))?)?"
)
_NUMBER = pattern(r"-?[0-9][0-9_]*(?:\.[0-9]+)?(?:[fFdDlLmMuU]|[iu](?:8|16|32|64|size))?")
_NOTHING = frozenset({"null", "nil", "undefined", "None", "NULL", "Null", "void 0", "nil.to_s", "default"})
# How a statement begins that ends the function or the program, in the languages that are read here.
ENDS = pattern(
    r"(?:throw\b|raise\b(?!\s*(?:$|[;#}]|(?:if|unless)\b))|fail\b|abort\b|panic!?\s*\(|(?:sys\.)?exit\b|die\b|os\.Exit|System\.(?:exit|halt)|Environment\.(?:Exit|FailFast)"
    r"|(?:Deno|process|std::process|process)(?:\.|::)(?:exit|abort)|(?:\w+\.)*(?:Fatal|Panic)(?:f|ln|w|Ctx|Context)?\("
    r"|bail!|unreachable!|todo!|exitProcess|error\(|halt\b|return\s+(?:Promise\.reject|Err\(|raise\b)"
    r"|return\b[^\n]*(?:fmt\.Errorf|errors\.(?:New|Errorf|Wrap)|(?<!\{)(?<!\{ )\berr\w*\b(?! ?[:}\"'`])|Err[A-Z]\w*|Error\())"
)

# An error that is an answer: whoever asks for one feature is told that it is not there, and the program goes on.
ANSWERS = pattern(
    r"(?:throw|raise)\s+(?:new\s+)?[\w.:]{0,80}?(?i:http|api(?=e)|trpc|graphql|forbidden|unauthori[sz]ed|unavailable|bad_?request"
    r"|not_?found|not_?implemented|not_?supported|disabled)"
)


def literal(text: str) -> str | None:
    """The literal that a piece of code is, without its quotes; None for what is computed or holds escapes."""
    text = text.strip()
    while len(text) > 2 and text[0] == "(" and text[-1] == ")":
        text = text[1:-1].strip()
    found = _TEXT.fullmatch(text)
    if found:
        inside = found["text"]
        return None if "${" in inside or "#{" in inside else inside
    if _NUMBER.fullmatch(text):
        return text.replace("_", "").rstrip("fFdDlLmMuU") if text[-1].isalpha() else text.replace("_", "")
    if text in ("true", "false", "True", "False"):
        return text
    return None


def is_nothing(text: str) -> bool:
    """Whether this is the language's word for no value."""
    return text.strip() in _NOTHING


def ends(text: str) -> bool:
    """Whether a statement or an expression ends the function or the program."""
    said = text.lstrip("( \t\r\n")
    return ENDS.match(said) is not None and ANSWERS.match(said) is None


def fallback(text: str) -> tuple[Need, str | None]:
    """What taking `text` where a variable is missing makes of the read."""
    if ends(text):
        return "required", None
    if is_nothing(text):
        return "optional", None
    return "default", literal(text)
