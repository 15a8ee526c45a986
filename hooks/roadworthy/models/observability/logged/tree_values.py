"""The expressions of tree-sitter's grammars as what they show: `shown` of nodes in nine languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....parsing.code import field
from ...variables.reads.nodes import ARGUMENTS, BINARIES, CALLS, MEMBERS, TERNARIES
from .shown import DEEPEST, MOST_PARTS, NOTHING, Shown

if TYPE_CHECKING:
    from tree_sitter import Node

    from ....parsing.code import Code

_NAMES = frozenset(
    "identifier variable_name constant shorthand_property_identifier simple_identifier instance_variable class_variable"
    " global_variable relative_scope".split()
)
_TEXTS = frozenset(
    "string template_string string_literal interpreted_string_literal raw_string_literal encapsed_string heredoc heredoc_body"
    " verbatim_string_literal interpolated_string_expression line_string_literal multiline_string_literal raw_string nowdoc"
    " character_literal string_array simple_symbol delimited_symbol hash_key_symbol rune_literal charlist regex"
    " regex_literal".split()
)
_INSIDE = frozenset("interpolation template_substitution interpolated_expression interpolated_identifier".split())
_PLAIN = frozenset(
    "string_content string_fragment quoted_content escape_sequence interpreted_string_literal_content interpolation_start"
    " interpolation_quote string_start string_end heredoc_content interpolation_brace interpolation_format_clause"
    " interpolation_alignment_clause raw_string_literal_content string_literal_content heredoc_end heredoc_start"
    " regex_pattern regex_flags".split()
)
_PASSING = frozenset(
    "parenthesized_expression parenthesized_statements await_expression as_expression satisfies_expression non_null_expression"
    " cast_expression argument value_argument spread_element splat_argument expression_list literal_element call_suffix"
    " type_cast_expression as reference_expression block_body then body statements begin arguments argument_list"
    " annotated_lambda block_argument variadic_unpacking by_ref checked_expression await implicit_type".split()
)
_BLOCKS = frozenset(
    "block do_block lambda_literal anonymous_function arrow_function lambda_expression stab_clause lambda".split()
)
_LISTS = frozenset(
    "array array_creation_expression collection_literal list tuple sequence_expression initializer_expression"
    " implicit_array_creation_expression array_initializer collection_expression".split()
)
_MAPS = frozenset(
    "object hash map literal_value anonymous_object_creation_expression keywords bare_hash map_content"
    " composite_literal".split()
)
_PAIRS = frozenset("pair keyed_element array_element_initializer named_argument binary_operator hash_splat_argument".split())
_INDEXES = frozenset(
    "subscript_expression element_reference index_expression array_access element_access_expression access_call"
    " conditional_element_access indexing_expression".split()
)
_MEMBERS = (MEMBERS - _INDEXES - CALLS) | {
    "dot",
    "scope_resolution",
    "class_constant_access_expression",
    "nullsafe_member_access_expression",
    "scoped_property_access_expression",
    "qualified_name",
    "scoped_identifier",
}
_SHOWN_OPERATORS = frozenset(("+", ".", "<>", "++", "%", "<<"))
_CHOICES = frozenset(("||", "??", "?:", "or"))
_KEPT_UNARY = frozenset(("&", "*", "!!", "..."))

# Calls that give a log one value with its key.
_FIELDS = {
    "go": frozenset(("String", "Any", "Stringer", "ByteString", "Reflect", "Group")),
    "java": frozenset(("kv", "keyValue", "value", "v")),
    "kotlin": frozenset(("kv", "keyValue", "value", "v")),
}


class Values:
    """Makes `Shown` of nodes of one file."""

    def __init__(self, code: Code) -> None:
        self.code = code

    def arguments(self, call: Node) -> list[Shown]:
        """What a log call is given, a block that gives the message with it."""
        if call.type in ("binary", "assignment"):
            return [self.shown(field(call, "right"), 0)]
        found: list[Shown] = []
        for held in call.named_children:
            if held.type in ARGUMENTS or held.type in ("call_suffix", "annotated_lambda", "block", "do_block", "arguments"):
                found += self._listed(held, 0)
        return found

    def given(self, declaration: Node, name: str) -> Shown | None:
        """What a declaration or assignment gives to a name; None where it is given nothing."""
        kind = declaration.type
        left = field(declaration, "left") or field(declaration, "name") or field(declaration, "pattern")
        right = field(declaration, "right") or field(declaration, "value")
        if right is None and kind in ("variable_declarator", "property_declaration", "variable_declaration"):
            last = declaration.named_child(declaration.named_child_count - 1)
            right = last if last is not None and declaration.named_child_count > 1 else None
            if right is not None and right.type == "equals_value_clause":
                right = right.named_child(0)
        if right is None or (left is None and kind not in ("property_declaration", "variable_declarator")):
            return None
        if right.type == "expression_list" and right.named_child_count == 1:
            right = right.named_child(0) or right
        names = [part.strip() for part in self.code.text(left, 200).split(",")] if left is not None else [name]
        if left is not None and left.type in ("object_pattern", "array_pattern"):
            return None
        if len(names) > 1:
            if right.type == "expression_list" and names.index(name) < right.named_child_count if name in names else False:
                return self.shown(right.named_child(names.index(name)), 1)
            if names and name != names[0]:  # Go's `value, err :=`: the others are yes or no, or an error
                return None
        return self.shown(right, 1)

    def shown(self, node: Node | None, deep: int) -> Shown:
        """What the node shows when it is written out."""
        if node is None or deep > DEEPEST:
            return NOTHING
        kind, text = node.type, self.code.text
        if kind in _NAMES:
            return Shown("name", text(node, 120).lstrip("$@"), (), self.code.place(node))
        if kind in _TEXTS:
            return self._text(node, deep)
        if kind in ("integer", "number", "int_literal", "decimal_integer_literal", "true", "false", "nil", "null"):
            return NOTHING
        if kind in _PASSING:
            return self._last(node, deep)
        if kind in BINARIES:
            return self._binary(node, deep)
        if kind in TERNARIES:
            parts = tuple(self.shown(one, deep + 1) for one in self._branches(node))
            return Shown("choice", "", parts, self.code.place(node))
        if kind in _INDEXES:
            return self._index(node, deep)
        if kind in CALLS and kind != "new_expression":
            return self._call(node, deep)
        if kind in _MEMBERS:
            return self._member(node, deep)
        if kind in _MAPS or kind in _LISTS:
            return self._gathered(node, deep)
        if kind in _PAIRS:
            return self._pair(node, deep)
        if kind in _BLOCKS:
            return self._block(node, deep)
        if kind in ("unary_expression", "unary"):
            mark = text(node, 3)
            return self._last(node, deep) if mark[:1] in "&*" or text(node).endswith("!!") else NOTHING
        if kind in ("assignment_expression", "assignment"):
            return self.shown(field(node, "right"), deep + 1)
        return NOTHING

    def _listed(self, node: Node, deep: int) -> list[Shown]:
        return [self.shown(one, deep + 1) for one in node.named_children[:MOST_PARTS] if "comment" not in one.type]

    def _last(self, node: Node, deep: int) -> Shown:
        """The value of what only wraps another one."""
        children = [one for one in node.named_children if "comment" not in one.type]
        if not children:
            return NOTHING
        if node.type in ("as_expression", "satisfies_expression", "as"):
            return self.shown(children[0], deep + 1)
        if node.type == "value_argument" and len(children) > 1:  # Kotlin's `name = value`
            return Shown("pair", self.code.text(children[0], 120), (self.shown(children[-1], deep + 1),), self.code.place(node))
        if node.type == "argument" and len(children) > 1 and children[0].type in ("identifier", "name_colon", "name"):
            return Shown(
                "pair",
                self.code.text(children[0], 120).rstrip(": "),
                (self.shown(children[-1], deep + 1),),
                self.code.place(node),
            )
        return self.shown(field(node, "value") or children[-1], deep + 1)

    def _text(self, node: Node, deep: int) -> Shown:
        place = self.code.place(node)
        parts: list[Shown] = []
        for one in node.named_children[:MOST_PARTS]:
            if one.type in _INSIDE:
                inner = next((c for c in one.named_children if c.type not in _PLAIN), None)
                parts.append(self.shown(inner, deep + 1))
            elif one.type not in _PLAIN:
                parts.append(self.shown(one, deep + 1))
        if self.code.language == "kotlin":
            parts += self._dollars(node)
        if parts:
            return Shown("joined", "", tuple(parts), place)
        return Shown("literal", self.code.text(node, 200).strip("\"'`:@"), (), place)

    def _dollars(self, node: Node) -> list[Shown]:
        """Kotlin's `"$name"`, which its grammar keeps in the text."""
        found = []
        after_dollar = False
        for one in node.named_children[:MOST_PARTS]:
            word = self.code.text(one, 120)
            if after_dollar and one.type == "string_content":
                name = word[: next((at for at, sign in enumerate(word) if not (sign.isalnum() or sign == "_")), len(word))]
                found.append(Shown("name", name, (), self.code.place(one)))
            after_dollar = word == "$"
        return found

    def _binary(self, node: Node, deep: int) -> Shown:
        left, right = field(node, "left"), field(node, "right")
        if left is None or right is None:
            return NOTHING
        middle = self.code.excerpt.text[self.code.span(left)[1] : self.code.span(right)[0]]
        operator = middle.strip().strip("() \n\t")
        if operator == "=>":
            return self._pair(node, deep)
        if operator in _SHOWN_OPERATORS or operator == "<>":
            return Shown("joined", "", (self.shown(left, deep + 1), self.shown(right, deep + 1)), self.code.place(node))
        if operator in _CHOICES:
            return Shown("choice", "", (self.shown(left, deep + 1), self.shown(right, deep + 1)), self.code.place(node))
        if operator in ("&&", "and"):
            return self.shown(right, deep + 1)
        return NOTHING

    def _branches(self, node: Node) -> list[Node]:
        first, other = field(node, "consequence") or field(node, "body"), field(node, "alternative")
        if first is None and other is not None:  # PHP's `a ?: b`
            first = field(node, "condition")
        return [one for one in (first, other) if one is not None]

    def _index(self, node: Node, deep: int) -> Shown:
        children = [one for one in node.named_children if "comment" not in one.type]
        base = children[0] if children else None
        key = children[-1] if len(children) > 1 else None
        while key is not None and key.type in ("bracketed_argument_list", "argument", "indexing_suffix"):
            key = key.named_child(0)
        if key is not None and ".." in self.code.text(key, 60) and key.type not in _TEXTS:
            return NOTHING  # a part of a text
        name = self.code.text(key, 120).strip("\"'`:@") if key is not None and key.type in _TEXTS else ""
        return Shown("index", name, (self.shown(base, deep + 1),), self.code.place(node))

    def _member(self, node: Node, deep: int) -> Shown:
        children = [one for one in node.named_children if "comment" not in one.type]
        if not children:
            return NOTHING
        name = field(node, "property") or field(node, "field") or field(node, "name") or field(node, "right") or children[-1]
        base = children[0] if len(children) > 1 else None
        text = self.code.text(name, 120).lstrip("?.&$#")
        return Shown("member", text, (self.shown(base, deep + 1),), self.code.place(node))

    def _call(self, node: Node, deep: int) -> Shown:
        code = self.code
        name_node = field(node, "name") or field(node, "method")
        receiver = field(node, "object") or field(node, "receiver") or field(node, "scope")
        function = field(node, "function") or field(node, "target") or (None if name_node is not None else node.named_child(0))
        if name_node is None and function is not None:
            if function.type in _MEMBERS:
                receiver = function.named_child(0)
                name_node = (
                    field(function, "property")
                    or field(function, "field")
                    or field(function, "name")
                    or field(function, "right")
                ) or function.named_child(function.named_child_count - 1)
            else:
                name_node = function
        name = code.text(name_node, 120)
        held = field(node, "arguments") or next((c for c in node.named_children if c.type in ARGUMENTS), None)
        if code.language in ("ruby", "elixir") and held is None and receiver is not None and field(node, "block") is None:
            return Shown("member", name, (self.shown(receiver, deep + 1),), code.place(node))
        if code.language == "ruby" and held is None and receiver is None:
            return Shown("name", name, (), code.place(node))
        arguments = self._listed(held, deep + 1) if held is not None else []
        if name in _FIELDS.get(code.language, ()) and len(arguments) == 2 and arguments[0].form == "literal":
            return Shown("pair", arguments[0].name, (arguments[1],), code.place(node))
        return Shown("call", name, (self.shown(receiver, deep + 1), *arguments), code.place(node))

    def _gathered(self, node: Node, deep: int) -> Shown:
        inner = node
        if node.type == "composite_literal":
            inner = field(node, "body") or node
        elif node.type == "map":
            inner = next((c for c in node.named_children if c.type == "map_content"), node)
        if inner is not node and inner.named_children and inner.named_children[0].type == "keywords":
            inner = inner.named_children[0]
        if node.type == "anonymous_object_creation_expression":
            return self._anonymous(node, deep)
        parts = []
        for one in inner.named_children[:MOST_PARTS]:
            if one.type == "shorthand_property_identifier":
                name = self.shown(one, deep + 1)
                parts.append(Shown("pair", name.name, (name,), name.place))
            elif "comment" not in one.type:
                parts.append(self.shown(one, deep + 1))
        form = "map" if any(one.form == "pair" for one in parts) else "joined"
        return Shown("map" if form == "map" else "joined", "", tuple(parts), self.code.place(node))

    def _anonymous(self, node: Node, deep: int) -> Shown:
        """C#'s `new { Name = value, other }`, whose names and values follow each other."""
        parts: list[Shown] = []
        children = node.named_children[:MOST_PARTS]
        skip = False
        for at, one in enumerate(children):
            if skip:
                skip = False
                continue
            following = children[at + 1] if at + 1 < len(children) else None
            if following is not None and "=" in self.code.excerpt.text[self.code.span(one)[1] : self.code.span(following)[0]]:
                value = self.shown(following, deep + 1)
                parts.append(Shown("pair", self.code.text(one, 120), (value,), self.code.place(following)))
                skip = True
            else:
                parts.append(self.shown(one, deep + 1))
        return Shown("map", "", tuple(parts), self.code.place(node))

    def _pair(self, node: Node, deep: int) -> Shown:
        children = [one for one in node.named_children if "comment" not in one.type]
        if not children:
            return NOTHING
        if node.type in ("array_element_initializer", "hash_splat_argument") and len(children) == 1:
            return self.shown(children[0], deep + 1)
        key, value = field(node, "key") or children[0], field(node, "value") or children[-1]
        if len(children) == 1 and node.type == "pair":  # Ruby's `password:`
            name = self.code.text(key, 120).rstrip(": ")
            return Shown("pair", name, (Shown("name", name, (), self.code.place(key)),), self.code.place(node))
        name = self.code.text(key, 120).strip("\"'`:@[] ") if key.type != "call" else ""
        return Shown("pair", name, (self.shown(value, deep + 1),), self.code.place(node))

    def _block(self, node: Node, deep: int) -> Shown:
        """A function that gives the message, as `logger.debug { … }`."""
        body = field(node, "body")
        if body is None:
            body = node
        children = [one for one in body.named_children if "comment" not in one.type and "param" not in one.type]
        if node.type in ("arrow_function", "lambda_expression"):
            return self.shown(body, deep + 1) if body is not node and body.type not in ("statement_block", "block") else NOTHING
        return self.shown(children[-1], deep + 1) if children else NOTHING
