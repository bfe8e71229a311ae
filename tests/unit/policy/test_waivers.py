from datetime import date

import pytest

from generator.errors import InputError, Place
from generator.model import Finding, ObjectRef, Waiver
from generator.policy import waivers

TODAY = date(2026, 11, 24)
ENTRY = """
  - rule: pss/privileged
    object: shop/DaemonSet/agent
    reason: it mounts file systems
    owner: platform
    expires: "2027-01-31"
"""


def load(tmp_path, text):
    path = tmp_path / "waivers.yaml"
    path.write_text(text)
    return waivers.load(path, "policies/waivers.yaml")


def waiver(rule="pss/privileged", about="shop/DaemonSet/agent", expires="2027-01-31", line=2):
    return Waiver(rule, about, "a reason", "an owner", expires, Place("policies/waivers.yaml", line, 5))


def finding(rule="pss/privileged", namespace="shop", kind="DaemonSet", name="agent"):
    return Finding(rule, "error", "m", "r", ObjectRef("apps/v1", kind, namespace, name), "spec", Place("a.yaml"))


def covered(one, by):
    (result,) = waivers.apply([one], [by], TODAY)
    return result.waiver is by


def fact(one, *found):
    (made,) = waivers.facts(found, [one], TODAY)
    return made.body


def test_no_file_no_waivers(tmp_path):
    assert waivers.load(tmp_path / "missing.yaml", "missing.yaml") == ()
    assert load(tmp_path, "# nothing yet\n") == ()
    assert load(tmp_path, "waivers: []\n") == ()


def test_a_waiver_is_read_with_its_place(tmp_path):
    (one,) = load(tmp_path, "waivers:" + ENTRY)
    place = Place("policies/waivers.yaml", 2, 5)
    assert one == Waiver(
        "pss/privileged", "shop/DaemonSet/agent", "it mounts file systems", "platform", "2027-01-31", place
    )


def test_a_date_needs_no_quotes(tmp_path):
    (one,) = load(tmp_path, "waivers:" + ENTRY.replace('"', ""))
    assert one.expires == "2027-01-31"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    reason: it mounts file systems\n", "", r"yaml:2:5: reason is missing"),
        ("    owner: platform\n", "", r"yaml:2:5: owner is missing"),
        ('    expires: "2027-01-31"\n', "", r"yaml:2:5: expires is missing"),
        ("it mounts file systems", "''", r"yaml:4:13: reason is missing"),
        ("owner: platform", "owner: [platform]", r"yaml:5:12: owner is missing or not a text"),
        ("owner: platform", "owner: platform\n    until: never", r"yaml:6:.*unknown key until"),
        ("2027-01-31", "never", r"yaml:6:14: never is no date; write it as 2027-01-31"),
        ("2027-01-31", "2027-02-30", r"2027-02-30 is no date"),
        ("2027-01-31", "20270131", r"20270131 is no date"),
        ("pss/privileged", "privileged", r"yaml:2:11: privileged is no rule"),
        ("shop/DaemonSet/agent", "agent", r"yaml:3:13: agent names no object"),
        ("shop/DaemonSet/agent", "a/b/c/d", r"a/b/c/d names no object"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, old, new, said):
    assert old in ENTRY
    with pytest.raises(InputError, match=said):
        load(tmp_path, "waivers:" + ENTRY.replace(old, new))


@pytest.mark.parametrize("text", ["[]", "waivers: 5", "waivers: {}", "waivers: []\nmore: 1\n", "waivers: [a]", "text"])
def test_another_shape_is_refused(tmp_path, text):
    with pytest.raises(InputError, match=r"waivers\.yaml:1"):
        load(tmp_path, text)


def test_a_second_document_is_refused(tmp_path):
    with pytest.raises(InputError, match="more than one document"):
        load(tmp_path, "waivers: []\n---\nwaivers: []\n")


def test_every_problem_is_said_at_once(tmp_path):
    with pytest.raises(InputError) as caught:
        load(tmp_path, "waivers:\n  - {rule: a}\n  - {owner: b}\n")
    assert len(caught.value.problems) == 9


@pytest.mark.parametrize(
    ("rule", "about", "expected"),
    [
        ("pss/privileged", "shop/DaemonSet/agent", True),
        ("pss/*", "shop/*/agent-*", False),
        ("pss/priv*", "shop/*/agen?", True),
        ("pss/host-ports", "shop/DaemonSet/agent", False),
        ("pss/privileged", "other/DaemonSet/agent", False),
        ("pss/privileged", "shop/Deployment/agent", False),
        ("pss/privileged", "*/agent", False),
        ("pss/privileged", "SHOP/DaemonSet/agent", False),
    ],
)
def test_a_waiver_covers_what_it_names(rule, about, expected):
    assert covered(finding(), waiver(rule, about)) == expected


def test_what_has_no_namespace_is_named_by_two_parts():
    role = finding(namespace=None, kind="ClusterRole", name="admin")
    assert covered(role, waiver(about="ClusterRole/admin"))
    assert not covered(role, waiver(about="*/ClusterRole/admin"))
    assert covered(finding(namespace=None, kind="File", name="a/b"), waiver(about="File/a/b"))


def test_a_waiver_holds_until_the_end_of_its_day():
    assert covered(finding(), waiver(expires="2026-11-24"))
    assert not covered(finding(), waiver(expires="2026-11-23"))


@pytest.mark.parametrize("rule", ["gitops/unexpected-file", "waiver/expired", "waiver/unused"])
def test_some_findings_cannot_be_waived(rule):
    for pattern in (rule, "*/*", "*"):
        assert not covered(finding(rule), waiver(pattern))


def test_facts_about_a_good_waiver():
    assert fact(waiver(), finding()) == {
        "apiVersion": "facts.mlp/v1",
        "kind": "Waiver",
        "rule": "pss/privileged",
        "object": "shop/DaemonSet/agent",
        "expires": "2027-01-31",
        "expired": False,
        "used": True,
        "forbidden": [],
        "broad": [],
    }


def test_waivers_that_concern_findings():
    used, expired, other = waiver(), waiver("pss/*", expires="2020-01-31"), waiver(about="shop/DaemonSet/other")
    assert waivers.concerning([finding()], [used, expired, other]) == (used, expired)
    assert waivers.concerning([], [used]) == ()


def test_facts_are_about_the_waivers_own_line():
    (made,) = waivers.facts([], [waiver(line=12)], TODAY)
    assert (made.subject.origin.file, made.subject.origin.line) == ("policies/waivers.yaml", 12)
    assert made.subject.kind == "Waiver"


@pytest.mark.parametrize(
    ("one", "key", "expected"),
    [
        (waiver(expires="2026-11-23"), "expired", True),
        (waiver(rule="pss/host-ports"), "used", False),
        (waiver(rule="gitops/unexpected-file"), "forbidden", ["gitops/unexpected-file"]),
        (waiver(rule="waiver/unused"), "forbidden", ["waiver/*"]),
        (waiver(rule="pss/*"), "broad", ["rule"]),
        (waiver(rule="*/*"), "broad", ["family", "rule"]),
        (waiver(about="*/DaemonSet/agent"), "broad", ["namespace"]),
        (waiver(about="shop/*/agent"), "broad", []),
        (waiver(about="shop/DaemonSet/**"), "broad", ["name"]),
        (waiver(about="shop/DaemonSet/agent-*"), "broad", []),
        (waiver(about="ClusterRole/*"), "broad", ["name"]),
        (waiver(about="ClusterRole/admin"), "broad", []),
    ],
)
def test_facts_about_bad_waivers(one, key, expected):
    assert fact(one, finding())[key] == expected
