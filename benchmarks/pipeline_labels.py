"""How many jobs are classified as a person labelled them: `pipeline_labels.py ROOT` with the repositories at ROOT/OWNER+NAME.

The labels are `pipeline_labels.tsv`: a job, its stages as read from its file (`-` for none or not to be told), and which half
it belongs to: the tables were extended with a view of `tuning` alone, then of `held-out`, and `second` was labelled after
that. A job is `right` where the stages are the same, `unknown` where we say nothing and the person something, else `wrong`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree, WorkTree
from roadworthy.show.pipeline import as_json

LABELS = Path(__file__).with_suffix(".tsv")


HALVES = ("tuning", "held-out", "second")


def _template(folder: Path, row: dict[str, str]) -> list[str] | None:
    """A job of a workflow that stands elsewhere, as a template: read as if it stood where workflows do."""
    if row["path"].startswith(".git") or not (folder / row["path"]).exists():
        return None
    path = f".github/workflows/{Path(row['path']).name}"
    shown = as_json(Repository(SampleTree({path: (folder / row["path"]).read_text(encoding="utf-8")})))
    return next((job["stages"] for job in shown["jobs"] if job["job"] == row["job"]), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help="the folder with the repositories")
    parser.add_argument("--show", choices=HALVES, help="also print the jobs of this half that are not right")
    parsed = parser.parse_args()
    with LABELS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    said: dict[str, dict[tuple[str, str], list[str]]] = {}
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        name = row["repository"]
        if name not in said:
            shown = as_json(Repository(WorkTree(str(parsed.root / name.replace("/", "+")))))
            said[name] = {(job["path"], job["job"]): job["stages"] for job in shown["jobs"]}
        found = said[name].get((row["path"], row["job"]))
        if found is None:
            found = _template(parsed.root / name.replace("/", "+"), row)
        wanted = [] if row["stages"] == "-" else row["stages"].split(",")
        if found is None:
            verdict = "missing"
        elif sorted(found) == sorted(wanted):
            verdict = "right"
        else:
            verdict = "wrong" if found else "unknown"
        counts[row["half"], verdict] = counts.get((row["half"], verdict), 0) + 1
        if verdict != "right" and row["half"] == parsed.show:
            print(f"{verdict}: {name} {row['path']} {row['job']}: wanted {wanted}, found {found}")
    for half in HALVES:
        total = sum(count for (of, _), count in counts.items() if of == half)
        verdicts = ", ".join(f"{count} {verdict}" for (of, verdict), count in sorted(counts.items()) if of == half)
        print(f"{half}: {total} jobs: {verdicts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
