"""What a function is called that reads a variable of the environment: `getEnv`, `require_env`, `get_bool_from_env`."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_ENVIRONMENT = frozenset({"env", "environ", "environment", "getenv", "envvar", "envs"})
# Such a function does something else with it.
_OTHERWISE = frozenset(
    "set put setenv unset delete del remove patch mock stub with override overriding add write update restore clear save reset"
    " test describe is has check validate expand replace inject create make use print log show format".split()
)
_SEVERAL = frozenset({"first", "any", "either", "coalesce"})
_STRICT = frozenset({"require", "required", "must", "mandatory", "throw", "fail", "panic", "expect", "assert", "needed", "die"})


@lru_cache(maxsize=1024)
def parts(name: str) -> frozenset[str]:
    """The words of a name, in lower case."""
    return frozenset(part.lower() for part in _PARTS.findall(name))


def reads_environment(name: str) -> bool:
    """Whether a function of that name gives the value of a variable."""
    words = parts(name)
    return bool(words & _ENVIRONMENT) and not words & _OTHERWISE


def takes_several(name: str) -> bool:
    """Whether its name says that all its arguments are variables, of which the first that is there counts."""
    return bool(parts(name) & _SEVERAL)


def is_strict(name: str) -> bool:
    """Whether its name says that it fails where the variable is missing."""
    return bool(parts(name) & _STRICT)
