"""Sensitive values that code writes to its log: a subject for each file of application code that logs.

A file is parsed only where it has both a log call and a word that a sensitive name could have: most have not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.code import language_of
from ..variables.reads.files import LOOKED_AT, is_left_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ...core.excerpt import Place, Source
    from ...core.repository import Repository
    from ...core.rule import Paths
    from .logged.exposure import Exposure
    from .logged.shown import LogCall

_LOGS = pattern(r"(?i:log|console|timber|slog|zap|sugar)")
_WORDS = pattern(
    r"(?i:passw|passphrase|passcode|pswd|pwd|_pass\b|secret|credential|creds\b|token|jwt|api_?key|access_?key|auth_?key"
    r"|private_?key|authorization|bearer|otp\b|mnemonic|cvv|cvc|credit_?card|card_?number|ssn\b|social_?security|auth_?header"
    r"|basic_?auth|connection_?string|recovery_?code|verification_?code|environ|process\.env)"
)
# Whose log nobody keeps: tests, examples, documentation.
_ASIDE = pattern(
    r"(?i)^\.[\w-]+/|(?:^|/)(?:(?:unit)?tests?|testing|__tests__|__mocks__|e2e|specs?|features|examples?|samples?|demos?|docs?|documentation|fixtures?"
    r"|benchmarks?|cypress|playwright|stories|storybook|[\w-]+[-_.]tests?|tests?[-_][\w-]+|src/(?:test|androidTest|it)"
    r"|testdata|mocks?)/"
    r"|(?:_test\.go|[._-](?:test|tests|spec|stories|mock|cy|e2e)\.[cm]?[jt]sx?|(?:^|/)test_[^/]*\.py|_test\.(?:py|rb|exs?|php)"
    r"|_spec\.rb|(?:^|/)conftest\.py|Tests?\.(?:java|kt|php|cs)|(?:^|/)[\w.-]*[Ii]ntegrationTests?\.\w+)$"
)


def is_aside(path: str) -> bool:
    """Whether a file's log is nobody's: a test, an example, documentation."""
    return bool(_ASIDE.search(path))


class LogFile(NamedTuple):
    """A file that logs. `first` is its first log call, `calls` how many there are, `shown` the sensitive values in them."""

    path: str
    first: Place
    calls: int
    shown: tuple[Exposure, ...]


def log_files(repo: Repository, paths: Paths) -> Iterator[LogFile | Unreadable]:
    """The files among `paths` that log; tests, examples, and what is vendored or generated have none."""
    for path in repo.paths() if paths is None else paths:
        language = language_of(path)
        if language not in READERS or is_left_out(path) or is_aside(path):
            continue
        source = repo.sources.get(path) or repo.passing(path)
        if isinstance(source, Unreadable):
            if paths is not None:
                yield source
            continue
        if not _LOGS.search(source.text) or not _WORDS.search(source.text):
            continue
        if is_left_out(path, source.text[:LOOKED_AT].encode("utf-8", "replace")):
            continue
        found = _logged(source, language)
        if found is not None:
            repo.sources.setdefault(path, source)
            yield found


def _logged(source: Source, language: str) -> LogFile | Unreadable | None:
    from .logged.exposure import exposures

    calls = READERS[language](source, language)
    if isinstance(calls, Unreadable):
        return calls
    first, count, shown = None, 0, []
    ambiguous = _ambiguous(source.text)
    for call in calls:
        first, count = first or call.place, count + 1
        seen = set()
        for value in call.shows:
            for one in exposures(value, call.look, ambiguous):
                if one.name not in seen:
                    seen.add(one.name)
                    shown.append(one)
    return LogFile(source.path, first, count, tuple(shown)) if first else None


def _ambiguous(text: str) -> Callable[[str], bool]:
    """Which names mean something else in this file: a lexer's tokens, a cluster's objects."""
    from ...tables.sensitive_names import OTHER_SECRETS, OTHER_TOKENS
    from ..names import name_words

    known: dict[str, bool] = {}

    def answer(name: str) -> bool:
        words = name_words(name)
        if words[-1:] == ("token",) and (len(words) == 1 or words[0] not in _AUTH):
            if "token" not in known:
                known["token"] = bool(re.search(OTHER_TOKENS, text))
            return known["token"]
        if words[-1:] == ("secret",) and len(words) <= 2 and words[0] not in _AUTH:
            if "secret" not in known:
                known["secret"] = bool(re.search(OTHER_SECRETS, text))
            return known["secret"]
        return False

    return answer


_AUTH = frozenset(
    "access refresh auth api bearer session id login jwt reset verification client app webhook invite magic".split()
)


def _python(source: Source, language: str) -> Iterable[LogCall] | Unreadable:
    from .logged.python import log_calls

    return log_calls(source.whole())


def _tree(source: Source, language: str) -> Iterable[LogCall] | Unreadable:
    from .logged.trees import log_calls

    return log_calls(source, language) or ()


READERS: dict[str, Callable[[Source, str], Iterable[LogCall] | Unreadable]] = {
    "python": _python,
    **dict.fromkeys(("javascript", "typescript", "tsx", "go", "java", "kotlin", "ruby", "php", "c_sharp", "elixir"), _tree),
}
