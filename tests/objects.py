"""Objects for tests of the analysis: YAML in, model values out, with pod specs found by the shared table of paths."""

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import yaml

from generator.model import Body, Cluster, NodePool, Object, Origin, PodTemplate, Taint

_TABLE = Path(__file__).parents[1] / "policies/lib/pod_paths/data.json"
_PATHS = {(row["group"], row["kind"]): row["spec"] for row in json.loads(_TABLE.read_text())}
_CUSTOM = {
    ("argoproj.io", "Rollout"): ["spec.template.spec"],
    ("keda.sh", "ScaledJob"): ["spec.jobTargetRef.template.spec"],
    ("kubeflow.org", "PyTorchJob"): ["spec.pytorchReplicaSpecs.*.template.spec"],
    ("kubeflow.org", "Notebook"): ["spec.template.spec"],
    ("jobset.x-k8s.io", "JobSet"): ["spec.replicatedJobs[].template.spec.template.spec"],
    ("leaderworkerset.x-k8s.io", "LeaderWorkerSet"): [
        "spec.leaderWorkerTemplate.leaderTemplate.spec",
        "spec.leaderWorkerTemplate.workerTemplate.spec",
    ],
    ("ray.io", "RayCluster"): ["spec.headGroupSpec.template.spec", "spec.workerGroupSpecs[].template.spec"],
    ("ray.io", "RayService"): ["spec.rayClusterConfig.workerGroupSpecs[].template.spec"],
    ("ray.io", "RayJob"): ["spec.rayClusterSpec.workerGroupSpecs[].template.spec"],
    ("serving.kserve.io", "InferenceService"): ["spec.predictor", "spec.transformer"],
    ("serving.knative.dev", "Service"): ["spec.template.spec"],
}
_CLUSTER_SCOPED = {
    "ClusterRole",
    "CustomResourceDefinition",
    "Namespace",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
}


def objects(text: str, **origin: str) -> tuple[Object, ...]:
    """The objects of a YAML stream; `origin` may set `cluster` and `environment`."""
    return tuple(read(body, **origin) for body in yaml.safe_load_all(textwrap.dedent(text)) if body)


def read(body: Body, **origin: str) -> Object:
    """One object from its body."""
    group, kind = body.get("apiVersion", "").rpartition("/")[0], body.get("kind", "")
    known = [_PATHS[group, kind]] if (group, kind) in _PATHS else _CUSTOM.get((group, kind), [])
    pods = tuple(PodTemplate(path, "", spec, {}) for pattern in known for path, spec in _found(body, pattern) if spec)
    namespace = None if kind in _CLUSTER_SCOPED else body.get("metadata", {}).get("namespace", "default")
    return Object(body, Origin("test.yaml"), namespace=namespace, pods=pods, **origin)


def _found(body: object, pattern: str) -> Iterator[tuple[str, Body]]:
    spots = [("", body)]
    for step in re.findall(r"[^.\[\]]+|\[\]", pattern):
        spots = [spot for path, value in spots for spot in _step(path, value, step)]
    return ((path.lstrip("."), value) for path, value in spots if isinstance(value, dict))


def _step(path: str, value: object, step: str) -> list[tuple[str, object]]:
    if step == "[]":
        return [(f"{path}[{index}]", item) for index, item in enumerate(value if isinstance(value, list) else [])]
    items = value if isinstance(value, dict) else {}
    keys = list(items) if step == "*" else [step] if step in items else []
    return [(f"{path}.{key}", items[key]) for key in keys]


def pool(name: str = "general", taints: str = "", **settings: object) -> NodePool:
    """A node pool; taints are written `key=value:effect`, separated by blanks."""
    parsed = [re.fullmatch(r"([^=:]+)=?([^:]*):(\w+)", taint) for taint in taints.split()]
    return NodePool(name, taints=tuple(Taint(*match.groups()) for match in parsed if match), **settings)


def cluster(*pools: NodePool, provider: str = "kind") -> Cluster:
    """A cluster with node pools."""
    return Cluster("test", provider, "1.37", node_pools=pools)
