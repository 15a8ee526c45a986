"""What local work leaves in a build context that no image should be given, and what shows that it will be there. Data only."""

from __future__ import annotations

from ..core.records import NamedTuple


class Leftover(NamedTuple):
    """A folder that a command fills, next to a file that shows it will.

    `evidence` are base names, or `*.ending`. `tools` are the commands that make it anew inside a build. `bases` are parts of
    the names of images that could use it as it is: with such a base and none of the tools it may be meant to be copied;
    without `bases` it is demanded only where one of the tools runs. `slight`: named beside others, not a finding by itself.
    `topmost`: made once for a whole tree of manifests. `instead`: patterns that serve as well, as names of files in it.
    """

    name: str
    evidence: tuple[str, ...]
    tools: tuple[str, ...]
    bases: tuple[str, ...] = ()
    slight: bool = False
    topmost: bool = False
    instead: tuple[str, ...] = ()


_PYTHON = ("python", "pip", "pip3", "uv", "pdm", "poetry", "pipenv")
_GRADLE = ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")

LEFTOVERS: tuple[Leftover, ...] = (
    Leftover("node_modules", ("package.json",), ("npm", "yarn", "pnpm", "bun"), ("node", "bun", "deno", "browsers", "cypress")),
    Leftover("vendor", ("composer.json",), ("composer",), ("php", "wordpress", "laravel", "drupal", "swoole", "composer")),
    Leftover(".venv", ("uv.lock", "pdm.lock"), _PYTHON, ("python", "pypy", "conda", "uv", "jupyter")),
    Leftover(
        "__pycache__",
        ("pyproject.toml", "requirements.txt", "setup.py", "Pipfile"),
        _PYTHON,
        ("python", "pypy", "conda", "uv"),
        slight=True,
        instead=("a.pyc", "__pycache__/a.pyc"),
    ),
    Leftover("target", ("Cargo.toml",), ("cargo",), topmost=True),
    Leftover("target", ("pom.xml",), ("mvn", "mvnw")),
    Leftover("build", _GRADLE, ("gradle", "gradlew")),
    Leftover(".gradle", _GRADLE, ("gradle", "gradlew"), topmost=True),
    Leftover("bin", ("*.csproj", "*.fsproj", "*.vbproj"), ("dotnet",)),
    Leftover("obj", ("*.csproj", "*.fsproj", "*.vbproj"), ("dotnet",)),
    Leftover("deps", ("mix.exs",), ("mix",), topmost=True),
    Leftover("_build", ("mix.exs",), ("mix",), topmost=True),
    Leftover(".dart_tool", ("pubspec.yaml",), ("dart", "flutter")),
    Leftover(".build", ("Package.swift",), ("swift",)),
)

# Folders whose manifests belong to samples or to what is installed: nobody installs there.
NOT_INSTALLED_IN = frozenset(
    {"node_modules", "vendor", "fixtures", "__fixtures__", "testdata", "test-data", "templates", "template", "third_party"}
)

# Folders of tests, for which nobody installs what the image has no use for.
TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "spec"})

# Words in a manifest or a Makefile by which the build reads `.git` to know its version.
READS_GIT = (
    "setuptools_scm setuptools-scm hatch-vcs versioningit pbr versioneer poetry-dynamic-versioning git-commit-id"
    " jgitver gitVersion GitVersion Nerdbank.GitVersioning MinVer vergen"
).split()
READS_GIT_IN = ("pyproject.toml", "setup.py", "setup.cfg", "pom.xml", "build.gradle", "build.gradle.kts", "Cargo.toml")

# How the names begin that bundlers write into what browsers and phones are given: settings of the build, and no secrets.
PUBLIC_PREFIXES = (
    "VITE_",
    "NEXT_PUBLIC_",
    "NUXT_PUBLIC_",
    "REACT_APP_",
    "VUE_APP_",
    "EXPO_PUBLIC_",
    "GATSBY_",
    "PUBLIC_",
    "NG_APP_",
)

# Folders in which Dockerfiles are kept aside from what they are built of.
DOCKERFILE_FOLDERS = frozenset(
    "docker dockerfiles dockerfile container containers containerfiles build builds ci deploy deployment deployments devops"
    " image images infra infrastructure ops packaging production release".split()
)
