"""Sums of quotas: every row against arithmetic done by hand."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import capacity
from generator.quantity import parse

QUOTA = """
apiVersion: v1
kind: ResourceQuota
metadata: {{name: team, namespace: shop}}
spec: {{hard: {{{hard}}}, {rest}}}
---
"""
WEB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 2
  template:
    spec:
      containers: [{name: web, resources: {requests: {cpu: 500m, memory: 256Mi}, limits: {cpu: 1}}}]
---
"""
WORKER = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker, namespace: shop}
spec:
  replicas: 4
  template:
    spec:
      priorityClassName: high
      activeDeadlineSeconds: 60
      containers: [{name: worker, resources: {requests: {cpu: 300m}}}]
---
"""
STATEFUL = """
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec:
  replicas: 3
  template: {spec: {containers: [{name: db}]}}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec: {storageClassName: gp3, resources: {requests: {storage: 10Gi}}}
---
"""


def quota(hard, rest=""):
    return QUOTA.format(hard=hard, rest=rest)


def rows(text, nodes=None):
    """(resource, quota) to (steady, rollout, worst, hard) of the namespace shop."""
    report = capacity.to_json(capacity.analyse(objects(text), nodes))
    [namespace] = [one for one in report["namespaces"] if one["namespace"] == "shop"]
    keys = ("steady", "rollout", "worst", "hard")
    return {(row["resource"], row["quota"]): tuple(row[key] for key in keys) for row in namespace["resources"]}


def test_steady_rollout_and_worst():
    found = rows(quota("requests.cpu: 4, pods: 10") + WEB + WORKER)
    assert found["requests.cpu", "team"] == ("2200m", "2700m", "3", "4")
    assert found["pods", "team"] == ("6", "7", "8", "10")


def test_what_no_quota_names_has_a_row_of_its_own():
    found = rows(quota("cpu: 4") + WEB)
    assert ("requests.cpu", None) not in found
    assert found["cpu", "team"] == ("1", "1500m", "1500m", "4")
    assert found["requests.memory", None] == ("512Mi", "768Mi", "768Mi", None)
    assert found["limits.cpu", None] == ("2", "3", "3", None)
    assert ("limits.memory", None) not in found


def test_every_quota_has_rows_of_its_own():
    second = quota("pods: 3").replace("team", "second")
    found = rows(quota("pods: 10") + second + WEB)
    assert found["pods", "team"][3] == "10"
    assert found["pods", "second"][3] == "3"


def test_zero_and_canonical_quantities():
    found = rows(quota('services.loadbalancers: 0, memory: "1024Mi"') + WEB)
    assert found["services.loadbalancers", "team"] == ("0", "0", "0", "0")
    assert found["memory", "team"][3] == "1Gi"


def test_an_unreadable_limit_is_null():
    assert rows(quota("pods: many") + WEB)["pods", "team"] == ("2", "3", "3", None)


def test_extended_resources_count_under_requests_only():
    gpu = WEB.replace("limits: {cpu: 1}", "limits: {nvidia.com/gpu: 2}")
    found = rows(quota("nvidia.com/gpu: 9, limits.nvidia.com/gpu: 9, requests.nvidia.com/gpu: 9") + gpu)
    assert found["requests.nvidia.com/gpu", "team"] == ("4", "6", "6", "9")
    assert found["nvidia.com/gpu", "team"] == ("0", "0", "0", "9")
    assert found["limits.nvidia.com/gpu", "team"] == ("0", "0", "0", "9")


def test_huge_pages_and_ephemeral_storage():
    limits = "limits: {hugepages-2Mi: 4Mi, ephemeral-storage: 1Gi}"
    found = rows(quota("hugepages-2Mi: 1Gi, requests.ephemeral-storage: 1Gi") + WEB.replace("limits: {cpu: 1}", limits))
    assert found["hugepages-2Mi", "team"][0] == "8Mi"
    assert found["requests.ephemeral-storage", "team"][0] == "2Gi"
    assert found["limits.ephemeral-storage", None][0] == "2Gi"
    assert ("requests.hugepages-2Mi", None) not in found


@pytest.mark.parametrize(
    ("scope", "pods"),
    [
        ("scopes: [Terminating]", "4"),
        ("scopes: [NotTerminating]", "5"),
        ("scopes: [BestEffort]", "3"),
        ("scopes: [NotBestEffort]", "6"),
        ("scopes: [NotBestEffort, NotTerminating]", "2"),
        ("scopes: [PriorityClass]", "4"),
        ("scopes: [CrossNamespacePodAffinity]", "0"),
        ("scopes: [Imaginary]", "0"),
        ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [low, high]}]}", "4"),
        ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [low]}]}", "0"),
        ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [low]}]}", "9"),
        ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: NotIn, values: [high]}]}", "5"),
        ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists}]}", "4"),
        ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: DoesNotExist}]}", "5"),
    ],
)
def test_scopes_select_pods(scope, pods):
    assert rows(quota("pods: 10", scope) + WEB + WORKER + STATEFUL)["pods", "team"][0] == pods


def test_the_deadline_of_a_job_does_not_reach_its_pods():
    job = """
