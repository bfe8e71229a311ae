"""Facts about autoscalers, which rules in policies/availability and policies/gitops judge.

Kinds: `Autoscaler` (a HorizontalPodAutoscaler or KEDA ScaledObject, its target, and what it measures),
`VerticalAutoscaler` (a VerticalPodAutoscaler) and `AutoscaledWorkload` (who decides on a workload's replicas).
Sources: kubernetes/kubernetes pkg/controller/podautoscaler (a share of the request needs a request), KEDA's admission
webhook, and the VerticalPodAutoscaler's own documentation.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.analysis.admission import AdmittedPod, key
from generator.analysis.capacity import Report
from generator.analysis.capacity.autoscaling import Target, target
from generator.analysis.requests import Container
from generator.analysis.shapes import below, mapping, mappings, sequence, text
from generator.model import Body, Fact, Object, fact

_HORIZONTAL = frozenset({("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")})
_VERTICAL = ("autoscaling.k8s.io", "VerticalPodAutoscaler")
_RESOURCES = ("cpu", "memory")


class _Metric(Struct, frozen=True):
    """A resource of pods that an autoscaler follows: of one container or of all, as a share of the request or not."""

    field: str
    resource: str
    container: str
    share: bool


class _Scaled(Struct, frozen=True):
    """A target with everything that scales it."""

    item: Object | None
    pods: Sequence[AdmittedPod]
    horizontal: list[Object]
    vertical: list[Object]


def facts(objects: Sequence[Object], report: Report) -> tuple[Fact, ...]:
    """Facts about the autoscalers of one cluster. `report` holds the pods with their defaults filled in."""
    targets = _targets(objects)
    if not targets:
        return ()
    known = {Target(key(item), item.group, item.kind, item.name): item for item in objects}
    pods: defaultdict[int, list[AdmittedPod]] = defaultdict(list)
    for namespace in report.namespaces:
        for load, pod in namespace.pods:
            pods[id(load.item)].append(pod)
    found: list[Fact] = []
    for one, (horizontal, vertical) in targets.items():
        item = known.get(one)
        found += _facts(one, _Scaled(item, pods[id(item)], horizontal, vertical))
    return tuple(found)


def _targets(objects: Iterable[Object]) -> Mapping[Target, tuple[list[Object], list[Object]]]:
    """What is scaled, with its horizontal and its vertical autoscalers."""
    found: dict[Target, tuple[list[Object], list[Object]]] = {}
    for item in objects:
        if (item.group, item.kind) in _HORIZONTAL:
            found.setdefault(target(item), ([], []))[0].append(item)
        elif (item.group, item.kind) == _VERTICAL:
            found.setdefault(target(item, "targetRef"), ([], []))[1].append(item)
    return found


def _facts(one: Target, scaled: _Scaled) -> Iterator[Fact]:
    named = f"{one.kind} {one.namespace.namespace}/{one.name}"
    exists = scaled.item is not None
    for item in scaled.horizontal:
        rivals = [_named(other) for other in scaled.horizontal if other is not item]
        unmeasured = list(_unmeasured(item, scaled))
        yield fact("Autoscaler", item, target=named, exists=exists, rivals=rivals, unmeasured=unmeasured)
    for item in scaled.vertical:
        yield fact("VerticalAutoscaler", item, target=named, exists=exists, shared=list(_shared(item, scaled)))
    if scaled.item and scaled.horizontal:
        written = below(scaled.item.body, "spec").get("replicas")
        replicas = written if isinstance(written, int) else None
        yield fact("AutoscaledWorkload", scaled.item, replicas=replicas, autoscalers=[*map(_named, scaled.horizontal)])


def _named(item: Object) -> str:
    return f"{item.kind} {item.name}"


def _unmeasured(item: Object, scaled: _Scaled) -> Iterator[Body]:
    """Metrics that are a share of a request which a container does not make: the autoscaler then does nothing."""
    for metric in _metrics(item):
        lacking = sorted({name for pod in scaled.pods for name in _lacking(pod, metric)}) if metric.share else []
        if lacking:
            yield {"field": metric.field, "resource": metric.resource, "containers": lacking}


def _lacking(pod: AdmittedPod, metric: _Metric) -> Iterator[str]:
    own = below(pod.spec, "resources")
    if not metric.container and any(metric.resource in mapping(own.get(part)) for part in ("requests", "limits")):
        return
    for container in _running(pod):
        if metric.container in {"", container.name} and metric.resource not in container.requests:
            yield container.name


def _running(pod: AdmittedPod) -> Iterator[Container]:
    """The containers and sidecars."""
    return (one for one in pod.needs.containers if one.sidecar or not one.initial)


def _shared(item: Object, scaled: _Scaled) -> Iterator[Body]:
    """Resources whose requests a vertical autoscaler moves while a horizontal one follows them."""
    controlled = _controlled(item, {one.name for pod in scaled.pods for one in _running(pod)})
    for resource in sorted(controlled):
        followers = [
            _named(other)
            for other in scaled.horizontal
            if any(metric.resource == resource for metric in _metrics(other))
        ]
        if followers:
            yield {"resource": resource, "autoscalers": followers}


def _controlled(item: Object, containers: set[str]) -> set[str]:
    """The resources that a VerticalPodAutoscaler sets; for containers without a policy of their own all of them."""
    spec = below(item.body, "spec")
    if below(spec, "updatePolicy").get("updateMode") == "Off":
        return set()
    found: set[str] = set()
    policies = mappings(below(spec, "resourcePolicy").get("containerPolicies"))
    for policy in policies:
        if policy.get("mode") != "Off":
            found |= {one for one in sequence(policy.get("controlledResources") or [*_RESOURCES]) if one in _RESOURCES}
    named = {text(policy.get("containerName")) for policy in policies}
    everyone = "*" in named or (containers and containers <= named)
    return found if everyone else {*_RESOURCES}


def _metrics(item: Object) -> Iterator[_Metric]:
    spec = below(item.body, "spec")
    if item.kind == "ScaledObject":
        return _triggers(spec)
    return _horizontal(spec)


def _horizontal(spec: Body) -> Iterator[_Metric]:
    """The resource metrics of a HorizontalPodAutoscaler; without any metric it follows the CPU."""
    metrics = sequence(spec.get("metrics"))
    if not metrics:
        old = "targetCPUUtilizationPercentage"
        yield _Metric(f"spec.{old if old in spec else 'metrics'}", "cpu", "", share=True)
    for index, metric in enumerate(metrics):
        for source in ("resource", "containerResource"):
            told = below(metric, source)
            share = "averageUtilization" in below(told, "target") or "targetAverageUtilization" in told
            if text(told.get("name")) in _RESOURCES:
                yield _Metric(f"spec.metrics[{index}]", told["name"], text(told.get("container")), share)


def _triggers(spec: Body) -> Iterator[_Metric]:
    for index, trigger in enumerate(sequence(spec.get("triggers"))):
        kind, metadata = text(mapping(trigger).get("type")), below(trigger, "metadata")
        if kind in _RESOURCES:
            share = (mapping(trigger).get("metricType") or metadata.get("type")) != "AverageValue"
            yield _Metric(f"spec.triggers[{index}]", kind, text(metadata.get("containerName")), share)
