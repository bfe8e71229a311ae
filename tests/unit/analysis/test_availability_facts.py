import pytest
from trees import deployment, tree

from generator.analysis import availability_facts
from generator.analysis.workloads import workloads

WEB = deployment("shop/web", {"app": "web"})
DAEMONS = {**deployment("shop/agent", {"app": "web"}), "kind": "DaemonSet"}


def web(replicas):
    return {**WEB, "spec": {**WEB["spec"], "replicas": replicas}}


def budget(selector="web", **spec):
    chosen = {"matchLabels": {"app": selector}} if isinstance(selector, str) else selector
    body = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "web", "namespace": "shop"}}
    return body | {"spec": {"selector": chosen, **spec}}


def autoscaler(least, kind="Deployment", name="web"):
    target = {"apiVersion": "apps/v1", "kind": kind, "name": name}
    body = {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler"}
    metadata = {"name": "web", "namespace": "shop"}
    return body | {"metadata": metadata, "spec": {"scaleTargetRef": target, "minReplicas": least, "maxReplicas": 9}}


def facts(*bodies):
    objects = tree(*bodies)
    return [fact.body for fact in availability_facts.facts(objects, workloads(objects))]


def counts(*bodies):
    [body] = facts(*bodies)
    return body["pods"], body["least"]


@pytest.mark.parametrize(
    ("selector", "selects"),
    [
        ("web", ["Deployment shop/web"]),
        ("other", []),
        ({}, ["Deployment shop/web"]),
        (None, []),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, ["Deployment shop/web"]),
    ],
)
def test_a_budget_selects_workloads_of_its_namespace(selector, selects):
    elsewhere = deployment("other/web", {"app": "web"})
    [body] = facts(WEB, elsewhere, budget(selector))
    assert body["selects"] == selects


def test_a_selector_that_cannot_be_read_says_nothing():
    assert facts(WEB, budget({"matchLabels": {"app": 1}})) == []


@pytest.mark.parametrize(
    ("spec", "least"),
    [
        ({"minAvailable": 1}, 2),
        ({"minAvailable": 0}, 1),
        ({"minAvailable": "50%"}, 2),
        ({"minAvailable": "51%"}, 3),
        ({"minAvailable": "99%"}, 100),
        ({"minAvailable": "0%"}, 1),
        ({"minAvailable": "100%"}, None),
        ({"maxUnavailable": 1}, 1),
        ({"maxUnavailable": "1%"}, 1),
        ({"maxUnavailable": 0}, None),
        ({"maxUnavailable": "0%"}, None),
        ({"maxUnavailable": "some"}, None),
        ({}, 1),
    ],
)
def test_from_how_many_pods_on_an_eviction_is_allowed(spec, least):
    assert counts(WEB, budget(**spec)) == (1, least)


@pytest.mark.parametrize(
    ("bodies", "pods"),
    [
        ([WEB], 1),
        ([web(3)], 3),
        ([web(0)], 0),
        ([web(3), autoscaler(2)], 2),
        ([web(0), autoscaler(2)], 0),
        ([web(3), autoscaler(2, name="other")], 3),
        ([web(3), deployment("shop/two", {"app": "web"})], 4),
        ([web(3), DAEMONS], None),
    ],
)
def test_how_many_pods_are_there(bodies, pods):
    assert counts(*bodies, budget(minAvailable=1))[0] == pods
