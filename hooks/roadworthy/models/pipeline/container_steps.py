"""What Drone and Woodpecker have alike: steps that are containers, a job each, with conditions and what they wait for.

https://docs.drone.io/pipeline/docker/syntax/ and https://woodpecker-ci.org/docs/usage/workflow-syntax
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from .action_stages import action_stages
from .conditions import ALWAYS, DEFAULT_BRANCH, MAYBE, all_of, any_of, narrowed
from .types import Approval, Case, Condition, Environment, Job, Need, Opaque, Reading, Service, Step, Tolerance, Trigger, Uses
from .yaml_parts import items, scalars, script_of, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .types import After, Event

MOST_NEEDS = 300
_EVENTS: dict[str, tuple[Event, ...]] = {
    "push": ("push",),
    "pull_request": ("pull_request",),
    "pull_request_closed": ("other",),
    "pull_request_metadata": ("pull_request",),
    "tag": ("tag",),
    "release": ("tag",),
    "promote": ("manual",),
    "rollback": ("manual",),
    "deployment": ("manual",),
    "manual": ("manual",),
    "custom": ("call", "manual"),
    "cron": ("schedule",),
}
_ASKING = {"deployment", "promote", "rollback"}


class Flow(NamedTuple):
    """The pipeline or workflow that steps stand in: `before` stands before their ids, `waits` are what the first wait for.

    `asked` is the condition of the whole, `cases` what it means.
    """

    repo: Repository
    before: str
    name: str
    triggers: tuple[Trigger, ...]
    waits: tuple[str, ...]
    asked: Tree | None
    cases: Cases
    body: Mapping
    drone: bool
    via: tuple[Place, ...] = ()


def jobs_of(flow: Flow, node: Tree | None, most: int) -> tuple[list[Job], tuple[str, ...]]:
    """The jobs of all steps, and the ids of those at the end. Steps run one after another, unless one of them says what it
    waits for: then each waits for what it names, and for nothing else."""
    named: list[tuple[str, Place, Mapping]] = []
    for key, body in _steps(node):
        name = body.text("name") or (key.text if key else "") or (body.text("image") or f"step {len(named) + 1}")
        named.append((name, key.place if key else body.place, body))
    listed = any("depends_on" in body for _, _, body in named)
    ids: dict[str, str] = {}
    places: list[str] = []
    taken: set[str] = set()
    for at, (name, _, _) in enumerate(named[: max(0, most)]):
        id = flow.before + name
        if id in taken:
            id = f"{id} {at + 1}"
        taken.add(id)
        places.append(id)
        ids.setdefault(name, id)
    found: list[Job] = []
    waited: set[str] = set()
    services = tuple(_services(flow.body.get("services")))
    for at, (id, (name, place, body)) in enumerate(zip(places, named)):
        if listed:
            wanted = scalars(body.get("depends_on"))
            needs = [Need(ids.get(one.text, one.text), one.place, one.text in ids) for one in wanted]
        else:
            needs = [Need(places[at - 1], place)] if at else []
        waited.update(one.job for one in needs)
        if not needs:
            needs = [Need(one, place) for one in flow.waits[:MOST_NEEDS]]
        if body.text("detach") == "true":
            services = (*services, Service(name, body.text("image") or "", place))
        found.append(_job(flow, id, name, place, body, tuple(needs), services))
    return found, tuple(job.id for job in found if job.id not in waited)[:MOST_NEEDS]


def _steps(node: Tree | None) -> Iterator[tuple[Scalar | None, Mapping]]:
    if isinstance(node, Mapping):
        yield from ((key, value) for key, value in node.pairs() if isinstance(value, Mapping))
    elif isinstance(node, Sequence):
        yield from ((None, one) for one in node if isinstance(one, Mapping))


def _job(
    flow: Flow, id: str, name: str, place: Place, body: Mapping, needs: tuple[Need, ...], services: tuple[Service, ...]
) -> Job:
    asked = body.get("when")
    own = cases_of(asked, flow.drone)
    late = any(case.after for case in own)
    if asked is None and any(case.after for case in flow.cases):  # of the whole: it runs after another that failed
        own = ()
    cases = all_of((flow.cases, own or ALWAYS))
    condition = Condition("when", asked.place, cases) if asked is not None else None
    if condition is None and flow.asked is not None:
        condition = Condition("trigger" if flow.drone else "when", flow.asked.place, cases)
    failure = body.get("failure")
    pressed = _pressed(asked) or _pressed(flow.asked)
    image = body.text("image") or ""
    opaque: tuple[Opaque, ...] = ()
    step = _work(flow, name, body, image)
    telling = step.uses is not None and action_stages(step.uses, {}) == ("notify",)
    environment = None if telling else _environment(asked, flow.asked)
    if step.uses is None and step.script is None:
        opaque = (Opaque("action", image, place, "what its image runs is not in this repository"),) if image else ()
    return Job(
        id,
        name,
        place,
        stage=flow.name,
        needs=needs,
        condition=condition,
        triggers=narrowed(flow.triggers, tuple(case._replace(after="") for case in own or ALWAYS) if late else own or ALWAYS),
        environment=environment,
        approvals=(pressed,) if pressed else (),
        tolerance=Tolerance(True, failure.place) if isinstance(failure, Scalar) and failure.text == "ignore" else None,
        concurrency=flow.body.text("concurrency", "limit") or flow.body.text("concurrency") or "",
        image=image,
        services=services,
        reads=_reads(body),
        steps=(step,),
        opaque=opaque,
        via=flow.via,
    )


def _work(flow: Flow, name: str, body: Mapping, image: str) -> Step:
    """Commands run in a shell; an image with settings, and without commands, is a plugin: what it does is its own."""
    key = body.key("commands")
    commands = scalars(body.get("commands"))
    if commands:
        folder = _folder(body.text("directory"))
        return Step(name, key.place if key else body.place, script_of(flow.repo, commands, folder=folder))
    settings = body.get("settings")
    given = settings if isinstance(settings, Mapping) else body if settings is None else None  # as it was written before 1.0
    inputs: dict[str, Scalar] = {}
    for setting, value in given.pairs() if given else ():
        inner = scalars(value)
        if isinstance(value, Scalar):
            inputs[setting.text.lower()] = value
        elif len(inner) == 1:
            inputs[setting.text.lower()] = inner[0]
        elif setting.text == "script":
            inputs[setting.text] = inner[0] if inner else setting
    if not image:
        return Step(name, body.place)
    at = body.get("image")
    plain, _, version = image.partition("@")[0].rpartition(":") if ":" in image.rpartition("/")[2] else (image, "", "")
    known = re.sub(r"^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io)/", "", plain.lower())
    return Step(name, body.place, uses=Uses(f"plugin:{known}", version, at.place if at is not None else body.place, inputs))


def _folder(written: str | None) -> str | None:
    if written and ("$" in written or written.startswith("/")):
        return None
    return posixpath.normpath(written or ".")


def _services(node: Tree | None) -> Iterator[Service]:
    for key, body in _steps(node):
        yield Service(body.text("name") or (key.text if key else ""), body.text("image") or "", body.place)


def _reads(body: Mapping) -> tuple[Reading, ...]:
    """The secrets that are named: `from_secret: X`, and `secrets: [X]`."""
    found: dict[str, Reading] = {}
    stack: list[Tree] = [body]
    seen = 0
    while stack and seen < 2_000:
        here = stack.pop()
        seen += 1
        for key, value in here.pairs() if isinstance(here, Mapping) else ():
            if key.text == "from_secret" and isinstance(value, Scalar):
                found.setdefault(value.text, Reading("secret", value.text, value.place))
            elif not isinstance(value, Scalar):
                stack.append(value)
        if isinstance(here, Sequence):
            stack.extend(here.items[:500])
    for one in items(body.get("secrets")):
        name = one if isinstance(one, Scalar) else one.get("source") if isinstance(one, Mapping) else None
        if isinstance(name, Scalar):
            found.setdefault(name.text, Reading("secret", name.text, name.place))
    return tuple(reversed(list(found.values())))


def _environment(*asked: Tree | None) -> Environment | None:
    """`target: production` in a condition: which environment a person asked for."""
    for node in asked:
        for one in items(node):
            target = one.get("target") or one.get("environment") if isinstance(one, Mapping) else None
            names = scalars(target.get("include") if isinstance(target, Mapping) else target)
            if len(names) == 1:
                return Environment(names[0].text, names[0].place)
    return None


def _pressed(node: Tree | None) -> Approval | None:
    """Somebody promotes a build: the events that only a person makes."""
    if node is None or not isinstance(node, (Mapping, Sequence)):
        return None
    events: list[str] = []
    for one in items(node):
        event = one.get("event") if isinstance(one, Mapping) else None
        if event is None:
            return None
        events.extend(texts(event.get("include") if isinstance(event, Mapping) else event))
    return Approval("manual", node.place, "event: promote") if events and _ASKING.issuperset(events) else None


def cases_of(node: Tree | None, drone: bool) -> Cases:
    """What a `when` or `trigger` means: all that it says has to hold; in a list of them, one of them."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ALWAYS
    if isinstance(node, Sequence):
        return any_of(_holds(one, drone) for one in node.items[:100] if isinstance(one, Mapping)) or MAYBE
    return _holds(node, drone) if isinstance(node, Mapping) else MAYBE


