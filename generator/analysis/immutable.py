"""Fields that the API server refuses to change in an object that keeps its identity.

Source: the ValidateUpdate functions in kubernetes/kubernetes pkg/apis/{apps,batch,core,rbac,storage,scheduling,
networking}/validation. A default that is left out is the same as one that is written.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator import fields
from generator.analysis import resources
from generator.analysis.shapes import below, mapping, text
from generator.model import Body, Object
from generator.quantity import Quantity

_SELECTOR = {"spec.selector": None}
_JOB = ("template", "completionMode", "podFailurePolicy", "successPolicy", "backoffLimitPerIndex", "managedBy")
_ROLE = {"roleRef.apiGroup": "rbac.authorization.k8s.io", "roleRef.kind": None, "roleRef.name": None}
_DATA = {"data": None, "binaryData": None}
# Field → its default, by group and kind.
_FIELDS: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("apps", "Deployment"): _SELECTOR,
    ("apps", "DaemonSet"): _SELECTOR,
    ("apps", "ReplicaSet"): _SELECTOR,
    ("apps", "StatefulSet"): {
        **_SELECTOR,
        "spec.serviceName": "",
        "spec.podManagementPolicy": "OrderedReady",
        "spec.volumeClaimTemplates": [],
    },
    ("batch", "Job"): {**_SELECTOR, **{f"spec.{key}": None for key in _JOB}, "spec.completionMode": "NonIndexed"},
    ("rbac.authorization.k8s.io", "RoleBinding"): _ROLE,
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): _ROLE,
    ("storage.k8s.io", "StorageClass"): {
        "provisioner": None,
        "parameters": {},
        "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate",
    },
    ("scheduling.k8s.io", "PriorityClass"): {"value": 0, "preemptionPolicy": "PreemptLowerPriority"},
    ("networking.k8s.io", "IngressClass"): {"spec.controller": None},
    ("", "Secret"): {"type": "Opaque"},
}
_CLAIM_MAY_CHANGE = frozenset({"resources", "volumeAttributesClassName"})


def changed(before: Object, after: Object) -> tuple[str, ...]:
    """The fields of an object that may not change and do, from one state of it to another."""
    return tuple(_changed((after.group, after.kind), before.body, after.body))


def _changed(kind: tuple[str, str], before: Body, after: Body) -> Iterator[str]:
    for path, default in _FIELDS.get(kind, {}).items():
        if _value(before, path, default) != _value(after, path, default):
            yield path
    match kind:
        case "", "Service":
            yield from _service(mapping(before.get("spec")), mapping(after.get("spec")))
        case "", "PersistentVolumeClaim":
            yield from _claim(mapping(before.get("spec")), mapping(after.get("spec")))
        case "", "ConfigMap" | "Secret" if before.get("immutable") is True:
            frozen = {**_DATA, "immutable": None}
            yield from (key for key in frozen if before.get(key) != after.get(key))
        case _:
            return


def _value(body: Body, path: str, default: Any) -> Any:
    *parents, key = path.split(".")
    value = below(body, *parents).get(key)
    return default if value is None else value


def _service(before: Body, after: Body) -> Iterator[str]:
    """An address stays while the Service has one at all; one that is left out is filled in again."""
    named = "ExternalName" in (before.get("type"), after.get("type"))
    address = text(after.get("clusterIP"))
    if not named and address and address != before.get("clusterIP"):
        yield "spec.clusterIP"


def _claim(before: Body, after: Body) -> Iterator[str]:
    """Nothing of a claim may change but its size, which may grow."""
    for key in sorted((before.keys() | after.keys()) - _CLAIM_MAY_CHANGE):
        if before.get(key) != after.get(key):
            yield fields.below("spec", key)
    old, new = _size(before), _size(after)
    if old and new and new < old:
        yield "spec.resources.requests.storage"


def _size(spec: Body) -> Quantity | None:
    return resources.read(below(spec, "resources").get("requests"))[0].get("storage")
