"""Effective requests and limits; the expected sums follow KEP-753 and KEP-2837 step by step."""

import yaml
from objects import objects

from generator.analysis.admission import Admission
from generator.analysis.requests import effective
from generator.analysis.resources import written


def needs(text, **kwargs):
    return effective(yaml.safe_load(text), **kwargs)


def admitted(text):
    """Requests and limits of the only pod in a stream."""
    items = objects(text)
    [pod] = [pod for item in items for pod in Admission(items).pods(item)]
    return written(pod.needs.requests), written(pod.needs.limits)


def test_limits_without_requests_become_requests():
    pod = needs("containers: [{resources: {limits: {cpu: 2, memory: 1Gi}, requests: {cpu: 500m}}}]")
    assert written(pod.requests) == {"cpu": "500m", "memory": "1Gi"}
    assert written(pod.limits) == {"cpu": "2", "memory": "1Gi"}


def test_what_nobody_states_is_absent_and_zero_is_not():
    pod = needs("containers: [{resources: {requests: {cpu: 0}}}, {}]")
    assert written(pod.requests) == {"cpu": "0"}
    assert written(pod.limits) == {}


def test_init_containers_count_by_their_greatest_step():
    pod = needs("""
        containers: [{resources: {requests: {cpu: 1}}}, {resources: {requests: {cpu: 1}}}]
        initContainers: [{resources: {requests: {cpu: 3, nvidia.com/gpu: 1}}}, {resources: {requests: {cpu: 2}}}]
    """)
    assert written(pod.requests) == {"cpu": "3", "nvidia.com/gpu": "1"}


def test_sidecars_add_to_containers_and_to_later_steps_only():
    pod = needs("""
        containers: [{resources: {requests: {cpu: 1}}}]
        initContainers:
          - {resources: {requests: {cpu: 4}}}
          - {restartPolicy: Always, resources: {requests: {cpu: 2}}}
          - {resources: {requests: {cpu: 3}}}
    """)
    assert written(pod.requests) == {"cpu": "5"}


def test_sidecars_with_containers_can_exceed_every_step():
    pod = needs("""
        containers: [{resources: {requests: {cpu: 3}}}]
        initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 2}}}]
    """)
    assert written(pod.requests) == {"cpu": "5"}


def test_restart_policy_always_makes_no_sidecar_of_a_main_container():
    pod = needs("containers: [{restartPolicy: Always, resources: {requests: {cpu: 1}}}]")
    assert written(pod.requests) == {"cpu": "1"}


def test_overhead_adds_to_requests_and_to_limits_that_are_not_zero():
    pod = needs("""
        overhead: {cpu: 250m, memory: 64Mi}
        containers: [{resources: {requests: {cpu: 1}, limits: {cpu: 2, memory: 0}}}]
    """)
    assert written(pod.requests) == {"cpu": "1250m", "memory": "64Mi"}
    assert written(pod.limits) == {"cpu": "2250m", "memory": "0"}


def test_pod_level_resources_replace_the_sum_of_containers_before_overhead():
    pod = needs("""
        overhead: {cpu: 500m}
        resources: {requests: {cpu: 2}, limits: {cpu: 4}}
        containers: [{resources: {requests: {cpu: 1, nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 1}}}]
    """)
    assert written(pod.requests) == {"cpu": "2500m", "nvidia.com/gpu": "1"}
    assert written(pod.limits) == {"cpu": "4500m", "nvidia.com/gpu": "1"}
    assert written(pod.bare_requests)["cpu"] == "2"


def test_pod_level_limits_take_requests_from_the_containers_then_from_themselves():
    pod = needs("resources: {limits: {cpu: 4, memory: 2Gi}}\ncontainers: [{resources: {requests: {cpu: 1}}}]")
    assert written(pod.requests) == {"cpu": "1", "memory": "2Gi"}


