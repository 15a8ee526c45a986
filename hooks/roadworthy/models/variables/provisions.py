"""Who sets which environment variable: compose files, Dockerfiles, pipelines, manifests, platforms, scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import COMPOSE, DOCKERFILE, NOT_A_DOCKERFILE, VENDORED
from ...tables.provision_files import LISTING_KEYS, PIPELINE_KEYS, TOML_FILES, YAML_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Literal

    from ...core.excerpt import Place, Source
    from ...core.repository import Repository
    from ...parsing.yaml import Tree

    How = Literal["value", "passed", "secret"]
    Where = Literal["local", "deployment", "ci"]

MOST_NODES = 200_000  # of one file that are walked
_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]{1,199}")
_LISTING = pattern(LISTING_KEYS)
_MARKS = ("nv", "variables", "ConfigMap", "Secret")  # one of them stands in every file that sets something
_HELM_NAME = pattern(r"(?m)^[ \t]{0,80}-?[ \t]{0,8}name:[ \t]{1,8}[\"']?([A-Z][A-Z0-9_]{1,199})[\"']?[ \t]*$")
_HELM_KEY = pattern(r"(?m)^[ \t]{1,80}([A-Z][A-Z0-9_]{2,199}):(?=[ \t])")
_EXPORT = pattern(r"(?m)(?:^|[;&|]|\bthen\b|\bdo\b)[ \t]{0,80}export[ \t]{1,8}([A-Za-z_]\w{0,199})=")
_SYSTEMD = pattern(r"(?m)^Environment=[\"']?([A-Za-z_]\w{0,199})=")
_HCL_KEY = pattern(r"(?m)^[ \t]{1,80}\"?([A-Z][A-Z0-9_]{2,199})\"?[ \t]{0,80}[=:][ \t]")
_HCL_NAME = pattern(r"\"?\bname\"?[ \t]{0,40}[=:][ \t]{0,40}\"([A-Z][A-Z0-9_]{1,199})\"")
_SCRIPT = (
    r"\.(?:sh|bash|zsh|mk)$|(?:^|/)(?:Makefile|Procfile[^/]*|[Jj]ustfile|Tiltfile|[^/]*entrypoint[^/]*)$|(?:^|/)bin/[^/.]+$"
)
_SECRET_KEYS = frozenset(("secretKeyRef", "fromSecret", "fromDatabase", "generateValue", "sync", "valueFrom", "from_secret"))


class Provision(NamedTuple):
    """One place that sets a variable.

    `by` is what a person calls it. `how`: `value` for one that stands there, or is made up there; `secret` for one from a store
    of secrets; `passed` for one that has to be set outside under the same name. `where`: for whom it is set.
    """

    name: str
    place: Place
    by: str
    how: How
    where: Where


def variable_provisions(repo: Repository) -> dict[str, tuple[Provision, ...]]:
    """A fact: what the whole repository sets, by name. What cannot be read sets nothing."""
    found: dict[str, list[Provision]] = {}
    for path in repo.paths():
        reader = _reader(path)
        if reader is not None and not re.search(VENDORED, path):
            for provision in reader(repo, path):
                found.setdefault(provision.name, []).append(provision)
    return {name: tuple(dict.fromkeys(provisions)) for name, provisions in found.items()}


def _reader(path: str) -> Callable[[Repository, str], Iterator[Provision]] | None:
    if path.endswith((".yaml", ".yml")):
        return _of_yaml
    if path.endswith(".json"):
        return _of_yaml if any(re.search(shape, path) for shape, _, _ in YAML_FILES) else None
    if path.endswith((".tf", ".hcl", ".nomad")):
        return _of_hcl
    if path.endswith(".toml"):
        return _of_toml
    if path.endswith(".service"):
        return _of_unit
    if re.search(_SCRIPT, path):
        return _of_script
    if matching(DOCKERFILE, [path], NOT_A_DOCKERFILE):
        return _of_dockerfile
    return None


def _of_yaml(repo: Repository, path: str) -> Iterator[Provision]:
    from ...parsing.yaml import parse

    source = repo.passing(path)
    if isinstance(source, Unreadable) or not any(mark in source.text for mark in _MARKS):
        return
    by, where = next((by, where) for shape, by, where in YAML_FILES if re.search(shape, path))
    documents = parse(source)
    if by == "Kubernetes" and not any(isinstance(root, Mapping) and "apiVersion" in root for root in documents.roots):
        by = "a configuration file"
    known: Where = where  # type: ignore[assignment]  # the table has only these
    for root in documents.roots:
        yield from _of_tree(root, _Maker(by, known, bool(re.search(COMPOSE, path))))
    if documents.problems:
        yield from _of_template(source, _Maker("a Helm template" if documents.problems[0].opaque else by, known, False))


class _Maker(NamedTuple):
    """What makes a provision of a key and its value, in one file."""

    by: str
    where: Where
    compose: bool

    def make(self, name: str, at: Scalar, value: Tree | None) -> Provision:
        return Provision(name, at.place, self.by, self.how(name, value), self.where)

    def how(self, name: str, value: Tree | None) -> How:
        if value is None or (isinstance(value, Scalar) and value.is_null):
            return "passed" if self.compose else "value"
        if isinstance(value, Mapping):
            return _how_of_mapping(value)
        text = value.text if isinstance(value, Scalar) else ""
        if self.where == "ci":
            return "secret" if "secrets." in text else "value"
        if self.compose and "$" in text and isinstance(value, Scalar):
            from ...parsing.interpolation import parse

            # Made of other variables, it is set here; those are for compose to ask for.
            return "passed" if any(use.name == name and use.default is None for use in parse(value.excerpt).uses()) else "value"
        return "value"


def _how_of_mapping(value: Mapping) -> How:
    """What `valueFrom`, `fromService` and the like come to; what is not known is a value."""
    source = value.get("valueFrom")
    if isinstance(source, Mapping):
        return "secret" if "secretKeyRef" in source else "value"
    if "required" in value or "description" in value:  # app.json
        return "value" if any(key in value for key in ("value", "generator")) else "passed"
    if value.text("sync") == "false":  # render.yaml: asked for in the dashboard
        return "passed"
    return "secret" if any(key in value for key in _SECRET_KEYS) else "value"


def _of_tree(root: Tree, maker: _Maker) -> Iterator[Provision]:
    """Every variable that a list named like one sets, wherever it stands in the tree."""
    waiting: list[Tree] = [root]
    seen = 0
    while waiting and seen < MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, Sequence):
            waiting.extend(reversed(node.items))
        elif isinstance(node, Mapping):
            kind = node.text("kind")
            if kind in ("ConfigMap", "Secret"):
                yield from _of_map_object(node, maker)
            for key, value in node.pairs():
                if isinstance(value, Scalar):
                    continue
                if _LISTING.search(key.text) or (maker.where == "ci" and key.text in PIPELINE_KEYS):
                    yield from _listed(value, maker)
                waiting.append(value)


def _of_map_object(node: Mapping, maker: _Maker) -> Iterator[Provision]:
    for part in ("data", "stringData"):
        listed = node.get(part)
        for key, _ in listed.pairs() if isinstance(listed, Mapping) else ():
            if _NAME.fullmatch(key.text):
                made = maker.make(key.text, key, None)
                yield made._replace(how="secret" if node.text("kind") == "Secret" else "value")


def _listed(listed: Tree, maker: _Maker) -> Iterator[Provision]:
    if isinstance(listed, Mapping):
        for key, value in listed.pairs():
            if _NAME.fullmatch(key.text):
                yield maker.make(key.text, key, value)
        return
    for item in listed if isinstance(listed, Sequence) else ():
        if isinstance(item, Scalar):
            name, equals, rest = item.text.partition("=")
            if _NAME.fullmatch(name):
                how: How = "passed"
                if equals:
                    how = maker.how(name, item) if "$" in rest else "value"
                elif not maker.compose:
                    continue  # a list of something else
                yield Provision(name, item.place, maker.by, how, maker.where)
        elif isinstance(item, Mapping):
            named = item.get("name") or item.get("key") or item.get("Name")
            if isinstance(named, Scalar) and _NAME.fullmatch(named.text):
                yield maker.make(named.text, named, item.get("value") or item)


def _of_template(source: Source, maker: _Maker) -> Iterator[Provision]:
    """What a manifest sets that is no YAML before it is rendered: found line by line."""
    text = source.text
    whole = source.whole()
    for found in _HELM_NAME.finditer(text):
        follows = text[found.end() : found.end() + 200]
        if re.match(r"\s*(?:value|valueFrom):|\s*\{\{", follows):
            how: How = "secret" if "secretKeyRef" in follows.partition("- name")[0] else "value"
            yield Provision(found[1], whole.place(*found.span(1)), maker.by, how, maker.where)
    for found in _HELM_KEY.finditer(text):
        yield Provision(found[1], whole.place(*found.span(1)), maker.by, "value", maker.where)


def _of_dockerfile(repo: Repository, path: str) -> Iterator[Provision]:
    from ..images.stages import image_file

    image = repo.ask(image_file, path)
    if isinstance(image, Unreadable):
        return
    for stage in image.stages:
        for instruction in stage.all("ENV"):
            for pair in instruction.pairs:
                if _NAME.fullmatch(pair.key.text):
                    yield Provision(pair.key.text, pair.key.place(), "the Dockerfile", "value", "local")


def _of_toml(repo: Repository, path: str) -> Iterator[Provision]:
    from ...parsing.toml_lines import parse

    for shape, section, by, where in TOML_FILES:
        if re.search(shape, path):
            source = repo.passing(path)
            for setting in () if isinstance(source, Unreadable) else parse(source.whole()):
                if re.fullmatch(section, setting.section[:200]) and _NAME.fullmatch(setting.key):
                    known: Where = where  # type: ignore[assignment]  # the table has only these
                    yield Provision(setting.key, setting.value.place(), by, "value", known)
            return


def _of_hcl(repo: Repository, path: str) -> Iterator[Provision]:
    yield from _matches(repo, path, (_HCL_KEY, _HCL_NAME), "Terraform", "deployment")


def _of_script(repo: Repository, path: str) -> Iterator[Provision]:
    yield from _matches(repo, path, (_EXPORT,), "a script", "local")


def _of_unit(repo: Repository, path: str) -> Iterator[Provision]:
    yield from _matches(repo, path, (_SYSTEMD,), "the systemd unit", "deployment")


def _matches(repo: Repository, path: str, patterns: tuple[re.Pattern[str], ...], by: str, where: Where) -> Iterator[Provision]:
    source = repo.passing(path)
    if isinstance(source, Unreadable):
        return
    whole = source.whole()
    for shape in patterns:
        for found in shape.finditer(source.text):
            yield Provision(found[1], whole.place(*found.span(1)), by, "value", where)
