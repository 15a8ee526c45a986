"""Which literals are for trying things out: words that everybody guesses, and files of development, examples and trial runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..models.names import name_words
from .entropy import is_counting, is_random, is_repeating, is_wordy

if TYPE_CHECKING:
    from .found import Certainty

_SHORTEST = 8  # characters; what is shorter is guessed in no time, and nobody was given it to keep

# Passwords that everybody tries first: in a place that keeps passwords they are one, if hardly secret.
_COMMON = frozenset(
    "password passwd pass pwd secret admin administrator root toor user guest test tester demo postgres mysql mariadb mongo"
    " redis rabbitmq minio minioadmin oracle sa docker nextcloud wordpress keycloak grafana letmein qwerty welcome hunter"
    " swordfish superuser topsecret manager login access master abc".split()
)
LEET = str.maketrans("013457@$", "oieastas")
_WORDS = pattern(r"([A-Za-z]+(?:[-_. @][A-Za-z]+)*)[-_@#$,.]?[0-9]{0,10}[!@#$*.?]?\Z")
_WORD = pattern(r"[A-Z]?[a-z]+|[A-Z]+")
_NUMBERED = pattern(r"[A-Za-z]{1,4}[@#$!._-]?[0-9]{3,10}[!@#$.]?\Z")
_BETWEEN = pattern(r"[a-z]{3,12}[24][a-z]{3,10}[0-9!]{0,4}\Z")  # shop4life
_YEAR = pattern(r"[-_.@]?(?:19|20)[0-9]{2}[!#$.*]?\Z")  # rabbit_secret_2024
_BASE64 = pattern(r"[A-Za-z0-9+/\s]{4,}={0,2}\Z")  # without blanks behind it

# Words of a path, between its punctuation.
_SPECIMENS = frozenset(
    "example examples sample samples template templates tmpl dist demo demos docs doc tutorial tutorials defaults specimen"
    " readme pytest phpunit jest tox cypress playwright e2e seed seeds seeder seeders vendor vendors".split()
)
_COPIED = frozenset(
    ("default", "in", "orig", "test", "testing", "ci", "e2e", "oss", "shared", "public")
)  # what a file's name may end in
_DEVELOPMENT = frozenset("dev devel develop development local localhost devcontainer vagrant sandbox playground".split())
_DOCUMENTS = (".md", ".markdown", ".rst", ".adoc", ".txt", ".html", ".htm", ".ipynb", ".mdx", ".po", ".pot")

# Words of a name that say whose account it opens: one that is there before and after the run of a pipeline.
_ACCOUNTS = frozenset(
    "token tokens api apikey access deploy registry docker dockerhub npm pypi nuget rubygems aws azure gcp google github gitlab"
    " slack codecov sonar ssh webhook cloud cloudflare heroku netlify vercel fly sentry account publish release signing".split()
)


def strength(text: str, path: str, *, fallback: bool = False) -> Certainty:
    """`place` for a literal that something may run with, `weak` for what a trial or a development set-up has.

    `fallback`: the value holds only where nobody gives another, as in `${DB_PASSWORD:-literal}`.
    """
    if is_specimen(path) or len(text) < _SHORTEST or all(is_guessable(part) or is_common(part) for part in text.split(",")):
        return "weak"
    user, colon, password = text.partition(":")  # `admin:admin`
    if colon and (user == password or is_guessable(password)):
        return "weak"
    if text.isdigit() and len(text) < 20:
        return "weak"
    if (fallback or in_development(path)) and not is_drawn(text):
        return "weak"
    if text.isalpha() and text.islower() and in_development(path):  # a hand across the keyboard
        return "weak"
    return "place"


def is_common(text: str) -> bool:
    """Whether the value is one of those that everybody tries first, with digits or a `!` behind it."""
    lower = text.lower()
    before, colon, after = lower.partition(":")
    if colon and before in _COMMON:
        lower = after
    words = lower.rstrip("0123456789!@#$._-").replace("0", "o")
    return len(lower) <= 24 and (words in _COMMON or (words.isalpha() and words.endswith(("pass", "password"))))


def is_drawn(text: str) -> bool:
    """Whether the value is long and random: a secret wherever it stands under a secret's name."""
    if len(text) < 20 or not is_random(text):
        return False
    written = _written(text)
    return written is None or (not is_wordy(written) and not is_counting(written) and not is_repeating(written))


