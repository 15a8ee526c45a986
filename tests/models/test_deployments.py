"""What deploys and what it removes: the shell forms that rules rest on, and texts that are made to hurt."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.deployment.removed_paths import Removed, removed_paths
from roadworthy.models.deployment.units import Deployment, deployments
from roadworthy.models.deployment.unnoticed import unnoticed


def read(text: str, path: str = "deploy.sh") -> list[Deployment]:
    found = list(deployments(Repository(SampleTree({path: text})), None))
    return [one for one in found if not isinstance(one, Unreadable)]


def removed(text: str) -> list[Removed]:
    return [one for deployment in read(text) for one in removed_paths(deployment.runs)]


@pytest.mark.parametrize(
    "text",
    [
        'rm -rf "$DIR"/*',
        'rm -rf "$DIR/"',
        "rm -fr ${DIR}/*",
        'sudo rm --recursive --force "$DIR"/{a,}',
        'ssh web1 "rm -rf $DIR/*"',
        "ssh web1 <<EOF\nrm -rf $DIR/*\nEOF",
        'rm -rf "$A/$B"',
        'rm -rf "$DIR"/usr',
        'DIR=""; rm -rf "$DIR"/*',
        'DIR=$OTHER; rm -rf "$DIR"/*',
        'bash -c "rm -rf $DIR/*"',
    ],
)
def test_a_removal_that_an_empty_variable_makes_one_of_everything(text: str) -> None:
    assert [one for one in removed(text) if one.empty]


@pytest.mark.parametrize(
    "text",
    [
        'rm -rf "${DIR:?}"/*',
        'rm -rf "${DIR:-build}"/*',
        'rm -rf "$DIR"',
        'rm -rf "$DIR/cache"',
        'rm "$DIR"/*',
        'set -u; rm -rf "$DIR"/*',
        '#!/bin/bash -eu\nrm -rf "$DIR"/*',
        ': "${DIR:?}"; rm -rf "$DIR"/*',
        'if [ -z "$DIR" ]; then exit 1; fi; rm -rf "$DIR"/*',
        'DIR=build; rm -rf "$DIR"/*',
        'DIR=$(mktemp -d); rm -rf "$DIR"/*',
        'rm -rf "$HOME"/*',
        'for DIR in a b; do rm -rf "$DIR"/*; done',
        'ssh web1 "set -u; rm -rf \\$DIR/*"',
    ],
)
def test_a_removal_that_is_guarded(text: str) -> None:
    assert not [one for one in removed(text) if one.empty]


@pytest.mark.parametrize(
    "text",
    [
        "rm -rf /var/www/html/*",
        "cd /var/www/shop && rm -rf ./*",
        'ROOT=/usr/share/nginx/html; rm -rf "$ROOT"',
        'ssh web1 "rm -rf /opt/shop && tar xzf shop.tgz -C /opt"',
        'ssh web1 "rm -rf shop; git clone https://git.example.com/shop"',
        "find /var/www/html -delete",
        "rm -rf /srv/www/shop/current",
    ],
)
def test_a_removal_of_what_is_served(text: str) -> None:
    assert [one for one in removed(text) if one.served]


@pytest.mark.parametrize(
    "text",
    [
        "rm -rf /tmp/shop dist node_modules .cache",
        "rm -rf /var/www/shop/releases/41",
        "ls -dt /var/www/releases/* | tail -n +6 | xargs rm -rf",
        "find /var/www/releases -mtime +30 -exec rm -rf {} +",
        'ssh web1 "rm -rf /opt/shop.old && systemctl restart shop"',
        'ssh web1 "rm -f /var/www/shop/app.pid"',
        "rm -rf /var/www/shop.bak",
    ],
)
def test_a_removal_of_what_nobody_serves(text: str) -> None:
    assert not [one for one in removed(text) if one.served]


def test_variables_that_hold_each_other_many_times_take_no_time() -> None:
    names = [f"V{i}" for i in range(30)]
    lines = [f"{name}={'$' + before}{('$' + before) * 400}" for before, name in itertools.pairwise(names)]
    text = "\n".join([*lines, *['rm -rf "$V29"/*'] * 3_000])
    assert len(removed(text)) <= 200


def test_a_script_of_many_thousand_commands_is_looked_at_in_part() -> None:
    [deployment] = read("git pull\n" * 5_000 + "kubectl apply -f k8s\n")
    assert len(unnoticed(deployment)) == 1


@given(st.text(alphabet=st.sampled_from("rm -f$DIR/*{}\"'();|&\n`<EOF=ssh"), max_size=200))
def test_no_script_raises(text: str) -> None:
    for deployment in read(text):
        removed_paths(deployment.runs)
        unnoticed(deployment)


@pytest.mark.parametrize("path", ["Makefile", ".github/workflows/deploy.yml", "justfile"])
@given(text=st.text(max_size=200))
def test_no_file_that_may_deploy_raises(path: str, text: str) -> None:
    read(text + "\nkubectl apply", path)
