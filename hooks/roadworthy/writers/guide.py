"""DEPLOYMENT_GUIDE.md: the environments, and for each what starts a deployment, what it does, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models.delivery.tasks import called
from .living import Block
from .markdown import cited, code, prose, table
from .rollback import steps, together
from .told import SEARCHED, command, in_cell, listed, not_found, section, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models.delivery.environments import Deployed, Environment
    from ..models.delivery.picture import System
    from ..models.variables.known import Variable

OPENING = "# Deployment guide\n\nHow a change gets from here to each environment, and back.\n"
_MOST_VARIABLES = 60


def blocks(system: System) -> tuple[Block, ...]:
    """The blocks of the guide, an environment each."""
    names: set[str] = set()
    return (
        Block("environments", _environments(system)),
        *(Block(block_name("environment", one.name, names), _environment(one, system)) for one in system.environments),
        Block("variables", _variables(system.variables)),
        Block("not-seen", _hidden(system)),
    )


def block_name(kind: str, name: str, taken: set[str]) -> str:
    """A block's name: what Markdown markers can hold, and unique."""
    made = (
        kind
        + "-"
        + ("".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())[:60] or "other")
    )
    while made in taken:
        made += "-2"
    taken.add(made)
    return made


def _environments(system: System) -> str:
    if not system.environments:
        unseen = "; what is not to be seen from here may deploy, see below" if system.hidden else ""
        return section("Environments", [f"Nothing that deploys: {not_found(*SEARCHED)}{unseen}"])
    rows = []
    for one in system.environments:
        by = "<br>".join(f"{called_in_text(each)} {cited(each.place)}" for each in one.deployed[:6])
        starts = "<br>".join(dict.fromkeys(told(start) for each in one.deployed for start in each.starts[:3])) or "–"
        rows.append((code(one.name) if one.name else "not named", one.kind or "–", in_cell(one.urls), by, starts))
    return "## Environments\n\n" + table(("environment", "kind", "address", "deployed by", "started by"), rows)


def called_in_text(one: Deployed) -> str:
    """What kind of thing it is, and its name."""
    if one.kind == "job":
        return f"job {code(one.name)}"
    return f"{one.kind} {code(one.name)}"


def _environment(one: Environment, system: System) -> str:
    title = f"Deploy to {code(one.name)}" if one.name else "Deployments whose environment nothing names"
    lines = [f"## {title}"]
    for each in one.deployed:
        lines += [
            "",
            f"### {called_in_text(each)[0].upper()}{called_in_text(each)[1:]} in {cited(each.place)}",
            "",
            *_steps(each),
        ]
    for group in together(one):
        names = ", ".join(code(each.name) for each in group[:6]) + (" and more" if len(group) > 6 else "")
        lines += ["", f"### Roll back {names}", "", *steps(one, group, system)]
    return "\n".join(lines)


def _steps(one: Deployed) -> Iterator[str]:
    """What happens, in order."""
    number = 0
    for title, lines in _parts(one):
        if lines:
            number += 1
            yield f"{number}. {title}"
            yield from lines


def _parts(one: Deployed) -> Iterator[tuple[str, list[str]]]:
    lead = "   - "
    if one.kind == "job":
        yield "Started by:", listed(one.starts, lead=lead) or [f"{lead}{not_found(one.pipeline)}"]
        yield "Waits for the jobs:", listed(one.waits, lead=lead)
        yield "Gates:", listed(one.gates, lead=lead)
        yield "Built and pushed by:", listed(one.builds, as_command=True, lead=lead)
    else:
        yield "Run by hand:", [f"{lead}{command(called(one.pipeline, one.name))} {cited(one.place)}"]
    yield "Changes the database's schema:", listed(one.migrations, as_command=True, lead=lead)
    yield "Deploys:", listed(one.commands, as_command=True, lead=lead)
    if one.secrets:
        yield (
            "With the secrets:",
            [lead + "<br>".join(f"{code(each.text)} {cited(each.place)}" for each in dict.fromkeys(one.secrets))],
        )
    looked = [f"{lead}{not_found('rollout status', '--wait', '--atomic', 'curl', 'smoke tests')} in {code(one.pipeline)}"]
    yield "Verified by:", listed(one.verifies, as_command=True, lead=lead) or looked
    if one.bound:
        yield "Bound:", [f"{lead}the job ends after {told(one.bound)}"]


def _variables(variables: Sequence[Variable]) -> str:
    """What has to be set where the application runs: it fails without."""
    rows = []
    for one in variables[:_MOST_VARIABLES]:
        read = next((read for read in one.foremost if read.need == "required"), one.foremost[0])
        sets = [f"{prose(each.by)} {cited(each.place)}" for each in one.provided[:3]]
        documented = [cited(each.place) for each in one.documented[:2]]
        rows.append((code(one.name), cited(read.place), "<br>".join(sets) or "–", "<br>".join(documented) or "–"))
    if not rows:
        return ""
    more = f"\n\nand {len(variables) - _MOST_VARIABLES} more" if len(variables) > _MOST_VARIABLES else ""
    return (
        "## Variables without which the application fails\n\n"
        + table(("variable", "read", "set by", "documented"), rows)
        + more
    )


def _hidden(system: System) -> str:
    return section(
        "Not to be seen from here", [f"- {code(one.text)} {prose(one.about)} {cited(one.place)}" for one in system.hidden[:30]]
    )
