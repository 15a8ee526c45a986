"""What is known about a base image from its name and tag. What is not known is said to be unknown, never guessed.

Every function takes the familiar repository name (`python`, `bitnami/redis`, `gcr.io/distroless/static-debian12`) and the tag,
which is None where there is none; a digest says nothing here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables import base_images as table

if TYPE_CHECKING:
    from typing import Literal

    UserKind = Literal["root", "named", "drops", "workers", "unknown"]
    SizeClass = Literal["minimal", "full-os", "full-language", "application", "unknown"]
    Role = Literal["service", "language", "os", "tool", "unknown"]

_KINDS: dict[str, UserKind] = {"=": "named", "~": "drops", "+": "workers"}
_SIZES: dict[str, SizeClass] = {
    "minimal": "minimal",
    "full-os": "full-os",
    "full-language": "full-language",
    "application": "application",
}
_ROLES: dict[str, Role] = {"service": "service", "language": "language", "os": "os", "tool": "tool"}
_NOTHING: table.Row = ("", "", "", "", ())
_PLAIN_TAG = pattern(r"[0-9]{1,8}(?:\.[0-9]{1,8}){0,2}")


class BaseUser(NamedTuple):
    """Who the processes of an image run as when the Dockerfile built on it has no USER.

    `named`: the image sets the user `name`. `drops`: it starts as root and its own entrypoint steps down to `name`, as long
    as the entrypoint is kept. `workers`: a root process stays and its workers run as `name`. `ready` is a user that exists
    in an image that starts as root and can be named in a USER.
    """

    kind: UserKind
    name: str = ""
    ready: str = ""


def default_user(name: str, tag: str | None) -> BaseUser:
    """Who the image starts as."""
    name = familiar(name)
    coded = _user(name, tag)
    if not coded or distribution(name, tag) == "windows":  # ContainerUser or ContainerAdministrator, by version
        return BaseUser("unknown")
    if coded == "root":
        return BaseUser("root", "root", _ready(name, tag))
    kind = _KINDS[coded[0]]
    return BaseUser(kind, coded[1:], coded[1:] if kind == "workers" else "")


def size_class(name: str, tag: str | None) -> SizeClass:
    """How much an image carries beside what a program needs to run."""
    name = familiar(name)
    size = _row(name)[2]
    words = _words(tag)
    if name == "buildpack-deps" and "curl" in words:  # Debian or Ubuntu with curl, and no compiler
        return "full-os"
    if name in table.ALWAYS_FULL:
        return "full-language"
    if size in ("full-os", "full-language"):
        if any(w in table.MINIMAL_WORDS or w.startswith("alpine") for w in words):
            return "minimal"
        if name == "php" and "apache" in words:
            return "application"
        if name == "pytorch/pytorch" and "runtime" in words:
            return "application"
        if name == "nvidia/cuda" and not ("devel" in words or "base" in words):
            return "unknown"
    return _SIZES.get(size, "unknown")


def role(name: str) -> Role:
    """What the image is for: `service` is a long-running server by nature, `tool` builds or is run by hand."""
    return _ROLES.get(_row(familiar(name))[3], "unknown")


def default_ports(name: str) -> tuple[int, ...]:
    """The TCP ports on which the image's server listens by default; empty: none, or not known."""
    return _row(familiar(name))[4]


def has_healthcheck(name: str) -> bool:
    """Whether the image is known to bring a HEALTHCHECK. False: it brings none or it is not known."""
    return is_one_of(name, table.HEALTHCHECKS)


def distribution(name: str, tag: str | None) -> str:
    """What the image is built on: debian, ubuntu, alpine, rhel (and its family), distroless, …; empty: not known."""
    name = familiar(name)
    known = _row(name)[1]
    if known == "distroless" or name == "scratch":
        return known
    words = _words(tag)
    if "chiseled" in words or "distroless" in words:  # 8.0-noble-chiseled is cut from ubuntu and has nothing of it
        return "distroless"
    for word in words:
        if word.startswith("alpine"):
            return "alpine"
        if word == "slim" and known:  # says debian only where nothing else is known: oraclelinux:9-slim
            continue
        if word in table.DISTRIBUTION_WORDS:
            return table.DISTRIBUTION_WORDS[word]
    if name == "busybox" or known in ("ubi-minimal", "ubi-micro"):
        return known
    return known


