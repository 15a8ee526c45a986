"""The kinds of nodes that tree-sitter's grammars have for the same thing, and what stands where in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....parsing.code import field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....parsing.code import Code

PASSING = frozenset(
    "parenthesized_expression parenthesized_statements await_expression satisfies_expression expression_list cast_expression"
    " arguments argument_list value_arguments argument value_argument navigation_suffix call_suffix jsx_expression"
    " interpolation statement_list then block_body type_cast_expression member_binding_expression".split()
)
BINARIES = frozenset({"binary_expression", "binary", "binary_operator", "elvis_expression"})
OR = frozenset({"||", "??", "?:", "or"})
AND = frozenset({"&&", "and"})
TERNARIES = frozenset({"ternary_expression", "conditional_expression", "conditional"})
IFS = frozenset({"if_statement", "if_expression", "if", "unless", "elsif", "if_modifier", "unless_modifier"})
ASSERTED = frozenset({"non_null_expression", "postfix_unary_expression", "postfix_expression", "unary_expression"})
MEMBERS = frozenset(
    "member_expression member_access_expression selector_expression navigation_expression field_access"
    " conditional_access_expression nullsafe_member_call_expression member_call_expression subscript_expression".split()
)
CALLS = frozenset(
    "call_expression method_invocation function_call_expression invocation_expression call member_call_expression"
    " scoped_call_expression new_expression".split()
)
DECLARATIONS = frozenset(
    "variable_declarator short_var_declaration var_spec assignment_expression assignment assignment_statement"
    " property_declaration equals_value_clause variable_declaration".split()
)
BLOCKS = frozenset(
    "program statement_block source_file statement_list block compound_statement class_body declaration_list function_body"
    " body_statement then do block_body compilation_unit statements script_file control_structure_body switch_case"
    " global_statement method_body".split()
)
ARGUMENTS = frozenset({"value_arguments", "arguments", "argument_list"})
FUNCTIONS = frozenset(
    "function_declaration function_definition arrow_function function_expression method_definition method_declaration"
    " func_literal method singleton_method lambda_expression lambda lambda_literal anonymous_function class_declaration"
    " constructor_declaration local_function_statement class class_definition".split()
)


def holds(outer: Node, inner: Node) -> bool:
    return outer.start_byte <= inner.start_byte and inner.end_byte <= outer.end_byte


def stays_nothing(code: Code, outer: Node, inner: Node) -> bool:
    """Whether nothing stays nothing here: `a?.b`, `a&.b`."""
    return code.rest(outer, inner).lstrip()[:2] in ("?.", "&.", "?[", "?-")


def condition_of(branch: Node) -> Node | None:
    """The condition of an `if`, `unless` or ternary."""
    return field(branch, "condition")


def statements(branch: Node) -> Iterator[Node]:
    """The statements that run where the condition of an `if` holds."""
    body = field(branch, "consequence") or field(branch, "body")
    if body is None:
        condition = condition_of(branch)
        body = condition.next_named_sibling if condition else None
    for _ in range(3):
        if body is not None and body.type in BLOCKS and body.named_child_count == 1:
            inner = body.named_child(0)
            if inner is None or inner.type not in BLOCKS:
                break
            body = inner
    if body is None:
        return
    if body.type not in BLOCKS:
        yield body
        return
    yield from body.named_children[:10]


def callee(call: Node) -> Node | None:
    """What is called: the function's expression, with the object of a method."""
    found = field(call, "function") or field(call, "target") or field(call, "constructor")
    if found is not None:
        return found
    return field(call, "object") or field(call, "receiver") or field(call, "scope") or call.named_child(0)


def called_text(code: Code, call: Node) -> str:
    """What stands before the arguments of a call: `Objects.requireNonNull`, `new URL`."""
    held = field(call, "arguments")
    if held is None:
        held = next((c for c in call.named_children if c.type in ARGUMENTS), None)
    start, end = code.span(call)
    end = code.span(held)[0] if held is not None else end
    return code.excerpt.text[start : min(end, start + 200)].strip()


def arguments(call: Node) -> list[Node]:
    """The arguments of a call, without what a grammar wraps around each."""
    held = field(call, "arguments")
    if held is None:
        held = next((c for c in call.named_children if c.type in ARGUMENTS), None)
    if held is None:
        return []
    found = []
    for one in held.named_children:
        if one.type in ("argument", "value_argument"):
            last = one.named_child(one.named_child_count - 1)
            one = last if last is not None else one
        if one.type not in ("comment", "line_comment", "block_comment"):
            found.append(one)
    return found


def given_names(declaration: Node, code: Code) -> list[str]:
    """The names that a declaration or assignment gives values to."""
    name = field(declaration, "name") or field(declaration, "left") or declaration.named_child(0)
    if name is None:
        return []
    if name.type == "variable_declaration":  # Kotlin
        name = name.named_child(0) or name
    return [part.strip() for part in code.text(name, 200).split(",")][:4]
