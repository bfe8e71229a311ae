"""The library finds the pods of a plain manifest where the checker finds them."""

import json
import subprocess

import pytest
import yaml

from generator import manifests
from generator.policy import sources
from tests.rules import cases as catalogue

POD = {"containers": [{"name": "a", "image": "i"}], "volumes": [], "securityContext": {"runAsUser": 1}}
STRANGE = """
- {}
- {apiVersion: v1}
- {apiVersion: 5, kind: Pod, spec: {containers: []}}
- {apiVersion: v1, kind: 5, spec: {containers: [{image: a}]}}
- {apiVersion: v1, kind: Pod}
- {apiVersion: v1, kind: Pod, spec: text, metadata: text}
- {apiVersion: v1, kind: Pod, spec: {}, metadata: {labels: {a: b}}}
- {apiVersion: apps/v1, kind: Deployment, spec: {template: {metadata: [a], spec: {containers: 5}}}}
- {apiVersion: apps/v1beta1, kind: Deployment, spec: {template: {spec: {}}}}
- {apiVersion: example.org/v1, kind: Deployment, spec: {template: {spec: {containers: []}}}}
- {apiVersion: v1, kind: ConfigMap, data: {a: {containers: [{image: a}]}}}
- {apiVersion: example.org/v1, kind: App, metadata: {a: {containers: [{image: a}]}}, spec: {containers: [{image: a}]}}
- {apiVersion: example.org/v1, kind: App, containers: [{image: a}]}
- {apiVersion: example.org/v1, kind: App, spec: {pod: {metadata: {labels: {a: b}}, spec: {containers: [{image: a}]}}}}
- {apiVersion: example.org/v1, kind: App, spec: {"a.b/c": [{}, {containers: [{name: a}, {image: a}]}], d: {containers: {image: a}}}}
- {apiVersion: example.org/v1, kind: App, spec: {containers: [{image: a, x: {containers: [{image: b}]}}], y: {containers: [{image: c}]}}}
- {apiVersion: example.org/v1, kind: App, spec: {spec: {metadata: 5, containers: [{image: 5}, text, {image: a}]}}}
- {apiVersion: jobset.x-k8s.io/v1alpha2, kind: JobSet, spec: {replicatedJobs: [text, {}, {template: {spec: {template: {spec: {}}}}}]}}
- {apiVersion: kubeflow.org/v1, kind: PyTorchJob, spec: {pytorchReplicaSpecs: {"a.b": {template: {spec: {a: b}, metadata: {c: d}}}, e: 5}}}
- {apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {securityContext: {a: b}, volumes: [], templates: [{container: {image: a}, sidecars: [{image: b}], securityContext: {c: d}}, {steps: []}, {script: {image: c}}]}}
- {apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {volumes: [{name: a}], templates: [{container: {image: a}, volumes: [{name: b}]}, {container: {image: a}, volumes: 5}]}}
- {apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: {volumes: 5, arguments: {}, templates: [{container: {image: a}, volumes: [{name: b}]}]}}
- {apiVersion: argoproj.io/v1alpha1, kind: Workflow, spec: [text]}
- {apiVersion: argoproj.io/v1alpha1, kind: CronWorkflow, spec: {workflowSpec: {hostNetwork: true, templates: [{container: {image: a}, hostNetwork: false}, {container: {image: a}}]}}}
"""
# Every field of a pod spec (core/v1).
POD_FIELDS = """
activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ephemeralContainers
hostAliases hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets initContainers nodeName
nodeSelector os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources restartPolicy
runtimeClassName schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN
shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints volumes
"""


def bodies():
    yield from yaml.safe_load(STRANGE)
    everything = dict.fromkeys([*POD_FIELDS.split(), "ttlStrategy", "entrypoint"], "x")
    workflow = {**everything, "templates": [{"container": {"image": "a"}}]}
    yield {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow", "spec": workflow}
    for row in catalogue.TABLE:
        spec = {**POD, "container": {"image": "c"}, "sidecars": [{"image": "s"}], "steps": [{"image": "t"}]}
        yield catalogue.body(row, spec, {"labels": {"a": "b"}})
        yield catalogue.body(row, spec, {})


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pods")
    documents = {**sources.data(catalogue.POLICIES), "inputs": list(bodies())}
    (folder / "data.json").write_text(json.dumps(documents))
    driver = "package driver\n\npods := [found | some one in data.inputs; found := data.lib.pods with input as one]\n"
    (folder / "driver.rego").write_text(driver)
    command = [
        "opa",
        "eval",
        "--bundle",
        str(folder),
        "--data",
        str(catalogue.POLICIES / "lib"),
        "--strict-builtin-errors",
    ]
    done = subprocess.run([*command, "--format", "raw", "data.driver.pods"], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_library_finds_what_the_checker_finds(found):
    for body, said in zip(bodies(), found, strict=True):
        expected = [
            {"path": pod.spec_path, "spec": pod.spec, "metadata_path": pod.metadata_path, "metadata": pod.metadata}
            for pod in manifests.pods(body)
        ]
        assert sorted(said, key=repr_of) == sorted(expected, key=repr_of), body


def test_both_find_something(found):
    assert sum(map(bool, found)) > len(catalogue.TABLE)


def test_the_groups_are_those_of_the_checker():
    scopes = json.loads((catalogue.ROOT / "generator/manifests/scopes.json").read_text())
    assert json.loads((catalogue.POLICIES / "lib/builtin_groups/data.json").read_text()) == scopes["builtinGroups"]


def repr_of(pod):
    return json.dumps(pod, sort_keys=True)
