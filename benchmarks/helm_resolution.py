"""How many Deployment templates of charts are resolved, for replicas and probes, with the default values.

    python benchmarks/helm_resolution.py TREE… [--list] [--sample N] [--helm PATH]

A template counts when its text has a line `kind: Deployment` (or that kind printed by an action on it) and its chart has a
`Chart.yaml`. It is resolved when the rendered Deployment says how many replicas there are, or that none are written, and of
every container whether it has a readiness or startup probe. `--sample` prints every n-th with what was understood, to be
held against the template. `--helm` renders every chart with Helm as well, without the charts that it depends on, and compares
what comes out: the Deployments of each template, their replicas, and the probes of their containers.
"""

from __future__ import annotations

import argparse
import posixpath
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import WorkTree
from roadworthy.models.kubernetes.charts import chart, release
from roadworthy.models.kubernetes.objects import MARK, PROBES, UNKNOWN, containers, is_unknown, look, objects
from roadworthy.parsing.yaml import Mapping, Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from roadworthy.models.kubernetes.objects import Object

_DEPLOYMENT = re.compile(r"^kind:\s*Deployment\s*$", re.MULTILINE)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", type=Path, nargs="+", help="work trees with charts")
    parser.add_argument("--list", action="store_true", help="print what is not resolved, and why")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print every N-th resolved one")
    parser.add_argument("--helm", metavar="PATH", help="compare with what this helm renders")
    options = parser.parse_args(argv)
    compared: Counter[str] = Counter()
    counts = {"resolved": 0, "not there with the defaults": 0, "unknown": 0}
    seen = 0
    for tree in options.trees:
        repo = Repository(WorkTree(tree))
        folders = sorted({posixpath.dirname(path) for path in repo.paths() if posixpath.basename(path) == "Chart.yaml"})
        for folder in folders:
            known = repo.ask(chart, folder)
            made = repo.ask(release, folder, "")
            failed = dict(made.failed)
            theirs = rendered(options.helm, tree / folder) if options.helm else {}
            for path in known.templates:
                source = repo.source(path)
                if isinstance(source, Unreadable) or not _DEPLOYMENT.search(source.text):
                    continue
                found = [one for one in made.objects if one.path == path and one.kind.text == "Deployment"]
                if options.helm:
                    said = theirs.get(path[len(folder) + 1 if folder else 0 :], []) if theirs is not None else None
                    verdict = comparison(found, said, known_here=not (path in failed or (not found and path in made.unsure)))
                    compared[verdict] += 1
                    if options.list and not verdict.startswith("equal"):
                        print(f"{verdict}: {path}: {[summary(one) for one in found]} {said}")
                why = failed.get(path, "") or next((said for one in found if (said := missing(one))), "")
                if why or not found:
                    why = why or ("whether there is one" if path in made.unsure else "")
                    state = "unknown" if why else "not there with the defaults"
                    counts[state] += 1
                    if options.list:
                        print(f"{state}: {path}: {why}")
                    continue
                counts["resolved"] += 1
                seen += 1
                if options.sample and seen % options.sample == 0:
                    print(f"{path}: {'; '.join(summary(one) for one in found)}")
    total = sum(counts.values())
    for state, count in counts.items():
        print(f"{state}: {count} of {total} ({100 * count / max(1, total):.1f} %)")
    for verdict, count in sorted(compared.items()):
        print(f"beside helm, {verdict}: {count}")
    return 0


def rendered(helm: str, folder: Path) -> dict[str, list[str]] | None:
    """What Helm makes of a chart alone: for each template its Deployments as `summary` tells them; None where it fails."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name
        shutil.copytree(folder, copy)
        for name in ("requirements.yaml", "requirements.lock", "Chart.lock"):
            (copy / name).unlink(missing_ok=True)
        about = copy / "Chart.yaml"
        about.write_text(re.sub(r"(?m)^dependencies:\n(?:[ -].*\n?)*", "", about.read_text("utf-8")), "utf-8")
        command = [helm, "template", "release-name", str(copy), "--skip-tests"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    if done.returncode:
        return None
    found: dict[str, list[str]] = {}
    for part in re.split(r"(?m)^---\n", done.stdout):
        named = re.match(r"# Source: [^/\n]+/(.+)\n", part)
        for root in parse(Source("", part).whole()).roots if named else ():
            made = [summary(one) for one in objects(root) if one.kind.text == "Deployment"]
            found.setdefault(named[1], []).extend(made)  # type: ignore[index]
    return found


def comparison(ours: Sequence[Object], theirs: list[str] | None, *, known_here: bool) -> str:
    """What the two say of one template. A field that is not known here is not compared."""
    if theirs is None:
        return "fails there"
    if not known_here:
        return "not known here"
    if len(ours) != len(theirs):
        return "another number of Deployments"
    if any(missing(one) for one in ours):
        return "not known here"
    for one, other in zip(sorted(summary(one) for one in ours), sorted(theirs), strict=True):
        # The name of a container may hold what is not known; nothing is said about it.
        if not re.fullmatch(r"[\w-]*".join(map(re.escape, one.split(MARK))), other):
            return "different"
    return "equal" if ours else "equal, none"


def missing(one: Object) -> str:
    """What is not known of a Deployment; empty for nothing."""
    if look(one.body, "spec", "replicas") is UNKNOWN:
        return "replicas"
    pod = one.pod
    if pod is None:
        return "pod"
    found, complete = containers(pod)
    if not complete or not found:
        return "containers"
    for container in found:
        for probe in PROBES:
            if look(container, probe) is UNKNOWN:
                return f"{probe} of {container.text('name')}"
        if is_unknown(container):
            return f"container {container.text('name')}"
    return ""


def summary(one: Object) -> str:
    """What was understood, in a line."""
    replicas = look(one.body, "spec", "replicas")
    said = replicas.text if isinstance(replicas, Scalar) else "none written"
    pod = one.pod
    parts = []
    for container in containers(pod)[0] if pod is not None else ():
        probes = [probe for probe in PROBES if isinstance(look(container, probe), Mapping)]
        parts.append(f"{container.text('name')}: {', '.join(probes) or 'no probe'}")
    return f"replicas {said}; {'; '.join(parts)}"


if __name__ == "__main__":
    raise SystemExit(main())
