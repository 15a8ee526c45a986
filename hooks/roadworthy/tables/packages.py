"""Package managers: their verbs, options, caches and version marks, and packages that only a build needs. Data only."""

from __future__ import annotations

from ..core.records import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _verbs(**actions: str) -> dict[str, str]:
    """From `action="verb, two words, …"` to verb: action."""
    return {verb.strip(): action for action, verbs in actions.items() for verb in verbs.split(",")}


class Manager(NamedTuple):
    """How a package manager is spoken to.

    `verbs` maps its verb, of one or more words, to an action: update (the index), install, upgrade, remove, clean, build.
    `valued` are the options whose value is the next word; `version` is what parts a package's name from its version,
    tried in order; `files` are options that name a file with packages. `bare`: the action when there is no verb.
    """

    verbs: dict[str, str]
    valued: frozenset[str] = frozenset()
    version: tuple[str, ...] = ()
    files: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()  # options whose value is a folder to install from
    bare: str = ""
    bundles: bool = True  # -yq is -y -q
    system: bool = False  # the distribution's own


_APT = Manager(
    _verbs(
        update="update",
        install="install, build-dep, reinstall, satisfy",
        upgrade="upgrade, dist-upgrade, full-upgrade, safe-upgrade",
        remove="remove, purge, autoremove, autopurge",
        clean="clean, autoclean, distclean, dist-clean",
    ),
    _words("-t --target-release --default-release -o --option -c --config-file -a --host-architecture -P --build-profiles"),
    ("=", "/"),
    system=True,
)
_YUM = Manager(
    _verbs(
        update="makecache, check-update",
        install="install, in, localinstall, groupinstall, group install, reinstall, builddep, module install",
        upgrade="upgrade, up, update, distro-sync, upgrade-minimal, update-minimal, system-upgrade",
        remove="remove, rm, erase, autoremove, groupremove, group remove",
        clean="clean",
    ),
    _words(
        "-c --config -x --exclude -d --debuglevel -e --errorlevel -R --randomwait --installroot --releasever"
        " --enablerepo"
        " --disablerepo --repo --repoid --setopt --disableplugin --enableplugin --disableexcludes --forcearch"
        " --downloaddir"
    ),
    system=True,
)
_NPM = Manager(
    _verbs(
        install="install, i, in, add, ci, clean-install, install-clean, isntall",
        upgrade="update, up, upgrade",
        remove="uninstall, remove, rm, un, r",
        clean="cache clean, cache rm, cache clear",
        build="run, run-script",
    ),
    _words(
        "--prefix -C --registry -w --workspace --omit --include --cache --loglevel --userconfig --globalconfig"
        " --tag --only"
        " --fetch-retries --fetch-timeout --fetch-retry-mintimeout --network-timeout --maxsockets --python --before"
    ),
    ("@",),
    bundles=False,
)
_CONDA = Manager(
    _verbs(
        install="install, create, env create, env update", upgrade="update, upgrade", remove="remove, uninstall", clean="clean"
    ),
    _words("-n --name -p --prefix -c --channel -f --file --solver"),
    ("==", ">=", "<=", "=", ">", "<"),
    _words("-f --file"),
)

