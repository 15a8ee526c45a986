"""Draws flowcharts with the real Mermaid in a headless Chromium, and reads back what is seen.

Chromium is looked for as `chromium`, `chromium-browser` and `google-chrome`; Mermaid's bundle where `npm ci --prefix
tests/browser` puts it, or at ROADWORTHY_MERMAID. `python tests/browser/drawing.py GRAPH.mmd PICTURE.png` makes a picture.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--allow-file-access-from-files",
]
_PAGE = """<!doctype html><meta charset="utf-8"><title>waiting</title>
<body style="margin:8px;background:white"><script src="{bundle}"></script>
<script>
const graphs = {graphs};
mermaid.initialize({{startOnLoad: false, securityLevel: "strict", maxTextSize: 50000, flowchart: {{useMaxWidth: false}}}});
(async () => {{
  for (const [at, graph] of graphs.entries()) {{
    const box = document.body.appendChild(document.createElement("div"));
    box.className = "graph";
    try {{
      box.innerHTML = (await mermaid.render("g" + at, graph)).svg;
      for (const span of box.querySelectorAll(".nodeLabel, .cluster-label"))
        span.setAttribute("data-seen", span.innerText);
    }} catch (error) {{
      box.setAttribute("data-error", String(error));
    }}
  }}
  const svg = document.querySelector("svg");
  document.title = "done " + Math.ceil(svg ? svg.getBoundingClientRect().width : 0) + "x" +
    Math.ceil(svg ? svg.getBoundingClientRect().height : 0) + " " + (window.stolen || "");
}})();
</script>
"""


def bundle() -> Path | None:
    """Mermaid's bundled file; None where it is not there."""
    named = os.environ.get("ROADWORTHY_MERMAID")
    path = Path(named) if named else HERE / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
    return path.resolve() if path.is_file() else None


def chromium() -> str | None:
    """The browser's program; None without one."""
    return next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


class Drawn(HTMLParser):
    """What stands in the page afterwards. `labels` are the texts of each graph as one sees them, `errors` why one was not
    drawn, `tags` the elements met inside of pictures, `links` where they lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.labels: list[list[str]] = []
        self.errors: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.title = html.unescape((re.search(r"<title>(.*?)</title>", page, re.S) or ["", ""])[1])
        self.feed(page[page.index('<div class="graph"') :] if '<div class="graph"' in page else "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("class") == "graph":
            self.labels.append([])
            if given.get("data-error"):
                self.errors.append(given["data-error"] or "")
        self.tags.add(tag)
        self.links += [value or "" for key, value in attrs if key in ("href", "xlink:href", "src")]
        self.handlers += [key for key, _ in attrs if key.startswith("on")]
        if "data-seen" in given:
            self.labels[-1].append(given["data-seen"] or "")


def draw(*graphs: str) -> Drawn:
    """The graphs drawn on one page."""
    with tempfile.TemporaryDirectory() as folder:
        page = _page(Path(folder), graphs)
        done = _run(folder, "--virtual-time-budget=60000", "--dump-dom", page.as_uri())
        return Drawn(done)


def picture(graph: str, path: Path) -> None:
    """The graph as a PNG at `path`, in its own size."""
    with tempfile.TemporaryDirectory() as folder:
        page = _page(Path(folder), (graph,))
        title = Drawn(_run(folder, "--virtual-time-budget=60000", "--dump-dom", page.as_uri())).title
        size = re.match(r"done (\d+)x(\d+)", title)
        width, height = (int(size[1]) + 30, int(size[2]) + 30) if size else (1600, 1200)
        _run(
            folder,
            "--virtual-time-budget=60000",
            f"--window-size={min(width, 12000)},{min(height, 12000)}",
            f"--screenshot={path.resolve()}",
            page.as_uri(),
        )


def _page(folder: Path, graphs: tuple[str, ...]) -> Path:
    known = bundle()
    assert known is not None
    texts = json.dumps(graphs).replace("</", "<\\/")
    page = folder / "page.html"
    page.write_text(_PAGE.format(bundle=known.as_uri(), graphs=texts), encoding="utf-8")
    return page


def _run(folder: str, *arguments: str) -> str:
    program = chromium()
    assert program is not None
    command = [program, *_FLAGS, f"--user-data-dir={folder}/profile", *arguments]
    return subprocess.run(command, capture_output=True, timeout=180, check=True).stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    picture(Path(sys.argv[1]).read_text(encoding="utf-8"), Path(sys.argv[2]))
