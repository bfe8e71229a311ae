"""Facts about capacity: what is wrong with a namespace, a quota, a workload or a cluster."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import capacity, capacity_facts
from generator.analysis.capacity import explain

QUOTA = """
apiVersion: v1
kind: ResourceQuota
metadata: {{name: team, namespace: shop}}
spec: {{hard: {{{hard}}}}}
---
"""
WEB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  STRATEGY
  template:
    spec:
      containers: [{name: web, resources: {requests: {cpu: 500m}, limits: {cpu: 1}}}]
---
"""
RANGE = """
apiVersion: v1
kind: LimitRange
metadata: {{name: team, namespace: shop}}
spec: {{limits: [{limit}]}}
---
"""
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n---\n"


def facts(text, kind, nodes=None):
    """(subject's kind/name, body) of every fact of a kind."""
    found = capacity_facts.facts(capacity.analyse(objects(text), nodes), nodes)
    assert all(fact.body["apiVersion"] == "facts.mlp/v1" for fact in found)
    return [(f"{fact.subject.kind}/{fact.subject.name}", fact.body) for fact in found if fact.body["kind"] == kind]


def web(strategy="paused: false"):
    return WEB.replace("STRATEGY", strategy)


def quota(hard):
    return QUOTA.format(hard=hard)


def key(text, name):
    """One key of the only quota."""
    [(_, body)] = facts(text, "QuotaUse")
    return next(entry for entry in body["keys"] if entry["key"] == name)


def of_workload(text, section):
    """field to reason, over all workloads."""
    return {entry["field"]: entry["reason"] for _, body in facts(text, "WorkloadCapacity") for entry in body[section]}


def test_a_namespace_without_guards_is_told_on_itself_or_on_its_first_workload():
    [(subject, body)] = facts(NAMESPACE + web(), "NamespaceCapacity")
    assert (subject, body["field"]) == ("Namespace/shop", "metadata.name")
    [(subject, body)] = facts(web(), "NamespaceCapacity")
    assert (subject, body["field"]) == ("Deployment/web", "metadata.namespace")
    assert (body["quotas"], body["limitRanges"], body["workloads"]) == ([], [], 1)


def test_guards_are_named():
    [(_, body)] = facts(NAMESPACE + quota("pods: 1") + RANGE.format(limit=""), "NamespaceCapacity")
    assert (body["quotas"], body["limitRanges"]) == (["team"], ["team"])


def test_namespaces_of_the_system_and_without_workloads_have_no_fact():
    assert facts("apiVersion: v1\nkind: Namespace\nmetadata: {name: kube-system}\n", "NamespaceCapacity") == []
    assert facts("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "NamespaceCapacity") == []


def test_a_quota_that_fits_says_so():
    entry = key(quota("requests.cpu: 1500m") + web(), "requests.cpu")
    assert (entry["over"], entry["needed"], entry["sum"]) == ([], None, [])
    assert entry["field"] == 'spec.hard["requests.cpu"]'


def test_a_quota_that_is_too_small_is_added_up():
    entry = key(quota("requests.cpu: 1200m") + web() + web().replace("web", "api"), "requests.cpu")
    assert entry["over"] == ["steady", "rollout", "worst"]
    assert entry["needed"] == "3"
    assert entry["sum"] == ["Deployment/api: 3 pods x 500m = 1500m", "Deployment/web: 3 pods x 500m = 1500m"]


def test_only_one_workload_rolls_in_the_sum_of_a_rollout():
    entry = key(quota("pods: 5, requests.cpu: 2600m") + web() + web().replace("web", "api"), "pods")
    assert entry["over"] == ["worst"]
    report = capacity.analyse(objects(quota("pods: 4") + web() + web().replace("web", "api")), None)
    [row] = [row for row in report.namespaces[0].rows if row.resource == "pods"]
    lines = explain.lines(row, "rollout")
    assert lines == ("Deployment/web: 3 pods x 1 = 3", "Deployment/api: 2 pods x 1 = 2")


def test_an_unbounded_sum_is_left_to_its_workload():
    cron = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: tick, namespace: shop}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: a}]}}}}}
