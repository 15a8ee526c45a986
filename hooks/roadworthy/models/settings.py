"""The configuration, `.roadworthy.yaml`: read into `Settings`, with every mistake in it named and placed.

`schema/roadworthy.schema.json` says the same for editors; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.globs import glob_fault, matcher
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..core.rule import SEVERITIES
from ..core.suggest import nearest
from ..parsing.yaml import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from collections.abc import Mapping as Dict
    from typing import Any

    from ..core.excerpt import Place
    from ..core.repository import Repository
    from ..core.rule import Severity
    from ..parsing.yaml import Tree

PATH = ".roadworthy.yaml"
STAGES = (
    "validate", "test", "security-scan", "build", "package", "deploy", "deploy-staging", "smoke-test", "deploy-production",
    "health-check",
)  # fmt: skip
ENVIRONMENTS = ("development", "staging", "production")
_DATE = pattern(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_ITEM = pattern(r"[0-9]+(\.[0-9]+){0,2}")


class SettingError(NamedTuple):
    """A mistake in the configuration."""

    place: Place
    message: str


class Disabled(NamedTuple):
    """A rule that is not run: nowhere with no `paths`, else not on files that match one of these patterns."""

    code: str
    paths: tuple[str, ...]
    place: Place


class Attestation(NamedTuple):
    """A person's answer for a checklist item. `date` and `expires` are ISO dates."""

    item: str
    statement: str
    evidence: str
    owner: str
    date: str
    expires: str
    place: Place


class Runbook(NamedTuple):
    """What the rollback runbook needs and no file tells."""

    channel: str = ""
    health_url: str = ""
    owner: str = ""


class Settings(NamedTuple):
    """What `.roadworthy.yaml` says; without one, the defaults. Rules are named by code, whatever was written.

    `environments` maps development, staging and production to the names given; `stages` maps a command's first words, or
    an action, to one of `STAGES`; `attest` maps a checklist item to its answer.
    """

    exclude: tuple[str, ...] = ()
    disable: tuple[Disabled, ...] = ()
    severity: Dict[str, Severity] = {}
    environments: Dict[str, tuple[str, ...]] = {}
    stages: Dict[str, str] = {}
    runbook: Runbook = Runbook()
    attest: Dict[str, Attestation] = {}

    def excluded(self) -> Callable[[str], bool]:
        """Whether a path is excluded."""
        return matcher(self.exclude)

    def disabled(self, code: str) -> Callable[[str], bool] | None:
        """Whether the rule is off for a path; None for a rule that is on everywhere."""
        patterns: list[str] = []
        for entry in self.disable:
            if entry.code == code:
                if not entry.paths:
                    return lambda _: True
                patterns.extend(entry.paths)
        return matcher(patterns) if patterns else None


def read(source: Source, rules: Dict[str, str], items: Collection[str] = ()) -> tuple[Settings, tuple[SettingError, ...]]:
    """The settings, and what is wrong with them in the order of the file. What is wrong is left out of the settings.

    `rules` maps the code of every rule to its name; `items` are the checklist's ids (none given: any is accepted).
    """
    documents = parse(source)
    reader = _Reader(rules, items)
    for problem in documents.problems:
        reader.errors.append(SettingError(problem.place, problem.why))
    settings = Settings()
    if documents.root is not None:
        for other in documents.roots[1:]:
            reader.fault(other, "a second document is not read: keep everything in one")
        parts = reader.parts(documents.root, "the configuration", tuple(_PARTS))
        values = {name: value for name in parts if (value := _PARTS[name](reader, parts[name])) is not None}
        settings = Settings()._replace(**values)
    return settings, tuple(sorted(reader.errors, key=lambda error: error.place[:3]))


def settings(repo: Repository) -> Settings:
    """A fact: what the repository's owners decided, for models that ask. Rule names are not resolved and mistakes are not told
    here: the examination does both."""
    source = repo.source(PATH) if repo.exists(PATH) else None
    return read(source, {})[0] if isinstance(source, Source) else Settings()


class _Reader:
    """Collects errors while the parts are read."""

    def __init__(self, rules: Dict[str, str], items: Collection[str]) -> None:
        self.errors: list[SettingError] = []
        self.items = items
        self.names = {name: code for code, name in rules.items()}
        self.codes = rules

    def fault(self, node: Tree, message: str) -> None:
        self.errors.append(SettingError(node.place, message))

    def parts(self, node: Tree, what: str, known: Collection[str] | None) -> dict[str, Tree]:
        """The values of a mapping by key; with `known`, no other key is accepted. A null is an empty mapping."""
        if isinstance(node, Scalar) and node.is_null:
            return {}
        if not isinstance(node, Mapping):
            self.fault(node, f"{what} has to be a mapping, `key: value`, not {_kind(node)}")
            return {}
        for _, again in node.duplicates():
            self.fault(again, f"`{again.text}` stands here twice; only this one would count")
        found: dict[str, Tree] = {}
        for key, _ in node.entries:
            if not isinstance(key, Scalar):
                self.fault(key, f"a key of {what} has to be a plain word")
        for key, value in node.pairs():
            if known is None or key.text in known:
                found[key.text] = value
            else:
                self.fault(key, f"unknown key `{key.text}` in {what}" + _hint(key.text, known))
        return found

    def entries(self, node: Tree, what: str) -> Iterator[Tree]:
        """The items of a list. A null is an empty list."""
        if isinstance(node, Sequence):
            yield from node.items
        elif not (isinstance(node, Scalar) and node.is_null):
            self.fault(node, f"{what} has to be a list, not {_kind(node)}")

    def text(self, node: Tree, what: str) -> str:
        """The text of a scalar that says something; empty, and a fault, for all else."""
        if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
            self.fault(node, f"{what} has to be a text, not {_kind(node)}")
            return ""
        return node.text

    def choice(self, node: Tree, what: str, known: Collection[str]) -> str:
        text = self.text(node, what)
        if text and text not in known:
            self.fault(node, f"{what} cannot be `{text}`" + (_hint(text, known) or ": it is one of " + ", ".join(known)))
            return ""
        return text

    def rule(self, node: Tree) -> str:
        """The code of the rule that a code or name stands for."""
        text = self.text(node, "a rule")
        if text in self.codes:
            return text
        if text in self.names:
            return self.names[text]
        if text:
            self.fault(node, f"there is no rule `{text}`" + _hint(text, [*self.codes, *self.names]))
        return ""

    def glob(self, node: Tree) -> str:
        text = self.text(node, "a pattern")
        if text and (fault := glob_fault(text)):
            self.fault(node, fault)
            return ""
        return text

    def date(self, node: Tree, what: str) -> str:
        text = self.text(node, what)
        if text and not _DATE.fullmatch(text):
            self.fault(node, f"{what} has to be a date such as 2027-01-31, not `{text}`")
            return ""
        return text


