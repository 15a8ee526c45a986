"""Nothing leaves the machine, nothing but git is run, and no value of a secret is ever told.

Each command runs in a process of its own, in a repository with secrets of many kinds that are made up here.
"""

from __future__ import annotations

import base64
import json
import os
import random
import string
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from roadworthy.core.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

FORBIDDING = """if True:
    import os, socket, sys
    log = os.environ["TRIED"]
    def tried(what):
        with open(log, "a") as file:
            file.write(what + "\\n")
        raise PermissionError(what)
    def watch(event, arguments):
        if event.startswith("socket.") and event != "socket.gethostname":
            tried(event)
        elif event in ("os.system", "os.exec", "os.posix_spawn", "os.fork", "os.spawn", "os.startfile", "pty.spawn"):
            tried(f"{event} {arguments[:1]}")
        elif event == "subprocess.Popen" and os.path.basename(os.fspath(arguments[0])) not in ("git", "git.exe"):
            tried(f"{event} {arguments[0]}")
    sys.addaudithook(watch)
    class Forbidden(socket.socket):
        def __new__(cls, *arguments, **more):
            tried("socket.socket")
    socket.socket = Forbidden
    socket.create_connection = lambda *arguments, **more: tried("socket.create_connection")
"""
FAULT = {
    "a rule": "import roadworthy.core.outcome as o; o.passes = lambda *a, **k: 1 / 0\n",
    "the scan": "import roadworthy.secrets.scan as s; s._apart = lambda found: {}[list(found)[0].value.text]\n",
    "the report": "import roadworthy.core.report as r\ndef build(repo, *a):\n    raise ValueError(TEXT)\nr.build = build\n",
    "the printing": "import roadworthy.printing as p\ndef write(*a):\n    raise ValueError(TEXT)\np.write = write\n",
}


class Project(NamedTuple):
    """A repository; `values` are what must never be told, each under its kind."""

    root: Path
    values: Mapping[str, str]
    tip: str


def drawn(kind: str, size: int, letters: str = string.ascii_letters + string.digits) -> str:
    return "".join(random.Random(kind + str(os.getpid())).choices(letters, k=size))


