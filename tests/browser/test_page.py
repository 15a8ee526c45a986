"""The page of the report in headless Chromium: on a phone and on a desk, in light and in dark."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from roadworthy.devops_report import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
_PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page") / "paved-road"
    shutil.copytree(EXAMPLES / "paved-road", folder)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    main(["--root", str(folder), "--html", str(folder / "review.html")])
    return folder / "review.html"


def chromium(page: Path, *words: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM
    always = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={page.parent}/profile"]
    return subprocess.run(
        [CHROMIUM, *always, *words, page.as_uri()], capture_output=True, text=True, check=True, timeout=120, encoding="utf-8"
    )


def corner(picture: Path) -> tuple[int, int, int, int]:
    """Width, height, and how light the first pixel and how many colours the first 4,000 bytes have."""
    content = picture.read_bytes()
    assert content.startswith(_PNG)
    width, height = struct.unpack(">II", content[16:24])
    at, parts = 8, []
    while at < len(content):
        (size,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            parts.append(content[at + 8 : at + 8 + size])
        at += 12 + size
    pixels = zlib.decompress(b"".join(parts))
    return width, height, pixels[1], len(set(pixels))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_it_is_readable_at_every_size_in_both_schemes(page: Path, size: str, scheme: str, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    width, height = SIZES[size]
    chromium(
        page,
        f"--window-size={width},{height}",
        f"--blink-settings=preferredColorScheme={0 if scheme == 'dark' else 1}",
        f"--screenshot={picture}",
    )
    found_width, found_height, light, shades = corner(picture)
    assert (found_width, found_height) == (width, height)
    assert (light > 200) == (scheme == "light")
    assert shades > 50


def test_the_filter_shows_the_rows_of_one_state(page: Path) -> None:
    pressed = page.with_name("pressed.html")
    text = page.read_text(encoding="utf-8")
    press = "<script>document.querySelector('[data-state=pass]').click()</script></body>"
    pressed.write_text(text.replace("</body>", press), encoding="utf-8")
    shown = chromium(pressed, "--dump-dom").stdout
    rows = re.findall(r'<(?:details|div) class="row (\w+)"([^>]*)>', shown)
    assert rows
    assert all(("hidden" in rest) == (state != "pass") for state, rest in rows)


def test_nothing_is_wider_than_a_phone_but_what_scrolls_for_itself(page: Path) -> None:
    measured = page.with_name("measured.html")
    measure = "<script>document.title='wide '+document.documentElement.scrollWidth+' of '+innerWidth</script></body>"
    measured.write_text(page.read_text(encoding="utf-8").replace("</body>", measure), encoding="utf-8")
    shown = chromium(measured, "--window-size=500,844", "--dump-dom").stdout  # a window is no narrower than that
    wide, of = map(int, re.search(r"<title>wide (\d+) of (\d+)</title>", shown).groups())  # type: ignore[union-attr]
    assert wide <= of


def test_an_address_with_an_item_shows_that_item_open(page: Path) -> None:
    moved = page.with_name("moved.html")
    moved.write_text(
        page.read_text(encoding="utf-8").replace("<script>", "<script>location.hash='4.1.6';", 1), encoding="utf-8"
    )
    shown = chromium(moved, "--dump-dom").stdout
    assert re.search(r'<details class="row \w+" id="4\.1\.6" open', shown)
    assert not re.search(r'<details class="row \w+" id="4\.1\.5" open', shown)