def is_guessable(text: str) -> bool:
    """Whether the value is a word or two, perhaps with digits behind: what a development set-up has for a password."""
    text = _written(text) or text
    year = _YEAR.search(text)
    if year and len(text) < 32:
        text = text[: year.start()] or text
    text = text.strip("@#$!*._- \n")
    found = _WORDS.match(text)
    if _NUMBERED.match(text) or _BETWEEN.match(text) or _is_spelled(text):
        return True
    if not found and len(text) < 16 and is_wordy(text.translate(LEET)):  # `d0cker_Labs!`
        found = _WORDS.match(text.translate(LEET))
    letters = sum(map(str.isalpha, text))
    if 40 < len(text) < 200 and letters > 0.9 * len(text) and is_wordy(text):  # YourKeyThatMustBeAtLeast32Characters
        return True
    if not found or len(text) > 40:
        return text.isdigit() and len(text) < 10
    words = _WORD.findall(found[1])
    return len(found[1]) >= 4 * len(words) - 1 and (len(text) < 16 or len(words) > 1 or is_wordy(text))


def _is_spelled(text: str) -> bool:
    """Whether a word that everybody tries makes up half of the value, digits read as letters: `d0ck3r_Labs!`."""
    if len(text) > 24:
        return False
    lower = text.lower().translate(LEET)
    letters = "".join(filter(str.isalpha, lower))
    if len(text) < 16 and any(part in letters for part in ("passw", "pword", "pswd", "passwd", "pwd")):
        return True
    return any(len(word) * 2 >= len(text) - 2 and word in lower for word in _COMMON if len(word) > 4)


def decoded(text: str) -> str | None:
    """Base64 as text; None where it is none, or no text."""
    if len(text) > 100_000 or not _BASE64.match(text.rstrip()):
        return None
    from base64 import b64decode

    try:
        return b64decode("".join(text.split()), validate=True).decode("utf-8")
    except ValueError:  # no base64, or not UTF-8
        return None


def _written(text: str) -> str | None:
    """What base64 holds where it is plain words or signs; None where it is none, or something drawn."""
    inner = decoded(text) if 8 <= len(text) < 400 else None
    inner = inner.strip() if inner else ""
    return inner if inner.isascii() and inner.isprintable() and inner else None


def is_specimen(path: str) -> bool:
    """Whether a file says that it is to be copied from and filled in, shows how something is done, or is somebody else's."""
    lower = path.lower()
    endings = lower.rpartition("/")[2].split(".")[1:]  # application.yml.default, .env.test; but default.json is in use
    if "wp-content/plugins/" in lower or "wp-content/themes/" in lower or "wp-includes/" in lower:
        return True
    if "node_modules/" in lower or "third_party/" in lower or "bower_components/" in lower:
        return True
    return (
        lower.startswith(".ci/")
        or "/.ci/" in lower
        or not _COPIED.isdisjoint(endings)
        or not _SPECIMENS.isdisjoint(re.split(r"[^a-z]+", lower))
    )


def is_document(path: str) -> bool:
    """Whether the file is a text for people."""
    return path.lower().endswith(_DOCUMENTS)


def in_development(path: str) -> bool:
    """Whether the path says that it is for a developer's own machine: `application-dev.yml`, `.env.local`, `.devcontainer/`."""
    return not _DEVELOPMENT.isdisjoint(re.split(r"[^a-z]+", path.lower()))


def opens_an_account(name: str) -> bool:
    """Whether the name speaks of an account elsewhere, rather than of what a run makes and throws away."""
    return not _ACCOUNTS.isdisjoint(name_words(name))
