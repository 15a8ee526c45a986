"""Workloads of Kubernetes manifests: which containers they run, and what watches them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.kubernetes.manifests import Manifest, Workload, manifest_file, manifests, templated_probes, workloads

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: parcels
spec:
  template:
    spec:
      initContainers:
        - name: migrate
          image: registry.example.org/shop/parcels:1.4.0
      containers:
        - name: web
          image: registry.example.org/shop/parcels:1.4.0
          livenessProbe: {httpGet: {path: /healthz, port: 8080}}
          readinessProbe:
            httpGet: {path: /ready, port: 8080}
        - name: proxy
          image: envoyproxy/envoy:v1.32.2
"""


def read(text: str) -> Manifest | Unreadable | None:
    return Repository(SampleTree({"deploy/a.yaml": text})).ask(manifest_file, "deploy/a.yaml")


def found(text: str) -> tuple[Workload, ...]:
    said = read(text)
    assert isinstance(said, Manifest)
    return said.workloads


def test_a_deployment_has_its_containers_with_image_probes_and_places() -> None:
    (workload,) = found(DEPLOYMENT)
    migrate, web, proxy = workload.containers
    assert (workload.kind, workload.name, workload.serves) == ("Deployment", "parcels", True)
    assert (migrate.name, migrate.init, web.init, proxy.init) == ("migrate", True, False, False)
    assert [probe.text for probe in web.probes] == ["livenessProbe", "readinessProbe"]
    assert [probe.line for probe in web.probes] == [14, 15]
    assert proxy.probes == ()
    assert web.image is not None
    assert (web.image.text, web.image.line) == ("registry.example.org/shop/parcels:1.4.0", 13)


def test_documents_and_lists_are_followed() -> None:
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: NAME}\nspec: {containers: [{name: a, image: b}]}\n"
    listed = "apiVersion: v1\nkind: List\nitems:\n- " + pod.replace("NAME", "third").replace("\n", "\n  ")
    text = "---\n".join(
        (pod.replace("NAME", "first"), "apiVersion: v1\nkind: Service\n", pod.replace("NAME", "second"), listed)
    )
    assert [workload.name for workload in found(text)] == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("kind", "before", "serves"),
    [
        ("StatefulSet", "spec: {template: {spec: {%s}}}", True),
        ("DaemonSet", "spec: {template: {spec: {%s}}}", True),
        ("Job", "spec: {template: {spec: {%s}}}", False),
        ("CronJob", "spec: {jobTemplate: {spec: {template: {spec: {%s}}}}}", False),
    ],
)
def test_each_kind_has_its_pod_template_where_the_api_puts_it(kind: str, before: str, serves: bool) -> None:
    text = f"apiVersion: apps/v1\nkind: {kind}\n" + before % "\n containers: [{name: a, image: b}]\n"
    (workload,) = found(text)
    assert workload.serves is serves
    assert [container.name for container in workload.containers] == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kind: Deployment\n",
        "apiVersion: v1\nkind: ConfigMap\ndata: {a: 'containers: x'}\n",
        "services: {web: {image: nginx}}\n",
        "containers:\n  - image: a\nkind: Pod\n",
        "apiVersion: v1\nkind: [Pod]\nspec:\n  containers: []\n",
    ],
)
def test_what_is_no_manifest_has_no_workloads(text: str) -> None:
    assert read(text) is None


def test_containers_that_are_no_mappings_are_passed_over() -> None:
    (workload,) = found(
        "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - web\n    - {name: b, image: [x], livenessProbe: null}\n"
    )
    (container,) = workload.containers
    assert (container.name, container.image, container.probes) == ("b", None, ())


def test_a_template_is_opaque_and_its_probes_are_known_of() -> None:
    text = "apiVersion: v1\nkind: Pod\nspec:\n  {{- if .Values.on }}\n  containers:\n    - livenessProbe: {}\n  {{- end }}\n"
    repo = Repository(SampleTree({"chart/templates/pod.yaml": text, "b.yaml": DEPLOYMENT}))
    said = {type(one): one for one in manifests(repo, None)}
    opaque = said[Unreadable]
    assert isinstance(opaque, Unreadable)
    assert opaque.opaque
    assert repo.ask(templated_probes)
    assert [workload.name for workload in repo.ask(workloads)] == ["parcels"]
    assert not Repository(SampleTree({"b.yaml": DEPLOYMENT})).ask(templated_probes)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*DEPLOYMENT.splitlines(), "---", "kind: List", "items:", "- ", "  {{ x }}", "\t", "&a *a"]),
        max_size=25,
    )
)
def test_any_mixture_of_lines_is_read_without_an_error(lines: list[str]) -> None:
    text = "\n".join(lines)
    said = read(text)
    assert said is None or isinstance(said, (Manifest, Unreadable))
    for workload in said.workloads if isinstance(said, Manifest) else ():
        assert workload.at.text == workload.kind
        for container in workload.containers:
            for probe in container.probes:
                assert probe.text.endswith("Probe")
