"""Package managers, caches, downloads and removals, read from commands."""

from __future__ import annotations

import pytest
from roadworthy.core.excerpt import Source
from roadworthy.models.shell.commands import Invocation, invocations
from roadworthy.models.shell.files import downloads, expand_braces, removals
from roadworthy.models.shell.packages import PackageOperation, build_tool, cleanings, operations
from roadworthy.parsing.shell import parse
from roadworthy.tables.packages import BUILD_TOOLS, CACHES, MANAGERS, NOT_BUILD_TOOLS


def run(text: str) -> list[Invocation]:
    return invocations(parse(Source("Dockerfile", text).whole()))


def only(text: str) -> PackageOperation:
    (found,) = operations(parse(Source("Dockerfile", text).whole()))
    return found


@pytest.mark.parametrize(
    ("text", "manager", "action", "packages"),
    [
        ("apt-get update", "apt-get", "update", []),
        ("apt-get -y -q install a b=1.2", "apt-get", "install", ["a", "b =1.2"]),
        ("apt-get install -t jessie-backports -y --no-install-recommends a", "apt-get", "install", ["a"]),
        ("apt-get -o Acquire::Retries=3 install a", "apt-get", "install", ["a"]),
        ("DEBIAN_FRONTEND=noninteractive apt-get install -yqq a", "apt-get", "install", ["a"]),
        ("apt install ./x.deb", "apt", "install", ["path:./x.deb"]),
        ("apt-get dist-upgrade", "apt-get", "upgrade", []),
        ("apt-get purge -y --auto-remove a", "apt-get", "remove", ["a"]),
        ("apt-get install $PACKAGES", "apt-get", "install", ["unknown:$PACKAGES"]),
        ('apt-get install "postgresql-$V=$W"', "apt-get", "install", ["postgresql-$V =$W"]),
        ("apk --update add a", "apk", "install", ["a"]),
        ("apk add --no-cache --virtual .build-deps a 'b>=1' c~=2", "apk", "install", ["a", "b >=1", "c ~=2"]),
        ("apk add -t .deps a", "apk", "install", ["a"]),
        ("apk del .build-deps", "apk", "remove", [".build-deps"]),
        ("yum -y --setopt=tsflags=nodocs install a", "yum", "install", ["a"]),
        ("yum update -y", "yum", "upgrade", []),
        ("dnf --enablerepo crb install -y a", "dnf", "install", ["a"]),
        ("dnf group install -y a", "dnf", "install", ["a"]),
        ("microdnf install https://host.example/a.rpm", "microdnf", "install", ["url:https://host.example/a.rpm"]),
        ("zypper --non-interactive in a", "zypper", "install", ["a"]),
        ("pacman -Syu --noconfirm a", "pacman", "install", ["a"]),
        ("pacman -Sy", "pacman", "update", []),
        ("pip install --no-cache-dir -r requirements.txt", "pip", "install", ["requirements:requirements.txt"]),
        ("pip --no-cache-dir install 'flask==2' a[b]>=1", "pip", "install", ["flask ==2", "a[b]"]),
        ("pip3.11 install --index-url URL -U pip .", "pip", "install", ["pip", "path:."]),
        ("python3 -m pip install -e .[dev]", "pip", "install", ["path:.[dev]"]),
        (
            "/venv/bin/pip install git+https://host.example/a.git@v1",
            "pip",
            "install",
            ["url:git+https://host.example/a.git@v1"],
        ),
        ("uv pip install --system a==1", "uv", "install", ["a ==1"]),
        ("uv sync --frozen --no-dev", "uv", "install", []),
        ("poetry install --only main", "poetry", "install", []),
        ("npm --prefix x ci", "npm", "install", []),
        ("npm i -g left-pad@1 @scope/a @scope/b@2", "npm", "install", ["left-pad @1", "@scope/a", "@scope/b @2"]),
        ("npm cache clean --force", "npm", "clean", []),
        ("yarn", "yarn", "install", []),
        ("yarn --frozen-lockfile", "yarn", "install", []),
        ("yarn global add a@1", "yarn", "install", ["a @1"]),
        ("pnpm install --frozen-lockfile", "pnpm", "install", []),
        ("gem install rails -v 7.0 --no-document", "gem", "install", ["rails"]),
        ("bundle install --jobs 4", "bundle", "install", []),
        ("composer global require a/b:1.0", "composer", "install", ["a/b :1.0"]),
        ("cargo install --version 1 a", "cargo", "install", ["a"]),
        ("go install host.example/a@latest", "go", "install", ["host.example/a @latest"]),
        ("conda install -c forge -y a=1", "conda", "install", ["a =1"]),
        ("sudo apt-get install a", "apt-get", "install", ["a"]),
        ("bash -c 'apt-get install a'", "apt-get", "install", ["a"]),
        ("if true; then x=$(apt-get install a); fi", "apt-get", "install", ["a"]),
    ],
)
def test_a_package_managers_run_is_read(text: str, manager: str, action: str, packages: list[str]) -> None:
    found = only(text)
    shown = [f"{p.kind}:{p.name}" if p.kind != "name" else f"{p.name} {p.version}".strip() for p in found.packages]
    assert (found.manager, found.action, shown) == (manager, action, packages)