def made_up() -> dict[str, str]:
    """A value of every kind: in no file, and other ones in each run."""
    body = base64.b64encode(b"\x30\x82\x04\xa0\x02\x01\x00" + random.Random(os.getpid()).randbytes(900)).decode()
    return {
        "AWS": "AKIA" + drawn("aws", 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        "AWS secret": drawn("aws secret", 40),
        "Slack": "xoxb-" + drawn("n", 12, string.digits) + "-" + drawn("m", 12, string.digits) + "-" + drawn("slack", 24),
        "Stripe": "sk_" + "live_" + drawn("stripe", 24),
        "SendGrid": "SG." + drawn("sg", 22) + "." + drawn("sg2", 43),
        "URL": drawn("url", 20),
        "dotenv": drawn("dotenv", 26),
        "YAML": drawn("yaml", 24),
        "Kubernetes": drawn("kubernetes", 28),
        "netrc": drawn("netrc", 18),
        "npm": drawn("npm", 36),
        "ini": drawn("ini", 22),
        "SQL": drawn("sql", 20),
        "quoted": drawn("quoted", 32),
        "hexadecimal": drawn("hex", 64, "0123456789abcdef"),
        "key": body,
        "message": "xoxb-" + drawn("o", 12, string.digits) + "-" + drawn("p", 12, string.digits) + "-" + drawn("msg", 24),
        "build": drawn("build", 30),
        "padded": base64.b64encode(drawn("padded", 32).encode()).decode(),
        "with a sign": drawn("with", 12) + "=" + drawn("sign", 14),
        "with a colon": drawn("colon", 12) + ":" + drawn("colon 2", 14),
        "one line": drawn("one line", 33),
    }


def files(values: Mapping[str, str]) -> dict[str, str]:
    key = "\n".join(values["key"][i : i + 64] for i in range(0, len(values["key"]), 64))
    dashes = "-" * 5
    kind = "RSA PRIVATE" + " KEY"
    encoded = base64.b64encode(values["Kubernetes"].encode()).decode()
    return {
        "deploy.sh": f"export AWS_ACCESS_KEY_ID={values['AWS']}\nexport AWS_SECRET_ACCESS_KEY={values['AWS secret']}\n"
        f"docker build --build-arg NPM_TOKEN={values['build']} .\n",
        "notify.py": f'SLACK = "{values["Slack"]}"\nSTRIPE = "{values["Stripe"]}"\nMAIL = "{values["SendGrid"]}"\n',
        "config/app.py": f'DATABASE_URL = "postgres://shop:{values["URL"]}@db.internal/shop"\n'
        f'api_key = "{values["quoted"]}"\ndigest_key = "{values["hexadecimal"]}"\n',
        ".env": f"DB_PASSWORD={values['dotenv']}\nAIRFLOW__CORE__FERNET_KEY={values['padded']}\n"
        f"API_TOKEN={values['with a sign']}\nMAIL_PASSWORD='{values['with a colon']}'\n",
        ".env.example": f"API_TOKEN={values['dotenv'][::-1]}\n",
        "compose.yaml": f"services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: {values['YAML']}\n",
        "k8s/secret.yaml": f"apiVersion: v1\nkind: Secret\nmetadata: {{name: shop}}\ndata:\n  password: {encoded}\n",
        ".netrc": f"machine db.internal login shop password {values['netrc']}\n",
        ".npmrc": f"//npm.parcels.example/:_authToken={values['npm']}\n",
        "server.ini": f"[server]\nadmin_password = {values['ini']}\n",
        "dump.sql": f"CREATE USER shop IDENTIFIED BY '{values['SQL']}';\n",
        "id_rsa": f"{dashes}BEGIN {kind}{dashes}\n{key}\n{dashes}END {kind}{dashes}\n",
        "bundle.json": '{"a": [' + '{"k": 1},' * 2000 + f'{{"password": "{values["one line"]}"}}]}}\n',
    }


def git(root: Path, *arguments: str) -> str:
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.c", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.c"}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True, env=os.environ | identity
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("sealed")
    values = made_up()
    git(root, "init", "-q", "-b", "main")
    for path, text in files(values).items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "-m", f"start\n\nwith {values['message']}")
    (root / "gone.py").write_text(f'TOKEN = "{values["Slack"][:-4]}abcd"\n')
    git(root, "add", "gone.py")
    git(root, "commit", "-q", "-m", "add")
    git(root, "rm", "-q", "gone.py")
    git(root, "commit", "-q", "-m", "remove")
    return Project(root, values, git(root, "rev-parse", "HEAD"))


def ran(project: Project, module: str, *arguments: str, before: str = "") -> tuple[int, str]:
    """Run a command under watch in the project; the exit code, and all that it said. Fails where it tried what it must not."""
    tried = project.root.parent / "tried"
    tried.unlink(missing_ok=True)
    program = f"import sys\nfrom {module} import main\nsys.exit(main({list(arguments)!r}))\n"
    done = subprocess.run(
        [sys.executable, "-c", FORBIDDING + before + program],
        cwd=project.root,
        env=os.environ
        | {"PYTHONPATH": os.pathsep.join(sys.path), "TRIED": str(tried), "PRE_COMMIT_TO_REF": project.tip}
        | {"PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main"},
        capture_output=True,
        check=False,
    )
    assert not tried.exists(), tried.read_text()
    return done.returncode, (done.stdout + done.stderr).decode("utf-8", "replace")


def commands(project: Project) -> dict[str, tuple[str, ...]]:
    paths = git(project.root, "ls-files").splitlines()
    return {
        "check-secrets": ("roadworthy.check_secrets", *paths),
        "devops-audit": ("roadworthy.devops_audit", *paths),
        "check-pushed-secrets": ("roadworthy.check_pushed_secrets",),
        "history": ("roadworthy.cli", "history"),
        "audit": ("roadworthy.cli", "audit", "--area", "secrets", "--checklist"),
    }


NAMES = ("check-secrets", "devops-audit", "check-pushed-secrets", "history", "audit")


