"""`check-compose --fix`: host ports become variables with a default, and the example file tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy import check_compose
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.report import build
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree
from roadworthy.parsing.yaml import parse
from roadworthy.rules.compose.ports import fixed_host_port
from roadworthy.writers.compose_ports import variable_ports
from roadworthy.writers.compose_text import same_stack
from roadworthy.writers.edits import edited

from .fixing import put, text

if TYPE_CHECKING:
    from pathlib import Path


def fixed(files: dict[str, str], path: str = "compose.yaml") -> str:
    """The compose file after one run of the fixer over all compose files."""
    repo = Repository(SampleTree(files))
    findings = build(repo, run(repo, [fixed_host_port], tuple(files)), 1).findings
    fixes = [fix for fix in variable_ports(repo, findings) if fix.path == path]
    source = repo.source(path)
    assert not isinstance(source, Unreadable)
    result = edited(source.text, [edit for fix in fixes for edit in fix.edits])
    assert same_stack(source, Source(path, result)) == ""
    return result


def stack(*ports: str, service: str = "web") -> str:
    return f"services:\n  {service}:\n    image: a:1\n    ports:\n" + "".join(f"      - {port}\n" for port in ports)


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ('"3000:3000"', '"${WEB_PORT:-3000}:3000"'),
        ("'3000:80'", "'${WEB_PORT:-3000}:80'"),
        ("3000:80", '"${WEB_PORT:-3000}:80"'),
        ("3000:80   # why", '"${WEB_PORT:-3000}:80"   # why'),
        ('"127.0.0.1:3000:3000/udp"', '"127.0.0.1:${WEB_PORT:-3000}:3000/udp"'),
        ('"[::1]:3000:3000"', '"[::1]:${WEB_PORT:-3000}:3000"'),
        ('"${HOST_IP:-127.0.0.1}:3000:3000"', '"${HOST_IP:-127.0.0.1}:${WEB_PORT:-3000}:3000"'),
        ('"3000-3005:3000-3005"', '"${WEB_PORT:-3000-3005}:3000-3005"'),
        ('"3000:${INNER:-80}"', '"${WEB_PORT:-3000}:${INNER:-80}"'),
        ("{target: 80, published: 8080}", '{target: 80, published: "${WEB_PORT:-8080}"}'),
        ("target: 80\n        published: '8080'", "target: 80\n        published: '${WEB_PORT:-8080}'"),
    ],
)
def test_every_way_to_write_a_port(written: str, after: str) -> None:
    assert fixed({"compose.yaml": stack(written)}) == stack(after)


def test_in_a_flow_list_a_port_gets_quotes() -> None:
    before = "services: {web: {image: 'a:1', ports: [80:80, '81:81']}}\n"
    assert fixed({"compose.yaml": before}) == (
        "services: {web: {image: 'a:1', ports: [\"${WEB_PORT_80:-80}:80\", '${WEB_PORT_81:-81}:81']}}\n"
    )


@pytest.mark.parametrize(
    ("service", "name"), [("my-app.v2", "MY_APP_V2_PORT"), ("2fa", "_2FA_PORT"), ("übung", "BUNG_PORT"), ("'a b'", "A_B_PORT")]
)
def test_the_name_is_made_of_the_service_s(service: str, name: str) -> None:
    assert f"${{{name}:-80}}:80" in fixed({"compose.yaml": stack('"80:80"', service=service)})


def test_several_ports_are_told_apart_by_port_and_protocol() -> None:
    after = fixed({"compose.yaml": stack('"80:80"', '"443:443"', '"5353:53"', '"5354:53/udp"', '"443:443/udp"')})
    for port in (
        "${WEB_PORT_80:-80}:80",
        "${WEB_PORT_443:-443}:443",
        "${WEB_PORT_53:-5353}:53",
        "${WEB_PORT_53_UDP:-5354}:53/udp",
    ):
        assert f'"{port}"' in after
    assert '"${WEB_PORT_443:-443}:443/udp"' in after, "the same number for both protocols is one thing to change"


@pytest.mark.parametrize(
    "files",
    [
        {".env.example": "WEB_PORT=8000\n"},
        {".env": "WEB_PORT=8000\n"},
        {"app.py": "port = os.environ['WEB_PORT']\n"},
        {"compose.override.yaml": "services:\n  web:\n    environment:\n      WEB_PORT: 8000\n"},
    ],
)
def test_a_name_that_means_something_else_is_not_taken(files: dict[str, str]) -> None:
    assert '"${WEB_HOST_PORT:-80}:80"' in fixed({"compose.yaml": stack('"80:80"'), **files})


def test_the_same_port_in_another_file_of_the_stack_has_the_same_variable() -> None:
    dev = {"compose.yaml": stack('"80:80"'), "compose.dev.yaml": stack("80:80")}
    assert fixed(dev) == stack('"${WEB_PORT:-80}:80"')
    assert fixed(dev, "compose.dev.yaml") == stack('"${WEB_PORT:-80}:80"')
    done = dev | {"compose.yaml": stack('"${WEB_PORT:-80}:80"'), ".env.example": "WEB_PORT=80\n"}
    assert fixed(done, "compose.dev.yaml") == stack('"${WEB_PORT:-80}:80"')
    other = dev | {"compose.yaml": stack('"${WEB_PORT:-80}:80"'), "compose.dev.yaml": stack("81:80")}
    assert fixed(other, "compose.dev.yaml") == stack('"${WEB_HOST_PORT:-81}:80"')


def test_stacks_that_share_an_example_file_share_no_variable() -> None:
    files = {"a/compose.yaml": stack('"80:80"'), "b/compose.yaml": stack('"81:80"')}
    assert fixed(files, "b/compose.yaml") == stack('"${WEB_PORT:-81}:80"')
    assert fixed(files | {".env.example": "X=1\n"}, "b/compose.yaml") == stack('"${WEB_HOST_PORT:-81}:80"')


@pytest.mark.parametrize(
    "before",
    [
        stack('"3000"', '"${X}:80"'),
        stack('"\\x38\\x30:80"'),
        "x-ports: &p ['80:80']\nservices:\n  web:\n    image: a:1\n    ports: *p\n",
        "services:\n  web:\n    image: a:1\n    ports: &p ['80:80']\n  api:\n    image: a:1\n    ports: *p\n",
        "x-app: &app\n  ports: ['80:80']\nservices:\n  web:\n    <<: *app\n    image: a:1\n",
        stack("&p 80:80"),
    ],
)
def test_what_an_anchor_shares_or_is_written_otherwise_stays(before: str) -> None:
    assert fixed({"compose.yaml": before}) == before


PORT = st.builds(
    lambda quote, ip, host, inner, protocol, comment: f"{quote}{ip}{host}{inner}{protocol}{quote}{comment}",
    st.sampled_from(["", '"', "'"]),
    st.sampled_from(["", "127.0.0.1:", "0.0.0.0:"]),
    st.sampled_from(["80:", "8080:", "3000-3001:", "${P:-1}:", ""]),
    st.sampled_from(["80", "3000-3001", "443"]),
    st.sampled_from(["", "/tcp", "/udp"]),
    st.sampled_from(["", " # c", "  "]),
)
LONG = st.sampled_from(["{target: 80, published: 81}", "{published: '90', target: 9, protocol: udp}", "{target: 80}"])


@given(
    st.dictionaries(st.sampled_from(["web", "api-1", "db"]), st.lists(PORT | LONG, max_size=4), min_size=1),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_any_stack_means_the_same_and_a_second_run_changes_nothing(
    services: dict[str, list[str]], end: str, closed: bool
) -> None:
    lines = ["# stack", "services:"]
    for name, ports in services.items():
        lines += [f"  {name}:", "    image: a:1", *(["    ports:"] if ports else []), *(f"    - {port}" for port in ports)]
    before = end.join(lines) + (end if closed else "")
    after = fixed({"compose.yaml": before})
    assert not parse(Source("compose.yaml", after)).problems
    assert fixed({"compose.yaml": after}) == after
    assert after.count(end) == before.count(end)
    for was, now in zip(before.split(end), after.split(end)):
        assert was == now or now.partition("#")[0].strip("- ").count("${") > was.count("${")


def test_the_hook_writes_both_files_and_is_content_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / ".git").mkdir()
    put(tmp_path, {"compose.yaml": stack('"80:80"').replace("\n", "\r\n"), ".env.example": b"\xef\xbb\xbfDB_HOST=db"})
    words = ["--select", "CMP011", "--fail-on", "warning", "--fix", "--format", "concise", "compose.yaml"]
    assert check_compose.main(words) == 1
    assert capsys.readouterr().out == (
        "fixed compose.yaml: host port of `web` is `${WEB_PORT:-80}`\nfixed .env.example: `WEB_PORT` added\n"
    )
    assert text(tmp_path, "compose.yaml") == stack('"${WEB_PORT:-80}:80"').replace("\n", "\r\n")
    assert (tmp_path / ".env.example").read_bytes() == (
        b"\xef\xbb\xbfDB_HOST=db\n\n# the port of the host that `web` is bound to, in compose.yaml\nWEB_PORT=80"
    )
    assert check_compose.main(words) == 0
    assert capsys.readouterr().out == ""


def test_without_an_example_file_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    put(tmp_path, {"compose.yaml": stack('"80:80"')})
    assert check_compose.main(["--fix", "compose.yaml"]) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "compose.yaml"]
