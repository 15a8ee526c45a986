"""The formats that programs read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from urllib.parse import unquote

import pytest
from roadworthy.core.excerpt import Place
from roadworthy.core.finding import Row
from roadworthy.core.output import FORMATS, render

from .samples import BASE, CARET, DOCKERFILE, NOTE, ROOT, SECRET, SLOW, STYLE, finding, lookup, report

ABSENT = Place(".github/workflows/ci.yml")


def printed(name, *findings, **more):
    return render(name, report(*findings, **more), lookup(Dockerfile=DOCKERFILE), STYLE)


def loaded(name, *findings, **more):
    return json.loads(printed(name, *findings, **more))


def test_an_unknown_format_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="full, concise, json"):
        printed("yaml")


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "junit", "full"])
def test_a_report_without_findings_is_a_whole_document(name):
    assert printed(name).endswith("\n")


@pytest.mark.parametrize("name", ["concise", "github"])
def test_a_list_of_nothing_is_empty(name):
    assert printed(name) == ""


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_report_gives_the_same_bytes(name):
    findings = (finding(CARET, "m", BASE), finding(ABSENT, rule=SLOW))
    assert printed(name, *findings) == printed(name, *findings)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"sarif", "junit"}))
def test_a_waived_finding_is_left_out(name):
    assert "DF006" not in printed(name, finding(CARET, waived="a reason"))


def test_printing_for_a_person_imports_no_json():
    code = "import sys; from roadworthy.core.output import full, frame; sys.exit(bool({'json', 'pathlib'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"]).returncode == 0


def test_concise():
    findings = (finding(CARET), finding(ABSENT, "nothing\ntests", rule=SLOW), finding(BASE, "m", known=True))
    assert printed("concise", *findings) == (
        "Dockerfile:6:1: DF006 stage `runtime` runs as root\n"
        ".github/workflows/ci.yml: CI030 nothing tests\n"
        "Dockerfile:2:1: DF006 m (recorded in TODO.md)\n"
    )


def test_json_is_the_contract_in_content_and_order():
    got = printed(
        "json", finding(CARET, "m", BASE), errors=[("x.yml", "no")], checklist=(Row("3.1.1", "PASS", (BASE,), ("*.yml",)),)
    )
    expected = {
        "schema_version": 1,
        "files_checked": 3,
        "findings": [
            {
                "rule": "DF006",
                "name": "root-user",
                "items": ["4.1.6"],
                "severity": "error",
                "path": "Dockerfile",
                "line": 6,
                "column": 1,
                "end_line": 6,
                "end_column": 26,
                "symbol": "runtime",
                "message": "m",
                "risk": "whoever breaks into the process is root in the container",
                "remedy": "add `USER 10001` before the last instruction",
                "labels": [{"path": "Dockerfile", "line": 2, "text": "this base starts as root"}],
                "fingerprint": "DF006-Dockerfile-runtime",
                "known": False,
                "commit": None,
                "url": "https://example.org/r/rules/DF006",
            }
        ],
        "errors": [{"path": "x.yml", "message": "no"}],
        "checklist": [
            {
                "item": "3.1.1",
                "state": "PASS",
                "evidence": [{"path": "Dockerfile", "line": 2, "text": "this base starts as root"}],
                "searched": ["*.yml"],
                "attestation": None,
            }
        ],
    }
    assert json.loads(got) == expected
    assert got == json.dumps(expected, indent=2) + "\n"


def test_json_without_a_checklist_has_no_such_key():
    assert "checklist" not in loaded("json")


def test_json_carries_names_that_are_not_unicode():
    got = printed("json", finding(Place("caf\udce9 é", 1)))
    assert json.loads(got.encode())["findings"][0]["path"] == "caf\udce9 é"


def run_of(*findings, **more):
    return loaded("sarif", *findings, **more)["runs"][0]


def test_sarif_ends_are_exclusive_and_count_code_points():
    run = run_of(finding(CARET, "m", BASE))
    assert run["columnKind"] == "unicodeCodePoints"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 27}
    (related,) = run["results"][0]["relatedLocations"]
    assert related["id"] == 1
    assert related["message"] == {"text": "this base starts as root"}


def test_sarif_describes_each_used_rule_once():
    run = run_of(finding(CARET), finding(BASE, symbol="b"), finding(ABSENT, rule=SLOW))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["CI030", "DF006"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["DF006", "DF006", "CI030"]
    assert rules[1]["helpUri"] == "https://example.org/r/rules/DF006"
    assert rules[1]["help"]["text"] == f"Risk: {ROOT.risk}\nFix: {ROOT.remedy}"
    assert "**Fix:** add `USER 10001`" in rules[1]["help"]["markdown"]
    assert run["tool"]["driver"]["version"] == "1.2.3"


def test_sarif_levels_follow_the_finding():
    run = run_of(finding(CARET, severity="warning"), finding(ABSENT, rule=NOTE))
    assert [result["level"] for result in run["results"]] == ["warning", "note"]


def test_sarif_suppresses_waived_and_known_findings():
    waived, known, fresh = run_of(finding(CARET, waived="a reason"), finding(BASE, known=True), finding(ABSENT))["results"]
    assert waived["suppressions"] == [{"kind": "inSource", "justification": "a reason"}]
    assert known["suppressions"][0]["kind"] == "external"
    assert "suppressions" not in fresh


def test_sarif_tells_what_could_not_be_checked():
    (invocation,) = run_of(errors=[("x.yml", "no")], notes=[("logo.png", "binary")])["invocations"]
    assert invocation["executionSuccessful"] is False
    told = invocation["toolExecutionNotifications"]
    assert [(n["level"], n["message"]["text"]) for n in told] == [("error", "no"), ("note", "binary")]


def test_sarif_paths_are_percent_encoded_relative_uris():
    path = "a b/ü%#?:[x].yml"
    run = run_of(finding(Place(path, 1)))
    where = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert where["uriBaseId"] == "%SRCROOT%" and "%SRCROOT%" in run["originalUriBaseIds"]
    assert re.fullmatch(r"[A-Za-z0-9/%._~-]+", where["uri"])
    assert unquote(where["uri"]) == path


def test_sarif_fingerprints_are_the_identity():
    result = run_of(finding(CARET))["results"][0]
    assert result["partialFingerprints"]["roadworthyIdentity/v1"] == "DF006-Dockerfile-runtime"


def test_sarif_messages_hold_no_accidental_placeholder_or_link():
    text = run_of(finding(CARET, "see {0} and [a](1), not ${X} or [b]"))["results"][0]["message"]["text"]
    assert text == r"see {{0}} and \[a\](1), not ${X} or [b]"


def command(line):
    """A workflow command as the runner reads it."""
    name, properties, text = re.fullmatch(r"::(\w+) ([^\n]*?)::([^\n]*)", line).groups()
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return name, {key: unquote(value) for key, value in pairs}, unquote(text)


def test_github_commands():
    lines = printed("github", finding(CARET), finding(ABSENT, rule=SLOW), finding(BASE, rule=NOTE)).splitlines()
    assert lines[0] == (
        "::error file=Dockerfile,line=6,col=1,endLine=6,endColumn=26,title=DF006 root-user::"
        "Dockerfile:6:1: DF006 stage `runtime` runs as root%0Afix: add `USER 10001` before the last instruction"
    )
    assert lines[1].startswith("::warning file=.github/workflows/ci.yml,title=CI030 slow::")
    assert lines[2].startswith("::notice file=Dockerfile,line=2,")


def test_github_escapes_round_trip():
    path, message = "a,b:c%0A=d::e.yml", "100%: a, b::c\r\n::error::injected"
    (line,) = printed("github", finding(Place(path, 1, 1, 1, 1), message)).splitlines()
    name, properties, text = command(line)
    assert (name, properties["file"]) == ("error", path)
    assert text.startswith(f"{path}:1:1: DF006 100%: a, b::c  ::error::injected\n")


def test_github_gives_no_columns_for_several_lines():
    (line,) = printed("github", finding(Place("f", 2, 3, 5, 6))).splitlines()
    assert command(line)[1] == {"file": "f", "line": "2", "endLine": "5", "title": "DF006 root-user"}


def test_github_known_gaps_are_notices_and_problems_errors():
    lines = printed("github", finding(CARET, known=True), errors=[("x.yml", "no")]).splitlines()
    assert lines[0].startswith("::notice ") and "recorded in TODO.md" in lines[0]
    assert lines[1] == "::error file=x.yml,title=not checked::x.yml: not checked: no"


def test_gitlab_entries():
    first, absent, problem = loaded("gitlab", finding(CARET), finding(ABSENT, rule=SLOW), errors=[("x.yml", "no")])
    assert first == {
        "description": "stage `runtime` runs as root",
        "check_name": "DF006",
        "fingerprint": "DF006-Dockerfile-runtime",
        "severity": "critical",
        "location": {"path": "Dockerfile", "lines": {"begin": 6}},
    }
    assert (absent["severity"], absent["location"]["lines"]["begin"]) == ("minor", 1)
    assert (problem["check_name"], problem["description"]) == ("not-checked", "not checked: no")


def cases(*findings, **more):
    root = ElementTree.fromstring(printed("junit", *findings, **more).encode())
    (suite,) = root
    return suite, list(suite)


def test_junit_has_a_case_for_each_finding():
    findings = (
        finding(CARET, 'a < b & "c"', BASE),
        finding(BASE, known=True),
        finding(ABSENT, waived="a reason"),
        finding(ABSENT, rule=NOTE),
    )
    suite, (failed, known, waived, note, problem) = cases(*findings, errors=[("x", "no")])
    assert [suite.get(count) for count in ("tests", "failures", "errors", "skipped")] == ["5", "1", "1", "3"]
    assert failed.find("failure").get("message") == 'a < b & "c"'
    assert "Dockerfile:2:1: this base starts as root" in failed.find("failure").text
    assert known.find("skipped").get("message").startswith("recorded in TODO.md")
    assert waived.find("skipped").get("message") == "waived: a reason"
    assert note.find("skipped") is not None
    assert problem.find("error").get("message") == "no"


def test_junit_without_findings_has_one_passing_case():
    suite, (case,) = cases()
    assert (suite.get("tests"), suite.get("failures"), len(case)) == ("1", "0", 0)


def test_junit_survives_characters_that_xml_has_not():
    hostile = "a\x00\x1b\ufffe\udce9]]>\n\tb"
    _, (case,) = cases(finding(Place(hostile, 1), hostile, symbol=hostile))
    assert case.find("failure").get("message").endswith("]]>\n\tb")


@pytest.mark.parametrize("name", FORMATS)
def test_a_secret_in_a_quoted_line_or_a_message_is_in_no_format(name):
    secret = "".join(chr(ord("a") + 7 * n % 26) + str(3 * n % 10) + chr(ord("A") + 11 * n % 26) for n in range(8))
    text = f"ENV API_TOKEN={secret}\nRUN curl https://u:{secret}@example.org -H 'Authorization: Bearer {secret}'\n"
    made = report(
        finding(
            Place("Dockerfile", 1, 5, 1, 13, f'"{secret}" stands here'), f"`API_TOKEN={secret}` is set", symbol="API_TOKEN"
        ),
        finding(Place("Dockerfile", 2, 1, 2, 90), f'the header is "{secret}"', remedy=f"take 'https://u:{secret}@h' away"),
        finding(Place("Dockerfile", 1, 1, 2, 5), rule=SECRET, waived=f"token={secret}"),
        errors=[("x", f"at '{secret}'")],
        checklist=(Row("1.2", "GAP", (Place("f", 1, label=f"'{secret}'"),), (), f"password={secret}"),),
    )
    got = render(name, made, lookup(Dockerfile=text), STYLE._replace(verbose=True))
    assert secret not in got
    assert "API_TOKEN" in got
