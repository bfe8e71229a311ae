from trees import deployment, tree

from generator.analysis import change_facts
from generator.analysis.change_facts import Naming
from generator.model import Delivery

PATH = "rendered/core/web/overlays/prod"
WEB = deployment("shop/web", {"app": "web"}, "http:8080")
SERVICE = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}}
JOB = {
    "apiVersion": "batch/v1",
    "kind": "Job",
    "metadata": {"name": "train", "namespace": "shop"},
    "spec": {"template": {"spec": {"containers": [{"name": "main", "image": "train"}]}}},
}


def delivery(*bodies, path=PATH, cluster="eks"):
    application = {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": {"name": "web"}}
    (item,) = tree(application, cluster=cluster)
    return Delivery(item, path, exists=True, objects=tree(*bodies, cluster=cluster, environment="prod"))


def facts(before, after, kind="UnitChange", changed=()):
    def naming(path, environment):
        assert (path, environment) == (PATH, "prod")
        return Naming(("teams/core/web.yaml",), changed)

    found = change_facts.facts(before, after, naming)
    return [fact for fact in found if fact.body["kind"] == kind]


def edited(body, value, *path):
    """A copy of a body with one value set."""
    key, *rest = path
    below = edited(body.get(key, {}) if isinstance(body, dict) else body[key], value, *rest) if rest else value
    if isinstance(body, list):
        return [below if index == key else item for index, item in enumerate(body)]
    return {**body, key: below}


def test_nothing_changed():
    assert change_facts.facts([delivery(WEB)], [delivery(WEB)], lambda *_: None) == ()


def test_what_changed_is_told_by_object_and_field():
    after = edited(edited(WEB, 3, "spec", "replicas"), "new", "spec", "template", "spec", "containers", 0, "image")
    [fact] = facts([delivery(WEB, SERVICE)], [delivery(after, JOB)], changed=("teams/core/web.yaml",))
    assert fact.subject.kind == "Deployment"
    assert (fact.body["path"], fact.body["environment"]) == (PATH, "prod")
    assert (fact.body["files"], fact.body["changedFiles"]) == (["teams/core/web.yaml"], ["teams/core/web.yaml"])
    assert fact.body["changes"] == [
        {
            "object": "Deployment shop/web",
            "change": "changed",
            "fields": ["spec.replicas", "spec.template.spec.containers[0].image"],
        },
        {"object": "Job shop/train", "change": "added", "fields": []},
        {"object": "Service shop/web", "change": "removed", "fields": []},
    ]


def test_a_list_of_another_length_is_one_place():
    port = {"name": "more", "containerPort": 1, "protocol": "TCP"}
    ports = [*WEB["spec"]["template"]["spec"]["containers"][0]["ports"], port]
    after = edited(WEB, ports, "spec", "template", "spec", "containers", 0, "ports")
    [fact] = facts([delivery(WEB)], [delivery(after)])
    assert fact.body["changes"][0]["fields"] == ["spec.template.spec.containers[0].ports"]


def test_a_unit_that_comes_or_goes():
    [fact] = facts([], [delivery(WEB)])
    assert [each["change"] for each in fact.body["changes"]] == ["added"]
    [fact] = facts([delivery(WEB)], [])
    assert [each["change"] for each in fact.body["changes"]] == ["removed"]
    assert fact.subject.name == "web"


def immutable(before, after):
    return [
        field
        for fact in facts([delivery(before)], [delivery(after)], kind="ObjectChange")
        for field in fact.body["immutable"]
    ]


def test_fields_that_must_not_change():
    other = edited(WEB, {"matchLabels": {"app": "other"}}, "spec", "selector")
    assert immutable(WEB, other) == ["spec.selector"]
    assert immutable(WEB, edited(WEB, 3, "spec", "replicas")) == []


def test_another_cluster_or_name_is_another_object():
    other = edited(WEB, {"matchLabels": {"app": "other"}}, "spec", "selector")
    assert facts([delivery(WEB)], [delivery(other, cluster="other")], kind="ObjectChange") == []
    assert immutable(WEB, edited(other, "new", "metadata", "name")) == []


def test_what_argo_cd_makes_anew_may_change():
    new = edited(JOB, "new", "spec", "template", "spec", "containers", 0, "image")
    assert immutable(JOB, new) == ["spec.template"]
    for key, value, fields in [
        ("argocd.argoproj.io/hook", "Sync", []),
        ("argocd.argoproj.io/sync-options", "Force=true, Replace=true", []),
        ("argocd.argoproj.io/sync-options", "Replace=true", ["spec.template"]),
    ]:
        assert immutable(JOB, edited(new, {key: value}, "metadata", "annotations")) == fields
