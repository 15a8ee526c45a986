"""What a project depends on: the packages that its manifest names, each with its place.

Manifests are read line by line with the few patterns that their formats have in use, so that half a file gives half an answer
and never none. Lock files are left alone: they name what dependencies depend on.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ..core.excerpt import Place, Source
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..tables.file_names import VENDORED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..core.repository import Repository

    Named = Iterator[tuple[str, int, int, int]]  # name, line, first and last column

_LONGEST_LINE = 1_000
_MOST_LINES = 20_000


class Manifest(NamedTuple):
    """One manifest. `ecosystem` is `python`, `node`, `go`, `ruby`, `php`, `java`, `dotnet`, `rust` or `elixir`; `packages` are
    the names as the ecosystem compares them: lower case, for Python with `-` for `_` and `.`, for Java and PHP with their
    group.
    """

    path: str
    ecosystem: str
    packages: dict[str, Place]

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)

    def first(self, *names: str) -> tuple[str, Place] | None:
        """The first of the names that it depends on. A name that ends in `*` stands for all that begin so."""
        for name in names:
            if name in self.packages:
                return name, self.packages[name]
            if name.endswith("*"):
                for known, place in self.packages.items():
                    if known.startswith(name[:-1]):
                        return known, place
        return None


def manifests(repo: Repository) -> tuple[Manifest, ...]:
    """A fact: every manifest that names a package, and every `go.mod`, by path. Vendored ones are other people's."""
    found = []
    for path in repo.paths():
        if re.search(_ANY, path) and not re.search(VENDORED, path):
            made = repo.ask(manifest, path)
            if made is not None and (made.packages or made.ecosystem == "go"):  # whose own library has a server
                found.append(made)
    return tuple(found)


def manifest(repo: Repository, path: str) -> Manifest | None:
    """The manifest at `path`; None for a file that is none or cannot be read."""
    for names, ecosystem, read in _READERS:
        if re.search(names, path):
            source = repo.source(path)
            if not isinstance(source, Source):
                return None
            packages: dict[str, Place] = {}
            for name, line, start, end in read(_lines(source)):
                packages.setdefault(_compared(name, ecosystem), Place(path, line, start, line, end))
            return Manifest(path, ecosystem, packages)
    return None


def _compared(name: str, ecosystem: str) -> str:
    if ecosystem == "python":
        return re.sub(r"[-_.]+", "-", name).lower()
    return name.lower().removesuffix(".workspace") if ecosystem == "rust" else name.lower()


def _lines(source: Source) -> list[str]:
    return [line[:_LONGEST_LINE].rstrip("\r") for line in source.text.split("\n")[:_MOST_LINES]]


def _each(lines: list[str], wanted: re.Pattern[str]) -> Named:
    """Group 1 of every match, where it stands."""
    for number, line in enumerate(lines, 1):
        for found in wanted.finditer(line):
            yield found[1], number, found.start(1) + 1, found.end(1)


_REQUIREMENT = pattern(
    r"^[ \t]{0,40}([A-Za-z0-9][A-Za-z0-9._-]{0,100})[ \t]{0,8}(?:\[[^\]]{0,200}\])?[ \t]{0,8}(?:[=<>!~@;#]|$)"
)
_QUOTED = pattern(
    r"[\"']([A-Za-z0-9][A-Za-z0-9._-]{0,100})[ \t]{0,8}(?:\[[^\]\"']{0,200}\])?[ \t]{0,8}(?:[=<>!~@;][^\"']{0,300})?[\"']"
)
_KEY = pattern(r"^[ \t]{0,40}[\"']?([A-Za-z0-9][A-Za-z0-9._-]{0,100})[\"']?[ \t]{0,8}=")
_TABLE = pattern(r"^[ \t]{0,40}\[{1,2}[ \t]{0,8}([^\]]{1,200}?)[ \t]{0,8}\]")
_CALLED = pattern(r"^[ \t]{0,40}([A-Za-z_-]{1,60})[ \t]{0,8}=[ \t]{0,8}\[")


def _requirements(lines: list[str]) -> Named:
    return _each(lines, _REQUIREMENT)


def _pyproject(lines: list[str]) -> Named:
    """Lists of requirements (PEP 621, PEP 735), and Poetry's and Pipenv's tables, whose keys are the packages."""
    section, listed = "", False
    for number, line in enumerate(lines, 1):
        if table := _TABLE.match(line):
            section, listed = table[1], False
            continue
        keyed = (
            re.search(r"(?:^|\.)(?:dependencies|dev-dependencies|packages|dev-packages)$", section) and "project" not in section
        )
        if keyed and (found := _KEY.match(line)):
            yield found[1], number, found.start(1) + 1, found.end(1)
            continue
        if called := _CALLED.match(line):
            names = called[1] == "dependencies" or "dependenc" in section or section.endswith("dependency-groups")
            listed = names or called[1] in ("install_requires", "requires-dev")
        if listed:
            for one in _QUOTED.finditer(line):
                yield one[1], number, one.start(1) + 1, one.end(1)
            if re.search(r"\][ \t]{0,8}(?:#.*)?$", line):
                listed = False


