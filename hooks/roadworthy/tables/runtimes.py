"""Language runtimes: their names, the images that bring them, the files and set-up steps that state their version. Data."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "python": "Python",
    "node": "Node.js",
    "ruby": "Ruby",
    "go": "Go",
    "php": "PHP",
    "java": "Java",
    "dotnet": ".NET",
    "rust": "Rust",
    "elixir": "Elixir",
    "bun": "Bun",
    "deno": "Deno",
}

# How many numbers name a release line: what differs behind them are fixes, or additions that nothing breaks.
RELEASE_LINES: dict[str, int] = {
    **dict.fromkeys(("python", "ruby", "go", "php", "rust", "elixir", "dotnet"), 2),
    **dict.fromkeys(("node", "java", "bun", "deno"), 1),
}

# Images whose tag begins with the runtime's version, by familiar name; the value is the runtime.
IMAGES: dict[str, str] = {
    **dict.fromkeys(("python", "circleci/python", "cimg/python", "bitnami/python", "public.ecr.aws/lambda/python"), "python"),
    **dict.fromkeys(("node", "circleci/node", "cimg/node", "bitnami/node", "public.ecr.aws/lambda/nodejs"), "node"),
    **dict.fromkeys(("ruby", "circleci/ruby", "cimg/ruby", "bitnami/ruby", "public.ecr.aws/lambda/ruby"), "ruby"),
    **dict.fromkeys(("golang", "circleci/golang", "cimg/go", "bitnami/golang"), "go"),
    **dict.fromkeys(("php", "circleci/php", "cimg/php", "bitnami/php-fpm", "webdevops/php-nginx"), "php"),
    **dict.fromkeys(
        (
            *("openjdk", "eclipse-temurin", "amazoncorretto", "ibmjava", "adoptopenjdk", "azul/zulu-openjdk", "cimg/openjdk"),
            *("azul/zulu-openjdk-alpine", "circleci/openjdk", "sapmachine", "bellsoft/liberica-openjdk-debian"),
            *("bellsoft/liberica-openjdk-alpine", "public.ecr.aws/lambda/java"),
        ),
        "java",
    ),
    **dict.fromkeys(
        (
            *("mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime"),
            *("mcr.microsoft.com/dotnet/runtime-deps", "public.ecr.aws/lambda/dotnet"),
        ),
        "dotnet",
    ),
    **dict.fromkeys(("rust", "cimg/rust"), "rust"),
    **dict.fromkeys(("elixir", "cimg/elixir"), "elixir"),
    "oven/bun": "bun",
    "denoland/deno": "deno",
}

# Images whose tag, or name, holds the version somewhere else: the name's beginning, the runtime, an expression for
# `name:tag` whose group is the version. `3.12` is written `312` and `17` as it is.
MARKED_IMAGES: tuple[tuple[str, str, str], ...] = (
    ("gcr.io/distroless/nodejs", "node", r"/nodejs(\d{2})\b"),
    ("gcr.io/distroless/java", "java", r"/java(\d{1,2})\b"),
    ("mcr.microsoft.com/devcontainers/python", "python", r":(?:\d[\d.]{0,9}-)?(3\.\d{1,2})\b"),
    ("mcr.microsoft.com/devcontainers/javascript-node", "node", r":(?:\d[\d.]{0,9}-)?(\d{2})\b"),
    ("mcr.microsoft.com/devcontainers/typescript-node", "node", r":(?:\d[\d.]{0,9}-)?(\d{2})\b"),
    ("mcr.microsoft.com/devcontainers/ruby", "ruby", r":(?:\d[\d.]{0,9}-)?(3\.\d{1,2})\b"),
    ("mcr.microsoft.com/devcontainers/go", "go", r":(?:\d[\d.]{0,9}-)?(1\.\d{1,2})\b"),
    ("mcr.microsoft.com/devcontainers/php", "php", r":(?:\d[\d.]{0,9}-)?([78]\.\d{1,2})\b"),
    ("mcr.microsoft.com/devcontainers/java", "java", r":(?:\d[\d.]{0,9}-)?(\d{2})\b"),
    ("ghcr.io/astral-sh/uv", "python", r":(?:[\w.]{1,20}-)?python(3\.\d{1,2})\b"),
    ("tiangolo/", "python", r":python(3\.\d{1,2})\b"),
    ("maven", "java", r"(?:temurin|openjdk|jdk|corretto|sapmachine)-(\d{1,2})\b"),
    ("gradle", "java", r"-jdk-?(\d{1,2})\b"),
    ("mcr.microsoft.com/playwright/java", "java", r"(?!)"),
)

# Registries that only pass on Docker's own images.
MIRRORS: tuple[str, ...] = (
    *("public.ecr.aws/docker/library/", "mirror.gcr.io/library/", "registry.gitlab.com/gitlab-org/dependency_proxy/"),
    *("registry.docker.com/library/", "registry.hub.docker.com/library/"),
)

# Files that a version manager reads: nothing in them but the version.
VERSION_FILES: dict[str, str] = {
    ".python-version": "python",
    ".nvmrc": "node",
    ".node-version": "node",
    ".ruby-version": "ruby",
    ".go-version": "go",
    ".java-version": "java",
    ".php-version": "php",
    "rust-toolchain": "rust",
}

# The names that asdf and mise have for the runtimes.
TOOL_NAMES: dict[str, str] = {
    "python": "python",
    "nodejs": "node",
    "node": "node",
    "ruby": "ruby",
    "golang": "go",
    "go": "go",
    "php": "php",
    "java": "java",
    "dotnet": "dotnet",
    "dotnet-core": "dotnet",
    "rust": "rust",
    "elixir": "elixir",
    "bun": "bun",
    "deno": "deno",
}

# Actions that set a runtime up: the runtime, and the inputs that name a version.
SETUP_ACTIONS: dict[str, tuple[str, str]] = {
    "actions/setup-python": ("python", "python-version"),
    "astral-sh/setup-uv": ("python", "python-version"),
    "actions/setup-node": ("node", "node-version"),
    "ruby/setup-ruby": ("ruby", "ruby-version"),
    "actions/setup-ruby": ("ruby", "ruby-version"),
    "actions/setup-go": ("go", "go-version"),
    "shivammathur/setup-php": ("php", "php-version"),
    "actions/setup-java": ("java", "java-version"),
    "actions/setup-dotnet": ("dotnet", "dotnet-version"),
    "dtolnay/rust-toolchain": ("rust", "toolchain"),
    "actions-rs/toolchain": ("rust", "toolchain"),
    "erlef/setup-beam": ("elixir", "elixir-version"),
    "oven-sh/setup-bun": ("bun", "bun-version"),
    "denoland/setup-deno": ("deno", "deno-version"),
}

# Manifests that make a folder a project of a runtime.
MANIFESTS: dict[str, tuple[str, ...]] = {
    "python": (
        *("pyproject.toml", "setup.py", "Pipfile", "requirements.txt", "requirements.in", "requirements/base.txt", "uv.lock"),
        *("poetry.lock", "environment.yml", "manage.py", "requirements"),
    ),
    "node": ("package.json",),
    "ruby": ("Gemfile",),
    "go": ("go.mod",),
    "php": ("composer.json",),
    "java": ("pom.xml", "build.gradle", "build.gradle.kts"),
    "dotnet": (),  # its manifests have the project's name
    "rust": ("Cargo.toml",),
    "elixir": ("mix.exs",),
    "bun": ("package.json",),
    "deno": ("deno.json", "deno.jsonc"),
}

# What functions as a service call their runtimes: the beginning, and whether the digits run together (`python312`).
FUNCTION_RUNTIMES: tuple[tuple[str, str], ...] = (
    ("python", "python"),
    ("nodejs", "node"),
    ("ruby", "ruby"),
    ("go", "go"),
    ("php", "php"),
    ("java", "java"),
    ("dotnet", "dotnet"),
)

# Folders that say where a Dockerfile is kept and nothing of what it builds.
PACKAGING_FOLDERS: frozenset[str] = frozenset(
    "docker .docker dockerfiles deploy deployment build ops infra infrastructure container containers ci .ci package packaging"
    " images image prod production .devcontainer".split()
)

# Folders that hold other people's code, samples or test data.
ASIDE: frozenset[str] = frozenset(
    "vendor node_modules third_party site-packages test tests testdata __tests__ spec e2e fixtures __fixtures__ example examples"
    " sample samples demo demos template templates docs doc documentation benchmark benchmarks integration-tests bootstrap"
    " cookiecutter skeleton tutorial tutorials contrib hack tools".split()
)

# Manifests of one runtime: nothing else has to be looked for in them.
ONLY_FOR: dict[str, tuple[str, ...]] = {
    **{name: (runtime,) for name, runtime in VERSION_FILES.items()},
    **dict.fromkeys(("pyproject.toml", "Pipfile", "setup.cfg"), ("python",)),
    "package.json": ("node", "bun"),
    "go.mod": ("go",),
    "composer.json": ("php",),
    "global.json": ("dotnet",),
    "Gemfile": ("ruby",),
    **dict.fromkeys(("Cargo.toml", "rust-toolchain.toml"), ("rust",)),
    **dict.fromkeys(("pom.xml", "build.gradle", "build.gradle.kts", "system.properties"), ("java",)),
}

# Words without which no other file says anything of the runtime.
MENTIONS: dict[str, tuple[str, ...]] = {
    "python": ("python", "uv", "PYTHON"),
    "node": ("node", "NODE"),
    "ruby": ("ruby", "RUBY"),
    "go": ("go", "GO_"),
    "php": ("php",),
    "java": ("java", "jdk", "temurin", "corretto", "maven", "gradle"),
    "dotnet": ("dotnet",),
    "rust": ("rust",),
    "elixir": ("elixir",),
    "bun": ("bun",),
    "deno": ("deno",),
}

# Endings of files that state no version: code, texts and pictures.
NEVER_STATE: tuple[str, ...] = tuple(
    ".py .pyi .js .jsx .ts .tsx .mjs .vue .svelte .go .rb .php .java .kt .rs .cs .c .h .cpp .swift .ex .exs .md .rst .html .css"
    " .scss .svg .png .jpg .gif .ico .woff .woff2 .ttf .po .mo .snap .sql .graphql .proto .sh .csv .lock .sum .erb .haml".split()
)