apiVersion: batch/v1
kind: Job
metadata: {name: train, namespace: shop}
spec: {activeDeadlineSeconds: 60, template: {spec: {containers: [{name: a}]}}}
"""
    assert rows(quota("pods: 1", "scopes: [Terminating]") + job)["pods", "team"][0] == "0"


def test_pods_that_reach_into_other_namespaces_have_a_scope():
    term = "{topologyKey: a, namespaceSelector: {}}"
    affinity = f"affinity: {{podAntiAffinity: {{preferredDuringSchedulingIgnoredDuringExecution: [{{podAffinityTerm: {term}}}]}}}}"
    text = WEB.replace("containers:", f"{affinity}\n      containers:")
    assert rows(quota("pods: 1", "scopes: [CrossNamespacePodAffinity]") + text)["pods", "team"][0] == "2"


def test_a_scoped_quota_counts_no_objects():
    service = "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: []}\n---\n"
    assert rows(quota("services: 1", "scopes: [NotTerminating]") + service)["services", "team"][0] == "0"
    assert rows(quota("services: 1") + service)["services", "team"][0] == "1"


def test_claims_of_stateful_sets_multiply_by_replicas():
    found = rows(quota("requests.storage: 50Gi, persistentvolumeclaims: 5") + STATEFUL)
    assert found["requests.storage", "team"] == ("30Gi", "30Gi", "30Gi", "50Gi")
    assert found["persistentvolumeclaims", "team"][0] == "3"
    assert found["gp3.storageclass.storage.k8s.io/requests.storage", None][0] == "30Gi"
    assert found["gp3.storageclass.storage.k8s.io/persistentvolumeclaims", None][0] == "3"


def test_claims_that_a_stateful_set_made_count_once():
    made = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data-db-0, namespace: shop}
spec: {storageClassName: gp3, resources: {requests: {storage: 10Gi}}}
---
"""
    assert rows(STATEFUL + made)["persistentvolumeclaims", None][0] == "3"
    assert rows(made)["persistentvolumeclaims", None][0] == "1"


def test_storage_is_charged_in_whole_bytes_to_the_default_class():
    text = """
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: a, namespace: shop}
spec: {resources: {requests: {storage: 1500m}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: b, namespace: shop}
spec: {storageClassName: "", resources: {requests: {storage: 1}}}
"""
    found = rows(text)
    assert found["requests.storage", None][0] == "3"
    assert found["fast.storageclass.storage.k8s.io/requests.storage", None][0] == "2"


def test_ephemeral_volumes_make_a_claim_a_pod():
    volume = "volumes: [{name: s, ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1Gi}}}}}}]"
    found = rows(WEB.replace("containers:", f"{volume}\n      containers:"))
    assert found["requests.storage", None] == ("2Gi", "3Gi", "3Gi", None)


def test_a_volume_attributes_class_selects_claims():
    selector = "scopeSelector: {matchExpressions: [{scopeName: VolumeAttributesClass, operator: In, values: [gold]}]}"
    gold = STATEFUL.replace("storageClassName: gp3", "volumeAttributesClassName: gold")
    assert rows(quota("persistentvolumeclaims: 5", selector) + gold)["persistentvolumeclaims", "team"][0] == "3"
    assert rows(quota("persistentvolumeclaims: 5", selector) + STATEFUL)["persistentvolumeclaims", "team"][0] == "0"


