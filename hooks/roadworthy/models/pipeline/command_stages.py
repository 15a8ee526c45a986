"""What a command of a pipeline is for, by program and subcommand: `tables/pipeline_stages.py`, and what a table cannot say."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.pipeline_stages import (
    CHECKED,
    CHECKING,
    COMMANDS,
    DEPLOY_HOOKS,
    GOALS,
    HEALTH_PATHS,
    IMAGES,
    LOCAL_HOSTS,
    NOTIFY_HOSTS,
    PUBLISH_HOSTS,
    REMOTE_DEPLOYS,
    SAME,
    TASK_WORDS,
)
from ..images.builds import arguments, is_build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..shell.commands import Invocation

    Stages = tuple[str, ...]

# Global options with a value: what follows them is no subcommand.
_VALUED = frozenset(
    "-f --file -n --namespace --context --kube-context --kubeconfig --region --profile -p --project-name --project-directory"
    " --env-file --prefix --cwd -C --dir --filter -F -w --workspace -H --host --config --chdir -s --settings --project --user"
    " -c --org --team --token --scope --group --manifest-path -P --color --log-level -l".split()
)
_ONLY_ALONE = frozenset("make gulp grunt ant yarn rake task just invoke inv".split())
_RUNNERS = frozenset("npm yarn pnpm bun".split())  # `npm run lint`: the script's name is looked up
_TASKS = frozenset(
    "make just task rake npm yarn pnpm bun composer poe invoke inv fastlane nx turbo lerna gulp grunt mage hatch".split()
)
_INTERPRETERS = frozenset(("bash", "sh", "python", "node", "ruby", "pwsh", ".", "source"))
_HEALTH, _LOCAL, _NOTIFY, _HOOK = pattern(HEALTH_PATHS), pattern(LOCAL_HOSTS), pattern(NOTIFY_HOSTS), pattern(DEPLOY_HOOKS)
_PUBLISH = pattern(PUBLISH_HOSTS)
_UPLOADS = frozenset("-F --form -T --upload-file --data-binary -d --data".split())
_VERSIONED = pattern(r"(php|python|ruby|node|pip)[\d.]*\$?")  # `php${{ matrix.php }}`, `python3.12`
_NAME_WORD = pattern(r"[A-Za-z][a-z]*|[A-Z]+")


class Row(NamedTuple):
    """One row of the table: words in order, options anywhere."""

    words: tuple[str, ...]
    options: tuple[str, ...]
    stage: str


def stages_of(invocation: Invocation, own: Mapping[str, str] | None = None) -> Stages:
    """The stages that the command belongs to; empty where it belongs to none, or is not known.

    `own` is what `.roadworthy.yaml` says: a command's first words to a stage.
    """
    name = _program(invocation)
    if not own and not invocation.remote and name not in _PARTICULAR and name not in _table():
        return ()
    values = invocation.values
    if own:
        words = [name, *values]
        for spoken, stage in own.items():
            wanted = spoken.split()
            if words[: len(wanted)] == wanted or [invocation.name, *values][: len(wanted)] == wanted:
                return (stage,)
    found = _of(name, values, invocation)
    if not found and invocation.remote and any((name, *values)[: len(row)] == row for row in REMOTE_DEPLOYS):
        return ("deploy",)
    return found


def _program(invocation: Invocation) -> str:
    """The program's usual name."""
    name = invocation.name
    if not name and invocation.words:
        versioned = _VERSIONED.match(invocation.words[0].spoken)
        name = versioned[1] if versioned else ""
    elif name not in SAME and name[-1:].isdigit() and (versioned := _VERSIONED.fullmatch(name)):
        name = versioned[1]
    return SAME.get(name, name)


def _of(name: str, values: list[str], invocation: Invocation, depth: int = 0) -> Stages:
    if not name or depth > 3 or any(value in ("--help", "--version", "-h") for value in values[:1]):
        return ()
    if name in _PARTICULAR:
        particular = _PARTICULAR[name](name, values, invocation, depth)
        if particular is not None:
            return particular
    found = _in_table(name, values)
    if name == "helm" and "health-check" in found:
        found = ("deploy", *found)
    return found


