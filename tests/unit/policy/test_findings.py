import pytest

from generator.errors import Place
from generator.model import Object, ObjectRef, Origin, Related, Severities
from generator.policy.findings import findings
from generator.policy.judging import Violation
from generator.policy.rules import Rule

RULE = Rule("pss/privileged", "t", "d", "error", "Remove it.", ("https://example.org",), None, Place("r.rego"))
OTHER = Rule("gpu/squatter", "t", "d", "warning", "Add it.", ("https://example.org",), None, Place("s.rego"))
ORDER = ("local", "dev", "prod")


def violation(environment=None, *, name="web", namespace="shop", **said):
    body = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}}
    subject = Object(body, Origin("a.yaml", 4), namespace, (), None, environment)
    return Violation(**{"rule": "pss/privileged", "object": subject, "field": "spec", "message": "m", **said})


def located():
    def locate(one):
        where = one.object.environment or "base"
        return Place("teams/a/web.yaml", 7, 3), (Related(f"rendered/{where}.yaml", 1, "rendered here"),)

    return locate


def found(*violations, **options):
    return findings(violations, (RULE, OTHER), options.pop("locate", located()), environments=ORDER, **options)


def test_a_finding_says_everything():
    (one,) = found(violation("dev"))
    assert (one.rule, one.severity, one.message, one.remediation) == ("pss/privileged", "error", "m", "Remove it.")
    assert one.object == ObjectRef("v1", "Pod", "shop", "web")
    assert (one.field, one.location, one.environments) == ("spec", Place("teams/a/web.yaml", 7, 3), ("dev",))
    assert one.related == (Related("rendered/dev.yaml", 1, "rendered here"),)
    assert one.waiver is None


def test_one_cause_is_one_finding_in_the_order_of_promotion():
    (one,) = found(violation("prod"), violation("dev"), violation("local"))
    assert one.environments == ORDER
    assert [related.file for related in one.related] == [
        "rendered/dev.yaml",
        "rendered/local.yaml",
        "rendered/prod.yaml",
    ]


def test_a_suffixed_namespace_is_the_same_cause():
    (one,) = found(violation("dev", namespace="shop-dev"), violation("prod"))
    assert one.environments == ("dev", "prod")


@pytest.mark.parametrize(
    "other",
    [
        violation("prod", name="api"),
        violation("prod", field="metadata"),
        violation("prod", message="another"),
        violation("prod", rule="gpu/squatter"),
    ],
)
def test_another_cause_is_another_finding(other):
    assert len(found(violation("dev"), other)) == 2


def test_two_objects_of_one_environment_stay_apart():
    assert len(found(violation("dev", namespace="a"), violation("dev", namespace="b"))) == 2
    assert len(found(violation(namespace="a"), violation(namespace="b"))) == 2


def test_each_of_two_objects_is_merged_with_its_own():
    several = [violation(where, namespace=name) for where in ("dev", "prod") for name in ("a", "b")]
    merged = found(*several)
    assert [(one.object.namespace, one.environments) for one in merged] == [
        ("a", ("dev", "prod")),
        ("b", ("dev", "prod")),
    ]


def test_no_environment_is_none():
    (one,) = found(violation())
    assert one.environments == ()


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        ({}, "error"),
        ({"pss/privileged": "notice"}, "notice"),
        ({"pss/*": "warning"}, "warning"),
        ({"pss/*": "warning", "pss/privileged": "notice"}, "notice"),
        ({"*": "notice", "pss/*": "warning"}, "warning"),
        ({"gpu/*": "notice"}, "error"),
    ],
)
def test_the_platform_has_the_last_word_on_severity(severities, expected):
    (one,) = found(violation(), severities=Severities(severities))
    assert one.severity == expected


@pytest.mark.parametrize(
    ("everywhere", "dev", "expected"),
    [
        ({}, {"pss/*": "notice"}, {"dev": "notice", "prod": "error", None: "error"}),
        ({"pss/privileged": "warning"}, {"pss/*": "notice"}, {"dev": "notice", "prod": "warning", None: "warning"}),
        ({"pss/*": "notice"}, {"pss/privileged": "error"}, {"dev": "error", "prod": "notice", None: "notice"}),
        ({"pss/*": "notice"}, {"gpu/*": "error"}, {"dev": "notice", "prod": "notice", None: "notice"}),
    ],
)
def test_an_environment_has_a_word_before_the_platform(everywhere, dev, expected):
    stated = Severities(everywhere, {"dev": dev, "staging": {"*": "error"}})
    for environment, severity in expected.items():
        (one,) = found(violation(environment=environment), severities=stated)
        assert one.severity == severity


def test_a_finding_of_several_environments_has_the_gravest_severity():
    stated = Severities({}, {"dev": {"pss/*": "notice"}, "prod": {"pss/*": "warning"}})
    for names in (("dev", "prod"), ("prod", "dev")):
        (one,) = found(*(violation(environment=name) for name in names), severities=stated)
        assert one.severity == "warning"


def test_findings_are_sorted_by_place_whatever_the_order():
    def locate(one):
        return Place(one.object.name), ()

    several = [violation(name=name, rule=rule) for name in ("b", "a") for rule in ("pss/privileged", "gpu/squatter")]
    expected = [("a", "gpu/squatter"), ("a", "pss/privileged"), ("b", "gpu/squatter"), ("b", "pss/privileged")]
    for given in (several, several[::-1]):
        assert [(one.location.file, one.rule) for one in found(*given, locate=locate)] == expected
