"""Which sensitive values an expression shows. Identifiers are judged, never a message's text; one assignment is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.records import NamedTuple
from ....tables import sensitive_names as table
from ...names import name_words
from .sensitive import held, is_about, is_masking, is_question
from .shown import DEEPEST, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ....core.excerpt import Place
    from .shown import Look

_BLANKED = frozenset("*xX•.-#_ ")
_HIDDEN = frozenset(("redacted", "filtered", "hidden", "masked", "secret", "none", "null", "nil", "undefined", "true", "false"))


class Exposure(NamedTuple):
    """A sensitive value in a log call. `name` is the file's, `what` says it in words; `given` is where a name without meaning
    got it."""

    name: str
    what: str
    place: Place
    given: Place | None = None


def exposures(value: Shown, look: Look, ambiguous: Callable[[str], bool], deep: int = 0, steps: int = 1) -> Iterator[Exposure]:
    """The sensitive values that `value` shows. `ambiguous` says which names mean something else in this file."""
    if deep > DEEPEST:
        return
    form, name = value.form, value.name

    def of(parts: tuple[Shown, ...]) -> Iterator[Exposure]:
        for part in parts:
            yield from exposures(part, look, ambiguous, deep + 1, steps)

    def sensitive(name: str) -> str | None:
        return None if ambiguous(name) else held(name)

    if form in ("joined", "choice", "map"):
        yield from of(value.parts)
    elif form == "pair":
        what = sensitive(name)
        if what:
            if not _is_harmless(value.parts[0], look, True):
                yield Exposure(name, what, value.place)
        elif not is_masking(name):
            yield from of(value.parts)
    elif form == "name":
        yield from _named(value, look, ambiguous, deep, steps)
    elif form == "member":
        yield from _member(value, look, ambiguous, deep, steps)
    elif form == "index":
        what = sensitive(name)
        if what and not _is_masked_base(value):
            yield Exposure(name, what, value.place)
        elif name:
            yield from _of_map(value, look, ambiguous, deep, steps)
    elif form == "call":
        yield from _called(value, look, ambiguous, deep, steps)


def _named(value: Shown, look: Look, ambiguous: Callable[[str], bool], deep: int, steps: int) -> Iterator[Exposure]:
    name = value.name
    what = None if ambiguous(name) else held(name)
    given = look(name)
    if what:
        if given is None or not _is_harmless(given, look, False):
            yield Exposure(name, what, value.place)
    elif given is not None and steps and not is_masking(name) and not is_about(name):
        for one in exposures(given, look, ambiguous, deep + 1, 0):
            yield Exposure(one.name, one.what, value.place, one.place)


def _member(value: Shown, look: Look, ambiguous: Callable[[str], bool], deep: int, steps: int) -> Iterator[Exposure]:
    name, base = value.name, value.parts[0]
    if name == "environ" or (name == "env" and base.name == "process"):
        yield Exposure(f"{base.name}.{name}", "every variable of the environment", value.place)
        return
    what = held(name)
    if what and not (ambiguous(name) and base.form == "name" and not base.name):
        if not (
            name.isupper() and (base.name[:1].isupper() or base.name in ("self", "static", "parent", "cls"))
        ) and not _is_masked_base(value):  # a member of an enumeration
            yield Exposure(name, what, value.place)
    elif name.lower() in table.SHOWING:  # Ruby's calls without arguments
        yield from exposures(base, look, ambiguous, deep + 1, steps)
    elif name.lower() in table.WHOLE and base.form in ("name", "member", "index"):
        yield from exposures(base, look, ambiguous, deep + 1, 0)
    else:
        yield from _of_map(value, look, ambiguous, deep, steps)


def _of_map(value: Shown, look: Look, ambiguous: Callable[[str], bool], deep: int, steps: int) -> Iterator[Exposure]:
    """What stands under a key of a map that the file writes out."""
    base = value.parts[0]
    given = look(base.name) if base.form == "name" and steps else None
    if given is None or given.form != "map":
        return
    for pair in given.parts:
        if pair.form == "pair" and pair.name == value.name:
            for one in exposures(pair.parts[0], look, ambiguous, deep + 1, 0):
                yield Exposure(one.name, one.what, value.place, one.place)


def _called(value: Shown, look: Look, ambiguous: Callable[[str], bool], deep: int, steps: int) -> Iterator[Exposure]:
    name, lower = value.name, value.name.lower()
    receiver, arguments = value.parts[0], value.parts[1:]
    if is_masking(name) or is_masking(receiver.name):
        return
    if lower in ("replace", "replaceall", "gsub", "sub", "preg_replace", "str_replace", "tr"):
        if not _is_blanked(arguments):
            yield from exposures(receiver, look, ambiguous, deep + 1, steps)
        return
    if lower in table.KEYED and arguments and arguments[0].form == "literal":
        key = arguments[0].name
        if (what := held(key)) and not {"/", ":", " "} & set(key):
            yield Exposure(key, what, value.place)
            return
    if lower in table.SHOWING:
        for part in value.parts:
            yield from exposures(part, look, ambiguous, deep + 1, steps)
        return
    words = name_words(name)
    if lower == "getpass":
        yield Exposure(name, "a password", value.place)
    elif words and not ambiguous(name) and (what := held("_".join(words[1:] if words[0] in table.GETTERS else words))):
        if what == "an authorization header":  # what is allowed, as often
            return
        if len(words) > 1 and words[0] in (table.GETTERS if steps else table.SURE_GETTERS):
            if not any(one.form == "pair" for one in arguments):
                yield Exposure(f"{name}()", what, value.place)
        elif receiver.form in ("name", "member", "call") and not arguments:
            yield Exposure(f"{name}()", what, value.place)


def _is_masked_base(value: Shown) -> bool:
    """`errors.password`, `masked["token"]`, `schema.password`, `labels.password`: the name of a field, not what it holds."""
    base = value.parts[0]
    words = name_words(base.name)
    return bool(words) and (
        any(word in table.MASKED for word in words)
        or words[-1] in _ABOUT_FIELDS
        or (base.form == "member" and base.name in ("count", "counts"))
    )


_ABOUT_FIELDS = frozenset(
    "errors error messages labels label schema fields types type enum routes paths urls strings text texts i18n translations"
    " limits counts usage metrics touched dirty visible placeholders placeholder keys columns column permissions constants"
    " checkout order cart transaction invoice item coupon link methods names claims parameters schemes grants".split()
)


def _is_blanked(arguments: tuple[Shown, ...]) -> bool:
    """Whether a replacement takes every character: `/./g`, `.+`, or what is not written out for `*`."""
    if not arguments:
        return True
    if arguments[0].form != "literal":
        return len(arguments) > 1 and arguments[1].form == "literal" and set(arguments[1].name) <= _BLANKED
    return arguments[0].name.strip("/").removesuffix("/g") in (".", ".+", ".*", r"\w", r"\S", r"[\s\S]")


def _is_harmless(value: Shown, look: Look, is_pair: bool, deep: int = 0) -> bool:
    """Whether what a sensitive name is given is nothing to hide: a mask, a hash, a yes or no, a message."""
    if deep > DEEPEST:
        return True
    form, name = value.form, value.name
    if form == "other":
        return True
    if form == "literal":
        return is_pair or not name or " " in name.strip() or set(name) <= _BLANKED or name.lower().strip("<>[]*()") in _HIDDEN
    if form == "call":
        lower = name.lower()
        if lower in ("replace", "replaceall", "gsub", "sub"):
            return _is_blanked(value.parts[1:])
        return is_masking(name) or is_question(name)
    if form in ("choice", "joined", "map"):
        return bool(value.parts) and all(_is_harmless(part, look, is_pair, deep + 1) for part in value.parts)
    if form in ("member", "index"):
        return is_masking(name) or is_about(name) or _is_masked_base(value)
    if form == "name":
        if is_masking(name) or is_about(name):
            return True
        given = look(name) if deep == 0 else None
        return given is not None and _is_harmless(given, look, False, deep + 1)
    return False