MANAGERS: dict[str, Manager] = {
    "apt-get": _APT,
    "apt": _APT,
    "aptitude": _APT,
    "apk": Manager(
        _verbs(update="update", install="add", upgrade="upgrade", remove="del", clean="cache clean, cache purge"),
        _words("-t --virtual -X --repository -p --root --keys-dir --repositories-file --wait --arch --cache-dir --progress-fd"),
        ("~=", "==", ">=", "<=", "=", "~", ">", "<", "@"),
        system=True,
    ),
    "yum": _YUM,
    "dnf": _YUM,
    "microdnf": _YUM,
    "tdnf": _YUM,
    "zypper": Manager(
        _verbs(
            update="refresh, ref",
            install="install, in, source-install, si",
            upgrade="update, up, dist-upgrade, dup, patch",
            remove="remove, rm",
            clean="clean, cc",
        ),
        _words("-t --type -r --repo --from -p --plus-repo --root -R --installroot --reposd-dir -C --cache-dir -c --config"),
        ("=",),
        system=True,
    ),
    "pacman": Manager({}, _words("-b --dbpath -r --root --cachedir --config --ignore --overwrite --arch"), ("=",), system=True),
    "pip": Manager(
        _verbs(install="install", remove="uninstall", clean="cache purge, cache remove", build="wheel, download"),
        _words(
            "-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f"
            " --find-links --prefix"
            " --root --src -b --build --trusted-host --proxy --retries --timeout --cache-dir --python-version"
            " --platform --abi"
            " --implementation --global-option --install-option --config-settings -C --upgrade-strategy --no-binary"
            " --only-binary"
            " --log --cert --client-cert --exists-action --progress-bar --report --root-user-action --use-feature -w"
            " --wheel-dir -d"
            " --dest --python --default-timeout --group"
        ),
        ("===", "==", "~=", "!=", ">=", "<=", ">", "<", "@"),
        _words("-r --requirement"),
        _words("-e --editable"),
    ),
    "pipx": Manager(
        _verbs(install="install, inject", remove="uninstall", upgrade="upgrade, upgrade-all"),
        _words("--python --pip-args --index-url -i --suffix"),
        ("==", "@"),
    ),
    "uv": Manager(
        _verbs(
            install="pip install, sync, pip sync, add, tool install",
            remove="pip uninstall, remove, tool uninstall",
            upgrade="tool upgrade",
            clean="cache clean, cache prune, clean",
            build="build",
        ),
        _words(
            "-r --requirement -c --constraint -e --editable -p --python --index-url -i --extra-index-url --index"
            " --default-index"
            " -f --find-links --target -t --prefix --cache-dir --extra --group --no-group --only-group --directory"
            " --project"
            " --package --no-install-package --index-strategy --link-mode --config-file"
        ),
        ("===", "==", "~=", "!=", ">=", "<=", ">", "<", "@"),
        _words("-r --requirement"),
        _words("-e --editable"),
    ),
    "poetry": Manager(
        _verbs(
            install="install, add, sync, self add",
            upgrade="update, self update",
            remove="remove",
            clean="cache clear",
            build="build",
        ),
        _words("-C --directory -P --project --with --without --only -E --extras -G --group"),
        ("==", "@"),
    ),
    "pipenv": Manager(
        _verbs(install="install, sync", upgrade="update, upgrade", remove="uninstall", clean="clean"),
        _words("-r --requirements --python --pypi-mirror --index -i --categories"),
        ("==",),
    ),
    "pdm": Manager(
        _verbs(install="install, sync, add", upgrade="update", remove="remove", clean="cache clear", build="build"),
        _words("-G --group -p --project -L --lockfile -d"),
        ("==", "@"),
    ),
    "npm": _NPM,
    "pnpm": _NPM._replace(
        verbs={**_NPM.verbs, **_verbs(install="fetch, dlx", clean="store prune")},
        valued=_NPM.valued | _words("--filter -F --dir --store-dir --reporter"),
    ),
    "yarn": _NPM._replace(
        verbs=_verbs(
            install="install, add, global add, workspaces focus",
            upgrade="upgrade, up, global upgrade",
            remove="remove, global remove",
            clean="cache clean",
            build="run, build",
        ),
        valued=_NPM.valued | _words("--cwd --modules-folder --cache-folder --mutex --network-concurrency"),
        bare="install",
    ),
    "bun": _NPM._replace(
        verbs=_verbs(install="install, i, add, ci", remove="remove, rm", upgrade="update", build="build, run")
    ),
    "gem": Manager(
        _verbs(install="install, i", remove="uninstall", upgrade="update", clean="cleanup", build="build"),
        _words("-v --version -s --source -i --install-dir -n --bindir --platform -P --trust-policy -p --http-proxy"),
        (":",),
    ),
    "bundle": Manager(
        _verbs(install="install, add", upgrade="update", clean="clean"),
        _words("-j --jobs --path --without --with --gemfile --retry --binstubs --system -v --version"),
        bare="install",
    ),
    "composer": Manager(
        _verbs(
            install="install, i, require, req, create-project, global require, global install",
            upgrade="update, u, global update",
            remove="remove",
            clean="clear-cache, clearcache, cc",
        ),
        _words("-d --working-dir --repository --prefer-install"),
        (":", "="),
    ),
    "cargo": Manager(
        _verbs(install="install", remove="uninstall", build="build, b, fetch", upgrade="update", clean="clean"),
        _words(
            "--version --vers --git --branch --tag --rev --path --root --registry --index --features"
            " -F --target"
            " --profile -j --jobs --bin --example --target-dir --manifest-path -p --package"
        ),
        ("@",),
    ),
    "go": Manager(
        _verbs(install="install, get", update="mod download, mod tidy", build="build", clean="clean"),
        _words("-tags -ldflags -gcflags -asmflags -mod -modfile -o -p -C"),
        ("@",),
        bundles=False,
    ),
    "conda": _CONDA,
    "mamba": _CONDA,
    "micromamba": _CONDA,
}

