"""Writes a scenario as the pipeline of each CI system, as somebody who knows the system would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from .scenarios import Scenario, Task


def levels(scenario: Scenario) -> list[list[Task]]:
    """The tasks in rows that can run together, each after those above it."""
    found: list[list[Task]] = []
    row_of: dict[str, int] = {}
    for task in scenario.tasks:
        row = max((row_of[name] + 1 for name in task.after), default=0)
        row_of[task.name] = row
        while len(found) <= row:
            found.append([])
        found[row].append(task)
    return found


def github(scenario: Scenario) -> dict[str, str]:
    jobs: dict[str, Any] = {}
    for task in scenario.tasks:
        job: dict[str, Any] = {"runs-on": "ubuntu-24.04", "timeout-minutes": task.minutes}
        if task.after:
            job["needs"] = list(task.after)
        if task.only:
            job["if"] = "github.event_name == 'push' && github.ref == 'refs/heads/main'"
        if task.to:
            job["environment"] = task.to
        if task.tolerated:
            job["continue-on-error"] = True
        if task.versions:
            job["strategy"] = {"matrix": {"version": list(task.versions)}}
        jobs[task.name] = {**job, "steps": [{"uses": "actions/checkout@v5"}, *({"run": line} for line in task.run)]}
    on = {"push": {"branches": ["main"]}, **({} if scenario.main_only else {"pull_request": {}})}
    return {".github/workflows/ci.yml": json.dumps({"on": on, "jobs": jobs}, indent=1)}


def gitlab(scenario: Scenario) -> dict[str, str]:
    rows = levels(scenario)
    main = {"if": '$CI_COMMIT_BRANCH == "main"'}
    starts = [main] if scenario.main_only else [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}, main]
    whole: dict[str, Any] = {"workflow": {"rules": starts}, "stages": [f"row{at}" for at, _ in enumerate(rows)]}
    for at, row in enumerate(rows):
        for task in row:
            job: dict[str, Any] = {"stage": f"row{at}", "timeout": f"{task.minutes} minutes", "script": list(task.run)}
            job["needs"] = list(task.after)
            if task.only or task.manual:
                job["rules"] = [{**(main if task.only else {}), **({"when": "manual"} if task.manual else {})}]
            if task.to:
                job["environment"] = task.to
            if task.tolerated:
                job["allow_failure"] = True
            if task.versions:
                job["parallel"] = {"matrix": [{"VERSION": list(task.versions)}]}
            whole[task.name] = job
    return {".gitlab-ci.yml": json.dumps(whole, indent=1)}


def jenkins(scenario: Scenario) -> dict[str, str]:
    lines = ["pipeline {", "  agent any", "  stages {"]
    for at, row in enumerate(levels(scenario)):
        if len(row) > 1:
            lines += [f"    stage('Row {at}') {{", "      parallel {"]
        for task in row:
            steps = [f"sh {line!r}" for line in task.run]
            if task.tolerated:
                steps = ["catchError(buildResult: 'SUCCESS') {", *steps, "}"]
            inner = [f"options {{ timeout(time: {task.minutes}, unit: 'MINUTES') }}"]
            if task.only or scenario.main_only:
                inner.append("when { branch 'main' }")
            if task.manual:
                inner.append("input { message 'Go on?' }")
            body = ["steps {", *steps, "}"]
            if task.versions:
                values = ", ".join(f"'{version}'" for version in task.versions)
                axes = [f"axes {{ axis {{ name 'VERSION'; values {values} }} }}"]
                body = ["matrix {", *axes, "stages {", f"stage('{task.name}') {{", *inner, *body, "}", "}", "}"]
                inner = []
            name = f"{task.name} variants" if task.versions else task.name
            lines += [f"        stage('{name}') {{", *(f"          {line}" for line in (*inner, *body)), "        }"]
        if len(row) > 1:
            lines += ["      }", "    }"]
    return {"Jenkinsfile": "\n".join((*lines, "  }", "}", ""))}


def circleci(scenario: Scenario) -> dict[str, str]:
    jobs: dict[str, Any] = {}
    flow: list[Any] = []
    for task in scenario.tasks:
        jobs[task.name] = {
            "docker": [{"image": "cimg/base:2026.01"}],
            "steps": ["checkout", *({"run": f"{line} || true" if task.tolerated else line} for line in task.run)],
            **({"parameters": {"version": {"type": "string"}}} if task.versions else {}),
        }
        entry: dict[str, Any] = {"requires": list(task.after)}
        if task.only or scenario.main_only:
            entry["filters"] = {"branches": {"only": "main"}}
        if task.versions:
            entry["matrix"] = {"parameters": {"version": list(task.versions)}}
        if task.manual:
            flow.append({f"hold-{task.name}": {"type": "approval", **entry}})
            entry = {**entry, "requires": [f"hold-{task.name}"]}
        flow.append({task.name: entry})
    return {".circleci/config.yml": json.dumps({"version": 2.1, "jobs": jobs, "workflows": {"ci": {"jobs": flow}}}, indent=1)}


def azure(scenario: Scenario) -> dict[str, str]:
    jobs: list[Any] = []
    for task in scenario.tasks:
        steps = [{"checkout": "self"}, *({"script": line} for line in task.run)]
        job: dict[str, Any] = {"job": task.name.replace("-", "_"), "timeoutInMinutes": task.minutes}
        if task.after:
            job["dependsOn"] = [name.replace("-", "_") for name in task.after]
        if task.only:
            job["condition"] = (
                "and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'), eq(variables['Build.SourceBranch'], 'refs/heads/main'))"
            )
        if task.tolerated:
            job["continueOnError"] = True
        if task.versions:
            job["strategy"] = {"matrix": {f"v{at}": {"version": version} for at, version in enumerate(task.versions)}}
        if task.to:
            name = job.pop("job")
            job = {"deployment": name, **job, "environment": task.to, "strategy": {"runOnce": {"deploy": {"steps": steps}}}}
        else:
            job["steps"] = steps
        jobs.append(job)
    starts = {"trigger": ["main"], "pr": "none" if scenario.main_only else ["*"]}
    return {"azure-pipelines.yml": json.dumps({**starts, "pool": {"vmImage": "ubuntu-24.04"}, "jobs": jobs}, indent=1)}


def bitbucket(scenario: Scenario) -> dict[str, str]:
    def rows(main: bool) -> list[Any]:
        found: list[Any] = []
        for row in levels(scenario):
            steps = []
            for task in row:
                if task.only and not main:
                    continue
                for version in task.versions or ("",):
                    step: dict[str, Any] = {"name": f"{task.name} {version}".strip(), "max-time": task.minutes}
                    if task.to:
                        step["deployment"] = task.to
                    if task.manual:
                        step["trigger"] = "manual"
                    lines = [f"{line} || true" if task.tolerated else line for line in task.run]
                    steps.append({"step": {**step, "script": lines}})
            found += [{"parallel": steps}] if len(steps) > 1 else steps
        return found

    pipelines: dict[str, Any] = {"branches": {"main": rows(True)}}
    if not scenario.main_only:
        pipelines["pull-requests"] = {"**": rows(False)}
    return {"bitbucket-pipelines.yml": json.dumps({"image": "atlassian/default-image:4", "pipelines": pipelines}, indent=1)}


def travis(scenario: Scenario) -> dict[str, str]:
    include: list[Any] = []
    rows = levels(scenario)
    for at, row in enumerate(rows):
        for task in row:
            for version in task.versions or ("",):
                job: dict[str, Any] = {"stage": f"row{at}", "name": f"{task.name} {version}".strip()}
                if task.only or scenario.main_only:
                    job["if"] = "branch = main AND type = push"
                job["script"] = [f"{line} || true" if task.tolerated else line for line in task.run]
                include.append(job)
    return {
        ".travis.yml": json.dumps(
            {"language": "generic", "stages": [f"row{n}" for n, _ in enumerate(rows)], "jobs": {"include": include}}
        )
    }


def drone(scenario: Scenario) -> dict[str, str]:
    documents = []
    for task in scenario.tasks:
        step = {"name": task.name, "image": "alpine:3.22", "commands": list(task.run)}
        if task.tolerated:
            step["failure"] = "ignore"
        main = {"branch": ["main"], "event": ["push"]}
        starts = main if task.only or scenario.main_only else {"event": ["push", "pull_request"]}
        whole: dict[str, Any] = {"kind": "pipeline", "type": "docker", "name": task.name, "trigger": starts}
        if task.after:
            whole["depends_on"] = list(task.after)
        documents.append(json.dumps({**whole, "steps": [step]}))
    return {".drone.yml": "\n---\n".join(documents) + "\n"}


def buildkite(scenario: Scenario) -> dict[str, str]:
    steps: list[Any] = []
    for task in scenario.tasks:
        step: dict[str, Any] = {
            "label": task.name,
            "key": task.name,
            "command": list(task.run),
            "timeout_in_minutes": task.minutes,
        }
        if task.after:
            step["depends_on"] = list(task.after)
        if task.only or scenario.main_only:
            step["branches"] = "main"
        if task.tolerated:
            step["soft_fail"] = True
        if task.versions:
            step["matrix"] = list(task.versions)
        if task.manual:
            steps.append({"block": "Go on?", "key": f"hold-{task.name}", "depends_on": list(task.after)})
            step["depends_on"] = [f"hold-{task.name}"]
        steps.append(step)
    return {".buildkite/pipeline.yml": json.dumps({"steps": steps}, indent=1)}


WRITERS: dict[str, Callable[[Scenario], dict[str, str]]] = {
    "github": github,
    "gitlab": gitlab,
    "jenkins": jenkins,
    "circleci": circleci,
    "azure": azure,
    "bitbucket": bitbucket,
    "travis": travis,
    "drone": drone,
    "buildkite": buildkite,
}
