"""A repository's own configuration can name programs for git to run: with none of our commands git runs one of them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from .commands import READING, WRITING, committed, git, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the planted programs are shell scripts")
FILES = {
    "Dockerfile": "FROM python\n",
    "app.py": "import os\nNAME = os.environ['SHOP_NAME']\n",
    "docker-compose.yml": "services: {web: {build: .}}\n",
    "db/migrate/1_drop.sql": "ALTER TABLE parcels DROP COLUMN weight;\n",
    "TODO.md": "- [ ] devops: Pin it; otherwise it moves <!-- -->\n",
    ".gitattributes": "* filter=planted diff=planted merge=planted\n",
}


def planted(program: str) -> dict[str, str]:
    """Every key of git's configuration that names a program which some command runs."""
    return {
        "core.fsmonitor": program,
        "core.pager": program,
        "core.editor": program,
        "core.sshCommand": program,
        "core.askPass": program,
        "core.gitProxy": program,
        "core.alternateRefsCommand": program,
        "sequence.editor": program,
        "diff.external": program,
        "diff.planted.command": program,
        "diff.planted.textconv": program,
        "filter.planted.clean": program,
        "filter.planted.smudge": program,
        "filter.planted.process": program,
        "filter.planted.required": "true",
        "merge.planted.driver": program,
        "interactive.diffFilter": program,
        "log.showSignature": "true",
        "gpg.program": program,
        "gpg.ssh.program": program,
        "gpg.x509.program": program,
        "credential.helper": f"!{program}",
        "pager.log": program,
        "pager.diff": program,
        "alias.ls-files": f"!{program}",
        "alias.log": f"!{program}",
        "alias.diff": f"!{program}",
        "uploadpack.packObjectsHook": program,
        "remote.origin.url": f"ext::{program}",
        "remote.origin.uploadpack": program,
        "remote.origin.vcs": "planted",
        "remote.origin.promisor": "true",
        "remote.origin.partialclonefilter": "blob:none",
        "extensions.partialClone": "origin",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "submodule.recurse": "true",
        "submodule.a.update": f"!{program}",
        "trailer.planted.command": program,
        "core.hooksPath": "HOOKS",
    }


@pytest.fixture
def armed(tmp_path: Path) -> tuple[Path, Path]:
    """A repository that is armed, with a change that is not committed; and the file that a planted program makes when it runs."""
    root, ran = tmp_path / "project", tmp_path / "ran"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    committed(root)
    signed = git(root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n", 1
    )
    made = subprocess.run(
        ["git", "-C", str(root), "hash-object", "-t", "commit", "-w", "--stdin"],
        input=signed + "\n", text=True, capture_output=True, check=True,
    )  # fmt: skip
    git(root, "update-ref", "refs/heads/main", made.stdout.strip())
    program = tmp_path / "planted"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {shlex.quote(str(ran))}\n')
    program.chmod(0o755)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "pre-commit", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (hooks / name).symlink_to(program)
    (root / "Dockerfile").rename(root / "images.Dockerfile")  # what a search for renames compares
    (root / "app.py").write_text(FILES["app.py"] + "MORE = os.environ['SHOP_MORE']\n")
    config = root / ".git" / "config"
    lines = ["[core]", "\trepositoryformatversion = 1"]
    for key, value in planted(str(program)).items():
        section, _, name = key.rpartition(".")
        outer, _, inner = section.partition(".")
        value = str(hooks) if value == "HOOKS" else value
        lines += [f'[{outer} "{inner}"]' if inner else f"[{outer}]", f'\t{name} = "{value}"']
    with open(config, "a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    ran.unlink(missing_ok=True)
    return root, ran


@pytest.mark.parametrize(
    "command", ["diff", "status", "log -1", "diff -M --name-status HEAD", "grep --textconv FROM", "ls-remote origin"]
)
def test_git_by_itself_would_run_a_planted_program(command: str, armed: tuple[Path, Path]) -> None:
    root, ran = armed
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "-C", str(root), *command.split()], capture_output=True, check=False, env=inherited, timeout=60)
    assert ran.exists(), f"git {command} ran nothing: the test that nothing is run would show nothing"


def test_none_of_our_commands_has_git_run_anything(armed: tuple[Path, Path], tmp_path: Path) -> None:
    root, ran = armed
    said = run(root, (*READING, *WRITING), tmp_path / "tried")
    assert not ran.exists(), ran.read_text()
    assert not (tmp_path / "tried").exists(), (tmp_path / "tried").read_text()
    assert all(one.code in (0, 1, 3) for one in said), [(one.command, one.code, one.text[-300:]) for one in said]
    assert any("DF0" in one.text for one in said)


def test_a_blob_that_a_partial_clone_lacks_is_asked_of_nobody(armed: tuple[Path, Path], tmp_path: Path) -> None:
    root, ran = armed
    blob = git(root, "-c", "core.fsmonitor=false", "rev-parse", "HEAD:db/migrate/1_drop.sql")
    ran.unlink(missing_ok=True)
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    (root / "db" / "migrate" / "1_drop.sql").unlink()
    said = run(
        root,
        (("cli", "history"), ("cli", "audit", "--base", "HEAD"), ("devops_audit", "--base", "HEAD", "FILES")),
        tmp_path / "tried",
    )
    assert not ran.exists(), ran.read_text()
    assert all(one.code in (0, 1, 3) for one in said), said
