"""Every command of the collection, run in one process that is watched: what must not be tried is told, and refused.

`tried(root, ...)` runs them in a repository and gives back what was tried: a program other than git, a socket, or a file or
folder below one of the `forbidden` ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

AREA_HOOKS = (
    "check_secrets", "check_dockerfile", "check_compose", "check_env_example", "check_parity", "check_pipeline",
    "check_infrastructure", "check_deployment", "check_observability", "check_todo", "devops_audit",
)  # fmt: skip
READING = (
    *((hook, "FILES") for hook in AREA_HOOKS),
    *((hook, "--format", "sarif", "--fail-on", "warning", "FILES") for hook in AREA_HOOKS),
    ("check_pushed_secrets",),
    ("cli", "audit", "--checklist", "--format", "json"),
    ("cli", "audit", "--base", "HEAD"),
    *(("cli", "show", what, "--format", "json") for what in ("pipeline", "variables", "services", "environments")),
    ("cli", "show", "pipeline", "--format", "mermaid"),
    ("cli", "history"),
    ("cli", "report", "--check"),
    ("cli", "explain", "DF006"),
    ("cli", "rules", "--format", "markdown"),
)
WRITING = (
    *((hook, "--fix", "FILES") for hook in ("check_compose", "check_env_example", "check_dockerfile")),
    ("devops_report", "--html", "page.html"),
    ("cli", "baseline"),
    ("cli", "init"),
    ("cli", "report"),
)

CHILD = r"""
import importlib, io, json, os, sys
log, forbidden, commands, files = json.loads(sys.argv[1])
forbidden = [os.path.realpath(path) for path in forbidden]
busy = False

def tried(what):
    with open(log, "a") as file:
        file.write(what + "\n")
    raise PermissionError(what)

def watch(event, arguments):
    global busy
    if busy:
        return
    busy = True
    try:
        if event.startswith("socket.") and event != "socket.gethostname":
            tried(event)
        elif event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.spawn", "ctypes.dlopen"):
            tried(f"{event} {arguments[:1]}")
        elif event == "subprocess.Popen" and os.path.basename(os.fspath(arguments[0])) not in ("git", "git.exe"):
            tried(f"{event} {arguments[0]}")
        elif event in ("open", "os.listdir", "os.scandir", "os.rename", "os.remove", "os.mkdir", "os.link", "os.symlink", "os.chmod"):
            for path in arguments[:2]:
                if isinstance(path, (str, bytes, os.PathLike)) and path not in ("r", "rb", "w", "wb"):
                    real = os.path.realpath(os.fsdecode(path))
                    if any(real == one or real.startswith(one + os.sep) for one in forbidden):
                        tried(f"{event} {real}")
    finally:
        busy = False

sys.addaudithook(watch)
import socket

class Forbidden(socket.socket):
    def __new__(cls, *arguments, **more):
        tried("socket.socket")

socket.socket = Forbidden
said = []
for module, *words in commands:
    words = [word for one in words for word in (files if one == "FILES" else [one])]
    out, sys.stdout, sys.stderr = (sys.stdout, sys.stderr), io.StringIO(), io.StringIO()
    try:
        if module == "try":
            code = exec(words[0]) or 0
        else:
            code = importlib.import_module("roadworthy." + module).main(words)
    except SystemExit as error:
        code = error.code
    except PermissionError:
        code = "refused"
    finally:
        printed = sys.stdout.getvalue() + sys.stderr.getvalue()
        sys.stdout, sys.stderr = out
    said.append([[module, *words[:3]], code, printed])
print(json.dumps(said))
"""


class Said(NamedTuple):
    command: tuple[str, ...]
    code: int | str
    text: str


def git(root: Path, *arguments: str) -> str:
    identity = {f"GIT_{role}_{what}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    plain = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True, env=os.environ | identity | plain
    )
    return done.stdout.strip()


def committed(root: Path) -> Path:
    """The folder as a repository in which everything is committed."""
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "-m", "start")
    return root


def run(root: Path, commands: tuple[tuple[str, ...], ...], log: Path, forbidden: tuple[str, ...] = ()) -> list[Said]:
    """Run the commands in `root`; `log` holds a line for each thing that was tried, and is not there where nothing was."""
    listed = subprocess.run(
        ["git", "-C", str(root), "-c", "core.fsmonitor=false", "ls-files", "-z"], check=True, capture_output=True
    ).stdout
    files = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT", "GITHUB_"))}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, json.dumps([str(log), forbidden, commands, files])],
        cwd=root,
        env=inherited | {"PYTHONPATH": os.pathsep.join(sys.path), "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return [Said(tuple(command), code, text) for command, code, text in json.loads(done.stdout)]
