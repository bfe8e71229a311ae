"""Facts about quantities in another form than the API server writes, which policies/gitops judges.

Kind: `RewrittenQuantities`, on an object: the fields whose text would come back from the cluster as another one. A whole
number without quotes is left out: it comes back as the text of the same digits, and the schemas take it for a quantity.
Sources: apimachinery's pkg/api/resource/quantity.go (CanonicalizeBytes); the fields of the types k8s.io/api has as
Quantity, and those of VerticalPodAutoscaler and Kueue's ClusterQueue, whose controllers write them back.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, Final

from generator import fields, quantity
from generator.fields import Steps
from generator.model import Body, Fact, Object, fact

_CLAIM: Final = ("spec.resources.requests.*", "spec.resources.limits.*")
_POD: Final = (
    *(
        f"{containers}[].{path}"
        for containers, path in product(
            ("containers", "initContainers", "ephemeralContainers"),
            ("resources.requests.*", "resources.limits.*", "env[].valueFrom.resourceFieldRef.divisor"),
        )
    ),
    "resources.requests.*",
    "resources.limits.*",
    "overhead.*",
    "volumes[].emptyDir.sizeLimit",
    *(f"volumes[].ephemeral.volumeClaimTemplate.{path}" for path in _CLAIM),
)
_METRICS: Final = ("resource", "containerResource", "pods", "object", "external")
_QUOTAS: Final = ("nominalQuota", "borrowingLimit", "lendingLimit")
_KINDS: Final[Mapping[tuple[str, str], Iterable[str]]] = {
    ("", "ResourceQuota"): ("spec.hard.*",),
    ("", "LimitRange"): tuple(
        f"spec.limits[].{key}.*" for key in ("default", "defaultRequest", "max", "min", "maxLimitRequestRatio")
    ),
    ("", "PersistentVolumeClaim"): _CLAIM,
    ("", "PersistentVolume"): ("spec.capacity.*",),
    ("apps", "StatefulSet"): tuple(f"spec.volumeClaimTemplates[].{path}" for path in _CLAIM),
    ("node.k8s.io", "RuntimeClass"): ("overhead.podFixed.*",),
    ("autoscaling", "HorizontalPodAutoscaler"): tuple(
        f"spec.metrics[].{source}.target.{key}" for source, key in product(_METRICS, ("averageValue", "value"))
    ),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): tuple(
        f"spec.resourcePolicy.containerPolicies[].{key}.*" for key in ("minAllowed", "maxAllowed")
    ),
    ("kueue.x-k8s.io", "ClusterQueue"): tuple(f"spec.resourceGroups[].flavors[].resources[].{key}" for key in _QUOTAS),
}
_IN_PODS: Final = tuple(map(fields.steps, _POD))
_IN_OBJECTS: Final = {kind: tuple(map(fields.steps, paths)) for kind, paths in _KINDS.items()}


def facts(objects: Iterable[Object]) -> Iterator[Fact]:
    """A fact about every object with quantities that come back in another form."""
    for item in objects:
        found = list(_rewritten(item))
        if found:
            yield fact("RewrittenQuantities", item, quantities=found)


def _rewritten(item: Object) -> Iterator[Body]:
    yield from _below("", item.body, _IN_OBJECTS.get((item.group, item.kind), ()))
    for pod in item.pods:
        yield from _below(pod.spec_path, pod.spec, _IN_PODS)


def _below(root: str, value: Body, paths: Iterable[Steps]) -> Iterator[Body]:
    for path in paths:
        for pointer, written in fields.find(value, path):
            canonical = _canonical(written)
            if canonical:
                yield {"field": fields.below(root, *pointer), "written": str(written), "canonical": canonical}


def _canonical(written: Any) -> str:
    """What comes back for a text or a fraction, empty if it is the same, or no quantity at all."""
    return _other(str(written)) if isinstance(written, str | float) else ""


@lru_cache(maxsize=4096)
def _other(written: str) -> str:
    try:
        canonical = quantity.canonical(written)
    except ValueError:
        return ""
    return canonical if canonical != written else ""