def test_a_pod_may_not_state_extended_resources_for_itself():
    pod = needs("resources: {limits: {nvidia.com/gpu: 4}}\ncontainers: [{}]")
    assert written(pod.requests) == {}
    assert not pod.whole


def test_unreadable_amounts_are_named_and_count_as_absent():
    pod = needs("containers: [{resources: {requests: {cpu: lots, nvidia.com/gpu: true}}}]")
    assert written(pod.requests) == {}
    assert [mistake.field for mistake in pod.mistakes] == [
        "containers[0].resources.requests.cpu",
        'containers[0].resources.requests["nvidia.com/gpu"]',
    ]


def test_wrong_types_count_as_absent():
    for text in ("containers: 5", "containers: [3, {resources: [x]}]", "initContainers: {a: b}", "resources: x"):
        assert written(needs(text).requests) == {}


def test_best_effort_is_a_pod_without_cpu_and_memory():
    assert needs("containers: [{resources: {requests: {cpu: 0, nvidia.com/gpu: 1}}}]").best_effort
    assert not needs("containers: [{}, {resources: {limits: {memory: 1Gi}}}]").best_effort
    assert not needs("resources: {limits: {cpu: 1}}\ncontainers: [{}]").best_effort


def test_limit_range_defaults_come_after_the_apis_own():
    assert admitted("""
        apiVersion: v1
        kind: LimitRange
        metadata: {name: team}
        spec:
          limits:
            - {type: Container, default: {cpu: 500m, memory: 512Mi}, defaultRequest: {cpu: 100m, memory: 128Mi}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - {name: a, resources: {limits: {cpu: 2}}}
            - {name: b}
          initContainers: [{name: c, resources: {requests: {cpu: 3}}}]
    """) == ({"cpu": "3", "memory": "256Mi"}, {"cpu": "2500m", "memory": "1Gi"})


def test_limit_range_fills_defaults_from_its_own_bounds():
    assert admitted("""
        apiVersion: v1
        kind: LimitRange
        metadata: {name: team}
        spec: {limits: [{type: Container, max: {cpu: 2}, min: {cpu: 1, memory: 64Mi}}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: a}]}
    """) == ({"cpu": "2", "memory": "64Mi"}, {"cpu": "2"})


def test_limit_ranges_of_other_namespaces_and_types_do_not_default():
    assert admitted("""
        apiVersion: v1
        kind: LimitRange
        metadata: {name: other, namespace: elsewhere}
        spec: {limits: [{type: Container, default: {cpu: 500m}}]}
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: pods}
        spec: {limits: [{type: Pod, max: {cpu: 500m}}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: a}]}
    """) == ({}, {})


def test_runtime_class_brings_overhead_selector_and_tolerations():
    items = objects("""
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {name: gvisor}
        handler: runsc
        overhead: {podFixed: {cpu: 250m}}
        scheduling: {nodeSelector: {sandbox: "true"}, tolerations: [{key: sandbox, operator: Exists}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {runtimeClassName: gvisor, nodeSelector: {disk: ssd}, containers: [{resources: {requests: {cpu: 1}}}]}
    """)
    [pod] = Admission(items).pods(items[1])
    assert written(pod.needs.requests) == {"cpu": "1250m"}
    assert pod.node_selector == {"sandbox": "true", "disk": "ssd"}
    assert [toleration["key"] for toleration in pod.tolerations] == ["sandbox"]


def test_the_default_priority_class_applies_where_none_is_named():
    items = objects("""
        apiVersion: scheduling.k8s.io/v1
        kind: PriorityClass
        metadata: {name: normal}
        globalDefault: true
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: []}
    """)
    assert Admission(items).pods(items[1])[0].priority_class == "normal"


def test_the_model_of_a_kserve_component_is_a_container():
    pod = needs("model: {resources: {limits: {nvidia.com/gpu: 1}}}\ncontainers: [{resources: {requests: {cpu: 1}}}]")
    assert written(pod.requests) == {"cpu": "1", "nvidia.com/gpu": "1"}