def package_manager(name: str, tag: str | None) -> str:
    """The command that installs packages in the image: apt, apk, dnf, …; empty: none, or not known."""
    if familiar(name) == "oraclelinux" and "slim" in _words(tag):
        return "microdnf"
    if familiar(name) in table.MINIMAL_TAGS and "minimal" in _words(tag):
        return "microdnf"
    return table.PACKAGE_MANAGERS.get(distribution(name, tag), "")


def has_shell(name: str, tag: str | None) -> bool | None:
    """Whether the image has `sh`; None: not known."""
    name = familiar(name)
    if name == "scratch":
        return False
    found = distribution(name, tag)
    if found == "distroless":
        return "debug" in _words(tag)
    if found == "wolfi":
        return True if name.endswith("/wolfi-base") or "dev" in _words(tag) else None
    if found == "windows":
        return None
    return True if found else None


def shell_gives_way(name: str, tag: str | None) -> Literal["always", "simple", "never", "unknown"]:
    """Whether the last command of `sh -c "…"` takes the shell's place, so that signals reach it.

    `never`: dash, the shell of Debian and Ubuntu, stays. `always`: BusyBox gives way since 1.29 (Alpine 3.9). `simple`: bash
    gives way where the command is a single one without redirections. Observed with dash 0.5.12, BusyBox 1.35 and bash 5.2.
    """
    found = distribution(name, tag)
    if found in ("debian", "ubuntu"):
        return "never"
    if found in ("alpine", "busybox"):
        version = _version(tag) if familiar(name) == "alpine" else None
        return "never" if version and len(version) > 1 and version < (3, 9) else "always"
    return "simple" if found in ("rhel", "ubi-minimal", "suse", "arch", "photon", "azurelinux") else "unknown"


def downloaders(name: str, tag: str | None) -> frozenset[str] | None:
    """Which of `curl` and `wget` the image has, for a health check inside it; None: not known."""
    name = familiar(name)
    found = distribution(name, tag)
    words = _words(tag)
    if name == "scratch" or found == "distroless":
        return None if "debug" in words else frozenset()
    if name == "curlimages/curl":
        return frozenset(("curl", "wget"))
    if found in ("alpine", "busybox"):
        # BusyBox has wget; php's and nginx's Alpine variants install curl beside it, nginx's slim one does not.
        plus = name == "php" or (name == "nginx" and "slim" not in words)
        return frozenset(("curl", "wget")) if plus else frozenset(("wget",))
    if name == "php":
        return frozenset(("curl",))
    if name in ("debian", "ubuntu"):
        return frozenset()
    if name in ("python", "node", "ruby", "golang", "perl") and found == "debian":
        if "slim" in words:
            return frozenset()
        return frozenset(("curl", "wget"))  # built on buildpack-deps
    return None


def smaller(name: str, tag: str | None, language: str | None) -> str | None:
    """An image that carries less and runs the same program, as `name:tag`; None where no existing one is known.

    `language` is that of the program, where known: python, node, java, go, rust, php, ruby, dotnet, elixir, …
    """
    name = familiar(name)
    words = _words(tag)
    if any(w in table.MINIMAL_WORDS or w.startswith("alpine") for w in words) and name not in table.ALWAYS_FULL:
        return None
    size = size_class(name, tag)
    if size == "full-os":
        runtime = table.RUNTIMES.get((language or "").lower())
        return runtime or _slim(name, tag)
    if size != "full-language":
        return None
    if name == "golang":
        return table.RUNTIMES["go"]
    if name in ("rust", "gcc"):
        return table.RUNTIMES["rust"]
    if name == "mcr.microsoft.com/dotnet/sdk":
        return f"mcr.microsoft.com/dotnet/aspnet:{words[0]}" if words and re.fullmatch(r"[0-9]+\.0", words[0]) else None
    if name in ("maven", "gradle", "openjdk", "java", "eclipse-temurin", "adoptopenjdk", "amazoncorretto"):
        return _jre(name, words)
    if name == "php":
        return _php(words)
    return _slim(name, tag)


def familiar(name: str) -> str:
    """The name under which the tables know an image that is kept elsewhere too: `arm64v8/alpine` is `alpine`."""
    name = name.lower()
    for prefix in table.OFFICIAL_PREFIXES:
        if name.startswith(prefix):
            rest = name[len(prefix) :]
            return rest if prefix == "docker.io/" or "/" not in rest else name
    return name


def is_listed(name: str) -> bool:
    """Whether the tables know the image by its whole name."""
    return familiar(name) in table.IMAGES


