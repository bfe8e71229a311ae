"""Every format says the same findings, in the form that its reader takes."""

import json
from xml.etree import ElementTree as ET

import pytest

from generator import reporting
from generator.errors import Place
from generator.model import Change, CheckResult, Finding, ObjectRef, Related, Unchecked, Waiver
from generator.reporting.sarif import fingerprint

WAIVER = Waiver(
    "image/*", "shop/Pod/x", "until the move", "@o/core", "2027-01-31", Place("policies/waivers.yaml", 3, 3)
)


def finding(rule="pss/privileged", severity="error", line=12, waiver=None, message="container web is | privileged"):
    return Finding(
        rule,
        severity,
        message,
        "Set privileged to false.",
        ObjectRef("v1", "Pod", "shop", "web"),
        "spec.containers[0].securityContext.privileged",
        Place("teams/core/web.yaml", line, 5),
        ("prod",),
        (Related("rendered/core/web/base/pod.yaml", 31, "rendered here"),),
        waiver,
    )


RESULT = CheckResult(
    (finding("image/latest", "warning", 3), finding(), finding("image/digest", waiver=WAIVER)),
    (Unchecked("a.yaml", 1, "line 1 is not YAML"),),
    12,
    3,
)
CLEAN = CheckResult((), (), 12, 3)


def test_json_is_the_documented_shape():
    document = json.loads(reporting.write("json", RESULT))
    assert {key: document[key] for key in ("version", "status", "checked")} == {
        "version": 1,
        "status": "unchecked",
        "checked": {"objects": 12, "files": 3},
    }
    assert document["findings"][1] == {
        "rule": "pss/privileged",
        "severity": "error",
        "message": "container web is | privileged",
        "remediation": "Set privileged to false.",
        "object": {"apiVersion": "v1", "kind": "Pod", "namespace": "shop", "name": "web"},
        "field": "spec.containers[0].securityContext.privileged",
        "environments": ["prod"],
        "location": {"file": "teams/core/web.yaml", "line": 12, "column": 5},
        "related": [{"file": "rendered/core/web/base/pod.yaml", "line": 31, "note": "rendered here"}],
        "waiver": None,
    }
    assert document["findings"][2]["waiver"] == {
        "reason": "until the move",
        "owner": "@o/core",
        "expires": "2027-01-31",
    }
    assert document["unchecked"] == [{"file": "a.yaml", "line": 1, "reason": "line 1 is not YAML"}]


def test_annotations_come_worst_first_and_cannot_be_forged():
    lines = reporting.write("github", CheckResult((*RESULT.findings, finding(message="x\n::error::y")), (), 1, 1))
    rows = lines.splitlines()
    assert rows[0].startswith(
        "::error file=teams/core/web.yaml,line=12,col=5,title=pss/privileged::Pod shop/web [prod]"
    )
    assert rows[-2].startswith("::warning ")
    assert rows[-1].startswith("3 findings")
    assert not any(row.startswith("::error::y") for row in rows)


def test_markdown_cells_hold_their_text_and_the_comment_stays_postable():
    many = CheckResult(tuple(finding(line=index) for index in range(1000)), (), 1, 1)
    text = reporting.write("markdown", many)
    assert "is \\| privileged" in text
    assert len(text) < 65_536
    assert "more findings are in the job's log" in text


def test_junit_counts_failures_skips_and_errors():
    root = ET.fromstring(reporting.write("junit", RESULT))
    assert len(root.findall(".//failure")) == 2
    assert len(root.findall(".//skipped")) == 1
    assert len(root.findall(".//error")) == 1
    assert ET.fromstring(reporting.write("junit", CLEAN)).findall(".//testcase")


def test_junit_survives_control_characters():
    ET.fromstring(reporting.write("junit", CheckResult((finding(message="a\x00b\x1b"),), (), 1, 1)))


def test_sarif_has_one_rule_a_kind_and_suppressed_waivers():
    run = json.loads(reporting.write("sarif", RESULT))["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["image/digest", "image/latest", "pss/privileged"]
    assert [result["ruleId"] for result in run["results"]] == ["pss/privileged", "image/latest", "image/digest"]
    assert run["results"][2]["suppressions"] == [{"kind": "external", "justification": "until the move"}]
    assert all(run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
    assert run["invocations"][0]["executionSuccessful"] is False


def test_a_fingerprint_survives_a_moved_line_and_a_new_wording():
    assert fingerprint(finding(line=1)) == fingerprint(finding(line=99, message="other words"))
    assert fingerprint(finding()) != fingerprint(finding("pss/host-ports"))


def test_text_groups_by_file_and_says_what_to_do():
    text = reporting.write("text", RESULT)
    assert text.index("pss/privileged") < text.index("image/latest")
    assert "to do: Set privileged to false." in text
    assert "rendered here: rendered/core/web/base/pod.yaml:31" in text
    assert "a.yaml:1: not checked: line 1 is not YAML" in text


@pytest.mark.parametrize("name", sorted(reporting.FORMATS))
def test_formats_end_with_a_newline_and_do_not_depend_on_order_of_calls(name):
    text = reporting.write(name, RESULT)
    assert text.endswith("\n")
    assert text == reporting.write(name, RESULT)


COMPARED = CheckResult(
    (), (), 12, 3, (Change("dev", "core/web", ("Service shop/web",)), Change("prod", "core/web", ("a", "b")))
)


def test_changes_are_told_by_environment():
    assert reporting.write("text", COMPARED).startswith(
        "changes in dev: core/web (1 object)\nchanges in prod: core/web (2 objects)\n"
    )
    assert "- changes in prod: core/web (2 objects)\n" in reporting.write("markdown", COMPARED)
    document = json.loads(reporting.write("json", COMPARED))
    assert document["changes"][0] == {"environment": "dev", "unit": "core/web", "objects": ["Service shop/web"]}


def test_without_a_comparison_nothing_is_said_about_changes():
    assert "changes" not in json.loads(reporting.write("json", CLEAN))
    assert "changes" not in reporting.write("text", CLEAN)