@pytest.mark.parametrize(
    "text",
    [
        "apt-get --version",
        "npm --version",
        "yarn config set a b",
        "pip",
        "python x.py",
        "echo apt-get install a",
        "apk --print-arch",
        "apt-mark manual a",
        "yarn workspace a b",
        "python -m venv pip",
    ],
)
def test_what_does_nothing_with_packages_is_no_operation(text: str) -> None:
    assert operations(parse(Source("Dockerfile", text).whole())) == ()


def test_options_are_known_by_each_of_their_forms() -> None:
    found = only("apt-get -yqq install --no-install-recommends -t=x -o A=b --target-release=y a")
    assert found.has("-y", "--yes")
    assert found.has("-q")
    assert found.has("--no-install-recommends")
    assert not found.has("-f")
    assert found.values("--target-release") == ["y"]
    assert only("apk add --virtual=.x a").values("-t", "--virtual") == [".x"]
    assert only("apk add -t .x a").values("-t", "--virtual") == [".x"]


def test_packages_in_a_variable_of_the_same_script_are_known() -> None:
    (install, remove) = operations(
        parse(Source("Dockerfile", 'deps="gcc make=1" && apt-get install -y curl $deps && apt-get purge -y $deps').whole())
    )
    assert [(p.name, p.version) for p in install.packages] == [("curl", ""), ("gcc", ""), ("make", "=1")]
    assert [p.name for p in remove.packages] == ["gcc", "make"]
    assert install.packages[1].place()[1:3] == (1, 46)


