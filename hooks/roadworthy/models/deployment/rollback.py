"""The rollback procedure that people wrote down: which of its steps are there, and whether what they name is."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.shell import parse
from ...tables.rollback import DOCUMENTS, HEADING, PLACEHOLDER, STEPS, TRIGGERS
from ..pipeline.command_stages import stages_of
from ..settings import settings
from ..shell.commands import invocations
from ..shell.task_files_make import makefile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Source
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..shell.commands import Invocation

MOST_DOCUMENTS = 50
LONGEST = 400_000  # characters of one document
MOST_LINES = 2_000  # of one procedure
_DOCUMENTS, _HEADING, _PLACEHOLDER = pattern(DOCUMENTS), pattern(HEADING), pattern(PLACEHOLDER)
_NAMED = r"(?i)(?:runbook|roll-?_?back|recovery)"
MOST_FILES = 5_000
LONGEST_LINE = 2_000
_DEPLOYING = r"\.(?:ya?ml|tf|sh|bash|toml|tpl)$|(?:^|/)(?:Makefile|Procfile|Jenkinsfile|[^/.]+)$"
_SPAN = r"`([^`\n]{2,200})`"
_MINUTES = pattern(r"(?i)\b(\d{1,3}|one|two|three|four|five|ten|fifteen|thirty)[ -]?(?:min(?:ute)?s?)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "fifteen": 15, "thirty": 30}
_WORKFLOW = r"(?:\.github/workflows/)?([\w.-]+\.ya?ml)"
_SCRIPT = r"^(?:\./)?((?:[\w.-]+/)*[\w.-]+(?:\.(?:sh|bash|py|rb|js))|(?:bin|scripts?|ops|tools|deploy|ci)/[\w./-]+)$"


class Step(NamedTuple):
    """One step of the procedure. `state`: `there`, `missing`, `placeholder` (nobody filled it in), or `dangling` (it names
    something that is not there); `named` is what is named, `place` where it stands."""

    name: str
    what: str
    state: str
    place: Place
    named: str = ""


class Procedure(NamedTuple):
    """A written procedure, or the want of one: then `place` has no line and `steps` are empty."""

    path: str
    place: Place
    steps: tuple[Step, ...]
    searched: tuple[Place, ...] = ()


def procedures(repo: Repository, paths: Paths) -> Iterator[Procedure | Unreadable]:
    """The fullest rollback procedure of the repository, or that there is none. Nothing for what is not deployed."""
    if not is_deployed(repo):
        return
    found: list[Procedure] = []
    searched: list[Place] = []
    for path in [path for path in repo.paths() if _DOCUMENTS.search(path)][:MOST_DOCUMENTS]:
        source = repo.source(path)
        if isinstance(source, Unreadable):
            continue
        searched.append(Place(path))
        for start, end in _sections(source):
            found.append(_procedure(repo, source, start, end))
    if found:
        yield max(found, key=lambda one: sum(step.state == "there" for step in one.steps))
    else:
        yield Procedure(".", Place("docs/devops/RUNBOOK.md"), (), tuple(searched[:5]))


def is_deployed(repo: Repository) -> bool:
    """Whether anything of the repository goes into service: an image, a manifest, a deployment."""
    from ..images.dockerfiles import dockerfile_paths
    from .units import Deployment, deployments

    if dockerfile_paths(repo.paths()):
        return True
    return any(isinstance(one, Deployment) and one.deploys for one in deployments(repo, None))


def _sections(source: Source) -> Iterator[tuple[int, int]]:
    """First and last line of each procedure: what stands below a heading that speaks of rolling back, up to the next one of
    its level; all of a document whose name says so and that has no such heading."""
    lines = source.text[:LONGEST].split("\n")
    headings: list[tuple[int, int, str]] = []
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced and (found := re.match(r"(#{1,6}|={1,6})\s+(.{1,200})", line)):
            headings.append((number, len(found[1]), found[2]))
    begun = 0
    for i, (number, level, title) in enumerate(headings):
        if number > begun and _HEADING.search(title):
            end = next((at - 1 for at, other, _ in headings[i + 1 :] if other <= level), len(lines))
            yield number, min(end, number + MOST_LINES)
            begun = end
    if not begun and re.search(_NAMED, posixpath.basename(source.path)):
        yield 1, min(len(lines), MOST_LINES)


def _procedure(repo: Repository, source: Source, start: int, end: int) -> Procedure:
    numbered = [(number, source.line(number)[:LONGEST_LINE]) for number in range(start, end + 1)]
    numbered = [(number, line) for number, line in numbered if line.strip() and not line.startswith("<!--")]
    top = Place(source.path, start, 1, start, max(1, len(source.line(start))))
    return Procedure(source.path, top, tuple(_step(repo, source, name, numbered, top) for name in STEPS))


def _step(repo: Repository, source: Source, name: str, lines: Sequence[tuple[int, str]], top: Place) -> Step:
    what = STEPS[name][0]
    best: Step | None = None
    for number, line in lines:
        found = _found(repo, source, name, number, line)
        if found is None:
            continue
        if vague := _PLACEHOLDER.search(line):
            found = found._replace(state="placeholder", named=vague[0])
        if found.state == "there":
            return found
        best = best or found
    known = repo.ask(settings).runbook
    configured = known.health_url if name == "health" else known.channel if name == "notify" else ""
    if configured:
        return Step(name, what, "there", Place(".roadworthy.yaml"), configured)
    return best or Step(name, what, "missing", top)


def _found(repo: Repository, source: Source, name: str, number: int, line: str) -> Step | None:
    """What a line says of a step."""
    what, wanted = STEPS[name]
    place = Place(source.path, number, 1, number, max(1, len(line)))
    if name == "trigger":
        return _trigger(repo, source, number, line, place)
    if name == "time":
        found = _MINUTES.search(line)
        minutes = _NUMBERS.get(found[1].lower()) or int(found[1]) if found else 0
        return Step(name, what, "there" if minutes <= 5 else "long", place, found[0]) if found else None
    return Step(name, what, "there", place) if re.search(wanted, line) else None


def _trigger(repo: Repository, source: Source, number: int, line: str, place: Place) -> Step | None:
    """A command, a job or a button that takes an earlier release up again."""
    what = STEPS["trigger"][0]
    start = source.starts[number - 1]
    spans = [(start + span.start(1), start + span.end(1)) for span in re.finditer(_SPAN, line)]
    if not spans and not re.match(r"\s*(?:#|[-*]\s|\d+\.\s|\|)", line):
        lead = re.match(r"\s*(?:[$>]\s+)?", line)
        spans = [(start + (lead.end() if lead else 0), start + len(line))]
    for at, to in spans[:20]:
        for run in invocations(parse(source.whole().cut(at, to))):
            if goes_back(run):
                absent = _absent(repo, run)
                return Step("trigger", what, "dangling" if absent else "there", place, absent)
    found = re.search(_WORKFLOW, line)
    if found and re.search(r"(?i)workflow|\brun\b|re-?deploy|roll", line):
        there = repo.exists(f".github/workflows/{found[1]}") or repo.exists(found[0])
        return Step("trigger", what, "there" if there else "dangling", place, found[1])
    return Step("trigger", what, "there", place) if re.search(TRIGGERS, line) else None


def goes_back(run: Invocation) -> bool:
    """Whether a command takes an earlier release up again, or deploys the one that it is given."""
    stages = stages_of(run)
    if "rollback" in stages or "deploy" in stages:
        return True
    spoken = " ".join((run.words[0].spoken if run.words else "", *run.values))
    return bool(run.name) and re.search(r"(?i)\brolling-?back|roll-?_?back", spoken) is not None and len(spoken.split()) < 12


def _absent(repo: Repository, run: Invocation) -> str:
    """The target, script, workflow or release that a command names and that is not in the repository; empty for none."""
    plain = [value for value in run.values if not value.startswith("-") and "=" not in value]
    first = run.words[0].spoken if run.words else ""
    if run.name == "make" and plain and "$" not in plain[0] and repo.exists("Makefile"):
        return "" if plain[0] in repo.ask(makefile, "Makefile") else f"make {plain[0]}"
    if run.name in ("bash", "sh") and plain:
        first = plain[0]
    if script := re.match(_SCRIPT, first):
        return "" if repo.exists(script[1]) else script[1]
    if run.name == "gh" and plain[:2] == ["workflow", "run"] and len(plain) > 2 and plain[2].endswith((".yml", ".yaml")):
        return "" if repo.exists(f".github/workflows/{plain[2]}") else plain[2]
    named = ""
    if run.name == "helm" and plain[:1] in (["rollback"], ["upgrade"]) and len(plain) > 1:
        named = plain[1]
    elif run.name == "kubectl" and plain[:2] == ["rollout", "undo"] and len(plain) > 2:
        named = plain[-1].rpartition("/")[2]
    if named and re.fullmatch(r"[a-z0-9][a-z0-9.-]*", named) and not repo.ask(is_mentioned, named):
        return named
    return ""


def is_mentioned(repo: Repository, name: str) -> bool:
    """A fact: whether a file that deploys speaks of this name."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for path in [path for path in repo.paths() if re.search(_DEPLOYING, path)][:MOST_FILES]:
        source = repo.passing(path)
        if not isinstance(source, Unreadable) and name in source.text and word.search(source.text):
            return True
    return False
