"""Whatever a compose file holds: it gets findings or a named error, and the file beside it is still judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from roadworthy.check_compose import main

if TYPE_CHECKING:
    from pathlib import Path

WITNESS = "services:\n  web:\n    image: nginx:1.29.3\n    depends_on: [nobody]\n"  # one that blocks: CMP005
BOMB = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n" + "".join(
    f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 9)
)
MERGES = "x0: &x0 {a: 1}\n" + "".join(f"x{n}: &x{n}\n  <<: [*x{n - 1}, *x{n - 1}]\n  k{n}: 1\n" for n in range(1, 60))

# name: content, and what is said of it: a rule's code, the text of an error, or nothing
FILES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", ""),
    "binary": (b"services:\0\n", ""),
    "Latin-1": ("services:\n  café:\n    image: nginx:1.29.3\n    depends_on: [x]\n".encode("latin-1"), "CMP005"),
    "tabs": ("services:\n\tweb:\n\t\timage: nginx\n", "tab"),
    "a list": ("- a\n- b\n", ""),
    "services as a list": ("services: [a, b]\n", ""),
    "scalars for everything": (
        "services:\n  a: {build: 1, ports: 1, depends_on: 1, env_file: 1, volumes: 1, healthcheck: 1, networks: 1, extends: 1}\n",
        "CMP020",
    ),
    "mappings for everything": (
        "services:\n  a: {image: {}, ports: {}, depends_on: {b: }, env_file: {}, volumes: {}, healthcheck: {test: {}}}\n",
        "CMP005",
    ),
    "lists of lists": (
        "services:\n  a: {ports: [[1]], volumes: [[]], env_file: [[]], command: [[x]], extends: []}\n",
        "CMP020",
    ),
    "several documents": (
        "services:\n  a: {image: 'nginx:1'}\n---\nservices:\n  b: {image: 'nginx:1', depends_on: [c]}\n",
        "CMP005",
    ),
    "duplicate keys": ("services:\n  a: {image: x, image: y}\n", "CMP015"),
    "aliases that expand without end": (BOMB, "expands to more"),
    "merge keys on merge keys": (MERGES + "services:\n  a:\n    <<: *x59\n    image: nginx:1.29.3\n", ""),
    "an alias inside itself": ("services: &s\n  a: *s\n", "inside what it refers to"),
    "100,000 services": ("services:\n" + "".join(f"  s{n}: {{image: 'nginx:1'}}\n" for n in range(100_000)), "more than"),
    "40,000 services that extend each other": (
        "services:\n" + "".join(f"  s{n}: {{extends: s{n + 1}}}\n" for n in range(40_000)),
        "CMP020",
    ),
    "20,000 services in a circle": (
        "services:\n" + "".join(f"  s{n}: {{image: 'nginx:1', depends_on: [s{(n + 1) % 20_000}]}}\n" for n in range(20_000)),
        "CMP009",
    ),
    "300 services that all wait for each other": (
        "services:\n"
        + "".join(
            f"  s{n}: {{image: 'nginx:1', depends_on: [{', '.join(f's{m}' for m in range(300))}]}}\n" for n in range(300)
        ),
        "CMP009",
    ),
    "20,000 services with one port": (
        "x-a: &a {image: 'nginx:1.29.3', ports: ['80:80']}\nservices:\n" + "".join(f"  s{n}: *a\n" for n in range(20_000)),
        "",
    ),
    "the whole range of ports": (
        "services:\n  a: {image: 'nginx:1.29.3', ports: ['1-65535:1-65535', '1-65535:1-65535/udp']}\n",
        "",
    ),
    "nested too deep": ("services: " + "{a: " * 5_000 + "1" + "}" * 5_000 + "\n", "nested more than"),
    "variables in variables": ("services:\n  a: {image: '" + "${A:-" * 5_000 + "}" * 5_000 + "'}\n", "CMP019"),
    "unclosed variables": ("services:\n  a: {image: '" + "${A:-" * 50_000 + "'}\n", "CMP019"),
    "a 5 MB line": ("services:\n  a: {image: nginx:1.29.3, command: '" + "a " * 2_500_000 + "'}\n", ""),
    "includes itself": ("include: [compose.yaml, ./compose.yaml]\n", "CMP020"),
    "includes what is outside": ("include: [../../../../etc/passwd, /etc/passwd]\n", "CMP020"),
    "extends what is outside": ("services:\n  a: {extends: {file: /etc/passwd, service: root}}\n", "CMP020"),
    "builds what is outside": ("services:\n  a: {build: ../../../../etc}\n", ""),
    "a template": ("services:\n  {{ name }}:\n    image: nginx\n", ""),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_compose_file_is_told_and_silences_no_other(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content, said = FILES[name]
    for folder, text in (("hostile", content), ("witness", WITNESS)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "compose.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    monkeypatch.chdir(tmp_path)
    code = main(["--format", "json", "hostile/compose.yaml", "witness/compose.yaml"])
    report = json.loads(capsys.readouterr().out)
    found = {(finding["path"], finding["rule"]) for finding in report["findings"]}
    assert code == 1
    assert ("witness/compose.yaml", "CMP005") in found
    told = [finding["rule"] for finding in report["findings"] if finding["path"].startswith("hostile")]
    errors = [error["message"] for error in report["errors"] if error["path"].startswith("hostile")]
    assert "please report it" not in " ".join(errors)
    if said:
        assert said in told or any(said in error for error in errors), (told[:5], errors[:5])
