"""Pod specs of known kinds, of unknown ones, and the agreement with policies on where they are."""

import json
import subprocess
from pathlib import Path

import pytest

from generator import manifests

ROOT = Path(__file__).parents[3]
TABLE = json.loads((ROOT / "policies/lib/pod_paths/data.json").read_text())
# Rows of specs that are pod-like only are tested by hand.
PODS = [row for row in TABLE if "containers" not in row]
SPEC = {"containers": [{"name": "c", "image": "i"}]}
METADATA = {"labels": {"a": "b"}}


def body(group, kind, **content):
    return {"apiVersion": f"{group}/v1" if group else "v1", "kind": kind, **content}


def put(target, path, value):
    """Write a value where a path of the table leads to, in each of two items of its lists and maps."""
    step, _, rest = path.partition(".")
    key = step.removesuffix("[]")
    keys = ["x", "y.z"] if key == "*" else [key]
    for each in keys:
        if not rest and not step.endswith("[]"):
            inner = target.get(each)
            target[each] = {**inner, **value} if isinstance(inner, dict) else value
            continue
        inner = target.setdefault(each, [{}, {}] if step.endswith("[]") else {})
        for item in inner if isinstance(inner, list) else [inner]:
            if rest:
                put(item, rest, value)
            else:
                item.update(value)


def sample(row):
    found = body(row["group"], row["kind"])
    put(found, row["spec"], SPEC)
    if row["metadata"]:
        put(found, row["metadata"], METADATA)
    return found


def paths(pods):
    return [(pod.spec_path, pod.metadata_path, pod.metadata) for pod in pods]


@pytest.mark.parametrize("row", PODS, ids=lambda row: f"{row['group']}/{row['kind']} {row['spec']}")
def test_every_row_of_the_table_finds_its_pods(row):
    count = 2 ** (row["spec"].count("[]") + row["spec"].count("*"))
    pods = [pod for pod in manifests.pods(sample(row)) if pod.spec.get("containers") == SPEC["containers"]]
    assert len(pods) == count
    assert all(pod.metadata.get("labels") == (METADATA["labels"] if row["metadata"] else None) for pod in pods)
    assert manifests.discovered(sample(row)) == ()


def test_policies_find_the_same_pods():
    samples = [sample(row) for row in PODS]
    query = "[pods | some object in input; pods := data.lib.pods with input as object]"
    command = ["opa", "eval", "--format=raw", "--stdin-input", "-d", str(ROOT / "policies"), query]
    done = subprocess.run(command, input=json.dumps(samples).encode(), capture_output=True, check=True)
    for object_, found in zip(samples, json.loads(done.stdout), strict=True):
        ours = sorted((pod.spec_path, pod.metadata) for pod in manifests.pods(object_))
        assert sorted((pod["path"], pod["metadata"]) for pod in found) == ours


def test_rows_are_sorted_and_distinct():
    keys = [(row["group"], row["kind"], row["spec"]) for row in TABLE]
    assert len(set(keys)) == len(keys)
    assert [key[:2] for key in keys] == sorted(key[:2] for key in keys)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (body("", "Pod", spec=SPEC, metadata=METADATA), [("spec", "metadata", METADATA)]),
        (
            body("batch", "CronJob", spec={"jobTemplate": {"spec": {"template": {"spec": SPEC}}}}),
            [("spec.jobTemplate.spec.template.spec", "spec.jobTemplate.spec.template.metadata", {})],
        ),
        (
            body("kubeflow.org", "PyTorchJob", spec={"pytorchReplicaSpecs": {"Worker": {"template": {"spec": SPEC}}}}),
            [
                (
                    "spec.pytorchReplicaSpecs.Worker.template.spec",
                    "spec.pytorchReplicaSpecs.Worker.template.metadata",
                    {},
                )
            ],
        ),
        (
            body(
                "ray.io",
                "RayCluster",
                spec={
                    "headGroupSpec": {"template": {"spec": SPEC}},
                    "workerGroupSpecs": [{}, {"template": {"spec": SPEC}}],
                },
            ),
            [
                ("spec.headGroupSpec.template.spec", "spec.headGroupSpec.template.metadata", {}),
                ("spec.workerGroupSpecs[1].template.spec", "spec.workerGroupSpecs[1].template.metadata", {}),
            ],
        ),
        (
            body("serving.kserve.io", "InferenceService", spec={"predictor": {**SPEC, **METADATA}}),
            [("spec.predictor", "spec.predictor", {**SPEC, **METADATA})],
        ),
        (body("", "Pod", spec=[]), []),
        (body("", "Pod"), []),
        (body("apps", "Deployment", spec={"template": "x"}), []),
        (body("kubeflow.org", "TFJob", spec={"tfReplicaSpecs": [SPEC]}), []),
        (body("ray.io", "RayCluster", spec={"workerGroupSpecs": {"a": SPEC}}), []),
        ({"kind": ["Pod"], "apiVersion": {}, "spec": SPEC}, []),
        ({}, []),
    ],
)
def test_pods_of_an_object(found, expected):
    assert paths(manifests.pods(found)) == expected


