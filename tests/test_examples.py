"""Every rule's examples are its specification: each sample is judged, and what the rule says is what is expected."""

from __future__ import annotations

import pytest
from roadworthy.catalogue import rules_of
from roadworthy.checklist import TITLES
from roadworthy.core.rule import Rule
from roadworthy.examples import Case, examples_of, judged, sample, told
from roadworthy.pages import page

RULES = rules_of()
CASES = [pytest.param(rule, case, id=f"{rule.code}: {case.title}") for rule in RULES for case in examples_of(rule).cases]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_the_rule_says_what_its_example_expects(rule: Rule, case: Case) -> None:
    assert told(judged(case, rule, sample(case))) == sorted(case.says)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_bad_and_a_good_example_and_a_page(rule: Rule) -> None:
    cases = examples_of(rule).cases
    assert any(case.bad for case in cases)
    assert any(not case.bad for case in cases)
    assert page(rule).startswith(f"# {rule.code} {rule.name}\n")


def test_codes_and_names_are_used_once_and_items_exist() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES) > 0
    assert {item for rule in RULES for item in rule.items} <= set(TITLES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_texts_are_phrases_that_fit_a_sentence(rule: Rule) -> None:
    assert not rule.title.endswith(".")
    assert rule.title[0].isupper() or not rule.title[0].isalpha()
    for text in (rule.risk, rule.remedy):
        assert text
        assert not text.endswith(".")
        assert text[0].islower() or not text[0].isalpha()
