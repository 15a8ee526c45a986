"""What a template sees beside its values: the variables of its blocks, and the cluster that it is rendered for."""

from __future__ import annotations

from .objects import UNKNOWN
from .template_functions import KUBERNETES
from .values import Value


class Scope(dict[str, Value]):
    """The variables of a block, over those around it."""

    def __init__(self, around: dict[str, Value]) -> None:
        super().__init__(around)
        self.around = around
        self.own: set[str] = set()

    def declare(self, name: str, value: Value) -> None:
        self.own.add(name)
        self[name] = value

    def assign(self, name: str, value: Value) -> None:
        self[name] = value
        if name not in self.own:
            assign(self.around, name, value)


class Trial(Scope):
    """The variables of a block that may not run: what it sets outside itself is not known afterwards."""

    def __init__(self, around: dict[str, Value]) -> None:
        super().__init__(around)
        self.touched: set[str] = set()

    def assign(self, name: str, value: Value) -> None:
        self[name] = value
        if name not in self.own:
            self.touched.add(name)

    def spoil(self) -> None:
        for name in self.touched:
            assign(self.around, name, UNKNOWN)


def declare(scope: dict[str, Value], name: str, value: Value) -> None:
    if isinstance(scope, Scope):
        scope.declare(name, value)
    else:
        scope[name] = value


def assign(scope: dict[str, Value], name: str, value: Value) -> None:
    if isinstance(scope, Scope):
        scope.assign(name, value)
    else:
        scope[name] = value


def has_api(name: Value) -> Value:
    """Whether the cluster serves an API: known of those of Kubernetes itself."""
    group = name.partition("/")[0] if isinstance(name, str) else "."
    if not isinstance(name, str) or ("." in group and not group.endswith(".k8s.io")) or group not in _GROUPS:
        return UNKNOWN
    return "/".join(name.split("/")[:2]) in _SERVED


_SERVED = frozenset(
    "v1 apps/v1 batch/v1 autoscaling/v1 autoscaling/v2 policy/v1 networking.k8s.io/v1 rbac.authorization.k8s.io/v1"
    " storage.k8s.io/v1 scheduling.k8s.io/v1 admissionregistration.k8s.io/v1 apiextensions.k8s.io/v1".split()
)
_GROUPS = frozenset([one.partition("/")[0] for one in _SERVED] + ["extensions"])


def capabilities() -> dict[str, Value]:
    """The cluster that charts are rendered for: a version that is in use, and which APIs it has is not known."""
    major, minor, _ = KUBERNETES.split(".")
    version: dict[str, Value] = {"GitVersion": f"v{KUBERNETES}", "Version": f"v{KUBERNETES}", "Major": major, "Minor": minor}
    return {"KubeVersion": version, "APIVersions": UNKNOWN, "HelmVersion": UNKNOWN}
