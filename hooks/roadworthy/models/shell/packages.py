"""What a script does with package managers: installs, updates, cleans, each once, with its packages and options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.packages import (
    BUILD_TOOL_PREFIXES,
    BUILD_TOOL_SUFFIXES,
    BUILD_TOOL_VARIABLES,
    BUILD_TOOLS,
    CACHES,
    MANAGERS,
    NOT_BUILD_TOOLS,
)
from .arguments import arguments
from .commands import invocations
from .files import removals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    from ...core.excerpt import Place
    from ...parsing.shell_tree import Script, Word
    from ...tables.packages import Manager
    from .arguments import Arguments
    from .commands import Invocation

    Action = Literal["update", "install", "upgrade", "remove", "clean", "build"]
    Kind = Literal["name", "path", "url", "requirements", "unknown"]

_PIP = r"pip[0-9.]*\Z"
_PYTHON = r"(?:python|pypy)[0-9.]*\Z"
_PATH = r"\.{1,2}(?:\[[^\]]*\])?\Z|\.{0,2}/|~/|file:|.*\.(?:whl|deb|rpm|apk|tgz|tar\.gz|tar\.bz2|zip|gem)\Z"
_URL = r"(?:git\+)?(?:https?|ssh|git|ftp)://|(?:git\+|github:|gitlab:|bitbucket:|git@)"


class Package(NamedTuple):
    """One thing to install. `version` is empty where none is asked for, else with what parts it: `==2.0`, `@1`.

    `kind`: a `name`; a local `path`; a `url`; a file with `requirements`; `unknown`: an expansion such as `$PACKAGES`.
    """

    name: str
    version: str
    kind: Kind
    word: Word

    def place(self, label: str = "") -> Place:
        return self.word.place(label)


class PackageOperation(NamedTuple):
    """One run of a package manager. `verb` is what is written, `action` what that means; no packages: those of a manifest."""

    manager: str
    action: Action
    verb: str
    packages: tuple[Package, ...]
    arguments: Arguments
    invocation: Invocation

    def has(self, *options: str) -> bool:
        """Whether one of these options is given: `has("-y", "--yes")`."""
        return self.arguments.has(*options)

    def values(self, *options: str) -> list[str]:
        """The values of these options: `values("-t", "--virtual")`."""
        return self.arguments.values(*options)

    def place(self, label: str = "") -> Place:
        return self.invocation.place(label)


class Cleaning(NamedTuple):
    """A manager's cache is emptied: of its `index`, its downloaded `packages`, or `all`."""

    manager: str
    what: Literal["index", "packages", "all"]
    invocation: Invocation


def operations(script: Script) -> tuple[PackageOperation, ...]:
    """Every run of a package manager in the script, in source order."""
    return package_operations(invocations(script))


def package_operations(found: Iterable[Invocation]) -> tuple[PackageOperation, ...]:
    """The same, for a script whose invocations are known already."""
    found = list(found)
    made = [one for one in map(operation, found) if one]
    if any(package.kind == "unknown" for one in made for package in one.packages):
        made = _resolved(made, _literals(found))
    return tuple(made)


def _literals(found: Iterable[Invocation]) -> dict[str, str | None]:
    """The variables that the script sets to a text without expansions; None for one that is set to several."""
    known: dict[str, str | None] = {}
    for invocation in found:
        for name, word, append in invocation.command.assignments:
            literal = None if append or known.get(name, word.value) != word.value else word.value
            known[name] = literal
    return known


def _resolved(made: Iterable[PackageOperation], known: dict[str, str | None]) -> list[PackageOperation]:
    """The operations with `$buildDeps` replaced by its words, where the same script sets it. All stand at the expansion."""
    resolved: list[PackageOperation] = []
    for one in made:
        packages: list[Package] = []
        for package in one.packages:
            expansions = package.word.expansions
            name = expansions[0].name if len(expansions) == 1 else ""
            whole = package.word.text.strip('"') in (f"${name}", f"${{{name}}}")
            literal = known.get(name) if whole else None
            if literal is None:
                packages.append(package)
            else:
                packages.extend(_package(text, package.word, MANAGERS[one.manager]) for text in literal.split())
        resolved.append(one._replace(packages=tuple(packages)))
    return resolved


def operation(invocation: Invocation) -> PackageOperation | None:
    """What the command does as a package manager; None where it is none, or does nothing with packages."""
    name, words = invocation.name, invocation.words
    if name.startswith("pip") and re.match(_PIP, name):
        name = "pip"
    elif name.startswith("py") and re.match(_PYTHON, name):
        module = next((i for i, word in enumerate(words[:6]) if word.value == "-m"), 0)
        if not module or len(words) <= module + 1 or words[module + 1].value not in MANAGERS:
            return None
        name = words[module + 1].spoken
        words = words[module + 1 :]
    manager = MANAGERS.get(name)
    if not manager:
        return None
    if name == "pacman":
        return _pacman(invocation, manager)
    given = arguments(words[1:], manager.valued, manager.bundles)
    verb, action, rest = _verb(manager, given.operands)
    if not action or (not verb and given.has("--version", "-v", "--help", "-h")):
        return None
    packages = _packages(manager, rest, given) if action in ("install", "upgrade", "remove") else ()
    return PackageOperation(name, action, verb, packages, given, invocation)  # type: ignore[arg-type]  # the tables' words


