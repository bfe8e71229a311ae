"""Facts about Kueue: its queues against the quotas of namespaces, its flavors against nodes, and jobs that never start."""

import pytest
from objects import cluster, objects, pool

from generator.analysis import capacity, capacity_facts

NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: ml, labels: {team: ml}}\n---\n"
FLAVOR = "apiVersion: kueue.x-k8s.io/v1beta2\nkind: ResourceFlavor\nmetadata: {name: t4}\nspec: {nodeLabels: {gpu: t4}}\n---\n"
LOCAL = "apiVersion: kueue.x-k8s.io/v1beta2\nkind: LocalQueue\nmetadata: {name: default, namespace: ml}\nspec: {clusterQueue: batch}\n---\n"
QUOTA = (
    "apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: team, namespace: ml}}\nspec: {{hard: {{{hard}}}}}\n---\n"
)
QUEUE = """
apiVersion: kueue.x-k8s.io/{version}
kind: ClusterQueue
metadata: {{name: {name}}}
spec:
  {spec}
  resourceGroups:
    - coveredResources: [nvidia.com/gpu, cpu]
      flavors:
        - name: t4
          resources: [{{name: nvidia.com/gpu, nominalQuota: {gpus}}}, {{name: cpu, nominalQuota: 10}}]
---
"""
JOB = """
apiVersion: batch/v1
kind: Job
metadata: {{name: train, namespace: ml{labels}}}
spec:
  parallelism: {pods}
  {spec}
  template:
    spec:
      containers: [{{name: train, resources: {{limits: {{cpu: 1, nvidia.com/gpu: 2}}}}}}]
---
"""
COHORT = "cohortName: all\n  namespaceSelector: {}"


def facts(text, kind, nodes=None):
    found = capacity_facts.facts(capacity.analyse(objects(text), nodes), nodes)
    return [(f"{fact.subject.kind}/{fact.subject.name}", fact.body) for fact in found if fact.body["kind"] == kind]


def queue(gpus="4", name="batch", version="v1beta2", spec="namespaceSelector: {}"):
    return QUEUE.format(gpus=gpus, name=name, version=version, spec=spec)


def quota(hard):
    return QUOTA.format(hard=hard)


def job(pods=1, labels="", spec="suspend: true"):
    return JOB.format(pods=pods, labels=labels, spec=spec)


def gpus(text):
    """The quota key on GPUs beside the queues: admitted, needed, over, unusable."""
    [body] = [body for _, body in facts(text, "QueueQuota") if body["resource"] == "nvidia.com/gpu"]
    return body["admitted"], body["needed"], body["over"], body["unusable"]


def problems(text, kind):
    return {
        (subject, problem["field"]): problem["reason"]
        for subject, body in facts(text, kind)
        for problem in body["problems"]
    }


@pytest.mark.parametrize(
    ("hard", "verdict"),
    [(4, ("4", "4", False, False)), (3, ("4", "4", True, False)), (0, ("4", "4", True, True))],
)
def test_a_quota_must_hold_what_its_queue_admits(hard, verdict):
    assert gpus(queue() + LOCAL + quota(f"requests.nvidia.com/gpu: {hard}")) == verdict


def test_pods_outside_queues_leave_less_of_the_quota():
    other = job(2, spec="suspend: false").replace("kind: Job", "kind: ReplicaSet").replace("batch/v1", "apps/v1")
    other = other.replace("parallelism", "replicas")
    found = gpus(queue() + LOCAL + quota("requests.nvidia.com/gpu: 6") + job(2) + other)
    assert found == ("4", "8", True, False)
    assert gpus(queue() + LOCAL + quota("requests.nvidia.com/gpu: 4") + other)[3], "nothing is left"


