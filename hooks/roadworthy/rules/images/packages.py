"""How packages are installed: what stays behind, what asks, what comes unasked for, what has no version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.images.install_options import Configuration, asks, brings_recommended
from ...models.images.installs import kept_caches, staying_packages
from ...models.images.purposes import is_for_development, only_for_developers, path_for_development, shipped_stages
from ...models.images.unpinned import unpinned
from ...tables.packages import MANAGERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.dockerfiles import Run
    from ...models.images.stages import Image
    from ...models.shell.packages import PackageOperation


def _shipped_runs(image: Image, repo: Repository) -> Iterator[Run]:
    """The RUNs whose layers are shipped and that do something with packages; none where every stage is for developers."""
    found = [run for run in runs(repo, image) if run.operations]
    if found and not path_for_development(image.path) and not only_for_developers(image):
        shipped = repo.ask(shipped_stages, image.path)
        yield from (run for run in found if run.stage.index in shipped)


def _layer(run: Run, operation: PackageOperation) -> tuple[Place, ...]:
    """Where the RUN begins, for one of several lines."""
    instruction = run.instruction
    return () if operation.place().line == instruction.line else (instruction.head.place(label="in this RUN"),)


@rule(
    "DF020",
    "package-cache-kept",
    reads=dockerfiles,
    severity="warning",
    title="A package manager's cache stays in the image",
    risk="the layer carries downloads that nothing reads again, and every pull carries them too",
    remedy="empty the cache at the end of the same RUN; in a later one it is hidden, not gone",
    aliases=(
        *("DL3009", "DL3019", "DL3032", "DL3036", "DL3040", "DL3042", "DL3060", "DS-0015", "DS-0019", "DS-0020"),
        *("kics:df746b39-6564-4fed-bf85-e9c44382303c", "kics:ae9c56a6-3ed1-4ac0-9b54-31267f51151d"),
        *("kics:00481784-25aa-4a55-8633-3136dfcf4f37", "kics:295acb63-9246-4b21-b441-7c1f1fb62dc0"),
        *("kics:38300d1a-feb2-4a48-936a-d1ef1cd24313", "kics:f2f903fb-b977-461e-98d7-b3e2185c6118"),
    ),
)
def package_cache_kept(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in _shipped_runs(image, repo):
        for cache, operation in kept_caches(run):
            yield gap(
                f"{run.stage.label} {operation.manager}",
                f"`{operation.manager} {operation.verb}`".replace(" `", "`") + f" leaves {cache.keeps} in `{cache.folder}`",
                operation.place(),
                *_layer(run, operation),
                remedy=cache.remedy,
            )


@rule(
    "DF030",
    "install-asks-for-confirmation",
    reads=dockerfiles,
    severity="error",
    title="A package manager asks before it goes on",
    risk="nobody answers during a build, so it stops here",
    remedy="answer beforehand, with `-y`",
    aliases=(
        *("DL3014", "DL3030", "DL3034", "DL3038", "DS-0021", "kics:77783205-c4ca-4f80-bb80-c777f267c547"),
        *("kics:7ebd323c-31b7-4e5b-b26f-de5e9e477af8", "kics:45e1fca5-f90e-465d-825f-c2cb63fa3944"),
        "kics:6e19193a-8753-436d-8a09-76dcff91bb03",
    ),
)
def install_asks_for_confirmation(image: Image, repo: Repository) -> Iterator[Outcome]:
    found = runs(repo, image)
    configuration = Configuration(found)
    for run in found:
        for operation in run.operations:
            option = asks(run, operation, configuration)
            if option:
                spoken = f"{operation.manager} {operation.verb}".strip()
                apt = operation.manager in ("apt-get", "apt") and operation.action == "install"
                asked = "asks where it brings more than is named" if apt else "asks for confirmation"
                yield gap(
                    f"{run.stage.label} {spoken}",
                    f"`{spoken}` {asked}, and nobody is there to answer",
                    operation.place(),
                    *_layer(run, operation),
                    remedy=f"write `{option}`",
                )


@rule(
    "DF031",
    "recommended-packages-installed",
    reads=dockerfiles,
    severity="info",
    title="Recommended packages are installed too",
    risk="packages that nobody asked for make the image larger, and their faults are the image's faults",
    remedy="add `--no-install-recommends`, and name what is really needed of the recommended packages",
    aliases=("DL3015", "kics:7384dfb2-fcd1-4fbf-91cd-6c44c318c33c"),
)
def recommended_packages_installed(image: Image, repo: Repository) -> Iterator[Outcome]:
    configuration = Configuration(runs(repo, image))
    for run in _shipped_runs(image, repo):
        for operation, packages in staying_packages(run):
            if brings_recommended(run, operation, configuration):
                yield gap(
                    f"{run.stage.label} {packages[0].name}",
                    f"`{operation.manager} {operation.verb}` installs the packages recommended beside those named",
                    operation.place(),
                )


@rule(
    "DF038",
    "apt-in-script",
    reads=dockerfiles,
    severity="warning",
    title="The interactive `apt` is used in a build",
    risk="apt is made for people: its options and its output may change with any release, and it warns so itself",
    remedy="write `apt-get`, or `apt-cache` for a search",
    aliases=("DL3027", "CKV_DOCKER_9", "kics:b84a0b47-2e99-4c9f-8933-98bcabe2b94d"),
)
def apt_in_script(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        for invocation in run.invocations:
            if invocation.name == "apt" and len(invocation.words) > 1:
                verb = next((value for value in invocation.values if not value.startswith("-")), "")
                yield gap(
                    f"{run.stage.label} apt",
                    f"`apt {verb}` is the interactive front end".replace(" `", "`"),
                    invocation.words[0].place(),
                    remedy="write `apt-cache`" if verb in ("search", "show", "policy") else f"write `apt-get {verb}`",
                )
                break


@rule(
    "DF040",
    "whole-system-upgrade",
    reads=dockerfiles,
    severity="info",
    title="The build upgrades the whole system",
    risk="two builds of one Dockerfile ship different packages, and what was upgraded is in the image twice",
    remedy="start from a newer version of the base image, which is upgraded already",
    aliases=(
        *("DL3005", "DL3017", "DL3031", "DL3035", "DL3039", "DS-0024", "kics:682fe378-c180-4bd5-8a14-95fc285fb269"),
        *("kics:09fda05e-da85-4ee7-ab8d-2800a5e6e756", "kics:989ab888-7d1e-410f-9dde-c64a1d367bf2"),
        *("kics:8f6456be-0018-46db-9ce6-b3b6dc8d34d2", "kics:d4895357-dd49-4ba5-b726-1bb81cb50989"),
    ),
)
def whole_system_upgrade(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in _shipped_runs(image, repo):
        for operation in run.operations:
            if operation.action != "upgrade" or operation.packages or not MANAGERS[operation.manager].system:
                continue
            if operation.manager == "pacman" or operation.invocation.remote:
                continue  # Arch supports nothing else than all or nothing
            if operation.has("--security", "--sec-severity", "--only-security", "--bugfix", "--advisory", "-s", "--simulate"):
                continue
            spoken = f"{operation.manager} {operation.verb}"
            yield gap(f"{run.stage.label} {spoken}", f"`{spoken}` upgrades every package of the base image", operation.place())


@rule(
    "DF044",
    "unpinned-package",
    reads=dockerfiles,
    severity="error",
    title="A package is installed without a version",
    risk="the same Dockerfile installs another release tomorrow, and a broken or hijacked one is shipped at once",
    remedy="name the version, or install from a lock file",
    aliases=(
        *("DL3013", "DL3016", "DL3028", "kics:02d9c71f-3ee8-4986-9c27-1a20d0d19bfc"),
        *("kics:e36d8880-3f78-4546-b9a1-12f0745ca0d5", "kics:22cd11f7-9c6c-4f6e-84c0-02058120b341"),
    ),
)
def unpinned_package(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        if is_for_development(run.stage):
            continue
        for packages in unpinned(run):
            first, more = packages[0], len(packages) - 1
            others = f" and {more} more {'are' if more else 'is'}" if more else " is"
            yield gap(
                f"{run.stage.label} {first.package.name}",
                f"`{first.package.name}`{others} installed in whatever version is newest",
                first.package.place(),
                remedy=f"write `{first.write}`"
                if not more
                else f"write `{first.write}` and so on, or install from a lock file",
            )