def _exclude(reader: _Reader, node: Tree) -> tuple[str, ...]:
    return tuple(glob for item in reader.entries(node, "`exclude`") if (glob := reader.glob(item)))


def _disable(reader: _Reader, node: Tree) -> tuple[Disabled, ...]:
    found = []
    for item in reader.entries(node, "`disable`"):
        if isinstance(item, Mapping):
            parts = reader.parts(item, "an entry of `disable`", ("rule", "paths"))
            for name in ("rule", "paths"):
                if name not in item:
                    reader.fault(item, f"this entry of `disable` has no `{name}`")
            code = reader.rule(parts["rule"]) if "rule" in parts else ""
            paths: tuple[str, ...] = ()
            if "paths" in parts:
                paths = tuple(glob for path in reader.entries(parts["paths"], "`paths`") if (glob := reader.glob(path)))
                if isinstance(parts["paths"], Sequence) and not parts["paths"].items:
                    reader.fault(parts["paths"], "`paths` is empty: to turn the rule off everywhere, list the rule alone")
                elif isinstance(parts["paths"], Scalar) and parts["paths"].is_null:
                    reader.fault(parts["paths"], "`paths` has to be a list, not nothing")
            if code and paths:
                found.append(Disabled(code, paths, item.place))
        elif code := reader.rule(item):
            found.append(Disabled(code, (), item.place))
    return tuple(found)


def _severity(reader: _Reader, node: Tree) -> dict[str, str]:
    found = {}
    for name, value in reader.parts(node, "`severity`", None).items():
        key = node.key(name) if isinstance(node, Mapping) else None
        code = reader.rule(key) if key else ""
        level = reader.choice(value, f"the severity of `{name}`", SEVERITIES)
        if code and level:
            found[code] = level
    return found


def _environments(reader: _Reader, node: Tree) -> dict[str, tuple[str, ...]]:
    return {
        kind: tuple(text for name in reader.entries(value, f"`{kind}`") if (text := reader.text(name, "an environment's name")))
        for kind, value in reader.parts(node, "`environments`", ENVIRONMENTS).items()
    }


def _stages(reader: _Reader, node: Tree) -> dict[str, str]:
    found = {}
    for command, value in reader.parts(node, "`stages`", None).items():
        if not command.strip():
            reader.fault(value, "a command or an action has to stand before the `:`")
        elif stage := reader.choice(value, f"the stage of `{command}`", STAGES):
            found[command] = stage
    return found


def _runbook(reader: _Reader, node: Tree) -> Runbook:
    values = {name: reader.text(value, f"`{name}`") for name, value in reader.parts(node, "`runbook`", Runbook._fields).items()}
    url = values.get("health_url", "")
    if url and not url.startswith(("http://", "https://")) and isinstance(node, Mapping):
        reader.fault(node["health_url"], "`health_url` has to start with https:// or http://")
        values["health_url"] = ""
    return Runbook(**values)


def _attest(reader: _Reader, node: Tree) -> dict[str, Attestation]:
    fields = Attestation._fields[1:-1]
    found = {}
    for item, value in reader.parts(node, "`attest`", None).items():
        key = node.key(item) if isinstance(node, Mapping) else None
        known = item in reader.items if reader.items else bool(_ITEM.fullmatch(item))
        if key and not known:
            hint = _hint(item, reader.items) if reader.items else ""
            reader.fault(key, f"the checklist has no item `{item}`" + hint)
            continue
        if not isinstance(value, Mapping):
            reader.fault(value, f"the answer for `{item}` needs " + ", ".join(fields))
            continue
        parts = reader.parts(value, f"the answer for `{item}`", fields)
        for name in fields:
            if name not in parts:
                reader.fault(key or value, f"the answer for `{item}` has no `{name}`")
        texts = {
            name: reader.date(part, f"`{name}`") if name in ("date", "expires") else reader.text(part, f"`{name}`")
            for name, part in parts.items()
        }
        if all(texts.get(name) for name in fields):
            found[item] = Attestation(item=item, place=(key or value).place, **texts)
    return found


_PARTS: Dict[str, Callable[[_Reader, Tree], Any]] = {
    "exclude": _exclude,
    "disable": _disable,
    "severity": _severity,
    "environments": _environments,
    "stages": _stages,
    "runbook": _runbook,
    "attest": _attest,
}


def _hint(word: str, known: Collection[str]) -> str:
    meant = nearest(word, known)
    return f": did you mean `{meant}`?" if meant else ""


def _kind(node: Tree) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    return "nothing" if node.is_null or not node.text.strip() else f"`{node.text[:60]}`"
