"""Where a Dockerfile's secrets stand: variables named like one, credential files that are copied or written, and removed."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.secret_positions import DUMMY_WORDS, KEYRING_WORDS, SPECIMEN_WORDS
from ..names import credential_file, is_placeholder, is_secret_name
from ..shell.files import removals
from .variables import literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Excerpt, Place
    from ...parsing.dockerfile import Instruction, Pair
    from .dockerfiles import Run
    from .stages import Image, Stage

_REFERENCE = r"\$\{?([A-Za-z_][A-Za-z0-9_]*)"
_HARMLESS_VALUE = r"(?i)(?:true|false|yes|no|on|off|none|null|[0-9]{1,4}|/\S*|\.{1,2}/\S*|[a-z]+://[^@\s]*)\Z"
_KEY_OPTIONS = frozenset(("--import", "--dearmor"))
_DEPLOYED = frozenset(("prod", "production", "live", "staging", "secret", "secrets", "credentials"))
_ZEROS = frozenset("0-_")
_MOST_FILES = 100  # credential files that are followed to what removes them
_MOST_REMOVED = 1000
_WORDS = pattern(r"[^a-z0-9]+")


class SecretVariable(NamedTuple):
    """A variable with a secret's name that ARG or ENV gives a value. `filled` is the build argument that an ENV takes it from.

    `open`: an ARG whose default is a placeholder, so that the caller decides whether it is a secret.
    """

    name: str
    keyword: str
    stage: Stage
    at: Excerpt
    filled: str = ""
    open: bool = False


class CredentialFile(NamedTuple):
    """A credential file that a stage copies (`by` is a COPY or ADD) or writes (a RUN), where it ends up, and why it is one."""

    path: str
    target: str
    why: str
    by: Instruction
    stage: Stage
    at: Excerpt | None
    place: Place

    @property
    def certain(self) -> bool:
        """Whether its name leaves no doubt."""
        return not self.why.startswith(("may", "probably"))


class Deletion(NamedTuple):
    """A credential file and the later RUN that removes it again, with the place that says so."""

    file: CredentialFile
    place: Place


def secret_variables(image: Image) -> list[SecretVariable]:
    """Every ARG and ENV that puts a secret into the build, in source order; empty ones and placeholders in ENV are none."""
    found: list[SecretVariable] = []
    for stage in image.stages:
        for instruction in stage.all("ARG", "ENV"):
            for pair in instruction.pairs:
                if not is_secret_name(pair.key.text):
                    continue
                said = _argument(pair, stage) if instruction.keyword == "ARG" else _environment(pair, instruction, stage)
                if said:
                    found.append(said)
    return found


def _argument(pair: Pair, stage: Stage) -> SecretVariable | None:
    value = "" if pair.value is None else literal(pair.value.text)
    stands_in = bool(value) and "$" not in value and (is_placeholder(value) or is_dummy(value))
    if value and re.match(_HARMLESS_VALUE, value):
        return None
    return SecretVariable(pair.key.text, "ARG", stage, pair.key, open=stands_in)


def _environment(pair: Pair, instruction: Instruction, stage: Stage) -> SecretVariable | None:
    if pair.value is None:
        return None
    written = literal(pair.value.text)
    for name in re.findall(_REFERENCE, written):
        if given_as_argument(stage, name):
            return SecretVariable(pair.key.text, "ENV", stage, pair.key, filled=name)
    if "$" in written or is_placeholder(written) or is_dummy(written) or re.match(_HARMLESS_VALUE, written):
        return None
    return SecretVariable(pair.key.text, "ENV", stage, pair.key)


def given_as_argument(stage: Stage, name: str) -> bool:
    """Whether the caller of the build gives the variable: declared by ARG in the stage or in those it starts from."""
    return any(name in one.scope.arguments for one in stage.lineage())


def is_dummy(value: str) -> bool:
    """Whether a value says itself that it is none: `dummy`, `build-time-only`, `not-a-secret`."""
    return not DUMMY_WORDS.isdisjoint(_WORDS.split(value.lower()[:200])) or set(value) <= _ZEROS


def credential_files(image: Image, runs: Sequence[Run]) -> list[CredentialFile]:
    """Credential files that the stages copy from the build context, and those that their RUNs write; by name alone."""
    found: list[CredentialFile] = []
    for stage in image.stages:
        for instruction in stage.all("COPY", "ADD"):
            found.extend(_copied(instruction, stage))
    for run in runs:
        found.extend(_written(run))
    return found


def _copied(instruction: Instruction, stage: Stage) -> Iterator[CredentialFile]:
    words = instruction.words
    if len(words) < 2 or instruction.flag("from"):
        return
    target = words[-1].text
    for word in words[:-1]:
        path = literal(word.text)
        if path.startswith("<<") or "://" in path:
            continue
        why = credential_file(path)
        if why and not _is_specimen(path) and not _checks_packages(path, target) and not _is_settings(path, why):
            yield CredentialFile(path, _destination(path, target, len(words)), why, instruction, stage, word, word.place())


def without_package_keys(files: list[CredentialFile], runs: Sequence[Run]) -> list[CredentialFile]:
    """The files but for those that a package manager is told to trust as keys: these are public."""
    public = {
        word.spoken.rpartition("/")[2]
        for run in runs
        for one in run.invocations
        if one.name in ("apt-key", "pacman-key", "rpmkeys")
        or (one.name in ("rpm", "gpg", "gpg2") and _KEY_OPTIONS.intersection(one.values))
        for word in one.arguments
    }
    return [file for file in files if file.path.rpartition("/")[2] not in public] if public else files


def _destination(path: str, target: str, words: int) -> str:
    name = path.rstrip("/").rpartition("/")[2]
    target = literal(target)
    if target.endswith("/") or target in (".", "..") or words > 2:
        return f"{target.rstrip('/')}/{name}"
    last = target.rpartition("/")[2]
    return target if "." in last or last == name or last.startswith("id_") else f"{target}/{name}"


def _is_specimen(path: str) -> bool:
    return not SPECIMEN_WORDS.isdisjoint(_WORDS.split(path.lower()))


def _is_settings(path: str, why: str) -> bool:
    """`data_dirs.env` gives variables too, and nothing says that a secret is among them; `.env` and `prod.env` do."""
    name = path.rstrip("/").rpartition("/")[2].lower()
    return "environment" in why and not name.startswith(".env") and _DEPLOYED.isdisjoint(_WORDS.split(name))


def _checks_packages(path: str, target: str) -> bool:
    """A `.key` is also what a repository of packages signs with, in its public half."""
    if not path.lower().endswith((".key", ".pem")):
        return False
    words = set(_WORDS.split(path.lower())) | set(_WORDS.split(target.lower()))
    return not KEYRING_WORDS.isdisjoint(words) or target.lower().endswith((".pub", ".gpg", ".asc"))


def _written(run: Run) -> Iterator[CredentialFile]:
    for invocation in run.invocations:
        targets = [r.target for r in invocation.command.redirects if r.target and r.operator in (">", ">>", ">|")]
        if invocation.name == "tee":
            targets += [word for word in invocation.arguments if not word.spoken.startswith("-")]
        for word in targets:
            path = word.spoken
            if (why := credential_file(path)) and not _is_specimen(path):
                yield CredentialFile(path, path, why, run.instruction, run.stage, None, word.place())


def deletions(files: Sequence[CredentialFile], runs: Sequence[Run]) -> list[Deletion]:
    """Which of the files a later instruction of the same stage, or of one that starts from it, removes: too late."""
    if not files:
        return []
    removed = [(run, word) for run in runs for r in removals(run.invocations) for word in r.targets][:_MOST_REMOVED]
    found: list[Deletion] = []
    for file in files[:_MOST_FILES]:
        for run, word in removed:
            if not file.certain and word.spoken.rstrip("/").rpartition("/")[2] != file.target.rpartition("/")[2]:
                continue  # what may be a secret was one if it is named, not if `/tmp/*` takes it along
            if run.instruction is not file.by and _same(word.spoken, file.target) and _later(file, run):
                found.append(Deletion(file, word.place()))
                break
    return found


def _later(file: CredentialFile, run: Run) -> bool:
    if run.stage is file.stage:
        return run.instruction.at.origin(0) > file.by.at.origin(0)
    return any(stage is file.stage for stage in run.stage.lineage())


def _same(removed: str, target: str) -> bool:
    """Whether removing `removed` removes the file: its path, a pattern for it, or a folder above it."""
    removed, target = _plain(removed), _plain(target)
    if not removed or removed.startswith("$"):
        return False
    if removed == target or target.startswith(removed.rstrip("/*") + "/" if removed.rstrip("/*") else "//"):
        return True
    if "*" in removed and len(removed) < 256 and fnmatchcase(target, removed):
        return True
    one, other = removed.rpartition("/"), target.rpartition("/")
    return one[2] == other[2] and (not one[0].startswith("/") or not other[0].startswith("/"))


def _plain(path: str) -> str:
    for home in ("~/", "$HOME/", "${HOME}/"):
        if path.startswith(home):
            path = "/root/" + path[len(home) :]
    return path.removeprefix("./")
