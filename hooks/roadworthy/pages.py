"""A rule's page in Markdown: what `explain` prints and what stands in `docs/rules/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .areas import AREAS, SUPPRESSIONS
from .checklist import TITLES
from .examples import examples_of, judged, sample
from .printing import source_of
from .writers.fixes import fixable

if TYPE_CHECKING:
    from .core.rule import Rule
    from .examples import Case

_BLOCKS = {
    "error": "error: blocks",
    "warning": "warning: blocks with `--fail-on warning`",
    "info": "info: for the report, never blocks",
}
_LANGUAGES = (
    ("ockerfile", "dockerfile"),
    ("ontainerfile", "dockerfile"),
    (".yml", "yaml"),
    (".yaml", "yaml"),
    (".json", "json"),
)


def page(rule: Rule) -> str:
    """The whole page of one rule."""
    examples = examples_of(rule)
    hook = next(a.hook for a in (*AREAS, SUPPRESSIONS) if a.codes == rule.code.rstrip("0123456789"))
    facts = [("Severity", _BLOCKS[rule.severity]), ("Hook", f"`{hook}`"), ("Judged", _when(rule))]
    if fixable(rule.code):
        facts.append(("Mended by", f"`{hook} --fix`" + (f", with `--select {rule.code}`" if rule.severity == "info" else "")))
    if rule.items:
        facts.append(("Checklist", ", ".join(f"{item} {TITLES[item]}" for item in rule.items)))
    if rule.aliases:
        facts.append(("Also known as", ", ".join(rule.aliases)))
    parts = [
        f"# {rule.code} {rule.name}",
        f"{rule.title}.",
        "\n".join(["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in facts)]),
        examples.about,
        f"**Risk:** {rule.risk}.",
        f"**Fix:** {rule.remedy}.",
    ]
    bad = next((case for case in examples.cases if case.bad), None)
    good = next((case for case in examples.cases if not case.bad), None)
    if bad:
        parts += ["## Bad", *_shown(bad), _output(bad, rule)]
    if good:
        parts += ["## Good", *_shown(good)]
    parts += ["## Saying no", _saying_no(rule)]
    return "\n\n".join(parts) + "\n"


def _when(rule: Rule) -> str:
    return "on the files of a commit" if rule.at == "commit" else "over the whole repository, in `roadworthy audit`"


def _shown(case: Case) -> list[str]:
    shown = [f"{case.title}:"]
    before = [(path, text, " before") for path, text in (case.before or {}).items()]
    now = [(path, text, " after" if before else "") for path, text in case.files.items()]
    for path, text, when in (*before, *now):
        language = next((name for end, name in _LANGUAGES if end in path), "")
        fence = "````" if "```" in text else "```"
        shown.append(f"`{path}`{when}\n\n{fence}{language}\n{text.rstrip()}\n{fence}")
    return shown


def _output(case: Case, rule: Rule) -> str:
    from .core.output import Style, render
    from .core.report import build

    repo = sample(case)
    report = build(repo, judged(case, rule, repo), len(case.files))
    return (
        "What the hook says:\n\n```\n"
        + render("concise", report, lambda path: source_of(repo, path), Style()).rstrip()
        + "\n```"
    )


def _saying_no(rule: Rule) -> str:
    text = (
        f"Where this is meant, say so on the line above, with a reason: `# roadworthy: ignore[{rule.code}] reason`."
        f" For the whole repository: `disable: [{rule.code}]` in `.roadworthy.yaml`."
    )
    if rule.aliases:
        text += f" An inline ignore for {' or '.join(rule.aliases)} counts as well."
    return text