def told(project: Project, said: str) -> list[str]:
    """The kinds of the values that a text tells, as they are or in base64."""
    flat = said.replace("\n", "").replace("\\n", "")
    found = []
    for kind, value in project.values.items():
        encoded = base64.b64encode(value.encode()).decode().rstrip("=")
        pieces = [value[:60], value[-60:], value[len(value) // 4 : -1], encoded[:-4]]
        if any(piece in said or piece in flat for piece in pieces):
            found.append(kind)
    return found


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_no_format_of_any_command_tells_a_value(name: str, form: str, project: Project) -> None:
    module, *arguments = commands(project)[name]
    code, said = ran(project, module, *arguments, "--format", form, "--fail-on", "warning", "--select", "SEC")
    assert code in (0, 1), said
    assert len(said) > 500, "it has something to tell"
    assert told(project, said) == []


def test_every_value_is_found_so_that_there_is_something_to_hide(project: Project) -> None:
    _, said = ran(project, "roadworthy.cli", "audit", "--area", "secrets", "--format", "json")
    found = {(finding["path"], finding["line"]) for finding in json.loads(said)["findings"]}
    for kind, value in project.values.items():
        if kind not in ("message", "key", "Kubernetes"):
            places = [(path, i) for path, text in files(project.values).items() for i, line in enumerate(text.split("\n"), 1)
                      if value in line]  # fmt: skip
            assert found & set(places), kind


@pytest.mark.parametrize("name", [*NAMES, "baseline"])
@pytest.mark.parametrize("where", FAULT)
def test_a_fault_of_our_own_tells_no_value(where: str, name: str, project: Project) -> None:
    text = repr("\n".join(project.values.values()))
    module, *arguments = {**commands(project), "baseline": ("roadworthy.cli", "baseline")}[name]
    _, said = ran(project, module, *arguments, before=FAULT[where].replace("TEXT", text))
    (project.root / ".secrets.baseline").unlink(missing_ok=True)
    assert "Traceback" not in said
    assert told(project, said) == []


@pytest.mark.parametrize("name", NAMES)
def test_help_and_wrong_usage_tell_no_value(name: str, project: Project) -> None:
    module, *arguments = commands(project)[name]
    for option in ("--help", "--no-such-option", "--select=NONE1"):
        assert told(project, ran(project, module, *arguments, option)[1]) == []


def test_a_baseline_holds_no_value_and_is_honoured_without_telling_one(project: Project) -> None:
    _, said = ran(project, "roadworthy.cli", "baseline")
    written = (project.root / ".secrets.baseline").read_text(encoding="utf-8")
    assert told(project, said + written) == []
    assert len(json.loads(written)["results"]) >= 10
    module, *arguments = commands(project)["check-secrets"]
    code, said = ran(project, module, *arguments, "--format", "json", "--fail-on", "warning", "--select", "SEC001,SEC004")
    assert (code, told(project, said)) == (0, [])
    _, said = ran(project, module, ".env", "--fail-on", "warning")
    assert "recorded in .secrets.baseline, does not block" in said
    for path in project.root.rglob("*"):  # nothing else was written beside what was there
        if path.is_file() and ".git" not in path.parts and path.name != ".secrets.baseline":
            assert path.relative_to(project.root).as_posix() in files(project.values), path
    (project.root / ".secrets.baseline").unlink()


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_named(project: Project) -> None:
    path = project.root / "server.ini"
    path.chmod(0)
    try:
        code, said = ran(project, "roadworthy.check_secrets", "server.ini")
    finally:
        path.chmod(0o644)
    assert code == 3
    assert "server.ini" in said


@pytest.mark.parametrize(
    "trying",
    [
        "import socket; socket.create_connection(('localhost', 9))",
        "import urllib.request; urllib.request.urlopen('http://localhost:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_the_watch_itself_sees_what_must_not_be_tried(trying: str, project: Project) -> None:
    with pytest.raises(AssertionError, match=r"socket|Popen|os\.system"):
        ran(project, "roadworthy.cli", "rules", before=f"try:\n    {trying}\nexcept OSError:\n    pass\n")


def test_a_told_value_would_be_seen(project: Project) -> None:
    for kind, value in project.values.items():
        assert kind in told(project, f"the value {value} was told")
        assert kind in told(project, base64.b64encode(value.encode()).decode())
