"""What a `.dockerignore` keeps out of a build context, decided as BuildKit decides it.

The behaviour is that of `moby/patternmatcher` (its `ignorefile` reader and `MatchesUsingParentResults`, which BuildKit's
`fsutil` calls folder by folder) on Linux and macOS. It is not that of `.gitignore`: a pattern without a slash matches in
the root of the context only, nothing after the first character of a line begins a comment, and a folder left out can still
give back a file of it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from .dockerignore_patterns import matcher, never, odd_bracket, odd_escape, well_formed

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from ..core.excerpt import Excerpt, Source

    TroubleKind = Literal[
        "fails", "comment", "quoted", "backslash", "bracket", "outside", "nothing", "overridden", "needless", "limit"
    ]

LONGEST_LINE = 65535  # bytes; Go's bufio.Scanner, which reads the file, gives up on a longer one and the build fails
LONGEST_PATTERN = 4096  # characters; as long as a path can be
MOST_PATTERNS = 2000  # the largest ignore files people write have a few hundred
# What Go's strings.TrimSpace takes off; Python's strip() takes four control characters more.
SPACE = " \t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Pattern(NamedTuple):
    """One line that Docker reads as a pattern.

    `text` is the line as written, without the space around it; `cleaned` is what is matched, without `!`. `wrong` says why
    Docker refuses the line or can't match it: such a pattern matches nothing here. `rank` counts them from 0.
    """

    text: str
    cleaned: str
    negated: bool
    excerpt: Excerpt
    rank: int
    matches: Callable[[str], bool]
    wrong: str = ""

    @property
    def root_only(self) -> bool:
        """Whether it can match a first-level name only: in `.gitignore` the same text would match at any depth."""
        return "/" not in self.cleaned and "**" not in self.cleaned


class Verdict(NamedTuple):
    """Whether a path is left out of the context, and the pattern that had the last word (none: nothing matched)."""

    ignored: bool
    by: Pattern | None

    def __bool__(self) -> bool:
        return self.ignored


class Trouble(NamedTuple):
    """A line that does not do what it looks like. `fails` means that Docker refuses the whole file and the build stops."""

    kind: TroubleKind
    excerpt: Excerpt
    message: str


class Dockerignore:
    """The patterns of one ignore file, in order. An empty file ignores nothing."""

    __slots__ = ("_early", "_folders", "patterns", "source")

    def __init__(self, source: Source, patterns: tuple[Pattern, ...], early: tuple[Trouble, ...] = ()) -> None:
        self.source = source
        self.patterns = patterns
        self._early = early
        self._folders: dict[str, int] = {}

    def ignores(self, path: str) -> Verdict:
        """Whether the file or folder at `path`, relative to the context and with `/`, is left out."""
        path = clean(path).lstrip("/")
        if path in ("", ".", "..") or path.startswith("../"):
            return Verdict(False, None)
        end = path.find("/")
        above = 0
        while end != -1:
            folder = path[:end]
            known = self._folders.get(folder)
            if known is None:
                known = self._folders[folder] = self._judge(folder, above)[1]
            above = known
            end = path.find("/", end + 1)
        return self._judge(path, above)[0]

    def _judge(self, path: str, above: int) -> tuple[Verdict, int]:
        """The verdict for `path`, and a bit for each pattern that matched it; `above` has the bits of its folder.

        A pattern that could change nothing when the folder was judged was not tried there and is not tried on the folder
        again for what is in it: `*/x` with `!a` leaves `a/x` out. That is how BuildKit walks.
        """
        ignored = False
        by = None
        matched = 0
        for pattern in self.patterns:
            bit = 1 << pattern.rank
            if not above & bit and (pattern.negated != ignored or not pattern.matches(path)):
                continue
            matched |= bit
            ignored = not pattern.negated
            by = pattern
        return Verdict(ignored, by), matched

    def meant_for(self, path: str) -> Pattern | None:
        """The pattern that would leave `path` out if it were read as `.gitignore` reads it, at any depth."""
        parts = clean(path).lstrip("/").split("/")[1:]
        for pattern in self.patterns:
            if pattern.root_only and not pattern.negated and any(pattern.matches(part) for part in parts):
                return pattern
        return None

    def trouble(self) -> tuple[Trouble, ...]:
        """Every line that does not do what it looks like, in the order of the file where it is about one pattern."""
        found = list(self._early)
        positive: dict[str, int] = {}
        for pattern in self.patterns:
            if not pattern.negated:
                positive[pattern.cleaned] = pattern.rank
        seen_positive = False
        for pattern in self.patterns:
            trouble = _form_trouble(pattern)
            if trouble is None and pattern.negated:
                trouble = self._negation_trouble(pattern, positive, seen_positive)
            if trouble is not None:
                found.append(trouble)
            seen_positive = seen_positive or not (pattern.negated or pattern.wrong)
        return tuple(found)

    def _negation_trouble(self, pattern: Pattern, positive: dict[str, int], seen_positive: bool) -> Trouble | None:
        if not seen_positive:
            return Trouble("needless", pattern.excerpt, f"`{pattern.text}` gives back what no line before it leaves out")
        last = max((positive.get(text, -1) for text in (pattern.cleaned, "**", "*")), default=-1)
        over = self.patterns[last] if last > pattern.rank else None
        if over is None and not any(c in pattern.cleaned for c in "*?[\\"):
            by = self.ignores(pattern.cleaned).by
            over = by if by is not None and by.rank > pattern.rank and not by.negated else None
        if over is None:
            return None
        return Trouble("overridden", pattern.excerpt, f"`{pattern.text}` is overridden by `{over.text}` further down")


def parse(source: Source) -> Dockerignore:
    """The patterns of an ignore file. Never raises; what Docker refuses is told by `trouble`."""
    patterns: list[Pattern] = []
    early: list[Trouble] = []
    whole = source.whole()
    text = source.text
    start = 1 if text.startswith("\ufeff") else 0
    size = len(text)
    while start < size:
        end = text.find("\n", start)
        end = size if end == -1 else end
        at, start = start, end + 1
        if text[at] == "#" or at == end:
            continue
        if end - at > LONGEST_LINE // 4 and len(text[at:end].encode("utf-8", "replace")) > LONGEST_LINE:
            early.append(Trouble("fails", whole.cut(at, at + 80), "the line is longer than Docker reads"))
            continue
        line = text[at:end]
        first = len(line) - len(line.lstrip(SPACE))
        line = line.strip(SPACE)
        if not line:
            continue
        excerpt = whole.cut(at + first, at + first + len(line))
        if len(patterns) == MOST_PATTERNS:
            early.append(Trouble("limit", excerpt, f"only the first {MOST_PATTERNS} patterns are looked at"))
            break
        patterns.append(_pattern(line, excerpt, len(patterns)))
    return Dockerignore(source, tuple(patterns), tuple(early))


def ignore_file_candidates(dockerfile_path: str, context: str) -> tuple[str, ...]:
    """Where BuildKit looks for the ignore file of a build, the first that exists counts and the other is not read.

    Both arguments are paths relative to the repository; an empty `dockerfile_path` stands for an inline Dockerfile.
    """
    shared = clean(f"{context or '.'}/.dockerignore")
    if not dockerfile_path:
        return (shared,)
    return (f"{clean(dockerfile_path)}.dockerignore", shared)


def clean(path: str) -> str:
    """The shortest form of a path, as Go's `filepath.Clean` gives it on Linux."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned  # POSIX keeps two leading slashes, Go does not