@pytest.mark.parametrize(
    ("spec", "balancers", "ports"),
    [
        ("{ports: [{port: 1}]}", "0", "0"),
        ("{type: NodePort, ports: [{port: 1}, {port: 2}]}", "0", "2"),
        ("{type: LoadBalancer, ports: [{port: 1}, {port: 2}]}", "1", "2"),
        (
            "{type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 1}, {port: 2, nodePort: 30000}]}",
            "1",
            "1",
        ),
    ],
)
def test_services(spec, balancers, ports):
    service = f"apiVersion: v1\nkind: Service\nmetadata: {{name: web, namespace: shop}}\nspec: {spec}\n"
    found = rows(quota("services: 1, services.loadbalancers: 1, services.nodeports: 1") + service)
    assert [found[key, "team"][0] for key in ("services", "services.loadbalancers", "services.nodeports")] == [
        "1",
        balancers,
        ports,
    ]


def test_objects_count_by_plural_and_group():
    text = """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a, namespace: shop}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: shop}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: a, namespace: shop}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: oxen.example.com}
spec: {group: example.com, names: {kind: Ox, plural: oxen}}
---
apiVersion: example.com/v1
kind: Ox
metadata: {name: a, namespace: shop}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings-2mb4f7ktgh, namespace: shop}
---
"""
    keys = (
        "count/networkpolicies.networking.k8s.io",
        "count/ingresses.networking.k8s.io",
        "count/gateways.gateway.networking.k8s.io",
        "count/oxen.example.com",
    )
    found = rows(quota(", ".join(f"{key}: 1" for key in (*keys, "configmaps"))) + text)
    assert [found[key, "team"][0] for key in keys] == ["1", "1", "1", "1"]
    assert found["configmaps", "team"] == ("1", "2", "2", "1")


def test_devices_count_by_class():
    text = """
apiVersion: resource.k8s.io/v1
kind: DeviceClass
metadata: {name: gpu}
spec: {extendedResourceName: example.com/gpu}
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: two, namespace: shop}
spec: {spec: {devices: {requests: [{name: a, exactly: {deviceClassName: gpu, count: 2}}]}}}
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaim
metadata: {name: shared, namespace: shop}
spec:
  devices:
    requests:
      - {name: a, firstAvailable: [{deviceClassName: big, count: 1}, {deviceClassName: big, count: 3}, {deviceClassName: gpu}]}
      - {name: b, exactly: {deviceClassName: nic, allocationMode: All}}
---
"""
    pod = WEB.replace("containers:", "resourceClaims: [{name: a, resourceClaimTemplateName: two}]\n      containers:")
    found = rows(text + pod)
    devices = ".deviceclass.resource.k8s.io/devices"
    assert found[f"gpu{devices}", None] == ("5", "7", "7", None)
    assert found[f"big{devices}", None][0] == "3"
    assert found[f"nic{devices}", None][0] == "32"
    assert found["requests.example.com/gpu", None][0] == "5"


def test_cron_jobs_keep_jobs_and_their_pods():
    cron = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: tick, namespace: shop}
spec:
  schedule: "* * * * *"
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 2
  jobTemplate: {spec: {parallelism: 2, template: {spec: {containers: [{name: a}]}}}}
"""
    found = rows(quota("count/jobs.batch: 9, count/pods: 9, pods: 9") + cron)
    assert found["count/jobs.batch", "team"][0] == "4"
    assert found["count/pods", "team"][0] == "8"
    assert found["pods", "team"][0] == "2"


def test_pods_that_ended_count_as_objects_only():
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\nspec: {containers: [{}]}\nstatus: {phase: Failed}\n"
    found = rows(quota("pods: 1, count/pods: 1") + pod)
    assert found["pods", "team"][0] == "0"
    assert found["count/pods", "team"][0] == "1"


def test_a_sum_without_bound():
    cron = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: tick, namespace: shop}
spec:
  schedule: "* * * * *"
  jobTemplate: {spec: {template: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}}
"""
    found = rows(quota("requests.cpu: 1, limits.cpu: 1") + cron)
    assert found["requests.cpu", "team"] == ("1", "1", "unbounded", "1")
    assert found["limits.cpu", "team"] == ("0", "0", "0", "1")


