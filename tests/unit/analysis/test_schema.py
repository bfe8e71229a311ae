"""Objects against schemas: what is reported, where, and for which Kubernetes version."""

import pytest

from generator.analysis.schema import NEWEST, VERSIONS, facts
from generator.analysis.schema.packs import schemas
from generator.model import Cluster, Object, Origin
from generator.pipeline.validity import Validity


def judge(*bodies, cluster=None, version=NEWEST):
    objects = [Object(body, Origin("a.yaml", line=n + 1), "shop") for n, body in enumerate(bodies)]
    clusters = {None: cluster} if cluster else None
    return [fact.body for fact in facts(objects, clusters, version)]


def errors(body, **options):
    [fact] = judge(body, **options)
    assert fact["kind"] == "SchemaErrors"
    return {each["field"]: (each["reason"], each["detail"]) for each in fact["errors"]}


def config_map(**extra):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, **extra}


def test_a_valid_object_gives_no_fact():
    assert judge(config_map(data={"a": "b"})) == []


def test_every_bundled_version_knows_a_deployment():
    assert all("apps/v1/Deployment" in schemas(version) for version in VERSIONS)


def test_unknown_fields_are_named_one_by_one_with_a_guess():
    found = errors(config_map(dta={}, binarydata={}))
    assert found["dta"] == ("unknown-field", "there is no field dta here; did you mean data?")
    assert found["binarydata"] == ("unknown-field", "there is no field binarydata here; did you mean binaryData?")


def test_fields_are_absolute_and_quote_keys_with_dots():
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "labels": {"a.b/c": 1}}}
    pod["spec"] = {"containers": [{"name": "a", "ports": [{"hostPort": "x"}]}]}
    found = errors(pod)
    assert found['metadata.labels["a.b/c"]'][0] == "wrong-type"
    assert found["spec.containers[0].ports[0].hostPort"][0] == "wrong-type"
    assert found["spec.containers[0].ports[0].containerPort"] == ("missing-field", "containerPort is missing")


def test_the_cluster_decides_which_version_judges():
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}
    pod["spec"] = {"containers": [{"name": "a"}], "resources": {"limits": {"cpu": "1"}}}
    old = Cluster("old", "kind", "1.25")
    assert "spec.resources" in errors(pod, cluster=old)
    assert judge(pod, cluster=Cluster("new", "kind", "1.36")) == []


@pytest.mark.parametrize("value", ["25%", 1])
def test_a_number_or_a_percentage_may_stand_where_both_are_allowed(value):
    budget = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "a"}}
    budget["spec"] = {"maxUnavailable": value, "selector": {}}
    assert judge(budget) == []


def test_custom_kinds_of_the_platform_are_judged_strictly():
    monitor = {"apiVersion": "monitoring.coreos.com/v1", "kind": "ServiceMonitor", "metadata": {"name": "a"}}
    monitor["spec"] = {"selector": {}, "endpoints": [{"prt": "http"}]}
    assert errors(monitor)["spec.endpoints[0].prt"] == (
        "unknown-field",
        "there is no field prt here; did you mean port?",
    )


def test_an_unknown_kind_is_told_and_not_an_error():
    [fact] = judge({"apiVersion": "x.io/v1", "kind": "Thing", "metadata": {"name": "a"}})
    assert fact["kind"] == "UnknownKind"


def test_a_manifest_without_a_kind_misses_it():
    assert errors({"apiVersion": "v1"})["kind"] == ("missing-field", "kind is missing")


def test_a_kind_that_is_no_text_is_no_unknown_kind():
    assert errors({"apiVersion": 1, "kind": ["Pod"]}) == {
        "apiVersion": ("wrong-type", "apiVersion is not text"),
        "kind": ("wrong-type", "kind is not text"),
    }


def test_the_second_object_of_an_identity_is_told_where_the_first_is():
    [fact] = judge(config_map(), config_map(data={"a": "b"}))
    assert (fact["kind"], fact["file"], fact["line"]) == ("DuplicateObject", "a.yaml", 1)


def test_objects_without_a_name_are_not_the_same_one():
    unnamed = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"generateName": "c-"}}
    assert not [fact for fact in judge(unnamed, unnamed) if fact["kind"] == "DuplicateObject"]


def test_only_what_is_valid_is_marked_and_only_for_its_version():
    marks = set()
    bodies = [config_map(data={"a": "b"}), config_map(dta={}), {"apiVersion": "example.org/v1", "kind": "Unheard"}]
    objects = [Object(body, Origin("a.yaml"), str(number)) for number, body in enumerate(bodies)]
    first = facts(objects, valid=marks)
    assert [fact.body["kind"] for fact in first] == ["SchemaErrors", "UnknownKind"]
    assert len(marks) == 1
    assert [fact.body for fact in facts(objects, valid=marks)] == [fact.body for fact in first]
    facts(objects, version="1.25", valid=marks)
    assert len(marks) == 2


def test_what_is_marked_is_not_judged_again(tmp_path):
    objects = [Object(config_map(data={"a": "b"}), Origin("a.yaml"))]
    kept = Validity(tmp_path)
    facts(objects, valid=kept)
    kept.save()
    again, known = Validity(tmp_path), schemas(NEWEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(known), "errors", lambda *_: pytest.fail("it was judged again"))
        assert facts(objects, valid=again) == ()