def _pattern(text: str, excerpt: Excerpt, index: int) -> Pattern:
    """One line as the reader (first half) and then the matcher (second half) see it."""
    inverted = text.startswith("!")
    pattern = text[1:].strip(SPACE) if inverted else text
    if pattern:
        pattern = clean(pattern)
        if len(pattern) > 1 and pattern[0] == "/":
            pattern = pattern[1:]
    pattern = clean((("!" + pattern) if inverted else pattern).strip(SPACE))
    # The matcher looks for `!` anew: `/!x` has become a negation by now.
    negated = pattern.startswith("!")
    if negated:
        pattern = pattern[1:]
    if not pattern:
        return Pattern(text, "", negated, excerpt, index, never, "`!` stands alone")
    if len(pattern) > LONGEST_PATTERN:
        return Pattern(text, pattern, negated, excerpt, index, never, "the pattern is longer than any path")
    if not well_formed(pattern):
        return Pattern(text, pattern, negated, excerpt, index, never, "a bracket or a backslash is left open")
    return Pattern(text, pattern, negated, excerpt, index, matcher(pattern))


def _form_trouble(pattern: Pattern) -> Trouble | None:
    text, cleaned = pattern.text, pattern.cleaned

    def told(kind: TroubleKind, message: str) -> Trouble:
        return Trouble(kind, pattern.excerpt, message)

    if pattern.wrong:
        if len(cleaned) > LONGEST_PATTERN:
            return told("limit", pattern.wrong)
        return told("fails", f"Docker refuses `{text}`: {pattern.wrong}")
    if text.startswith("#"):
        return told("comment", "the `#` is indented, so this is a pattern: a comment begins in the first column")
    before, mark, _ = text.partition(" #") if " #" in text else text.partition("\t#")
    if mark:
        return told("comment", f"`#` after a pattern begins no comment: this matches no `{before.strip(SPACE)}`")
    if len(text) > 2 and text[0] == text[-1] and text[0] in "\"'":
        return told("quoted", "the quotes are part of the pattern")
    if odd_escape(cleaned):
        return told("backslash", "a backslash escapes the next character, except on Windows: separate folders with `/`")
    if odd_bracket(cleaned):
        return told("bracket", "Docker does not take `*` or `?` inside brackets as the character itself")
    if cleaned == ".." or cleaned.startswith("../"):
        return told("outside", "nothing outside the context can be matched")
    if cleaned in (".", "/"):
        return told("nothing", f"`{text}` matches nothing: everything is `**`")
    return None