def is_official(name: str) -> bool:
    """Whether one of Docker's own images has this name of one part."""
    return is_listed(name) or familiar(name) in table.OTHER_OFFICIAL


def is_one_of(name: str, known: tuple[str, ...]) -> bool:
    """Whether the image is one of those `known`, of which a name that ends in `*` stands for all that begin so."""
    name = familiar(name)
    return any(_fits(name, one) for one in known)


def _fits(name: str, known: str) -> bool:
    return name.startswith(known[:-1]) if known.endswith("*") else name == known


def _row(name: str) -> table.Row:
    row = table.IMAGES.get(name)
    if row is not None:
        return row
    best = max((known for known in _beginnings() if name.startswith(known)), key=len, default="")
    return table.IMAGES[best + "*"] if best else _NOTHING


@cache
def _beginnings() -> tuple[str, ...]:
    """What stands before the `*` in the tables' keys that have one."""
    return tuple(known[:-1] for known in table.IMAGES if known.endswith("*"))


def _words(tag: str | None) -> list[str]:
    return (tag or "").lower().split("-")


def _version(tag: str | None) -> tuple[int, ...] | None:
    """The version a tag begins with; None where it has none, which on a public image means the newest."""
    found = _PLAIN_TAG.match((tag or "").lower().removeprefix("v"))
    return tuple(int(part) for part in found.group().split(".")) if found else None


def _user(name: str, tag: str | None) -> str:
    words = _words(tag)
    for known, word, user in table.USER_BY_TAG:
        if word in words and _fits(name, known):
            return user
    version = _version(tag)
    for known, low, below, user in table.USER_BY_VERSION:
        if name != known:
            continue
        if version is None:
            if below is None:
                return user
            continue
        # `haproxy:2` is its newest 2.x: compared as far as the tag goes.
        reach = version if len(version) >= len(low) else version + (1 << 30,) * (len(low) - len(version))
        if reach >= low and (below is None or reach < below):
            return user
    return _row(name)[0]


def _ready(name: str, tag: str | None) -> str:
    version = _version(tag)
    for known, since, user in table.READY_USER:
        if name == known and (not since or version is None or version >= since):
            return user
    return ""


def _slim(name: str, tag: str | None) -> str | None:
    """The slim form of a tag, where the tag is one whose slim form is known to exist."""
    words = _words(tag)
    if name in table.MINIMAL_TAGS:
        return f"{name}:{tag}-minimal" if len(words) == 1 and _PLAIN_TAG.fullmatch(words[0]) else None
    order = table.SLIM_TAGS.get(name)
    if order is None:
        return None
    first, release = words[0], words[1] if len(words) == 2 else ""
    if name == "debian" and first in table.DEBIAN_RELEASES | {"stable", "testing", "unstable", "sid"} and not release:
        return f"debian:{first}-slim"
    if first in ("", "latest") and len(words) == 1:
        if name in ("debian", "oraclelinux"):
            return "debian:stable-slim" if name == "debian" else None
        return f"{name}:slim"
    if not (_PLAIN_TAG.fullmatch(first) or (name == "node" and first in ("lts", "current"))) or len(words) > 2:
        return None
    if not release:
        return f"{name}:{first}-slim"
    if release not in table.DEBIAN_RELEASES or name == "debian":
        return None
    if order == "before":
        return f"{name}:{first}-slim-{release}"
    return f"{name}:{first}-{release}-slim" if order == "after" else None


def _jre(name: str, words: list[str]) -> str | None:
    """The Java runtime that goes with a build image, by the release its tag names."""
    found = None
    if name == "maven":
        found = next((w for w in words[1:] if w.isdigit()), None) or next((w for w in words[1:] if w.startswith("jdk")), None)
    elif name == "gradle":
        found = next((w for w in words if w.startswith("jdk")), None)
    else:
        match = re.match(r"(?:1\.)?([0-9]{1,2})(?![0-9])", words[0])
        found = match.group(1) if match else None
    if not found:
        return None
    release = found.removeprefix("jdk")
    return f"eclipse-temurin:{release}-jre" if release in table.JAVA_RELEASES else None


def _php(words: list[str]) -> str | None:
    """php has no slim tags; cli and fpm have an Alpine form."""
    version = words[0]
    if not _PLAIN_TAG.fullmatch(version) or len(words) > 2:
        return None
    variant = words[1] if len(words) == 2 else "cli"
    return f"php:{version}-{variant}-alpine" if variant in ("cli", "fpm") else None
