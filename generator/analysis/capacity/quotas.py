"""ResourceQuota: its limits, and which pods and claims its scopes select.

Source: pkg/quota/v1/evaluator/core/pods.go (podMatchesScopeFunc) and apiserver/pkg/quota/v1/generic (Matches).
"""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from generator import quantity
from generator.analysis.admission import AdmittedPod
from generator.analysis.shapes import below, mapping, mappings, sequence, text, whole
from generator.model import Body, Object
from generator.quantity import Quantity


class Scope(Struct, frozen=True):
    """One condition of a quota. The values of a PriorityClass or VolumeAttributesClass scope are class names."""

    name: str
    operator: str = "Exists"
    values: tuple[str, ...] = ()


class Quota(Struct, frozen=True, eq=False):
    """A ResourceQuota. `hard` has every key as written; None where the quantity cannot be read."""

    item: Object
    hard: Mapping[str, Quantity | None]
    scopes: tuple[Scope, ...]


def read(item: Object) -> Quota:
    """A ResourceQuota object as it will be enforced."""
    spec = below(item.body, "spec")
    hard = {key: _quantity(value) for key, value in mapping(spec.get("hard")).items()}
    return Quota(item, hard, tuple(_scopes(spec)))


def _quantity(value: object) -> Quantity | None:
    try:
        return quantity.parse(value)
    except ValueError:
        return None


def _scopes(spec: Body) -> Iterator[Scope]:
    for name in sequence(spec.get("scopes")):
        yield Scope(text(name))
    for expression in mappings(below(spec, "scopeSelector").get("matchExpressions")):
        values = tuple(text(value) for value in sequence(expression.get("values")))
        yield Scope(text(expression.get("scopeName")), text(expression.get("operator")), values)


def selects_pod(quota: Quota, pod: AdmittedPod) -> bool:
    """Whether a pod is charged to the quota: all its scopes must agree."""
    return all(_pod_in_scope(scope, pod) for scope in quota.scopes)


def selects_claim(quota: Quota, claim_spec: Body) -> bool:
    """Whether a volume claim is charged to the quota."""
    name = text(claim_spec.get("volumeAttributesClassName"))
    return all(scope.name == "VolumeAttributesClass" and _class_matches(scope, name) for scope in quota.scopes)


def _pod_in_scope(scope: Scope, pod: AdmittedPod) -> bool:
    """Whether a pod meets one condition; a scope that is not for pods selects none."""
    holds: dict[str, Callable[[], bool]] = {
        "Terminating": lambda: _terminating(pod.spec),
        "NotTerminating": lambda: not _terminating(pod.spec),
        "BestEffort": lambda: pod.needs.best_effort,
        "NotBestEffort": lambda: not pod.needs.best_effort,
        "PriorityClass": lambda: _class_matches(scope, pod.priority_class),
        "CrossNamespacePodAffinity": lambda: _reaches_namespaces(pod.spec),
    }
    return scope.name in holds and holds[scope.name]()


def _terminating(spec: Body) -> bool:
    """Whether the pod itself has a deadline; that of a Job does not reach its pods."""
    return whole(spec.get("activeDeadlineSeconds"), -1) >= 0


def _class_matches(scope: Scope, name: str) -> bool:
    """A label requirement on the class name; an empty name is a missing label."""
    match scope.operator:
        case "In":
            return bool(name) and name in scope.values
        case "NotIn":
            return name not in scope.values
        case "Exists":
            return bool(name)
        case "DoesNotExist":
            return not name
    return False


def _reaches_namespaces(spec: Body) -> bool:
    return any(
        term.get("namespaces") or term.get("namespaceSelector") is not None
        for kind in ("podAffinity", "podAntiAffinity")
        for term in _affinity_terms(below(spec, "affinity", kind))
    )


def _affinity_terms(affinity: Body) -> Iterator[Body]:
    yield from mappings(affinity.get("requiredDuringSchedulingIgnoredDuringExecution"))
    for weighted in mappings(affinity.get("preferredDuringSchedulingIgnoredDuringExecution")):
        yield mapping(weighted.get("podAffinityTerm"))
