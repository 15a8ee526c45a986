"""The page of the report: self-contained, and every word of the repository escaped and redacted."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from secrets import token_urlsafe

from roadworthy.devops_report import main

_VOID = {"meta", "br", "circle", "path", "rect"}


class Balanced(HTMLParser):
    """Collects what is open, and every attribute that leads somewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action", "xlink:href")]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # `<rect/>`: nothing is left open

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def written(folder: Path, **files: str) -> str:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    main(["--root", str(folder), "--html", str(folder / "out" / "review.html")])
    return (folder / "out" / "review.html").read_text(encoding="utf-8")


def test_words_of_a_repository_are_never_markup(tmp_path: Path) -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    workflow = (
        f"name: '{hostile}'\non: [push]\njobs:\n  a:\n    name: '{hostile}'\n    runs-on: x\n    steps:\n      - run: pytest\n"
    )
    text = written(
        tmp_path,
        **{".github/workflows/a.yml": workflow, "Dockerfile": "FROM a AS x\nFROM <b>x</b>:latest\nRUN <i>\nCMD x\n"},
    )
    seen = Balanced()
    seen.feed(text)
    assert seen.open == []
    assert text.count("<script>") == 1
    assert not {"img", "b:latest", "i"} & seen.names


def test_it_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    text = written(tmp_path, Dockerfile="FROM python:latest\n")
    seen = Balanced()
    seen.feed(text)
    assert all(link.startswith("../") for link in seen.links)
    assert "@import" not in text
    assert not re.search(r"url\(|https?://(?!www\.w3\.org/2000/svg)[^<]*\.(?:js|css|woff)", text)
    assert "default-src 'none'" in text


def test_secret_values_are_not_in_it(tmp_path: Path) -> None:
    value = token_urlsafe(24)
    text = written(tmp_path, Dockerfile=f"FROM python:3.12.8-slim\nENV DB_PASSWORD={value}\nCMD python\n")
    assert value not in text
    assert "DB_PASSWORD" in text


def test_it_is_the_same_every_time(tmp_path: Path) -> None:
    first = written(tmp_path, Dockerfile="FROM python:latest\n")
    main(["--root", str(tmp_path), "--html", str(tmp_path / "out" / "again.html")])
    main(["--root", str(tmp_path), "--html", str(tmp_path / "out" / "third.html")])
    again, third = ((tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("again.html", "third.html"))
    assert again == third
    assert first.count('class="row') == again.count('class="row')


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file").write_text("")
    assert main(["--root", str(tmp_path), "--html", str(tmp_path / "file" / "review.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_words_that_many_findings_share_stand_once(tmp_path: Path) -> None:
    text = written(tmp_path, **{f"{name}/Dockerfile": "FROM python:latest\nCMD python\n" for name in "abc"})
    row = text[text.index('id="4.1.1"') :]
    assert all(f">{name}/Dockerfile:1<" in row for name in "abc")
    assert row[: row.index("</details>")].count("Fix: ") == 1


def test_a_row_that_does_not_apply_has_nothing_to_open(tmp_path: Path) -> None:
    text = written(tmp_path, Dockerfile="FROM python:latest\n")
    assert '<div class="row na" id="3.1.6">' in text
    assert "looked for: <code>nothing" not in text


def test_places_that_a_row_only_counts_are_in_its_number(tmp_path: Path) -> None:
    text = written(tmp_path, **{f"{number}/Dockerfile": "FROM python:3.12.8\nUSER 7\nCMD python\n" for number in range(30)})
    row = text[text.index('id="2.2"') :]
    shown = row[: row.index("</details>")]
    assert shown.count("<a ") + int(re.search(r"and (\d+) more", shown)[1]) == 30  # type: ignore[index]
