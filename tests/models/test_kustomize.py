"""What overlays make of their bases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.kubernetes.kustomize import built, leads_to, names_no_other
from roadworthy.models.kubernetes.objects import look
from roadworthy.models.kubernetes.renditions import Deployed, deployed
from roadworthy.parsing.yaml import Scalar

if TYPE_CHECKING:
    from roadworthy.models.kubernetes.kustomize import Built

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {tier: front}}
spec:
  replicas: 1
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: shop:1
          env: [{name: A, value: x}]
        - name: side
          image: side:1
"""
BASE = "resources: [web.yaml]\n"


def make(overlay: str, **more: str) -> Built:
    files = {"base/web.yaml": WEB, "base/kustomization.yaml": BASE, "prod/kustomization.yaml": overlay}
    files.update({name.replace("__", "/") + ".yaml": text for name, text in more.items()})
    return Repository(SampleTree(files)).ask(built, "prod/kustomization.yaml")


def value(made: Built, *path: str) -> str | None:
    node = look(made.objects[0].body, *path)
    return node.text if isinstance(node, Scalar) else None


def images(made: Built) -> list[str | None]:
    pod = made.objects[0].pod
    assert pod is not None
    return [one.text("image") for one in pod["containers"]]  # type: ignore[union-attr]


def test_replicas_of_an_overlay_win() -> None:
    made = make("resources: [../base]\nreplicas: [{name: web, count: 3}]\n")
    assert value(made, "spec", "replicas") == "3"
    assert made.complete


def test_images_are_renamed_and_tagged() -> None:
    made = make("resources: [../base]\nimages: [{name: shop, newName: registry.example.com/shop, newTag: v2}]\n")
    assert images(made) == ["registry.example.com/shop:v2", "side:1"]


def test_a_strategic_merge_changes_one_container_and_keeps_the_others() -> None:
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 4\n  template: {spec: {containers: [{name: side, image: side:2}]}}\n"
    made = make("resources: [../base]\npatches: [{path: more.yaml}]\n", prod__more=patch)
    assert value(made, "spec", "replicas") == "4"
    assert images(made) == ["shop:1", "side:2"]
    assert made.objects[0].body["spec"]["replicas"].place.path == "prod/more.yaml"  # type: ignore[index,call-overload]


def test_an_inline_patch_for_a_target_of_another_name_is_applied_to_it() -> None:
    made = make(
        "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |\n"
        "    - {op: replace, path: /spec/replicas, value: 5}\n    - {op: remove, path: /spec/template/spec/containers/1}\n"
    )
    assert value(made, "spec", "replicas") == "5"
    assert images(made) == ["shop:1"]
    assert made.complete


def test_a_patch_that_deletes_takes_the_object_away() -> None:
    patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n$patch: delete\n"
    assert make("resources: [../base]\npatchesStrategicMerge: [gone.yaml]\n", prod__gone=patch).objects == ()


def test_a_patch_finds_an_object_by_the_name_that_its_base_gave_it() -> None:
    files = {
        "base/web.yaml": WEB,
        "base/kustomization.yaml": BASE + "namePrefix: shop-\n",
        "prod/kustomization.yaml": "resources: [../base]\nreplicas: [{name: shop-web, count: 2}]\n",
    }
    assert value(Repository(SampleTree(files)).ask(built, "prod/kustomization.yaml"), "spec", "replicas") == "2"


def test_a_component_changes_what_stands_beside_it() -> None:
    component = "kind: Component\nreplicas: [{name: web, count: 6}]\n"
    made = make("resources: [../base]\ncomponents: [../more]\n", more__kustomization=component)
    assert value(made, "spec", "replicas") == "6"


def test_what_is_remote_is_missing_and_never_fetched() -> None:
    for entry in ("https://github.com/acme/base?ref=v1", "github.com/acme/base", "git@github.com:acme/base.git", "../../away"):
        made = make(f"resources: [../base, '{entry}']\n")
        assert [one.name for one in made.objects] == ["web"]
        assert not made.complete


def test_circles_end() -> None:
    made = make("resources: [../base, ../prod]\n")
    assert not made.complete
    files = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}
    repo = Repository(SampleTree(files))
    assert repo.ask(built, "a/kustomization.yaml").objects == ()
    assert repo.ask(leads_to, "a/kustomization.yaml") == {"a/kustomization.yaml", "b/kustomization.yaml"}
    assert repo.ask(names_no_other) == ()


def test_bases_that_double_at_every_level_are_bounded() -> None:
    files = {f"l{n}{x}/kustomization.yaml": f"resources: [../l{n + 1}a, ../l{n + 1}b]\n" for n in range(11) for x in "ab"}
    files["top/kustomization.yaml"] = "resources: [../l0a, ../l0b]\n"
    assert not Repository(SampleTree(files)).ask(built, "top/kustomization.yaml").complete


def test_a_json_patch_that_does_not_fit_leaves_an_object_that_nobody_knows_out() -> None:
    made = make("resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: '[{op: remove, path: /spec/absent}]'\n")
    assert made.objects == ()
    assert not made.complete


def test_a_workload_is_one_subject_with_a_variant_for_each_overlay() -> None:
    files = {
        "base/web.yaml": WEB,
        "base/kustomization.yaml": BASE,
        "overlays/dev/kustomization.yaml": "resources: [../../base]\n",
        "overlays/production/kustomization.yaml": "resources: [../../base]\nreplicas: [{name: web, count: 3}]\n",
    }
    repo = Repository(SampleTree(files))
    for changed in files:
        (one,) = deployed(repo, [changed])
        assert isinstance(one, Deployed)
        assert one.path == "base/web.yaml"
        if changed.startswith("base"):
            assert [v.rendition.kind for v in one.variants] == ["development", "production"]
        assert [v.rendition.environment for v in one.judged()] == ["production"]
