"""CircleCI: the steps of a job, with the commands of the configuration that they call and the parameters these are given."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar
from .circleci_conditions import PARAMETER, condition_of
from .conditions import NEVER, all_of, negated
from .script import POSIX_SHELLS
from .types import Case, Condition, Opaque, Step, Uses
from .yaml_parts import duration, inputs_of, items, script_of, script_of_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping as Map

    from ...core.excerpt import Excerpt, Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .types import After

DEEPEST = 10  # commands that call commands
MOST_STEPS = 5_000  # of one job
_SECTION = pattern(r"<<([#^/])\s{0,9}([\w.-]{1,100})\s{0,9}>>")
_KINDS = ("jobs", "commands", "executors")
_BUILT_IN = frozenset(
    "checkout setup_remote_docker save_cache restore_cache store_artifacts store_test_results persist_to_workspace"
    " attach_workspace add_ssh_keys".split()
)
_WHEN: dict[str, After] = {"on_fail": "failure", "always": "always"}


class Scope(NamedTuple):
    """What names mean where something is read: `values` of parameters, what is `defined` by kind and name, `orbs` by name.

    `called_by` are the commands that led here; `outer` is the scope of the whole configuration.
    """

    repo: Repository
    values: Map[str, Tree]
    defined: Map[str, dict[str, Tree]]
    defined_keys: Map[str, Scalar]
    orbs: Map[str, str]
    called_by: tuple[str, ...] = ()
    folder: str | None = "."
    shell: str = ""
    outer: Scope | None = None

    def called(self, given: Tree | None, body: Tree | None, name: str = "") -> Scope:
        """The scope inside a job or command that is given values for its parameters."""
        values = {key: value for key, value in self.values.items() if key.startswith("pipeline.")}
        declared = body.get("parameters") if isinstance(body, Mapping) else None
        for key, one in declared.pairs() if isinstance(declared, Mapping) else ():
            default = one.get("default") if isinstance(one, Mapping) else None
            if default is not None:
                values[f"parameters.{key.text}"] = default
        for key, one in given.pairs() if isinstance(given, Mapping) else ():
            match = PARAMETER.fullmatch(one.text.strip()) if isinstance(one, Scalar) else None
            passed = self.values.get(match[1]) if match else one
            if passed is not None:
                values[f"parameters.{key.text}"] = passed
            else:
                values.pop(f"parameters.{key.text}", None)
        folder, shell = self.folder, self.shell
        if not name and isinstance(body, Mapping):
            written = body.text("working_directory")
            folder = _folder(written, ".") if written and not written.startswith(("~", "/")) else "."
            shell = body.text("shell") or ""
        return self._replace(
            values=values,
            called_by=(*self.called_by, name) if name else self.called_by,
            folder=folder,
            shell=shell,
            outer=self.outer or self,
        )

    def filled(self, text: str) -> str:
        """A text with its parameters in their places, as far as they are known."""
        return PARAMETER.sub(lambda match: self.value(match[1]) or match[0], text) if "<<" in text else text

    def value(self, name: str) -> str | None:
        """What a parameter is known to be."""
        node = self.values.get(name) if not name.startswith("pipeline.") else None
        return node.text if isinstance(node, Scalar) and "<<" not in node.text else None

    def edited(self, text: Excerpt) -> Excerpt:
        """A script with its parameters in their places. One that is not known becomes an expression, which the shell's
        parser knows: `<<` would begin a heredoc. `<<#a>>…<</a>>` stands where `a` says something, `<<^a>>…` where not, and a
        `\\<<` is the shell's own: https://circleci.com/docs/pipeline-variables/"""
        if "<<" not in text.text:
            return text
        edits: list[tuple[int, int, str]] = []
        done = 0
        for match in _SECTION.finditer(text.text):
            if match.start() < done:
                continue
            kind, name = match[1], match[2]
            end = text.text.find(f"<</{name}>>", match.end()) if kind in ("#", "^") else -1
            value = self.value(name)
            said = value not in ("", "false") if value is not None else None
            if end >= 0 and said is (kind == "^"):  # left out as a whole
                done = end + len(f"<</{name}>>")
                edits.append((match.start(), done, ""))
            else:
                done = match.end()
                edits.append((match.start(), done, ""))
        edits += [(m.start(), m.start() + 1, "") for m in re.finditer(r"\\<<", text.text)]
        for match in PARAMETER.finditer(text.text):
            known = self.value(match[1])
            edits.append((match.start(), match.end(), known if known is not None else f"${{{{ {match[1]} }}}}"))
        apart: list[tuple[int, int, str]] = []
        for edit in sorted(edits):
            if not apart or edit[0] >= apart[-1][1]:
                apart.append(edit)
        return text.splice(apart) if apart else text


