"""Jenkinsfiles as pipelines: stages and their order, what they run, when, and what lets failures pass."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.pipeline.readers import pipeline, pipelines
from roadworthy.models.pipeline.types import Job, Pipeline

DECLARATIVE = """\
pipeline {
  agent { docker { image 'node:22' } }
  options { timeout(time: 1, unit: 'HOURS'); disableConcurrentBuilds() }
  environment { TOKEN = credentials('deploy-token') }
  triggers { cron('H 4 * * *') }
  stages {
    stage('Checks') {
      parallel {
        stage('Lint') { steps { sh 'npm run lint' } }
        stage('Test') {
          options { timeout(time: 10, unit: 'MINUTES') }
          steps { catchError(buildResult: 'SUCCESS') { sh 'npm test' } }
          post { always { junit 'out.xml' } failure { slackSend channel: '#ci' } }
        }
      }
    }
    stage('Variants') {
      matrix {
        axes { axis { name 'NODE'; values '20', '22' } axis { name 'OS'; values 'a', 'b', 'c' } }
        stages { stage('Try') { steps { sh 'npm run try' } } }
      }
    }
    stage('Deploy') {
      when { branch 'main'; not { changeRequest() } }
      input { message 'Go?' }
      steps { dir('deploy') { sh './ship.sh production' } }
    }
  }
  post { failure { mail to: 'a@example.org', subject: 'x' } }
}
"""
SCRIPTED = """\
@Library('shared') _
def tools
node('linux') {
  checkout scm
  tools = load 'ci/tools.groovy'
  stage('Build') {
    def image = docker.build("shop:${env.BUILD_ID}")
    image.push()
  }
  stage('Test') {
    try { sh 'pytest' } catch (e) { echo 'never mind' }
    def code = sh(returnStatus: true, script: 'flake8')
    sh returnStatus: true, script: 'mypy'
  }
  parallel(unit: { sh 'make unit' }, e2e: { sh 'make e2e' })
  if (env.BRANCH_NAME == 'main') {
    stage('Deploy') {
      timeout(5) { input 'Deploy?' }
      withCredentials([string(credentialsId: 'kube', variable: 'K')]) { tools.ship('production') }
      build job: 'smoke', wait: true
      announce()
    }
  }
}
"""
TOOLS = 'def ship(to) {\n  sh "kubectl apply -n ${to} -f k8s"\n}\nreturn this\n'


def read(text: str, **files: str) -> Pipeline:
    repo = Repository(SampleTree({"Jenkinsfile": text, **files}))
    (found,) = repo.ask(pipeline, "Jenkinsfile")
    assert isinstance(found, Pipeline)
    return found


def jobs(found: Pipeline) -> dict[str, Job]:
    return {job.id: job for job in found.jobs}


def test_stages_follow_each_other_and_parallel_ones_begin_together() -> None:
    found = jobs(read(DECLARATIVE))
    assert {id: [need.job for need in job.needs or ()] for id, job in found.items()} == {
        "Lint": [],
        "Test": [],
        "Try": ["Lint", "Test"],
        "Deploy": ["Try"],
        "post failure": ["Deploy"],
    }


def test_options_conditions_and_sections_are_told() -> None:
    whole = read(DECLARATIVE)
    found = jobs(whole)
    assert whole.timeout and whole.timeout.minutes == 60
    assert whole.concurrency and [reading.name for reading in whole.reads] == ["deploy-token"]
    assert "schedule" in [trigger.event for trigger in whole.triggers]
    assert all(trigger.maybe for trigger in whole.triggers if trigger.event in ("push", "pull_request", "tag"))
    assert found["Lint"].image == "node:22"
    test = found["Test"]
    assert test.timeout and test.timeout.minutes == 10
    assert test.steps[0].tolerance and test.steps[0].tolerance.value
    assert test.steps[-1].condition and test.steps[-1].condition.only_after_failure
    assert found["Try"].matrix and found["Try"].matrix.size == 6
    deploy = found["Deploy"]
    assert [one.kind for one in deploy.approvals] == ["input"]
    assert {(one.event, one.branches) for one in deploy.triggers if one.event in ("push", "pull_request")} == {
        ("push", ("main",))
    }
    assert [command.folder for command in deploy.commands] == ["deploy"]
    post = found["post failure"].condition
    assert post and post.only_after_failure


def test_scripted_stages_are_jobs_and_loaded_functions_are_followed() -> None:
    whole = read(SCRIPTED, **{"ci/tools.groovy": TOOLS})
    found = jobs(whole)
    assert list(whole.files) == ["ci/tools.groovy"]
    assert [step.uses.name for step in found["Build"].steps if step.uses] == ["jenkins/docker.build", "jenkins/docker.push"]
    assert [step.tolerance.value if step.tolerance else False for step in found["Test"].steps] == [True, None, True]
    assert {need.job for need in found["Deploy"].needs or ()} == {"unit", "e2e"}
    deploy = found["Deploy"]
    (command,) = deploy.commands
    assert (command.text, command.place().path, command.place().line) == ("kubectl apply -n ${to} -f k8s", "ci/tools.groovy", 2)
    assert {reading.name for reading in deploy.reads} == {"kube"}
    assert {(one.kind, one.name) for one in deploy.opaque} == {("child-pipeline", "smoke"), ("library", "announce")}
    assert [one.kind for one in deploy.approvals] == ["input"]
    assert {one.branches for one in deploy.triggers if one.event == "push"} == {("main",)}


def test_a_loaded_file_is_judged_in_the_pipeline_that_loads_it() -> None:
    repo = Repository(SampleTree({"Jenkinsfile": SCRIPTED, "ci/tools.groovy": TOOLS}))
    assert [said.path for said in pipelines(repo, ["ci/tools.groovy"])] == ["Jenkinsfile"]  # type: ignore[union-attr]


def test_a_file_that_loads_itself_and_functions_that_call_themselves_end() -> None:
    loop = "def a() { b(); b() }\ndef b() { a(); a() }\nload 'x.groovy'\nnode { stage('s') { a(); sh 'x' } }\n"
    assert "s" in jobs(read(loop, **{"x.groovy": "load 'x.groovy'\nload 'Jenkinsfile'\n"}))


def test_ten_thousand_stages_are_bounded() -> None:
    found = read("pipeline { stages {\n" + "".join(f"stage('s{n}') {{ steps {{ sh 'x' }} }}\n" for n in range(10_000)) + "} }")
    assert len(found.jobs) == 5_000


def test_a_failure_that_is_thrown_again_is_not_let_pass() -> None:
    text = "node { stage('a') { try { sh 'x' } catch (e) { currentBuild.result = 'FAILURE'; throw e } } }"
    assert jobs(read(text))["a"].steps[0].tolerance is None


@given(st.lists(st.sampled_from((DECLARATIVE + SCRIPTED).split(" ")), max_size=80).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_mixture_of_its_words_gives_jobs_with_names_of_their_own(text: str) -> None:
    found = read(text)
    ids = [job.id for job in found.jobs]
    assert len(ids) == len(set(ids))
    assert all(need.job in ids for job in found.jobs for need in job.needs or ())
