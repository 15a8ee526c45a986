"""Scratch repositories with a made-up kind of token in their commits, a scan that finds it, and a rule that reports it."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from roadworthy.core.outcome import Unreadable, gap
from roadworthy.core.rule import rule
from roadworthy.hook import Options
from roadworthy.secrets.found import Secret, masked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from roadworthy.core.excerpt import Source
    from roadworthy.core.outcome import Outcome
    from roadworthy.core.repository import Repository

TOKEN = re.compile(r"tok_[a-z0-9]+_end|tok_begin\n[^-]*\ntok_end")


def token(word: str) -> str:
    """A value that no scanner but the one below takes for a secret."""
    return f"tok_{word * 3}_end"


def scan(source: Source) -> tuple[Secret, ...]:
    whole = source.whole()
    return tuple(Secret("provider", "test token", "", whole.cut(*m.span()), "test") for m in TOKEN.finditer(source.text))


def _sources(repo: Repository, paths: tuple[str, ...] | None) -> Iterator[Source | Unreadable]:
    for path in repo.paths() if paths is None else paths:
        yield repo.source(path)


@rule(
    "SEC001",
    "provider-token",
    reads=_sources,
    title="No tokens",
    risk="whoever reads it can use it",
    remedy="rotate it",
    severity="error",
)
def provider_token(source: Source, repo: Repository) -> Iterator[Outcome]:
    for secret in scan(source):
        yield gap("token", f"test token {masked(secret.value.text)}", secret.value.place())


RULES = (provider_token,)


def options(root: Path, *files: str, form: str | None = "json") -> Options:
    return Options(files, ("secrets",), form, root=str(root))


def git(folder: Path, *words: str, date: str = "2024-05-03T12:00:00", feed: str | None = None) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    kept |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_DATE": date}
    kept |= {f"GIT_{role}_{what}": "t@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ("git", "-C", str(folder), "-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main", *words),
        env=kept,
        check=True,
        capture_output=True,
        text=True,
        input=feed,
    )
    return done.stdout.strip()


def commit(folder: Path, message: str, date: str = "2024-05-03T12:00:00", **files: str | bytes | None) -> str:
    """Commit these files (`__` in a name is a dot, `_S_` a slash); None deletes one. Gives the commit's id."""
    for name, content in files.items():
        path = folder / name.replace("_S_", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message, date=date)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, *init: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", *init)
    return folder
