"""From what the rules said to the report: weigh the ignores, apply what the owners decided, fold the checklist.

Loaded once there is something to say; only then the configuration, TODO.md and the names of other rules are read as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .absorption import without_absorbed
from .catalogue import rules_of
from .core.outcome import Unreadable
from .core.report import NO_POLICY, Policy, build
from .core.run import Said
from .core.waivers import problems, waiver_for, waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from .core.excerpt import Place
    from .core.finding import Finding, Report
    from .core.repository import Repository
    from .core.rule import Paths, Rule
    from .core.waivers import Waiver

SETTINGS, LEDGER = ".roadworthy.yaml", "TODO.md"


class BadConfiguration(ValueError):
    """The configuration cannot be read as it is meant. The message has a line for each mistake, with its place."""


def examine(
    repo: Repository, rules: Sequence[Rule], changed: Paths, said: Iterable[Said], *, today: str, checklist: bool = False
) -> Report:
    """The report of what `rules` `said` about the `changed` paths, None for all. Raises `BadConfiguration`."""
    weighed = Weighed(repo, rules, changed, said, today)
    telling = [said for said in weighed.said if isinstance(said.what, Unreadable) or said.what.state == "gap"]
    telling = without_absorbed(telling, weighed.reason)
    asked = changed is None or checklist or SETTINGS in changed
    policy = policy_of(repo) if telling or asked else NO_POLICY
    report = build(repo, telling, len(repo.paths() if changed is None else changed), policy, weighed.reason)
    if checklist:
        from .answers import answers
        from .models.settings import settings

        marks = {(f.rule.code, f.place): mark for f in report.findings if (mark := _mark(f))}
        report = report._replace(
            checklist=answers(
                repo,
                rules,
                [_marked(said, marks) for said in weighed.said if not policy.excluded(_place(said).path)],
                today=today,
                whole=changed is None,
                findings=report.findings,
                attest=repo.ask(settings).attest,
                excluded=policy.excluded,
            )
        )
    return report


def _mark(finding: Finding) -> str:
    """What the checklist adds to a gap that nobody is asked to mend now."""
    if finding.waived is not None:
        return f" (waived: {finding.waived})"
    return f" (known: recorded in {finding.recorded_in})" if finding.known else ""


def _marked(said: Said, marks: Mapping[tuple[str, Place], str]) -> Said:
    what = said.what
    if isinstance(what, Unreadable) or what.state != "gap":
        return said
    mark = marks.get((said.rules[0].code, what.places[0]), "")
    return said._replace(what=what._replace(message=what.message + mark)) if mark else said


class Weighed:
    """What the rules said, and which of it a person's ignore comment covers."""

    def __init__(self, repo: Repository, rules: Sequence[Rule], changed: Paths, said: Iterable[Said], today: str) -> None:
        self.repo = repo
        self.today = today
        self._waivers: dict[str, tuple[Waiver, ...]] = {}
        self._used: set[Waiver] = set()
        self.said = list(said)
        for one in self.said:
            if not isinstance(one.what, Unreadable) and one.what.state == "gap":
                self.reason(one.rules[0], one.what.places[0])
        read = repo.sources if changed is None else [path for path in changed if path in repo.sources]
        ran = frozenset(rule.code for rule in rules if changed is None or rule.at == "commit")
        for path in list(read):
            if self._in(path):
                self.said += self._about_ignores(path, ran)

    def _in(self, path: str) -> tuple[Waiver, ...]:
        if path not in self._waivers:
            source = self.repo.source(path)
            self._waivers[path] = () if isinstance(source, Unreadable) else waivers(source)
        return self._waivers[path]

    def reason(self, rule: Rule, place: Place) -> str | None:
        """The reason for which a comment ignores this rule at this place; None where none does."""
        waiver = waiver_for(self._in(place.path), rule.code, rule.name, rule.aliases, place.line, self.today)
        if waiver is None:
            return None
        self._used.add(waiver)
        return waiver.reason or f"ignored for {waiver.source}"

    def _about_ignores(self, path: str, ran: frozenset[str]) -> Iterable[Said]:
        from .areas import SUPPRESSIONS
        from .rules.suppressions.ignores import Ignores

        names = {rule.code: rule.name for rule in rules_of()}
        found = problems(self._in(path), today=self.today, rules=names, used=self._used, ran=ran)
        if found:
            for rule in rules_of([SUPPRESSIONS]):
                for outcome in rule.judge(Ignores(path, found), self.repo):
                    yield Said((rule,), outcome)


def policy_of(repo: Repository) -> Policy:
    """What `.roadworthy.yaml` and the open entries of TODO.md decide."""
    known: frozenset[tuple[str, str, str]] = frozenset()
    if repo.exists(LEDGER) and not isinstance(ledger := repo.source(LEDGER), Unreadable):
        from .parsing.todo import known_gaps

        known = known_gaps(ledger)
    if not repo.exists(SETTINGS):
        return Policy(known=known)
    from .checklist import TITLES
    from .models.settings import read

    source = repo.source(SETTINGS)
    if isinstance(source, Unreadable):
        raise BadConfiguration(f"{SETTINGS} {source.why}")
    settings, errors = read(source, {rule.code: rule.name for rule in rules_of()}, TITLES)
    if errors:
        raise BadConfiguration("\n".join(f"{e.place.path}:{e.place.line}:{e.place.column}: {e.message}" for e in errors))
    off = {entry.code: settings.disabled(entry.code) for entry in settings.disable}

    def disabled(code: str, path: str) -> bool:
        applies = off.get(code)
        return applies is not None and applies(path)

    return Policy(settings.severity, disabled, settings.excluded(), known)


def _place(said: Said) -> Place:
    return said.what.place if isinstance(said.what, Unreadable) else said.what.places[0]
