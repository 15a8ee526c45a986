"""Where a command leads that runs something written in the repository: a script, a target of make, a script of a package.

`leads_to` gives the shell texts behind `make lint`, `npm run build`, `./scripts/deploy.sh`, `tox -e py312`, `just ci`, `task
test` and their like, each with its place. The files are read by the modules named `task_files…`.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...tables.commands import SHELLS
from ..pipeline.script import ShellText
from .task_files import composer_scripts, package_scripts, tox_environments
from .task_files_make import Recipe, justfile, makefile, taskfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ...core.repository import Repository
    from .commands import Invocation

MOST_TARGETS = 200  # that one command runs, prerequisites among them
_SHEBANGS = ("/sh", "/bash", "/dash", "/zsh", " sh", " bash", " dash", " zsh")
_SCRIPT_ENDINGS = (".sh", ".bash")
_NPM_ALIASES = {"t": "test", "tst": "test", "stop": "stop", "start": "start", "test": "test", "restart": "restart"}
_YARN_OWN = frozenset(
    "add install remove upgrade up workspace workspaces exec dlx node cache config info init link list npm outdated pack"
    " publish global why import set plugin patch dedupe audit version versions login logout owner tag team create check bin"
    " autoclean generate-lock-entry help policies self-update unlink unplug explain rebuild constraints search".split()
)
_PNPM_OWN = _YARN_OWN | frozenset("i ci fetch store prune root deploy licenses server env recursive approve-builds".split())


def leads_to(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    """The texts that the command runs in `folder`, in order; nothing where it runs none that is in the repository."""
    follow = _FOLLOWED.get(invocation.name)
    if follow:
        yield from follow(repo, invocation, folder)
    elif invocation.words:
        word = invocation.words[0].value or ""
        if "/" in word or word in (".", "source"):
            yield from _script(repo, invocation, folder)


def _below(folder: str, path: str) -> str:
    """A path from `folder`, as one from the root; empty for one that leaves it or is not known."""
    if not path or "$" in path or path.startswith(("/", "~")):
        return ""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "" if joined.startswith("..") else joined


def _script(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    """`./x.sh`, `bash x.sh`, `. x.sh`."""
    words = list(invocation.words)
    errexit = pipefail = False
    if invocation.name in SHELLS or invocation.name in (".", "source"):
        words = words[1:]
        while words and (words[0].value or "").startswith(("-", "+")):
            option = words[0].value or ""
            if "c" in option[1:] and option[:2] != "--":
                return
            errexit = errexit or ("e" in option and option[:2] != "--")
            takes = option[-1:] == "o" and option[:2] != "--"
            if takes and len(words) > 1:
                pipefail = pipefail or words[1].value == "pipefail"
            words = words[2:] if takes else words[1:]
    path = _below(folder, (words[0].value or _from_root(words[0].spoken)) if words else "")
    if not path or not repo.exists(path):
        return
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return
    first = source.line(1)
    if first.startswith("#!"):
        if not first.split(" -")[0].strip().endswith(_SHEBANGS):
            return
    elif not path.endswith(_SCRIPT_ENDINGS) and invocation.name not in SHELLS:
        return
    yield ShellText(source.whole(), errexit, pipefail, folder, mark=(path, ""))


def _from_root(spoken: str) -> str:
    """`$GITHUB_WORKSPACE/ci/x.sh` as a path from the root."""
    for start in (
        "$GITHUB_WORKSPACE/",
        "${GITHUB_WORKSPACE}/",
        "${{ github.workspace }}/",
        "$CI_PROJECT_DIR/",
        "${CI_PROJECT_DIR}/",
    ):
        if spoken.startswith(start):
            return spoken[len(start) :]
    return ""


def _make(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    targets: list[str] = []
    file = ""
    values = iter(invocation.values)
    for value in values:
        if value in ("-C", "--directory"):
            folder = _below(folder, next(values, ""))
        elif value.startswith(("-C", "--directory=")):
            folder = _below(folder, value.removeprefix("--directory=").removeprefix("-C"))
        elif value in ("-f", "--file", "--makefile"):
            file = next(values, "")
        elif value in ("-n", "--dry-run", "--just-print", "--version", "--help"):
            return
        elif value in ("-j", "-l", "-I", "-o", "-W"):
            rest = next(values, "")
            if rest and not rest.isdigit() and value in ("-j", "-l"):
                targets.append(rest)
        elif not value.startswith("-") and "=" not in value:
            targets.append(value)
        if not folder:
            return
    names = (file,) if file else ("GNUmakefile", "makefile", "Makefile")
    path = next((path for name in names if (path := _below(folder, name)) and repo.exists(path)), "")
    if not path:
        return
    known = repo.ask(makefile, path)
    yield from _recipes(known, targets or list(known)[:1], folder)


def _recipes(known: dict[str, Recipe], targets: Sequence[str], folder: str | None) -> Iterator[ShellText]:
    """The lines of targets, after those of what they depend on; each target once."""
    seen: set[str] = set()
    waiting: list[tuple[str, bool]] = [(target, False) for target in reversed(targets)]
    while waiting and len(seen) < MOST_TARGETS:
        target, ready = waiting.pop()
        recipe = known.get(target)
        if recipe is None:
            continue
        if not ready:
            if target in seen:
                continue
            seen.add(target)
            waiting.append((target, True))
            waiting.extend((name, False) for name in reversed(recipe.needs))
        else:
            for text in recipe.texts:
                yield text._replace(folder=folder)
            waiting.extend((name, False) for name in reversed(recipe.then))


def _just(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    yield from _tasks(repo, invocation, folder, ("justfile", "Justfile", ".justfile"), justfile)


def _task(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    names = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml")
    yield from _tasks(repo, invocation, folder, names, taskfile)


def _tasks(
    repo: Repository,
    invocation: Invocation,
    folder: str,
    names: Sequence[str],
    reader: Callable[[Repository, str], dict[str, Recipe]],
) -> Iterator[ShellText]:
    path = next((path for name in names if (path := _below(folder, name)) and repo.exists(path)), "")
    if not path:
        return
    known = repo.ask(reader, path)
    wanted = [value for value in invocation.values if value in known]
    if not wanted and not [value for value in invocation.values if not value.startswith("-")]:
        wanted = ["default"] if "default" in known else list(known)[:1]
    yield from _recipes(known, wanted, posixpath.dirname(path) or ".")


def _npm(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    folder, words = _options(invocation.values, folder, ("--prefix", "-C"))
    if words[:1] in (["run"], ["run-script"]):
        yield from _package(repo, folder, words[1:2])
    elif words and words[0] in _NPM_ALIASES:
        yield from _package(repo, folder, [_NPM_ALIASES[words[0]]])


def _yarn(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    folder, words = _options(invocation.values, folder, ("--cwd",))
    if words[:1] == ["run"]:
        words = words[1:]
    elif words and words[0] in _YARN_OWN:
        return
    yield from _package(repo, folder, words[:1])


def _pnpm(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    folder, words = _options(invocation.values, folder, ("--dir", "-C", "--prefix"))
    if words[:1] in (["run"], ["run-script"]):
        words = words[1:]
    elif words and words[0] in _PNPM_OWN:
        return
    if words[:1] == ["t"]:
        words = ["test"]
    yield from _package(repo, folder, words[:1])


def _bun(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    folder, words = _options(invocation.values, folder, ("--cwd",))
    if words[:1] == ["run"]:
        yield from _package(repo, folder, words[1:2])


def _options(values: Sequence[str], folder: str, elsewhere: Sequence[str]) -> tuple[str, list[str]]:
    """The folder that options name, and the words that are none."""
    words: list[str] = []
    following = iter(values)
    for value in following:
        name, equals, given = value.partition("=")
        if value == "--":
            break
        if name in elsewhere:
            folder = _below(folder, given if equals else next(following, ""))
        elif value in ("--filter", "-F", "-w", "--workspace"):  # which package that is, the workspace says
            folder = ""
            next(following, "")
        elif name in ("--filter", "--workspace"):
            folder = ""
        elif not value.startswith("-"):
            words.append(value)
    return folder, words


def _package(repo: Repository, folder: str, names: Sequence[str]) -> Iterator[ShellText]:
    """A script of `package.json`, with those that npm runs before and after it."""
    path = _below(folder, "package.json") if folder else ""
    if not names or not path or not repo.exists(path):
        return
    known = repo.ask(package_scripts, path)
    name = names[0]
    if name not in known:
        return
    for one in (f"pre{name}", name, f"post{name}"):
        if one in known:
            yield ShellText(known[one], folder=folder, mark=(path, one))


def _composer(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    folder, words = _options(invocation.values, folder, ("--working-dir", "-d"))
    if words[:1] in (["run"], ["run-script"]):
        words = words[1:]
    path = _below(folder, "composer.json") if folder else ""
    if words and path and repo.exists(path):
        known = repo.ask(composer_scripts, path)
        yield from _recipes(known, words[:1], folder)


def _tox(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    values = invocation.values
    wanted: list[str] = []
    for i, value in enumerate(values):
        if value in ("-e", "-m") and i + 1 < len(values):
            wanted = [one.strip() for one in values[i + 1].split(",")]
        elif value.startswith("-e") and len(value) > 2:
            wanted = value[2:].split(",")
    for name in ("tox.ini", "setup.cfg", "pyproject.toml"):
        path = _below(folder, name)
        if path and repo.exists(path):
            known = repo.ask(tox_environments, path)
            if known:
                for one in wanted or [""]:
                    yield from (text._replace(folder=folder) for text in known.get(one) or known.get("") or ())
                return


_FOLLOWED: dict[str, Callable[[Repository, Invocation, str], Iterator[ShellText]]] = {
    "make": _make,
    "gmake": _make,
    "just": _just,
    "task": _task,
    "go-task": _task,
    "npm": _npm,
    "yarn": _yarn,
    "pnpm": _pnpm,
    "bun": _bun,
    "composer": _composer,
    "tox": _tox,
    **dict.fromkeys((*SHELLS, ".", "source"), _script),
}
