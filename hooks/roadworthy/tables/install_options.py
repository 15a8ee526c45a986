"""How package managers are kept from asking, and from installing what is only recommended. Data only."""

from __future__ import annotations

from ..core.records import NamedTuple


class Consent(NamedTuple):
    """How a manager is answered beforehand: `options`, `settings` as part of an option's value or a configuration file,
    `variables`. `actions` are those that ask; `write` is the option to tell of.
    """

    actions: frozenset[str]
    options: tuple[str, ...]
    settings: tuple[str, ...]
    write: str
    variables: tuple[str, ...] = ()


_CHANGES = frozenset(("install", "upgrade", "remove"))
_APT = Consent(
    _CHANGES,
    (
        "-y",
        "--yes",
        "--assume-yes",
        "--force-yes",
        "-qq",
        "-s",
        "--simulate",
        "--dry-run",
        "--print-uris",
        "--assume-no",
        "--trivial-only",
    ),
    ("apt::get::assume-yes", "apt::get::force-yes"),
    "-y",
)
_YUM = Consent(
    _CHANGES, ("-y", "--assumeyes", "--assumeno", "--downloadonly"), ("assumeyes=1", "assumeyes=true", "assumeyes=yes"), "-y"
)
_CONDA = Consent(_CHANGES, ("-y", "--yes", "--dry-run"), ("always_yes",), "--yes", ("CONDA_ALWAYS_YES", "MAMBA_ALWAYS_YES"))

# microdnf is not among them: it never asks. Neither do apk, npm, and pip when it installs.
ASKING: dict[str, Consent] = {
    "apt-get": _APT,
    "apt": _APT,
    "aptitude": _APT,
    "yum": _YUM,
    "dnf": _YUM,
    "tdnf": _YUM,
    "zypper": Consent(_CHANGES, ("-y", "--no-confirm", "-n", "--non-interactive", "-D", "--dry-run"), (), "--non-interactive"),
    "pacman": Consent(_CHANGES, ("--noconfirm",), ("noconfirm",), "--noconfirm"),
    "pip": Consent(frozenset(("remove",)), ("-y", "--yes"), (), "-y"),
    "conda": _CONDA,
    "mamba": _CONDA,
    "micromamba": _CONDA._replace(options=(*_CONDA.options, "--confirm")),
}

SILENT_CONDA_VERBS: frozenset[str] = frozenset(("env create", "env update"))

# Configuration that turns recommended packages off, in an option's value or a file below /etc/apt.
NO_RECOMMENDS: tuple[str, ...] = ("apt::install-recommends",)

# Base images that are set up so.
BASES_WITHOUT_RECOMMENDS: frozenset[str] = frozenset(("bitnami/minideb", "phusion/baseimage"))
