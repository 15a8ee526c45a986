"""The configuration: what it may say, what is told when it says something else, and that the schema agrees."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import roadworthy
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.rule import SEVERITIES
from roadworthy.models.settings import ENVIRONMENTS, STAGES, SettingError, Settings, read

RULES = {"DF006": "root-user", "DF002": "unpinned-base", "SEC001": "secret-value"}
ITEMS = ("5.2.5", "3.2.2", "7")
SCHEMA = json.loads((Path(roadworthy.__file__).parent / "schema" / "roadworthy.schema.json").read_text(encoding="utf-8"))

FULL: dict[str, Any] = {
    "exclude": ["vendor/", "*.generated.yml"],
    "disable": ["DF006", {"rule": "unpinned-base", "paths": ["legacy/"]}],
    "severity": {"root-user": "warning", "DF002": "info"},
    "environments": {"development": ["laptop"], "staging": ["qa"], "production": ["live", "prod-eu"]},
    "stages": {"./ci/scan.sh": "security-scan", "acme/deploy@v1": "deploy"},
    "runbook": {"channel": "#ops", "health_url": "https://app.example/health", "owner": "platform team"},
    "attest": {
        "5.2.5": {
            "statement": "rotated by the platform",
            "evidence": "https://wiki.example/rotation",
            "owner": "ops",
            "date": "2026-01-31",
            "expires": "2027-01-31",
        }
    },
}


def told(text: str) -> tuple[Settings, tuple[SettingError, ...]]:
    return read(Source(".roadworthy.yaml", text), RULES, ITEMS)


def written(value: object) -> str:
    return yaml.safe_dump(value, sort_keys=False)


def test_everything_is_read() -> None:
    settings, errors = told(written(FULL))
    assert errors == ()
    assert settings.exclude == ("vendor/", "*.generated.yml")
    assert [(entry.code, entry.paths) for entry in settings.disable] == [("DF006", ()), ("DF002", ("legacy/",))]
    assert settings.severity == {"DF006": "warning", "DF002": "info"}
    assert settings.environments == {"development": ("laptop",), "staging": ("qa",), "production": ("live", "prod-eu")}
    assert settings.stages == {"./ci/scan.sh": "security-scan", "acme/deploy@v1": "deploy"}
    assert settings.runbook == ("#ops", "https://app.example/health", "platform team")
    answer = settings.attest["5.2.5"]
    assert (answer.statement, answer.owner, answer.expires) == ("rotated by the platform", "ops", "2027-01-31")


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "exclude:\ndisable:\nrunbook:\n"])
def test_nothing_said_is_the_default(text: str) -> None:
    assert told(text) == (Settings(), ())


def test_plain_words_stay_words() -> None:
    settings, errors = told("environments:\n  production: [on, no, 3.10]\nattest:\n")
    assert errors == ()
    assert settings.environments["production"] == ("on", "no", "3.10")


def test_files_and_rules_are_switched_off_by_path() -> None:
    settings, _ = told(written(FULL))
    assert settings.excluded()("vendor/x.yml")
    assert not settings.excluded()("src/x.yml")
    off, partly = settings.disabled("DF006"), settings.disabled("DF002")
    assert off is not None
    assert off("any/Dockerfile")
    assert partly is not None
    assert partly("legacy/Dockerfile")
    assert not partly("Dockerfile")
    assert settings.disabled("SEC001") is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("excldue: [a]\n", 1, 1, "did you mean `exclude`"),
        ("runbook:\n  chanel: x\n", 2, 3, "did you mean `channel`"),
        ("severity:\n  DF006: eror\n", 2, 10, "did you mean `error`"),
        ("severity:\n  root-usr: error\n", 2, 3, "did you mean `root-user`"),
        ("severity: [DF006]\n", 1, 11, "a mapping"),
        ("disable:\n  - DF06\n", 2, 5, "did you mean `DF006`"),
        ("disable: DF006\n", 1, 10, "a list"),
        ("disable:\n  - rule: DF006\n", 2, 5, "no `paths`"),
        ("disable:\n  - {rule: DF006, paths: []}\n", 2, 26, "empty"),
        ("environments:\n  prodution: [x]\n", 2, 3, "did you mean `production`"),
        ("environments:\n  production: live\n", 2, 15, "a list"),
        ("environments:\n  production: [[x]]\n", 2, 16, "a text"),
        ("stages:\n  ./x.sh: tests\n", 2, 11, "did you mean `test`"),
        ("stages:\n  ./x.sh: whatever\n", 2, 11, "validate, test"),
        ("runbook:\n  health_url: app/health\n", 2, 15, "https://"),
        ("attest:\n  9.9: {}\n", 2, 3, "no item `9.9`"),
        ("attest:\n  5.2.5: yes\n", 2, 10, "needs statement"),
        ("attest:\n  5.2.5: {statement: s, evidence: e, owner: o, date: 31.01.2026, expires: 2027-01-31}\n", 2, 54, "a date"),
        ("attest:\n  5.2.5: {statement: s, evidence: e, owner: o, date: 2026-01-31}\n", 2, 3, "no `expires`"),
        ("exclude:\n  - ''\n", 2, 5, "a text"),
        ("exclude: []\nexclude: []\n", 2, 1, "twice"),
        ("- a\n", 1, 1, "a mapping"),
        ("a: [\n", 1, 5, "expected"),
        ("exclude: []\n---\nx: 1\n", 3, 1, "second document"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, line: int, column: int, words: str) -> None:
    _, errors = told(text)
    assert len(errors) == 1, errors
    assert words in errors[0].message
    assert errors[0].place[:3] == (".roadworthy.yaml", line, column)


def test_all_mistakes_are_told_at_once_and_the_rest_still_counts() -> None:
    settings, errors = told("zzz: 1\nseverity: {DF006: loud, DF002: info}\nexclude: [a, [b]]\n")
    assert [error.place.line for error in errors] == [1, 2, 3]
    assert settings.severity == {"DF002": "info"}
    assert settings.exclude == ("a",)


def accepted_by_both(value: object) -> bool:
    """Whether the configuration is accepted; fails where schema and reader differ."""
    schema = not list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(value))
    _, errors = told(written(value))
    assert schema == (not errors), (value, errors)
    return schema


def test_schema_and_reader_know_the_same_words() -> None:
    properties = SCHEMA["properties"]
    assert set(properties) == set(FULL), "the example in this test has every property"
    assert tuple(properties["stages"]["additionalProperties"]["enum"]) == STAGES
    assert tuple(properties["environments"]["properties"]) == ENVIRONMENTS
    assert tuple(properties["severity"]["additionalProperties"]["enum"]) == SEVERITIES
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", list(FULL))
def test_schema_and_reader_accept_each_property(name: str) -> None:
    assert accepted_by_both({name: FULL[name]})
    assert accepted_by_both({name: None})


def spoilt(value: Any) -> list[Any]:
    """The value with one thing wrong, once for each thing that can be."""
    if isinstance(value, dict):
        found: list[Any] = [["a list"], "a text", *({**value, key: bad} for key in value for bad in spoilt(value[key]))]
        return found
    if isinstance(value, list):
        return [
            {"a": "mapping"},
            "a text",
            *([*value[:i], bad, *value[i + 1 :]] for i in range(len(value)) for bad in spoilt(value[i])),
        ]
    return [["a list"], {"a": "mapping"}, ""]


@pytest.mark.parametrize("name", list(FULL))
def test_schema_and_reader_refuse_what_is_spoilt(name: str) -> None:
    for bad in spoilt(FULL[name]):
        if name == "disable" and bad in (["a list"], ["DF006", ["a list"]]):
            continue  # both are words where a rule could stand
        assert not accepted_by_both({name: bad})


@pytest.mark.parametrize(
    "path",
    [(), ("environments",), ("runbook",), ("attest", "5.2.5"), ("disable", 1)],
    ids=lambda path: ".".join(map(str, path)),
)
def test_schema_and_reader_refuse_an_unknown_key(path: tuple[Any, ...]) -> None:
    value = copy.deepcopy(FULL)
    inner: Any = value
    for step in path:
        inner = inner[step]
    inner["unheard-of"] = "x"
    assert not accepted_by_both(value)


@pytest.mark.parametrize("missing", ["statement", "evidence", "owner", "date", "expires"])
def test_schema_and_reader_ask_for_every_part_of_an_answer(missing: str) -> None:
    value = copy.deepcopy(FULL)
    del value["attest"]["5.2.5"][missing]
    assert not accepted_by_both(value)


@given(
    st.lists(
        st.sampled_from(
            [
                *FULL,
                "DF006",
                ": ",
                "- ",
                "\n",
                "  ",
                "[",
                "]",
                "{",
                "}",
                "'",
                "error",
                "rule",
                "paths",
                "&a ",
                "*a",
                "<<: *a",
                "!t ",
                "5.2.5",
                "{{ x }}",
                "#",
                "\t",
            ]
        )
    ).map("".join)
    | st.text()
)
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    told(text)
