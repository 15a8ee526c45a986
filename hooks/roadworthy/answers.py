"""The checklist's rows: what the rules said, the inventory of the second section, what people attested, and the sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checklist import ITEMS
from .core.excerpt import Place
from .core.outcome import Unreadable
from .core.scorecard import EVIDENCE, inventory_row, rows
from .models.deliverables import FOLDER
from .recording import LEDGER, entered, identity, wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from .core.finding import Finding, Row
    from .core.repository import Repository
    from .core.rule import Rule
    from .core.run import Said
    from .models.settings import Attestation
    from .parsing.todo import Identity

PILLARS = ("7.1", "7.2", "7.3")


def answers(
    repo: Repository,
    rules: Iterable[Rule],
    said: Iterable[Said],
    *,
    today: str,
    whole: bool,
    findings: Iterable[Finding],
    attest: Mapping[str, Attestation],
    excluded: Callable[[str], bool],
) -> tuple[Row, ...]:
    """A row for each item of the checklist. `whole`: the repository was judged, not only some files of it.

    `findings` are those of the report: each that is somebody's task has to stand in TODO.md.
    """
    heard = [one for one in said if not _is_own_word(one)]
    found = {row.item: row for row in rows({item.id: item.pending for item in ITEMS}, rules, heard)}
    if whole:
        from .models.orientation import orientation

        for listed in repo.ask(orientation):
            places = [place for place in listed.found if not excluded(place.path)]
            found[listed.item] = inventory_row(listed.item, places, listed.names)
    for item, attestation in attest.items():
        if item in found:
            found[item] = attested(found[item], attestation, today)
    found["7"] = three_pillars(found["7"], found.values())
    if whole:
        found["8.5"] = tasks_recorded(found["8.5"], findings, entered(repo))
    return tuple(found.values())


def _is_own_word(said: Said) -> bool:
    """Whether a document of the report speaks for something else than itself: what is generated is no evidence."""
    what = said.what
    if isinstance(what, Unreadable) or what.state == "gap":
        return False
    path = what.places[0].path
    generated = path == LEDGER or path.startswith(FOLDER + "/")
    return generated and not any(item.startswith("8.") for rule in said.rules for item in rule.items)


def attested(row: Row, attestation: Attestation, today: str) -> Row:
    """The row with a person's answer. It settles what is unknown; beside a gap it is shown, and hides nothing."""
    until = f"{attestation.owner}, {attestation.date} to {attestation.expires}"
    if attestation.expires < today:
        expired = f"attested until {attestation.expires} by {attestation.owner}; that has expired"
        return row._replace(searched=(*row.searched, expired)) if row.state == "UNKNOWN" else row
    said = f"{attestation.statement} ({until}; {attestation.evidence})"
    if row.state == "UNKNOWN":
        here = attestation.place.labelled(attestation.statement)
        return row._replace(state="ATTESTED", evidence=(here, *row.evidence), attestation=said)
    return row._replace(attestation=said) if row.state == "GAP" else row


def three_pillars(row: Row, answered: Iterable[Row]) -> Row:
    """The row over logging, metrics and alerting: PASS where all three are, N/A where none applies."""
    by_pillar: dict[str, list[Row]] = {pillar: [] for pillar in PILLARS}
    for other in answered:
        pillar = other.item.rpartition(".")[0]
        if pillar in by_pillar and other.state != "N/A":
            by_pillar[pillar].append(other)
    standing = [other for rows in by_pillar.values() for other in rows]
    if not standing:
        return row._replace(state="N/A", evidence=(), searched=PILLARS)
    states = {other.state for other in standing}
    named = tuple(f"{other.item} is {other.state}" for other in standing if other.state not in ("PASS", "ATTESTED"))
    if "GAP" in states:
        cited = tuple(other.evidence[0] for other in standing if other.state == "GAP" and other.evidence)
        return row._replace(state="GAP", evidence=cited, searched=named)
    if "UNKNOWN" in states:
        return row._replace(state="UNKNOWN", evidence=(), searched=named)
    return row._replace(state="PASS", evidence=tuple(other.evidence[0] for other in standing if other.evidence), searched=())


def tasks_recorded(row: Row, findings: Iterable[Finding], there: Collection[Identity]) -> Row:
    """The row that asks for a task for each gap: GAP with those that TODO.md has no open entry for. `there` are its entries."""
    missing = [finding for finding in wanted(findings) if identity(finding) not in there]
    if missing:
        cited = tuple(finding.place.labelled(f"{finding.rule.code}: {finding.message}") for finding in missing[:EVIDENCE])
        return row._replace(state="GAP", evidence=cited, searched=(LEDGER,), more=len(missing) - len(cited))
    return row._replace(state="PASS", evidence=(Place(LEDGER, 0, label="every gap has its task"),), searched=())
