"""The stores that settings name: Django, Rails, Laravel, Spring, Sequelize, Knex, and Terraform's resources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.patterns import pattern
from ...tables.datastores import ENGINE_NAMES, RESOURCES
from .stores import Stored, folder_of, major

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from .stores import Purpose

_LARGEST = 500_000  # characters
_JDBC = pattern(r"jdbc:(?:log4jdbc:|p6spy:|tc:)?(\w{1,20})[:?]")
_CLIENT = pattern(r"\b(?:client|dialect)\s{0,4}:\s{0,4}[\"']([\w-]{1,20})[\"']")
_CLOUD = pattern(r"(?i)(postgres|mysql|sqlserver|opensearch|elasticsearch)[_-](\d{1,3}(?:[._]\d{1,3})?)\b")
_PURPOSES: dict[str, Purpose] = {
    **dict.fromkeys(("prod", "production", "live", "staging", "stage", "deploy", "release"), "deploys"),
    **dict.fromkeys(("dev", "development", "local", "develop"), "develops"),
    **dict.fromkeys(("test", "testing", "tests", "ci"), "tests"),
}


def settings_in(source: Source) -> Iterator[Stored]:
    """What the file says, by its name. Time is linear in its size."""
    path = source.path
    name = path.rpartition("/")[2]
    if len(source.text) > _LARGEST:
        return
    if name.endswith(".tf"):
        yield from _terraform(source)
    elif name.endswith(".py"):
        yield from _django(source)
    elif name in ("database.yml", "database.yaml"):
        yield from _rails(source)
    elif name.startswith("phpunit.xml"):
        yield from _phpunit(source)
    elif name.startswith(".env"):
        yield from _laravel(source)
    elif name.startswith("application"):
        yield from _spring(source)
    elif name == "config.json":
        yield from _sequelize(source)
    elif name.endswith(("js", "ts")):
        yield from _script(source)


def purpose_of(name: str) -> Purpose | None:
    """What the words of a file's or an environment's name say; None where they say nothing."""
    for word in re.split(r"[^a-z]+", name.lower()):
        if word in _PURPOSES:
            return _PURPOSES[word]
    return None


def _stored(engine: str, place: Place, purpose: Purpose, written: str = "", *, settings: bool = True) -> Iterator[Stored]:
    known = ENGINE_NAMES.get(engine.lower())
    if known:
        yield Stored(known, major(written), written, place, purpose, folder_of(place.path), settings)


def _terraform(source: Source) -> Iterator[Stored]:
    if not any(resource in source.text for resource in RESOURCES):
        return
    from ...parsing.hcl_lines import parse

    found: dict[str, dict[str, Excerpt]] = {}
    for setting in parse(source.whole()):
        words = setting.section.split(" ")
        if len(words) == 3 and words[0] == "resource" and words[1] in RESOURCES:
            found.setdefault(setting.section, {})[setting.key] = setting.value
    for section, values in found.items():
        engine_key, version_key, fixed = RESOURCES[section.split(" ")[1]]
        engine, version = values.get(engine_key), values.get(version_key)
        at = version or engine
        if at is None or "${" in at.text:
            continue
        cloud = _CLOUD.match(at.text)
        name = cloud[1] if cloud else (engine.text if engine else fixed)
        written = cloud[2].replace("_", ".") if cloud else version.text if version else ""
        number = re.match(r"\d{1,3}(?:\.\d{1,3}){0,2}", written)
        yield from _stored(name, at.place(), "deploys", number[0] if number else "", settings=False)


def _django(source: Source) -> Iterator[Stored]:
    """The literal ENGINE of the default database, where it depends on nothing."""
    if "DATABASES" not in source.text or "ENGINE" not in source.text:
        return
    import ast
    import warnings

    purpose = purpose_of(source.path.rpartition("/")[2])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "DATABASES" for t in node.targets):
            engine = _default_engine(node.value)
            if engine is not None and purpose:
                line = engine.lineno
                text = source.line(line)
                start = text.find(str(engine.value)) + 1
                yield from _stored(
                    str(engine.value), Place(source.path, line, start, line, start + len(str(engine.value)) - 1), purpose
                )


def _default_engine(node: ast.AST) -> ast.Constant | None:
    import ast

    for name in ("default", "ENGINE"):
        if not isinstance(node, ast.Dict):
            return None
        values = [v for k, v in zip(node.keys, node.values) if isinstance(k, ast.Constant) and k.value == name]
        if not values:
            return None
        node = values[-1]
    return node if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _rails(source: Source) -> Iterator[Stored]:
    """Environments with their adapters. ERB in values is a text; ERB around them makes the file a template."""
    from ...parsing.yaml import Mapping, Scalar, parse

    root = parse(source).root
    for key, body in root.pairs() if isinstance(root, Mapping) else ():
        purpose = _PURPOSES.get(key.text)
        if purpose and isinstance(body, Mapping):
            adapter = body.get("adapter") or body.get("primary", "adapter")
            if isinstance(adapter, Scalar) and body.get("url") is None:
                yield from _stored(adapter.text, adapter.place, purpose)


def _phpunit(source: Source) -> Iterator[Stored]:
    from ...parsing.xml_text import parse

    for element in parse(source.whole()):
        name, value = element.attributes.get("name"), element.attributes.get("value")
        if element.name in ("env", "server") and name and value and name.text == "DB_CONNECTION":
            yield from _stored(value.text, value.place(), "tests")


def _laravel(source: Source) -> Iterator[Stored]:
    """`DB_CONNECTION` of an example file; its name says for which environment, without one for development."""
    found = re.search(r"(?m)^DB_CONNECTION[ \t]{0,8}=[ \t]{0,8}[\"']?(\w{1,20})", source.text)
    if found:
        purpose = purpose_of(source.path.rpartition("/")[2]) or "develops"
        yield from _stored(found[1], source.whole().cut(found.start(1), found.end(1)).place(), purpose)


def _spring(source: Source) -> Iterator[Stored]:
    """The JDBC address of a profile's file; that of `application.yml` itself holds where no profile says otherwise."""
    if "jdbc:" not in source.text:
        return
    stem = source.path.rpartition("/")[2].rpartition(".")[0]
    purpose = purpose_of(stem) if "-" in stem else ("tests" if "/test/" in source.path else "deploys")
    for count, found in enumerate(_JDBC.finditer(source.text)):
        before = source.text[source.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if purpose and count < 20 and "#" not in before:
            yield from _stored(found[1], source.whole().cut(found.start(), found.end(1)).place(), purpose)


def _sequelize(source: Source) -> Iterator[Stored]:
    if '"dialect"' not in source.text:
        return
    from ...parsing.yaml import Mapping, Scalar, parse

    root = parse(Source(source.path, source.text.replace("\t", " "))).root
    for key, body in root.pairs() if isinstance(root, Mapping) else ():
        purpose = _PURPOSES.get(key.text)
        dialect = body.get("dialect") if isinstance(body, Mapping) else None
        if purpose and isinstance(dialect, Scalar):
            yield from _stored(dialect.text, dialect.place, purpose)


def _script(source: Source) -> Iterator[Stored]:
    """Knex's `client` and Sequelize's `dialect` in the object of an environment: `production: { client: "pg" }`."""
    found = list(_CLIENT.finditer(source.text))[:50]
    if not found:
        return
    from ...core.outcome import Unreadable
    from ...parsing.code import above, field, language_of, parse

    code = parse(source, language_of(source.path) or "javascript")
    if isinstance(code, Unreadable):
        return
    for match in found:
        node = code.at(match.start(), match.end())
        if node is None or node.type != "pair":
            continue
        for up in above(node, 6):
            purpose = _PURPOSES.get(code.text(field(up, "key")).strip("\"'")) if up.type == "pair" else None
            if purpose:
                yield from _stored(match[1], source.whole().cut(match.start(1), match.end(1)).place(), purpose)
                break
