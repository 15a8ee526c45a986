"""The engine and the scan around it: what is imported for whom, the ways round the library's inside, hostile input, places."""

from __future__ import annotations

import random
import string
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.secrets import detect_secrets_bridge as bridge
from roadworthy.secrets import engine, native_search
from roadworthy.secrets.candidates import Search
from roadworthy.secrets.engine import findings
from roadworthy.secrets.keyword_search import KeywordSearch
from roadworthy.secrets.scan import SUREST, scan

if TYPE_CHECKING:
    from collections.abc import Mapping

_RANDOM = random.Random(7)
WORD = "".join(_RANDOM.choice(string.ascii_letters + string.digits) for _ in range(16))
HEX = "".join(_RANDOM.choice("0123456789abcdef") for _ in range(40))
DEFAULTS: Mapping[str, object] = {"plugins_used": [{"name": name} for name in bridge.TYPES]}


def loaded_after(text: str, path: str = "a.py") -> set[str]:
    """The modules in a fresh interpreter that scanned a text, which may open no socket."""
    code = (
        "import socket, sys\n"
        "def refused(*a, **k): raise AssertionError('network')\n"
        "socket.socket = socket.create_connection = socket.getaddrinfo = refused\n"
        "from roadworthy.core.excerpt import Source\n"
        "from roadworthy.secrets.scan import scan\n"
        f"scan(Source({path!r}, sys.stdin.read()))\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=text, check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_a_clean_file_imports_neither_library_nor_matcher_nor_parsers() -> None:
    assert loaded_after("def total(a, b):\n    return a + b\n").isdisjoint(
        {"detect_secrets", "detect_secrets.plugins.base", "requests", "hyperscan", "yaml", "configparser", "hashlib"}
    )


def test_a_candidate_leaves_no_module_of_the_library_behind() -> None:
    assert loaded_after(f'password = "{WORD}"\n').isdisjoint({"detect_secrets", "detect_secrets.plugins.base", "requests"})


def test_the_stand_in_for_requests_cannot_be_called() -> None:
    base = bridge._module("detect_secrets.plugins.base")
    with pytest.raises(Exception, match="nothing is ever sent"):
        base.requests.get("https://example.org")


def test_another_version_goes_through_the_public_scan_with_the_same_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"password: {WORD}\nhash: {HEX}\n"
    known = findings("a.yaml", text)
    monkeypatch.setattr(bridge, "is_known", lambda: False)
    assert sorted(findings("a.yaml", text)) == sorted(known)
    assert len(known) == 2


def test_default_settings_of_a_baseline_are_recognised() -> None:
    limits = {"Base64HighEntropyString": 4.5, "HexHighEntropyString": 3.0}
    rows = [{"name": name} | ({"limit": limits[name]} if name in limits else {}) for name in bridge.TYPES]
    assert bridge.default_plugins({"plugins_used": rows})
    assert not bridge.default_plugins({"plugins_used": rows[1:]})
    assert not bridge.default_plugins({"plugins_used": [*rows, {"name": "Custom", "path": "file://custom.py"}]})
    assert not bridge.default_plugins({"plugins_used": rows, "filters_used": []})


def test_other_limits_and_fewer_plugins_are_the_librarys_to_apply() -> None:
    text = f"x = '{HEX}'\npassword = '{WORD}'\n"
    fewer = {"plugins_used": [{"name": "KeywordDetector"}]}
    assert [found.type for found in findings("a.py", text, fewer)] == ["Secret Keyword"]
    high = {"plugins_used": [{"name": "HexHighEntropyString", "limit": 7.9}]}
    assert findings("a.py", text, high) == []
    assert findings("a.py", text, DEFAULTS) == findings("a.py", text)


def test_verification_is_never_on_whatever_a_baseline_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {
        "plugins_used": [{"name": "StripeDetector"}],
        "filters_used": [{"path": "detect_secrets.filters.common.is_ignored_due_to_verification_policies", "min_level": 2}],
    }
    text = "key = sk_" + f"live_{WORD}{WORD[:8]}\n"
    assert [found.type for found in findings("a.py", text, asked)] == ["Stripe Access Key"]


def test_without_hyperscan_much_text_is_searched_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    assert native_search.compiled([b"a"]) is None
    text = "x = 1\n" * 1000 + f"x = '{HEX}'\n"
    assert [found.line for found in findings("a.py", text, search=Search(0))] == [1001]
    assert KeywordSearch(["ab"], 0)("cab") == [(1, "ab")]


PLAIN, NATIVE = (KeywordSearch(["a", "ab", "ba", "aa"], worth) for worth in (10**9, 0))


@settings(max_examples=100, deadline=None)
@given(st.text("ab\u00e9\u4e2d\U0001f600\n", max_size=40))
def test_keywords_are_found_at_the_same_places_in_little_and_in_much_text(text: str) -> None:
    found = PLAIN(text)
    assert found == NATIVE(text)
    assert all(text.startswith(keyword, at) for at, keyword in found)


def test_a_finding_does_not_show_its_value() -> None:
    (found,) = findings("a.py", f'password = "{WORD}"\n')
    assert WORD not in repr(found)
    assert found.value == WORD


SIZE = 120_000
HOSTILE = {
    "backticks.js": "`a" * SIZE + "password",
    "names.js": "password`" * (SIZE // 9),
    "compared.py": "`x` == password " * (SIZE // 16),
    "blanks.ini": "[a]\n" + ("b" + " " * 250 + "c") * (SIZE // 250) + f"\npassword = {HEX}\n",
    "options.env": "".join(f"k{i}=%%v{i}{HEX}\n" for i in range(SIZE // 60)),
    "interpolated.ini": "[a]\n" + "".join(f"k{i} = " + f"%(k{i + 1})s" * 20 + "\n" for i in range(20)) + f"k20 = {HEX}\n",
    "pragmas.c": "/*pragma: allowlist secret " * (SIZE // 27) + f' password = "{WORD}"',
    "lookups.py": ("password = 'a" + " " * 900 + "'\n") * (SIZE // 900),
    "identifiers.json": "".join(f'"{i:07d}{WORD}zZyYxX",' for i in range(SIZE // 36)) + '"user_id": 1' + f'"{WORD}{HEX}"' * 500,
    "registries.npmrc": "//a" * (SIZE // 3) + "/:_authToken=",
    "registry.npmrc": "//a/:_authToken=" * (SIZE // 16),
    "models.txt": "sk-" * (SIZE // 3) + "T3Blbk" + "FJ",
    "tokens.txt": "eyJa.b " + "eyJ" * (SIZE // 3),
    "aliases.yaml": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40)) + f"h: {HEX}\n",
    "cycle.yaml": f"a: &a [*a]\nhash: {HEX}\n",
    "deep.yaml": f"hash: {HEX}\na: " + "[" * SIZE,
    "nul.txt": "\0password = 'x'\n" * (SIZE // 16),
    "quotes.txt": '"' * SIZE,
}  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_text_is_answered(path: str) -> None:
    assert isinstance(findings(path, HOSTILE[path]), list)


def test_lines_of_a_file_of_many_pieces_keep_their_numbers() -> None:
    text = ("word \u00e9 " * 10 + "\n") * 60_000 + f"x = '{HEX}'\n" + "y" * 5_000_000 + f"\nz = '{HEX}'"
    assert [found.line for found in findings("a.py", text)] == [60_001, 60_003]


def test_a_value_at_the_end_of_ten_megabytes_in_one_line_is_found() -> None:
    text = '{"text": "' + "lorem ipsum " * 850_000 + f'", "password": "{WORD}"}}'
    assert [(found.type, found.value) for found in findings("a.json", text)] == [("Secret Keyword", WORD)]


PIECES = st.sampled_from([f'password = "{WORD}"', HEX, f"'{HEX}'", "password: ", '"', "\r\n", "\n", "\r", "\u00e9", "- ", " "])


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["a.py", "a.yaml", "a.env", "a.ini", ".npmrc"]))
def test_a_scan_never_raises_and_every_value_stands_at_its_place(pieces: list[str], path: str) -> None:
    source = Source(path, "".join(pieces))
    end = 0
    for secret in scan(source):
        start = secret.value.origin(0)
        assert start >= end
        end = secret.value.origin(len(secret.value))
        if secret.detector in bridge.TYPES.values():  # a parser's value can be unescaped
            assert source.text[start:end] == secret.value.text
        assert secret.certainty in SUREST


def test_line_ends_of_any_kind_lead_to_the_value() -> None:
    for end in ("\n", "\r\n", "\r"):
        source = Source("a.py", end.join(["# one", "", f'password = "{WORD}"', "# two"]))
        (secret,) = scan(source)
        assert secret.value.text == WORD
        assert secret.name == "password"
        assert source.text[secret.value.origin(0) :].startswith(WORD)


def test_the_surest_of_overlapping_findings_stays_and_is_told_once() -> None:
    token = "gh" + "p_" + "".join(_RANDOM.choice(string.ascii_letters + string.digits) for _ in range(36))
    secrets = scan(Source("deploy.py", f'token = "{token}"\nsecret = "{WORD}{HEX}"\n'))
    assert [secret.value.place().line for secret in secrets] == [1, 2]
    assert secrets[0].certainty == "provider" or secrets[0].detector == "GitHub Token"


def test_the_name_of_a_value_is_what_it_is_assigned_to() -> None:
    for line, name in ((f'  "db_password": "{WORD}"', "db_password"), (f"api.secret => '{WORD}'", "api.secret")):
        (secret,) = scan(Source("a.js", line + ",\n"))
        assert secret.name == name


def test_a_value_that_is_written_otherwise_is_covered_by_its_line() -> None:
    (found,) = (found for found in findings("a.yaml", f'password: "\\x61{WORD}"\n') if found.type == "Secret Keyword")
    assert found.value == "a" + WORD
    assert engine.findings("a.yaml", "password: short\n")[0].line == 1
    secrets = scan(Source("notes.yaml", f'password: "\\x61{WORD}"\n'))
    assert any(secret.value.text.find(WORD) >= 0 for secret in secrets)
