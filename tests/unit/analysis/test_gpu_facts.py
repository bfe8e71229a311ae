"""Facts about accelerators and placement."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import capacity, gpu_facts, placement, placement_facts

GPU = {"cpu": "8", "nvidia.com/gpu": "2"}
PLAIN = {"cpu": "8"}
TAINTED = pool("gpu", "nvidia.com/gpu=present:NoSchedule", capacity=GPU)
OPEN = pool("open", capacity=GPU)
GENERAL = pool("general", capacity=PLAIN)


def pod(spec="", resources="limits: {nvidia.com/gpu: 1}", kind="Pod"):
    inner = f"containers: [{{name: a, resources: {{{resources}}}}}], {spec}"
    if kind == "Pod":
        return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{{inner}}}\n---\n"
    return f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{template: {{spec: {{{inner}}}}}}}\n---\n"


def uses(text, nodes=None, kind="AcceleratorUse"):
    report = capacity.analyse(objects(text), nodes)
    return [fact.body for fact in gpu_facts.facts(report, nodes) if fact.body["kind"] == kind]


def barrier(text, nodes):
    [body] = uses(text, nodes)
    return body["untolerated"], body["toleratedByAdmission"]


TAINT = "nvidia.com/gpu=present:NoSchedule"


def test_a_tainted_pool_needs_a_toleration():
    assert barrier(pod(), cluster(TAINTED, GENERAL)) == ([TAINT], [])
    assert barrier(pod("tolerations: [{key: nvidia.com/gpu, operator: Exists}]"), cluster(TAINTED)) == ([], [])
    assert uses(pod(), cluster(TAINTED))[0]["tolerations"] == "spec.tolerations"


def test_an_open_pool_needs_none_unless_the_pod_selects_another():
    assert barrier(pod(), cluster(TAINTED, OPEN)) == ([], [])
    selected = pool("gpu", TAINT, capacity=GPU, labels={"workload": "ml"})
    assert barrier(pod("nodeSelector: {workload: ml}"), cluster(selected, OPEN)) == ([TAINT], [])
    assert barrier(pod("nodeSelector: {workload: none}"), cluster(selected)) == ([TAINT], [])


def test_without_pools_or_without_the_accelerator_nothing_is_known():
    assert barrier(pod(), None) == ([], [])
    assert barrier(pod(), cluster(GENERAL)) == ([], [])


def test_eks_tolerates_only_taints_keyed_like_the_resource():
    assert barrier(pod(), cluster(TAINTED, provider="eks")) == ([], [TAINT])
    custom = pool("gpu", "gpu=yes:NoSchedule", capacity=GPU)
    assert barrier(pod(), cluster(custom, provider="eks")) == (["gpu=yes:NoSchedule"], [])
    execute = pool("gpu", "nvidia.com/gpu:NoExecute", capacity=GPU)
    assert barrier(pod(), cluster(execute, provider="eks")) == (["nvidia.com/gpu:NoExecute"], [])


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("nvidia.com/gpu", True),
        ("nvidia.com/gpu.shared", True),
        ("nvidia.com/mig-1g.5gb", True),
        ("amd.com/gpu", True),
        ("aws.amazon.com/neuron", True),
        ("example.com/dongle", False),
        ("nvidia.com/nic", False),
    ],
)
def test_which_resources_are_accelerators(name, counts):
    assert bool(uses(pod(resources=f"limits: {{{name}: 1}}"))) is counts


NONE = "requests: {cpu: 1}"


@pytest.mark.parametrize(
    ("toleration", "squats"),
    [
        ("{operator: Exists}", True),
        ("{operator: Exists, effect: NoExecute}", False),
        ("{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}", True),
        ("{key: nvidia.com/gpu, value: present}", True),
        ("{key: team, operator: Exists}", False),
    ],
)
@pytest.mark.parametrize("nodes", [None, cluster(TAINTED, GENERAL)])
def test_squatters_tolerate_what_they_do_not_need(toleration, squats, nodes):
    found = uses(pod(f"tolerations: [{{key: x, operator: Exists}}, {toleration}]", NONE), nodes)
    assert [entry["field"] for body in found for entry in body["squats"]] == ["spec.tolerations[1]"] * squats


def test_pods_that_cannot_reach_accelerators_do_not_squat():
    everything = "tolerations: [{operator: Exists}]"
    assert uses(pod(f"{everything}, nodeSelector: {{a: b}}", NONE), cluster(TAINTED, GENERAL)) == []
    assert uses(pod(everything, NONE), cluster(OPEN, GENERAL)) == []
    assert uses(pod(everything, NONE, kind="DaemonSet"), cluster(TAINTED)) == []
    assert uses(pod(everything, NONE, kind="Deployment"), cluster(TAINTED))
    second = pool("gpu", f"{TAINT} team=ml:NoSchedule", capacity=GPU)
    assert uses(pod("tolerations: [{key: nvidia.com/gpu, operator: Exists}]", NONE), cluster(second)) == []


def test_more_than_a_node_has():
    [body] = uses(pod(resources="limits: {nvidia.com/gpu: 3}"), cluster(OPEN, TAINTED, GENERAL))
    field = 'spec.containers[0].resources.limits["nvidia.com/gpu"]'
    assert body["tooMany"] == [{"field": field, "resource": "nvidia.com/gpu", "asks": "3", "most": "2"}]
    assert uses(pod(resources="limits: {nvidia.com/gpu: 2}"), cluster(OPEN))[0]["tooMany"] == []
    assert uses(pod(resources="limits: {nvidia.com/gpu: 2}"), cluster(GENERAL))[0]["tooMany"] == []


def quota(hard):
    return f"apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: q}}\nspec: {{hard: {{{hard}}}}}\n---\n"


def test_a_quota_must_name_the_accelerators_of_its_namespace():
    [body] = uses(pod() + quota("pods: 1, nvidia.com/gpu: 1"), kind="AcceleratorQuota")
    field = 'spec.hard["requests.nvidia.com/gpu"]'
    assert body["missing"] == [{"key": "requests.nvidia.com/gpu", "field": field}]
    [body] = uses(pod() + quota("requests.nvidia.com/gpu: 1"), kind="AcceleratorQuota")
    assert body["missing"] == []
    assert uses(pod(), kind="AcceleratorQuota") == []


def placed(text, *pools, provider="kind"):
    [fact] = placement_facts.facts(placement.analyse(objects(text), cluster(*pools, provider=provider)))
    return fact.body


def test_placement_facts_say_what_fits_and_why_not():
    body = placed(pod(resources="requests: {cpu: 9}", kind="Deployment"), GENERAL)
    assert (body["schedulable"], body["field"]) == (False, "spec.template.spec")
    assert body["pools"] == [
        {"pool": "general", "fits": False, "spot": False, "reasons": ["insufficient cpu (asks 9, has 8)"]}
    ]
    assert not body["acceleratorExplains"]


def test_accelerator_rules_explain_what_they_report():
    assert placed(pod(), TAINTED, GENERAL)["acceleratorExplains"]
    assert placed(pod(resources="limits: {nvidia.com/gpu: 9}"), OPEN)["acceleratorExplains"]
    assert not placed(pod(), GENERAL)["acceleratorExplains"]
    assert not placed(pod(), TAINTED, provider="eks")["acceleratorExplains"]


def test_spot_only():
    spot = pool("spot", capacity=PLAIN, spot=True)
    assert placed(pod(resources=NONE), spot)["spotOnly"]
    assert not placed(pod(resources=NONE), spot, GENERAL)["spotOnly"]
    assert not placed(pod(resources="requests: {cpu: 9}"), spot)["spotOnly"]


def test_a_cluster_without_pools_places_nothing():
    assert placement_facts.facts(placement.analyse(objects(pod()), cluster())) == ()


def test_daemon_sets_take_room_from_every_node():
    daemon = pod(resources="requests: {cpu: 1}", kind="DaemonSet").replace("{name: a}\n", "{name: agent}\n")
    placed_with_daemon = {}
    for cpu in ("7", "7500m", "9"):
        report = placement.analyse(objects(daemon + pod(resources=f"requests: {{cpu: {cpu}}}")), cluster(GENERAL))
        placed_with_daemon[cpu] = [fact.body["crowdedOut"] for fact in placement_facts.facts(report)]
    assert placed_with_daemon == {"7": [False, False], "7500m": [False, True], "9": [False, False]}
