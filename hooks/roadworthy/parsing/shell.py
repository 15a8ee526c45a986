"""Shell script text into blocks, chains, pipelines and commands: tree-sitter's bash grammar, put in order.

The grammar's tree is not taken as it is. `a && b > out` hangs the redirect on the whole list, what follows `<<EOF` on its
line is hidden inside the redirect, and `a && b && c` nests as deep as it is long. So everything that is not a compound
command is laid out flat, as the shell reads it, and grouped again by the operators. There is no recursion: what stands
inside something waits on a stack.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from .shell_quotes import remove_quotes
from .shell_text import braced, character_table, limit, masked, readable, with_heredocs
from .shell_tree import Block, Chain, Command, Compound, Pipeline, Script, Word
from .shell_words import WORDS, Words
from .tree_sitter_grammar import grammar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeVar

    from tree_sitter import Node, Parser

    from ..core.excerpt import Excerpt
    from .shell_tree import Assignment, Kind, Redirect, Role

    T = TypeVar("T")

_COMMANDS = frozenset({"command", "declaration_command", "unset_command", "test_command"})
_ASSIGNMENTS = frozenset({"variable_assignment", "variable_assignments"})
_TERMINATORS = frozenset({";", "&", "\n", ";;", ";&", ";;&"})
_COMPOUNDS: dict[str, Kind] = {
    "if_statement": "if",
    "while_statement": "while",
    "for_statement": "for",
    "c_style_for_statement": "for",
    "case_statement": "case",
    "compound_statement": "group",
    "subshell": "subshell",
    "function_definition": "function",
}


@cache
def _parser() -> Parser:
    from tree_sitter import Parser

    return Parser(grammar("bash"))


def parse(excerpt: Excerpt, heredocs: Sequence[tuple[str, Excerpt]] = ()) -> Script:
    """The script that `excerpt` is. Never raises; what could not be read is named in the script's `problems`.

    `heredocs` are name and body of here-documents whose text stands apart from their line, as a Dockerfile's do. Where a
    line is nothing but `<<EOF`, the body is the script.
    """
    problems: list[Unreadable] = []
    if heredocs:
        excerpt = with_heredocs(excerpt, heredocs)
    if "\r\n" in excerpt.text:
        excerpt = excerpt.splice((m.start(), m.end(), "") for m in re.finditer(r"\r(?=\n)", excerpt.text))
    text = excerpt.text
    end = limit(text)
    if end < len(text):
        place = excerpt.place(end, end + 1)
        problems.append(Unreadable(place, "is longer or more convoluted than is read here; the rest was not checked"))
        text = text[:end]
    size = len(text)
    text, added = braced(masked(text))
    text = readable(text)
    content = text.encode("utf-8", "surrogatepass")
    root = _parser().parse(content).root_node
    if len(content) == size:
        conversion = _Conversion(excerpt, size)
    else:
        conversion = _Conversion(excerpt, size, *character_table(text, added))
    body = Block(excerpt, 0, size, "script", None)
    conversion.run(body, root)
    if root.has_error:
        at = conversion.offset(_first_error(root))
        problems.append(Unreadable(excerpt.place(at, at + 1), "this is no shell syntax that can be read here"))
    return Script(excerpt, body, conversion.parts, tuple(problems))


def _first_error(root: Node) -> int:
    """The byte at which the first thing stands that the grammar could not place."""
    node = root
    while not node.is_error and not node.is_missing:
        for child in node.children:
            if child.has_error or child.is_missing:
                node = child
                break
        else:
            break
    return node.start_byte


class _Conversion(Words):
    """One tree-sitter tree on its way to blocks and commands. `parts` are all commands and compounds, in no order."""

    def __init__(self, excerpt: Excerpt, size: int, ends: Sequence[int] = (), ahead: Sequence[int] = ()) -> None:
        super().__init__(excerpt, size, ends, ahead)
        self.parts: list[Command | Compound] = []

    def run(self, body: Block, root: Node) -> None:
        self.waiting.append((body, root.children))
        while self.waiting:
            block, nodes = self.waiting.pop()
            self.fill(block, nodes)

    # Blocks

    def fill(self, block: Block, nodes: Sequence[Node]) -> None:
        """Lay the nodes of a block out flat and group them into chains and pipelines."""
        flat = list(reversed(nodes))
        chain: Chain | None = None
        pipeline: Pipeline | None = None
        piped = ""
        negated = False
        last: Command | Compound | None = None
        loose: list[Node] = []  # words that an error left without a command
        while flat or loose:
            node = flat.pop() if flat else None
            kind = node.type if node else ""
            if node and kind in WORDS and not node.is_missing:
                loose.append(node)
                continue
            stage: Command | Compound
            if loose:
                stage = self.command(loose[0], loose)
                loose = []
                if node:
                    flat.append(node)
            elif node is None:
                break
            elif kind in _COMMANDS:
                stage = self.test(node) if kind == "test_command" else self.command(node, node.children)
            elif kind in _ASSIGNMENTS:
                stage = self.command(node, node.children if kind == "variable_assignments" else (node,))
            elif kind in _COMPOUNDS:
                stage = self.compound(node, _COMPOUNDS[kind], block)
            elif kind == "|" or kind == "|&":
                piped = kind
                continue
            elif kind == "&&" or kind == "||":
                if chain and len(chain.operators) < len(chain.pipelines):
                    chain.operators = _added(chain.operators, kind)
                    pipeline = None
                continue
            elif kind in _TERMINATORS:
                if chain:
                    chain.terminator = chain.terminator or kind
                chain = pipeline = None
                continue
            elif kind == "!":
                negated = not negated
                continue
            elif kind in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                redirect, further, following = self.redirect(node)
                if last is None or (chain is None and not piped) or (piped and not following):
                    stage = Command(self.excerpt, self.offset(node.start_byte), self.offset(node.end_byte))
                    self.parts.append(stage)
                else:
                    stage = last
                stage.redirects = _added(stage.redirects, redirect)
                for word in further:
                    stage.words = _added(stage.words, word)
                stage.end = max(stage.end, self.offset(node.end_byte) if not following else stage.end)
                flat.extend(reversed(following))
                self.own(stage, further)
                self.own(stage, [word for word in (redirect.target, redirect.body) if word])
                if stage is last:
                    continue
            elif node.child_count and kind != "comment":
                flat.extend(reversed(node.children))
                continue
            else:
                continue
            joined = chain and (piped if pipeline else len(chain.operators) == len(chain.pipelines))
            if chain is None or not joined:
                if chain:
                    chain.terminator = "\n"
                chain = Chain(block, len(block.chains))
                block.chains.append(chain)
                pipeline = None
            if pipeline is None:
                pipeline = Pipeline(chain, len(chain.pipelines), negated)
                chain.pipelines.append(pipeline)
            else:
                pipeline.operators = _added(pipeline.operators, piped)
            stage.pipeline = pipeline
            stage.position = len(pipeline.stages)
            pipeline.stages.append(stage)
            last = stage
            piped = ""
            negated = False

    def compound(self, node: Node, kind: Kind, block: Block) -> Compound | Command:
        children = node.children
        first = children[0].type if children else ""
        if kind == "group" and first == "((":
            return self.test(node)
        if kind == "while" and first == "until":
            kind = "until"
        made = Compound(self.excerpt, self.offset(node.start_byte), self.offset(node.end_byte), kind)
        self.parts.append(made)
        if kind == "group" or kind == "subshell":
            self.block(made, kind, children[1:], block)
        elif kind == "function":
            self.function(made, children, block)
        elif kind == "case":
            self.case(made, children, block)
        else:
            self.branches(made, children, block)
        return made

    def block(self, owner: Compound, role: Role, nodes: Sequence[Node], outer: Block) -> None:
        start = self.offset(nodes[0].start_byte) if nodes else owner.start
        end = self.offset(nodes[-1].end_byte) if nodes else owner.end
        made = Block(self.excerpt, start, end, role, owner, None if role == "subshell" else outer.shell)
        owner.blocks.append(made)
        self.waiting.append((made, nodes))

    def function(self, made: Compound, children: Sequence[Node], block: Block) -> None:
        for child in children:
            if child.type == "word" and not made.name:
                made.name = self.text[self.offset(child.start_byte) : self.offset(child.end_byte)]
            elif child.type == "compound_statement":
                self.block(made, "function", child.children[1:], block)
            elif child.type in _COMPOUNDS or child.type == "test_command":
                self.block(made, "function", (child,), block)

    def case(self, made: Compound, children: Sequence[Node], block: Block) -> None:
        for child in children:
            if child.type == "case_item":
                parts = child.children
                opened = next((i for i, part in enumerate(parts) if part.type == ")"), -1)
                self.block(made, "case", parts[opened + 1 :], block)
            elif child.type in WORDS:
                made.words = _added(made.words, self.word(child, made))

    def branches(self, made: Compound, children: Sequence[Node], block: Block) -> None:
        """The parts of an `if` or a loop, by the keywords that begin them."""
        role: Role | None = None
        nodes: list[Node] = []
        words: list[Word] = []
        flat = list(reversed(children))
        roles: dict[str, Role] = {
            "if": "condition",
            "elif": "condition",
            "while": "condition",
            "until": "condition",
            "then": "then",
            "else": "else",
            "do": "loop",
            "{": "loop",
        }
        while flat:
            child = flat.pop()
            kind = child.type
            if kind in ("elif_clause", "else_clause", "do_group") or (kind == "compound_statement" and made.kind == "for"):
                flat.extend(reversed(child.children))
            elif kind in roles and not child.is_named:
                if role:
                    self.block(made, role, nodes, block)
                role, nodes = roles[kind], []
            elif role:
                nodes.append(child)
            elif kind == "variable_name" and not made.name:
                made.name = self.text[self.offset(child.start_byte) : self.offset(child.end_byte)]
            elif kind in WORDS:
                words.append(self.word(child, made))
        if role:
            self.block(made, role, nodes, block)
        made.words = words

    # Commands

    def command(self, node: Node, children: Iterable[Node]) -> Command:
        made = Command(self.excerpt, self.offset(node.start_byte), self.offset(node.end_byte))
        self.parts.append(made)
        words: list[Word] = []
        assignments: list[Assignment] = []
        redirects: list[Redirect] = []
        flat = list(reversed(list(children)))
        declares = node.type == "declaration_command"
        while flat:
            child = flat.pop()
            kind = child.type
            if kind == "command_name":
                flat.extend(reversed(child.children))
            elif kind == "variable_assignment" and (declares or not words):
                assignments.append(self.assignment(child, made))
                if declares:
                    self.add(words, self.word(child, made))
            elif kind == "comment":
                continue
            elif kind in ("file_redirect", "herestring_redirect", "heredoc_redirect"):
                redirect, further, following = self.redirect(child)
                redirects.append(redirect)
                self.own(made, further)
                self.own(made, [word for word in (redirect.target, redirect.body) if word])
                words.extend(further)
                flat.extend(reversed([part for part in following if part.type in WORDS or part.type.endswith("_redirect")]))
            elif child.end_byte > child.start_byte:
                self.add(words, self.word(child, made))
        made.words = words
        made.assignments = assignments or ()
        made.redirects = redirects or ()
        if words:
            made.end = max(made.end, words[-1].end)
        return made

    def add(self, words: list[Word], word: Word) -> None:
        """One word more, or the rest of the last one: the grammar parts `a$"b"`, and `a` from `b` at a continuation."""
        if words:
            last = words[-1]
            between = self.text[last.end : word.start] if word.start - last.end in (0, 2) else " "
            if not between or (between == "\\\n" and self.text[last.end - 1] not in " \t\\"):
                holes = (*last.holes, *word.holes)
                value = None if holes else remove_quotes(self.text[last.start : word.end])
                words[-1] = Word(
                    self.excerpt,
                    last.start,
                    word.end,
                    value,
                    last.expansions + word.expansions,
                    last.substitutions + word.substitutions,
                    holes,
                )
                return
        words.append(word)

    def test(self, node: Node) -> Command:
        """`[ … ]`, `[[ … ]]`, `(( … ))`: the leaves of the expression are the words."""
        made = Command(self.excerpt, self.offset(node.start_byte), self.offset(node.end_byte))
        self.parts.append(made)
        words: list[Word] = []
        flat = [node]
        while flat:
            child = flat.pop()
            if child.child_count and child.type not in WORDS:
                flat.extend(reversed(child.children))
            elif child.end_byte > child.start_byte:
                words.append(self.word(child, made))
        made.words = words
        return made


def _added(known: Sequence[T], new: T) -> list[T]:
    """The same list with one more: a thousand redirects are not to be copied a thousand times."""
    extended = known if isinstance(known, list) else list(known)
    extended.append(new)
    return extended