def _in_table(name: str, values: Sequence[str]) -> Stages:
    rows = _table().get(name)
    if not rows:
        return ()
    plain = _plain(values)
    if name in _RUNNERS and plain[:1] in (["run"], ["run-script"], ["exec"]):
        plain = plain[1:]
    best = -1
    found: list[str] = []
    for row in rows:
        size = len(row.words) + len(row.options)
        if size < best or not all(any(_fits(value, option) for value in values) for option in row.options):
            continue
        if row.words:
            if not _begins(plain, row.words, name in GOALS, bool(values) and values[0][:1] == "-"):
                continue
        elif not row.options and name in _ONLY_ALONE and plain:
            continue
        if size > best:
            best, found = size, []
        found.append(row.stage)
    return tuple(dict.fromkeys(stage for stage in found if stage != "-"))


@cache
def _table() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for stage, text in COMMANDS.items():
        for line in text.splitlines():
            for row in line.split("|"):
                program, *words = row.split() or [""]
                if program:
                    options = tuple(word for word in words if word[0] == "-")
                    plain = tuple(word for word in words if word[0] != "-")
                    found.setdefault(program, []).append(Row(plain, options, stage))
    return found


def _plain(values: Sequence[str]) -> list[str]:
    """The words that are no options, nor values of options that stand before a subcommand."""
    plain: list[str] = []
    skip = False
    for value in values:
        if skip:
            skip = False
        elif value.startswith("-"):
            skip = value in _VALUED
        else:
            plain.append(value)
    return plain


def _fits(value: str, wanted: str) -> bool:
    if wanted.startswith("*"):
        return value.endswith(wanted[1:])
    if wanted.endswith("*"):
        return value.startswith(wanted[:-1])
    return value == wanted or (wanted.startswith("-") and value.startswith(wanted + "="))


def _begins(plain: Sequence[str], words: Sequence[str], goals: bool, options_first: bool) -> bool:
    size = len(words)
    if goals and size == 1:
        return any(_fits(value.rpartition(":")[2] if value[:1] == ":" else value, words[0]) for value in plain[:40])
    for start in range(4 if options_first else 1):
        if len(plain) < start + size:
            return False
        if all(_fits(value, word) for value, word in zip(plain[start:], words)):
            return True
    return False


# What the table cannot say


