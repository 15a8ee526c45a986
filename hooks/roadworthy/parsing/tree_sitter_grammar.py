"""Loads tree-sitter grammars: the one place that knows how a grammar package is laid out inside.

A grammar package is a small extension module `_binding` with a function `language`, below an `__init__` that imports
`importlib.resources` for highlighting queries nobody here asks for: 16 ms against half a millisecond for the extension
alone. So the extension is loaded by itself; whatever goes wrong with that leads to the public import of the package.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from tree_sitter import Language


@cache
def grammar(name: str, function: str = "language") -> Language:
    """The grammar of the package `tree_sitter_NAME`. Raises `ImportError` where it is missing or made for another version.

    `function` gives it: a package of two dialects has `language_tsx` beside `language_typescript`.
    """
    from tree_sitter import Language

    package = f"tree_sitter_{name}"
    for load in (binding, public):
        try:
            return Language(load(package, function))
        except Exception as error:  # what an unexpected layout does is unknown; the public way decides
            failure = error
    raise ImportError(f"the grammar {package} cannot be loaded: {failure}") from failure


def binding(package: str, function: str = "language") -> Any:
    """The grammar from the package's extension module, without running the package's `__init__`."""
    from importlib.machinery import PathFinder
    from importlib.util import module_from_spec

    found = PathFinder.find_spec(package)
    spec = found and PathFinder.find_spec(f"{package}._binding", found.submodule_search_locations)
    if not spec or not spec.loader:
        raise ImportError(f"{package} has no module _binding")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, function)()


def public(package: str, function: str = "language") -> Any:
    """The grammar as the package's documentation says to get it."""
    from importlib import import_module

    return getattr(import_module(package), function)()
