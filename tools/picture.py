"""Draw the README's picture from a real run of check-dockerfile on the example application.

python tools/picture.py            write docs/images/check-dockerfile.svg
python tools/picture.py --check    exit 1 where the picture shows something else than a run does now
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PICTURE = os.path.join(ROOT, "docs", "images", "check-dockerfile.svg")
COMMAND = "check-dockerfile --select DF006,DF007,DF010 Dockerfile"
WIDTH = 92
# Of a window with the fonts that are there: the library's own template would fetch one from elsewhere.
TEMPLATE = """<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {width} {height}" role="img">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
THEME = TerminalTheme(
    (22, 27, 34),
    (214, 220, 228),
    [
        (72, 79, 88),
        (255, 123, 114),
        (126, 211, 133),
        (226, 179, 65),
        (121, 176, 255),
        (210, 168, 255),
        (102, 204, 213),
        (214, 220, 228),
    ],
)


def run() -> str:
    """What the hook prints for the example, in colour."""
    script = "import os; os.isatty = lambda _: True; import sys; sys.stdout.isatty = lambda: True\n"
    script += "from roadworthy.check_dockerfile import main; main(sys.argv[1:])"
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "GITHUB_ACTIONS")}
    environment |= {"COLUMNS": str(WIDTH), "TERM": "xterm-256color", "PYTHONPATH": os.path.join(ROOT, "hooks")}
    with tempfile.TemporaryDirectory() as folder:  # elsewhere, since this repository's own configuration leaves it out
        project = os.path.join(folder, "parcels")
        shutil.copytree(os.path.join(ROOT, "examples", "dirt-trail"), project)
        done = subprocess.run(
            [sys.executable, "-c", script, *COMMAND.split()[1:]],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    return f"\x1b[2m$\x1b[0m {COMMAND}\n{done.stdout}"


def draw(output: str) -> str:
    """The picture."""
    with open(os.devnull, "w") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True)
        console.print(Text.from_ansi(output))
        return console.export_svg(title="git commit", theme=THEME, code_format=TEMPLATE, unique_id="roadworthy")


def main(arguments: list[str]) -> int:
    """Write, or with `--check` compare."""
    picture = draw(run())
    if "--check" in arguments:
        with open(PICTURE, encoding="utf-8") as file:
            stale = file.read() != picture
        if stale:
            print("stale: docs/images/check-dockerfile.svg (run: python tools/picture.py)")
        return int(stale)
    with open(PICTURE, "w", encoding="utf-8", newline="") as file:
        file.write(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
