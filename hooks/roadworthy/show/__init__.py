"""`roadworthy show`: the models as a person or a program reads them. A module a topic, named as the topic.

Each module has `as_json(repo)`, a JSON-ready mapping, and `as_text(repo)`; one that has a graph has `as_mermaid(repo)` too.
"""

from __future__ import annotations

import gc
from importlib import import_module
from typing import TYPE_CHECKING

from ..hook import UsageError, locate

if TYPE_CHECKING:
    from typing import Any

TOPICS = ("pipeline", "variables", "services", "environments")
FORMATS = ("text", "json", "mermaid")


def show(topic: str, root: str | None, form: str) -> int:
    """Print what is understood of the repository at `root`; returns the exit code. Raises `UsageError`."""
    from ..core.repository import Repository
    from ..core.tree import WorkTree

    gc.set_threshold(50_000, 20, 20)  # as for every run: trees of small tuples, none in a circle
    top, _ = locate(root, None)
    try:
        module: Any = import_module(f".{topic}", __package__)
    except ModuleNotFoundError:
        raise UsageError(f"{topic}: not in this version yet") from None
    drawn = getattr(module, f"as_{form}", None)
    if drawn is None:
        raise UsageError(f"{topic} has no graph: use --format text or json")
    said = drawn(Repository(WorkTree(top)))
    if form == "json":
        import json

        said = json.dumps(said, indent=2, ensure_ascii=False)
    print(said)
    return 0
