"""GitHub Actions: the steps of a job, with those of the local actions that it uses."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from .github_conditions import condition
from .script import COMMAND_SHELLS, POSIX_SHELLS, ShellText, StepScript
from .types import Opaque, Step, Timeout, Tolerance, Uses

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree

DEEPEST = 10  # actions that use actions
MOST_STEPS = 5_000  # of one job


class Defaults(NamedTuple):
    """`defaults.run`, and on what the job runs: `shell` is empty where none is given."""

    shell: str = ""
    folder: str = ""
    windows: bool = False


def defaults_of(body: Mapping, outer: Defaults) -> Defaults:
    """The defaults of a workflow or job."""
    given = body.get("defaults", "run")
    shell, folder = (given.text("shell"), given.text("working-directory")) if isinstance(given, Mapping) else (None, None)
    runner = body.get("runs-on")
    windows = isinstance(runner, Scalar) and "windows" in runner.text
    return Defaults(shell or outer.shell, folder or outer.folder, windows or outer.windows)


def timeout_of(body: Mapping) -> Timeout | None:
    """`timeout-minutes`."""
    node = body.get("timeout-minutes")
    if not isinstance(node, Scalar) or node.is_null:
        return None
    try:
        return Timeout(float(node.text), node.place)
    except ValueError:
        return Timeout(None, node.place)


def tolerance_of(body: Mapping) -> Tolerance | None:
    """`continue-on-error`; None also where it says false."""
    node = body.get("continue-on-error")
    if not isinstance(node, Scalar) or node.is_null or node.text.lower() == "false":
        return None
    text = node.text.strip().lower()
    if text.startswith("${{") and text.endswith("}}") and text[3:-2].strip() in ("true", "false"):
        text = text[3:-2].strip()
    return None if text == "false" else Tolerance(True if text == "true" else None, node.place)


def steps_of(repo: Repository, body: Mapping, defaults: Defaults, files: dict[str, Place]) -> tuple[Step, ...]:
    """The steps of a job; `files` is told the local actions that they are read from."""
    found: list[Step] = []
    _add(repo, body.get("steps"), defaults, files, (), (), found)
    return tuple(found)


def _add(
    repo: Repository,
    steps: Tree | None,
    defaults: Defaults,
    files: dict[str, Place],
    via: tuple[Place, ...],
    paths: tuple[str, ...],
    found: list[Step],
) -> None:
    for body in steps if isinstance(steps, Sequence) else ():
        if not isinstance(body, Mapping) or len(found) >= MOST_STEPS:
            continue
        run, uses = body.get("run"), body.get("uses")
        script: StepScript | None = None
        used: Uses | None = None
        opaque: Opaque | None = None
        action: Mapping | None = None
        path = ""
        if isinstance(run, Scalar):
            script, opaque = _script_of(repo, body, run, defaults)
        elif isinstance(uses, Scalar):
            if uses.text.startswith("./"):
                path, action, why = _action(repo, uses.text)
                if path in paths or len(paths) >= DEEPEST:
                    action, why = None, "uses itself, in a circle"
                if path:
                    files.setdefault(path, uses.place)
                if action is None:
                    opaque = Opaque("action", uses.text, uses.place, why)
            used = _uses(body, uses, path)
        found.append(
            Step(
                body.text("name") or "",
                body.place,
                script,
                used,
                condition(body.get("if")) if "if" in body else None,
                timeout_of(body) if "timeout-minutes" in body else None,
                tolerance_of(body) if "continue-on-error" in body else None,
                opaque,
                via,
            )
        )
        if action is not None and used is not None:
            inner = Defaults(windows=defaults.windows)
            _add(repo, action.get("runs", "steps"), inner, files, (*via, used.place), (*paths, path), found)


def _action(repo: Repository, uses: str) -> tuple[str, Mapping | None, str]:
    """Path and content of a local action; else why there is none to look into."""
    folder = posixpath.normpath(uses.partition("@")[0])
    if folder.startswith("..") or "${{" in uses:
        return "", None, "is not in this repository"
    for name in ("action.yml", "action.yaml"):
        path = posixpath.normpath(posixpath.join(folder, name))
        if repo.exists(path):
            tree = repo.ask(documents, path)
            if isinstance(tree, Unreadable):
                return path, None, tree.why
            root = tree.root
            if not isinstance(root, Mapping):
                return path, None, "cannot be read"
            if root.text("runs", "using") != "composite":
                return path, None, f"is a program ({root.text('runs', 'using') or 'unknown'}), whose code is not read here"
            return path, root, ""
    return "", None, "has no action.yml in this repository"


def _uses(body: Mapping, uses: Scalar, path: str) -> Uses:
    name, _, version = uses.text.partition("@")
    given = body.get("with")
    pairs = given.pairs() if isinstance(given, Mapping) else ()
    inputs = {key.text: value for key, value in pairs if isinstance(value, Scalar)}
    return Uses(name.lower(), version, uses.place, inputs, path)


def _script_of(repo: Repository, body: Mapping, run: Scalar, defaults: Defaults) -> tuple[StepScript, Opaque | None]:
    written = body.text("shell") or defaults.shell
    if "${{" in written:
        written = ""
    name, errexit, pipefail = _shell(written, defaults.windows)
    folder = _folder(body.text("working-directory") or defaults.folder)
    script = repo.ask(_script, run, name, errexit, pipefail, folder)
    opaque = None
    if name not in POSIX_SHELLS and not (name in COMMAND_SHELLS and script.plain):
        opaque = Opaque("syntax", name, run.place, f"{name} is not read here")
    return script, opaque


def _script(repo: Repository, run: Scalar, shell: str, errexit: bool, pipefail: bool, folder: str | None) -> StepScript:
    """A fact: the script of a step. A local action's is the same for all jobs that use it, and parsed once."""
    return StepScript(repo, (ShellText(run.excerpt, errexit, pipefail, folder),), shell)


def _shell(written: str, windows: bool) -> tuple[str, bool, bool]:
    """Program, errexit and pipefail: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
    under `shell`. Without one it is `bash -e`, and on Windows pwsh."""
    if not (words := written.split()):
        return ("pwsh", True, False) if windows else ("bash", True, False)
    name = posixpath.basename(words[0])
    if len(words) == 1:
        return name, name in ("bash", "sh"), name == "bash"
    options = [word for word in words[1:] if word[:1] == "-" and word[:2] != "--"]
    return name, any("e" in word for word in options) or "errexit" in words, "pipefail" in words


def _folder(written: str) -> str | None:
    if not written:
        return "."
    written = re.sub(r"^\$\{\{\s*github\.workspace\s*\}\}/?|^\$\{?GITHUB_WORKSPACE\}?/?", "", written)
    if "$" in written or written.startswith("/"):
        return None
    return posixpath.normpath(written or ".")
