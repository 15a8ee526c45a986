"""Words and programs that tell what an image is for: running one program, developing, building, or a person's shell. Data."""

from __future__ import annotations

# Words of a stage's or a Dockerfile's name that say: not for production.
DEVELOPMENT_WORDS: frozenset[str] = frozenset(
    "dev devel develop development devcontainer devenv devenvs devbox local test tests testing tester unittest unittests e2e"
    " integration lint linter linting ci build builder builders buildenv toolchain toolbox compile compiler debug debugger"
    " bench benchmark benchmarks fuzz fuzzing fuzzer cross playground sandbox workspace gitpod codespace codespaces storybook"
    " docs watch ide vscode sdk tilt skaffold nightly".split()
)

# Beside such a word in a folder's name they change nothing: `dev-env`, `test-image`.
FILLERS: frozenset[str] = frozenset(
    "env envs environment image images container containers docker data fixtures performance perf load smoke stress".split()
)

# Folders in which all is for development, by their whole name. `build` is not among them: Go keeps its packaging there.
DEVELOPMENT_FOLDERS: frozenset[str] = frozenset(
    ".devcontainer .gitpod .circleci .github .gitlab .ci .buildkite .semaphore testdata fixtures __fixtures__".split()
)
PACKAGING_FOLDERS: frozenset[str] = frozenset(("build", "builder", "builders", "docs", "local", "sdk", "workspace", "cross"))

# What a person works in, when it is all that is run.
SHELLS: frozenset[str] = frozenset("sh bash zsh fish ash dash ksh tmux screen".split())
INTERPRETERS: frozenset[str] = frozenset(
    "python python2 python3 pypy pypy3 ipython node nodejs irb pry ruby php perl jshell groovy groovysh scala kotlin"
    " iex elixir erl julia R ghci lua deno bun swift sbt clojure lein clj rlwrap pwsh powershell".split()
)

# Programs that build or check something else: an image that runs one of them is a tool.
TOOLS: frozenset[str] = frozenset(
    "make cmake ninja gcc g++ cc clang go gofmt golangci-lint cargo rustc mvn mvnw gradle gradlew ant bazel javac ghc"
    " stack cabal tsc eslint prettier jest mocha karma cypress playwright pytest tox nox flake8 black mypy pylint ruff"
    " rubocop rspec rake phpunit phpstan codecept dredd newman composer shellcheck hadolint semgrep trivy terraform packer"
    " ansible ansible-playbook git docker buildah kaniko helm kubectl pre-commit jupyter jupyter-lab start-notebook.sh"
    " start-notebook.py rstudio rstudio-server code-server distccd protoc latexmk pdflatex xelatex pandoc jekyll hugo"
    " mkdocs sphinx-build".split()
)

# Images that people work in, by how their name begins.
WORKPLACES: tuple[str, ...] = (
    *("jupyter/", "quay.io/jupyter/", "rocker/", "codercom/", "linuxserver/code-server", "linuxserver/webtop"),
)

# Before the program that is meant.
STARTERS: frozenset[str] = frozenset("tini tini-static dumb-init gosu su-exec env exec catatonit s6-svscan nohup --".split())

# Words of a command line that say it serves a developer: `npm run dev`, `uvicorn --reload`.
DEVELOPMENT_COMMANDS: frozenset[str] = frozenset(
    "dev develop start:dev serve:dev dev:server start:debug watch --reload --debug nodemon webpack-dev-server ts-node-dev ng"
    " livereload air --watch storybook".split()
)

# Programs by language, for the words of CMD and ENTRYPOINT.
LANGUAGE_PROGRAMS: dict[str, str] = {
    **dict.fromkeys(
        "python python2 python3 gunicorn uvicorn hypercorn daphne celery flask django-admin uwsgi streamlit fastapi"
        " waitress-serve airflow jupyter poetry pipenv uv".split(),
        "python",
    ),
    **dict.fromkeys("node nodejs npm npx yarn pnpm pm2 pm2-runtime ts-node tsx next nuxt".split(), "node"),
    **dict.fromkeys("java catalina.sh".split(), "java"),
    **dict.fromkeys("ruby bundle rails puma unicorn rackup rake sidekiq thin".split(), "ruby"),
    **dict.fromkeys("php php-fpm artisan php-fpm7 php-fpm8".split(), "php"),
    **dict.fromkeys("perl plackup starman".split(), "perl"),
    **dict.fromkeys("dotnet".split(), "dotnet"),
    **dict.fromkeys("mix iex elixir".split(), "elixir"),
}

# And by the ending of a file that is run.
LANGUAGE_ENDINGS: dict[str, str] = {
    ".py": "python",
    ".js": "node",
    ".mjs": "node",
    ".cjs": "node",
    ".ts": "node",
    ".jar": "java",
    ".war": "java",
    ".rb": "ruby",
    ".ru": "ruby",
    ".php": "php",
    ".pl": "perl",
    ".dll": "dotnet",
}

# Package managers whose use says which language is run.
LANGUAGE_MANAGERS: dict[str, str] = {
    **dict.fromkeys(("pip", "pipenv", "poetry", "uv", "pdm", "conda", "mamba", "micromamba"), "python"),
    **dict.fromkeys(("npm", "yarn", "pnpm"), "node"),
    **dict.fromkeys(("gem", "bundle"), "ruby"),
    "composer": "php",
}

# System packages that bring a language, by how their name begins.
LANGUAGE_PACKAGES: tuple[tuple[str, str], ...] = (
    ("openjdk", "java"),
    ("default-jre", "java"),
    ("default-jdk", "java"),
    ("java-", "java"),
    ("nodejs", "node"),
    ("ruby", "ruby"),
    ("php", "php"),
    ("dotnet-", "dotnet"),
    ("aspnetcore-", "dotnet"),
    ("python", "python"),
    ("py3-", "python"),
)

# Images whose stages make a program that needs no compiler to run.
COMPILING_BASES: dict[str, str] = {"golang": "go", "rust": "rust"}

# Folders that hold nothing but a compiler or a build tool with its libraries, as they stand in public images.
TOOLCHAIN_FOLDERS: frozenset[str] = frozenset(
    "/usr/local/go /usr/local/cargo /usr/local/rustup /root/.cargo /root/.rustup /usr/share/maven /opt/maven /opt/gradle"
    " /usr/share/dotnet/sdk /opt/ghc".split()
)
