"""What package managers leave behind in a layer, and how each is told not to. Data only."""

from __future__ import annotations

from ..core.records import NamedTuple


class Cache(NamedTuple):
    """A manager's cache.

    `actions` are those after which it is there; `folder` is where. `off` are the options and `variables` the environment
    variables that turn it off or move it elsewhere. `cleaners` are the managers whose cleaning empties it too, `parts` what
    of it has to go: `index`, `packages`. `keeps` and `remedy` are for the reader; `{}` in the remedy is the verb as written.
    """

    folder: str
    actions: frozenset[str]
    off: tuple[str, ...]
    variables: tuple[str, ...]
    cleaners: frozenset[str]
    parts: frozenset[str]
    keeps: str
    remedy: str


_ALL = frozenset(("index", "packages", "all"))
_FETCHING = frozenset(("update", "install", "upgrade"))
_INSTALL = frozenset(("install",))

_APT = Cache(
    "/var/lib/apt/lists", frozenset(("update",)), (), (), frozenset(("apt-get", "apt", "aptitude")),
    frozenset(("index", "all")),
    "the package lists", "end the same RUN with `rm -rf /var/lib/apt/lists/*`",
)  # fmt: skip
_YUM_FAMILY = frozenset(("yum", "dnf", "microdnf", "tdnf"))


def _yum(name: str) -> Cache:
    folder = f"/var/cache/{'yum' if name in ('yum', 'microdnf') else name}"
    return Cache(
        folder,
        _FETCHING,
        (),
        (),
        _YUM_FAMILY,
        _ALL,
        "the packages and their index",
        f"end the same RUN with `{name} clean all`",
    )


CACHES_KEPT: dict[str, Cache] = {
    "apt-get": _APT,
    "apt": _APT,
    "aptitude": _APT,
    "apk": Cache(
        "/var/cache/apk", _FETCHING, ("--no-cache", "--no-network"), (), frozenset(("apk",)), _ALL, "the package index",
        "write `apk add --no-cache`, which needs no `apk update` either",
    ),
    "yum": _yum("yum"),
    "dnf": _yum("dnf"),
    "microdnf": _yum("microdnf"),
    "tdnf": _yum("tdnf"),
    "zypper": Cache(
        "/var/cache/zypp", _FETCHING, (), (), frozenset(("zypper",)), _ALL, "the packages and their index",
        "end the same RUN with `zypper clean --all`",
    ),
    "pacman": Cache(
        "/var/cache/pacman/pkg", _FETCHING, (), (), frozenset(("pacman",)), _ALL, "the packages",
        "end the same RUN with `pacman -Scc --noconfirm`",
    ),
    "pip": Cache(
        "~/.cache/pip", _INSTALL, ("--no-cache-dir", "--no-cache", "--no-index", "--dry-run"), ("PIP_NO_CACHE_DIR", "PIP_CACHE_DIR"),
        frozenset(("pip",)), _ALL, "what pip downloaded", "write `pip install --no-cache-dir`",
    ),
    "uv": Cache(
        "~/.cache/uv", _INSTALL, ("--no-cache", "-n", "--no-cache-dir", "--no-index"), ("UV_NO_CACHE", "UV_CACHE_DIR"),
        frozenset(("uv",)), _ALL,
        "what uv downloaded", "write `uv … --no-cache`, or give the RUN `--mount=type=cache,target=/root/.cache/uv`",
    ),
    "poetry": Cache(
        "~/.cache/pypoetry", _INSTALL, ("--no-cache",), ("POETRY_CACHE_DIR", "POETRY_NO_CACHE"), frozenset(("poetry",)), _ALL,
        "what Poetry downloaded", "write `poetry install --no-cache`",
    ),
    "npm": Cache(
        "~/.npm", _INSTALL, ("--cache",), ("npm_config_cache", "NPM_CONFIG_CACHE"), frozenset(("npm",)), _ALL,
        "what npm downloaded",
        "end the same RUN with `npm cache clean --force`, or give it `--mount=type=cache,target=/root/.npm`",
    ),
    "yarn": Cache(
        "/usr/local/share/.cache", _INSTALL, ("--cache-folder", "--immutable", "--immutable-cache"),
        ("YARN_CACHE_FOLDER", "YARN_ENABLE_GLOBAL_CACHE"), frozenset(("yarn",)), _ALL,
        "what Yarn downloaded", "end the same RUN with `yarn cache clean`",
    ),
    "composer": Cache(
        "~/.composer/cache", _INSTALL, ("--no-cache",), ("COMPOSER_CACHE_DIR", "COMPOSER_HOME", "COMPOSER_NO_CACHE"),
        frozenset(("composer",)), _ALL, "what Composer downloaded", "write `composer install --no-cache`",
    ),
    **{
        name: Cache(
            "/opt/conda/pkgs", _INSTALL, (), ("CONDA_PKGS_DIRS",), frozenset(("conda", "mamba", "micromamba")), _ALL,
            "the packages", f"end the same RUN with `{name} clean --all --yes`",
        )
        for name in ("conda", "mamba", "micromamba")
    },
}  # fmt: skip

# The distribution's own: their folders are fixed, so a mount covers a cache only where it covers the folder.
SYSTEM_FOLDERS: tuple[str, ...] = ("/var/", "/etc/")

# A folder that is used in place of the usual one where it is there, as when it is mounted.
FOLDERS_INSTEAD: dict[str, str] = {"apk": "/etc/apk/cache"}
