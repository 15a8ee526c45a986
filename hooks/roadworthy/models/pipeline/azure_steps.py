"""Azure Pipelines: the steps of a job, with those of the templates that they are made from.

https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/steps
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...parsing.yaml import Mapping, Scalar
from .azure_conditions import condition_of
from .azure_templates import Scope, entries, template
from .conditions import ALWAYS, NEVER, all_of
from .script import COMMAND_SHELLS, POSIX_SHELLS, ShellText, StepScript
from .types import Artifact, Case, Condition, Opaque, Step, Tolerance, Uses
from .yaml_parts import flag, inputs_of, minutes, script_of, script_of_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.yaml import Tree
    from .azure_templates import Making
    from .conditions import Cases
    from .types import After

MOST_STEPS = 5_000  # of one job
_SHELLS = {"script": "sh", "bash": "bash", "pwsh": "pwsh", "powershell": "powershell"}
# Tasks that run a script: the shell, the input that holds it, the input that names a file instead.
_SCRIPT_TASKS: dict[str, tuple[str, str, str]] = {
    "bash": ("bash", "script", "filepath"),
    "cmdline": ("sh", "script", ""),
    "commandline": ("sh", "script", ""),
    "shellscript": ("bash", "", "scriptpath"),
    "powershell": ("pwsh", "script", "filepath"),
    "azurepowershell": ("pwsh", "inline", "scriptpath"),
    "azurecli": ("bash", "inlinescript", "scriptpath"),
    "pythonscript": ("python", "script", "scriptpath"),
}
_FOLDERS = (
    r"^\$\((?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory|Build\.Repository\.LocalPath|Pipeline\.Workspace/s)\)"
    r"[/\\]?"
)


def steps_of(making: Making, node: Tree | None, scope: Scope, windows: bool, after: After = "") -> list[Step]:
    """The steps of a list; `after` is what has to have happened where it is the list of a hook."""
    found: list[Step] = []
    _add(making, node, scope, windows, after, found)
    return found


def _add(making: Making, node: Tree | None, scope: Scope, windows: bool, after: After, found: list[Step]) -> None:
    for item, inside in entries(making, node, scope):
        if len(found) >= MOST_STEPS:
            return
        if not isinstance(item, Mapping):
            continue
        reference = item.get("template")
        if isinstance(reference, Scalar):
            made = template(making, reference, item.get("parameters"), inside)
            if made:
                _add(making, made[0].get("steps"), made[1], windows, after, found)
            else:
                opaque = making.opaque.pop() if making.opaque and making.opaque[-1].place == reference.place else None
                found.append(Step(reference.text, item.place, opaque=opaque, via=inside.via))
            continue
        found.append(_step(making, item, inside, windows, after))


def _step(making: Making, body: Mapping, scope: Scope, windows: bool, after: After) -> Step:
    allowed = flag(body.get("continueOnError"))
    node = body.get("continueOnError")
    step = Step(
        scope.filled(body.text("displayName") or body.text("name") or ""),
        body.place,
        condition=_condition(body, scope, after),
        timeout=minutes(body.get("timeoutInMinutes")),
        tolerance=Tolerance(allowed, node.place) if node is not None and allowed is not False else None,
        via=scope.via,
    )
    for keyword, shell in _SHELLS.items():
        script = body.get(keyword)
        if isinstance(script, Scalar):
            return _with_script(making, step, script, "cmd" if keyword == "script" and windows else shell, body, scope)
    task = body.get("task")
    if isinstance(task, Scalar):
        return _task(making, step, task, body, scope, windows)
    for keyword in ("publish", "download", "upload", "checkout", "getPackage", "reviewApp"):
        used = body.get(keyword)
        if isinstance(used, Scalar):
            inputs = {key.text: value for key, value in body.pairs() if isinstance(value, Scalar)}
            return step._replace(uses=Uses(f"azure:{keyword}".lower(), "", used.place, inputs))
    return step


def _condition(body: Mapping, scope: Scope, after: After) -> Condition | None:
    written = body.get("condition")
    found = condition_of(written, scope.settled(written.text) if isinstance(written, Scalar) else "")
    if flag(body.get("enabled")) is False:
        off = body.get("enabled")
        return Condition("enabled: false", off.place if off else body.place, NEVER)
    if after:
        cases: Cases = (Case(after=after),)
        return Condition(f"on: {after}", body.place, all_of((cases, found.cases)) if found else cases)
    if scope.cases != ALWAYS:
        cases = all_of((scope.cases, found.cases)) if found else scope.cases
        return Condition(found.text if found else "${{ if }}", found.place if found else body.place, cases)
    return found


def _task(making: Making, step: Step, task: Scalar, body: Mapping, scope: Scope, windows: bool) -> Step:
    name, _, version = scope.filled(task.text).partition("@")
    name = name.rpartition(".")[2].lower() if name.count(".") > 1 else name.lower()  # `publisher.extension.Task`
    inputs = {key.lower(): value for key, value in inputs_of(body.get("inputs")).items()}
    for key, value in inputs.items():
        if "${{" in value.text and isinstance(known := scope.value(value.text.strip()[3:-2].strip()), Scalar):
            inputs[key] = known
    uses = Uses("task:" + re.sub(r"v\d$", "", name), version, task.place, inputs)
    step = step._replace(uses=uses)
    if name in _SCRIPT_TASKS:
        shell, given, file = _SCRIPT_TASKS[name]
        kind = inputs.get("scripttype")
        if kind is not None:
            shell = {"bash": "bash", "pscore": "pwsh", "ps": "powershell", "batch": "cmd"}.get(kind.text.lower(), shell)
        elif shell == "sh" and windows:
            shell = "cmd"
        inline, path = inputs.get(given), inputs.get(file)
        if inline is not None and not inline.is_null and not (path is not None and _by_file(inputs)):
            return _with_script(making, step, inline, shell, body, scope)
        if path is not None and shell in POSIX_SHELLS:
            arguments = inputs.get("arguments") or inputs.get("args")
            text = path.excerpt.splice([(0, 0, "bash "), (len(path.text), len(path.text), f" {_line(arguments)}")])
            text = text.splice([(m.start(), m.end(), "") for m in re.finditer(_FOLDERS.replace("^", ""), text.text)])
            return step._replace(script=StepScript(making.repo, (ShellText(scope.edited(text)),)))
        return step
    script = script_of_inputs(making.repo, uses, scope.edited)
    return step._replace(script=script) if script else step


def _line(node: Scalar | None) -> str:
    return " ".join(node.text.split())[:500] if node is not None else ""


def _by_file(inputs: dict[str, Scalar]) -> bool:
    kind = inputs.get("targettype") or inputs.get("scriptlocation") or inputs.get("scriptsource")
    return kind is None or kind.text.lower() in ("filepath", "scriptpath")


def _with_script(making: Making, step: Step, node: Scalar, shell: str, body: Mapping, scope: Scope) -> Step:
    """No option stops a script at its first failure: `bash --noprofile --norc`, and the last command decides."""
    script = script_of(making.repo, (node,), shell=shell, errexit=False, folder=_folder(body, scope), edited=scope.edited)
    opaque = None
    if script and shell not in POSIX_SHELLS and not (shell in COMMAND_SHELLS and script.plain):
        opaque = Opaque("syntax", shell, node.place, f"{shell} is not read here")
    return step._replace(script=script, opaque=opaque)


def _folder(body: Mapping, scope: Scope) -> str | None:
    written = body.text("workingDirectory") or body.text("inputs", "workingDirectory") or body.text("inputs", "cwd") or ""
    written = re.sub(_FOLDERS, "", scope.filled(written)).replace("\\", "/")
    if "$" in written or written.startswith("/"):
        return None
    return posixpath.normpath(written or ".")


def artifacts_of(steps: list[Step]) -> Iterator[Artifact]:
    """What the steps hand on and take."""
    for step in steps:
        uses = step.uses
        if uses is None:
            continue
        name = uses.inputs.get("artifact") or uses.inputs.get("artifactname") or uses.inputs.get("artifactName")
        text = name.text if name else ""
        if uses.name in ("azure:publish", "task:publishbuildartifacts", "task:publishpipelineartifact"):
            yield Artifact("out", text, uses.place)
        elif uses.name in ("azure:download", "task:downloadbuildartifacts", "task:downloadpipelineartifact"):
            yield Artifact("in", text, uses.place)
