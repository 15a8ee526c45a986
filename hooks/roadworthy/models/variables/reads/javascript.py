"""JavaScript's and TypeScript's reads: `process.env`, `import.meta.env`, Deno, Bun, SvelteKit's modules. Schemas stand in
`javascript_schemas`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import above, below, enclosing, field, language_of, parse
from ....tables.known_variables import INJECTED, INJECTED_IN_PROCESS
from .flow import Flow
from .found import Found, is_name, is_upper, settled
from .javascript_lists import all_needed, listed
from .javascript_schemas import Schemas
from .literals import fallback, literal
from .nodes import arguments
from .wrappers import Wrapper, calls, named, wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_ENVIRONMENTS = pattern(r"\b(?:(?:process|Bun)\??\.env|import\.meta\.env|Deno\.env)\b")
_READ = pattern(r"\b(?:process\??|import\.meta|Deno|Bun)\.env\b")
_IMPORTED = pattern(r"\benv\b[^;\n]{0,200}?\bfrom\s*[\"'](?:node:process|process|\$env/dynamic/(?:private|public))[\"']")
_STATIC = pattern(r"\bfrom\s*[\"']\$env/static/(?:private|public)[\"']")
_SERVICE = pattern(r"\b\w*onfigService\??\.\s*(?P<method>get|getOrThrow)\b")
_MOST_LISTED = 300  # names that come out of lists
_WRAPPING = frozenset({"parenthesized_expression", "as_expression", "non_null_expression", "satisfies_expression"})

# Ways to tell TypeScript that the value is there, which change nothing when it is not.
_TAKEN_FOR_GRANTED = {"non_null_expression": "!", "as_expression": " as string"}


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    return reads_as(excerpt, language_of(excerpt.path) or "javascript")


def reads_as(excerpt: Excerpt, language: str) -> tuple[Found, ...] | Unreadable:
    """The same for a text whose path does not tell the language."""
    code = parse(excerpt, language)
    if isinstance(code, Unreadable):
        return code
    found = _Reads(code)
    return settled(list(found.all()), found.flow.assumed, found.flow.tested)


class _Reads:
    def __init__(self, code: Code) -> None:
        self.code = code
        self.flow = Flow(code, _READ)
        self.schemas = Schemas(code)
        self.aliases: dict[str, str] = {}  # what the environment is called here, and how a person names it
        self.wrappers: list[Wrapper] = []
        self.listed = 0

    def all(self) -> Iterator[Found]:
        text = self.code.excerpt.text
        for match in _ENVIRONMENTS.finditer(text):
            yield from self.environment(match.start(), match.end(), match.group().replace("?", ""))
        if _IMPORTED.search(text):
            self.aliases["env"] = "env"
        for name, how in self.aliases.items():
            for match in re.finditer(rf"(?<![\w$.]){re.escape(name)}(?=\??\.\w|\[[\"'])", text):
                yield from self.environment(match.start(), match.end(), how)
        if "$env/static" in text:
            yield from self.static()
        if "onfigService" in text:
            yield from self.service()
        yield from self.schemas.whole()
        yield from calls(self.code, self.wrappers)
        yield from named(self.code, self.flow, self.wrappers)

    def environment(self, start: int, end: int, how: str) -> Iterator[Found]:
        """The reads at one mention of the environment."""
        code = self.code
        node = code.at(start, end)
        if node is None or code.span(node) != (start, end) or node.type not in ("member_expression", "identifier"):
            return
        outer = node.parent
        while outer is not None and outer.type in _WRAPPING:
            node, outer = outer, outer.parent
        if outer is None:
            return
        text = code.text
        if outer.type == "member_expression" and field(outer, "object") == node:
            member = text(field(outer, "property"))
            if how == "Deno.env" or (how == "env" and member == "get"):
                if member in ("get", "has") and outer.parent and outer.parent.type == "call_expression":
                    given = arguments(outer.parent)
                    yield from self.read(outer.parent, given[0] if given else None, f"Deno.env.{member}(…)")
                return
            if (member in INJECTED and "meta" in how) or (member in INJECTED_IN_PROCESS and how == "process.env"):
                return
            yield from self.found(outer, member, f"{how}.{'X'}")
        elif outer.type == "subscript_expression" and field(outer, "object") == node:
            yield from self.read(outer, field(outer, "index"), f"{how}[…]")
        elif outer.type == "variable_declarator" and field(outer, "value") == node:
            pattern_ = field(outer, "name")
            if pattern_ and pattern_.type == "object_pattern":
                yield from self.destructured(pattern_, how)
            elif pattern_ and pattern_.type == "identifier" and how not in self.aliases.values():
                self.aliases[text(pattern_)] = how
        elif outer.type == "binary_expression" and text(field(outer, "operator")) == "in":
            key = literal(text(field(outer, "left")))
            if key and is_name(key):
                yield Found(key, code.place(outer), "optional", None, f"in {how}")
        else:
            self.schemas.given(node)

    def read(self, node: Node, key: Node | None, how: str) -> Iterator[Found]:
        """A read with a name in brackets."""
        if key is None:
            return
        name = literal(self.code.text(key))
        if name is not None:
            yield from self.found(node, name, how)
        elif key.type == "identifier":
            constant = self.schemas.value_of(self.code.text(key))
            name = literal(self.code.text(constant)) if constant else None
            if name is not None and is_upper(name):
                yield from self.found(node, name, how)
            names = listed(self.code, self.schemas, node, key) if self.listed < _MOST_LISTED else []
            self.listed += len(names)
            for name in names:
                for found in self.found(node, name, how):
                    yield found._replace(need="required") if all_needed(self.code, node) else found
            made = wrapper(self.code, self.flow, node, key)
            if made:
                self.wrappers.append(made)

    def found(self, node: Node, name: str, how: str) -> Iterator[Found]:
        """The read that `node` is, unless it is written to."""
        if not is_name(name) or not (name.isupper() or name.islower()):  # a bundler puts `process.env.cloudUrl` in
            return
        outer = node.parent
        kind = outer.type if outer else ""
        text = self.code.text
        if outer and kind in ("assignment_expression", "augmented_assignment_expression") and field(outer, "left") == node:
            if text(field(outer, "operator")) in ("||=", "??="):
                need, default = fallback(text(field(outer, "right")))
                yield Found(name, self.code.place(node), need, default, how)
            return
        if outer and kind == "unary_expression" and text(outer).startswith("delete"):
            return
        need, default = self.flow.need(node, name)
        if need == "optional":
            need, default = self.schemas.mapped(node) or (need, default)
        if need == "required" and self.flow.is_switched(node):
            need = "optional"
        if need == "required":
            how += _TAKEN_FOR_GRANTED.get(kind, "")
        yield Found(name, self.code.place(node), need, default, how)

    def destructured(self, names: Node, how: str) -> Iterator[Found]:
        """`const { A, B = "b", C: c } = process.env`."""
        text = self.code.text
        for one in names.named_children:
            key, given = one, None
            if one.type == "pair_pattern":
                key, value = field(one, "key") or one, field(one, "value")
                given = field(value, "right") if value and value.type == "assignment_pattern" else None
            elif one.type == "object_assignment_pattern":
                key, given = field(one, "left") or one, field(one, "right")
            elif one.type != "shorthand_property_identifier_pattern":
                continue
            name = text(key).strip("\"'")
            if is_name(name) and name not in INJECTED:
                need, default = ("optional", None) if given is None else fallback(text(given))
                if given is None:
                    bound = text(field(one, "value")) if one.type == "pair_pattern" else name
                    declaration = next(iter(above(one)), None)
                    guarded = self.flow.guard(declaration, [bound]) if declaration else None
                    need, default = guarded or (need, default)
                yield Found(name, self.code.place(one), need, default, f"{{ X }} = {how}")

    def static(self) -> Iterator[Found]:
        """SvelteKit's `import { X } from "$env/static/private"`: the build fails without it."""
        for match in _STATIC.finditer(self.code.excerpt.text):
            node = self.code.at(match.end() - 2, match.end() - 1)
            statement = enclosing(node, {"import_statement"}, 5) if node else None
            for one in below(statement, {"import_specifier"}) if statement else ():
                name = self.code.text(field(one, "name"))
                if is_name(name):
                    yield Found(name, self.code.place(one), "required", None, "$env/static")

    def service(self) -> Iterator[Found]:
        """NestJS's `configService.get("X")`; a key such as `database.host` is none."""
        for match in _SERVICE.finditer(self.code.excerpt.text):
            node = self.code.at(match.start("method"), match.end("method"))
            call = enclosing(node, {"call_expression"}, 2) if node else None
            given = arguments(call) if call else []
            name = literal(self.code.text(given[0])) if given else None
            if call is None or name is None or not is_upper(name):
                continue
            need: Need = "required" if match["method"] == "getOrThrow" else "optional"
            default: str | None = None
            if len(given) > 1 and given[1].type != "object":
                need, default = fallback(self.code.text(given[1]))
            if need == "optional":
                need, default = self.flow.need(call, name)
            yield Found(name, self.code.place(call), need, default, f"configService.{match['method']}(…)")