def _verb(manager: Manager, operands: Sequence[Word]) -> tuple[str, str, Sequence[Word]]:
    """The verb, its action, and the operands after it."""
    for length in (2, 1):
        if len(operands) >= length:
            verb = " ".join(word.spoken for word in operands[:length])
            if verb in manager.verbs:
                return verb, manager.verbs[verb], operands[length:]
    return "", manager.bare if not operands else "", operands


def _pacman(invocation: Invocation, manager: Manager) -> PackageOperation | None:
    """pacman's verbs are options: -S installs, -Sy brings the index too, -Su upgrades, -Sc cleans, -R removes."""
    given = arguments(invocation.words[1:], manager.valued)
    action: Action
    if given.has("-S", "--sync"):
        cleans, upgrades = given.has("-c", "--clean"), given.has("-u", "--sysupgrade")
        action = "clean" if cleans else "install" if given.operands else "upgrade" if upgrades else "update"
    elif given.has("-U", "--upgrade"):
        action = "install"
    elif given.has("-R", "--remove"):
        action = "remove"
    else:
        return None
    verb = next((word.spoken for word in invocation.words[1:] if word.spoken[:1] == "-"), "")
    return PackageOperation("pacman", action, verb, _packages(manager, given.operands, given), given, invocation)


def _packages(manager: Manager, operands: Iterable[Word], given: Arguments) -> tuple[Package, ...]:
    found = [_package(word.spoken, word, manager) for word in operands]
    for option in given.options:
        if option.value is None:
            continue
        if option.name in manager.files:
            found.append(Package(option.value, "", "requirements", option.word))
        elif option.name in manager.paths:
            found.append(Package(option.value, "", "url" if re.match(_URL, option.value) else "path", option.word))
    return tuple(found)


def _package(text: str, word: Word, manager: Manager) -> Package:
    if re.match(_URL, text):
        return Package(text, "", "url", word)
    if re.match(_PATH, text):
        return Package(text, "", "path", word)
    if text.startswith(("$(", "`")) or (text.startswith("$") and not any(mark in text for mark in manager.version)):
        return Package(text, "", "unknown", word)
    at = min((found for mark in manager.version if (found := text.find(mark, 1)) > 0), default=-1)
    if at > 0:
        name = text[:at].strip()
        return Package(name, text[at:].strip(), "unknown" if name.startswith("$") else "name", word)
    return Package(text, "", "unknown" if text.startswith("$") else "name", word)


def cleanings(found: Sequence[Invocation]) -> tuple[Cleaning, ...]:
    """Every time a package cache is emptied, by the manager's own verb or by removing its folder."""
    made: list[Cleaning] = []
    for run in package_operations(found):
        if run.action == "clean":
            everything = run.manager not in ("apt-get", "apt", "aptitude") or run.verb in ("distclean", "dist-clean")
            made.append(Cleaning(run.manager, "all" if everything else "packages", run.invocation))
    for removal in removals(found):
        if removal.recursive or removal.globs:
            for target in removal.paths:
                made.extend(
                    Cleaning(manager, what, removal.invocation)  # type: ignore[arg-type]  # the table holds the two words
                    for folder, manager, what in CACHES
                    if _empties(target, folder)
                )
    return tuple(made)


def _empties(target: str, folder: str) -> bool:
    """Whether removing `target` empties `folder`: the folder, all that is in it, or something above it."""
    for home in ("/root/", "$HOME/", "${HOME}/"):
        if target.startswith(home):
            target = "~/" + target[len(home) :]
    target = target.rstrip("*").rstrip("/") or "/"
    return folder == target or folder.startswith(target + "/") or target in (folder + "/archives", folder + "/_cacache")


def build_tool(package: Package) -> str | None:
    """Why the operating system package is one that only a build needs; None for all others."""
    name = package.name
    if package.kind == "unknown":
        return BUILD_TOOL_VARIABLES.get(name.strip("${}"))
    if package.kind != "name" or name in NOT_BUILD_TOOLS:
        return None
    if name in BUILD_TOOLS:
        return BUILD_TOOLS[name]
    for suffix, why in BUILD_TOOL_SUFFIXES.items():
        if name.endswith(suffix):
            return why
    for prefix, why in BUILD_TOOL_PREFIXES.items():
        if name.startswith(prefix) and name[len(prefix) :][:1].isdigit():
            return None if name.endswith(("-base", "-doc", "-libs", "-runtime")) else why
    if name.endswith(("-jdk", "-jdk-headless")):
        return "a Java compiler; a JRE is enough"
    return None
