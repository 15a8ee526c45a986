"""Where images are built: the contexts that compose, pipelines, scripts and Makefiles name for a Dockerfile."""

from __future__ import annotations

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.images.build_context import build_contexts, copyings, files_in
from roadworthy.models.images.builds import arguments, builds, contexts
from roadworthy.models.variables.environment_files import environment_of


def of(files: dict[str, str], dockerfile: str) -> list[tuple[str, str | None]]:
    """The contexts of a Dockerfile, each with the file that names it."""
    return [(context, by.path if by else None) for context, by in contexts(Repository(SampleTree(files)), dockerfile)]


DOCKERFILE = "FROM scratch\nCOPY . /\n"
WORKFLOW = """
on: push
jobs:
  image:
    steps:
      - uses: docker/build-push-action@v6
        with:
          {inputs}
"""


@pytest.mark.parametrize(
    ("path", "text", "dockerfile", "expected"),
    [
        ("compose.yaml", "services: {shop: {build: api}}", "api/Dockerfile", "api"),
        ("deploy/compose.yaml", "services: {shop: {build: ../api}}", "api/Dockerfile", "api"),
        ("compose.yaml", "services: {shop: {build: {context: ., dockerfile: api/Dockerfile}}}", "api/Dockerfile", "."),
        ("docker-compose.prod.yml", "services: {shop: {build: {context: ./api}}}", "api/Dockerfile", "api"),
        (".github/workflows/a.yml", WORKFLOW.format(inputs="file: api/Dockerfile"), "api/Dockerfile", "."),
        (".github/workflows/a.yml", WORKFLOW.format(inputs="context: api"), "api/Dockerfile", "api"),
        (".github/workflows/a.yml", "jobs: {a: {steps: [{run: docker build -t shop api}]}}", "api/Dockerfile", "api"),
        (".gitlab-ci.yml", "image:\n  script:\n    - docker build -f api/Dockerfile .\n", "api/Dockerfile", "."),
        ("build.sh", "docker buildx build --push \\\n  --file api/Dockerfile \\\n  -t shop:1 .\n", "api/Dockerfile", "."),
        ("Makefile", "image:\n\t@docker build -t shop api\n", "api/Dockerfile", "api"),
        ("tools/image.sh", "podman build api\n", "api/Dockerfile", "api"),
        ("api/build.sh", "docker build .\n", "api/Dockerfile", "api"),
    ],
)
def test_the_context_is_the_one_that_the_build_names(path: str, text: str, dockerfile: str, expected: str) -> None:
    assert of({path: text, dockerfile: DOCKERFILE}, dockerfile) == [(expected, path)]


def test_a_dockerfile_that_nothing_builds_has_its_own_folder_for_a_context() -> None:
    assert of({"api/Dockerfile": DOCKERFILE}, "api/Dockerfile") == [("api", None)]
    assert of({"Dockerfile": DOCKERFILE}, "Dockerfile") == [(".", None)]


def test_several_builds_give_several_contexts_and_the_same_one_once() -> None:
    files = {
        "compose.yaml": "services: {a: {build: api}, b: {build: api}, c: {build: {context: ., dockerfile: api/Dockerfile}}}",
        "api/Dockerfile": DOCKERFILE,
    }
    assert [context for context, _ in of(files, "api/Dockerfile")] == ["api", "."]


@pytest.mark.parametrize("context", ["$FOLDER", "https://git.example.com/shop.git", "-", "git@git.example.com:shop.git"])
def test_a_context_that_is_elsewhere_or_variable_is_not_guessed(context: str) -> None:
    found = builds(Repository(SampleTree({"build.sh": f"docker build -f Dockerfile {context}\n", "Dockerfile": DOCKERFILE})))
    assert [(build.dockerfile, build.context) for build in found] == [("Dockerfile", None)]


def test_tags_and_targets_are_read() -> None:
    found = builds(Repository(SampleTree({"build.sh": "docker build --target=web -t shop:1 --tag shop:2 .\n"})))
    assert (found[0].target, sorted(found[0].tags)) == ("web", ["shop:1", "shop:2"])


def test_options_with_values_are_told_from_the_context() -> None:
    options, words = arguments(["build", "--build-arg", "A=b", "-f", "x", "--pull", "."])
    assert words == ["build", "."]
    assert options["-f"] == ["x"]


