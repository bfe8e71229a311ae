"""How many pods each controller runs at rest, while it rolls out and at the worst."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import capacity
from generator.analysis.capacity.counts import change


def counts(text, nodes=None):
    """(steady, rollout, worst) of the only object with pods."""
    [namespace] = capacity.to_json(capacity.analyse(objects(text), nodes))["namespaces"]
    [workload] = namespace["workloads"]
    return tuple(workload["pods"].values())


def workload(kind, spec, version="apps/v1", pod="{template: {spec: {containers: [{name: a}]}}}"):
    """A manifest of one object, its pod template merged into a spec in flow style."""
    inner = pod.strip("{}") and pod[1:-1]
    fields = ", ".join(part for part in (spec.strip()[1:-1], inner) if part)
    return f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: web}}\nspec: {{{fields}}}\n"


def autoscaler(most, kind="Deployment", version="apps/v1", least=1):
    return f"""---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: web}}
spec:
  minReplicas: {least}
  maxReplicas: {most}
  scaleTargetRef: {{apiVersion: {version}, kind: {kind}, name: web}}
"""


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", (1, 2, 2)),
        ("{replicas: 0}", (0, 0, 0)),
        ("{replicas: 0, strategy: {rollingUpdate: {maxSurge: 2}}}", (0, 0, 0)),
        ("{replicas: 4}", (4, 5, 5)),
        ("{replicas: 5}", (5, 7, 7)),
        ("{replicas: 4, strategy: {rollingUpdate: {maxSurge: 2}}}", (4, 6, 6)),
        ("{replicas: 10, strategy: {rollingUpdate: {maxSurge: 11%}}}", (10, 12, 12)),
        ("{replicas: 4, strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}}", (4, 4, 4)),
        ("{replicas: 4, strategy: {type: Recreate}}", (4, 4, 4)),
        ("{replicas: many}", (1, 2, 2)),
    ],
)
def test_deployment(spec, expected):
    assert counts(workload("Deployment", spec)) == expected


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        ({}, (1, 0)),
        ({"maxSurge": 0, "maxUnavailable": 0}, (0, 1)),
        ({"maxSurge": "0%", "maxUnavailable": "33%"}, (0, 1)),
        ({"maxSurge": "34%", "maxUnavailable": "67%"}, (2, 2)),
        ({"maxSurge": "x%", "maxUnavailable": [1]}, (0, 1)),
        ({"maxSurge": None, "maxUnavailable": 0}, (1, 0)),
        ({"maxSurge": 0, "maxUnavailable": None}, (0, 1)),
    ],
)
def test_percentages_of_a_rolling_update(strategy, expected):
    assert tuple(change(strategy, 3)) == expected


def test_an_autoscaler_replaces_replicas():
    assert counts(workload("Deployment", "{replicas: 2}") + autoscaler(4)) == (2, 3, 5)
    assert counts(workload("Deployment", "{}") + autoscaler(10, least=3)) == (3, 4, 13)
    assert counts(workload("Deployment", "{replicas: 9}") + autoscaler(4)) == (4, 5, 5)


def test_an_autoscaler_of_something_else_does_not():
    assert counts(workload("Deployment", "{replicas: 2}") + autoscaler(9, kind="StatefulSet")) == (2, 3, 3)
    elsewhere = autoscaler(9).replace("metadata: {name: web}", "metadata: {name: web, namespace: other}")
    [first, *_] = capacity.to_json(
        capacity.analyse(objects(workload("Deployment", "{replicas: 2}") + elsewhere), None)
    )["namespaces"]
    assert first["workloads"][0]["pods"]["worst"] == 3


@pytest.mark.parametrize(("bounds", "expected"), [("", (1, 2, 125)), ("maxReplicaCount: 8", (1, 2, 10))])
def test_keda_scales_to_a_hundred_by_default(bounds, expected):
    scaled = f"""---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {{name: other}}
