"""Facts about disruption budgets, which rules in policies/availability judge.

Kind: `DisruptionBudget`: whom a PodDisruptionBudget selects, and whether it leaves a pod to evict. Source:
kubernetes/kubernetes pkg/controller/disruption/disruption.go (getExpectedPodCount: percentages round up).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from generator.analysis.admission import key
from generator.analysis.capacity.autoscaling import Target, scales
from generator.analysis.capacity.counts import Scale
from generator.analysis.selectors import Selector, matches, parse
from generator.analysis.shapes import below, whole
from generator.analysis.workloads import Workload
from generator.model import Body, Fact, Object, fact

# Controllers whose replicas a budget can ask for.
_REPLICATED = frozenset({"Deployment", "ReplicaSet", "ReplicationController", "Rollout", "StatefulSet"})
# Digits of a percentage.
_LONGEST = 9


def facts(objects: Sequence[Object], workloads: Iterable[Workload]) -> tuple[Fact, ...]:
    """Facts about every budget of one cluster whose selector can be read."""
    namespaces: defaultdict[str | None, list[Workload]] = defaultdict(list)
    for workload in workloads:
        namespaces[workload.object.namespace].append(workload)
    bounds = scales(objects)
    found = []
    for item in objects:
        if (item.group, item.kind) == ("policy", "PodDisruptionBudget"):
            written = below(item.body, "spec").get("selector")
            selector = parse(written)
            if selector is not None:
                chosen = [] if written is None else _selected(selector, namespaces[item.namespace])
                found.append(_fact(item, chosen, bounds))
    return tuple(found)


def _selected(selector: Selector, workloads: Iterable[Workload]) -> list[Workload]:
    return [one for one in workloads if any(matches(selector, dict(pod.labels)) for pod in one.pods)]


def _fact(item: Object, chosen: Sequence[Workload], bounds: Mapping[Target, Scale]) -> Fact:
    spec = below(item.body, "spec")
    name = "maxUnavailable" if "maxUnavailable" in spec else "minAvailable"
    selects = [f"{one.kind} {one.name}" for one in chosen]
    pods, least = _pods(chosen, bounds), _least(spec, name)
    blocked = []
    # Where no pod runs, none waits for its eviction; where no number would do, the replicas are not at fault.
    if pods and least and pods < least:
        runs = f"{', '.join(selects)} may run {pods} pod{'s' if pods > 1 else ''}; from {least} on it would"
        blocked.append({"field": f"spec.{name}", "reason": f"{spec.get(name)} allows no eviction while {runs}"})
    return fact("DisruptionBudget", item, selects=selects, pods=pods, least=least, blocked=blocked)


def _pods(chosen: Sequence[Workload], bounds: Mapping[Target, Scale]) -> int | None:
    """How many pods the selected workloads run at least; None where one of them has no replicas to ask for."""
    if any(one.kind not in _REPLICATED for one in chosen):
        return None
    return sum(_replicas(one.object, bounds) for one in chosen)


def _replicas(item: Object, bounds: Mapping[Target, Scale]) -> int:
    """The replicas of a controller, or those that its autoscaler may go down to; zero replicas are left alone."""
    written = max(whole(below(item.body, "spec").get("replicas"), 1), 0)
    scale = bounds.get(Target(key(item), item.group, item.kind, item.name))
    return scale.minimum if scale and written else written


def _least(spec: Body, name: str) -> int | None:
    """From how many pods on the budget allows an eviction; None where it never does, or cannot be read."""
    value = spec.get(name)
    share = _percent(value)
    if name == "maxUnavailable":
        return 1 if whole(value, 0) > 0 or share else None
    if share is None:
        return whole(value, 0) + 1
    return -(-100 // (100 - share)) if share < 100 else None  # noqa: PLR2004 - per cent


def _percent(value: object) -> int | None:
    digits = value.removesuffix("%") if isinstance(value, str) and value.endswith("%") else ""
    return int(digits) if digits.isdecimal() and len(digits) <= _LONGEST else None
