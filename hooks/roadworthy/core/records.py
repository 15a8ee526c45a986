"""`NamedTuple`, made without looking at its annotations.

`typing.NamedTuple` compiles the text of every annotation, which is most of what making such a class costs, and some sixty
of them are a good part of a hook's start. Type checkers see the real one; what is made is a `collections.namedtuple` as well.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 14):  # from 3.14 on, annotations are no longer kept where a class is made
    from typing import NamedTuple as NamedTuple
else:
    from collections import namedtuple

    _NOT_COPIED = frozenset({"__annotations__", "__module__", "__qualname__", "__dict__", "__weakref__", "__slots__"})

    class _Making(type):
        """The class statement `class X(NamedTuple)` ends here."""

        def __new__(cls, name, bases, space):
            if not bases:
                return super().__new__(cls, name, bases, space)
            fields = tuple(space.get("__annotations__", ()))
            defaults = [space[field] for field in fields if field in space]
            made = namedtuple(name, fields, defaults=defaults, module=space["__module__"])
            for key, value in space.items():
                if key not in _NOT_COPIED and key not in fields:
                    setattr(made, key, value)
            made.__annotations__ = space.get("__annotations__", {})
            return made

    class NamedTuple(metaclass=_Making):
        """A record: fields with types, in order, the last of them with defaults."""