spec: {{scaleTargetRef: {{name: web}}, {bounds}}}
"""
    assert counts(workload("Deployment", "{}") + scaled) == expected


@pytest.mark.parametrize(
    ("kind", "version", "spec", "expected"),
    [
        ("StatefulSet", "apps/v1", "{replicas: 3}", (3, 3, 3)),
        ("ReplicaSet", "apps/v1", "{replicas: 3}", (3, 3, 3)),
        ("ReplicationController", "v1", "{replicas: 3}", (3, 3, 3)),
        ("Job", "batch/v1", "{}", (1, 1, 1)),
        ("Job", "batch/v1", "{parallelism: 4}", (4, 4, 4)),
        ("Job", "batch/v1", "{parallelism: 4, completions: 2}", (2, 2, 2)),
        ("Job", "batch/v1", "{completions: 8}", (1, 1, 1)),
        ("Job", "batch/v1", "{parallelism: 0}", (0, 0, 0)),
        ("Job", "batch/v1", "{parallelism: 3, suspend: true}", (0, 0, 3)),
        ("Rollout", "argoproj.io/v1alpha1", "{replicas: 4, strategy: {canary: {}}}", (4, 5, 5)),
        (
            "Rollout",
            "argoproj.io/v1alpha1",
            "{replicas: 4, strategy: {canary: {trafficRouting: {alb: {}}}}}",
            (4, 8, 8),
        ),
        ("Rollout", "argoproj.io/v1alpha1", "{replicas: 4, strategy: {blueGreen: {activeService: a}}}", (4, 8, 8)),
        ("Notebook", "kubeflow.org/v1", "{}", (1, 1, 1)),
        ("Service", "serving.knative.dev/v1", "{}", (0, 0, "unbounded")),
        ("Widget", "example.com/v1", "{replicas: 3}", ()),
    ],
)
def test_other_controllers(kind, version, spec, expected):
    if expected:
        assert counts(workload(kind, spec, version)) == expected
    else:
        assert (
            capacity.to_json(capacity.analyse(objects(workload(kind, spec, version)), None))["namespaces"][0][
                "workloads"
            ]
            == []
        )


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("concurrencyPolicy: Forbid", (2, 2, 2)),
        ("concurrencyPolicy: Replace", (2, 2, 2)),
        ("suspend: true", (0, 0, 0)),
        ("concurrencyPolicy: Allow", (2, 2, "unbounded")),
        ("startingDeadlineSeconds: 5", (2, 2, "unbounded")),
    ],
)
def test_cron_job(settings, expected):
    job = "{jobTemplate: {spec: {parallelism: 2, template: {spec: {containers: [{name: a}]}}}}}"
    text = workload("CronJob", f"{{schedule: '*/10 * * * *', {settings}}}", "batch/v1", job)
    assert counts(text) == expected


@pytest.mark.parametrize(("deadline", "worst"), [(60, 1), (600, 1), (601, 2), (1800, 3)])
def test_a_deadline_bounds_overlapping_runs(deadline, worst):
    job = (
        f"{{jobTemplate: {{spec: {{activeDeadlineSeconds: {deadline}, template: {{spec: {{containers: [{{}}]}}}}}}}}}}"
    )
    assert counts(workload("CronJob", "{schedule: '*/10 * * * *'}", "batch/v1", job)) == (1, 1, worst)


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", (3, 3, 9)),
        ("{updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}}", (3, 4, 10)),
        ("{updateStrategy: {rollingUpdate: {maxSurge: 50%, maxUnavailable: 0}}}", (3, 5, 14)),
        ("{updateStrategy: {type: OnDelete, rollingUpdate: {maxSurge: 1}}}", (3, 3, 9)),
    ],
)
def test_daemon_sets_run_a_pod_a_node(spec, expected):
    pools = cluster(
        pool("a", minimum=1, maximum=4), pool("b", minimum=2, maximum=5), pool("c", "x=y:NoExecute", minimum=7)
    )
    assert counts(workload("DaemonSet", spec), pools) == expected


def test_daemon_sets_choose_nodes_by_selector_affinity_and_tolerations():
    pools = cluster(pool("a", minimum=1, labels={"disk": "ssd"}), pool("b", "gpu=yes:NoSchedule", minimum=2, maximum=2))
    pod = "{template: {spec: {nodeSelector: {disk: ssd}, containers: [{}]}}}"
    assert counts(workload("DaemonSet", "{}", pod=pod), pools) == (1, 1, 1)
    pod = "{template: {spec: {tolerations: [{operator: Exists}], containers: [{}]}}}"
    assert counts(workload("DaemonSet", "{}", pod=pod), pools) == (3, 3, 3)


def test_without_node_pools_a_daemon_set_runs_one_pod():
    assert counts(workload("DaemonSet", "{}")) == (1, 1, 1)


POD = "{spec: {containers: [{name: a}]}}"


def test_training_jobs_multiply_by_role():
    text = f"""
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {{name: train}}
spec:
  elasticPolicy: {{maxReplicas: 6}}
  pytorchReplicaSpecs:
    Master: {{template: {POD}}}
    Worker: {{replicas: 3, template: {POD}}}
"""
    assert counts(text) == (4, 4, 7)
    assert counts(text.replace("spec:\n", "spec:\n  runPolicy: {suspend: true}\n", 1)) == (0, 0, 7)


def test_job_sets_multiply_replicated_jobs():
    assert counts(f"""
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {{name: train}}
spec:
  replicatedJobs:
    - {{name: driver, template: {{spec: {{template: {POD}}}}}}}
    - {{name: workers, replicas: 2, template: {{spec: {{parallelism: 4, completions: 4, template: {POD}}}}}}}
""") == (9, 9, 9)


def test_leader_worker_sets_multiply_groups():
    text = f"""
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: {{name: serve}}
spec:
  replicas: 2
  rolloutStrategy: {{rollingUpdateConfiguration: {{maxSurge: 1}}}}
  leaderWorkerTemplate:
    size: 4
    leaderTemplate: {POD}
    workerTemplate: {POD}
