"""A command's words sorted into options and operands, given which options take a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from ...parsing.shell_tree import Word


class Option(NamedTuple):
    """`--name=value`, `--name value`, `-nvalue`; `value` is None for one without. `word` holds the value, or the option."""

    name: str
    value: str | None
    word: Word


class Arguments(NamedTuple):
    operands: tuple[Word, ...]
    options: tuple[Option, ...]

    def has(self, *names: str) -> bool:
        """Whether one of these options is given."""
        return any(option.name in names for option in self.options)

    def values(self, *names: str) -> list[str]:
        """The values given to these options, in order."""
        return [option.value for option in self.options if option.name in names and option.value is not None]

    def of(self, names: Set[str]) -> Iterable[Option]:
        """The options with these names."""
        return (option for option in self.options if option.name in names)


def arguments(words: Sequence[Word], valued: Set[str], bundles: bool = True) -> Arguments:
    """Sort `words`, the command's name not among them. `valued`: the options whose value is the next word.

    With `bundles`, `-abc` is `-a -b -c`, and the first of them that takes a value takes what is left, or the next word.
    """
    operands: list[Word] = []
    options: list[Option] = []
    i = 0
    size = len(words)
    while i < size:
        word = words[i]
        i += 1
        text = word.spoken
        if text == "--":
            operands.extend(words[i:])
            break
        if len(text) < 2 or text[0] != "-":
            operands.append(word)
            continue
        name, equals, value = text.partition("=")
        if equals and (text[1] == "-" or not bundles):
            options.append(Option(name, value, word))
        elif text in valued:
            following = words[i] if i < size else None
            options.append(Option(text, following.spoken if following else None, following or word))
            i += 1
        elif text[1] == "-" or not bundles or len(text) == 2:
            options.append(Option(text, None, word))
        else:
            for at in range(1, len(text)):
                short = "-" + text[at]
                if short not in valued:
                    options.append(Option(short, None, word))
                    continue
                rest = text[at + 1 :]
                following = words[i] if not rest and i < size else None
                i += following is not None
                options.append(Option(short, rest or (following.spoken if following else None), following or word))
                break
    return Arguments(tuple(operands), tuple(options))
