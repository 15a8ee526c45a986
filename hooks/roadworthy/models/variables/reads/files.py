"""Which files have reads, what has to stand in them, and which are nobody's own: vendored, generated, minified."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....core.records import NamedTuple
from ....parsing.code import language_of

if TYPE_CHECKING:
    from ....core.excerpt import Excerpt
    from ....core.outcome import Unreadable
    from .found import Found

_OTHERS = pattern(
    r"(?:^|/)(?:node_modules|vendor|third[-_]party|bower_components|\.yarn|\.venv|venv|site-packages|dist|__pycache__"
    r"|__generated__|generated|gen|\.next|\.nuxt|\.output|coverage|target/(?:debug|release)|obj|bin/(?:Debug|Release))/"
)
_MADE = pattern(
    r"(?:[.-]min\.[cm]?js|\.bundle\.js|\.chunk\.js|\.d\.ts|\.pb\.go|_pb2(?:_grpc)?\.pyi?|_pb\.[jt]s|\.g\.cs|\.designer\.cs"
    r"|\.generated\.\w+|\.gen\.(?:go|ts)|_gen\.go)$"
)
_LONGEST_LINE = 5000  # bytes; a longer one at the beginning was made by a program
LOOKED_AT = 20_000
_SAYS_GENERATED = (b"Code generated", b"DO NOT EDIT", b"@generated", b"auto-generated")


class Kind(NamedTuple):
    """A kind of files: the module with its `reads`, and the texts of which one stands in every file with a read."""

    name: str
    module: str
    markers: tuple[str, ...]

    @property
    def is_shell(self) -> bool:
        return self.module == "shell"

    def is_marked(self, text: str) -> bool:
        if self.name == "script" and not _SHELL_LINE.match(text):
            return False
        return not self.markers or any(marker in text for marker in self.markers)

    def is_marked_bytes(self, content: bytes) -> bool:
        if self.name == "script" and content[:2] != b"#!":
            return False
        return not self.markers or any(marker.encode() in content for marker in self.markers) or content[:1] in b"\xff\xfe"

    def reads(self, excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
        """What the module finds."""
        found: tuple[Found, ...] | Unreadable = import_module(f".{self.module}", __package__).reads(excerpt)
        return found


_JAVASCRIPT = Kind(
    "javascript",
    "javascript",
    ("process.env", "process?.env", "import.meta.env", "Deno.env", "Bun.env", "$env/", "process'", 'process"', "createEnv",
     "onfigService", "validationSchema", 'nv("', "nv('"),
)  # fmt: skip
KINDS = {
    "python": Kind(
        "python",
        "python",
        ("environ", "getenv", "decouple", "BaseSettings", "starlette.config", "import env", "envvar=", "env(", "env_"),
    ),
    "javascript": _JAVASCRIPT,
    "typescript": _JAVASCRIPT,
    "tsx": _JAVASCRIPT,
    "go": Kind("go", "go", ("Getenv", "LookupEnv", 'env:"', 'envconfig:"', "EnvVar", "BindEnv", 'nv("')),
    "ruby": Kind("ruby", "ruby", ("ENV",)),
    "php": Kind("php", "php", ("env(", "getenv", "$_ENV", "$_SERVER", "Env::get")),
    "java": Kind("java", "jvm", ("getenv", "@Value", "@ConfigProperty", 'nv("')),
    "kotlin": Kind("kotlin", "jvm", ("getenv", "Value", "ConfigProperty", 'nv("')),
    "rust": Kind("rust", "rust", ("env", "var(")),
    "c_sharp": Kind("c_sharp", "c_sharp", ("GetEnvironmentVariable", 'nv("')),
    "elixir": Kind("elixir", "elixir", ("System.get_env", "System.fetch_env", ":system")),
}
_COMPONENT = Kind("component", "components", _JAVASCRIPT.markers)
# Configuration that a program fills in from its environment.
_CONFIGURATION = Kind("configuration", "configuration", ("ENV", "%env("))
_SPRING = Kind("spring", "jvm", ("${",))
_SHELL = Kind("shell", "shell", ("$",))
_SCRIPT = Kind("script", "shell", ("$",))  # without an ending: its first line tells
_MAKE = Kind("make", "makefile", ("?=", "ifndef"))
_PROGRAM = pattern(
    r"(?:^|/)(?:bin|scripts?|docker|hooks)/[^/]+$|(?:^|/)[\w-]*(?:entrypoint|start|run|deploy|setup|install|build)[\w-]*$"
)
_SHELL_LINE = pattern(r"#![^\n]*\b(?:ba|da|k|z|a)?sh\b")
_SPRING_FILE = pattern(r"(?:^|/)(?:application|bootstrap)(?:[-_.][\w-]+)*\.(?:ya?ml|properties)$")
_ERB_FILE = pattern(r"(?:\.erb|(?:^|/)config/(?:[\w-]+/)*[\w.-]+\.ya?ml)$")
_SYMFONY_FILE = pattern(r"(?:^|/)config/(?:[\w-]+/)*[\w.-]+\.(?:ya?ml|xml)$")


def handled(path: str) -> Kind | None:
    """The kind of a file; None for those that read nothing."""
    language = language_of(path)
    if language:
        return KINDS.get(language)
    if path.endswith((".vue", ".svelte", ".astro")):
        return _COMPONENT
    if path.endswith((".yml", ".yaml", ".properties", ".erb", ".xml")):
        if _SPRING_FILE.search(path):
            return _SPRING
        return _CONFIGURATION if _ERB_FILE.search(path) or _SYMFONY_FILE.search(path) else None
        return None
    name = path.rpartition("/")[2]
    if name.startswith("Procfile"):
        return _SHELL
    if name in ("Makefile", "GNUmakefile", "makefile") or name.endswith(".mk"):
        return _MAKE
    if name.endswith((".sh", ".bash", ".ash", ".ksh", ".zsh")):
        return _SHELL
    return _SCRIPT if "." not in name and _PROGRAM.search(path) else None


def is_left_out(path: str, content: bytes | None = None) -> bool:
    """Whether a file is nobody's own code here; with its content, a program's output is known too."""
    if _OTHERS.search(path) or _MADE.search(path):
        return True
    if content is None:
        return False
    start = content[:LOOKED_AT]
    if any(mark in start[:600] for mark in _SAYS_GENERATED):
        return True
    return len(start) > _LONGEST_LINE and max(map(len, start.split(b"\n"))) > _LONGEST_LINE