def test_workflow_templates_are_pods_with_what_the_workflow_says_for_all():
    container, script, sidecar = {"image": "a"}, {"image": "b", "source": "x"}, {"name": "s", "image": "c"}
    workflow = body(
        "argoproj.io",
        "CronWorkflow",
        spec={
            "workflowSpec": {
                "hostNetwork": True,
                "securityContext": {"runAsNonRoot": True},
                "entrypoint": "main",
                "volumes": [{"name": "all"}],
                "templates": [
                    {"name": "main", "container": container, "sidecars": [sidecar], "metadata": METADATA},
                    {"name": "steps", "steps": []},
                    {"name": "script", "script": script, "securityContext": {}, "volumes": [{"name": "own"}]},
                    {"name": "set", "containerSet": {"containers": [container]}},
                ],
            }
        },
    )
    pods = manifests.pods(workflow)
    assert [pod.spec_path for pod in pods] == [f"spec.workflowSpec.templates[{index}]" for index in (0, 2, 3)]
    assert [pod.spec["containers"] for pod in pods] == [[container, sidecar], [script], [container]]
    assert [pod.spec["securityContext"] for pod in pods] == [{"runAsNonRoot": True}, {}, {"runAsNonRoot": True}]
    assert [[each["name"] for each in pod.spec["volumes"]] for pod in pods] == [["all"], ["own", "all"], ["all"]]
    assert not any("entrypoint" in pod.spec or "templates" in pod.spec for pod in pods)
    assert [(pod.spec["hostNetwork"], pod.metadata) for pod in pods] == [(True, METADATA), (True, {}), (True, {})]


def test_a_spark_driver_is_its_own_container():
    driver = {
        "securityContext": {"privileged": True},
        "podSecurityContext": {"runAsUser": 0},
        "sidecars": [{"name": "s"}],
    }
    (pod,) = manifests.pods(body("sparkoperator.k8s.io", "SparkApplication", spec={"driver": driver}))
    assert (pod.spec_path, pod.spec["containers"]) == ("spec.driver", [driver, {"name": "s"}])
    assert pod.spec["securityContext"] == {"runAsUser": 0}


def test_unknown_kinds_are_searched_and_say_so():
    deep = body(
        "example.org",
        "Thing",
        metadata={"annotations": {"containers": [{"image": "x"}]}},
        spec={
            "parts": [{"template": {"metadata": METADATA, "spec": SPEC}}, {"a.b": SPEC}],
            "containers": "none",
            "more": {"containers": [{"name": "x"}]},
        },
    )
    assert paths(manifests.pods(deep)) == [
        ("spec.parts[0].template.spec", "spec.parts[0].template.metadata", METADATA),
        ('spec.parts[1]["a.b"]', "", {}),
    ]
    assert manifests.discovered(deep) == ("spec.parts[0].template.spec", 'spec.parts[1]["a.b"]')


def test_kinds_of_kubernetes_itself_hide_no_pods():
    assert manifests.pods(body("", "ConfigMap", data={"x": SPEC})) == ()


def test_objects_are_not_modified():
    workflow = body("argoproj.io", "Workflow", spec={"hostNetwork": True, "templates": [{"container": {"image": "a"}}]})
    before = json.dumps(workflow)
    manifests.pods(workflow)
    assert json.dumps(workflow) == before


@pytest.mark.parametrize(
    ("group", "kind", "expected"),
    [
        *[("", "Pod", True), ("", "Namespace", False), ("rbac.authorization.k8s.io", "ClusterRole", False)],
        *[
            ("rbac.authorization.k8s.io", "Role", True),
            ("storage.k8s.io", "StorageClass", False),
            ("example.org", "X", True),
        ],
        *[
            ("karpenter.sh", "NodePool", False),
            ("kueue.x-k8s.io", "LocalQueue", True),
            ("kueue.x-k8s.io", "ClusterQueue", False),
        ],
        *[
            ("argoproj.io", "AppProject", True),
            ("constraints.gatekeeper.sh", "Anything", False),
            ("example.org", "Namespace", True),
        ],
    ],
)
def test_scopes(group, kind, expected):
    assert manifests.namespaced(group, kind) is expected


def test_old_versions_of_kinds_that_moved_are_searched():
    old = body("extensions", "Deployment", spec={"template": {"spec": SPEC}})
    assert paths(manifests.pods(old)) == [("spec.template.spec", "spec.template.metadata", {})]
