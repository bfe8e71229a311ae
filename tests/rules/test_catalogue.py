"""Every rule is whole: its METADATA, its cases, and its place in main.rego."""

import re

import pytest

from generator.policy import rules
from tests.rules import cases as catalogue

IDS = [rule.id for rule in catalogue.RULES]


@pytest.mark.parametrize("rule", catalogue.RULES, ids=IDS)
def test_every_rule_has_cases_that_pass_and_cases_that_fail(rule):
    family, name = rule.id.split("/")
    cases = catalogue.load(catalogue.CASES / family / f"{name.replace('-', '_')}.yaml")
    assert any(case.fields for case in cases), "no failing case"
    assert any(not case.fields for case in cases), "no passing case"


def test_every_case_file_belongs_to_a_rule():
    assert {catalogue.rule_id(path) for path in catalogue.files()} <= set(IDS)


def test_main_asks_every_family():
    main = (catalogue.POLICIES / "main.rego").read_text()
    asked = re.findall(r"some finding in data\.([a-z]+)\[name\]\.deny", main)
    assert {rule.family for rule in catalogue.RULES} <= set(asked)
    for pattern in (r'"([a-z]+)" in asked', r'contains named\("([a-z]+)"', r'^\t"([a-z]+)",$'):
        assert re.findall(pattern, main, re.MULTILINE) == asked


@pytest.mark.parametrize("rule", catalogue.RULES, ids=IDS)
def test_remediation_is_a_sentence(rule):
    assert rule.remediation.endswith(".")
    assert not rule.title.endswith(".")


def test_rules_are_sorted_and_distinct():
    assert sorted(set(IDS)) == IDS
    assert len(IDS) == len(list(rules.files(catalogue.POLICIES)))
