"""How each package manager leaves development dependencies out, and how they are recognised. Data only."""

from __future__ import annotations

from ..core.records import NamedTuple


class Leaving(NamedTuple):
    """How a manager that installs what a manifest lists leaves the development dependencies out.

    `verbs` are those that install all of it. `off` are the options that leave them out, by themselves or with one of
    `values`; `on` those that bring them in whatever else is said; `asked`: they come only with one of `on`. `variables` do
    as `off` does, with any of the values. `manifest` lists them, where `marks` stand in it; `folder` is where they go.
    """

    verbs: frozenset[str]
    off: tuple[str, ...]
    on: tuple[str, ...]
    variables: dict[str, frozenset[str]]
    manifest: str
    folder: str
    write: str
    asked: bool = False


_TRUE = frozenset(("1", "true", "yes", "on"))
_NODE_VARIABLES = {
    "NODE_ENV": frozenset(("production",)),
    "NPM_CONFIG_PRODUCTION": _TRUE,
    "npm_config_production": _TRUE,
    "NPM_CONFIG_OMIT": frozenset(("dev",)),
    "npm_config_omit": frozenset(("dev",)),
    "NPM_CONFIG_ONLY": frozenset(("production", "prod")),
    "YARN_PRODUCTION": _TRUE,
}
_INSTALL = frozenset(("install", "i", "in", "ci", "clean-install", "install-clean", "isntall", ""))

LEAVING: dict[str, Leaving] = {
    "npm": Leaving(_INSTALL, ("--omit", "--production", "--only", "--prod"), ("--include",), _NODE_VARIABLES, "package.json",
                   "node_modules", "`npm ci --omit=dev`"),
    "pnpm": Leaving(_INSTALL, ("--prod", "-P", "--production", "--only"), ("--dev", "-D"), _NODE_VARIABLES, "package.json",
                    "node_modules", "`pnpm install --prod`"),
    "yarn": Leaving(_INSTALL, ("--production", "--prod"), (), _NODE_VARIABLES, "package.json", "node_modules",
                    "`yarn install --production`"),
    "bun": Leaving(_INSTALL, ("--production", "-p", "--omit"), (), _NODE_VARIABLES, "package.json", "node_modules",
                   "`bun install --production`"),
    "composer": Leaving(frozenset(("install", "i")), ("--no-dev",), (), {"COMPOSER_NO_DEV": _TRUE}, "composer.json", "vendor",
                        "`composer install --no-dev`"),
    "bundle": Leaving(frozenset(("install", "")), ("--without", "--only"), (),
                      {"BUNDLE_WITHOUT": frozenset("*"), "BUNDLE_ONLY": frozenset("*")}, "Gemfile", "",
                      "`bundle config set --local without 'development test'` before it"),
    "poetry": Leaving(frozenset(("install", "sync")), ("--no-dev", "--only", "--without", "--only-root"), ("--with",),
                      {"POETRY_WITHOUT": frozenset("*")}, "pyproject.toml", "", "`poetry install --only main`"),
    "uv": Leaving(frozenset(("sync",)), ("--no-dev", "--no-default-groups", "--only-group", "--no-group"),
                  ("--dev", "--only-dev"),
                  {"UV_NO_DEV": _TRUE, "UV_NO_DEFAULT_GROUPS": _TRUE}, "pyproject.toml", ".venv", "`uv sync --no-dev`"),
    "pdm": Leaving(frozenset(("install", "sync")), ("--prod", "--production", "--no-dev", "-P"), ("--dev",), {},
                   "pyproject.toml", ".venv", "`pdm install --prod`"),
    "pipenv": Leaving(frozenset(("install", "sync")), (), ("--dev", "-d"), {}, "Pipfile", "", "`pipenv sync`", asked=True),
}  # fmt: skip

# What a manifest has where there are such dependencies: a key of the JSON, or a regular expression.
MANIFEST_KEYS: dict[str, str] = {"package.json": "devDependencies", "composer.json": "require-dev"}
MANIFEST_MARKS: dict[str, str] = {
    "Gemfile": r":(?:development|test)\b|[\"'](?:development|test)[\"']",
    "pyproject.toml": r"(?m)^\s*\[(?:tool\.poetry\.group\.|tool\.(?:poetry|pdm)\.dev-dependencies|dependency-groups)"
    r"|^\s*dev-dependencies\s*=",
    "Pipfile": r"(?m)^\s*\[dev-packages\]\s*\n\s*[\w\"']",
}

# Words of a requirements file, an extra or a group.
DEVELOPMENT_PARTS: frozenset[str] = frozenset("dev devel develop development test tests testing lint linting qa debug".split())

# Packages that only a developer or a pipeline runs.
DEVELOPMENT_PACKAGES: dict[str, frozenset[str]] = {
    "pip": frozenset(
        "pytest pytest-cov pytest-django pytest-xdist pytest-mock pytest-asyncio tox nox flake8 black mypy pylint"
        " isort ruff coverage pre-commit autopep8 yapf bandit ipdb pudb debugpy pytest-watch nose factory-boy codecov".split()
    ),
    "npm": frozenset("nodemon eslint prettier jest mocha karma cypress ts-node-dev @playwright/test vitest".split()),
    "gem": frozenset("rspec rubocop pry-byebug byebug guard".split()),
}