"""
    assert key(quota("pods: 1") + cron, "pods")["over"] == []
    assert list(of_workload(cron, "unbounded")) == ["spec.concurrencyPolicy"]
    assert of_workload(cron.replace("spec: {sch", "spec: {concurrencyPolicy: Forbid, sch"), "unbounded") == {}


@pytest.mark.parametrize(
    ("policies", "unbounded"),
    [
        ("", True),
        ("containerPolicies: [{containerName: '*', maxAllowed: {cpu: 1}}]", False),
        ("containerPolicies: [{containerName: a, maxAllowed: {cpu: 1}}, {containerName: b}]", True),
        ("containerPolicies: [{containerName: a, maxAllowed: {cpu: 1}}, {containerName: b, mode: 'Off'}]", False),
    ],
)
def test_a_vertical_autoscaler_needs_a_maximum(policies, unbounded):
    text = f"""
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {{name: web}}
spec: {{targetRef: {{kind: Deployment, name: web}}, resourcePolicy: {{{policies}}}}}
"""
    assert bool(of_workload(text, "unbounded")) is unbounded
    assert of_workload(text.replace("spec: {", "spec: {updatePolicy: {updateMode: 'Off'}, "), "unbounded") == {}


def test_keys_that_do_nothing_carry_their_problem():
    assert "requests.nvidia.com/gpu" in key(quota("nvidia.com/gpu: 1"), "nvidia.com/gpu")["problem"]
    assert "not a quantity" in key(quota("pods: many"), "pods")["problem"]
    assert key(quota("pods: 1"), "pods")["problem"] == ""


@pytest.mark.parametrize(
    ("strategy", "hard", "stuck"),
    [
        ("", "requests.cpu: 1400m", True),
        ("", "requests.cpu: 1500m", False),
        ("", "pods: 2", True),
        ("", "pods: 3", False),
        ("", "limits.memory: 0", False),
        ("strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}", "pods: 2", True),
        ("strategy: {rollingUpdate: {maxUnavailable: 1, maxSurge: 1}}", "pods: 2", False),
        ("strategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 0}}", "pods: 2", False),
        ("strategy: {rollingUpdate: {maxUnavailable: 50%}}", "pods: 2", False),
        ("strategy: {type: Recreate}", "pods: 2", False),
    ],
)
def test_rollouts_that_can_never_begin(strategy, hard, stuck):
    found = of_workload(quota(hard) + web(strategy or "paused: false"), "deadlocked")
    assert list(found) == (["spec.strategy.rollingUpdate.maxUnavailable"] if stuck else [])


def test_a_deadlock_is_told_with_its_sum_and_the_quota_that_would_do():
    [reason] = of_workload(quota("requests.cpu: 1400m") + web(), "deadlocked").values()
    assert reason == (
        "1 pod more needs 500m of requests.cpu, and quota team leaves 400m (Deployment/web: 2 pods x 500m = 1); "
        "1500m would fit"
    )


def test_of_a_long_sum_only_the_greatest_are_told():
    names = ["web", *(f"other{number}" for number in range(10))]
    many = "---".join(web().replace("name: web, ", f"name: {name}, ") for name in names)
    reason = of_workload(quota("requests.cpu: 11") + many, "deadlocked")["spec.strategy.rollingUpdate.maxUnavailable"]
    assert reason.count("500m = 1") == 10
    assert "= 1 and 1 more); 11500m would fit" in reason


def test_blue_green_needs_room_for_a_full_second_set():
    text = web("strategy: {blueGreen: {activeService: a}}").replace("apps/v1", "argoproj.io/v1alpha1")
    text = text.replace("Deployment", "Rollout")
    assert list(of_workload(quota("pods: 3") + text, "deadlocked")) == ["spec.strategy.blueGreen"]
    assert of_workload(quota("pods: 4") + text, "deadlocked") == {}


def test_daemon_sets_that_surge_need_room_too():
    text = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec: {updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}, template: {spec: {containers: [{}]}}}
"""
    assert of_workload(quota("pods: 1") + text, "deadlocked")
    assert not of_workload(quota("pods: 1") + text.replace("maxSurge: 1, maxUnavailable: 0", ""), "deadlocked")


def refused(text):
    return of_workload(text, "refused")


CONTAINER = "spec.template.spec.containers[0].resources"


def test_a_quota_on_cpu_or_memory_demands_them_of_every_container():
    found = refused(quota("requests.cpu: 9, memory: 9Gi, limits.cpu: 9, limits.memory: 9Gi, pods: 9") + web())
    assert list(found) == [f"{CONTAINER}.requests.memory", f"{CONTAINER}.limits.memory"]
    assert refused(quota("limits.ephemeral-storage: 1, requests.nvidia.com/gpu: 1") + web()) == {}


def test_the_demand_reaches_init_containers_and_ends_at_pod_level_resources():
    init = web().replace("containers: [", "initContainers: [{name: i}]\n      containers: [")
    found = refused(quota("requests.cpu: 9") + init)
    assert list(found) == ["spec.template.spec.initContainers[0].resources.requests.cpu"]
    whole = init.replace("initContainers:", "resources: {limits: {cpu: 2}}\n      initContainers:")
    assert refused(quota("requests.cpu: 9") + whole) == {}


def test_a_limit_range_meets_the_demand():
    limit = "{type: Container, default: {memory: 1Gi}}"
    assert refused(quota("limits.memory: 9Gi") + RANGE.format(limit=limit) + web()) == {}


