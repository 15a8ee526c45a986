"""How our rules for manifests stand to labelled cases of other tools: gaps found, and findings where a case is clean.

    python benchmarks/conformance_kubernetes.py CASES.jsonl [--ours roadworthy]

A line of CASES.jsonl is an object with source, rule, case, expect (gap, warning or clean), lines (from 1; may be empty) and
text; a warning counts as a gap. Which title stands for which of our rules is the table below, with what is left out and why.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from audit_output import audit
from conformance import Case, Tables, Verdict, judge, passes, report
from conformance_map import Exempt, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit_output import Finding

MAPPED: dict[tuple[str, str], Title] = {
    ("kics", "CPU requests not set"): Title(("INF007",), says="`requests.cpu`"),
    ("kics", "Deployment without PodDisruptionBudget"): Title(("INF005",)),
    ("kics", "Invalid image tag"): Title(("INF008",)),
    ("kics", "Memory limits not defined"): Title(("INF007",), says="`limits.memory`"),
    ("kics", "Memory requests not defined"): Title(("INF007",), says="`requests.memory`"),
    ("kics", "StatefulSet without PodDisruptionBudget"): Title(("INF005",)),
    ("kube-score", "Container Image Tag"): Title(("INF008",)),
    ("kube-score", "Container Resources"): Title(("INF007",)),
    ("kube-score", "Deployment Replicas"): Title(("INF001",)),
    ("kube-score", "Deployment Strategy"): Title(("INF002",)),
    ("kube-score", "Deployment has PodDisruptionBudget"): Title(("INF005",)),
    ("kube-score", "Pod Probes"): Title(("INF003",)),
    ("kube-score", "PodDisruptionBudget has policy"): Title(("INF006",)),
    ("kube-score", "StatefulSet has PodDisruptionBudget"): Title(("INF005",)),
}

_HARDENING = "hardens the cluster or the container against an intruder: no item of the checklist"
_OTHER = "serves no item of the checklist"
_LIMITS = "asks for limits that equal requests, or for a limit of the processor, which throttles: not asked for"
LEFT_OUT: dict[tuple[str, str], str] = {
    ("kics", "Readiness probe is not configured"): "asks it of a Pod that no Service leads to, which gets no traffic",
    ("kics", "Liveness probe is not defined"): "a liveness probe restarts, and keeps no traffic away: 6.1.2 is about readiness",
    ("kics", "CPU limits not set"): _LIMITS,
    ("kics", "Image without digest"): "a tag with a version or the commit is what 4.1.8 asks for",
    ("kics", "Secrets used as environment variables"): "5.2.3 asks for references to secrets, which these are",
    ("kube-score", "HorizontalPodAutoscaler Replicas"): "its workload has no Service, and then one instance is no gap",
    ("kube-score", "Pod Probes Identical"): "equal probes are a matter of taste until the application hangs",
    **dict.fromkeys(
        [
            ("kics", "Always pull images admission control plugin not set"),
            ("kics", "Container running as root"),
            ("kics", "Image policy webhook admission control plugin not set"),
            ("kics", "RBAC roles with read secrets permissions"),
            ("kics", "Root CA file not defined"),
            ("kics", "Root container not mounted as read-only"),
            ("kics", "Root containers admitted"),
            ("kics", "ServiceAccount allows access to secrets"),
            ("kics", "Using Kubernetes native secret management"),
            ("kube-score", "Container Seccomp Profile"),
            ("kube-score", "Container Security Context Privileged"),
            ("kube-score", "Container Security Context ReadOnlyRootFilesystem"),
            ("kube-score", "Container Security Context User Group ID"),
            ("kube-score", "NetworkPolicy targets Pod"),
            ("kube-score", "Pod NetworkPolicy"),
        ],
        _HARDENING,
    ),
    **dict.fromkeys(
        [
            ("kics", "HPA targeted deployments with configured replica count"),
            ("kics", "HPA targets invalid object"),
            ("kics", "Image pull policy of the container is not set to always"),
            ("kube-score", "Container Image Pull Policy"),
            ("kube-score", "Container Ports Check"),
            ("kube-score", "Deployment has host PodAntiAffinity"),
            ("kube-score", "Deployment targeted by HPA does not have replicas configured"),
            ("kube-score", "Environment Variable Key Duplication"),
            ("kube-score", "HorizontalPodAutoscaler has target"),
            ("kube-score", "Ingress targets Service"),
            ("kube-score", "Pod Topology Spread Constraints"),
            ("kube-score", "Service Targets Pod"),
            ("kube-score", "Service Type"),
            ("kube-score", "Stable version"),
            ("kube-score", "StatefulSet Pod Selector labels match template metadata labels"),
            ("kube-score", "StatefulSet has ServiceName"),
            ("kube-score", "StatefulSet has host PodAntiAffinity"),
        ],
        _OTHER,
    ),
    **dict.fromkeys(
        [
            ("kube-score", "Container CPU Requests Equal Limits"),
            ("kube-score", "Container Ephemeral Storage Request Equals Limit"),
            ("kube-score", "Container Ephemeral Storage Request and Limit"),
            ("kube-score", "Container Memory Requests Equal Limits"),
            ("kube-score", "Container Resource Requests Equal Limits"),
        ],
        _LIMITS,
    ),
}

_FOREIGN = "the budget selects other labels than the template gives the pods, so it takes none of them"
_TWICE = "the source has the same text as a gap and as clean, by an option"
EXCEPTIONS: dict[tuple[str, str, str], Exempt] = {
    ("kube-score", "Container Resources", "pod-test-resources-limits-and-requests-no-cpu-limit.yaml"): Exempt(
        (), f"{_TWICE}; it lacks a limit of the processor alone, which throttles and is not asked for"
    ),
    ("kube-score", "Container Resources", "pod-test-resources-no-limits.yaml"): Exempt(
        (9,), "clean only where the source is told to ignore limits; without a limit for memory it is a gap there too"
    ),
    ("kics", "Deployment without PodDisruptionBudget", "deployment_without_pod_disruption_budget/negative.yaml"): Exempt(
        (12,), _FOREIGN
    ),
    ("kics", "StatefulSet without PodDisruptionBudget", "statefulset_without_pod_disruption_budget/negative.yaml"): Exempt(
        (13,), _FOREIGN
    ),
    ("kube-score", "Deployment Replicas", "service-target-deployment-replica-1.yaml"): Exempt(
        (14,), f"{_TWICE} for the fewest instances that it wants"
    ),
    ("kube-score", "Deployment Strategy", "service-not-target-deployment.yaml"): Exempt(
        (), "no strategy is written, which Kubernetes takes as a rolling update, and no Service leads to it"
    ),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Judge every case; 1 below the wanted share or where a clean case has findings that no exception explains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, help="labelled cases, a JSON object a line")
    parser.add_argument("--ours", default="roadworthy", help="the roadworthy command (default: the one on PATH)")
    options = parser.parse_args(argv)
    cases = read_cases(options.cases)
    unmapped = sorted({(case.source, case.rule) for case in cases} - set(MAPPED) - set(LEFT_OUT))
    counted = [case for case in cases if (case.source, case.rule) in MAPPED]
    by_path: dict[str, list[Finding]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, case in enumerate(counted):
            place = Path(folder) / f"case{number:04d}"
            place.mkdir()
            (place / "manifest.yaml").write_text(case.text, encoding="utf-8", newline="")
        result = audit(options.ours, Path(folder), "--area", "infrastructure")
    for finding in result.findings:
        by_path.setdefault(finding.place.path, []).append(finding)
    verdicts: list[Verdict] = []
    for number, case in enumerate(counted):
        found = by_path.get(f"case{number:04d}/manifest.yaml", [])
        title = MAPPED[case.source, case.rule]
        exempt = EXCEPTIONS.get((case.source, case.rule, case.case))
        verdicts.append(judge(case, found, title, exempt if case.expect == "clean" or not (exempt and exempt.lines) else None))
    print(report(verdicts, Tables(MAPPED, LEFT_OUT, EXCEPTIONS), unmapped, result.errors))
    return 1 if unmapped or not passes(verdicts) else 0


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON-lines file; a warning counts as a gap. No lines: what is absent, sources place at will."""
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream if line.strip()]
    return [
        Case(row["source"], row["rule"], row["case"], "clean" if row["expect"] == "clean" else "gap", (), row["text"])
        for row in rows
    ]


if __name__ == "__main__":
    raise SystemExit(main())
