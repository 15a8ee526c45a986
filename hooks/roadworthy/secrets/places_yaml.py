"""Secrets in YAML: compose, CI, Kubernetes, Helm values, Ansible and application settings, each by what its structure says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..models.names import is_secret_name
from ..parsing.yaml import Mapping, Scalar, Sequence
from ..tables.file_names import CI_FILE
from .entropy import is_random
from .found import Secret
from .marks import MARKS
from .places_judged import LONGEST, Kept
from .throwaway import decoded, strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Source
    from ..parsing.yaml import Documents, Tree

# What a file of this name is.
_COMPOSE = r"(?:^|/)(?:docker-|podman-)?(?:compose|stack)(?:[._-][^/]*)?\.ya?ml$|(?:^|/)docker-stack[^/]*$"
_VARIABLES = r"(?:^|/)(?:group_vars|host_vars|vars|inventory|inventories|defaults)/|(?:^|/)(?:vars|vault|secrets?)[^/]*\.ya?ml$"
_CONFIGURATION = (
    r"(?:^|/)(?:application|bootstrap|database|mongoid|secrets|credentials|settings|config|redis|cable|storage|sidekiq|app"
    r"|serverless)[^/]*\.ya?ml$|(?:^|/)(?:config|conf|settings|deploy|deployment|k8s|kubernetes|manifests?|helm|charts?)/"
)
_KINDS: tuple[tuple[str, str], ...] = (
    (_COMPOSE, "a compose file"),
    (CI_FILE, "a pipeline"),
    (r"(?:^|/)values[^/]*\.ya?ml$", "Helm values"),
    (_VARIABLES, "variables of a deployment"),
    (_CONFIGURATION, "a configuration file"),
)
_LIST_ITEM = pattern(r"(?:--?)?([A-Za-z_][\w.-]{0,199})=(.+)\Z", re.S)
_INNER = pattern(r"\.(?:properties|env|ini|conf|cfg|toml|ya?ml|json)\Z")
_SCHEMA = pattern(r"(?m)^(?:openapi|swagger|asyncapi|\$schema)[ \t]*:|^kind:[ \t]*CustomResourceDefinition")
_SECRET_MANIFEST = pattern(r"(?m)^[ \t-]{0,20}[\"']?kind[\"']?:[ \t]*[\"']?Secret\b")
# `name: NAME` with its value on another line, `name: value`, `NAME=value`
_ASSIGNED = pattern(
    r"\b(?:name|key)[\"']?:[ \t]{1,8}[\"']?([\w.-]{1,200})"
    r"|(?<![\w./-])([\w./-]{1,200})[\"']?[ \t]{0,8}(?::[ \t]{1,99}(?=[^\s#&*])|=(?=\S))"
)
_WRAPPED = pattern(
    r"(?<![\w.-])([\w.-]{1,200}):[ \t]{0,16}\r?\n(?=(?:[^\n:]{1,40}:[^\n]{0,200}\n){0,2}[ \t]{1,200}(?:value|Default):)"
)
_KEY = pattern(r"[\w.-]{1,200}\Z")
_ASSIGNMENT = pattern(r"(?i)(?:password|secret|token)\"?\s{0,8}[:=]\s{0,8}\S")
_NAMES = frozenset(("pass", "pwd", "auth_token", "oauth_token", "client-key-data", "rubygems_api_key", "_auth", "npmauthtoken"))


def yaml(source: Source) -> Iterator[Secret]:
    """Everything secret in a YAML file; what does not parse, a template for example, is read line by line."""
    from ..parsing.yaml import parse

    text = source.text
    if _SCHEMA.search(text):  # what it holds are names of fields, and examples
        return
    what, sure = _what(source.path, text)
    kept = Kept("yaml", "{} in " + what, sure, _NAMES, what == "a pipeline")
    if not _SECRET_MANIFEST.search(text) and not _has_candidate(text, kept):
        return
    documents = parse(source)
    for root in documents.roots:
        kind = root.text("kind") if isinstance(root, Mapping) else None
        if isinstance(root, Mapping) and kind == "Secret" and root.get("apiVersion") is not None:
            yield from _kubernetes_secret(root, source.path)
        elif kind != "SealedSecret":
            yield from _walk(root, kept, source.path)
    if documents.problems:
        yield from _lines(source, documents, kept)


def _has_candidate(text: str, kept: Kept) -> bool:
    """Whether some line gives a value to a name of a secret: without one, a tree would show nothing either."""
    lower = text.lower()
    looked: set[str] = set()
    if len(lower) != len(text) or any(kept.wanted(found[1]) for found in _WRAPPED.finditer(text)):
        return True
    for mark in MARKS:
        at = lower.find(mark)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text[start : min(end, start + 1000)]
            if line not in looked:
                looked.add(line)
                if end - start >= 1000 or _is_candidate(line, kept):
                    return True
            at = lower.find(mark, end)
    return False


def _is_candidate(line: str, kept: Kept) -> bool:
    if "{" in line and "{{" not in line:
        return True
    return any(kept.wanted((found[1] or found[2]).lstrip("-")) for found in _ASSIGNED.finditer(line))


def _what(path: str, text: str) -> tuple[str, bool]:
    """What the file is, and whether a literal in it is what an application runs with."""
    for names, what in _KINDS:
        if re.search(names, path):
            return what, True
    if "apiVersion:" in text and "kind:" in text:
        return "a Kubernetes manifest", True
    if re.search(r"(?m)^services:", text) and re.search(r"(?m)^[ \t]+image:", text):
        return "a compose file", True
    name = path.rpartition("/")[2]
    if name in (".codecov.yml", "codecov.yml"):  # its token only uploads, and forks are given it
        return "a YAML file", False
    return "a YAML file", name.startswith(".") or "." not in name


def _walk(root: Tree, kept: Kept, path: str) -> Iterator[Secret]:
    """Keys with a text, `NAME=text` items of lists, and `name`/`value` pairs."""
    stack: list[Tree] = [root]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if id(node) in seen:  # an alias leads to a node that was read where it stands
            continue
        seen.add(id(node))
        if isinstance(node, Sequence):
            stack.extend(reversed(node.items))
            for item in node.items:
                if isinstance(item, Scalar) and "=" in item.text:
                    yield from _of_item(item, kept, path)
        elif isinstance(node, Mapping):
            yield from _of_mapping(node, kept, path)
            stack.extend(value for _, value in reversed(node.entries) if not isinstance(value, Scalar))


def _of_mapping(node: Mapping, kept: Kept, path: str) -> Iterator[Secret]:
    name = value = None
    for key, given in node.entries:
        held: Tree | None = given
        if isinstance(given, Mapping) and isinstance(key, Scalar) and kept.wanted(key.text):
            held = given.get("value") or given.get("Default")  # GitLab's variables, CloudFormation's parameters
        if not isinstance(key, Scalar) or not isinstance(held, Scalar):
            continue
        if key.text in ("name", "key"):
            name = held.text
        elif key.text in ("value", "default"):
            value = held
        if held.text and kept.wanted(key.text) and _is_literal(held):
            found = kept.secret(key.text, held.excerpt, path)
            if found:
                yield found
        elif held.style == "literal" and _INNER.search(key.text):
            from ..parsing.properties import parse

            yield from Kept("yaml", f"{{}} in {key.text}", kept.sure).among(parse(held.excerpt), path)
    if name and value is not None and value.text and kept.wanted(name) and _is_literal(value):
        found = kept.secret(name, value.excerpt, path)
        if found:
            yield found


def _of_item(item: Scalar, kept: Kept, path: str) -> Iterator[Secret]:
    found = _LIST_ITEM.match(item.text)
    if found and kept.wanted(found[1]) and _is_literal(item):
        start, end = found.span(2)
        if end - start > 2 and item.text[start] == item.text[end - 1] and item.text[start] in "\"'":
            start, end = start + 1, end - 1
        secret = kept.secret(found[1], item.excerpt.cut(start, end), path)
        if secret:
            yield secret


def _is_literal(node: Scalar) -> bool:
    tagged = node.tag.startswith("!") and node.tag != "!!str"
    return node.style not in ("template", "alias") and not tagged and len(node.text) <= LONGEST


def _kubernetes_secret(root: Mapping, path: str) -> Iterator[Secret]:
    """The values of a Secret manifest: `stringData` as it stands, `data` decoded. Base64 hides nothing."""
    called = root.text("metadata", "name") or "?"
    for part in ("stringData", "data"):
        held = root.get(part)
        if not isinstance(held, Mapping):
            continue
        for key, value in held.entries:
            if not isinstance(key, Scalar) or not isinstance(value, Scalar) or not _is_literal(value) or not value.text.strip():
                continue
            text = value.text if part == "stringData" else decoded(value.text)
            if text is None or not _is_kept(key.text, text.strip(), path):
                continue
            kind = f"{key.text} of Kubernetes Secret {called}"
            certain = strength(text.strip(), path)
            if ("\n" in text.strip() or text.lstrip().startswith("{")) and '"auths"' not in text:
                certain = "keyword"  # a whole file: which of its values is one is not looked at; of keys, `private_keys` tells
            yield Secret(certain, kind, key.text, value.excerpt, "kubernetes-secret")


def _is_kept(key: str, text: str, path: str) -> bool:
    """Whether what a Secret manifest holds under a key is secret: a user's name and a certificate are not."""
    from .plausible import is_plausible

    if text.startswith(("{{", "${", "-----BEGIN CERT", "-----BEGIN PUB")):
        return False
    if len(text) > 200 or "\n" in text:  # a whole file
        if "PRIVATE KEY" in text:
            return len(text) > 150 and "\n..." not in text
        return '"auths"' in text or _ASSIGNMENT.search(text) is not None
    if not is_plausible(text, key, path):
        return False
    return is_secret_name(key) or key.lower().endswith(("key", "pass", "auth")) or (is_random(text) and len(text) >= 16)


def _lines(source: Source, documents: Documents, kept: Kept) -> Iterator[Secret]:
    """What stands behind the last document that could be read."""
    from ..parsing.properties import parse

    done = documents.roots[-1].end if documents.roots else 0
    template = kept._replace(sure=kept.sure and "{{" not in source.text)
    for setting in parse(source.whole().cut(done)):
        key = setting.key.removeprefix("- ").strip()
        if setting.value.text and _KEY.match(key) and kept.wanted(key) and setting.value.text[0] not in "|>&*!{[":
            found = template.secret(key, setting.value, source.path)
            if found:
                yield found
