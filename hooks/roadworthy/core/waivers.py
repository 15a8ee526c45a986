"""Saying no in a comment: the waivers that a file holds, which finding one covers, and what is wrong with one.

The project's own form is `roadworthy: ignore[DF006, root-user] reason (until 2027-01-01)` behind any comment leader, on the
line of the finding or above it. Comments for other tools count for the rules that have those tools' codes as aliases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .excerpt import Place
from .records import NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..tables.foreign_ignores import ForeignIgnore
    from .excerpt import Source

OWN = "roadworthy"


class Waiver(NamedTuple):
    """A person's no. `source` is the tool that the comment is written for.

    `codes` are as written: codes, names, `*` at the end for any. `lines` are the first and last line it covers, None for
    the whole file. `until` is an ISO date, empty for none; `place` is the comment. `example`: it stands in fenced code of
    Markdown, which may show what such a comment looks like; nothing is wrong with one that covers nothing there.
    """

    source: str
    codes: tuple[str, ...]
    path: str
    lines: tuple[int, int] | None
    reason: str
    until: str
    place: Place
    example: bool = False


class WaiverProblem(NamedTuple):
    """What is wrong with a waiver. `kind`: no-rule, unknown-rule, no-reason, bad-date, expired, secret-until,
    secret-reason or unused."""

    kind: str
    place: Place
    message: str


_MARKERS = ("roadworthy:", "hadolint", "checkov:skip", "trivy:ignore", "tfsec:ignore", "kics-scan", "zizmor:", "dclint",
            "shellcheck", "pragma:", "gitleaks:allow")  # fmt: skip
_LEADERS = ("#", "//", "--", ";", "<!--", "{#-", "/*", "*", "::", "%", "REM", "rem")
_OWN = r"roadworthy:[ \t]*ignore\b[ \t]*(?:\[([^\]]*)\])?"
_UNTIL = r"\([ \t]*until[ \t:]+([^()]*)\)"
_QUOTES = ("`", '"', "'")  # in front of a leader
_CLOSERS = ("-->", "*/}}", "*/ -}}", "*/", "-#}", "#}")
_PROVISIONAL = (
    r"\b(?:to-?do|fix-?me|xxx|temporary|temporarily|for now|"
    r"(?:remove|replace|rotate|change|fix|move|clean(?:ed)?(?: up)?)d?(?: \w+){0,3} (?:later|soon|eventually))\b"
)


def waivers(source: Source) -> tuple[Waiver, ...]:
    """Every waiver of a file, in order."""
    if not any(marker in source.text for marker in _MARKERS):
        return ()
    return tuple(_waivers(source))


def waiver_for(
    waivers: Iterable[Waiver], code: str, name: str, aliases: Sequence[str], line: int, today: str = ""
) -> Waiver | None:
    """The waiver that covers a finding of the rule on `line` (0: of the file as a whole); None where it stands.

    A waiver past its `until` covers nothing from `today` (an ISO date) on. One for a secret that has a date, no reason or
    a provisional one covers nothing either: `problems` tells the person so.
    """
    for waiver in waivers:
        if waiver.lines is not None and not waiver.lines[0] <= line <= waiver.lines[1]:
            continue
        if today and waiver.until and waiver.until < today:
            continue
        if waiver.source == OWN:
            if (code in waiver.codes or name in waiver.codes) and not (code.startswith("SEC") and _refused(waiver)):
                return waiver
        elif _covers(waiver, code, aliases):
            return waiver
    return None


def problems(
    waivers: Iterable[Waiver],
    *,
    today: str,
    rules: Mapping[str, str],
    used: Collection[Waiver] = (),
    ran: Collection[str] = (),
) -> tuple[WaiverProblem, ...]:
    """What is wrong with the file's own waivers; those for other tools are those tools' matter.

    `today` is an ISO date; `rules` maps every code to its name; `used` are the waivers that `waiver_for` gave; `ran` the
    codes of the rules that judged this file: a waiver is unused only where all that it names did.
    """
    return tuple(
        problem
        for waiver in waivers
        if waiver.source == OWN and not waiver.example
        for problem in _problems(waiver, today, rules, used, ran)
    )


def _problems(
    waiver: Waiver, today: str, rules: Mapping[str, str], used: Collection[Waiver], ran: Collection[str]
) -> Iterator[WaiverProblem]:
    place = waiver.place
    by_name = {name: code for code, name in rules.items()}
    codes = [word if word in rules else by_name.get(word, "") for word in waiver.codes]
    if not codes:
        yield WaiverProblem("no-rule", place, "this ignore names no rule: write `roadworthy: ignore[CODE] reason`")
    for word, code in zip(waiver.codes, codes):
        if not code:
            from .suggest import nearest

            meant = nearest(word, [*rules, *by_name])
            hint = f": did you mean `{meant}`?" if meant else ""
            yield WaiverProblem("unknown-rule", place, f"this ignore names a rule `{word}` that does not exist" + hint)
    if codes and not waiver.reason:
        yield WaiverProblem("no-reason", place, "this ignore gives no reason: say behind the bracket why it is right here")
    secret = any(code.startswith("SEC") for code in codes)
    expired = False
    if waiver.until and secret:
        yield WaiverProblem("secret-until", place, "a secret cannot be ignored until a date: take it out, and make it invalid")
    elif waiver.until and not _is_date(waiver.until):
        yield WaiverProblem("bad-date", place, f"`until {waiver.until}` is no date such as 2027-01-31")
    elif waiver.until and waiver.until < today:
        expired = True
        yield WaiverProblem("expired", place, f"this ignore ended on {waiver.until}: mend what it covers, or decide anew")
    if secret and waiver.reason and _provisional(waiver.reason):
        yield WaiverProblem(
            "secret-reason", place, f"`{waiver.reason}` is no reason to keep a secret: say why it is none, or take it out"
        )
    judged = all(codes) and codes and all(code in ran for code in codes)
    if judged and not expired and waiver not in used and not (secret and _refused(waiver)):
        yield WaiverProblem("unused", place, f"this ignore of {', '.join(waiver.codes)} covers no finding: take it out")


def _refused(waiver: Waiver) -> bool:
    return bool(waiver.until) or not waiver.reason or _provisional(waiver.reason)


def _provisional(reason: str) -> bool:
    import re

    return re.search(_PROVISIONAL, reason, re.IGNORECASE) is not None


def _is_date(text: str) -> bool:
    import re

    return re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", text) is not None


def _covers(waiver: Waiver, code: str, aliases: Sequence[str]) -> bool:
    """Whether another tool's ignore speaks of this rule: by its area (`SEC*`), or by one of the tool's own codes."""
    if "*" not in waiver.codes and any(word.endswith("*") and code.startswith(word[:-1]) for word in waiver.codes):
        return True
    for alias in aliases:
        tool, _, its = alias.rpartition(":")
        if (tool or _tool(alias)) == waiver.source:
            wanted = _normal(waiver.source, its)
            if any(word == "*" or _normal(waiver.source, word) == wanted for word in waiver.codes):
                return True
    return False


def _tool(alias: str) -> str:
    import re

    from ..tables.foreign_ignores import ALIAS_TOOLS

    return next((tool for tool, pattern in ALIAS_TOOLS if re.fullmatch(pattern, alias)), "")


def _normal(tool: str, code: str) -> str:
    """Trivy writes one id as AVD-DS-0002, DS-0002 and DS002; KICS its ids in both cases."""
    if tool != "trivy":
        return code.lower()
    import re

    found = re.fullmatch(r"(?:avd-)?([a-z]+)-?0*(\d+)", code.lower())
    return f"{found[1]}-{found[2]}" if found else code.lower()


def _waivers(source: Source) -> Iterator[Waiver]:
    import re

    from ..tables.foreign_ignores import FOREIGN_IGNORES

    forms = [(form, re.compile(form.pattern)) for form in FOREIGN_IGNORES]
    text, starts, lines, count = source.text, source.starts, None, 0
    for hit in re.finditer("|".join(re.escape(marker) for marker in _MARKERS), text):
        number = source.position(hit.start())[0]
        line_start = starts[number - 1]
        line_end = (starts[number] if number < len(starts) else len(text) + 1) - 1
        if line_end - line_start > _LONGEST or count >= _MOST:
            continue
        before = text[line_start : hit.start()].rstrip()
        if not before.endswith(_LEADERS):
            continue
        said = text[hit.start() : line_end].rstrip()
        code = before.rstrip("#/;-*!<{%: \t").removesuffix("REM").removesuffix("rem").rstrip()
        start = len(before[len(code) :]) - len(before[len(code) :].lstrip()) + len(code)
        quote = before[start - 1 : start]
        if quote in _QUOTES and before.count(quote, 0, start) % 2:  # somebody writes about ignores
            continue
        place = Place(source.path, number, start + 1, number, hit.start() - line_start + len(said))
        lines = lines or _Lines(source)
        if hit.group() == "roadworthy:":
            if found := re.match(_OWN, said):
                count += 1
                example = lines.fenced(number)
                yield _own(found, said, place, lines.covered(number, alone=not code))._replace(example=example)
            continue
        for form, pattern in forms:
            if form.marker == hit.group() and (found := pattern.match(said)):
                if form.tool == "dclint" and form.scope == "file" and number != lines.first:
                    continue
                count += 1
                yield _foreign(form, found, said, place, lines.of_scope(form.scope, number, alone=not code))
                break


_LONGEST = 2000  # characters of a line that a person wrote a comment on
_MOST = 1000  # waivers that are read from one file


def _own(found: re.Match[str], said: str, place: Place, covered: tuple[int, int]) -> Waiver:
    import re

    rest = said[found.end() :].strip()
    for closer in _CLOSERS:
        rest = rest.removesuffix(closer).rstrip()
    until = ""
    if dated := re.search(_UNTIL, rest):
        until = dated[1].strip()
        rest = rest[: dated.start()] + rest[dated.end() :]
    reason = rest.strip(" \t:-\u2013\u2014.,")
    codes = tuple(word for word in re.split(r"[\s,]+", found[1] or "") if word)
    return Waiver(OWN, codes, place.path, covered, reason, until, place)


def _foreign(form: ForeignIgnore, found: re.Match[str], said: str, place: Place, covered: tuple[int, int] | None) -> Waiver:
    import re

    named = found[1] if found.re.groups else ""
    reason, until = said[found.end() :].strip().lstrip(":# "), ""
    if form.tool == "trivy":  # several stand in one comment, each with options of its own
        named = " ".join(re.findall(r"(?:trivy|tfsec):ignore:([\w*-]+)", said))
        dated = re.search(r":exp:(\d{4}-\d{2}-\d{2})", said)
        reason, until = "", dated[1] if dated else ""
    codes = tuple(code for code in re.split(r"[\s,]+", named) if code)
    return Waiver(form.tool, codes or form.codes, place.path, covered, reason, until, place)


class _Lines:
    """Which lines of a file make one statement, and which are comments. Computed once, and only where there is a waiver."""

    def __init__(self, source: Source) -> None:
        import re

        name = source.path.rpartition("/")[2].lower()
        self.is_dockerfile = "dockerfile" in name or "containerfile" in name
        self.texts = source.text.split("\n")
        comment = re.compile(r"[ \t]*(?:\#|//|--|;|<!--|\{\#|/\*|\*[ /]|\*$|\{\{-?[ ]?/\*)")
        self.comments = [comment.match(text) is not None for text in self.texts]
        head = re.match(r"(?:[ \t]*#[^\n]*\n)*?[ \t]*#[ \t]*escape[ \t]*=[ \t]*`", source.text[:4000], re.IGNORECASE)
        escape = "`" if self.is_dockerfile and head else "\\"
        count = len(self.texts)
        self.starts = list(range(count))
        self.ends = list(range(count))
        first = None  # the statement that is being continued
        for i, text in enumerate(self.texts):
            if first is not None:
                self.starts[i] = first
            elif self.comments[i]:
                continue
            if self.comments[i] or (self.is_dockerfile and first is not None and not text.strip()):
                continue  # Docker takes comments and blank lines inside a continued instruction out
            goes_on = text.rstrip().endswith(escape)
            first = (i if first is None else first) if goes_on else None
        for i in range(count - 1, -1, -1):
            start = self.starts[i]
            self.ends[start] = max(self.ends[start], i)
        self.uncommented = [count] * (count + 1)  # the next line from here on that is no comment
        for i in range(count - 1, -1, -1):
            self.uncommented[i] = self.uncommented[i + 1] if self.comments[i] else i
        self.budget = 500_000
        self._code = frozenset(self._in_fences()) if name.endswith((".md", ".markdown")) else frozenset()
        self.first = next((i + 1 for i, text in enumerate(self.texts) if text.strip()), 0)

    def _in_fences(self) -> Iterator[int]:
        """The numbers of the lines of fenced code; https://spec.commonmark.org/0.31.2/#fenced-code-blocks"""
        fence = ""
        for number, text in enumerate(self.texts, 1):
            bare = text.strip(" \t>")
            mark = bare[: len(bare) - len(bare.lstrip(bare[:1]))] if bare[:1] in ("`", "~") else ""
            if not fence and len(mark) >= 3:
                fence = mark
            elif fence and mark.startswith(fence) and bare == mark:
                fence = ""
            elif fence:
                yield number

    def fenced(self, number: int) -> bool:
        """Whether a line is fenced code of Markdown."""
        return number in self._code

    def covered(self, number: int, *, alone: bool) -> tuple[int, int]:
        """First and last line that a comment covers: the statement it stands in or, alone on its line, the one below."""
        at = number - 1
        if alone:
            start = self.starts[at]
            if start != at:  # inside a continued statement
                return start + 1, self.ends[start] + 1
            at = self._below(at)
        start = self.starts[at]
        return min(number, start + 1), self.ends[start] + 1

    def of_scope(self, scope: str, number: int, *, alone: bool) -> tuple[int, int] | None:
        """What a comment of another tool covers; None for the whole file."""
        if scope == "file" or (scope == "around" and self.is_dockerfile):
            return None
        if scope == "around":
            return self.around(number)
        if scope == "block":
            return self.block(number)
        return self.covered(number, alone=alone or scope == "next")

    def _below(self, at: int) -> int:
        """The first line under a stack of comment lines; the comment itself where a blank line or the end comes first."""
        below = self.uncommented[at + 1]
        return below if below < len(self.texts) and self.texts[below].strip() else at

    def block(self, number: int) -> tuple[int, int]:
        """The block under a comment: a build stage, or a line with what is indented deeper."""
        at = self._below(number - 1)
        if not self.is_dockerfile:
            return number, self._deeper(at) + 1
        last = at
        for i in self._scan(range(at + 1, len(self.texts))):
            if self.texts[i].lstrip()[:5].upper() in ("FROM ", "FROM\t"):
                break
            last = i
        return number, last + 1

    def around(self, number: int) -> tuple[int, int]:
        """The block that a line stands in: from the next line above that is indented less, with all that is deeper."""
        own = self._indent(number - 1)
        for at in self._scan(range(number - 2, -1, -1)):
            if self.texts[at].strip() and not self.comments[at] and self._indent(at) < own:
                return at + 1, self._deeper(at) + 1
        return 1, self._deeper(0) + 1

    def _indent(self, at: int) -> int:
        text = self.texts[at]
        return len(text) - len(text.lstrip())

    def _deeper(self, at: int) -> int:
        """The last line of what is indented deeper than the line at `at`, with the bracket that closes it."""
        last, indent = at, self._indent(at)
        for i in self._scan(range(at + 1, len(self.texts))):
            text = self.texts[i].strip()
            if text and self._indent(i) <= indent:
                return i if text[0] in "}])" and self._indent(i) == indent else last
            if text:
                last = i
        return last

    def _scan(self, lines: range) -> Iterator[int]:
        """The lines, as long as the file's budget for looking for the ends of blocks lasts."""
        for i in lines:
            if self.budget <= 0:
                return
            self.budget -= 1
            yield i
