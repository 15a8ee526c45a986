"""The one place that touches PyYAML: a text in, parser events out, and its errors as an offset and a sentence.

Only events are used. PyYAML's composer recurses for every level of nesting (the C one overflows the stack and ends the
interpreter at some ten thousand), and its resolver decides by YAML 1.1 that `on` is true and `22:22` is 1342.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class BadYaml(ValueError):
    """The text is no YAML from here on. `offset` counts characters from the start of the text."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


def events(text: str, pure: bool = False) -> Iterator[Any]:
    """The parser events of `text`, by libyaml where PyYAML was built with it (never with `pure`).

    Raises `BadYaml` at the first thing that is no YAML; the events before it have been given.
    """
    import yaml

    loader: Any = yaml.SafeLoader if pure else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        parser = loader(text)
        next_event = parser.get_event
        while (event := next_event()) is not None:
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(text)) if mark else 0
        raise BadYaml(offset, _plain_words(error.problem or error.context or "", text[offset : offset + 1])) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:  # a character that YAML does not allow
        offset = _unprintable(text)
        character = text[offset : offset + 1]
        raise BadYaml(offset, f"holds the character U+{ord(character or chr(0)):04X}, which YAML does not allow") from error


def _unprintable(text: str) -> int:
    """The offset of the first character outside YAML 1.1's printable set (section 5.1); 0 where there is none."""
    import re

    found = re.search("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return found.start() if found else 0


# What libyaml says and what a person is told. The first part that occurs in the message decides.
_WORDS = (
    ("mapping values are not allowed", "a `key: value` stands where none can: look for a missing quote or wrong indentation"),
    ("did not find expected key", "expected a key here: the indentation differs from the keys above"),
    ("could not find expected ':'", "this key has no `:` after it"),
    ("did not find expected '-' indicator", "expected `-` here: the indentation differs from the entries above"),
    ("block sequence entries are not allowed", "a `- entry` cannot start here"),
    ("block collections are not allowed", "a `- entry` or `key: value` cannot start here"),
    ("did not find expected ',' or ']'", "a list in `[ ]` is not closed, or a comma is missing"),
    ("did not find expected ',' or '}'", "a mapping in `{ }` is not closed, or a comma is missing"),
    ("did not find expected node content", "a value was expected here"),
    ("unexpected end of stream", "a quote is opened and never closed"),
    ("found unexpected document indicator", "a quote is still open where the next document begins"),
    ("did not find expected <document start>", "what follows the end of the document is no new document (`---`)"),
    ("unknown escape character", "a `\\` in double quotes is followed by a letter that means nothing there"),
    ("found a tab character", "a tab is used for indentation: YAML allows only spaces"),
    ("expected alphabetic or numeric character", "a value cannot start with `*` or `&`: put it in quotes"),
    ("found undefined tag handle", "a tag is used whose `%TAG` was not given"),
    ("incompatible YAML document", "is declared as a version of YAML that nothing reads"),
)


def _plain_words(problem: str, character: str) -> str:
    if "cannot start any token" in problem:
        if character == "\t":
            return "a tab is used for indentation: YAML allows only spaces"
        return f"a value cannot start with `{character}`: put it in quotes"
    for part, words in _WORDS:
        if part in problem:
            return words
    return f"is no valid YAML ({problem})" if problem else "is no valid YAML"
