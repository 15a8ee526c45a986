"""For what a file's reads are needed: told from its path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....tables.file_names import CI_FILE

if TYPE_CHECKING:
    from typing import Literal

    Scope = Literal["application", "build", "test", "tool", "ci"]

_CI = pattern(
    rf"(?:^|/)(?:\.github|\.gitlab|\.circleci|\.buildkite|\.azure-pipelines|\.azuredevops|\.woodpecker|\.ci|ci)/|{CI_FILE}"
)
_TEST = pattern(
    r"(?i)(?:^|/)(?:tests?|testing|specs?|__tests__|__mocks__|mocks|fixtures?|testdata|test[-_]?utils?|e2e|cypress|playwright|detox|maestro"
    r"|integration[-_]?tests?|unit[-_]?tests?|[\w.-]+[._-]tests?|tests?[._-][\w-]+|src/test|features)/"
    r"|(?:^|/)(?:test_[^/]*|[^/]*_test|[^/]*_spec|[^/]*[.-](?:test|spec|e2e|stories|mock)|conftest|tests|testing|mocks?"
    r"|(?:jest|vitest|playwright|cypress|karma|wdio)[\w.-]*)\.\w+$"
)
_TEST_CLASS = pattern(r"(?:^|/)[A-Z]\w*(?:Tests?|IT|Spec)\.(?:java|kt|cs|php|scala)$")
_BUILD = pattern(
    r"(?:^|/)(?:(?:[\w-]+\.)?(?:webpack|vite|next|nuxt|svelte|astro|rollup|esbuild|tsup|babel|postcss|tailwind|metro|craco|turbo|gatsby"
    r"|rspack|rsbuild|snowpack|vue|remix|docusaurus|capacitor|app|expo|electron[\w-]*|forge)(?:\.[\w-]+)?\.config(?:\.[\w-]+)?\.\w+"
    r"|gatsby-[\w]+\.\w+|build\.rs|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|setup\.py|noxfile\.py|hatch_build\.py"
    r"|gulpfile[\w.]*|Gruntfile[\w.]*|Gemfile|[^/]*\.gemspec|[^/]*\.config\.build\.\w+)$"
    r"|(?:^|/)buildSrc/|(?:^|/)webpack/|(?:^|/)webpack[\w.-]*\.[cm]?[jt]s$"
)
_TOOL = pattern(
    r"(?i)(?:^|/)(?:scripts?|tools?|tooling|hack|dev|development|devtools|local[-_]?dev|contrib|examples|docs?"
    r"|benchmarks?|bench|load[-_]?tests?|perf|locust|seeds?|lib/tasks|\.devcontainer|\.husky|\.vscode|\.claude|\.agents|\.cursor)/"
    r"|^(?:example|samples?|demo)/|(?:^|/)(?:bin|utils/scripts)/[^/]*$"
    r"|(?:^|/)(?:manage|fabfile|tasks|locustfile|Vagrantfile|Rakefile|Capfile|Guardfile|drizzle\.config|codegen|release"
    r"|prisma\.config|knexfile|ormconfig|seed|[\w-]*eslint[\w.-]*|commitlint\.config|lint-staged\.config)(?:\.\w+)?$"
)
# What a container or a process manager starts, among scripts that people run.
_STARTS = pattern(
    r"(?i)(?:^|/)(?:[\w.-]*entry-?_?point[\w.-]*|(?:start|run|serve|server|web|worker|boot|init|Procfile[\w.]*)"
    r"|(?:start|run|serve|init|boot)[-_](?:app|web|api|server|worker|celery|beat|gunicorn|uwsgi|container|prod\w*|docker)"
    r"|(?:app|web|api|server|worker|celery|beat)[-_](?:start|run|init|entry))(?:\.(?:ba|a)?sh)?$"
)


def scope_of(path: str, is_script: bool = False) -> Scope:
    """What the reads of a file are for: where nothing tells, the application's; those of a shell script, a tool's."""
    if _CI.search(path):
        return "ci"
    if _TEST.search(path) or _TEST_CLASS.search(path):
        return "test"
    if _BUILD.search(path):
        return "build"
    if (is_script or _TOOL.search(path)) and not _STARTS.search(path):
        return "tool"
    return "application"
