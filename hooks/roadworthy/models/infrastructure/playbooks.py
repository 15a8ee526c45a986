"""Plays of Ansible that put a release on hosts: to how many of them at once.

https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_strategies.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import VENDORED
from ..documents import documents
from .services import PlatformService, Replacing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree

_MOST_TASKS = 2_000
_FETCHES = frozenset(
    "git docker_container docker_compose docker_compose_v2 docker_image docker_stack synchronize unarchive get_url"
    " deploy_helper podman_container".split()
)
_RESTARTS = frozenset(
    "service systemd systemd_service supervisorctl docker_container docker_compose docker_compose_v2 pm2".split()
)
_INVENTORY = pattern(r"(?:^|/)(?:inventor(?:y|ies)|hosts)(?:/|$|\.(?:ini|cfg)$)")
_HERE = ("localhost", "127.0.0.1")


def plays(repo: Repository, path: str) -> tuple[PlatformService, ...]:
    """A fact: the plays of a playbook that bring a release to hosts and restart what runs there."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or "hosts:" not in source.text or "tasks:" not in source.text:
        return ()
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    found = []
    for play in root.items if isinstance(root, Sequence) else ():
        hosts = play.get("hosts") if isinstance(play, Mapping) else None
        if isinstance(play, Mapping) and isinstance(hosts, Scalar) and hosts.text not in _HERE and _releases(play):
            name = play.text("name") or hosts.text
            replacing = _replacing(repo, play, hosts)
            found.append(
                PlatformService(path, name[:100], "Ansible", hosts.place, hosts.place, (), "serial", None, replacing, None, ())
            )
    return tuple(found)


def _releases(play: Mapping) -> bool:
    modules = {name.rpartition(".")[2] for task in _tasks(play) for key, _ in task.pairs() if (name := key.text)}
    return not modules.isdisjoint(_FETCHES) and not modules.isdisjoint(_RESTARTS)


def _tasks(play: Mapping) -> Iterator[Mapping]:
    waiting: list[Tree | None] = [play.get(key) for key in ("pre_tasks", "tasks", "post_tasks", "handlers")]
    met = 0
    while waiting and met < _MOST_TASKS:
        node = waiting.pop()
        for item in node.items if isinstance(node, Sequence) else ():
            met += 1
            if isinstance(item, Mapping):
                yield item
                waiting += [item.get(key) for key in ("block", "rescue", "always")]


def _replacing(repo: Repository, play: Mapping, hosts: Scalar) -> Replacing:
    serial = play.get("serial")
    if isinstance(serial, Scalar) and serial.text.strip() not in ("100%", "0"):
        state = "not known" if "{{" in serial.text else "gradual"
        return Replacing(state, f"`serial: {serial.text[:40]}`", serial.place)  # type: ignore[arg-type]  # one of its states
    if isinstance(serial, Sequence):
        return Replacing("gradual", "`serial` goes in steps", serial.place)
    known = repo.ask(_groups).get(hosts.text)
    if known is not None and known[0] > 1:
        why = f"there is no `serial`, and `{hosts.text}` has {known[0]} hosts"
        return Replacing("at once", why, hosts.place)
    if known is not None:
        return Replacing("not known", f"`{hosts.text}` is one host", hosts.place)
    return Replacing("not known", f"how many hosts `{hosts.text[:60]}` has", hosts.place)


def _groups(repo: Repository) -> dict[str, tuple[int, Place]]:
    """How many hosts the groups of the inventories have, by the file that has most of them."""
    found: dict[str, tuple[int, Place]] = {}
    for path in repo.paths():
        if not _INVENTORY.search(path) or re.search(VENDORED, path) or path.endswith((".yml", ".yaml", ".py", ".sh", ".json")):
            continue
        source = repo.source(path)
        if isinstance(source, Unreadable) or len(source.text) > 500_000:
            continue
        group, count, at = "", 0, 1
        for number, line in enumerate([*source.text.split("\n"), "[]"], 1):
            text = line.split("#")[0].strip()
            if text[:1] == "[":
                if group and count > found.get(group, (0,))[0]:
                    found[group] = (count, Place(path, at))
                group, count, at = text.strip("[]"), 0, number
            elif text and not text.startswith(";"):
                spread = re.search(r"\[(\d{1,6}):(\d{1,6})\]", text.split()[0])
                count += int(spread[2]) - int(spread[1]) + 1 if spread else 1
    return {name: said for name, said in found.items() if ":" not in name}
