"""The stores that CI jobs test against: service containers of GitHub Actions and GitLab CI, further images of CircleCI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from .stores import of_image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .stores import Stored

_MOST = 500  # jobs


def services(repo: Repository, path: str) -> Iterator[Stored]:
    """What the services of the file's jobs are."""
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    if not isinstance(root, Mapping):
        return
    if not path.startswith((".github/", ".gitea/", ".forgejo/", ".circleci/")):  # GitLab's, or a part that it includes
        bodies: list[Tree | None] = [root, root.get("default"), *(value for _, value in root.pairs())]
        found = [
            image for body in bodies[:_MOST] if isinstance(body, Mapping) for image in _listed(body.get("services"), "name")
        ]
    elif path.startswith(".circleci/"):
        jobs = root.get("jobs")
        bodies = [value for _, value in jobs.pairs()] if isinstance(jobs, Mapping) else []
        found = [
            image for body in bodies[:_MOST] if isinstance(body, Mapping) for image in _listed(body.get("docker"), "image")
        ]
    else:
        jobs = root.get("jobs")
        bodies = [value for _, value in jobs.pairs()] if isinstance(jobs, Mapping) else []
        found = [image for body in bodies[:_MOST] if isinstance(body, Mapping) for image in _containers(body.get("services"))]
    for image in found:
        yield from of_image(image.text, image.place, "tests", "")


def _listed(node: Tree | None, key: str) -> Iterator[Scalar]:
    for item in node.items[:_MOST] if isinstance(node, Sequence) else ():
        image = item.get(key) if isinstance(item, Mapping) else item
        if isinstance(image, Scalar):
            yield image


def _containers(node: Tree | None) -> Iterator[Scalar]:
    for _, service in node.pairs() if isinstance(node, Mapping) else ():
        image = service.get("image") if isinstance(service, Mapping) else service
        if isinstance(image, Scalar):
            yield image
