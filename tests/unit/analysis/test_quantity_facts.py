import pytest
import yaml

from generator import manifests
from generator.analysis import quantity_facts
from generator.model import Origin

WORKLOAD = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: a}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          overhead: {cpu: "0.25"}
          resources: {limits: {memory: 2048Mi}}
          initContainers:
          - {name: a, resources: {requests: {cpu: 1000m, nvidia.com/gpu: "1.0"}}}
          containers:
          - {name: b, resources: {requests: {cpu: 500m, memory: 1536Mi}, limits: {cpu: 0.5, memory: 1.5Gi}}}
          - {name: c, env: [{name: x, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1000m}}}]}
          ephemeralContainers:
          - {name: d, resources: {limits: {memory: 1024Mi}}}
          volumes:
          - {name: tmp, emptyDir: {sizeLimit: 1024Ki}}
          - {name: data, ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1024Gi}}}}}}
"""
POD = "spec.jobTemplate.spec.template.spec"


def rewritten(text):
    objects = manifests.wrap([(yaml.safe_load(text), Origin("a.yaml"))])
    facts = quantity_facts.facts(objects)
    return {each["field"]: (each["written"], each["canonical"]) for fact in facts for each in fact.body["quantities"]}


def test_everywhere_in_a_pod():
    found = rewritten(WORKLOAD)
    assert found == {
        f"{POD}.overhead.cpu": ("0.25", "250m"),
        f"{POD}.resources.limits.memory": ("2048Mi", "2Gi"),
        f"{POD}.initContainers[0].resources.requests.cpu": ("1000m", "1"),
        f'{POD}.initContainers[0].resources.requests["nvidia.com/gpu"]': ("1.0", "1"),
        f"{POD}.containers[0].resources.limits.cpu": ("0.5", "500m"),
        f"{POD}.containers[0].resources.limits.memory": ("1.5Gi", "1536Mi"),
        f"{POD}.containers[1].env[0].valueFrom.resourceFieldRef.divisor": ("1000m", "1"),
        f"{POD}.ephemeralContainers[0].resources.limits.memory": ("1024Mi", "1Gi"),
        f"{POD}.volumes[0].emptyDir.sizeLimit": ("1024Ki", "1Mi"),
        f"{POD}.volumes[1].ephemeral.volumeClaimTemplate.spec.resources.requests.storage": ("1024Gi", "1Ti"),
    }


@pytest.mark.parametrize(
    ("version", "kind", "rest", "field"),
    [
        ("v1", "ResourceQuota", "spec: {hard: {requests.cpu: 4000m, pods: 10}}", 'spec.hard["requests.cpu"]'),
        (
            "v1",
            "LimitRange",
            "spec: {limits: [{type: Pod, max: {cpu: 4000m}, min: {cpu: 1m}}]}",
            "spec.limits[0].max.cpu",
        ),
        (
            "v1",
            "PersistentVolumeClaim",
            "spec: {resources: {requests: {storage: 1024Mi}}}",
            "spec.resources.requests.storage",
        ),
        ("v1", "PersistentVolume", "spec: {capacity: {storage: 1024Mi}}", "spec.capacity.storage"),
        (
            "apps/v1",
            "StatefulSet",
            "spec: {volumeClaimTemplates: [{spec: {resources: {requests: {storage: 1024Mi}}}}]}",
            "spec.volumeClaimTemplates[0].spec.resources.requests.storage",
        ),
        ("node.k8s.io/v1", "RuntimeClass", "overhead: {podFixed: {cpu: '0.1'}}", "overhead.podFixed.cpu"),
        (
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "spec: {metrics: [{pods: {target: {averageValue: 1000m}}}]}",
            "spec.metrics[0].pods.target.averageValue",
        ),
        (
            "autoscaling.k8s.io/v1",
            "VerticalPodAutoscaler",
            "spec: {resourcePolicy: {containerPolicies: [{minAllowed: {cpu: '.1'}}]}}",
            "spec.resourcePolicy.containerPolicies[0].minAllowed.cpu",
        ),
        (
            "kueue.x-k8s.io/v1beta1",
            "ClusterQueue",
            "spec: {resourceGroups: [{flavors: [{resources: [{name: cpu, nominalQuota: 12000m}]}]}]}",
            "spec.resourceGroups[0].flavors[0].resources[0].nominalQuota",
        ),
    ],
)
def test_kinds_that_hold_quantities(version, kind, rest, field):
    assert list(rewritten(f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\n{rest}")) == [field]


@pytest.mark.parametrize(
    "value", ["1", "'1'", "1500m", "1536Mi", "1M", "2e3", "0", "much", "true", "null", "[1]", "{a: 1}", "''"]
)
def test_what_comes_back_as_it_is_or_is_no_quantity(value):
    assert (
        rewritten(f"apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: a}}\nspec: {{hard: {{cpu: {value}}}}}") == {}
    )


@pytest.mark.parametrize(
    ("value", "canonical"), [("1000000", ""), ("'1000000'", "1M"), ("0.1", "100m"), ("' 1'", "1"), ("+1", "")]
)
def test_numbers_and_texts(value, canonical):
    found = rewritten(f"apiVersion: v1\nkind: ResourceQuota\nmetadata: {{name: a}}\nspec: {{hard: {{cpu: {value}}}}}")
    assert [each for _, each in found.values()] == ([canonical] if canonical else [])