def outer_scope(repo: Repository, root: Mapping) -> Scope:
    """The scope of a configuration: what it defines, with what the orbs that stand in it define."""
    defined: dict[str, dict[str, Tree]] = {kind: {} for kind in _KINDS}
    keys: dict[str, Scalar] = {}
    orbs: dict[str, str] = {}
    for kind in _KINDS:
        node = root.get(kind)
        for key, value in node.pairs() if isinstance(node, Mapping) else ():
            defined[kind][key.text] = value
            if kind == "jobs":
                keys[key.text] = key
    written = root.get("orbs")
    for key, orb in written.pairs() if isinstance(written, Mapping) else ():
        if isinstance(orb, Scalar):
            orbs[key.text] = orb.text
        elif isinstance(orb, Mapping):
            for kind in _KINDS:
                node = orb.get(kind)
                for name, value in node.pairs() if isinstance(node, Mapping) else ():
                    defined[kind][f"{key.text}/{name.text}"] = value
    values: dict[str, Tree] = {}
    parameters = root.get("parameters")
    for key, one in parameters.pairs() if isinstance(parameters, Mapping) else ():
        default = one.get("default") if isinstance(one, Mapping) else None
        if default is not None:
            values[f"pipeline.parameters.{key.text}"] = default
    return Scope(repo, values, defined, keys, orbs)


def steps_of(node: Tree | None, scope: Scope) -> list[Step]:
    """The steps of a list, with those of the commands that they call."""
    found: list[Step] = []
    _add(node, scope, (), None, found)
    return found


def _add(node: Tree | None, scope: Scope, via: tuple[Place, ...], asked: Condition | None, found: list[Step]) -> None:
    for item in items(node):
        if len(found) >= MOST_STEPS:
            return
        if isinstance(item, Scalar) and not item.is_null:
            match = PARAMETER.fullmatch(item.text.strip())
            if match:
                _passed(item, match[1], scope, via, asked, found)
            else:
                _step(item, None, scope, via, asked, found)
        elif isinstance(item, Mapping):
            for key, given in item.pairs():
                _step(key, given, scope, via, asked, found)


def _passed(item: Scalar, name: str, scope: Scope, via: tuple[Place, ...], asked: Condition | None, found: list[Step]) -> None:
    """`- << parameters.after >>`: a parameter that is a list of steps."""
    steps = scope.values.get(name)
    if steps is None:
        why = "the steps are only known when it runs"
        found.append(Step("", item.place, condition=asked, opaque=Opaque("expression", item.text, item.place, why), via=via))
    elif f"<<{name}" not in scope.called_by and len(scope.called_by) < DEEPEST and not isinstance(steps, Scalar):
        inner = scope._replace(called_by=(*scope.called_by, f"<<{name}"))
        _add(steps, inner, via, asked, found)


