"""How the files are named that say which variables there are, and which names nobody has to document."""

from __future__ import annotations

_SPECIMEN = "(?:example|examples|sample|template|tmpl|tpl|dist|default|defaults|schema)"
# Every file of this kind, by its path: `.env.example`, `.env.production.sample`, `env_template`, `example.env`,
# `api.env.dist`, `.env.example.complete`. What ends like source code or prose is about such a file, and none.
EXAMPLE_FILE = (
    r"(?:^|/)(?:(?:[\w-]+\.)?(?:dot|\.)?env(?:rc)?(?:[._-]\w+){0,3}?[._-]" + _SPECIMEN + r"(?:[._-][a-z0-9]{1,16})?"
    r"|\.?" + _SPECIMEN + r"[._-]env(?:\.txt)?)$"
)
NO_EXAMPLE_FILE = r"\.(?:md|mdx|rst|adoc|py|[cm]?[jt]sx?|rb|php|go|rs|java|kt|cs|ex|exs|html?|css|json|toml|ya?ml|xml|lock|patch|erb|j2|tf|sql)$"
# The names under which the nearest one is looked for on a commit, without listing the repository.
EXAMPLE_NAMES: tuple[str, ...] = (
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    "example.env",
    "env.example",
    ".env.local.example",
    ".env.development.example",
    ".env.defaults",
    ".env.default",
    "sample.env",
    "env.sample",
    "env.template",
    "env.dist",
    "template.env",
    "default.env",
    "defaults.env",
    ".env.example.complete",
    ".env.example.local",
    ".env.local.sample",
    ".env.local.template",
    ".env.dev.example",
    ".env.production.example",
    ".env.prod.example",
    ".env.docker.example",
    ".env.test.example",
    ".env.tmpl",
    ".env.tpl",
    ".env.schema",
    ".env-example",
    ".env-sample",
    ".env-template",
    ".env-dist",
    ".env_example",
    ".env_sample",
    ".example.env",
    ".sample.env",
    "dotenv.example",
    "dotenv.sample",
    ".envrc.example",
    ".envrc.sample",
    ".envrc.template",
)
# Files with values that a repository keeps: what they set, a fresh clone has. Never looked into for what they hold.
ENVIRONMENT_FILE = r"(?:^|/)(?:\.env(?:rc)?(?:[._-][\w.-]+)?|[\w-]+\.env)$"

# Prose that may tell what a variable is for, where no example does.
PROSE = (
    r"(?i)(?:^|/)(?:readme|install|contributing|development|deploy\w*|setup|configuration|hacking)[^/]*$|\.(?:md|mdx|rst|adoc)$"
)
NO_PROSE = r"(?i)(?:^|/)(?:changelog|changes|history|news|releases?|licen[cs]e)[^/]*$"
