"""Draw the README's pictures of the report's page, from a clone of a real application, with the roadworthy that is installed.

python tools/page_picture.py CLONE     write docs/images/review-light.png and review-dark.png

The clone is copied first, and stays as it is. The application and its commit stand in docs/showcase/README.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH, HEIGHT, SCALE = 900, 700, 1.5
SCHEMES = {"dark": 0, "light": 1}
SHOWN = "1.2"
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run")


def page(clone: Path, folder: Path) -> Path:
    """The page for a copy of the clone, with one row open."""
    project = folder / clone.name.rpartition("+")[2]
    subprocess.run(["git", "clone", "--quiet", str(clone), str(project)], check=True)
    written = folder / "review.html"
    subprocess.run(["roadworthy", "report", "--root", str(project), "--html", str(written)], check=False, capture_output=True)
    opened = f"<script>document.getElementById('{SHOWN}').open=true</script></body>"
    written.write_text(written.read_text(encoding="utf-8").replace("</body>", opened), encoding="utf-8")
    return written


def main(arguments: list[str]) -> int:
    """Write both pictures."""
    browser = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
    if len(arguments) != 1 or browser is None:
        print(__doc__ if browser else "no Chromium is installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = page(Path(arguments[0]).resolve(), folder)
        for scheme, number in SCHEMES.items():
            command = [browser, *_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--window-size={WIDTH},{HEIGHT}"]
            command += [f"--force-device-scale-factor={SCALE}", f"--blink-settings=preferredColorScheme={number}"]
            command += [f"--screenshot={IMAGES / f'review-{scheme}.png'}", shown.as_uri()]
            subprocess.run(command, check=True, capture_output=True, timeout=120, env={**os.environ, "LANG": "C.UTF-8"})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
