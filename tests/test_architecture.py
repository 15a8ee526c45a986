"""Which room may import from which, so that the house has no circles; and what a hook loads before it has found anything."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "hooks" / "roadworthy"
ROOMS = ("tables", "core", "parsing", "models", "secrets", "rules", "writers")
# Each room may import from itself and from those named: data at the bottom, the doors above everything.
MAY_IMPORT = {
    "tables": set(),
    "core": {"tables"},
    "parsing": {"core", "tables"},
    "models": {"parsing", "core", "tables"},
    "secrets": {"models", "parsing", "core", "tables"},
    "writers": {"models", "parsing", "core", "tables"},
    "rules": {"secrets", "models", "parsing", "core", "tables"},
}
EVERYWHERE = {("core", "records"), ("core", "patterns")}  # they stand for the standard library's, and import nothing else


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room(module: tuple[str, ...]) -> str:
    return module[0] if module[0] in ROOMS else "doors"


def imported(path: Path) -> list[tuple[str, ...]]:
    """What a module imports from the package, as paths below it; in functions and for type checking as well."""
    here = path.relative_to(PACKAGE).with_suffix("").parts
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here[: len(here) - node.level]
            inside = tuple((node.module or "").split(".")) if node.module else ()
            found += [(*base, *inside)] if inside else [(*base, alias.name) for alias in node.names]
    return [target for target in found if target]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_room_and_those_below(path: Path) -> None:
    here = path.relative_to(PACKAGE).with_suffix("").parts
    own = room(here)
    if own == "doors":
        return
    for target in imported(path):
        allowed = room(target) == own or room(target) in MAY_IMPORT[own] or target[:2] in EVERYWHERE
        assert allowed, f"{own} imports {'.'.join(target)}"


def test_no_rule_imports_a_rule() -> None:
    for path in (PACKAGE / "rules").rglob("*.py"):
        for target in imported(path):
            assert target[0] != "rules", f"{path.name} imports {'.'.join(target)}"


def test_no_module_is_in_a_circle_of_imports() -> None:
    names = {path.relative_to(PACKAGE).with_suffix("").parts: path for path in modules()}
    edges = {name: [target for target in _run_time_imports(path) if target in names] for name, path in names.items()}
    done: set[tuple[str, ...]] = set()

    def visit(name: tuple[str, ...], above: tuple[tuple[str, ...], ...]) -> None:
        assert name not in above, " -> ".join(".".join(n) for n in (*above, name))
        if name not in done:
            for target in edges[name]:
                visit(target, (*above, name))
            done.add(name)

    for name in names:
        visit(name, ())


def _run_time_imports(path: Path) -> list[tuple[str, ...]]:
    """What is imported when the module is: at its top level, outside `if TYPE_CHECKING`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = path.relative_to(PACKAGE).with_suffix("").parts
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = here[: len(here) - node.level]
            inside = tuple((node.module or "").split(".")) if node.module else ()
            found.append((*base, *inside))
            found += [(*base, *inside, alias.name) for alias in node.names]
    return found


def test_files_stay_small() -> None:
    long = {str(path.relative_to(PACKAGE)): lines for path in modules() if (lines := path.read_text().count("\n")) > 400}
    assert not {name: lines for name, lines in long.items() if not name.startswith("tables/")}


def test_a_clean_dockerfile_loads_nothing_that_only_a_finding_or_another_area_needs(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "Dockerfile").write_text('FROM python:3.12.8-slim\nUSER 10001\nHEALTHCHECK CMD ["true"]\nCMD ["python"]\n')
    script = "import sys; from roadworthy.check_dockerfile import main; main(['Dockerfile']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    for name in ("yaml", "subprocess", "hashlib", "pathlib", "dataclasses", "argparse", "inspect", "importlib.metadata"):
        assert name not in loaded, name
    assert not {name for name in loaded if name.startswith(("roadworthy.core.output", "roadworthy.settings", "detect_secrets"))}