def _step(
    key: Scalar, given: Tree | None, scope: Scope, via: tuple[Place, ...], asked: Condition | None, found: list[Step]
) -> None:
    name = key.text
    if name in ("run", "deploy"):
        found.append(_run(key, given, scope, via, asked))
    elif name in ("when", "unless") and isinstance(given, Mapping):
        cases = condition_of(given.get("condition"), scope.values)
        if name == "unless":
            cases = negated(cases)
        if asked:
            cases = all_of((asked.cases, cases))
        if cases != NEVER and len(scope.called_by) < DEEPEST:
            inner = scope._replace(called_by=(*scope.called_by, "when"))
            _add(given.get("steps"), inner, via, Condition(name, key.place, cases), found)
    elif name in scope.defined["commands"]:
        body = scope.defined["commands"][name]
        if name in scope.called_by or len(scope.called_by) >= DEEPEST:
            why = "calls itself, in a circle"
            found.append(Step(name, key.place, condition=asked, opaque=Opaque("template", name, key.place, why), via=via))
        elif isinstance(body, Mapping):
            _add(body.get("steps"), scope.called(given, body, name), (*via, key.place), asked, found)
    elif name in _BUILT_IN:
        uses = Uses(f"circleci:{name}", "", key.place, inputs_of(given))
        found.append(Step(name, key.place, uses=uses, condition=asked, via=via))
    else:
        orb, _, command = name.partition("/")
        source, _, version = scope.orbs.get(orb, "").partition("@")
        if source:
            uses = Uses(f"orb:{source}/{command}".lower(), version, key.place, _filled(given, scope))
            script = script_of_inputs(scope.repo, uses, scope.edited)
            found.append(Step(name, key.place, script, uses, asked, via=via))
        else:
            why = "no command of this name is defined here"
            found.append(Step(name, key.place, condition=asked, opaque=Opaque("template", name, key.place, why), via=via))


def _filled(given: Tree | None, scope: Scope) -> dict[str, Scalar]:
    found = inputs_of(given)
    for name, value in found.items():
        match = PARAMETER.fullmatch(value.text.strip())
        known = scope.values.get(match[1]) if match else None
        if isinstance(known, Scalar):
            found[name] = known
    return found


def _run(key: Scalar, given: Tree | None, scope: Scope, via: tuple[Place, ...], asked: Condition | None) -> Step:
    body = given if isinstance(given, Mapping) else None
    command = body.get("command") if body else given
    title = (body.text("name") if body else None) or ""
    shell, errexit, pipefail = _shell((body.text("shell") if body else None) or scope.shell)
    folder = _folder(scope.filled((body.text("working_directory") if body else None) or ""), scope.folder)
    after = _WHEN.get((body.text("when") if body else None) or "")
    if after and body:
        when = body.get("when")
        cases: Cases = (Case(after=after),)
        asked = Condition(
            f"when: {body.text('when')}", when.place if when else key.place, all_of((asked.cases, cases)) if asked else cases
        )
    script = None
    opaque = None
    if isinstance(command, Scalar) and not command.is_null:
        script = script_of(
            scope.repo, (command,), shell=shell, errexit=errexit, pipefail=pipefail, folder=folder, edited=scope.edited
        )
        if script and shell not in POSIX_SHELLS and not script.plain:
            opaque = Opaque("syntax", shell, command.place, f"{shell} is not read here")
    return Step(
        scope.filled(title),
        key.place,
        script,
        condition=asked,
        timeout=duration(body.get("no_output_timeout")) if body else None,
        opaque=opaque,
        via=via,
    )


def _shell(written: str) -> tuple[str, bool, bool]:
    """Program, errexit and pipefail; `/bin/bash -eo pipefail` where none is given:
    https://circleci.com/docs/configuration-reference/#default-shell-options"""
    words = written.split()
    if not words or "<<" in written:
        return "bash", True, True
    options = [word for word in words[1:] if re.match(r"-[A-Za-z]", word)]
    return posixpath.basename(words[0]).removesuffix(".exe"), any("e" in word for word in options), "pipefail" in words


def _folder(written: str, outer: str | None) -> str | None:
    if not written:
        return outer
    if outer is None or "$" in written or "<<" in written or written.startswith(("/", "~")):
        return None
    return posixpath.normpath(posixpath.join(outer, written))