def test_a_queue_borrows_what_its_cohort_lends_up_to_its_limit():
    lender = queue("8", "other", spec=COHORT)
    hard = LOCAL + quota("requests.nvidia.com/gpu: 4")
    assert gpus(queue(spec=COHORT) + lender + hard)[0] == "12"
    limited = queue(spec=COHORT).replace(_entry("4"), "{name: nvidia.com/gpu, nominalQuota: 4, borrowingLimit: 3}")
    assert gpus(limited + lender + hard)[0] == "7"
    lending = lender.replace(_entry("8"), "{name: nvidia.com/gpu, nominalQuota: 8, lendingLimit: 2}")
    assert gpus(queue(spec=COHORT) + lending + hard)[0] == "6"
    assert gpus(queue() + lender + hard)[0] == "4", "a queue outside the cohort borrows nothing"


def _entry(amount):
    return f"{{name: nvidia.com/gpu, nominalQuota: {amount}}}"


def test_the_older_version_and_nested_cohorts_lend_as_well():
    parent = """
apiVersion: kueue.x-k8s.io/v1beta2
kind: Cohort
metadata: {name: all}
spec:
  parentName: company
  resourceGroups:
    - flavors: [{name: t4, resources: [{name: nvidia.com/gpu, nominalQuota: 1}]}]
---
"""
    old = queue("4", version="v1beta1", spec="cohort: all\n  namespaceSelector: {}")
    lender = queue("8", "other", spec="cohortName: company\n  namespaceSelector: {}")
    assert gpus(old + lender + parent + LOCAL + quota("requests.nvidia.com/gpu: 4"))[0] == "13"


def test_a_cycle_of_cohorts_ends():
    cycle = "apiVersion: kueue.x-k8s.io/v1beta2\nkind: Cohort\nmetadata: {name: all}\nspec: {parentName: all}\n---\n"
    assert gpus(queue(spec=COHORT) + cycle + LOCAL + quota("requests.nvidia.com/gpu: 4"))[0] == "4"


def test_quotas_on_other_things_or_on_some_pods_are_not_compared():
    scoped = quota("requests.nvidia.com/gpu: 1").replace("spec: {", "spec: {scopes: [NotTerminating], ")
    assert not facts(queue() + LOCAL + scoped, "QueueQuota")
    assert not facts(queue() + LOCAL + quota("limits.cpu: 1, configmaps: 1, memory: 1Gi"), "QueueQuota")
    assert not facts(queue() + quota("requests.nvidia.com/gpu: 1"), "QueueQuota"), "no LocalQueue leads to it"


def test_a_local_queue_must_lead_somewhere():
    place = ("LocalQueue/default", "spec.clusterQueue")
    assert problems(queue(name="other") + LOCAL, "QueueUse") == {place: "there is no ClusterQueue batch"}
    assert not problems(LOCAL, "QueueUse"), "a tree without ClusterQueues does not say which there are"
    assert (
        "does not select namespace ml"
        in problems(queue(spec="queueingStrategy: StrictFIFO") + LOCAL, "QueueUse")[place]
    )
    other = queue(spec="namespaceSelector: {matchLabels: {team: web}}")
    assert place in problems(other + LOCAL + NAMESPACE, "QueueUse")
    assert not problems(other + LOCAL, "QueueUse"), "the namespace's labels are unknown"
    own = queue(spec="namespaceSelector: {matchLabels: {team: ml, kubernetes.io/metadata.name: ml}}")
    assert not problems(own + LOCAL + NAMESPACE, "QueueUse")


def test_a_flavor_that_nobody_declares_stops_its_queue():
    found = problems(queue() + FLAVOR.replace("t4}\nspec", "a100}\nspec"), "QueueUse")
    assert found == {
        (
            "ClusterQueue/batch",
            "spec.resourceGroups[0].flavors[0].name",
        ): "there is no ResourceFlavor t4, so the queue stays inactive"
    }
    assert not problems(queue() + FLAVOR, "QueueUse")


