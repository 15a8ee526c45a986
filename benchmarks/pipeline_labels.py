"""How many jobs are classified as a person labelled them: `pipeline_labels.py ROOT…` with the repositories at ROOT/OWNER+NAME.

The labels are `pipeline_labels.tsv`: a job, its stages as read from its file (`-` for none or not to be told), and which part
it belongs to: the tables were extended with a view of `tuning` alone, then of `held-out`, `second` was labelled after that,
and `fresh`, of other repositories and every system, after all of them. A job is `right` where the stages are the same,
`unknown` where we say nothing and the person something, else `wrong`. Repositories that stand in no ROOT are left out.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from pathlib import Path

from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree, WorkTree
from roadworthy.show.pipeline import as_json

LABELS = Path(__file__).with_suffix(".tsv")
PARTS = ("tuning", "held-out", "second", "fresh")
VERDICTS = ("right", "unknown", "wrong", "missing")
SYSTEMS = (
    ("Jenkinsfile", "Jenkins"),
    (".gitlab-ci", "GitLab CI"),
    (".circleci/", "CircleCI"),
    ("azure-pipelines", "Azure Pipelines"),
    ("bitbucket-pipelines", "Bitbucket"),
    (".travis", "Travis CI"),
    (".drone", "Drone"),
    (".buildkite/", "Buildkite"),
    (".woodpecker", "Woodpecker"),
    ("", "GitHub Actions"),
)


def _template(folder: Path, row: dict[str, str]) -> list[str] | None:
    """A job of a workflow that stands elsewhere, as a template: read as if it stood where workflows do."""
    if row["path"].startswith(".git") or not (folder / row["path"]).exists():
        return None
    path = f".github/workflows/{Path(row['path']).name}"
    shown = as_json(Repository(SampleTree({path: (folder / row["path"]).read_text(encoding="utf-8")})))
    return next((job["stages"] for job in shown["jobs"] if job["job"] == row["job"]), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("roots", type=Path, nargs="+", metavar="ROOT", help="folders with the repositories")
    parser.add_argument("--show", choices=PARTS, help="also print the jobs of this part that are not right")
    parsed = parser.parse_args()
    with LABELS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    said: dict[Path, dict[tuple[str, str], list[str]]] = {}
    counts: Counter[tuple[str, str]] = Counter()
    absent: set[str] = set()
    for row in rows:
        name = row["repository"].replace("/", "+")
        folder = next((root / name for root in parsed.roots if (root / name).is_dir()), None)
        if folder is None:
            absent.add(name)
            continue
        if folder not in said:
            shown = as_json(Repository(WorkTree(str(folder))))
            said[folder] = {(job["path"], job["job"]): job["stages"] for job in shown["jobs"]}
        found = said[folder].get((row["path"], row["job"]))
        if found is None:
            found = _template(folder, row)
        wanted = [] if row["stages"] == "-" else row["stages"].split(",")
        verdict = _verdict(found, wanted)
        counts[row["part"], verdict] += 1
        counts[f"  {row['part']}, {_system(row['path'])}", verdict] += 1
        if verdict != "right" and row["part"] == parsed.show:
            print(f"{verdict}: {row['repository']} {row['path']} {row['job']}: wanted {wanted}, found {found}")
    for of in sorted({of for of, _ in counts}, key=_order):
        verdicts = ", ".join(f"{counts[of, verdict]} {verdict}" for verdict in VERDICTS if counts[of, verdict])
        print(f"{of}: {sum(counts[of, verdict] for verdict in VERDICTS)} jobs: {verdicts}")
    if absent:
        print(f"not here: {', '.join(sorted(absent))}")
    return 0


def _verdict(found: list[str] | None, wanted: list[str]) -> str:
    if found is None:
        return "missing"
    if sorted(found) == sorted(wanted):
        return "right"
    return "wrong" if found else "unknown"


def _system(path: str) -> str:
    return next(name for part, name in SYSTEMS if part in path)


def _order(of: str) -> tuple[int, str]:
    return PARTS.index(of.strip().split(",")[0]), of.strip()


if __name__ == "__main__":
    sys.exit(main())