def test_the_pod_of_a_workload_is_its_effective_one():
    limit_range = """
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: shop}
spec: {limits: [{type: Container, default: {memory: 512Mi}}]}
"""
    [namespace] = capacity.to_json(capacity.analyse(objects(WEB + limit_range), None))["namespaces"]
    [entry] = namespace["workloads"]
    assert entry["object"] == {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop", "name": "web"}
    assert entry["pods"] == {"steady": 2, "rollout": 3, "worst": 3}
    assert entry["pod"] == {
        "requests": {"cpu": "500m", "memory": "256Mi"},
        "limits": {"cpu": "1", "memory": "512Mi"},
    }


def test_roles_that_ask_for_different_things_are_entries_of_their_own():
    job = """
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {name: train, namespace: shop}
spec:
  pytorchReplicaSpecs:
    Master: {template: {spec: {containers: [{resources: {requests: {cpu: 1}}}]}}}
    Worker: {replicas: 3, template: {spec: {containers: [{resources: {requests: {cpu: 2}}}]}}}
"""
    [namespace] = capacity.to_json(capacity.analyse(objects(job), None))["namespaces"]
    assert [(entry["pods"]["steady"], entry["pod"]["requests"]["cpu"]) for entry in namespace["workloads"]] == [
        (1, "1"),
        (3, "2"),
    ]


def test_environments_are_apart_unless_a_cluster_joins_them():
    apart = (*objects(WEB, environment="dev"), *objects(WEB, environment="prod"))
    report = capacity.to_json(capacity.analyse(apart, None))
    assert [(one["environment"], one["workloads"][0]["pods"]["steady"]) for one in report["namespaces"]] == [
        ("dev", 2),
        ("prod", 2),
    ]
    joined = (
        *objects(WEB, environment="dev", cluster="one"),
        *objects(WORKER, environment="prod", cluster="one"),
    )
    [namespace] = capacity.to_json(capacity.analyse(joined, None))["namespaces"]
    assert (namespace["cluster"], namespace["environment"]) == ("one", None)
    assert len(namespace["workloads"]) == 2


def test_the_last_of_two_equal_identities_counts():
    text = WEB + WEB.replace("replicas: 2", "replicas: 5")
    assert rows(text)["pods", None][0] == "5"


def test_cluster_scoped_objects_and_empty_input():
    assert capacity.to_json(capacity.analyse((), None)) == {"version": 1, "namespaces": []}
    only = objects("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
    assert capacity.to_json(capacity.analyse(only, None))["namespaces"] == []


def test_order_of_input_is_irrelevant():
    mixed = WORKER.replace("cpu: 300m", "memory: 1000000000").replace("worker", "mixed")
    items = objects(quota("requests.cpu: 4, pods: 10") + WEB + WORKER + STATEFUL + mixed)
    forward = capacity.to_json(capacity.analyse(items, None))
    assert capacity.to_json(capacity.analyse(items[::-1], None)) == forward


def test_daemon_sets_grow_with_their_pools():
    daemon = """
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec: {template: {spec: {containers: [{resources: {requests: {cpu: 100m}}}]}}}
"""
    found = rows(daemon, cluster(pool(minimum=2, maximum=5)))
    amounts = [parse(amount) for amount in found["requests.cpu", None][:3]]
    assert amounts == [parse("200m"), parse("200m"), parse("500m")]


def test_malformed_objects_do_not_stop_the_rest():
    broken = """
apiVersion: v1
kind: ResourceQuota
metadata: {name: broken, namespace: shop}
spec: {hard: [1, 2], scopes: 5, scopeSelector: {matchExpressions: [x]}}
---
apiVersion: v1
kind: Service
metadata: {name: broken, namespace: shop}
spec: {type: LoadBalancer, ports: 5}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: broken, namespace: shop}
spec: {replicas: x, template: {spec: {containers: 5, volumes: [1]}}, volumeClaimTemplates: [1, {spec: 4}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: broken, namespace: shop, ownerReferences: [5]}
spec: 7
---
"""
    assert rows(broken + WEB)["requests.cpu", None][0] == "1"
