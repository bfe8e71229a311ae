"""Every case of every rule: by the embedded engine, by both engines, and as plain manifests."""

import json
import os
import subprocess

import pytest

from generator.policy import judging, sources
from generator.policy.conftest import Conftest
from generator.policy.memo import Memo
from tests.rules import cases as catalogue


class Both:
    """Asks both engines and insists that they agree."""

    inside = False

    def __init__(self, one, other):
        self.one, self.other = one, other

    def evaluate(self, inputs):
        answers = list(self.one.evaluate(inputs))
        for given, answer, expected in zip(inputs, answers, self.other.evaluate(inputs), strict=True):
            assert answer == expected, given.decode()
        return answers


@pytest.mark.parametrize("path", catalogue.files(), ids=catalogue.rule_id)
def test_the_rule_says_what_its_cases_expect(path, embedded):
    cases = catalogue.load(path)
    assert catalogue.differences(cases, judge(cases, embedded)) == []


def test_the_engines_agree(embedded):
    cases = [case for path in catalogue.files() for case in catalogue.load(path) if case.sampled]
    verdicts = judge(cases, Both(embedded, Conftest(catalogue.POLICIES, sources.data(catalogue.POLICIES))))
    assert catalogue.differences(cases, verdicts) == []


def test_plain_conftest_agrees(embedded, tmp_path):
    """Manifests under the default context, one object a file, through the committed conftest.toml."""
    cases = [case for path in catalogue.files() for case in catalogue.load(path) if is_plain(case)]
    for index, case in enumerate(cases):
        (tmp_path / f"{index}.json").write_text(json.dumps(case.objects[0].body))
    said = [set() for _ in cases]
    for violation in judge(cases, embedded).violations:
        said[int(violation.object.cluster)].add((violation.rule, violation.field))
    assert said == plain(tmp_path, len(cases))


def judge(cases, engine):
    objects, facts = catalogue.numbered(cases)
    verdicts = judging.judge(objects, facts, catalogue.CaseContexts(cases), catalogue.RULES, engine, Memo())
    assert not verdicts.unchecked
    return verdicts


def is_plain(case):
    return case.sampled and len(case.objects) == 1 and not case.facts and case.context == catalogue.context()


def plain(folder, count):
    command = ["conftest", "test", "--output", "json", "--no-fail", str(folder)]
    done = subprocess.run(command, cwd=catalogue.ROOT, env=os.environ, capture_output=True, check=True)
    said = [set() for _ in range(count)]
    for result in json.loads(done.stdout):
        index = int(result["filename"].rpartition("/")[2].removesuffix(".json"))
        said[index] |= {(found["metadata"]["rule"], found["metadata"]["field"]) for found in result.get("failures", [])}
    return said
