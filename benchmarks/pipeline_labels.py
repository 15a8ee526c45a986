"""How many jobs are classified as a person labelled them: `pipeline_labels.py ROOT` with the repositories at ROOT/OWNER+NAME.

The labels are `pipeline_labels.tsv`: a job, its stages as read from its file (`-` for none or not to be told), and which half
it belongs to; only the half `tuning` may be looked at while the tables are extended. A job is `right` where the stages are
the same, `unknown` where we say nothing and the person something, else `wrong`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from roadworthy.core.repository import Repository
from roadworthy.core.tree import WorkTree
from roadworthy.show.pipeline import as_json

LABELS = Path(__file__).with_suffix(".tsv")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, help="the folder with the repositories")
    parser.add_argument("--show", choices=("tuning", "held-out"), help="also print the jobs of this half that are not right")
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
    for half in ("tuning", "held-out"):
        total = sum(count for (of, _), count in counts.items() if of == half)
        verdicts = ", ".join(f"{count} {verdict}" for (of, verdict), count in sorted(counts.items()) if of == half)
        print(f"{half}: {total} jobs: {verdicts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
