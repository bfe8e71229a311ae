"""Which pools can run a pod, and every reason why the others cannot."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import placement

GPU = {"cpu": "8", "memory": "32Gi", "pods": "58", "nvidia.com/gpu": "1"}
PLAIN = {"cpu": "4", "memory": "16Gi", "pods": "58"}
POD = "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  {spec}\n"


def ask(spec, *pools, provider="kind"):
    """The entry of one pod."""
    items = objects(POD.format(spec=spec.replace("\n", "\n  ")))
    [entry] = placement.to_json(placement.analyse(items, cluster(*pools, provider=provider)))["workloads"]
    return entry


def reasons(spec, only, provider="kind"):
    """(reason, detail) pairs of a single pool."""
    [verdict] = ask(spec, only, provider=provider)["pools"]
    assert verdict["fits"] is not bool(verdict["reasons"])
    return [(one["reason"], one["detail"]) for one in verdict["reasons"]]


def requests(text):
    return f"containers: [{{name: a, resources: {{requests: {{{text}}}}}}}]"


def test_an_entry_names_the_object_and_every_pool():
    spec = "containers: [{name: a, resources: {limits: {nvidia.com/gpu: 1}}}]\ntolerations: [{operator: Exists}]"
    entry = ask(spec, pool("gpu", "nvidia.com/gpu=present:NoSchedule", capacity=GPU), pool("general", capacity=PLAIN))
    assert entry == {
        "cluster": None,
        "environment": None,
        "object": {"apiVersion": "v1", "kind": "Pod", "namespace": "default", "name": "a"},
        "schedulable": True,
        "pools": [
            {"pool": "gpu", "fits": True, "reasons": []},
            {
                "pool": "general",
                "fits": False,
                "reasons": [{"reason": "insufficient nvidia.com/gpu", "detail": "asks 1, has 0"}],
            },
        ],
    }


def test_all_reasons_are_given():
    spec = """containers: [{resources: {requests: {cpu: 9, memory: 64Gi}}}]
