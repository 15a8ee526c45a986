"""What RUNs leave in their layers, and what their installs ask for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.images.development import copied_dependencies, development_installs
from roadworthy.models.images.dockerfiles import Run, runs
from roadworthy.models.images.install_options import Configuration, asks
from roadworthy.models.images.installs import kept_caches, mounted, staying_packages, variable
from roadworthy.models.images.stages import Image, image_file
from roadworthy.models.images.unpinned import unpinned


def runs_of(text: str) -> tuple[Run, ...]:
    repo = Repository(SampleTree({"Dockerfile": text}))
    image = repo.ask(image_file, "Dockerfile")
    return () if isinstance(image, Unreadable) else runs(repo, image)


def last(command: str, before: str = "FROM debian:12\n") -> Run:
    return runs_of(f"{before}RUN {command}\n")[-1]


@pytest.mark.parametrize(
    ("command", "managers"),
    [
        ("apt-get update && apt-get install -y a", ["apt-get"]),
        ("apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*", []),
        ("apt-get update && apt-get install -y a && rm -rf /var/lib/apt", []),
        ("apt-get update && rm -rf /var/lib/apt/lists/* && apt-get update", ["apt-get"]),
        ("apt-get update && apt-get install -y a && /tmp/cleanup.sh", []),
        ("apt-get install -y a", []),
        ("apk --no-cache add a", []),
        ("apk add a && pip install b", ["apk", "pip"]),
        ("apk add --root /rootfs a", []),
        ("yum install -y a && yum clean all && yum install -y b", ["yum"]),
        ("dnf install -y a && yum clean all", []),
        ("PIP_NO_CACHE_DIR=1 pip install a", []),
        ("export PIP_NO_CACHE_DIR=off; pip install a", []),
        ("pip install a && rm -rf ~/.cache", []),
        ("npm ci && rm -rf $(npm config get cache)", []),
        ("yarn --version", []),
        ("corepack enable && yarn install", []),
        ("--mount=type=cache,target=/root/.cache pip install a", []),
        ("--mount=type=bind,target=/root/.cache pip install a", ["pip"]),
        ("--mount=type=cache,dst=/opt/pip pip install a", []),
    ],
)
def test_caches_are_kept_unless_emptied_after_or_turned_off(command: str, managers: list[str]) -> None:
    assert [one.operation.manager for one in kept_caches(last(command))] == managers


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("apt-get install -y a b && apt-get purge -y a", ["b"]),
        ("apt-get purge -y a && apt-get install -y a", ["a"]),
        ("apt-get install -y a-dev b && apt-get purge -y '*-dev'", ["b"]),
        ("apt-get install -y a && apt-get purge -y $(apt-mark showauto)", []),
        ("apk add --virtual .b a c && apk del .b", []),
        ("apk add -t .b a && apk add d && apk del .b", ["d"]),
        ("yum install -y a && yum history undo last -y", []),
        ("apt-get install --download-only a", []),
        ("pip install a", []),
    ],
)
def test_packages_stay_unless_the_same_run_removes_them_after(command: str, names: list[str]) -> None:
    assert [package.name for _, left in staying_packages(last(command)) for package in left] == names


def test_a_variable_has_the_value_it_was_given_before_the_instruction() -> None:
    before, after = runs_of("FROM a AS one\nARG B=1\nRUN one\nFROM one\nENV A=2\nENV A=3\nRUN two\nENV A=4\n")
    found = [variable(run.stage, name, run.instruction) for run in (before, after) for name in ("A", "B")]
    assert [value.text if value else None for value in found] == [None, "1", "3", "1"]


def test_mounts_are_told_by_their_kind() -> None:
    run = last(
        "--mount=type=cache,id=x,target=/a/ --mount=type=tmpfs,dst=/b --mount=type=secret,target=/c --mount=target=/d true"
    )
    assert mounted(run) == ["/a", "/b"]


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("apt-get install a", "-y"),
        ("apt-get -q install a", "-y"),
        ("apt-get -q=2 install a", None),
        ("apt-get remove a < /answers", None),
        ("yes | apt-get install a", None),
        ("sleep 1 | apt-get install a", "-y"),
        ("conda env create -f environment.yml", None),
        ("CONDA_ALWAYS_YES=1 conda install a", None),
        ("microdnf install a", None),
        ("pacman -S a", "--noconfirm"),
    ],
)
def test_an_install_asks_unless_it_has_its_answer(command: str, option: str | None) -> None:
    run = last(command)
    assert asks(run, run.operations[-1], Configuration([run])) == option


def test_configuration_counts_from_the_run_that_writes_it_and_in_stages_that_build_on_it() -> None:
    write = "RUN echo 'APT::Get::Assume-Yes \"1\";' > /etc/apt/apt.conf.d/90"
    found = runs_of(
        f"FROM a AS one\nRUN apt-get install x\n{write}\nFROM one\nRUN apt-get install y\nFROM a\nRUN apt-get install z\n"
    )
    configuration = Configuration(found)
    asked = [asks(run, operation, configuration) is not None for run in found for operation in run.operations]
    assert asked == [True, False, True]


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("pip install a b==1 'c>=2' d~=3 -r r.txt ./e", ["a"]),
        ("uv pip install a", ["a"]),
        ("PIP_CONSTRAINT=/c.txt pip install a", []),
        ("npm install -g a @b/c d@1 @e/f@2 g@latest", ["a", "@b/c", "g"]),
        ("yarn add a && pnpm add b@1", ["a"]),
        ("gem install a:1 b", ["b"]),
        ("gem install a -v 1 b", ["b"]),
        ("apt-get install -y a", []),
    ],
)
def test_packages_without_a_version_are_told(command: str, names: list[str]) -> None:
    assert [one.package.name for found in unpinned(last(command)) for one in found] == names


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["FROM node AS a", "FROM a", "FROM scratch", "COPY --from=a /x /x", "COPY --from=0 . .", "WORKDIR x", "WORKDIR $Y",
             "ENV NODE_ENV=$X", "ARG NODE_ENV", "RUN npm ci", "RUN npm i --omit", "RUN pip install -r", "RUN [\"npm\", \"ci\"]",
             "RUN cd x && npm ci && rm -rf node_modules", "RUN <<E\nnpm ci\nE", "RUN --mount=type=cache,target= apt-get update",
             "COPY \"$Z\" .", "COPY", "CMD npm", "RUN gem install -v", "RUN bundle config without", "RUN apt-get install ''"]
        ),
        max_size=14,
    )
)  # fmt: skip
def test_any_sequence_of_instructions_is_read(lines: list[str]) -> None:
    repo = Repository(SampleTree({"Dockerfile": "\n".join(lines), "package.json": '{"devDependencies": {"a": "1"}}'}))
    image = repo.ask(image_file, "Dockerfile")
    assert isinstance(image, (Image, Unreadable))
    if isinstance(image, Image):
        found = runs(repo, image)
        for run in found:
            assert len(list(kept_caches(run))) <= len(run.operations)
            assert sum(1 for _ in staying_packages(run)) <= len(run.operations)
            assert sum(1 for _ in unpinned(run)) <= len(run.operations)
        for stage in image.stages:
            for install in (*development_installs(repo, stage, found), *copied_dependencies(repo, stage, found)):
                assert install.place.path == "Dockerfile"
                assert install.place.line > 0