@pytest.mark.parametrize(
    ("limit", "fields"),
    [
        ("{type: Container, min: {cpu: 600m}}", ["requests.cpu"]),
        ("{type: Container, max: {cpu: 900m}}", ["limits.cpu"]),
        ("{type: Container, max: {cpu: 1}}", []),
        ("{type: Container, max: {memory: 1Gi}}", []),
        ("{type: Container, maxLimitRequestRatio: {cpu: 1}}", ["limits.cpu"]),
        ("{type: Container, maxLimitRequestRatio: {cpu: 2}}", []),
        ("{type: Container, maxLimitRequestRatio: {memory: 2}}", ["requests.memory"]),
        ("{type: Container, default: {memory: 1Gi}, defaultRequest: {memory: 2Gi}}", ["requests.memory"]),
    ],
)
def test_limit_ranges_refuse_containers(limit, fields):
    assert list(refused(RANGE.format(limit=limit) + web())) == [f"{CONTAINER}.{field}" for field in fields]


@pytest.mark.parametrize(
    ("limit", "reasons"),
    [
        ("{type: Pod, max: {cpu: 900m}}", 1),
        ("{type: Pod, max: {memory: 1Gi}}", 1),
        ("{type: Pod, min: {memory: 1Gi}, max: {cpu: 1}}", 1),
        ("{type: Pod, max: {cpu: 1}}", 0),
    ],
)
def test_limit_ranges_refuse_pods(limit, reasons):
    found = refused(RANGE.format(limit=limit) + web())
    assert list(found) == ["spec.template.spec"] * reasons


@pytest.mark.parametrize(("limit", "refuses"), [("min: {storage: 2Gi}", True), ("max: {storage: 1Gi}", False)])
def test_limit_ranges_refuse_claims(limit, refuses):
    claims = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  template: {spec: {containers: [{name: a}]}}
  volumeClaimTemplates: [{spec: {resources: {requests: {storage: 1Gi}}}}]
"""
    found = refused(RANGE.format(limit=f"{{type: PersistentVolumeClaim, {limit}}}") + claims)
    assert list(found) == ["spec.volumeClaimTemplates[0].spec.resources.requests.storage"] * refuses


@pytest.mark.parametrize(
    ("resources", "field"),
    [
        ("{requests: {cpu: 2}, limits: {cpu: 1}}", "requests.cpu"),
        ("{requests: {nvidia.com/gpu: 1}}", 'requests["nvidia.com/gpu"]'),
        ("{requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 2}}", 'requests["nvidia.com/gpu"]'),
        ("{limits: {nvidia.com/gpu: 500m}}", 'requests["nvidia.com/gpu"]'),
        ("{limits: {cpu: lots}}", "limits.cpu"),
        ("{limits: {gpu: 1}}", "requests.gpu"),
        ("{limits: {nvidia.com/gpu: 1}}", ""),
    ],
)
def test_amounts_that_the_api_server_refuses(resources, field):
    text = web().replace("{requests: {cpu: 500m}, limits: {cpu: 1}}", resources)
    assert list(refused(text)) == ([f"{CONTAINER}.{field}"] if field else [])


def test_one_field_has_one_entry():
    limit = "{type: Container, min: {cpu: 600m}}"
    both = RANGE.format(limit=limit) + RANGE.format(limit=limit).replace("team", "other")
    found = refused(both + web())
    assert list(found) == [f"{CONTAINER}.requests.cpu"]
    assert "LimitRange team" in found[f"{CONTAINER}.requests.cpu"]
    assert "LimitRange other" in found[f"{CONTAINER}.requests.cpu"]


def test_quotas_together_against_the_nodes():
    nodes = cluster(pool(capacity={"cpu": "4", "memory": "8Gi"}, maximum=2))
    other = quota("cpu: 6").replace("shop", "other")
    found = {
        body["resource"]: (subject, body)
        for subject, body in facts(quota("requests.cpu: 3") + other, "ClusterCapacity", nodes)
    }
    subject, body = found["cpu"]
    assert (subject, body["field"]) == ("ResourceQuota/team", "spec.hard.cpu")
    assert (body["committed"], body["available"], body["quotas"], body["over"]) == ("9", "8", 2, True)
    assert (body["sum"], body["excess"]) == (["other: 6", "shop: 3"], "1")
    assert "memory" not in found
    assert facts(quota("requests.cpu: 3"), "ClusterCapacity") == []


def test_accelerators_come_first():
    nodes = cluster(pool(capacity={"cpu": "4", "nvidia.com/gpu": "1"}))
    found = facts(quota("requests.cpu: 3, requests.nvidia.com/gpu: 1"), "ClusterCapacity", nodes)
    assert [body["resource"] for _, body in found] == ["nvidia.com/gpu", "cpu"]


def test_scoped_quotas_and_looser_ones_promise_nothing_more():
    nodes = cluster(pool(capacity={"cpu": "4"}))
    looser = quota("requests.cpu: 9").replace("team", "loose")
    scoped = quota("requests.cpu: 9").replace("team", "scoped").replace("hard:", "scopes: [Terminating], hard:")
    [(_, body)] = facts(quota("requests.cpu: 4") + looser + scoped, "ClusterCapacity", nodes)
    assert (body["committed"], body["over"]) == ("4", False)
