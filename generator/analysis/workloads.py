"""Pods and templates grouped by the controller that answers for them, with what networking needs to know of each.

Source: kubernetes/kubernetes pkg/controller (ownerReferences), core/v1 Pod; interfaces, `mlp connections`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from generator.analysis.selectors import labels
from generator.analysis.shapes import below, mapping, mappings, text, whole
from generator.model import Body, Object, PodTemplate

NAMESPACE_NAME = "kubernetes.io/metadata.name"
# Run by the cluster itself, and not for its users to isolate.
SYSTEM_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})
LAST_PORT = 65535
# What controllers stamp out: such an object belongs to its own owner, any other controller stands for itself.
STAMPED = frozenset({"Pod", "ReplicaSet", "ReplicationController", "Job"})
_FINISHED = frozenset({"Succeeded", "Failed"})
_JOB_NAMES = ("job-name", "batch.kubernetes.io/job-name")
_JOB_LABELS = (*_JOB_NAMES, "controller-uid", "batch.kubernetes.io/controller-uid")
# Labels whose value a controller makes up, or that differs from pod to pod. What stands for it here can be no label's
# value, so that no selector names it.
_MADE_UP = "(made up later)"
_MADE_LABELS = {
    "CronJob": _JOB_LABELS,
    "DaemonSet": ("controller-revision-hash", "pod-template-generation"),
    "Deployment": ("pod-template-hash",),
    "Job": _JOB_LABELS,
    "StatefulSet": (
        "apps.kubernetes.io/pod-index",
        "controller-revision-hash",
        "statefulset.kubernetes.io/pod-name",
    ),
}


class NamedPort(NamedTuple):
    """A container port that has a name."""

    name: str
    protocol: str
    number: int


class Pod(Struct, frozen=True):
    """One shape of pods. `bare` pods have no owner, which the AWS network policy agent asks for."""

    namespace: str
    labels: tuple[tuple[str, str], ...]
    ports: tuple[NamedPort, ...] = ()
    host_network: bool = False
    bare: bool = False


class Workload(Struct, frozen=True, eq=False):
    """A top controller, or a Pod on its own: `name` is namespace/name. `object` is its own object if the tree has it,
    else the first that belongs to it; `pods` are the distinct shapes of its pods.
    """

    name: str
    kind: str
    object: Object
    pods: tuple[Pod, ...]

    @property
    def key(self) -> tuple[str, str]:
        """What tells workloads of one cluster apart, in the order of reports."""
        return (self.name, self.kind)

    @property
    def host_network(self) -> bool:
        """Whether any of its pods shares the node's network."""
        return any(pod.host_network for pod in self.pods)


class NamespaceLabels(NamedTuple):
    """A namespace's labels; `complete` is False where its object is not in the tree, so that others may exist."""

    labels: Mapping[str, str]
    complete: bool


class _Key(Struct, frozen=True):
    namespace: str
    kind: str
    name: str


def workloads(objects: Sequence[Object]) -> tuple[Workload, ...]:
    """The workloads of one cluster, sorted by name and kind.

    Left out, since no pod of theirs has an address: finished Pods (phase Succeeded or Failed), old ReplicaSets
    that a controller keeps at 0 replicas, and templates outside a namespace or of kind PodTemplate.
    """
    known = {_Key(item.namespace or "", item.kind, item.name): item for item in objects}
    members: dict[_Key, list[Object]] = defaultdict(list)
    for item in objects:
        if item.pods and item.namespace is not None and _runs(item):
            members[_top(_Key(item.namespace, item.kind, item.name), known)].append(item)
    found = [_workload(key, items, known) for key, items in members.items()]
    return tuple(sorted(found, key=lambda workload: workload.key))


def namespaces(objects: Iterable[Object]) -> dict[str, NamespaceLabels]:
    """The namespaces that the tree declares or puts objects in, by name.

    Every one carries `kubernetes.io/metadata.name`, which the API server sets (KEP-2161).
    """
    declared: dict[str, Mapping[str, str]] = {}
    mentioned: dict[str, None] = {}
    for item in objects:
        if item.kind == "Namespace" and not item.group:
            declared[item.name] = labels(item.body.get("metadata"))
        elif item.namespace:
            mentioned[item.namespace] = None
    return {
        name: NamespaceLabels({**declared.get(name, {}), NAMESPACE_NAME: name}, name in declared)
        for name in (*declared, *mentioned)
    }


def owner(body: Body) -> tuple[str, str] | None:
    """Kind and name of the owner: the one that controls the object, else the first that names both."""
    references = mappings(below(body, "metadata").get("ownerReferences"))
    named = [one for one in references if text(one.get("kind")) and text(one.get("name"))]
    chosen = next((one for one in named if one.get("controller") is True), named[0] if named else None)
    return (chosen["kind"], chosen["name"]) if chosen else None


def _runs(item: Object) -> bool:
    if item.kind == "Pod" and not item.group:
        return text(below(item.body, "status").get("phase")) not in _FINISHED
    if item.kind == "ReplicaSet" and owner(item.body):
        return whole(below(item.body, "spec").get("replicas"), 1) > 0
    return item.kind != "PodTemplate"


def _top(key: _Key, known: Mapping[_Key, Object]) -> _Key:
    """Climb from what controllers stamp out to the controller; a cycle of owners ends the climb."""
    seen = {key}
    while key.kind in STAMPED and key in known:
        above = owner(known[key].body)
        following = _Key(key.namespace, *above) if above else key
        if following in seen:
            break
        seen.add(following)
        key = following
    return key


def _workload(key: _Key, items: Sequence[Object], known: Mapping[_Key, Object]) -> Workload:
    shapes = dict.fromkeys(pod(item, template) for item in items for template in item.pods)
    return Workload(f"{key.namespace}/{key.name}", key.kind, known.get(key, items[0]), tuple(shapes))


def pod(item: Object, template: PodTemplate) -> Pod:
    """The shape of the pods that a template of an object makes."""
    own = {**_added(item), **labels(template.metadata)}
    return Pod(
        namespace=item.namespace or "",
        labels=tuple(sorted(own.items())),
        ports=tuple(sorted(set(_ports(template.spec)))),
        host_network=template.spec.get("hostNetwork") is True,
        bare=item.kind == "Pod" and owner(item.body) is None,
    )


def _added(item: Object) -> dict[str, str]:
    """The labels that controllers, and for a Job the API server, add to pods (kubernetes api/apps/v1 and batch/v1 types.go,
    pkg/registry/batch/job/strategy.go).
    """
    if item.kind == "Job" and below(item.body, "spec").get("manualSelector") is True:
        return {}
    made = dict.fromkeys(_MADE_LABELS.get(item.kind, ()), _MADE_UP)
    return made | dict.fromkeys(_JOB_NAMES, item.name) if item.kind == "Job" else made


def _ports(spec: Body) -> Iterable[NamedPort]:
    """Named ports that listen while the pod runs: of containers and of sidecars (KEP-753), not of init containers."""
    sidecars = [one for one in mappings(spec.get("initContainers")) if one.get("restartPolicy") == "Always"]
    for container in (*mappings(spec.get("containers")), *sidecars):
        for port in mappings(mapping(container).get("ports")):
            name, number = text(port.get("name")), whole(port.get("containerPort"), 0)
            if name and 0 < number <= LAST_PORT:
                yield NamedPort(name, text(port.get("protocol")) or "TCP", number)