def _holds(body: Mapping, drone: bool) -> Cases:
    parts: list[Cases] = []
    for key, value in body.pairs():
        word = key.text
        included, excluded = _asked(value)
        if word == "event":
            kinds = {event for name in included for event in _EVENTS.get(name, ("other",))}
            gone = {event for name in excluded for event in _EVENTS.get(name, ("other",))}
            every: tuple[Event, ...] = ("push", "pull_request", "tag", "schedule", "manual", "call", "other")
            left = frozenset(kinds or every) - gone
            labels = {"pull_request_metadata"}.intersection(included)
            parts.append((Case(left, maybe=bool(labels) and len(included) == 1),))
        elif word == "branch":
            names = tuple(DEFAULT_BRANCH if "DEFAULT_BRANCH" in name else name for name in included)
            if "*" in names or "**" in names:
                names = ()
            parts.append(_branched(names, excluded))
        elif word == "ref":
            parts.append(any_of(_reference(name) for name in included) if included else MAYBE)
        elif word == "status":
            parts.append(_status(set(included)))
        elif word in ("target", "environment"):
            parts.append((Case(frozenset({"manual"})),))
        elif word in ("repo", "instance", "platform", "local"):
            continue
        elif word == "cron":
            parts.append((Case(frozenset({"schedule"})),) if not drone or "event" not in body else ALWAYS)
        else:  # path, evaluate, matrix, action
            parts.append(MAYBE)
    return all_of(parts)


