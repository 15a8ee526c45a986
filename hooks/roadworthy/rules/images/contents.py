"""What a shipped image holds beside the program: compilers, headers, development dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.development import copied_dependencies, development_installs
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.images.installs import staying_packages
from ...models.images.purposes import command_line, product, purpose
from ...models.shell.packages import build_tool
from ...tables.purposes import TOOLCHAIN_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.dockerfiles import Run
    from ...models.images.stages import Image, Stage
    from ...models.shell.packages import Package, PackageOperation

_MOST_NAMED = 3  # packages in a message


@rule(
    "DF004",
    "build-tools-in-final-stage",
    reads=dockerfiles,
    items=("4.1.2",),
    severity="warning",
    title="Compilers or headers are in the shipped image",
    risk="the image is larger than it needs to be, and an intruder finds a compiler ready",
    remedy="install it in a build stage, and copy into the last stage only what that made",
)
def build_tools_in_final_stage(image: Image, repo: Repository) -> Iterator[Outcome]:
    stage = product(image)
    if stage is None or (serves := purpose(stage)) in ("development", "tool"):
        return
    label = stage.label
    found = False
    shipped = {one.index for one in stage.lineage()}
    programs = command_line(stage)
    for run in runs(repo, image):
        if run.stage.index not in shipped:
            continue
        for operation, packages in staying_packages(run):
            if operation.invocation.command.inside("then", "else", "case"):
                continue  # for a build that asks for it
            tools = [package for package in packages if build_tool(package) and package.name not in programs]
            if not tools:
                continue
            found = True
            if serves == "unknown":
                yield unknown(label, "build tools are installed, and nothing says what the image is for", tools[0].place())
                return
            yield _tools(stage, run, operation, tools)
    for source in _toolchains(stage):
        found = True
        yield gap(f"{label} {source.text}", f"the tools in `{source.text}` are copied into {stage.called}", source.place())
    if not found:
        yield passes(label, "no compiler and no headers are installed", stage.instruction.at.place())


def _tools(stage: Stage, run: Run, operation: PackageOperation, tools: list[Package]) -> Outcome:
    first = tools[0]
    why = build_tool(first) or ""
    names = list(dict.fromkeys(f"`{package.name}`" for package in tools))
    if operation.manager == "apk":
        how = "add them with `--virtual .build` and end this RUN with `apk del .build`"
    elif operation.manager in ("apt-get", "apt", "aptitude"):
        how = f"end this RUN with `apt-get purge -y --auto-remove {first.name}`"
    else:
        how = f"end this RUN with `{operation.manager} remove -y {first.name}`"
    if "JRE" in why:
        how = "install the JRE in its place"
    elif all(package.name.endswith(("-dev", "-devel")) for package in tools):
        how = f"install the library without its headers in place of `{first.name}`"
    return gap(
        f"{stage.label} {first.name}",
        f"{_list(names)} {'stay' if len(names) > 1 else 'stays'} in {stage.called}",
        first.place(why),
        *(package.place(build_tool(package) or "") for package in tools[1:_MOST_NAMED] if package.word is not first.word),
        remedy=f"install in a build stage and copy what is built, or {how}",
    )


def _list(names: list[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{', '.join(names[: _MOST_NAMED - 1])} and {len(names) - _MOST_NAMED + 1} more build tools"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _toolchains(stage: Stage) -> Iterator[Excerpt]:
    for one in stage.lineage():
        for instruction, _ in one.sources():
            if instruction.keyword == "COPY":
                for word in instruction.words[:-1]:
                    if word.text.rstrip("/") in TOOLCHAIN_FOLDERS:
                        yield word


@rule(
    "DF005",
    "development-dependencies-in-final-stage",
    reads=dockerfiles,
    items=("4.1.2",),
    severity="warning",
    title="Development dependencies are in the shipped image",
    risk="test runners and build tools are shipped with all their own dependencies, to be patched and to be abused",
    remedy="install without development dependencies in the last stage, and build in a stage before it",
)
def development_dependencies_in_final_stage(image: Image, repo: Repository) -> Iterator[Outcome]:
    stage = product(image)
    if stage is None or (serves := purpose(stage)) in ("development", "tool"):
        return
    found = False
    all_runs = runs(repo, image)
    for install in (*development_installs(repo, stage, all_runs), *copied_dependencies(repo, stage, all_runs)):
        found = True
        if serves == "unknown":
            yield unknown(stage.label, "development dependencies, and nothing says what the image is for", install.place)
            return
        if not install.sure:
            yield unknown(f"{stage.label} {install.name}", install.message, install.place)
            continue
        yield gap(f"{stage.label} {install.name}", install.message, install.place, *install.evidence, remedy=install.remedy)
    shipped = {one.index for one in stage.lineage()}
    if not found and any(run.operations for run in all_runs if run.stage.index in shipped):
        yield passes(stage.label, "no install brings development dependencies", stage.instruction.at.place())