def _docker(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages | None:
    if is_build(invocation):
        options, _ = arguments(values)
        if "--check" in options:
            return ("validate",)
        outputs = " ".join((*options.get("--output", []), *options.get("-o", [])))
        pushes = "push=true" in outputs or "type=registry" in outputs
        return ("package",) if "--push" in options or pushes else ("build",)
    plain = _plain(values)
    if plain[:1] == ["run"]:
        return _in_container(values[values.index("run") + 1 :], invocation, depth)
    inner = plain[1:] if plain[:1] == ["compose"] else plain
    if inner[:1] in (["run"], ["exec"]) and (plain[:1] == ["compose"] or name == "docker-compose" or inner[0] == "exec"):
        rest = inner[2:]
        return _of(SAME.get(_base(rest[0]), _base(rest[0])), rest[1:], invocation, depth + 1) if rest else ()
    return None


def _in_container(values: list[str], invocation: Invocation, depth: int) -> Stages:
    """`docker run [options] IMAGE [command…]`: the image's own program, or the command."""
    for i, value in enumerate(values):
        image = value.partition("@")[0].rpartition("/")
        known = IMAGES.get(f"{image[0]}/{image[2].partition(':')[0]}".strip("/"))
        if known:
            return _of(known, values[i + 1 :], invocation, depth + 1)
    start = 0
    while start < len(values) and values[start].startswith("-"):
        single = "=" in values[start] or values[start] in _FLAGS or re.fullmatch(r"-[itdP]+", values[start])
        start += 1 if single else 2
    rest = values[start + 1 :]
    if rest[:1] in (["sh"], ["bash"], ["/bin/sh"], ["/bin/bash"]) and rest[1:2] and rest[1].startswith("-") and len(rest) > 2:
        rest = rest[2].split("&&")[-1].split()
    return _of(SAME.get(_base(rest[0]), _base(rest[0])), rest[1:], invocation, depth + 1) if rest else ()


_FLAGS = frozenset("--rm --detach --interactive --tty --init --privileged --read-only --no-healthcheck --publish-all".split())


def _base(word: str) -> str:
    return word.rpartition("/")[2]


def _kaniko(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages | None:
    if not any(
        value.startswith(("--context", "--dockerfile", "--destination")) or value in ("-c", "-f", "-d") for value in values
    ):
        return None
    pushes = any(value.startswith("--destination") or value == "-d" for value in values) and "--no-push" not in values
    return ("package",) if pushes else ("build",)


def _language(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages | None:
    """`python -m pytest`, `python manage.py test`, `php vendor/bin/phpunit`: what is run decides."""
    if name == "python" and "-m" in values[:6]:
        at = values.index("-m")
        if at + 1 < len(values):
            module = values[at + 1]
            return _of(module if module == "unittest" else module.replace("_", "-"), values[at + 2 :], invocation, depth + 1)
    at = next((i for i, value in enumerate(values) if not value.startswith("-")), len(values))
    if at < len(values):
        found = _of(_base(values[at]), values[at + 1 :], invocation, depth + 1)
        if found:
            return found
        return None if name == "node" or (name == "php" and "-l" in values) else ()
    return None


def _request(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages:
    text = " ".join(values)[:4000]
    if _NOTIFY.search(text):
        return ("notify",)
    if _HOOK.search(text):
        return ("deploy",)
    if _PUBLISH.search(text) and any(value in _UPLOADS for value in values):
        return ("package",)
    writes = any(value in ("-o", "-O", "--output", "--remote-name", "-T", "--upload-file") for value in values)
    if _HEALTH.search(text) and not _LOCAL.search(text) and not (writes and "/dev/null" not in text):
        return ("health-check",)
    return ()


def _copy(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages:
    """`rsync` and `scp` deploy where they write to another machine."""
    plain = [value for value in values if not value.startswith("-")]
    return ("deploy",) if plain and re.search(r"^[^/]{1,200}:", plain[-1]) else ()


def _git(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages | None:
    if values[:1] == ["push"] and any(value in ("heroku", "dokku", "production", "gandi", "clever") for value in values[1:]):
        return ("deploy",)
    return None


def _kubectl(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages | None:
    if any(value.startswith("--dry-run") and value != "--dry-run=none" for value in values):
        return ("validate",) if _plain(values)[:1] in (["apply"], ["replace"]) else ()
    return None


def _maven(name: str, values: list[str], invocation: Invocation, depth: int) -> Stages | None:
    """The tests that a goal runs on its way may be left out."""
    skips = any(re.match(r"-D(?:skipTests|maven\.test\.skip|skipITs)(?:=true)?$", value) for value in values) or (
        name == "gradle" and any(values[i : i + 2] == ["-x", "test"] for i in range(len(values)))
    )
    if not skips:
        return None
    return tuple(stage for stage in _in_table(name, [value for value in values if value != "test"]) if stage != "test")


_PARTICULAR = {
    **dict.fromkeys(("docker", "podman", "buildah", "nerdctl", "depot", "img", "docker-compose"), _docker),
    "executor": _kaniko,
    "python": _language,
    "php": _language,
    "node": _language,
    "curl": _request,
    "wget": _request,
    "http": _request,
    "https": _request,
    "rsync": _copy,
    "scp": _copy,
    "git": _git,
    "kubectl": _kubectl,
    "mvn": _maven,
    "gradle": _maven,
}


# Names of scripts and targets, where what they run is not known


def named_stages(invocation: Invocation) -> Stages:
    """What the name of a script or target says: `npm run lint:fix`, `make deploy-staging`, `./ci/test.sh`."""
    name = SAME.get(invocation.name, invocation.name)
    word = invocation.words[0].value if invocation.words else None
    if name not in _TASKS and name not in _INTERPRETERS and not (word and ("/" in word or word.endswith((".sh", ".py")))):
        return ()
    plain = _plain(invocation.values)
    if name in _RUNNERS and plain[:1] in (["run"], ["run-script"]):
        plain = plain[1:]
    if name in ("nx", "turbo", "lerna"):
        wanted = [value.partition("=")[2] or value for value in invocation.values]
        return tuple(dict.fromkeys(stage for value in wanted for part in value.split(",") if (stage := name_stage(part))))
    if name in _TASKS:
        return tuple(dict.fromkeys(stage for value in plain[: 8 if name in GOALS else 1] if (stage := name_stage(value))))
    if name in _INTERPRETERS and plain:
        word = plain[0] if re.search(r"\.(?:sh|bash|py|js|ts|mjs|rb|ps1)$", plain[0]) else None
    stage = name_stage(re.sub(r"\.\w{1,5}$", "", _base(word))) if word else ""
    return (stage,) if stage else ()


def name_stage(name: str) -> str:
    """The stage that a name begins with the word for: `deploy-staging`, but not `prepare_deploy`; empty for none."""
    words = [match.group().lower() for match in _NAME_WORD.finditer(name[:200])]
    while len(words) > 1 and words[0] in CHECKING:
        if words[0] in ("check", "checks", "verify", "ensure"):
            return CHECKED.get(words[1], "")
        words = words[1:]
    return TASK_WORDS.get(words[0], "") if words else ""
