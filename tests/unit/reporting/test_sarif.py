"""SARIF is valid by its schema, and within the limits of GitHub's code scanning."""

import gzip
import json
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace
from support import REPOSITORY, copy_platform, mlp

from generator import reporting
from generator.errors import Place
from generator.model import CheckResult, Finding, ObjectRef, Related, Unchecked, Waiver

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text())
VALIDATOR = jsonschema.Draft4Validator(SCHEMA)
WAIVER = Waiver("a/*", "x", "until the move", "@o/core", "2027-01-31", Place("policies/waivers.yaml", 3, 3))
FINDING = Finding(
    "pss/privileged",
    "error",
    "container web is privileged",
    "Set privileged to false.",
    ObjectRef("v1", "Pod", "shop", "web"),
    "spec.containers[0].securityContext.privileged",
    Place("teams/core/wéb app.yaml", 12, 5),
    ("prod",),
    (Related("rendered/core/web/base/pod.yaml", 31, "rendered here"),),
    None,
)
RESULTS = {
    "nothing": CheckResult((), (), 0, 0),
    "a finding": CheckResult((FINDING,), (), 1, 1),
    "every severity": CheckResult(
        tuple(replace(FINDING, severity=each, rule=f"a/{each}") for each in ("error", "warning", "notice")), (), 1, 1
    ),
    "waived": CheckResult((replace(FINDING, waiver=WAIVER),), (), 1, 1),
    "without a name": CheckResult((replace(FINDING, object=ObjectRef("", "", None, ""), field=""),), (), 1, 1),
    "standard input": CheckResult((replace(FINDING, location=Place("<stdin>", 1, 1), related=()),), (), 1, 1),
    "outside": CheckResult((replace(FINDING, location=Place("/srv/a b.yaml", 1, 1), related=()),), (), 1, 1),
    "unchecked": CheckResult((), (Unchecked("a.yaml", 1, "it is no YAML"),), 0, 1),
}
# docs.github.com, "SARIF support for code scanning", read in 2026.
MOST = {"results": 25_000, "rules": 25_000, "locations": 1_000, "tags": 20, "text": 1_024, "bytes": 10 * 1024 * 1024}


def run(text):
    (only,) = json.loads(text)["runs"]
    return only


@pytest.mark.parametrize("name", RESULTS)
def test_a_report_is_valid(name):
    document = json.loads(reporting.write("sarif", RESULTS[name]))
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


def test_what_is_not_valid_is_found():
    document = json.loads(reporting.write("sarif", RESULTS["a finding"]))
    document["runs"][0]["results"][0]["level"] = "fatal"
    document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert len(list(VALIDATOR.iter_errors(document))) == 2


def test_the_platform_s_own_report_is_valid(tmp_path):
    copy_platform(tmp_path, outputs=True)
    deployment = tmp_path / "rendered/core/backend/base/deployment.yaml"
    deployment.write_text(deployment.read_text().replace("runAsNonRoot: true", "runAsNonRoot: false"))
    done = mlp(tmp_path, "check", "--format", "sarif")
    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    assert document["runs"][0]["results"]
    assert [error.message for error in VALIDATOR.iter_errors(document)] == []


def test_files_are_named_as_addresses():
    def address(name):
        (found,) = run(reporting.write("sarif", RESULTS[name]))["results"][0]["locations"]
        return found["physicalLocation"]["artifactLocation"]

    assert address("a finding") == {"uri": "teams/core/w%C3%A9b%20app.yaml", "uriBaseId": "%SRCROOT%"}
    assert address("outside") == {"uri": "file:///srv/a%20b.yaml"}


def test_a_huge_report_stays_within_the_limits_and_keeps_the_worst():
    warnings = (
        replace(
            FINDING,
            severity="warning",
            rule=f"image/{index % 300}",
            field=f"spec.containers[{index}].image",
            related=FINDING.related * (2_000 if index == 0 else 1),
        )
        for index in range(MOST["results"] + 10)
    )
    text = reporting.write("sarif", CheckResult((*warnings, FINDING), (), 1, 1))
    only = run(text)
    assert len(only["results"]) == MOST["results"]
    assert only["results"][0]["ruleId"] == "pss/privileged"
    rules = only["tool"]["driver"]["rules"]
    assert len(rules) <= MOST["rules"]
    assert all(len(rule["properties"]["tags"]) <= MOST["tags"] for rule in rules)
    assert all(len(each["relatedLocations"]) <= MOST["locations"] for each in only["results"])
    assert len(gzip.compress(text.encode())) <= MOST["bytes"]


def test_every_rule_is_described_and_no_longer_than_is_shown():
    done = mlp(REPOSITORY, "check", "-", "--format", "sarif", given="{apiVersion: v1, kind: Pod, metadata: {name: a}}")
    for rule in run(done.stdout)["tool"]["driver"]["rules"]:
        for key in ("shortDescription", "fullDescription", "help"):
            assert 0 < len(rule[key]["text"]) <= MOST["text"]


def test_every_result_has_a_fingerprint():
    for result in RESULTS.values():
        assert all(each["partialFingerprints"] for each in run(reporting.write("sarif", result))["results"])
