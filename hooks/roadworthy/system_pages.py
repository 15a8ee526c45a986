"""The page docs/ci-systems.md: what each CI system can express, from the readers' own tables."""

from __future__ import annotations

from .models.pipeline.readers import systems
from .models.pipeline.systems import FEATURES
from .tables.pipeline_systems import UNTOLD

_SHOWN = {"exact": "yes", "opaque": "not told", "absent": "-"}


def systems_page() -> str:
    """The page as Markdown. Columns are the systems, rows what a pipeline may say."""
    known = list(systems())
    lines = [
        "# CI systems",
        "",
        "<!-- Written by tools/generate.py from the table SYSTEM of each reader. -->",
        "",
        "Every reader makes the same model of its files, and the rules know no CI system. One pipeline, written for each,",
        "gives the same stages, environments, order and findings; `tests/models/pipeline/test_scenarios.py` holds it to that.",
        "",
        "*yes*: read exactly. *not told*: there is such a thing, but the files of the repository do not say, or not all of it.",
        "*-*: the system has no such thing.",
        "",
        "| a pipeline says | " + " | ".join(system.title for system in known) + " |",
        "|---" * (len(known) + 1) + "|",
    ]
    for feature, what in FEATURES.items():
        lines.append(f"| {what} | " + " | ".join(_SHOWN[system.expresses[feature]] for system in known) + " |")
    lines += [
        "",
        "## Exceptions",
        "",
        "Where a system does not say something exactly, these rules answer *unknown* in place of a gap, and nothing where the",
        "system has no such thing:",
        "",
        "| not exact | rules | in |",
        "|---|---|---|",
    ]
    for feature, codes in UNTOLD.items():
        inexact = [system.title for system in known if system.expresses[feature] != "exact"]
        if codes and inexact:
            links = ", ".join(f"[{code}](rules/{code}.md)" for code in codes.split())
            lines.append(f"| {FEATURES[feature]} | {links} | {', '.join(inexact)} |")
    return "\n".join(lines) + "\n"
