"""What is fuzzed: a target a parser, a target a reader of a model, and a target a hook.

A target's `run` takes texts and gives what was made of them with the sources that its places are of. It raises nothing but
what `raises` says a parser may say of a bad text.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from roadworthy.areas import AREAS
from roadworthy.core.excerpt import Source
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.tables.file_names import COMPOSE, DOCKERFILE, DOCKERIGNORE, LEDGER, PIPELINE_ROOTS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST = 5_000  # of what a parser yields one by one
TODAY = "2026-07-01"

if TYPE_CHECKING:
    Answer = tuple[object, Mapping[str, Source]]


class Target(NamedTuple):
    """`files` tells the seeds by their paths; `parts` is how many texts one input has; `run` takes them in one tuple."""

    name: str
    files: str
    run: Callable[[tuple[str, ...]], Answer]
    parts: int = 1
    raises: tuple[type[Exception], ...] = ()


ENV = r"(?:^|/)\.env[^/]*$|\.env$"
PY, JSON = r"\.py$", r"\.json$|composer\.lock$"
YAML = r"\.ya?ml$"
TEMPLATES = r"(?:^|/)templates/[^/]+\.(?:ya?ml|tpl)$"
ENDINGS = {
    "javascript": "m?jsx?|cjs",
    "typescript": "ts",
    "tsx": "tsx",
    "go": "go",
    "java": "java",
    "kotlin": "kts?",
    "php": "php",
    "ruby": "rb",
    "rust": "rs",
    "c_sharp": "cs",
    "elixir": "exs?",
}


def _on_excerpt(read: Callable[..., object]) -> Callable[[tuple[str, ...]], Answer]:
    """`read(excerpt)`, whatever it gives; what it yields one by one is taken as far as `MOST`."""

    def run(texts: tuple[str, ...]) -> Answer:
        source = Source("given", texts[0])
        answer = read(source.whole())
        return (list(islice(answer, MOST)) if hasattr(answer, "__next__") else answer), {"given": source}

    return run


def _on_source(read: Callable[[Source], object], path: str) -> Callable[[tuple[str, ...]], Answer]:
    def run(texts: tuple[str, ...]) -> Answer:
        source = Source(path, texts[0])
        answer = read(source)
        return (list(islice(answer, MOST)) if hasattr(answer, "__next__") else answer), {path: source}

    return run


def _on_files(read: Callable[[Repository], object], *paths: str, **fixed: str) -> Callable[[tuple[str, ...]], Answer]:
    """`read(repository)` of a repository of the texts at `paths`, in order."""

    def run(texts: tuple[str, ...]) -> Answer:
        # Lone surrogates are in no file: what is written is UTF-8.
        files = {path: text.encode("utf-8", "replace") for path, text in zip(paths, texts)}
        repo = Repository(SampleTree(files | {path: text.encode() for path, text in fixed.items()}))
        answer = read(repo)
        answer = list(islice(answer, MOST)) if hasattr(answer, "__next__") else answer
        return answer, {path: source for path, source in repo.sources.items() if isinstance(source, Source)}

    return run


def _on_text(read: Callable[[str], object]) -> Callable[[tuple[str, ...]], Answer]:
    return lambda texts: (read(texts[0]), {"TODO.md": Source("TODO.md", texts[0])})


def _any(_: str) -> bool:
    return True


def _parsers() -> list[Target]:
    from roadworthy.core.waivers import waivers
    from roadworthy.parsing import (
        connection_strings,
        credential_files,
        dockerignore,
        dotenv,
        env_example,
        go_template,
        groovy,
        hcl,
        hcl_lines,
        interpolation,
        json_text,
        php,
        promql,
        properties,
        sql,
        sql_statements,
        todo,
        toml_lines,
        xml_text,
        yaml,
    )

    def json_both(excerpt: object) -> object:
        return [*islice(json_text.members(excerpt, _any), MOST), *islice(json_text.pairs(excerpt, _any), MOST)]

    def logins(excerpt: object) -> object:
        return [*islice(connection_strings.urls(excerpt), MOST), *islice(connection_strings.strings(excerpt), MOST)]

    def credentials(excerpt: object) -> object:
        readers = (credential_files.netrc, credential_files.pgpass, credential_files.hash_lines)
        return [one for read in (*readers, credential_files.git_credentials) for one in islice(read(excerpt), MOST)]

    def all_sql(excerpt: object) -> object:
        readers = (sql_statements.statements, sql.accounts, lambda text: sql.rows(text, _any))
        return [one for read in readers for one in islice(read(excerpt), MOST)]

    def xml(excerpt: object) -> object:
        found = list(islice(xml_text.parse(excerpt), MOST))
        return [found, xml_text.decoded(excerpt)]

    def ignored(source: Source) -> object:
        read = dockerignore.parse(source)
        return [
            read,
            read.trouble(),
            [read.ignores(path) for path in ("a", "src/app.py", ".env", "a/b/c/d.txt", "node_modules/x/y.js")],
        ]

    return [
        Target("connection strings", rf"{ENV}|{YAML}|{PY}|\.properties$", _on_excerpt(logins)),
        Target("credential files", r"netrc|pgpass|htpasswd|credentials|passwd|\.npmrc", _on_excerpt(credentials)),
        Target("dockerfile", DOCKERFILE, _on_source(_dockerfile, "Dockerfile")),
        Target("dockerignore", DOCKERIGNORE, _on_source(ignored, ".dockerignore")),
        Target("dotenv", ENV, _on_excerpt(dotenv.parse)),
        Target("env example", ENV, _on_excerpt(env_example.parse)),
        Target("go template", TEMPLATES, _on_text(go_template.parse), raises=(go_template.TemplateError,)),
        Target("groovy", r"[Jj]enkinsfile|\.groovy$", _on_excerpt(groovy.parse)),
        Target("hcl", r"\.tf$|\.hcl$|\.tfvars$", _on_excerpt(hcl.parse)),
        Target("hcl lines", r"\.tf$|\.hcl$|\.tfvars$", _on_excerpt(hcl_lines.parse)),
        Target("interpolation", rf"{COMPOSE}|{ENV}", _on_excerpt(interpolation.parse)),
        Target("json text", JSON, _on_excerpt(json_both)),
        Target("php settings", r"\.php$", _on_excerpt(php.parse)),
        Target("promql", r"(?:rules?|alerts?)[^/]*\.ya?ml$", _on_text(promql.parse)),
        Target("properties", r"\.properties$|\.ini$|\.cfg$|\.conf$", _on_excerpt(properties.parse)),
        Target("shell", r"\.(?:sh|bash)$|(?:^|/)bin/[^/.]+$", _on_excerpt(_shell)),
        Target("sql", r"\.sql$", _on_excerpt(all_sql)),
        Target("todo", LEDGER, _on_text(todo.entries)),
        Target("toml lines", r"\.toml$", _on_excerpt(toml_lines.parse)),
        Target("waivers", f"{YAML}|{DOCKERFILE}|{PY}", _on_source(waivers, "given.yaml")),
        Target("xml text", r"\.xml$|\.csproj$|\.config$", _on_excerpt(xml)),
        Target("yaml", YAML, _on_excerpt(yaml.parse)),
        Target("yaml without C", YAML, _on_excerpt(lambda excerpt: yaml.parse(excerpt, pure=True))),
    ]


def _dockerfile(source: Source) -> object:
    from roadworthy.parsing.dockerfile import parse

    return parse(source)


def _shell(excerpt: object) -> object:
    """The script, and what all that is asked of its commands answers."""
    from roadworthy.models.shell.commands import invocations
    from roadworthy.models.shell.failures import swallowed
    from roadworthy.models.shell.files import downloads, removals
    from roadworthy.models.shell.packages import cleanings, package_operations
    from roadworthy.parsing.shell import parse

    script = parse(excerpt)
    found = invocations(script)
    about = [package_operations(found), cleanings(found), removals(found), downloads(found), [swallowed(one) for one in found]]
    return [script, found, about]


def _readers() -> list[Target]:
    from roadworthy.models.code_owners import code_owners
    from roadworthy.models.compose.projects import all_projects_with
    from roadworthy.models.dependencies import manifests
    from roadworthy.models.deployment.migrations.sql import operations
    from roadworthy.models.images.references import image_reference
    from roadworthy.models.infrastructure.terraform import resources
    from roadworthy.models.kubernetes.renditions import deployed
    from roadworthy.models.ledger import claims, ledger
    from roadworthy.models.observability.alerts import alert_file
    from roadworthy.models.pipeline.expressions import parse as expression
    from roadworthy.models.settings import read as settings
    from roadworthy.models.shell.task_files import composer_scripts, package_scripts, tox_environments
    from roadworthy.models.shell.task_files_make import justfile, makefile, taskfile
    from roadworthy.models.versions.compared import stated_in
    from roadworthy.models.versions.ranges import range_of
    from roadworthy.secrets.engine import findings
    from roadworthy.secrets.scan import look
    from roadworthy.writers.dotenv import Documented, add
    from roadworthy.writers.edits import edited
    from roadworthy.writers.living import Block, renew
    from roadworthy.writers.todo import Gap, updated

    def claimed(repo: Repository) -> object:
        read = ledger(repo, "TODO.md")
        return [read, list(claims(read)) if hasattr(read, "entries") else ()]

    def renewed(texts: tuple[str, ...]) -> Answer:
        blocks = (Block("one", "new text\n"), Block("two", "| a |\n|---|\n"))
        once = renew(texts[0], "# Opening\n", blocks)
        assert once.faults or renew(once.text, "# Opening\n", blocks).text == once.text, "renewing twice is renewing once"
        return once, {}

    def entered(texts: tuple[str, ...]) -> Answer:
        gaps = [Gap(("DF006", "Dockerfile", "runtime"), "do it", "or else"), Gap(("CI001", "a b.yml", "j`b"), "x", "y")]
        once = updated(texts[0], gaps, lambda _: True, TODAY)
        assert updated(once, gaps, lambda _: True, TODAY) == once, "entering twice is entering once"
        return once, {}

    def documented(texts: tuple[str, ...]) -> Answer:
        source = Source(".env.example", texts[0])
        variables = (Documented("NEW_ONE", "a b", "what it is"), Documented("PORT"))
        once = edited(source.text, add(source, variables))
        again = Source(".env.example", once)
        assert edited(once, add(again, variables)) == once, "documenting twice is documenting once"
        return once, {}

    def tasks(repo: Repository) -> object:
        readers = (
            ("Makefile", makefile),
            ("justfile", justfile),
            ("Taskfile.yml", taskfile),
            ("package.json", package_scripts),
        )
        readers = (*readers, ("composer.json", composer_scripts), ("tox.ini", tox_environments))
        return [read(repo, path) for path, read in readers if repo.exists(path)]

    def stated(repo: Repository) -> object:
        return [stated_in(repo, path) for path in repo.paths()]

    versions = (".tool-versions", "go.mod", "package.json", "pyproject.toml", "Gemfile", "pom.xml", "app.yml")
    return [
        Target("compose merge", COMPOSE, _on_files(lambda r: list(all_projects_with(r, "compose.yaml")), "compose.yaml", "compose.override.yaml"), 2),  # noqa: E501
        Target("kustomize", YAML, _on_files(lambda r: list(deployed(r, None)), "kustomization.yaml", "deployment.yaml", "overlays/production/kustomization.yaml"), 3),  # noqa: E501
        Target("helm", TEMPLATES, _on_files(lambda r: list(deployed(r, None)), "chart/templates/a.yaml", "chart/templates/_helpers.tpl", "chart/values.yaml", **{"chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n"}), 3),  # noqa: E501
        Target("alerts", r"(?:rules?|alerts?)[^/]*\.ya?ml$", _on_files(lambda r: alert_file(r, "alerts.yml"), "alerts.yml")),
        Target("terraform", r"\.tf$", _on_files(resources, "main.tf", "variables.tf"), 2),
        Target("code owners", r"CODEOWNERS$", _on_files(code_owners, "CODEOWNERS")),
        Target("dependency manifests", r"(?:package|composer)\.json$|\.txt$|\.toml$|go\.mod$|Gemfile$|pom\.xml$", _on_files(manifests, "package.json", "pyproject.toml", "go.mod", "requirements.txt", "pom.xml"), 5),  # noqa: E501
        Target("stated versions", r"\.tool-versions$|go\.mod$|package\.json$|pyproject\.toml$|Gemfile$|pom\.xml$|app\.ya?ml$", _on_files(stated, *versions), 7),  # noqa: E501
        Target("version ranges", r"\.tool-versions$|package\.json$|go\.mod$|Gemfile$", _on_text(lambda text: [range_of(text[:80], notation) for notation in ("npm", "python", "ruby", "composer")])),  # noqa: E501
        Target("image references", f"{COMPOSE}|{DOCKERFILE}", _on_text(lambda text: [image_reference(line) for line in text.split("\n")])),  # noqa: E501
        Target("task files", r"[Mm]akefile$|justfile$|[Tt]askfile[^/]*$|package\.json$|composer\.json$|tox\.ini$", _on_files(tasks, "Makefile", "justfile", "Taskfile.yml", "package.json", "composer.json", "tox.ini"), 6),  # noqa: E501
        Target("pipeline expressions", YAML, _on_text(lambda text: [expression(line) for line in text.split("\n")])),
        Target("SQL migrations", r"\.sql$", _on_excerpt(operations)),
        Target("ledger", LEDGER, _on_files(claimed, "TODO.md")),
        Target("settings", SETTINGS, _on_source(lambda source: settings(source, {"DF006": "root-user"}), ".roadworthy.yaml")),
        Target("secrets", rf"{ENV}|{YAML}|{PY}|\.sh$|{JSON}", _on_source(look, "config/app.yaml")),
        Target("secrets in text", rf"{PY}|\.md$|\.txt$", _on_source(look, "notes.txt")),
        Target("detect-secrets' engine", rf"{PY}|{YAML}|\.ini$", _on_text(lambda text: [findings(path, text) for path in ("a.py", "a.yaml", "a.ini")])),  # noqa: E501
        Target("living blocks", r"\.md$", renewed),
        Target("entries of TODO.md", LEDGER, entered),
        Target("additions to example files", ENV, documented),
    ]  # fmt: skip


def _pipelines() -> list[Target]:
    from roadworthy.models.pipeline.readers import pipeline
    from roadworthy.models.pipeline.stages import classified

    paths = {
        "github": ".github/workflows/a.yml",
        "gitlab": ".gitlab-ci.yml",
        "circleci": ".circleci/config.yml",
        "azure": "azure-pipelines.yml",
        "jenkins": "Jenkinsfile",
        "bitbucket": "bitbucket-pipelines.yml",
        "travis": ".travis.yml",
        "drone": ".drone.yml",
        "woodpecker": ".woodpecker.yml",
        "buildkite": ".buildkite/pipeline.yml",
    }

    def reading(path: str) -> Callable[[Repository], object]:
        return lambda repo: [repo.ask(pipeline, path), repo.ask(classified, path)]

    return [
        Target(f"pipeline of {name}", files, _on_files(reading(paths[name]), paths[name]))
        for name, files in PIPELINE_ROOTS.items()
    ]


def _code() -> list[Target]:
    """Each language: the variables that code reads, what it logs, and where it connects to."""
    from roadworthy.models.observability.logged import python, trees
    from roadworthy.models.parity.local_addresses import addresses_in
    from roadworthy.models.variables.reading import reads_in
    from roadworthy.parsing.code import parse
    from roadworthy.tables.log_calls import LOG_CALLS

    def reading(path: str, language: str) -> Callable[[Repository], object]:
        def read(repo: Repository) -> object:
            source = repo.source(path)
            if not isinstance(source, Source):
                return source
            found: list[object] = [reads_in(repo, path), addresses_in(repo, path, keep=True)]
            if language != "python":
                parse(source, language)
            if language == "python":
                logged = python.log_calls(source.whole())
            elif language in LOG_CALLS:
                logged = trees.log_calls(source, language)
            else:
                logged = ()
            found.append(list(islice(logged, MOST)) if hasattr(logged, "__next__") else logged)
            return found

        return read

    languages = {"python": "py", **ENDINGS}
    found = []
    for name, ending in languages.items():
        path = "app." + ending.split("|")[0].replace("m?", "").replace("?", "")
        found.append(Target(f"code in {name}", rf"\.(?:{ending})$", _on_files(reading(path, name), path)))
    return found


def parsers() -> list[Target]:
    """Every parser and reader."""
    return [*_parsers(), *_readers(), *_pipelines(), *_code()]


class HookTarget(NamedTuple):
    """A hook, run in this process on whole samples: `run` takes the files by path, and those that the commit changes."""

    name: str
    codes: str
    run: Callable[[Mapping[str, str], tuple[str, ...] | None], Answer]


class FaultError(AssertionError):
    """A rule or a reader failed, which the run has told as "failed: …"."""


def hooks() -> list[HookTarget]:
    """Every hook that judges files, and the audit of a whole repository with its checklist."""
    return [*(HookTarget(area.hook, area.codes, _hook((area.name,))) for area in AREAS), HookTarget("audit", "", _hook(()))]


def _hook(names: tuple[str, ...]) -> Callable[[Mapping[str, str], tuple[str, ...] | None], Answer]:
    from roadworthy.areas import BY_NAME
    from roadworthy.catalogue import rules_of
    from roadworthy.core.output import FORMATS, Style, render
    from roadworthy.core.run import run as run_rules
    from roadworthy.examination import BadConfiguration, examine

    rules = rules_of([BY_NAME[name] for name in names]) if names else rules_of()

    def run(files: Mapping[str, str], changed: tuple[str, ...] | None) -> Answer:
        repo = Repository(SampleTree({path: text.encode("utf-8", "replace") for path, text in files.items()}))
        given = None if not names else changed
        said = list(run_rules(repo, rules, given))
        try:
            report = examine(repo, rules, given, said, today=TODAY, checklist=not names)
        except BadConfiguration as error:
            return str(error), {}
        for problem in report.errors:
            if re.search(r"failed: \w+ at ", problem.message):
                raise FaultError(problem.message)
        form = FORMATS[len(report.findings) % len(FORMATS)]

        def source_of(path: str) -> Source | None:
            source = repo.source(path)
            return source if isinstance(source, Source) else None

        printed = render(form, report, source_of, Style())
        places = [place for finding in report.findings for place in (finding.place, *getattr(finding, "labels", ()))]
        return [printed, places], {path: source for path, source in repo.sources.items() if isinstance(source, Source)}

    return run