def _setup(lines: list[str]) -> Named:
    """`setup.cfg` has its requirements one on a line below a key, `setup.py` in quotes."""
    inside = False
    for number, line in enumerate(lines, 1):
        if re.match(r"[ \t]{0,40}install_requires[ \t]{0,8}=", line):
            inside = True
        elif inside and line.strip() and not line[0].isspace():
            inside = False
        if inside:
            found = _REQUIREMENT.match(line) if line[:1].isspace() else None
            for one in (found,) if found and found[1] != "install_requires" else _QUOTED.finditer(line):
                yield one[1], number, one.start(1) + 1, one.end(1)
            inside = "]" not in line.partition("=")[2] or ("[" in line and "]" not in line)


def _package_json(lines: list[str]) -> Named:
    """The keys of `dependencies` and `devDependencies`."""
    member = re.compile(r"\"((?:@[\w.-]{1,100}/)?[\w.-]{1,150})\"[ \t]{0,8}:[ \t]{0,8}\"")
    inside = False
    for number, line in enumerate(lines, 1):
        if opened := re.search(r"\"(?:dev|peer|optional)?[dD]ependencies\"[ \t]{0,8}:[ \t]{0,8}\{", line):
            inside = True
            line = " " * opened.end() + line[opened.end() :]
        if inside:
            end = line.find("}")
            for found in member.finditer(line, 0, end if end >= 0 else len(line)):
                yield found[1], number, found.start(1) + 1, found.end(1)
            inside = end < 0


_MAVEN = re.compile(r"<(groupId|artifactId)>[ \t]{0,8}([\w.${}-]{1,150})[ \t]{0,8}</")


def _pom(lines: list[str]) -> Named:
    """`group:artifact`, from the two elements that follow each other."""
    group = ""
    for number, line in enumerate(lines, 1):
        for found in _MAVEN.finditer(line):
            if found[1] == "groupId":
                group = found[2]
            else:
                yield f"{group}:{found[2]}", number, found.start(2) + 1, found.end(2)


def _by(expression: str) -> Callable[[list[str]], Named]:
    wanted = pattern(expression)
    return lambda lines: _each(lines, wanted)


_GO = r"^[ \t]{0,40}(?:require[ \t]{1,8})?([a-z0-9.-]{1,100}\.[a-z]{2,20}/[^\s]{1,200}) v[0-9][^/]{0,100}(?:$|//(?! indirect))"
_GEM = r"^[ \t]{0,40}(?:gem|\w{1,20}\.add_(?:runtime_)?dependency)[ (\t]{1,8}[\"']([\w.-]{1,100})[\"']"
_NUGET = (
    r"<(?:PackageReference|PackageVersion|FrameworkReference|Project)[ \t]{1,8}(?:Include|Sdk)="
    r"\"([\w.]{1,150})(?:/[\d.]{1,20})?\""
)

_READERS: tuple[tuple[str, str, Callable[[list[str]], Named]], ...] = (
    (r"(?:^|/)(?:[\w.-]*requirements[\w.-]*\.(?:txt|in)|requirements/[\w.-]+\.(?:txt|in))$", "python", _requirements),
    (r"(?:^|/)(?:pyproject\.toml|Pipfile)$", "python", _pyproject),
    (r"(?:^|/)setup\.(?:py|cfg)$", "python", _setup),
    (r"(?:^|/)package\.json$", "node", _package_json),
    (r"(?:^|/)go\.mod$", "go", _by(_GO)),
    (r"(?:^|/)(?:Gemfile|[\w.-]+\.gemspec)$", "ruby", _by(_GEM)),
    (r"(?:^|/)composer\.json$", "php", _by(r"\"((?:[\w.-]{1,100}/[\w.-]{1,100})|ext-[\w-]{1,40})\"[ \t]{0,8}:[ \t]{0,8}\"")),
    (r"(?:^|/)pom\.xml$", "java", _pom),
    (r"(?:^|/)[\w.-]*\.gradle(?:\.kts)?$", "java", _by(r"[\"']([\w.-]{1,100}:[\w.-]{1,100})(?::[^\"']{0,100})?[\"']")),
    (r"(?:^|/)libs\.versions\.toml$", "java", _by(r"\bmodule[ \t]{0,8}=[ \t]{0,8}\"([\w.-]{1,100}:[\w.-]{1,100})\"")),
    (r"(?:^|/)[\w.-]+\.(?:cs|fs|vb)proj$|(?:^|/)(?:Directory\.Packages|Directory\.Build)\.props$", "dotnet",
     _by(_NUGET)),
    (r"(?:^|/)Cargo\.toml$", "rust", _pyproject),
    (r"(?:^|/)mix\.exs$", "elixir", _by(r"\{[ \t]{0,8}:([a-z0-9_]{1,80})[ \t]{0,8},")),
)  # fmt: skip
_ANY = "|".join(names for names, _, _ in _READERS)
