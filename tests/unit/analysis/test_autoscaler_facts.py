import pytest
from trees import deployment, tree

from generator.analysis import autoscaler_facts, capacity

METADATA = {"name": "web", "namespace": "shop"}
LIMITS = """
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: shop}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
"""


def web(*containers, **spec):
    body = deployment("shop/web", {"app": "web"})
    body["spec"]["template"]["spec"] = {"containers": [*containers] or [container("main")], **spec}
    return body


def container(name, **requests):
    return {"name": name, "image": "example", "resources": {"requests": requests}}


def autoscaler(*metrics, name="web", kind="Deployment"):
    target = {"apiVersion": "apps/v1", "kind": kind, "name": name}
    spec = {"scaleTargetRef": target, "maxReplicas": 9, "metrics": list(metrics)}
    return {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": METADATA, "spec": spec}


def by(resource, target="averageUtilization", container=""):
    source = {"name": resource, "target": {target: 70}}
    if container:
        return {"type": "ContainerResource", "containerResource": source | {"container": container}}
    return {"type": "Resource", "resource": source}


def scaled_object(*triggers):
    spec = {"scaleTargetRef": {"name": "web"}, "triggers": list(triggers)}
    return {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject", "metadata": METADATA, "spec": spec}


def vertical(mode="Recreate", *policies):
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
    spec = {"targetRef": target, "updatePolicy": {"updateMode": mode}}
    spec |= {"resourcePolicy": {"containerPolicies": list(policies)}} if policies else {}
    body = {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler"}
    return body | {"metadata": METADATA, "spec": spec}


def facts(*bodies, kind="Autoscaler"):
    objects = tree(*bodies)
    found = autoscaler_facts.facts(objects, capacity.analyse(objects, None))
    return [fact.body for fact in found if fact.body["kind"] == kind]


def unmeasured(*bodies):
    [body] = facts(*bodies)
    return [(entry["field"], entry["resource"], entry["containers"]) for entry in body["unmeasured"]]


CPU = by("cpu")


@pytest.mark.parametrize(
    ("scaler", "exists"),
    [(autoscaler(CPU), True), (autoscaler(CPU, name="other"), False), (autoscaler(CPU, kind="StatefulSet"), False)],
)
def test_whether_the_target_exists(scaler, exists):
    [body] = facts(web(), scaler)
    assert body["exists"] is exists


def test_keda_means_a_deployment():
    [body] = facts(web(), scaled_object())
    assert (body["target"], body["exists"]) == ("Deployment shop/web", True)


def test_rivals_are_named_on_both():
    found = facts(web(), autoscaler(CPU), scaled_object())
    assert [body["rivals"] for body in found] == [["ScaledObject web"], ["HorizontalPodAutoscaler web"]]
    assert [body["rivals"] for body in facts(web(), autoscaler(CPU))] == [[]]


@pytest.mark.parametrize(
    ("pods", "metrics", "expected"),
    [
        (web(container("main", cpu="1")), [CPU], []),
        (web(container("main")), [CPU], [("spec.metrics[0]", "cpu", ["main"])]),
        (web(container("main")), [], [("spec.metrics", "cpu", ["main"])]),
        (web(container("main")), [by("cpu", "averageValue")], []),
        (web(container("main", cpu="1")), [CPU, by("memory")], [("spec.metrics[1]", "memory", ["main"])]),
        (web(container("main", cpu="1"), container("proxy")), [CPU], [("spec.metrics[0]", "cpu", ["proxy"])]),
        (web(container("main", cpu="1"), container("proxy")), [by("cpu", container="main")], []),
        (web(container("main")), [by("cpu", container="main")], [("spec.metrics[0]", "cpu", ["main"])]),
        (web(container("main", cpu="1"), initContainers=[container("first")]), [CPU], []),
        (
            web(container("main", cpu="1"), initContainers=[container("side") | {"restartPolicy": "Always"}]),
            [CPU],
            [("spec.metrics[0]", "cpu", ["side"])],
        ),
        (web(container("main"), resources={"requests": {"cpu": "1"}}), [CPU], []),
        (web({"name": "main", "image": "example", "resources": {"limits": {"cpu": "1"}}}), [CPU], []),
        (web(container("main")), [{"type": "Pods", "pods": {"metric": {"name": "queue"}}}], []),
    ],
)
def test_a_share_of_a_request_needs_the_request(pods, metrics, expected):
    assert unmeasured(pods, autoscaler(*metrics)) == expected


def test_a_limit_range_fills_the_request_in():
    assert unmeasured(web(), LIMITS, autoscaler(CPU)) == []


def test_the_old_form_has_a_field_of_its_own():
    old = autoscaler()
    old["spec"] |= {"targetCPUUtilizationPercentage": 70}
    assert unmeasured(web(), old) == [("spec.targetCPUUtilizationPercentage", "cpu", ["main"])]


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [
        ({"type": "cpu", "metricType": "Utilization"}, [("spec.triggers[0]", "cpu", ["main"])]),
        ({"type": "memory"}, [("spec.triggers[0]", "memory", ["main"])]),
        ({"type": "cpu", "metricType": "AverageValue"}, []),
        ({"type": "cpu", "metadata": {"containerName": "other"}}, []),
        ({"type": "kafka"}, []),
    ],
)
def test_triggers_of_keda(trigger, expected):
    assert unmeasured(web(), scaled_object(trigger)) == expected


@pytest.mark.parametrize(
    ("scaler", "expected"),
    [
        (vertical(), ["cpu"]),
        (vertical("Off"), []),
        (vertical("Initial"), ["cpu"]),
        (vertical("Recreate", {"containerName": "*", "controlledResources": ["memory"]}), []),
        (vertical("Recreate", {"containerName": "main", "controlledResources": ["memory"]}), []),
        (vertical("Recreate", {"containerName": "other", "controlledResources": ["memory"]}), ["cpu"]),
        (vertical("Recreate", {"containerName": "*", "mode": "Off"}), []),
    ],
)
def test_a_vertical_autoscaler_on_the_same_resource(scaler, expected):
    [body] = facts(web(), autoscaler(CPU), scaler, kind="VerticalAutoscaler")
    assert [entry["resource"] for entry in body["shared"]] == expected
    assert all(entry["autoscalers"] == ["HorizontalPodAutoscaler web"] for entry in body["shared"])


def test_a_vertical_autoscaler_alone_shares_nothing():
    [body] = facts(web(), vertical(), kind="VerticalAutoscaler")
    assert (body["exists"], body["shared"]) == (True, [])


def test_who_decides_on_the_replicas():
    written = web()
    written["spec"]["replicas"] = 0
    [body] = facts(written, autoscaler(CPU), kind="AutoscaledWorkload")
    assert (body["replicas"], body["autoscalers"]) == (0, ["HorizontalPodAutoscaler web"])
    [body] = facts(web(), autoscaler(CPU), kind="AutoscaledWorkload")
    assert body["replicas"] is None
    assert facts(written, vertical(), kind="AutoscaledWorkload") == []
