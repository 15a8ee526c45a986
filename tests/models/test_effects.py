"""What the commands of a build step leave behind."""

from __future__ import annotations

import pytest
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.images.dockerfiles import runs
from roadworthy.models.images.effects import lost
from roadworthy.models.images.stages import image_file


def lost_in(step: str) -> list[str]:
    repo = Repository(SampleTree({"Dockerfile": f"FROM debian:12\nRUN {step}\n"}))
    image = repo.ask(image_file, "Dockerfile")
    assert not isinstance(image, Unreadable)
    return [gone.name for run in runs(repo, image) for one in run.invocations if (gone := lost(one, run))]


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("service cups start", ["service cups start"]),
        ("service cups start && lpadmin -p labels", []),
        ("service cups start || true", []),
        ("service --status-all", []),
        ("/etc/init.d/ssh start", ["/etc/init.d/ssh start"]),
        ("ssh host service cups start", []),
        ("systemctl enable cups", []),
        ("systemctl --quiet restart cups", ["systemctl restart"]),
        ("chroot /target systemctl start cups", []),
        ("export A=1", ["export A"]),
        ("export A=1; make", []),
        ("export A", []),
        ("(export A=1)", []),
        ("mount", []),
        ("mount -t proc proc /proc", ["mount"]),
        ("--security=insecure mount -t proc proc /proc", []),
        ("ps > /srv/processes", []),
        ("ps", ["ps"]),
        ("ps && true", []),
        ("shutdown -h now", ["shutdown"]),
        ("source /opt/venv/bin/activate", ["source /opt/venv/bin/activate"]),
        ("source /opt/venv/bin/activate && pip install shop", []),
        (". ./install.sh", []),
        ("conda activate shop", ["conda activate"]),
        ('bash -c "export A=1"', []),
    ],
)
def test_what_is_gone_when_the_step_ends(step: str, names: list[str]) -> None:
    assert lost_in(step) == names
