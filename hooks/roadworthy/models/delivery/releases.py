"""What one deployment brings out, by the names that stand in its commands: tool, release, namespace, application."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ...core.excerpt import Source
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.operations import OPERATIONS, RELEASING_ACTIONS
from ..kubernetes.manifests import workloads

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ..pipeline.types import Uses
    from ..shell.commands import Invocation

_OBJECT = pattern(r"(?i)(deploy(?:ment)?s?|statefulsets?|sts|daemonsets?|ds)(?:\.apps)?/(\S{1,200})")
_KINDS = frozenset("deployment deployments deploy statefulset statefulsets sts daemonset daemonsets ds".split())
_KUBECTL_WHERE = frozenset(("-n", "--namespace", "--context", "--kubeconfig", "--cluster"))
_HELM_WHERE = frozenset(("-n", "--namespace", "--kube-context", "--kubeconfig"))
_HELM_VALUED = _HELM_WHERE | frozenset(
    "-f --values --set --set-string --set-file --set-json --version --timeout --repo --description --post-renderer --username"
    " --password --history-max --ca-file --cert-file --key-file --output -o".split()
)
_COMPOSE_WHERE = frozenset(
    "-f --file -p --project-name --env-file --profile --project-directory -H --host -c --context".split()
)
_PLAIN = pattern(r"[A-Za-z0-9_./:@%+=,-]+")


class Release(NamedTuple):
    """One thing that is brought out. `name` is empty where the application is named by its options alone.

    `where` are the options that choose it, as written; `remote` is the machine on which the command runs, where it is another.
    """

    tool: str
    name: str
    where: tuple[str, ...]
    place: Place
    remote: str = ""

    def command(self, operation: str) -> str | None:
        """The command for an operation of `OPERATIONS`, with the names filled in; None where the tool has none."""
        template = OPERATIONS[self.tool].get(operation)
        if template is None:
            return None
        made = template.format(name=quoted(self.name), where=" ".join(quoted(word) for word in self.where))
        made = " ".join(made.split())
        return f"ssh {quoted(self.remote)} {shlex.quote(made)}" if self.remote else made

    def can(self, operation: str) -> bool:
        """Whether there is such a command for it: a DaemonSet has as many pods as there are nodes."""
        unscaled = operation == "scale" and self.tool == "kubectl" and re.match(r"(?i)(?:daemonsets?|ds)\b", self.name)
        return operation in OPERATIONS[self.tool] and not unscaled

    @property
    def is_open(self) -> bool:
        """Whether a part of its name is only known when the deployment runs."""
        return any("$" in word or "{{" in word for word in (self.name, *self.where, self.remote))


def quoted(word: str) -> str:
    """A word for a shell: expansions stay, all else that it would read is quoted."""
    if not word or _PLAIN.fullmatch(word):
        return word
    return f'"{word}"' if "$" in word and '"' not in word else shlex.quote(word)


def releases(repo: Repository, run: Invocation) -> Iterator[Release]:
    """What a command brings out; nothing where it is none that is known to."""
    words = [word for word in run.values if word != "--"]
    remote = _host(run)
    for tool, name, where in _found(repo, run.name, words):
        yield Release(tool, name, tuple(where), run.place(), remote)


def released_by_action(uses: Uses) -> Release | None:
    """What a known action brings out."""
    known = RELEASING_ACTIONS.get(uses.name)
    named = uses.inputs.get(known[1]) if known else None
    if known is None or named is None:
        return None
    tool, _, options = known
    where = [word for option, key in options.items() if key in uses.inputs for word in (option, uses.inputs[key].text)]
    return Release(tool, named.text, tuple(where), uses.place)


def _host(run: Invocation) -> str:
    """The machine of `ssh deploy@host "…"`, as written."""
    via = run.via
    while via:
        if via.name == "ssh":
            return next(
                (value for value in via.values if re.fullmatch(r"(?:[^\s@=]{1,100}@)?[^\s@=/-][^\s@=/]{1,200}", value)), ""
            )
        via = via.via
    return ""


def _found(repo: Repository, program: str, words: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    if program == "kubectl":
        yield from _kubectl(repo, words)
    elif program == "helm":
        positional, where = _parted(words, _HELM_WHERE, _HELM_VALUED)
        if positional[:1] in (["upgrade"], ["install"]) and len(positional) > 1:
            yield "helm", positional[1], where
    elif program in ("docker", "docker-compose"):
        yield from _docker(words if program == "docker" else ["compose", *words], program == "docker-compose")
    elif program == "aws" and words[:2] == ["ecs", "update-service"]:
        name = _value(words, "--service")
        if name:
            yield "ecs", name, _kept(words, frozenset(("--cluster", "--region", "--profile")))
    elif program in ("fly", "flyctl") and words[:1] == ["deploy"]:
        app = _value(words, "--app", "-a") or _fly_app(repo, _value(words, "--config", "-c") or "fly.toml")
        if app:
            yield "fly", app, ["--app", app]
    elif program == "heroku":
        app = _value(words, "--app", "-a")
        if app and words[0].startswith(("container:", "releases", "ps:", "builds")):
            yield "heroku", app, ["--app", app]
    elif program == "gcloud" and words[:2] == ["run", "deploy"]:
        if len(words) > 2 and not words[2].startswith("-"):
            yield "cloud-run", words[2], _kept(words, frozenset(("--region", "--project", "--platform")))
    elif program == "systemctl" and len(words) > 1 and ("restart" in words or "reload" in words):
        yield "systemd", words[-1], []
    elif program == "service" and len(words) == 2 and words[1] in ("restart", "reload"):
        yield "systemd", words[0], []
    elif program == "pm2" and words[:1] in (["restart"], ["reload"]) and len(words) > 1:
        yield "pm2", words[1], []
    elif program == "kamal" and words[:1] in (["deploy"], ["redeploy"]):
        yield "kamal", "", _kept(words, frozenset(("-d", "--destination", "-c", "--config-file")))
    elif program == "cap" and len(words) > 1 and words[1].startswith("deploy"):
        yield "capistrano", words[0], []
    elif program in ("vercel", "wrangler", "serverless", "sls"):
        tool = "serverless" if program == "sls" else program
        if program == "vercel" or words[:1] in (["deploy"], ["publish"]):
            yield (
                tool,
                "",
                _kept(words, frozenset(("--scope", "--env", "-e", "--stage", "--region", "--cwd", "--config", "--name"))),
            )


def _kubectl(repo: Repository, words: list[str]) -> Iterator[tuple[str, str, list[str]]]:
    where = _kept(words, _KUBECTL_WHERE)
    rest, _ = _parted(words, _KUBECTL_WHERE, _KUBECTL_WHERE | frozenset(("-f", "--filename", "-k", "--kustomize", "--timeout")))
    if rest[:2] in (["set", "image"], ["rollout", "restart"], ["rollout", "status"]) or rest[:1] == ["patch"]:
        for i, word in enumerate(rest):
            if _OBJECT.fullmatch(word):
                yield "kubectl", word, where
            elif word.lower() in _KINDS and i + 1 < len(rest):
                yield "kubectl", f"{word}/{rest[i + 1]}", where
    elif rest[:1] == ["apply"]:
        for path in _values(words, "-f", "--filename"):
            below = path.strip("./").rstrip("/")
            for one in repo.ask(workloads):
                if (
                    one.serves
                    and one.kind != "Pod"
                    and one.name
                    and below
                    and (one.path == below or one.path.startswith(below + "/"))
                ):
                    yield "kubectl", f"{one.kind.lower()}/{one.name}", where


def _docker(words: list[str], old: bool) -> Iterator[tuple[str, str, list[str]]]:
    if words[:1] == ["compose"]:
        rest, where = _parted(words[1:], _COMPOSE_WHERE, _COMPOSE_WHERE)
        if rest[:1] in (["up"], ["restart"], ["pull"]):
            named = [word for word in rest[1:] if not word.startswith("-")]
            base = ["docker-compose"] if old else ["docker", "compose"]
            for name in named or [""]:
                yield "compose", name, [*base, *where]
    elif words[:2] == ["stack", "deploy"] and len(words) > 2:
        yield "swarm-stack", words[-1], []
    elif words[:2] == ["service", "update"] and len(words) > 2:
        yield "swarm-service", words[-1], []


def _parted(words: Sequence[str], where: frozenset[str], valued: frozenset[str]) -> tuple[list[str], list[str]]:
    """The words that are no options, and those options, with their values, that choose where."""
    rest: list[str] = []
    kept: list[str] = []
    waiting = iter(words)
    for word in waiting:
        option, equals, _ = word.partition("=")
        if option in valued and not equals:
            value = next(waiting, "")
            kept += [word, value] if option in where else []
        elif word.startswith("-") and len(word) > 1:
            kept += [word] if option in where else []
        else:
            rest.append(word)
    return rest, kept


def _kept(words: Sequence[str], where: frozenset[str]) -> list[str]:
    return _parted(words, where, where)[1]


def _values(words: Sequence[str], *options: str) -> Iterator[str]:
    for i, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option in options and (equals or i + 1 < len(words)):
            yield value if equals else words[i + 1]


def _value(words: Sequence[str], *options: str) -> str:
    return next(_values(words, *options), "")


def _fly_app(repo: Repository, path: str) -> str:
    source = repo.source(path) if repo.exists(path) else None
    named = re.search(r"(?m)^app\s*=\s*[\"']([\w-]{1,100})[\"']", source.text) if isinstance(source, Source) else None
    return named[1] if named else ""