# Where downloads and indexes stay: folder, manager, what is kept there.
CACHES: tuple[tuple[str, str, str], ...] = (
    ("/var/lib/apt/lists", "apt-get", "index"),
    ("/var/cache/apt", "apt-get", "packages"),
    ("/var/cache/apk", "apk", "index"),
    ("/var/cache/yum", "yum", "packages"),
    ("/var/cache/dnf", "dnf", "packages"),
    ("/var/cache/tdnf", "tdnf", "packages"),
    ("/var/cache/zypp", "zypper", "packages"),
    ("/var/cache/pacman/pkg", "pacman", "packages"),
    ("/var/lib/pacman/sync", "pacman", "index"),
    ("~/.cache/pip", "pip", "packages"),
    ("~/.cache/uv", "uv", "packages"),
    ("~/.cache/pypoetry", "poetry", "packages"),
    ("~/.cache/pipenv", "pipenv", "packages"),
    ("~/.npm", "npm", "packages"),
    ("~/.cache/yarn", "yarn", "packages"),
    ("~/.yarn/cache", "yarn", "packages"),
    ("/usr/local/share/.cache", "yarn", "packages"),
    ("~/.local/share/pnpm/store", "pnpm", "packages"),
    ("~/.gem", "gem", "packages"),
    ("/usr/local/bundle/cache", "bundle", "packages"),
    ("~/.composer/cache", "composer", "packages"),
    ("~/.cargo/registry", "cargo", "packages"),
    ("/usr/local/cargo/registry", "cargo", "packages"),
    ("~/.cache/go-build", "go", "packages"),
    ("/go/pkg/mod", "go", "packages"),
    ("/opt/conda/pkgs", "conda", "packages"),
)

_COMPILER = "a compiler, only for building"
_MAKE = "a build tool, not used when running"
_HEADERS = "headers, only for compiling"
_META = "compilers, headers and make"
_PARSERS = "generates source, only for building"

# Operating system packages of which a running program has no use. Names are matched whole, after the version is cut off.
BUILD_TOOLS: dict[str, str] = {
    **dict.fromkeys(
        _words(
            "build-essential build-base alpine-sdk base-devel gcc-toolset devscripts dpkg-dev"
            " debhelper fakeroot"
            " abuild rpm-build rpmdevtools devel_basis patterns-devel-base-devel_basis"
        ),
        _META,
    ),
    **dict.fromkeys(
        _words(
            "gcc g++ gcc-c++ c++ clang llvm cc tcc gfortran gcc-gfortran gcc-multilib g++-multilib"
            " musl-dev libc-dev"
            " nasm yasm binutils-dev golang golang-go rust cargo rustc ghc nim ldc dmd fpc"
        ),
        _COMPILER,
    ),
    **dict.fromkeys(
        _words(
            "make cmake cmake3 extra-cmake-modules ninja ninja-build ninja-is-really-ninja samurai"
            " meson scons autoconf"
            " automake autoconf-archive autogen autotools-dev libtool libtool-bin gmake imake bmake"
            " ccache distcc"
            " pkg-config pkgconf pkgconfig pkgconf-pkg-config gettext-dev intltool patchelf"
            " checkinstall equivs"
            " maven gradle ant sbt bazel node-gyp"
        ),
        _MAKE,
    ),
    **dict.fromkeys(
        _words(
            "linux-headers kernel-headers kernel-devel python3-dev python-dev python2-dev ruby-dev"
            " php-dev default-jdk"
            " default-jdk-headless glibc-devel libstdc++-devel"
        ),
        _HEADERS,
    ),
    **dict.fromkeys(
        _words("bison flex byacc m4 re2c swig ragel gperf texinfo help2man yacc cython cython3 protobuf-compiler"), _PARSERS
    ),
}

BUILD_TOOL_PREFIXES: dict[str, str] = {  # with a version: gcc-12, clang-15, llvm-15, golang-1.21, openjdk-17-jdk
    "gcc-": _COMPILER,
    "g++-": _COMPILER,
    "clang-": _COMPILER,
    "llvm-": _COMPILER,
    "golang-": _COMPILER,
    "linux-headers-": _HEADERS,
    "kernel-headers-": _HEADERS,
}
BUILD_TOOL_SUFFIXES: dict[str, str] = {"-dev": _HEADERS, "-devel": _HEADERS, "-headers": _HEADERS}

# Variables that base images set to such packages.
BUILD_TOOL_VARIABLES: dict[str, str] = {"PHPIZE_DEPS": _META}

# Like the above by name, needed at run time all the same.
NOT_BUILD_TOOLS: dict[str, str] = {
    "gcc-libs": "run-time libraries",
    "libgcc": "run-time library",
    "libstdc++": "run-time library",
    "clang-libs": "run-time libraries",
    "llvm-libs": "run-time libraries",
    "cpp": "a preprocessor that xrdb and others call",
    "ttf-dev": "fonts",
    "eudev": "device manager",
    "udev": "device manager",
}
