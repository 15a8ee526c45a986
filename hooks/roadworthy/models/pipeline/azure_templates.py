"""Azure Pipelines: templates of the repository, their parameters, and the lists that `${{ if }}` and `${{ each }}` make.

https://learn.microsoft.com/azure/devops/pipelines/process/templates and .../process/template-expressions
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from .azure_conditions import cases
from .conditions import ALWAYS, MAYBE, NEVER, all_of, negated
from .types import Opaque
from .yaml_parts import mappings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Map

    from ...core.excerpt import Excerpt, Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .conditions import Cases

DEEPEST = 12  # templates in templates, lists in lists
MOST_ITEMS = 40_000  # of all lists together
_EXPRESSION = pattern(r"\$\{\{\s{0,9}([^{}]{1,500}?)\s{0,9}\}\}")
_MACRO = pattern(r"\$\(([A-Za-z_][\w.]{0,100})\)")
_CONTROL = pattern(r"\$\{\{\s{0,9}(if|elseif|else|each|insert)\b\s{0,9}([^{}]{0,500}?)\s{0,9}\}\}")
_EACH = pattern(r"([A-Za-z_]\w{0,60})\s{1,9}in\s{1,9}([\w.]{1,120})")


class Making(NamedTuple):
    """What is collected while a pipeline is read. `looked_at` holds how many items of lists were looked at."""

    repo: Repository
    files: dict[str, Place]
    opaque: list[Opaque]
    broken: list[Unreadable]
    looked_at: list[int]


class Scope(NamedTuple):
    """What names mean where something stands: `values` of parameters and of what `each` goes through, `variables` by their
    name in lower case. `path` is the file, `paths` are those that led here; `cases` is what templates ask for."""

    path: str
    values: Map[str, Tree] = {}
    variables: Map[str, str] = {}
    via: tuple[Place, ...] = ()
    paths: tuple[str, ...] = ()
    cases: Cases = ALWAYS
    depth: int = 0

    def value(self, name: str) -> Tree | None:
        """What a template expression names: `parameters.env`, `one.name` in an `each`; None where that is not known."""
        head, _, rest = name.partition(".")
        if head == "parameters" and rest:
            head, _, rest = rest.partition(".")
            head = f"parameters.{head}"
        node: Tree | None = self.values.get(head)
        for part in rest.split(".") if rest else ():
            node = node.get(part) if isinstance(node, Mapping) else None
        return node

    def text_of(self, name: str) -> str | None:
        """The value where it is a plain text."""
        if name.startswith("variables."):
            return self.variables.get(name[10:].lower())
        node = self.value(name)
        return node.text if isinstance(node, Scalar) and "${{" not in node.text else None

    def filled(self, text: str) -> str:
        """A text with what is known of its expressions and macros put in."""
        if "${{" in text:
            text = _EXPRESSION.sub(lambda match: known if (known := self.text_of(match[1])) is not None else match[0], text)
        if "$(" in text:
            text = _MACRO.sub(lambda match: self.variables.get(match[1].lower(), match[0]), text)
        return text

    def settled(self, text: str) -> str:
        """A condition with the variables that the file sets put in."""

        def known(match: re.Match[str]) -> str:
            value = self.variables.get(match[1].lower())
            return f"'{value}'" if value is not None and not set("$'").intersection(value) else match[0]

        return self.filled(re.sub(r"variables\[\s{0,3}'([\w.]{1,100})'\s{0,3}\]", known, text[:5_000]))

    def edited(self, text: Excerpt) -> Excerpt:
        """A script as the agent gives it to the shell. A macro `$(Build.BuildId)` would be taken for a command: one that is
        not known becomes an expression. In lower case, without a dot and unknown, `$(pwd)`, it is the shell's."""
        edits: list[tuple[int, int, str]] = []
        for match in _EXPRESSION.finditer(text.text) if "${{" in text.text else ():
            known = self.text_of(match[1])
            if known is not None:
                edits.append((match.start(), match.end(), known))
        for match in _MACRO.finditer(text.text) if "$(" in text.text else ():
            name = match[1]
            known = self.variables.get(name.lower())
            if known is not None and "$" not in known and "\n" not in known:
                edits.append((match.start(), match.end(), known))
            elif known is not None or "." in name or not name.islower():
                edits.append((match.start(), match.end(), f"${{{{ {name} }}}}"))
        return text.splice(sorted(edits)) if edits else text

    def asked(self, text: str) -> Cases:
        """What the condition of a template means, with what is known put in."""

        def known(match: re.Match[str]) -> str:
            value = self.text_of(match[0])
            return f"'{value}'" if value is not None and "'" not in value else match[0]

        return cases(re.sub(r"\b(?:parameters|variables)\.[A-Za-z_][\w.]{0,100}", known, text[:1_000]))