"""
    assert counts(text) == (8, 12, 12)
    assert counts(text.replace(f"    leaderTemplate: {POD}\n", "")) == (8, 12, 12)


@pytest.mark.parametrize(("scaling", "worst"), [("", 7), ("enableInTreeAutoscaling: true", 7), ("suspend: true", 7)])
def test_ray_clusters_grow_to_the_maximum_of_their_groups(scaling, worst):
    text = f"""
apiVersion: ray.io/v1
kind: RayCluster
metadata: {{name: ray}}
spec:
  {scaling}
  headGroupSpec: {{template: {POD}}}
  workerGroupSpecs:
    - {{replicas: 1, minReplicas: 2, maxReplicas: 3, numOfHosts: 2, template: {POD}}}
"""
    assert counts(text) == ((0, 0, worst) if "suspend" in scaling else (5, 5, worst))


def test_a_ray_autoscaler_without_maximum_has_no_bound():
    assert counts(f"""
apiVersion: ray.io/v1
kind: RayCluster
metadata: {{name: ray}}
spec: {{enableInTreeAutoscaling: true, workerGroupSpecs: [{{replicas: 1, template: {POD}}}]}}
""") == (1, 1, "unbounded")


def test_ray_services_run_two_clusters_while_they_change():
    assert counts(f"""
apiVersion: ray.io/v1
kind: RayService
metadata: {{name: ray}}
spec: {{rayClusterConfig: {{workerGroupSpecs: [{{replicas: 2, maxReplicas: 3, template: {POD}}}]}}}}
""") == (2, 4, 6)


def test_inference_services_scale_every_component():
    assert counts("""
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: model}
spec:
  predictor: {minReplicas: 2, maxReplicas: 4, containers: [{name: a}]}
  transformer: {containers: [{name: a}]}
""") == (3, 5, 7)


def test_scaled_jobs_run_up_to_their_maximum():
    assert counts(f"""
apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {{name: queue}}
spec: {{maxReplicaCount: 5, jobTargetRef: {{parallelism: 2, template: {POD}}}}}
""") == (0, 0, 10)


def test_a_rollout_may_borrow_a_deployments_template():
    items = objects(
        workload("Deployment", "{replicas: 0}")
        + """---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web-rollout}
spec: {replicas: 2, workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}, strategy: {blueGreen: {}}}
"""
    )
    entries = capacity.to_json(capacity.analyse(items, None))["namespaces"][0]["workloads"]
    assert {entry["object"]["kind"]: entry["pods"]["rollout"] for entry in entries} == {"Deployment": 0, "Rollout": 4}


def test_finished_work_and_pod_templates_run_nothing():
    ended = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{}]}\nstatus: {phase: Succeeded}\n"
    template = "---\napiVersion: v1\nkind: PodTemplate\nmetadata: {name: b}\ntemplate: {spec: {containers: [{}]}}\n"
    [namespace] = capacity.to_json(capacity.analyse(objects(ended + template), None))["namespaces"]
    assert namespace["workloads"] == []
    job = workload("Job", "{}", "batch/v1") + "status: {conditions: [{type: Complete, status: 'True'}]}\n"
    assert counts(job) == (0, 0, 0)


def test_a_status_of_a_wrong_type_says_nothing():
    pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{}]}\nstatus: {phase: [Succeeded]}\n"
    assert counts(pod) == (1, 1, 1)
    job = workload("Job", "{}", "batch/v1") + "status: {conditions: [{type: {}, status: 'True'}]}\n"
    assert counts(job) == (1, 1, 1)


def test_what_a_controller_in_the_tree_made_counts_once():
    dump = (
        workload("Deployment", "{replicas: 2}")
        + """---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-1, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, controller: true}]}
spec: {replicas: 2, template: {spec: {containers: [{name: a}]}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1-a, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, controller: true}]}
spec: {containers: [{name: a}]}
"""
    )
    assert counts(dump) == (2, 3, 3)


@pytest.mark.parametrize(
    ("owner", "counted"),
    [
        ("{kind: ReplicaSet, name: web-1}", 2),
        ("{apiVersion: apps/v1, kind: ReplicaSet, name: web-1}", 2),
        ("{apiVersion: other/v1, kind: ReplicaSet, name: web-1}", 3),
        ("{kind: ReplicaSet}", 3),
    ],
)
def test_an_owner_may_be_named_without_saying_that_it_controls(owner, counted):
    dump = f"""
apiVersion: apps/v1
kind: ReplicaSet
metadata: {{name: web-1}}
spec: {{replicas: 2, template: {{spec: {{containers: [{{}}]}}}}}}
---
apiVersion: v1
kind: Pod
metadata: {{name: web-1-a, ownerReferences: [{owner}]}}
spec: {{containers: [{{}}]}}
"""
    (namespace,) = capacity.analyse(objects(dump), None).namespaces
    assert sum(load.count.steady for load, _ in namespace.pods) == counted


def test_an_owned_pod_counts_where_its_owner_is_unknown():
    assert counts("""
apiVersion: v1
kind: Pod
metadata:
  name: a
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: gone, controller: true}]
spec: {containers: [{}]}
""") == (1, 1, 1)
