"""Pipelines as a Mermaid flowchart: jobs with their stages, gates, environments, what cannot be seen, and what is missing.

A name from a repository only ever stands inside a quoted label, with every character that Mermaid, Markdown or HTML could
take for its own written as a number. https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..models.pipeline.delivery import is_live
from ..models.pipeline.graph import Graph
from ..models.pipeline.missing import missing_stages
from ..models.pipeline.readers import pipeline, roots
from ..models.pipeline.stages import classified
from ..models.settings import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..core.repository import Repository
    from ..models.pipeline.missing import Missing
    from ..models.pipeline.stages import Classified
    from ..models.pipeline.types import Job, Opaque, Pipeline, Trigger

MOST_JOBS = 120  # of one drawing; beyond, nobody reads it, and Mermaid refuses texts of 50,000 characters
MOST_OF_ONE = 60  # jobs of one pipeline
MOST_HIDDEN = 4  # parts that cannot be seen, of one job or pipeline
LONGEST = 60  # characters of one name
LONGEST_PATH = 80

_LOOKS = """\
  classDef checks fill:#e3f0fc,stroke:#3b82c4,color:#10243a
  classDef makes fill:#efe7fb,stroke:#8457c9,color:#2a1746
  classDef deploys fill:#fdebd8,stroke:#d9822b,color:#43260a
  classDef verifies fill:#e2f5e6,stroke:#3a9a54,color:#0f3219
  classDef other fill:#f2f3f5,stroke:#8a919c,color:#22262c
  classDef start fill:#ffffff,stroke:#8a919c,color:#22262c
  classDef gate fill:#fff7cc,stroke:#b59a1b,color:#3d3407
  classDef environment fill:#d9822b,stroke:#a85f17,color:#1f1204
  classDef hidden fill:#ffffff,stroke:#8a919c,color:#555b64,stroke-dasharray:2 3
  classDef missing fill:#fff1f1,stroke:#d1383d,color:#8c1d21,stroke-dasharray:6 4"""
_FRAME = "fill:#fbfbfc,stroke:#c9ced6,color:#22262c"
_LOOK_OF = {
    **dict.fromkeys(("validate", "test", "security-scan"), "checks"),
    **dict.fromkeys(("build", "package"), "makes"),
    **dict.fromkeys(("deploy", "deploy-staging", "deploy-production"), "deploys"),
    **dict.fromkeys(("smoke-test", "health-check"), "verifies"),
}
_PLAIN = frozenset(" /,")  # beside letters and digits
_INSIDE = frozenset(".-_")  # in a word


def pipeline_graph(repo: Repository, paths: Sequence[str] | None = None) -> str:
    """The pipelines whose root files stand at `paths`, all for None, as the text of one flowchart.

    Those with the most stages come first, those without any are left out where others have some. What is too much for one
    drawing is counted in a node of its own.
    """
    drawing = _Drawing()
    missing = repo.ask(missing_stages)
    wholes = [
        said
        for path in (repo.ask(roots) if paths is None else paths)
        for said in repo.ask(pipeline, path)
        if not isinstance(said, Unreadable) and said.jobs
    ]
    rank = {whole.path: -len(_stages(repo.ask(classified, whole.path))) for whole in wholes}
    if paths is None and any(rank.values()):  # what closes old issues is no part of the way to production
        wholes = [whole for whole in wholes if rank[whole.path] or whole.opaque or any(job.opaque for job in whole.jobs)]
    for number, whole in enumerate(sorted(wholes, key=lambda whole: (rank[whole.path], whole.path))):
        absent = [one for one in missing if one.path == whole.path]
        drawing.pipeline(number, whole, repo.ask(classified, whole.path), absent)
    return drawing.text()


def label(text: str, longest: int = LONGEST) -> str:
    """A name as Mermaid shows it: https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters"""
    text = " ".join("".join(one if one.isprintable() else " " for one in text[: 4 * longest]).split())
    if len(text) > longest:
        text = text[: longest - 1].rstrip() + "…"
    text = text.replace("$$", "$\u200b$").replace(":fa-", ":\u200bfa-")  # formulas and icons, whatever is escaped
    return "".join(
        one if one.isalnum() or one in _PLAIN or (one in _INSIDE and _between(text, at)) else f"#{ord(one)};"
        for at, one in enumerate(text)
    )


def _between(text: str, at: int) -> bool:
    """Whether the character stands between letters and digits: at the beginning, or before a space, it may make a list."""
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _stages(jobs: dict[str, Classified]) -> set[str]:
    return {stage for one in jobs.values() for stage in one.stages}