def entries(making: Making, node: Tree | None, scope: Scope) -> Iterator[tuple[Tree, Scope]]:
    """The items of a list, with those that template expressions put there, each with the scope it stands in."""
    if node is None or scope.depth > DEEPEST:
        return
    if isinstance(node, Scalar):
        match = _EXPRESSION.fullmatch(node.text.strip())
        value = scope.value(match[1]) if match else None
        if value is not None and not isinstance(value, Scalar):
            yield from entries(making, value, scope._replace(depth=scope.depth + 1))
        elif match:
            making.opaque.append(Opaque("expression", node.text, node.place, "is only known when it runs"))
        return
    before: Cases = ALWAYS  # what the branches of an `if` have left over
    for item in node.items if isinstance(node, Sequence) else ():
        making.looked_at[0] += 1
        if making.looked_at[0] > MOST_ITEMS:
            return
        pairs = list(item.pairs()) if isinstance(item, Mapping) else []
        control = _CONTROL.fullmatch(pairs[0][0].text.strip()) if len(pairs) == 1 else None
        if control is not None:
            value = pairs[0][1]
            word, asked = control[1], control[2]
            if word == "each":
                yield from _each(making, asked, value, scope)
                continue
            here = scope.asked(asked) if word in ("if", "elseif") else ALWAYS
            if word == "if":
                before = ALWAYS
            found = all_of((before, here))
            before = all_of((before, negated(here))) if here != MAYBE else MAYBE
            if found != NEVER:
                inner = scope._replace(cases=all_of((scope.cases, found)), depth=scope.depth + 1)
                yield from entries(making, value, inner)
        elif isinstance(item, Scalar) and _EXPRESSION.fullmatch(item.text.strip()):
            value_of = scope.value(item.text.strip()[3:-2].strip())
            if isinstance(value_of, Mapping):
                yield value_of, scope
            else:
                yield from entries(making, item, scope)
        else:
            yield item, scope


def _each(making: Making, asked: str, value: Tree, scope: Scope) -> Iterator[tuple[Tree, Scope]]:
    match = _EACH.fullmatch(asked)
    listed = scope.value(match[2]) if match else None
    if match and isinstance(listed, Sequence):
        for one in listed.items[:500]:
            inner = scope._replace(values={**scope.values, match[1]: one}, depth=scope.depth + 1)
            yield from entries(making, value, inner)
    else:
        inner = scope._replace(cases=all_of((scope.cases, MAYBE)), depth=scope.depth + 1)
        yield from entries(making, value, inner)


def looked(body: Mapping, name: str) -> Tree | None:
    """A keyword of a mapping, also one that a template expression puts in."""
    found = body.get(name)
    if found is None:
        for key, value in body.pairs():
            if key.text.startswith("${{") and isinstance(value, Mapping) and (found := value.get(name)) is not None:
                break
    return found


def template(making: Making, reference: Scalar, given: Tree | None, scope: Scope) -> tuple[Mapping, Scope] | None:
    """The template that is named, with the scope inside it; None, and told, where it is elsewhere or cannot be read."""
    name, at, repository = scope.filled(reference.text).partition("@")
    why = ""
    folder = "" if name.startswith("/") else posixpath.dirname(scope.path)
    path = posixpath.normpath(posixpath.join(folder, name.lstrip("/"))) if name else ""
    if at and repository != "self":
        why = "what a template elsewhere does is not in this repository"
    elif "$" in name:
        why = "which template it is shows only when it runs"
    elif path.startswith("..") or not making.repo.exists(path):
        why = "is not in this repository"
    elif path in scope.paths or len(scope.paths) >= DEEPEST:
        why = "includes itself, in a circle"
    tree = None if why else making.repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        making.broken.append(Unreadable(reference.place, f"`{reference.text}` {tree.why}"))
        tree, why = None, "cannot be read"
    root = tree.root if tree else None
    if tree is None or not isinstance(root, Mapping):
        making.opaque.append(Opaque("template", reference.text, reference.place, why or "is no template"))
        return None
    making.broken.extend(tree.problems)
    making.files.setdefault(path, reference.place)
    values: dict[str, Tree] = dict(declared(root))
    for key, value in given.pairs() if isinstance(given, Mapping) else ():
        match = _EXPRESSION.fullmatch(value.text.strip()) if isinstance(value, Scalar) else None
        passed = scope.value(match[1]) if match else value
        if passed is not None:
            values[f"parameters.{key.text}"] = passed
        else:
            values.pop(f"parameters.{key.text}", None)
    return root, Scope(
        path, values, scope.variables, (*scope.via, reference.place), (*scope.paths, path), scope.cases, scope.depth + 1
    )


def declared(root: Mapping) -> Iterator[tuple[str, Tree]]:
    """The parameters of a file with their defaults: a list of them, or a mapping as it was before."""
    node = root.get("parameters")
    if isinstance(node, Mapping):
        for key, value in node.pairs():
            yield f"parameters.{key.text}", value
    for one in mappings(node) if isinstance(node, Sequence) else ():
        name, default = one.text("name"), one.get("default")
        if name and default is not None:
            yield f"parameters.{name}", default


def variables_of(making: Making, node: Tree | None, scope: Scope) -> tuple[Scope, tuple[Scalar, ...]]:
    """The scope with these variables, and the groups that are named: sets of variables kept in the project's settings."""
    found = dict(scope.variables)
    groups: list[Scalar] = []
    for key, value in node.pairs() if isinstance(node, Mapping) else ():
        if isinstance(value, Scalar) and not key.text.startswith("${{"):
            found[key.text.lower()] = scope.filled(value.text)
    for item, inside in entries(making, node, scope) if isinstance(node, Sequence) else ():
        if not isinstance(item, Mapping):
            continue
        name, given, group, reference = item.text("name"), item.get("value"), item.get("group"), item.get("template")
        if name and isinstance(given, Scalar):
            if inside.cases == scope.cases:
                found[name.lower()] = inside.filled(given.text)
            else:
                found.pop(name.lower(), None)
        elif isinstance(group, Scalar):
            groups.append(group)
        elif isinstance(reference, Scalar) and (made := template(making, reference, item.get("parameters"), inside)):
            root, inner = made
            more, named = variables_of(making, root.get("variables"), inner._replace(variables=found))
            found = dict(more.variables)
            groups.extend(named)
    return scope._replace(variables=found), tuple(groups)