def _branched(names: tuple[str, ...], excluded: tuple[str, ...]) -> Cases:
    """A branch: of a pull request its target. A tag has none, and the filter does not speak of it."""
    on: tuple[Event, ...] = ("push", "pull_request", "schedule", "manual", "call", "other")
    return (Case(frozenset(on), None, names, excluded), Case(frozenset({"tag"})))


def _asked(node: Tree) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(node, Mapping):
        return texts(node.get("include")), texts(node.get("exclude"))
    names = texts(node)
    plain = tuple(name for name in names if not name.startswith("!"))
    return plain, tuple(name[1:] for name in names if name.startswith("!"))


def _reference(name: str) -> Cases:
    if name.startswith("refs/tags/"):
        tag = name.removeprefix("refs/tags/")
        return (Case(frozenset({"tag"}), None, () if tag in ("*", "**") else (tag,)),)
    if name.startswith("refs/heads/"):
        branch = name.removeprefix("refs/heads/")
        on: tuple[Event, ...] = ("push", "schedule", "manual", "call", "other")
        return (Case(frozenset(on), None, () if branch in ("*", "**") else (branch,)),)
    return (Case(frozenset({"pull_request"})),) if name.startswith("refs/pull/") else MAYBE


def _status(states: set[str]) -> Cases:
    after: After = ""
    if "failure" in states:
        after = "always" if "success" in states else "failure"
    return (Case(after=after),)