nodeSelector: {disk: ssd, kubernetes.io/arch: arm64}
affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: Exists}]}]}}}"""
    assert [reason for reason, _ in reasons(spec, pool(taints="a=b:NoSchedule c:NoExecute", capacity=PLAIN))] == [
        "untolerated taint",
        "untolerated taint",
        "node selector",
        "architecture",
        "node affinity",
        "insufficient cpu",
        "insufficient memory",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("cpu: 4", []),
        ("cpu: 4001m", [("insufficient cpu", "asks 4001m, has 4")]),
        ("memory: 16384Mi", []),
        ("ephemeral-storage: 1Ti", []),
        ("nvidia.com/gpu: 0", []),
        ("nvidia.com/gpu: 1", [("unknown resource", "no pool has nvidia.com/gpu")]),
        ("gpu: 1", [("unknown resource", "no pool has gpu")]),
        ("hugepages-2Mi: 2Mi", [("unknown resource", "no pool has hugepages-2Mi")]),
    ],
)
def test_room_on_an_empty_node(asked, expected):
    assert reasons(requests(asked), pool(capacity=PLAIN)) == expected


def test_a_pool_without_room_for_pods_or_without_nodes():
    assert reasons("containers: []", pool(capacity={"pods": "0"})) == [("insufficient pods", "asks 1, has 0")]
    assert reasons("containers: []", pool(maximum=0)) == [("insufficient nodes", "asks 1, has 0")]


def test_an_unlisted_resource_is_unknown_only_where_no_pool_has_it():
    entry = ask(requests("nvidia.com/gpu: 2"), pool("gpu", capacity=GPU), pool("general", capacity=PLAIN))
    assert [one["reasons"][0]["detail"] for one in entry["pools"]] == ["asks 2, has 1", "asks 2, has 0"]
    assert not entry["schedulable"]


def test_effective_requests_count():
    items = objects("""
        apiVersion: v1
        kind: LimitRange
        metadata: {name: a}
        spec: {limits: [{type: Container, defaultRequest: {cpu: 3}}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec:
          overhead: {cpu: 500m}
          containers: [{name: a}]
          initContainers: [{name: b, restartPolicy: Always, resources: {requests: {cpu: 600m}}}]
    """)
    [entry] = placement.to_json(placement.analyse(items, cluster(pool(capacity=PLAIN))))["workloads"]
    assert entry["pools"][0]["reasons"] == [{"reason": "insufficient cpu", "detail": "asks 4100m, has 4"}]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("{workload: ml}", []),
        ("{workload: web}", ["node selector"]),
        ("{missing: x}", ["node selector"]),
        ("{missing: x, workload: web}", ["node selector", "node selector"]),
        ("{kubernetes.io/arch: amd64, kubernetes.io/os: linux}", []),
        ("{kubernetes.io/os: windows}", ["node selector"]),
        ("{beta.kubernetes.io/arch: arm64}", ["architecture"]),
        ("{kubernetes.io/hostname: node-1}", ["node selector"]),
        ("{eks.amazonaws.com/capacityType: ON_DEMAND}", ["node selector"]),
    ],
)
def test_node_selector(selector, expected):
    spec = f"containers: []\nnodeSelector: {selector}"
    assert [reason for reason, _ in reasons(spec, pool(labels={"workload": "ml"}))] == expected


def test_labels_that_eks_gives_to_nodes():
    spec = "containers: []\nnodeSelector: {eks.amazonaws.com/capacityType: SPOT, eks.amazonaws.com/nodegroup: general}"
    assert reasons(spec, pool(spot=True), provider="eks") == []
    assert [reason for reason, _ in reasons(spec, pool(), provider="eks")] == ["node selector"]


def affinity(*terms):
    listed = ", ".join(terms)
    return (
        "containers: []\naffinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        f"{{nodeSelectorTerms: [{listed}]}}}}}}"
    )


def expressions(*parts):
    return f"{{matchExpressions: [{', '.join(parts)}]}}"


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("{key: a, operator: In, values: ['5', '6']}", True),
        ("{key: a, operator: In, values: ['6']}", False),
        ("{key: b, operator: In, values: ['6']}", False),
        ("{key: a, operator: NotIn, values: ['6']}", True),
        ("{key: a, operator: NotIn, values: ['5']}", False),
        ("{key: b, operator: NotIn, values: ['5']}", True),
        ("{key: a, operator: Exists}", True),
        ("{key: b, operator: Exists}", False),
        ("{key: a, operator: DoesNotExist}", False),
        ("{key: b, operator: DoesNotExist}", True),
        ("{key: a, operator: Gt, values: ['4']}", True),
        ("{key: a, operator: Gt, values: ['5']}", False),
        ("{key: a, operator: Lt, values: ['6']}", True),
        ("{key: a, operator: Lt, values: ['5']}", False),
        ("{key: b, operator: Lt, values: ['6']}", False),
        ("{key: a, operator: Gt, values: ['x']}", False),
        ("{key: a, operator: Gt, values: ['1', '2']}", False),
        ("{key: a, operator: In, values: []}", False),
        ("{key: a, operator: Exists, values: ['5']}", False),
        ("{key: a, operator: Near, values: ['5']}", False),
    ],
)
def test_affinity_operators(expression, fits):
    found = reasons(affinity(expressions(expression)), pool(labels={"a": "5"}))
    assert [reason for reason, _ in found] == ([] if fits else ["node affinity"])


HAS = "{key: a, operator: Exists}"
LACKS = "{key: b, operator: Exists}"
ARM = "{key: kubernetes.io/arch, operator: In, values: [arm64]}"
INTEL = "{key: kubernetes.io/arch, operator: In, values: [amd64]}"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([expressions(HAS), expressions(LACKS)], []),
        ([expressions(HAS, LACKS)], ["node affinity"]),
        ([], ["node affinity"]),
        (["{}"], ["node affinity"]),
        (["{matchFields: [{key: metadata.name, operator: In, values: [n]}]}"], ["node affinity"]),
        (["{matchFields: [{key: metadata.name, operator: NotIn, values: [n]}]}"], ["node affinity"]),
        (
            [f"{{matchExpressions: [{HAS}], matchFields: [{{key: metadata.name, operator: In, values: [n]}}]}}"],
            ["node affinity"],
        ),
        ([expressions(INTEL)], []),
        ([expressions(ARM)], ["architecture"]),
        ([expressions(ARM, HAS)], ["architecture"]),
        ([expressions(ARM, LACKS)], ["architecture", "node affinity"]),
        ([expressions(ARM, HAS), expressions(INTEL, LACKS)], ["node affinity"]),
    ],
)
def test_affinity_terms_are_alternatives(terms, expected):
    assert [reason for reason, _ in reasons(affinity(*terms), pool(labels={"a": "5"}))] == expected


def test_preferred_affinity_and_soft_taints_never_block():
    spec = """containers: []
affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: []}}]}}"""
    assert reasons(spec, pool(taints="a=b:PreferNoSchedule")) == []


def test_eks_tolerates_taints_keyed_like_a_requested_resource():
    spec = "containers: []\ninitContainers: [{resources: {limits: {nvidia.com/gpu: 1}}}]"
    tainted = pool("gpu", "nvidia.com/gpu=present:NoSchedule", capacity=GPU)
    assert reasons(spec, tainted, provider="eks") == []
    assert reasons(spec, tainted) == [("untolerated taint", "nvidia.com/gpu=present:NoSchedule")]
    assert reasons(spec, pool("gpu", "nvidia.com/gpu:NoExecute", capacity=GPU), provider="eks")
    assert reasons(spec, pool("gpu", "gpu=yes:NoSchedule", capacity=GPU), provider="eks")


def test_numeric_tolerations():
    spec = "containers: []\ntolerations: [{key: sla, operator: Gt, value: '950', effect: NoSchedule}]"
    assert reasons(spec, pool(taints="sla=960:NoSchedule")) == []
    assert reasons(spec, pool(taints="sla=940:NoSchedule")) == [("untolerated taint", "sla=940:NoSchedule")]


@pytest.mark.parametrize(
    ("kind", "extra", "taints", "fits"),
    [
        ("DaemonSet", "", "node.kubernetes.io/not-ready:NoExecute node.kubernetes.io/unschedulable:NoSchedule", True),
        ("DaemonSet", "", "node.kubernetes.io/not-ready:NoSchedule", False),
        ("DaemonSet", "", "node.kubernetes.io/network-unavailable:NoSchedule", False),
        ("DaemonSet", "hostNetwork: true, ", "node.kubernetes.io/network-unavailable:NoSchedule", True),
        ("Deployment", "", "node.kubernetes.io/unschedulable:NoSchedule", False),
    ],
)
def test_a_daemon_set_tolerates_the_states_of_its_node(kind, extra, taints, fits):
    body = f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{template: {{spec: {{{extra}containers: [{{name: a}}]}}}}}}\n"
    [placed] = placement.analyse(objects(body), cluster(pool(taints=taints, capacity=PLAIN))).placements
    assert placed.schedulable is fits


def test_roles_with_one_verdict_are_one_entry():
    text = """
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {name: train}
spec:
  pytorchReplicaSpecs:
    Master: {template: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
    Worker: {template: {spec: {containers: [{resources: {requests: {cpu: %s}}}]}}}
"""
    for asked, expected in ((2, [True]), (9, [True, False])):
        report = placement.analyse(objects(text % asked), cluster(pool(capacity=PLAIN)))
        assert [entry["schedulable"] for entry in placement.to_json(report)["workloads"]] == expected


def test_a_cluster_without_pools_schedules_nothing():
    assert ask("containers: []")["schedulable"] is False


def test_objects_without_pods_are_left_out():
    items = objects("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n")
    assert placement.to_json(placement.analyse(items, cluster())) == {"version": 1, "workloads": []}


@pytest.mark.parametrize("key", ["{}", "[a]", "1", "null"])
def test_an_expression_whose_key_is_no_text_matches_nothing(key):
    spec = (
        "containers: [{name: a}]\naffinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        f"{{nodeSelectorTerms: [{{matchExpressions: [{{key: {key}, operator: In, values: [a]}}]}}]}}}}}}"
    )
    assert reasons(spec, pool(capacity=PLAIN)) == [("node affinity", "no required term matches the pool's labels")]
