"""What a language ecosystem leaves in a repository: manifests, lock files, dependency and build folders, tests."""

from __future__ import annotations

from ..core.records import NamedTuple


class Ecosystem(NamedTuple):
    """One language with its package manager. All entries are base names; `*` is a wildcard within a name.

    `manifests` show that the ecosystem is used. `installed` are folders that its tools fill with what was installed, `built`
    those with what was built: both come back by a command and belong in no image context. `tests` are folders and files
    that hold tests. `locks` fix the versions. `installs` are the commands that need only manifests and locks: copied before
    the sources, they keep their layer cached.
    """

    name: str
    manifests: tuple[str, ...]
    locks: tuple[str, ...]
    installed: tuple[str, ...]
    built: tuple[str, ...]
    tests: tuple[str, ...]
    installs: tuple[tuple[str, ...], ...]


ECOSYSTEMS: tuple[Ecosystem, ...] = (
    Ecosystem(
        "node",
        ("package.json",),
        ("package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"),
        ("node_modules",),
        ("dist", ".next", ".nuxt", ".turbo", ".parcel-cache", ".svelte-kit", "coverage"),
        (
            *("__tests__", "test", "tests", "spec", "e2e", "cypress"),
            *("*.test.js", "*.test.jsx", "*.test.ts", "*.test.tsx", "*.test.mjs", "*.test.cjs"),
            *("*.spec.js", "*.spec.jsx", "*.spec.ts", "*.spec.tsx", "*.spec.mjs", "*.spec.cjs"),
        ),
        (
            *(("npm", "ci"), ("npm", "install"), ("npm", "i"), ("yarn",), ("yarn", "install")),
            *(("pnpm", "install"), ("pnpm", "i"), ("pnpm", "fetch"), ("bun", "install")),
        ),
    ),
    Ecosystem(
        "python",
        ("pyproject.toml", "requirements.txt", "requirements*.txt", "setup.py", "setup.cfg", "Pipfile", "environment.yml"),
        ("poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pylock.toml", "conda-lock.yml"),
        (".venv", "venv", "env", "virtualenv", "__pypackages__"),
        ("__pycache__", "*.pyc", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".tox", ".nox", "build", "dist", "*.egg-info"),
        ("tests", "test", "test_*.py", "*_test.py", "conftest.py"),
        (
            *(("pip", "install"), ("pip3", "install"), ("uv", "sync"), ("uv", "pip", "install"), ("poetry", "install")),
            *(("pipenv", "install"), ("pipenv", "sync"), ("pdm", "install"), ("pdm", "sync"), ("conda", "env", "create")),
        ),
    ),
    Ecosystem(
        "php",
        ("composer.json",),
        ("composer.lock",),
        ("vendor",),
        (".phpunit.cache", ".phpunit.result.cache"),
        ("tests", "test", "*Test.php", "phpunit.xml", "phpunit.xml.dist"),
        (("composer", "install"), ("composer", "update")),
    ),
    Ecosystem(
        "ruby",
        ("Gemfile", "gems.rb", "*.gemspec"),
        ("Gemfile.lock", "gems.locked"),
        (".bundle",),  # and vendor/bundle: `vendor` itself may hold files of the repository's own
        ("coverage", "tmp", "log"),
        ("spec", "test", "*_spec.rb", "*_test.rb"),
        (("bundle",), ("bundle", "install")),
    ),
    Ecosystem(
        "go",
        ("go.mod", "go.work"),
        ("go.sum", "go.work.sum"),
        (),  # `vendor` is committed where it exists and is then part of the source
        (),
        ("*_test.go", "testdata"),
        (("go", "mod", "download"), ("go", "mod", "verify")),
    ),
    Ecosystem(
        "rust",
        ("Cargo.toml",),
        ("Cargo.lock",),
        (),
        ("target",),
        ("tests", "benches"),
        (("cargo", "fetch"), ("cargo", "chef", "cook")),
    ),
    Ecosystem(
        "java-maven",
        ("pom.xml",),
        (),
        (),
        ("target",),
        ("src/test",),
        (("mvn", "dependency:go-offline"), ("mvn", "dependency:resolve"), ("./mvnw", "dependency:go-offline")),
    ),
    Ecosystem(
        "java-gradle",
        ("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"),
        ("gradle.lockfile",),
        (".gradle",),
        ("build",),
        ("src/test", "src/integrationTest"),
        (("gradle", "dependencies"), ("./gradlew", "dependencies")),
    ),
    Ecosystem(
        "dotnet",
        ("*.csproj", "*.fsproj", "*.vbproj", "*.sln", "*.slnx"),
        ("packages.lock.json",),
        ("packages",),
        ("bin", "obj", "TestResults"),
        ("*.Tests", "*.UnitTests", "*.IntegrationTests", "test", "tests"),
        (("dotnet", "restore"),),
    ),
    Ecosystem(
        "elixir",
        ("mix.exs",),
        ("mix.lock",),
        ("deps",),
        ("_build", ".elixir_ls", "cover"),
        ("test", "*_test.exs"),
        (("mix", "deps.get"),),
    ),
    Ecosystem(
        "dart",
        ("pubspec.yaml",),
        ("pubspec.lock",),
        (),
        (".dart_tool", "build"),
        ("test", "integration_test", "*_test.dart"),
        (("dart", "pub", "get"), ("flutter", "pub", "get")),
    ),
    Ecosystem(
        "swift",
        ("Package.swift",),
        ("Package.resolved",),
        (),
        (".build",),
        ("Tests",),
        (("swift", "package", "resolve"),),
    ),
    Ecosystem(
        "scala",
        ("build.sbt",),
        (),
        (),
        ("target", ".bloop", ".metals"),
        ("src/test",),
        (("sbt", "update"),),
    ),
)