class _Drawing:
    """The lines so far. Ids are numbers given here: nothing of a name is in them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.jobs = 0
        self.left_out = 0
        self.skipped = 0
        self.last = ""

    def text(self) -> str:
        lines = ["flowchart TB", *self.lines]
        if self.skipped or self.left_out:
            jobs = f"{self.left_out} more job{'s' if self.left_out != 1 else ''}"
            where = f" of {self.skipped} more pipeline{'s' if self.skipped != 1 else ''}" if self.skipped else ""
            lines.append(f'  rest["and {jobs}{where}, not drawn"]:::hidden')
        if not self.lines:
            lines.append('  none["no pipeline was found"]:::hidden')
        return "\n".join((*lines, _LOOKS))

    def pipeline(self, number: int, whole: Pipeline, known: dict[str, Classified], absent: Sequence[Missing]) -> None:
        live = {job.id: job for job in whole.jobs if is_live(job)}
        if self.jobs >= MOST_JOBS:
            self.skipped += 1
            self.left_out += len(live)
            return
        one = _One(number, whole, known, live, min(MOST_OF_ONE, MOST_JOBS - self.jobs))
        self.lines.extend(one.lines(absent))
        if self.last:  # so that it comes below
            self.lines.append(f"  {self.last} ~~~ {one.prefix}")
        self.last = one.prefix
        self.jobs += len(one.ids)
        self.left_out += len(live) - len(one.ids)


class _One:
    """One pipeline while it is drawn. `ids` are the nodes of its jobs; the graph's order is cut after the first ones."""

    def __init__(self, number: int, whole: Pipeline, known: dict[str, Classified], live: dict[str, Job], most: int) -> None:
        self.prefix = f"p{number}"
        self.whole = whole
        self.known = known
        self.graph = Graph(whole)
        order = [job for job in self.graph.in_order() if job.id in live][:most]
        place = {id: at for at, id in enumerate(live)}
        self.drawn = sorted(order, key=lambda job: place[job.id])
        self.ids = {job.id: f"{self.prefix}j{at}" for at, job in enumerate(self.drawn)}
        self.inner: dict[str, list[Job]] = {}
        for job in self.drawn:
            self.inner.setdefault(job.caller if job.caller in self.ids else "", []).append(job)
        self.before = self._reduced(order)

    def _reduced(self, order: Sequence[Job]) -> dict[str, tuple[str, ...]]:
        """What each drawn job waits for, without what those wait for themselves. Who calls jobs is drawn as a frame."""
        above: dict[str, set[str]] = {}
        found: dict[str, tuple[str, ...]] = {}
        for job in order:
            callers = self._callers(job)
            direct = [id for id in self.graph.before(job) if id in self.ids and id != job.id and id not in callers]
            # a frame is no node: its jobs stand for it
            direct = [id for id in direct if id not in self.inner]
            beyond = {up for id in direct for up in above.get(id, ())}
            above[job.id] = beyond | set(direct)
            found[job.id] = tuple(id for id in direct if id not in beyond)
        return found

    def _callers(self, job: Job) -> set[str]:
        found: set[str] = set()
        while job.caller and job.caller not in found:
            found.add(job.caller)
            caller = self.graph.jobs.get(job.caller)
            if caller is None:
                break
            job = caller
        return found

    def lines(self, absent: Sequence[Missing]) -> Iterator[str]:
        title = self.whole.title.strip()
        name = f"{label(title)} #183; " if title else ""
        yield f'  subgraph {self.prefix}["{name}{label(self.whole.path, LONGEST_PATH)}"]'
        yield "    direction LR"
        if self.whole.triggers:
            yield f'    {self.prefix}start(["{"<br/>".join(map(label, _starts(self.whole.triggers)))}"]):::start'
        yield from self._nodes("", "    ", 0)
        yield from self._edges()
        for at, one in enumerate(self.whole.opaque[:MOST_HIDDEN]):
            yield f'    {self.prefix}o{at}[["{_hidden(one)}"]]:::hidden'
        if len(self.whole.opaque) > MOST_HIDDEN:
            yield f'    {self.prefix}os[["and {len(self.whole.opaque) - MOST_HIDDEN} more parts from elsewhere"]]:::hidden'
        yield from self._missing(absent)
        yield "  end"
        for frame in (self.prefix, *(self.ids[id] for id in self.inner if id)):
            yield f"  style {frame} {_FRAME}"

    def _nodes(self, caller: str, indent: str, depth: int) -> Iterator[str]:
        for job in self.inner.get(caller, ()):
            node = self.ids[job.id]
            if job.id in self.inner and depth < 8:
                yield f'{indent}subgraph {node}["{label(job.title or job.name)}"]'
                yield f"{indent}  direction LR"
                yield from self._nodes(job.id, indent + "  ", depth + 1)
                yield f"{indent}end"
                continue
            yield f'{indent}{node}["{"<br/>".join(self._about(job))}"]:::{self._look(job)}'
            environment = job.environment
            if environment and environment.action == "start":
                yield f'{indent}{node} ==> {node}e(["{label(environment.name) or "#8230;"}"]):::environment'
            for at, one in enumerate(_parts_unseen(job)):
                yield f'{indent}{node} -.- {node}o{at}[["{_hidden(one)}"]]:::hidden'

    def _about(self, job: Job) -> Iterator[str]:
        yield f"<b>{label(_shown(job))}</b>"
        known = self.known.get(job.id)
        if known and known.stages:
            yield label(", ".join(known.stages))
        if known and known.environment and not job.environment:
            yield label(f"to {known.environment}")
        if job.matrix and job.matrix.size != 1:
            yield f"in {job.matrix.size} variants" if job.matrix.size else "in variants"
        if job.condition and job.condition.only_after_failure:
            yield "only after a failure"
        elif {trigger.event for trigger in job.triggers} < {trigger.event for trigger in self.whole.triggers}:
            yield label("only " + "; ".join(_starts(job.triggers)), 80)
        if job.tolerance and job.tolerance.value is not False:
            yield "may fail"
        if not job.steps:
            for one in job.opaque[:1]:
                yield label(one.name)

    def _look(self, job: Job) -> str:
        known = self.known.get(job.id)
        stages = known.stages if known else ()
        deploys = [stage for stage in stages if stage.startswith("deploy")]
        if deploys or stages:
            return _LOOK_OF[(deploys or list(stages))[0]]
        return "hidden" if job.opaque and not job.steps else "other"

    def _edges(self) -> Iterator[str]:
        groups: dict[tuple[str, ...], list[Job]] = {}
        for job in self.drawn:
            if job.id not in self.inner:
                groups.setdefault(self.before.get(job.id, ()), []).append(job)
        for at, (before, jobs) in enumerate(groups.items()):
            starts = [self.ids[id] for id in before]
            if not starts and self.whole.triggers:
                starts = [f"{self.prefix}start"]
            if len(starts) > 1 and len(jobs) > 1:  # everything of one stage before everything of the next
                junction = f"{self.prefix}x{at}"
                yield f'    {junction}((" ")):::start'
                yield from (f"    {start} --- {junction}" for start in starts)
                starts = [junction]
            for job in jobs:
                node = self.ids[job.id]
                gate = self._gate(job)
                if gate:
                    yield f'    {node}g{{{{"{gate}"}}}}:::gate'
                    yield f"    {node}g --> {node}"
                    node += "g"
                yield from (f"    {start} --> {node}" for start in starts)

    def _gate(self, job: Job) -> str:
        kinds = {one.kind: one for one in job.approvals}
        if "manual" in kinds:
            return "started by hand"
        if "input" in kinds:
            return "approval" + (f"<br/>{label(kinds['input'].text)}" if kinds["input"].text else "")
        known = self.known.get(job.id)
        return (
            "approval, if the<br/>environment asks"
            if "environment" in kinds and known and known.environment == "production"
            else ""
        )

    def _missing(self, absent: Sequence[Missing]) -> Iterator[str]:
        """Dashed nodes where the stages would stand: after the last job of an earlier stage, before the first of a later."""
        rank = {stage: at for at, stage in enumerate(STAGES)}
        where: dict[int, list[str]] = {}
        for job in self.drawn:
            known = self.known.get(job.id)
            for stage in known.stages if known and job.id not in self.inner else ():
                where.setdefault(rank[stage], []).append(self.ids[job.id])
        done: set[str] = set()
        nodes: dict[int, str] = {}
        for one in absent:
            nodes[rank[one.stage]] = f"{self.prefix}m{rank[one.stage]}"
            said = "missing" if one.sure else "not seen"
            yield f'    {nodes[rank[one.stage]]}["{label(one.stage)}<br/>{said}"]:::missing'
        for at, node in sorted(nodes.items()):
            earlier = max((other for other in (*where, *nodes) if other < at), default=None)
            later = min((other for other in where if other > at), default=None)
            follows = min((other for other in nodes if other > at), default=None)
            if earlier is not None:
                yield f"    {nodes[earlier] if earlier in nodes else where[earlier][-1]} -.-> {node}"
            if later is not None and (follows is None or follows > later):
                done.add(node)
                yield f"    {node} -.-> {where[later][0]}"


def _shown(job: Job) -> str:
    return job.title if job.title and "${{" not in job.title else job.name


def _starts(triggers: Iterable[Trigger]) -> list[str]:
    """What starts it, each event once with its branches."""
    found: dict[str, list[str]] = {}
    for trigger in triggers:
        branches = found.setdefault(trigger.event, [])
        branches += [name for name in trigger.branches if name not in branches]
    words = [f"{event.replace('_', ' ')}{' ' if names else ''}{', '.join(names[:3])}" for event, names in found.items()]
    return words[:6]


def _parts_unseen(job: Job) -> list[Opaque]:
    if not job.steps:
        return []
    found = {one.name: one for one in job.opaque}
    return list(found.values())[:MOST_HIDDEN]


def _hidden(one: Opaque) -> str:
    return f"{label(one.name or one.kind)}<br/>{label(one.kind)} not seen"
