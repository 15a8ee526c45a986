"""Runtime versions that manifests, version managers and platforms' files state."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.excerpt import Source
from ...core.patterns import pattern
from ...tables.runtimes import FUNCTION_RUNTIMES, TOOL_NAMES, VERSION_FILES
from .ranges import at_least, partial, range_of
from .stated import Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...core.excerpt import Excerpt
    from ...parsing.yaml import Mapping, Tree
    from .ranges import Versions
    from .stated import Purpose

MOST_BYTES = 1_000_000  # characters of a manifest; a larger file is none that a person keeps
_LINE = pattern(r"[^\n]{1,400}")
_GO = pattern(r"(?m)^(go|toolchain)[ \t]{1,20}(?:go)?(\d{1,3}(?:\.\d{1,3}){1,2})\S{0,20}[ \t\r]*$")
_RUBY = pattern(
    r"(?m)^[ \t]{0,20}ruby[ \t]{0,20}\(?[ \t]{0,20}[\"']([^\"'\n]{1,80})[\"'](?:,[ \t]{0,8}[\"']([^\"'\n]{1,40})[\"'])?"
)
_GRADLE = pattern(
    r"languageVersion(?:\.set\(|[ \t]{0,8}=)[ \t]{0,8}JavaLanguageVersion\.of\([\"']?(\d{1,2})[\"']?\)"
    r"|(?m:^)[ \t]{0,40}(?:java\.)?sourceCompatibility[ \t]{0,8}=[ \t]{0,8}(?:JavaVersion\.VERSION_)?"
    r"[\"']?((?:1[._])?\d{1,2})\b"
)
_RUNTIME_TXT = pattern(r"\s{0,20}(python|ruby|go|node)-v?([\w.]{1,20})\s{0,20}\Z")
_FUNCTION = pattern(r"(python|nodejs|ruby|go|php|java|dotnet)(\d{1,2}(?:\.(?:\d{1,2}|x))?|\d{3})\Z")


def versions_in(source: Source) -> Iterator[Stated]:
    """What the file states, by its name. Time is linear in its size."""
    name = source.path.rpartition("/")[2]
    if len(source.text) > MOST_BYTES:
        return
    if name in VERSION_FILES:
        yield from _version_file(source, VERSION_FILES[name])
    elif reader := _READERS.get(name):
        yield from reader(source)
    elif name.startswith("serverless.") or name in ("template.yaml", "template.yml", "app.yaml", "app.yml"):
        yield from _functions(source)
    elif name.endswith(".tf"):
        yield from _terraform(source)


def _stated(
    runtime: str, versions: Versions | None, value: Excerpt, purpose: Purpose, written: str = "", folder: str | None = None
) -> Stated:
    where = posixpath.dirname(value.path) if folder is None else folder
    return Stated(runtime, versions, (written or value.text)[:60], value.place(), purpose, where)


def _lines(source: Source) -> Iterator[Excerpt]:
    """The lines that say something, without comments."""
    whole = source.whole()
    for found in _LINE.finditer(source.text):
        line = whole.cut(found.start(), found.end())
        comment = line.text.find("#")
        line = (line.cut(0, comment) if comment >= 0 else line).strip()
        if line.text:
            yield line


def _version_file(source: Source, runtime: str) -> Iterator[Stated]:
    found = list(_lines(source))[:20]
    if not found:
        return
    if runtime == "rust" and found[0].text.startswith("["):
        yield from _rust(source)
        return
    first = found[0]
    versions = partial(first.text.removeprefix(f"{runtime}-"))
    for other in found[1:]:  # pyenv: several versions, of which the first is the default
        further = partial(other.text)
        versions = versions.either(further) if versions and further else None
    yield _stated(runtime, versions, first, "develops", first.text.removeprefix(f"{runtime}-").lstrip("v"))


def _tool_versions(source: Source) -> Iterator[Stated]:
    for line in _lines(source):
        words = line.text.split()
        runtime = TOOL_NAMES.get(words[0])
        if runtime and len(words) > 1:
            start = line.text.index(words[1], len(words[0]))
            yield _tool(runtime, line.cut(start, start + len(words[1])))


def _tool(runtime: str, value: Excerpt) -> Stated:
    version = value.text
    if runtime == "java":  # temurin-21.0.2+13.0.LTS
        version = version.rpartition("-")[2] if not version[:1].isdigit() else version
    return _stated(runtime, partial(version), value, "develops", version)


def _mise(source: Source) -> Iterator[Stated]:
    from ...parsing.toml_lines import parse

    for setting in parse(source.whole()):
        if setting.section == "tools":
            runtime = TOOL_NAMES.get(setting.key)
        else:  # node = {version = "22"}
            runtime = TOOL_NAMES.get(setting.section) if setting.key == "version" else None
        if runtime:
            yield _tool(runtime, setting.value)


def _go_mod(source: Source) -> Iterator[Stated]:
    found = {one[1]: one for one in _GO.finditer(source.text[:MOST_BYTES])}
    said = found.get("go")
    if said:
        value = source.whole().cut(said.start(2), said.end(2))
        yield _stated("go", at_least(said[2]), value, "supports", f"{said[2]} or later")


def _json(source: Source) -> Mapping | None:
    """The object that a JSON file holds. Tabs are blanks to JSON, and nothing to YAML."""
    from ...parsing.yaml import Mapping, parse

    root = parse(Source(source.path, source.text.replace("\t", " "), source.encoding)).root
    return root if isinstance(root, Mapping) else None


def _text(node: Tree | None) -> Excerpt | None:
    from ...parsing.yaml import Scalar

    return node.excerpt if isinstance(node, Scalar) and node.style != "template" else None


def _package_json(source: Source) -> Iterator[Stated]:
    if not any(word in source.text for word in ('"engines"', '"volta"')):
        return
    root = _json(source)
    if root is None:
        return
    for runtime in ("node", "bun"):
        engine = _text(root.get("engines", runtime))
        if engine:
            yield _stated(runtime, range_of(engine.text, "npm"), engine, "supports")
    volta = _text(root.get("volta", "node"))
    if volta:
        yield _stated("node", partial(volta.text), volta, "develops")


def _composer_json(source: Source) -> Iterator[Stated]:
    root = _json(source) if '"php"' in source.text else None
    value = _text(root.get("require", "php")) if root else None
    if value:
        yield _stated("php", range_of(value.text, "composer"), value, "supports")
    platform = _text(root.get("config", "platform", "php")) if root else None
    if platform:  # what dependencies are resolved for
        yield _stated("php", at_least(platform.text), platform, "supports", f"{platform.text} or later")


def _global_json(source: Source) -> Iterator[Stated]:
    root = _json(source)
    value = _text(root.get("sdk", "version")) if root else None
    if root is None or value is None:
        return
    policy = root.text("sdk", "rollForward") or "latestPatch"
    versions = at_least(value.text) if policy.lower() in ("major", "latestmajor") else partial(value.text.partition(".")[0])
    yield _stated("dotnet", versions, value, "supports")  # within a major version the runtime rolls forward by itself


def _pyproject(source: Source) -> Iterator[Stated]:
    from ...parsing.toml_lines import parse

    for setting in parse(source.whole()):
        if (setting.key, setting.section) in (
            ("requires-python", "project"),
            ("python", "tool.poetry.dependencies"),
            ("requires-python", "tool.poetry"),
        ):
            notation = "python" if setting.key == "requires-python" else "npm"
            yield _stated("python", range_of(setting.value.text, notation), setting.value, "supports")  # type: ignore[arg-type]


def _pipfile(source: Source) -> Iterator[Stated]:
    from ...parsing.toml_lines import parse

    for setting in parse(source.whole()):
        if setting.section == "requires" and setting.key in ("python_version", "python_full_version"):
            yield _stated("python", partial(setting.value.text), setting.value, "supports")


def _setup_cfg(source: Source) -> Iterator[Stated]:
    from ...parsing.properties import parse

    for setting in parse(source.whole()):
        if setting.section == "options" and setting.key == "python_requires":
            yield _stated("python", range_of(setting.value.text, "python"), setting.value, "supports")


def _gemfile(source: Source) -> Iterator[Stated]:
    found = _RUBY.search(source.text)
    if found:
        text = f"{found[1]}, {found[2]}" if found[2] else found[1]
        yield _stated("ruby", range_of(text, "ruby"), source.whole().cut(found.start(1), found.end(1)), "supports", text)


def _rust(source: Source) -> Iterator[Stated]:
    from ...parsing.toml_lines import parse

    for setting in parse(source.whole()):
        if setting.section == "toolchain" and setting.key == "channel":
            yield _stated("rust", partial(setting.value.text), setting.value, "develops")


def _cargo(source: Source) -> Iterator[Stated]:
    from ...parsing.toml_lines import parse

    for setting in parse(source.whole()):
        if setting.key == "rust-version" and setting.section in ("package", "workspace.package"):
            yield _stated("rust", at_least(setting.value.text), setting.value, "supports", f"{setting.value.text} or later")


def _pom(source: Source) -> Iterator[Stated]:
    from ...parsing.xml_text import parse

    if not any(word in source.text for word in ("java.version", "maven.compiler.")):
        return
    for element in parse(source.whole()):
        if element.path == ("project", "properties") and element.name in (
            *("java.version", "maven.compiler.release", "maven.compiler.target"),
        ):
            yield _java(element.text)
            return


def _gradle(source: Source) -> Iterator[Stated]:
    found = _GRADLE.search(source.text)
    if found:
        group = 1 if found[1] else 2
        yield _java(source.whole().cut(found.start(group), found.end(group)))


def _java(value: Excerpt) -> Stated:
    """A release level: a later Java runs what was made for an earlier one."""
    text = value.text[2:] if value.text.startswith(("1.", "1_")) else value.text
    return _stated("java", at_least(text), value, "supports", f"{text} or later")


def _runtime_txt(source: Source) -> Iterator[Stated]:
    found = _RUNTIME_TXT.match(source.text[:200])
    if found:
        yield _stated(found[1], partial(found[2]), source.whole().cut(found.start(1), found.end(2)), "deploys", found[2])


def _system_properties(source: Source) -> Iterator[Stated]:
    from ...parsing.properties import parse

    for setting in parse(source.whole()):
        if setting.key == "java.runtime.version":
            yield _stated("java", partial(setting.value.text), setting.value, "deploys")


def _netlify(source: Source) -> Iterator[Stated]:
    from ...parsing.toml_lines import parse

    for setting in parse(source.whole()):
        if setting.section == "build.environment" and setting.key in (
            "NODE_VERSION",
            "PYTHON_VERSION",
            "RUBY_VERSION",
            "GO_VERSION",
        ):
            yield _stated(setting.key.partition("_")[0].lower(), partial(setting.value.text), setting.value, "deploys")


def _devcontainer(source: Source) -> Iterator[Stated]:
    from ...parsing.json_text import members
    from .images import image_versions

    folder = posixpath.dirname(source.path)
    if folder.rpartition("/")[2] == ".devcontainer":
        folder = posixpath.dirname(folder)
    for setting in members(source.whole(), lambda key: key == "image"):
        for runtime, versions, written in image_versions(setting.value.text):
            yield _stated(runtime, versions, setting.value, "develops", written, folder)


def _functions(source: Source) -> Iterator[Stated]:
    """Serverless, SAM and App Engine: `runtime: python3.12`, at the top, of the provider or of a function."""
    if "untime" not in source.text:
        return
    from ...parsing.yaml import Mapping, parse

    root = parse(source).root
    waiting: list[tuple[Tree | None, int]] = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, Mapping):
            for key, value in node.pairs():
                if key.text in ("runtime", "Runtime") and (text := _text(value)):
                    yield from _function(text)
                elif depth < 6 and isinstance(value, Mapping):
                    waiting.append((value, depth + 1))


def _function(value: Excerpt) -> Iterator[Stated]:
    found = _FUNCTION.match(value.text)
    if found:
        digits = found[2]
        if len(digits) == 3 and digits.isdigit():  # App Engine: python312
            digits = f"{digits[0]}.{digits[1:]}"
        yield _stated(dict(FUNCTION_RUNTIMES)[found[1]], partial(digits), value, "deploys", digits)


def _terraform(source: Source) -> Iterator[Stated]:
    if "aws_lambda_function" not in source.text:
        return
    from ...parsing.hcl_lines import parse

    for setting in parse(source.whole()):
        if setting.key == "runtime" and setting.section.startswith("resource aws_lambda_function "):
            yield from _function(setting.value)


_READERS: dict[str, Callable[[Source], Iterator[Stated]]] = {
    ".tool-versions": _tool_versions,
    "mise.toml": _mise,
    ".mise.toml": _mise,
    "go.mod": _go_mod,
    "package.json": _package_json,
    "composer.json": _composer_json,
    "global.json": _global_json,
    "pyproject.toml": _pyproject,
    "Pipfile": _pipfile,
    "setup.cfg": _setup_cfg,
    "Gemfile": _gemfile,
    "rust-toolchain.toml": _rust,
    "Cargo.toml": _cargo,
    "pom.xml": _pom,
    "build.gradle": _gradle,
    "build.gradle.kts": _gradle,
    "runtime.txt": _runtime_txt,
    "system.properties": _system_properties,
    "netlify.toml": _netlify,
    "devcontainer.json": _devcontainer,
    ".devcontainer.json": _devcontainer,
}
