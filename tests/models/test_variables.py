"""The variables of a repository: what its reads come to, where each is documented, and who sets it."""

from __future__ import annotations

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree
from roadworthy.models.variables.documents import examples_above, is_example
from roadworthy.models.variables.known import Variable, variables
from roadworthy.rules.environment.completeness import undocumented_variable
from roadworthy.tables.example_files import EXAMPLE_NAMES

READ = 'import os\nos.environ["PAYMENTS_URL"]\n'


def variable(**files: str) -> Variable:
    return Repository(SampleTree({path.replace("__", "/"): text for path, text in files.items()})).ask(variables)[
        "PAYMENTS_URL"
    ]


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_every_usual_name_is_an_example(name: str) -> None:
    assert is_example(name)
    assert is_example(f"apps/web/{name}")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("deploy/api.env.dist", True),
        (".env.example.complete", True),
        ("env_vars_example", True),
        ("web/.env.staging.template", True),
        (".env", False),
        (".env.production", False),
        ("env.example.ts", False),
        ("docs/env-example.md", False),
        ("env_template.py", False),
        ("vendor/x/.env.example", False),
        ("environment.sample", False),
    ],
)
def test_what_an_example_file_is_called(path: str, expected: bool) -> None:
    assert is_example(path) is expected


def test_need_and_scope_are_those_of_the_foremost_reads() -> None:
    one = variable(**{"app.py": READ, "tests__test_app.py": 'import os\nos.environ.get("PAYMENTS_URL", "x")\n'})
    assert (one.need, one.scope) == ("required", "application")
    both = variable(**{"app.py": READ, "worker.py": 'import os\nos.environ.get("PAYMENTS_URL", "x")\n'})
    assert both.need == "default"
    tested = variable(**{"tests__test_app.py": READ})
    assert (tested.need, tested.scope) == ("required", "test")


def test_every_kind_of_documentation_is_told_apart() -> None:
    one = variable(
        **{
            "app.py": READ,
            ".env.example": "PAYMENTS_URL=\n",
            "web__.env.example": "# PAYMENTS_URL=x\n",
            "api__.env.example": "# With PAYMENTS_URL set\n",
            ".env": "PAYMENTS_URL=http://localhost\n",
            "README.md": "`PAYMENTS_URL`: where payments are taken\n",
            "CHANGELOG.md": "PAYMENTS_URL is new\n",
        }
    )
    assert sorted((found.form, found.place.path) for found in one.documented) == [
        ("commented", "web/.env.example"),
        ("example", ".env.example"),
        ("mentioned", "api/.env.example"),
        ("prose", "README.md"),
        ("values", ".env"),
    ]
    assert one.is_set_here


def test_the_nearest_example_comes_first() -> None:
    files = {"a/b/env.sample": "", "a/.env.example": "", ".env.dist": "", "c/.env.example": ""}
    above = Repository(SampleTree(files)).ask(examples_above, "a/b")
    assert [example.path for example in above] == ["a/b/env.sample", "a/.env.example", ".env.dist"]


class Unlisted(SampleTree):
    """A tree that nobody may list: what a commit has to do without."""

    def paths(self) -> list[str]:
        raise AssertionError("the repository was listed")


def judged(files: dict[str, str], changed: str) -> list[tuple[str, str]]:
    said = run(Repository(Unlisted(files)), [undocumented_variable], [changed])
    return [(getattr(one.what, "state", "unreadable"), getattr(one.what, "symbol", "")) for one in said]


def test_a_commit_lists_nothing_where_the_nearest_example_documents_everything() -> None:
    files = {"app/settings.py": READ, ".env.example": "PAYMENTS_URL=\n"}
    assert judged(files, "app/settings.py") == [("pass", "PAYMENTS_URL")]


def test_a_commit_lists_the_repository_only_for_a_variable_that_is_missing_there() -> None:
    files = {"app/settings.py": READ, ".env.example": "PORT=\n"}
    assert judged(files, "app/settings.py") == [("unreadable", "")]  # it asked for the list, which raises here


def test_a_commit_lists_nothing_without_an_example_or_without_a_required_variable() -> None:
    assert judged({"app.py": READ}, "app.py") == []
    assert judged({"app.py": 'import os\nos.environ.get("A_B", "x")\n', ".env.example": "C=\n"}, "app.py") == []