def test_a_job_that_is_larger_than_its_queue_waits_for_ever():
    assert not problems(queue() + LOCAL + job(2), "QueuedWorkload")
    assert problems(queue() + LOCAL + job(3), "QueuedWorkload") == {
        ("Job/train", "spec.template.spec"): "3 x 2 = 6 of nvidia.com/gpu, and ClusterQueue batch has at most 4"
    }
    assert not problems(queue() + LOCAL.replace("name: default", "name: other") + job(3), "QueuedWorkload"), (
        "not queued"
    )


def test_a_resource_that_a_queue_does_not_cover_is_never_admitted():
    uncovered = job().replace("cpu: 1,", "cpu: 1, memory: 1Gi,")
    [reason] = problems(queue() + LOCAL + uncovered, "QueuedWorkload").values()
    assert reason == "ClusterQueue batch does not cover memory, which its pods request"


def test_the_pods_of_a_job_share_a_flavor():
    second = "- {name: a100, resources: [{name: nvidia.com/gpu, nominalQuota: 4}, {name: cpu, nominalQuota: 9}]}"
    two = queue().rstrip("-\n") + f"\n        {second}\n---\n"
    assert "has at most 4" in problems(two + LOCAL + job(3), "QueuedWorkload")["Job/train", "spec.template.spec"]


def test_a_queue_is_named_by_a_label():
    label = ", labels: {kueue.x-k8s.io/queue-name: gpu}"
    assert problems(queue() + LOCAL + job(labels=label), "QueuedWorkload") == {
        ("Job/train", 'metadata.labels["kueue.x-k8s.io/queue-name"]'): "there is no LocalQueue gpu in namespace ml"
    }
    assert not problems(job(labels=label), "QueuedWorkload"), "a tree without queues does not say which there are"


def test_a_cron_job_names_the_queue_of_its_runs():
    cron = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: ml}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    metadata: {labels: {kueue.x-k8s.io/queue-name: gpu}}
    spec: {template: {spec: {containers: [{name: a}]}}}
---
"""
    [(subject, place)] = problems(queue() + LOCAL + cron, "QueuedWorkload")
    assert (subject, place) == ("CronJob/nightly", 'spec.jobTemplate.metadata.labels["kueue.x-k8s.io/queue-name"]')


def test_a_flavor_needs_nodes_that_have_what_queues_promise():
    t4 = pool("gpu", labels={"gpu": "t4"}, capacity={"cpu": "8", "nvidia.com/gpu": "1"}, maximum=3)
    general = pool(capacity={"cpu": "100"}, maximum=9)
    [(subject, body)] = facts(queue() + FLAVOR, "FlavorCapacity", cluster(t4, general))
    assert (subject, body["field"], body["pools"]) == ("ResourceFlavor/t4", "spec.nodeLabels", ["gpu"])
    assert body["resources"] == [{"resource": "nvidia.com/gpu", "promised": "4", "available": "3"}]
    enough = pool("gpu", labels={"gpu": "t4"}, capacity={"cpu": "8", "nvidia.com/gpu": "2"}, maximum=2)
    assert not facts(queue() + FLAVOR, "FlavorCapacity", cluster(enough))
    [(_, body)] = facts(queue() + FLAVOR, "FlavorCapacity", cluster(general))
    assert [one["resource"] for one in body["resources"]] == ["cpu", "nvidia.com/gpu"]
    assert not facts(queue() + FLAVOR, "FlavorCapacity", cluster()), "no pools are declared"


def test_queues_of_wrong_types_say_nothing():
    odd = """
apiVersion: kueue.x-k8s.io/v1beta2
kind: ClusterQueue
metadata: {name: batch}
spec: {resourceGroups: [{flavors: [{name: 3, resources: [{name: cpu, nominalQuota: many}, 7]}]}, x], namespaceSelector: 3}
---
"""
    assert not facts(odd + LOCAL + quota("cpu: 1"), "QueueQuota")
    assert not facts(odd + LOCAL, "QueueUse")
