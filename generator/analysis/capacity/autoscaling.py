"""Which objects an autoscaler resizes, and between which bounds: HorizontalPodAutoscaler and KEDA ScaledObject."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from generator.analysis.admission import NamespaceKey, key
from generator.analysis.capacity.counts import Scale
from generator.analysis.shapes import below, text, whole
from generator.model import Object


class Target(Struct, frozen=True):
    """What an autoscaler points at."""

    namespace: NamespaceKey
    group: str
    kind: str
    name: str


def scales(objects: Iterable[Object]) -> Mapping[Target, Scale]:
    """The bounds by target. Where two autoscalers share a target, the wider maximum counts."""
    result: dict[Target, Scale] = {}
    for scaled, scale in _all(objects):
        other = result.get(scaled, scale)
        result[scaled] = Scale(min(scale.minimum, other.minimum), max(scale.maximum or 0, other.maximum or 0))
    return result


def _all(objects: Iterable[Object]) -> Iterator[tuple[Target, Scale]]:
    for item in objects:
        spec = below(item.body, "spec")
        match item.group, item.kind:
            case "autoscaling", "HorizontalPodAutoscaler":
                yield target(item), Scale(whole(spec.get("minReplicas"), 1), whole(spec.get("maxReplicas"), 1))
            case "keda.sh", "ScaledObject":
                least, most = whole(spec.get("minReplicaCount"), 0), whole(spec.get("maxReplicaCount"), 100)
                yield target(item), Scale(least, most)


def target(item: Object, reference: str = "scaleTargetRef") -> Target:
    """The target of an autoscaler, named by a field of its spec; KEDA's default is a Deployment."""
    named = below(item.body, "spec", reference)
    group = text(named.get("apiVersion"), "apps/v1").rpartition("/")[0]
    return Target(key(item), group, text(named.get("kind"), "Deployment"), text(named.get("name")))
