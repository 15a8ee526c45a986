"""DEPLOYMENT_GUIDE.md: the environments, and for each what starts a deployment, what it does, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Place
from .living import Block
from .markdown import cited, code, prose, table
from .passages import by_hand, passage, published, title
from .rollback import is_known, steps, together
from .told import in_cell, not_found, searched, section, told

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        Block("by-hand", _by_hand(system)),
        Block("published", _published(system)),
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
        if system.by_hand:
            return section("Environments", [f"No pipeline deploys: {not_found(*system.pipelines)}"])
        unseen = "; what is not to be seen from here may deploy, see below" if system.hidden or system.unclear else ""
        return section("Environments", [f"Nothing that deploys: {searched(system)}{unseen}"])
    rows = []
    for one in system.environments:
        by = [f"{_counted(len(group))} of {cited(_whole(group[0].pipeline))}" for group in together(one)]
        starts = "<br>".join(dict.fromkeys(told(start) for each in one.deployed for start in each.starts[:3])) or "–"
        rows.append((code(one.name) if one.name else "chosen when it is started, or not named", one.kind or "–",
                     in_cell(one.urls), "<br>".join(by), starts))  # fmt: skip
    return "## Environments\n\n" + table(("environment", "kind", "address", "deployed by", "started by"), rows)


def _whole(path: str) -> Place:
    return Place(path, 0)


def _counted(jobs: int) -> str:
    return "1 job" if jobs == 1 else f"{jobs} jobs"


def _environment(one: Environment, system: System) -> str:
    lines = [f"## Deploy to {code(one.name)}" if one.name else "## Deploy to what is chosen when it is started, or not named"]
    for group in together(one):
        lines += ["", f"### {title(group)}", "", *passage(group)]
        lines += ["", "**Roll back:**", "", *steps(one, group, system)]
    return "\n".join(lines)


def _by_hand(system: System) -> str:
    """What a person runs; how that is taken back where that is known."""
    if not system.by_hand:
        return ""
    lines = [by_hand(system.by_hand)]
    known = [one for one in system.by_hand if is_known(one, system)]
    for one in known:
        lines += ["", f"### Roll back {code(one.name)}", "", *steps(None, [one], system)]
    if len(known) < len(system.by_hand):
        paths = dict.fromkeys(one.pipeline for one in system.by_hand if one not in known)
        lines += ["", f"A way back for {'them' if not known else 'the others'}: {not_found(*paths)}"]
    return section("Run by hand", lines)


def _published(system: System) -> str:
    """Where nothing is deployed: what leaves the repository all the same."""
    lines: list[str] = []
    groups: dict[str, list[Deployed]] = {}
    for one in system.published:
        groups.setdefault(one.pipeline, []).append(one)
    for group in groups.values():
        lines += [*([""] if lines else []), f"### {title(group)}", "", *published(group)]
    return section("What is published", lines)


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
        "Not to be seen from here",
        [
            *(
                f"- job {code(one.text)} {prose(one.about)}, and nothing that it runs is known to deploy {cited(one.place)}"
                for one in system.unclear[:30]
            ),
            *(f"- {code(one.text)} {prose(one.about)} {cited(one.place)}" for one in system.hidden[:30]),
        ],
    )
