"""Formats of logins and of structured text: netrc, pgpass, hash lines, git's store, XML, SQL, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing import connection_strings, credential_files, sql, xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from roadworthy.core.excerpt import Excerpt

READERS: dict[str, Callable[[Excerpt], Iterable[Any]]] = {
    "netrc": credential_files.netrc,
    "pgpass": credential_files.pgpass,
    "hash_lines": lambda text: credential_files.hash_lines(text, plain=True),
    "git_credentials": credential_files.git_credentials,
    "accounts": sql.accounts,
    "rows": lambda text: sql.rows(text, lambda column: True),
    "urls": connection_strings.urls,
    "strings": connection_strings.strings,
    "xml": xml_text.parse,
}


def read(reader: str, text: str) -> list[tuple[str, str, str]]:
    return [(s.section, s.key, s.value.text) for s in READERS[reader](Source("x", text).whole())]


def test_netrc_over_lines_in_quotes_with_macros_and_comments() -> None:
    text = (
        "machine a login u password p1\n# machine no\nmacdef init\npassword no\n\n"
        'machine b\n  login v\n  password "p 2"\ndefault password p3'
    )
    assert read("netrc", text) == [("a", "password", "p1"), ("b", "password", "p 2"), ("", "password", "p3")]


def test_pgpass_has_its_password_last_with_escaped_colons() -> None:
    text = "#host:port:db:user:password\nh:5432:d:u:p\\:w\nshort:line\n\\:x:1:2:3:end\n"
    assert read("pgpass", text) == [("h", "password", "p:w"), ("\\:x", "password", "end")]


def test_hash_lines_are_those_with_a_known_kind_of_hash() -> None:
    hashed = "$6$" + "salt" * 3 + "$" + "h" * 40
    text = f"root:*:1:\nubuntu:{hashed}:17431:0:::\nlocked:!:1:\nplain:word:1\nold:{'ab' * 6}c\n"
    assert read("hash_lines", text) == [("", "ubuntu", hashed), ("", "old", "ab" * 6 + "c")]


def test_git_credentials_keep_whatever_stands_before_the_last_at() -> None:
    assert read("git_credentials", "https://me@example.org:pa@ss#1@git.example.org\nhttps://none@host\n") == [
        ("git.example.org", "password", "pa@ss#1")
    ]


def test_sql_accounts_of_mysql_postgres_and_oracle() -> None:
    text = (
        "CREATE USER 'a'@'%' IDENTIFIED BY 'one';\ncreate user b identified with mysql_native_password by \"two\";\n"
        "CREATE ROLE c WITH LOGIN ENCRYPTED PASSWORD 'thr''ee';\nALTER LOGIN d WITH PASSWORD = N'four';\n"
        "SET PASSWORD FOR 'e'@'h' = PASSWORD('five');\nSELECT password FROM t WHERE password = 'six';\n"
    )
    assert sorted(value for _, _, value in read("accounts", text)) == ["five", "four", "one", "thr''ee", "two"]


def test_sql_rows_know_their_columns_from_the_insert_or_from_the_table() -> None:
    text = (
        "CREATE TABLE `users` (\n `id` int(11) NOT NULL, -- a, comment\n `name` varchar(9) DEFAULT 'a,b',\n pass text\n);\n"
        "INSERT INTO `users` VALUES (1, 'it''s (a)', 'first'), (2, 'b', MD5('second'));\n"
        "INSERT INTO public.accounts (token, id) VALUES ('third', 4);\n"
        "COPY people (id, pass) FROM stdin;\n1\tfourth\n2\t\\N\n\\.\n"
    )
    found = list(sql.rows(Source("x.sql", text).whole(), lambda column: column in ("pass", "token")))
    assert [(s.section, s.key, s.value.text) for s in found] == [
        ("users", "pass", "first"),
        ("users", "pass", "second"),
        ("accounts", "token", "third"),
        ("people", "pass", "fourth"),
    ]
    assert found[3].value.place().line == 9


def test_xml_elements_have_attributes_text_and_those_above_them() -> None:
    text = '<?xml version="1.0"?><!-- <no/> --><a x="1 &lt; 2" y=\'&#65;\'><b>t&amp;u</b><c/><d><![CDATA[<raw>]]></d></a>'
    found = list(xml_text.parse(Source("x.xml", text).whole()))
    assert [(e.name, e.path, e.text.text) for e in found] == [
        ("a", (), ""),
        ("b", ("a",), "t&u"),
        ("c", ("a",), ""),
        ("d", ("a",), "<raw>"),
    ]
    assert {name: value.text for name, value in found[0].attributes.items()} == {"x": "1 < 2", "y": "A"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres://u:secret@db.internal/x", ("postgres", "u", "secret", "db.internal")),
        ("url = redis://:secret@cache:6379", ("redis", "", "secret", "cache:6379")),
        ("see https://example.org/a:b@c", None),
        ("mail me@example.org", None),
        ("http://host:8080/path", None),
        ("git clone https://" + "x1" * 12 + "@git.example.org/r", ("https", "", "x1" * 12, "git.example.org")),
    ],
)
def test_logins_in_urls(text: str, expected: tuple[str, str, str, str] | None) -> None:
    found = [(u.form, u.user, u.password.text, u.host) for u in connection_strings.urls(Source("x", text).whole())]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("Server=db;Database=d;User Id=sa;Password=pw1;", "pw1"),
        ('"jdbc:mysql://h/d?user=u&password=pw2"', "pw2"),
        ("DefaultEndpointsProtocol=https;AccountName=n;AccountKey=pw3==;", "pw3=="),
        ("password=alone", None),
        ("if password == x; server = y", None),
    ],
)
def test_passwords_in_connection_strings(text: str, password: str | None) -> None:
    found = [login.password.text for login in connection_strings.strings(Source("x", text).whole())]
    assert found == ([password] if password else [])


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab:/@'\"<>=&;,()\\ \n$1 insertoidfybpaw-", max_size=200) | st.text(max_size=200))
def test_any_text_is_read(reader: str, text: str) -> None:
    for found in READERS[reader](Source("x", text).whole()):
        value = found.password if reader in ("urls", "strings") else found.text if reader == "xml" else found.value
        start = value.origin(0)
        assert "\\" in text or "&" in text or text[start : start + len(value)] == value.text


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "text",
    [
        *("<a b=" * 40_000, '<a b="' * 40_000, "<!--" * 40_000, "://u:p" * 40_000, "password=" * 30_000, "(" * 200_000),
        *("insert into t (a) values (" * 8_000, "create table t (" * 8_000, "identified by '" * 15_000, "'" * 200_000),
        *("create user password '" * 10_000, ":" * 200_000),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_is_read_to_its_end(reader: str, text: str) -> None:
    assert sum(1 for _ in READERS[reader](Source("x", text).whole())) < 200_000