@pytest.mark.parametrize(
    "text", ["", "docker build", "docker build \\", "docker build 'a", "\x00docker build .", "services: ["]
)
def test_builds_of_broken_files_are_read_as_far_as_they_go(text: str) -> None:
    files = dict.fromkeys(("build.sh", "Makefile", "compose.yaml", ".gitlab-ci.yml", ".github/workflows/a.yml"), text)
    builds(Repository(SampleTree({**files, "Dockerfile": DOCKERFILE})))
    assert of({**files, "Dockerfile": DOCKERFILE}, "Dockerfile")[0][0] == "."


def worked_out(files: dict[str, str], dockerfile: str) -> str:
    (context,) = build_contexts(Repository(SampleTree(files)), dockerfile)
    return context.context


def test_without_a_build_the_context_is_where_the_copied_files_are() -> None:
    files = {"docker/Dockerfile": "FROM scratch\nCOPY package.json /\nCOPY . /\n", "package.json": "{}"}
    assert worked_out(files, "docker/Dockerfile") == "."


def test_without_a_build_a_folder_that_holds_only_the_dockerfile_is_no_context() -> None:
    assert worked_out({"docker/Dockerfile": DOCKERFILE, "docker/start.sh": "", "app.py": ""}, "docker/Dockerfile") == "."
    assert worked_out({"nginx/Dockerfile": DOCKERFILE, "nginx/nginx.conf": "", "app.py": ""}, "nginx/Dockerfile") == "nginx"


def test_the_ignore_file_beside_the_dockerfile_wins_over_that_of_the_context() -> None:
    files = {"a.Dockerfile": DOCKERFILE, "a.Dockerfile.dockerignore": "x", ".dockerignore": "y", "app.py": ""}
    (context,) = build_contexts(Repository(SampleTree(files)), "a.Dockerfile")
    assert (context.ignore_file, context.keeps("x"), context.keeps("y")) == ("a.Dockerfile.dockerignore", False, True)


def test_a_changed_ignore_file_touches_the_dockerfiles_that_are_built_with_it() -> None:
    files = {
        "compose.yaml": "services: {shop: {build: {context: ., dockerfile: api/Dockerfile}}, web: {build: web}}",
        "api/Dockerfile": DOCKERFILE,
        "web/Dockerfile": DOCKERFILE,
        ".dockerignore": "",
        "web/.dockerignore": "",
        "web/Dockerfile.dockerignore": "",
    }

    def touched(path: str) -> list[str]:
        return [getattr(subject, "path", "") for subject in copyings(Repository(SampleTree(files)), [path])]

    assert touched(".dockerignore") == ["api/Dockerfile"]
    assert touched("web/.dockerignore") == []  # the Dockerfile has one of its own
    assert touched("web/Dockerfile.dockerignore") == ["web/Dockerfile"]


class Unlistable(SampleTree):
    """A tree whose listing must not be asked for."""

    def paths(self) -> list[str]:
        raise AssertionError("git was asked")


def test_git_is_not_asked_about_a_dockerfile_that_copies_files_by_name() -> None:
    from roadworthy.catalogue import rules_of, select
    from roadworthy.core.run import run

    named = Unlistable({"Dockerfile": "FROM node:22\nCOPY package.json server.js ./\nRUN npm ci\n", "package.json": "{}"})
    ignored = ".git\n**/.env\n**/node_modules\n"
    left_out = {"Dockerfile": "FROM node:22\nCOPY . .\n", "package.json": "{}", ".dockerignore": ignored}
    rules = select(rules_of(), ["DF007", "DF008", "DF009", "DF013", "DF014"])
    for tree in (named, Unlistable(left_out)):
        said = list(run(Repository(tree), rules, ["Dockerfile"]))
        assert [getattr(one.what, "state", one.what) for one in said if one.rules[0].code == "DF013"] == ["pass"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (".env", ".env"),
        (".env.example", ".env"),
        (".env-sample", ".env"),
        ("env.template", ".env"),
        (".env.local.example", ".env.local"),
        (".env.test", None),
        (".env.production.example", None),
        ("env.py", None),
        (".envrc", None),
        (".env.schema", None),
    ],
)
def test_an_example_shows_which_environment_file_there_will_be(name: str, written: str | None) -> None:
    assert environment_of(name) == written


def test_the_files_of_a_folder_are_those_below_it_and_no_others() -> None:
    repo = Repository(SampleTree(dict.fromkeys(("a", "api-old/x", "api.txt", "api/b", "api/c/d", "api0"), "")))
    assert files_in(repo, "api") == ["b", "c/d"]
    assert len(files_in(repo, ".")) == 6
    assert files_in(repo, "none") == []