def test_a_variable_that_is_set_twice_stays_unknown() -> None:
    found = operations(parse(Source("Dockerfile", "d=a; if x; then d=b; fi; apt-get install $d").whole()))
    assert [p.kind for p in found[0].packages] == ["unknown"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rm -rf /var/lib/apt/lists/*", {("apt-get", "index")}),
        ("rm -rf /var/lib/apt/lists", {("apt-get", "index")}),
        ("rm -fr '/var/lib/apt/lists/'", {("apt-get", "index")}),
        ("rm -rf /var/lib/{apt,dpkg}/", {("apt-get", "index")}),
        ("rm -r /var/cache/apt/archives/*.deb", set()),
        ("rm -rf /var/cache/apt/archives", {("apt-get", "packages")}),
        ("apt-get clean", {("apt-get", "packages")}),
        ("apt-get dist-clean", {("apt-get", "all")}),
        ("yum clean all", {("yum", "all")}),
        ("yum clean all && rm -rf /var/cache/yum", {("yum", "all"), ("yum", "packages")}),
        ("dnf clean all", {("dnf", "all")}),
        ("zypper clean -a", {("zypper", "all")}),
        ("rm -rf /var/cache/apk/*", {("apk", "index")}),
        ("rm -f /var/cache/apk/*", {("apk", "index")}),
        ("npm cache clean --force", {("npm", "all")}),
        ("rm -rf /root/.npm", {("npm", "packages")}),
        ("pip cache purge", {("pip", "all")}),
        ("rm -rf ~/.cache/pip $HOME/.npm", {("pip", "packages"), ("npm", "packages")}),
        ("conda clean -afy", {("conda", "all")}),
        ("find /var/lib/apt/lists -type f -delete", {("apt-get", "index")}),
        ("rm -rf /tmp/*", set()),
        ("rm /var/lib/apt/lists", set()),
        ("rm -rf /var/lib/apt/lists-old", set()),
    ],
)
def test_cleaned_caches_are_facts(text: str, expected: set[tuple[str, str]]) -> None:
    assert {(c.manager, c.what) for c in cleanings(run(text))} == expected


@pytest.mark.parametrize(
    ("text", "addresses", "output", "piped"),
    [
        ("curl -fsSL https://h.example/a | tar xz", ["https://h.example/a"], "", ["tar"]),
        ("curl -fsSLo a.tgz https://h.example/a", ["https://h.example/a"], "a.tgz", []),
        ("curl -O https://h.example/a", ["https://h.example/a"], ".", []),
        ("curl https://h.example/$V/a > b", ["https://h.example/$V/a"], "b", []),
        ("curl -H 'X: y' -d @f $URL", ["$URL"], "", []),
        ("wget https://h.example/a", ["https://h.example/a"], ".", []),
        ("wget -qO- https://h.example/a | sudo bash -s x", ["https://h.example/a"], "", ["bash"]),
        ("wget -nv -O /x/a 'https://h.example/a'", ["https://h.example/a"], "/x/a", []),
        ("wget -P /x https://h.example/a", ["https://h.example/a"], "/x", []),
        ("curl https://h.example/a | gunzip | sh", ["https://h.example/a"], "", ["gunzip", "sh"]),
    ],
)
def test_downloads_say_from_where_to_where(text: str, addresses: list[str], output: str, piped: list[str]) -> None:
    (found,) = downloads(run(text))
    assert [word.spoken for word in found.addresses] == addresses
    assert (found.output, [one.name for one in found.piped]) == (output, piped)


def test_a_tool_without_an_address_downloads_nothing() -> None:
    assert downloads(run("curl --version; wget -h")) == ()


def test_removals_know_their_targets() -> None:
    (first, second) = removals(run('rm -rf -- a "$b" {c,d}/e; rmdir f'))
    assert (first.paths, first.recursive, first.force) == (["a", "$b", "c/e", "d/e"], True, True)
    assert (second.paths, second.recursive, second.force) == (["f"], False, False)


def test_brace_expansion_is_bounded() -> None:
    assert len(expand_braces("{a,b}" * 10_000)) <= 64
    assert expand_braces("${a}") == ["${a}"]


@pytest.mark.parametrize(
    "name",
    [
        "gcc",
        "gcc-12",
        "g++",
        "build-essential",
        "libssl-dev",
        "openssl-devel",
        "python3-dev",
        "make",
        "linux-headers-5.10",
        "openjdk-17-jdk",
        "*-dev",
    ],
)
def test_packages_that_only_a_build_needs_are_known(name: str) -> None:
    (package,) = only(f"apt-get install '{name}'").packages
    assert build_tool(package)


@pytest.mark.parametrize(
    "name", ["curl", "libgcc", "gcc-libs", "gcc-12-base", "libssl3", "openjdk-17-jre", "$X", "./make", "libstdc++"]
)
def test_packages_that_run_programs_are_not_build_tools(name: str) -> None:
    (package,) = only(f"apt-get install '{name}'").packages
    assert build_tool(package) is None


def test_the_build_packages_of_a_base_images_variable_are_known() -> None:
    (package,) = only("apt-get install $PHPIZE_DEPS").packages
    assert build_tool(package)


def test_the_tables_agree_with_each_other() -> None:
    assert {manager for _, manager, _ in CACHES} <= set(MANAGERS)
    assert not set(BUILD_TOOLS) & set(NOT_BUILD_TOOLS)
    actions = {action for manager in MANAGERS.values() for action in manager.verbs.values()}
    assert actions == {"update", "install", "upgrade", "remove", "clean", "build"}
    for manager in MANAGERS.values():
        assert manager.files | manager.paths <= manager.valued
