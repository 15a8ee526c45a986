"""The one place that touches PyYAML: a text in, parser events out; what is no YAML as an offset and a sentence.

Only events are used. PyYAML's composer recurses for every level of nesting (the C one overflows the stack and ends the
interpreter at some ten thousand), and its resolver decides by YAML 1.1 that `on` is true and `22:22` is 1342.

`import yaml` compiles the patterns of loaders and dumpers that are never used here, which takes longer than parsing hundreds
of files. So libyaml's parser is taken alone where the installed PyYAML is laid out as expected, and the public way otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class InvalidYamlError(ValueError):
    """The text is no YAML from here on. `offset` counts characters from the start of the text.

    `deep` where the parser itself gave up at the depth of the nesting.
    """

    def __init__(self, offset: int, why: str, deep: bool = False) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why
        self.deep = deep


def read(text: str, take: Callable[[Callable[[], Any], Any], None], pure: bool = False) -> None:
    """Have `take` read `text`: it is given what returns the next event, or None at the end, and the module of their classes.

    By libyaml where PyYAML was built with it (never with `pure`). Raises `InvalidYamlError` at the first thing that is no
    YAML; the events before it have been given.
    """
    if pure:
        import yaml

        parser_class: Any = yaml.SafeLoader
    else:
        parser_class = _parser_class()
    from yaml import events
    from yaml.error import MarkedYAMLError, YAMLError

    try:
        take(parser_class(text).get_event, events)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = min(mark.index, len(text)) if mark else 0
        problem = error.problem or error.context or ""
        deep = "nesting depth" in problem
        raise InvalidYamlError(offset, _plain_words(problem, text[offset : offset + 1]), deep) from error
    except (YAMLError, UnicodeEncodeError) as error:  # a character that YAML does not allow
        offset = _unprintable(text)
        character = text[offset : offset + 1]
        raise InvalidYamlError(
            offset, f"holds the character U+{ord(character or chr(0)):04X}, which YAML does not allow"
        ) from error


def _parser_class() -> Any:
    """What makes a parser of a text: libyaml's alone, or else PyYAML's public loader."""
    import sys

    if "yaml" not in sys.modules:
        before = set(sys.modules)
        try:
            return _libyaml_alone()
        except Exception:  # another layout, or no libyaml: whatever it was, the public way works
            for name in set(sys.modules) - before:
                if name == "yaml" or name.startswith("yaml."):
                    del sys.modules[name]
    elif hasattr(alone := sys.modules.get("yaml._yaml"), "CParser"):
        return alone.CParser  # type: ignore[union-attr]
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# The modules of PyYAML whose exceptions libyaml's parser raises, and what those derive from.
_EXCEPTIONS = {
    "reader": "YAMLError", "scanner": "MarkedYAMLError", "parser": "MarkedYAMLError", "composer": "MarkedYAMLError",
    "constructor": "MarkedYAMLError", "emitter": "YAMLError", "serializer": "YAMLError", "representer": "YAMLError",
}  # fmt: skip


def _libyaml_alone() -> Any:
    """`yaml._yaml.CParser` with only the modules of PyYAML that it needs. Raises whatever goes wrong.

    The package stands in `sys.modules` with its body not yet run; the first use of a name that it lacks runs it, so that
    whoever imports `yaml` later has all of it. Holds for PyYAML 6.
    """
    import sys
    from importlib import import_module
    from importlib.util import find_spec, module_from_spec
    from types import SimpleNamespace

    spec: Any = find_spec("yaml")
    with open(spec.origin, encoding="utf-8") as file:
        if "__version__ = '6." not in file.read(2000):
            raise ImportError("this version of PyYAML is not known")
    package: Any = module_from_spec(spec)
    sys.modules["yaml"] = package
    for name in ("error", "tokens", "events", "nodes"):
        setattr(package, name, import_module(f"yaml.{name}"))
    for name, base in _EXCEPTIONS.items():
        exception = f"{name.capitalize()}Error"
        setattr(package, name, SimpleNamespace(**{exception: type(exception, (getattr(package.error, base),), {})}))
    alone: Any = import_module("yaml._yaml")
    for name in _EXCEPTIONS:
        delattr(package, name)

    def complete(missing: str) -> Any:
        del package.__getattr__
        spec.loader.exec_module(package)
        for name in _EXCEPTIONS:
            exception = f"{name.capitalize()}Error"
            setattr(alone, exception, getattr(sys.modules[f"yaml.{name}"], exception))
        return getattr(package, missing)

    package.__getattr__ = complete
    return alone.CParser


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


def template_at(text: str) -> int | None:
    """The offset of the first `{{`, `{%` or `<%` that stands where YAML has structure; None where there is none.

    Counted are those that begin a line or follow `- ` or `key: `. `${{ }}` is GitHub's and stands inside values.
    """
    if not any(opening in text for opening in ("{{", "{%", "<%")):
        return None
    import re

    for found in re.finditer(r"\{[{%]|<%", text):
        line = text.rfind("\n", 0, found.start()) + 1
        if found.start() - line > 1000:
            continue
        before = text[line : found.start()].strip()
        if not before or (before.endswith((":", "-", "}}", "%}", "%>")) and "#" not in before):
            return found.start()
    return None
