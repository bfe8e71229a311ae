import pytest

from generator.errors import InputError, Place
from generator.model import Finding, ObjectRef, Waiver
from generator.policy import baseline
from generator.policy.baseline import Entry

FILE = "policies/baseline.json"
WAIVER = Waiver("a/b", "c", "reason", "owner", "2099-01-01", Place("policies/waivers.yaml"))


def finding(*environments, rule="pss/privileged", name="web", namespace="shop", line=1, waiver=None):
    named = ObjectRef("v1", "Pod", namespace, name)
    place = Place("teams/core/web.yaml", line)
    return Finding(rule, "error", "message", "cure", named, "spec", place, environments, waiver=waiver)


def accepted(findings, entries):
    return [each.waiver is not None for each in baseline.apply(findings, entries, FILE)]


def outdated(findings, entries):
    return [(fact.body["occurs"], fact.body["gone"]) for fact in baseline.facts(findings, entries, FILE)]


def test_what_was_found_once_is_accepted():
    entries = baseline.settled(None, [finding("dev", "prod")])
    assert entries == (Entry("pss/privileged", "Pod/web", "spec", "teams/core/web.yaml", ("dev", "prod")),)
    [excused] = baseline.apply([finding("dev", "prod", line=9)], entries, FILE)
    assert excused.waiver.reason == f"accepted in {FILE}"
    assert outdated([finding("dev", "prod")], entries) == [(True, [])]


@pytest.mark.parametrize(
    "other",
    [
        finding("dev", "prod", rule="pss/host-ports"),
        finding("dev", "prod", name="other"),
        finding("dev", "prod", "staging"),
        finding(),
    ],
)
def test_another_finding_is_new(other):
    entries = baseline.settled(None, [finding("dev", "prod")])
    assert accepted([other], entries) == [False]


def test_fewer_environments_are_accepted_and_reported():
    entries = baseline.settled(None, [finding("dev", "prod")])
    now = [finding("prod", namespace="shop-prod")]
    assert accepted(now, entries) == [True]
    assert outdated(now, entries) == [(True, ["dev"])]
    assert [entry.environments for entry in baseline.settled(entries, now)] == [("prod",)]


def test_namespaces_tell_manifests_by_path_apart():
    entries = baseline.settled(None, [finding(namespace="shop")])
    assert [entry.object for entry in entries] == ["shop/Pod/web"]
    assert accepted([finding(namespace="shop"), finding(namespace="other")], entries) == [True, False]


def test_two_messages_about_one_field_are_one_entry():
    entries = baseline.settled(None, [finding("dev"), finding("prod", line=2)])
    assert [entry.environments for entry in entries] == [("dev", "prod")]


def test_it_only_shrinks():
    entries = baseline.settled(None, [finding("dev"), finding("dev", name="other")])
    assert baseline.settled(entries, [finding("dev"), finding("dev", name="new")]) == entries[:1]
    assert baseline.settled(entries, []) == ()
    assert outdated([], entries) == [(False, ["dev"]), (False, ["dev"])]


def test_what_is_waived_or_must_not_be_excused_is_not_accepted():
    assert baseline.settled(None, [finding("dev", waiver=WAIVER), finding(rule="gitops/unexpected-file")]) == ()
    entries = (Entry("gitops/unexpected-file", "shop/Pod/web", "spec", "teams/core/web.yaml", ()),)
    assert accepted([finding(rule="gitops/unexpected-file")], entries) == [False]


def test_a_waiver_takes_the_place_of_an_entry():
    entries = baseline.settled(None, [finding("dev")])
    waived = finding("dev", waiver=WAIVER)
    assert baseline.apply([waived], entries, FILE) == (waived,)
    assert outdated([waived], entries) == [(False, ["dev"])]


def test_writing_and_reading(tmp_path):
    entries = baseline.settled(None, [finding("dev"), finding(name="other")])
    baseline.write(tmp_path / "b.json", reversed(entries))
    assert baseline.load(tmp_path / "b.json", FILE) == tuple(sorted(entries))
    assert baseline.load(tmp_path / "none.json", FILE) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "findings": []}',
        '{"version": 1, "findings": [1]}',
        '{"version": 1, "findings": [{"rule": 1, "object": "", "field": "", "file": "", "environments": []}]}',
        '{"version": 1, "findings": [{"rule": "", "object": "", "field": "", "file": "", "environments": 1}]}',
    ],
)
def test_a_file_that_is_no_baseline(tmp_path, content):
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(InputError, match=r"^policies/baseline\.json:1:1: not a baseline"):
        baseline.load(tmp_path / "b.json", FILE)
