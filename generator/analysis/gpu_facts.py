"""Facts about accelerators, which the rules in policies/gpu judge.

Kinds: `AcceleratorUse` (a pod that asks for accelerators, or that may take the place of one that does) and
`AcceleratorQuota` (the accelerators of a namespace that no quota limits).
"""

from collections.abc import Iterator, Sequence

from generator.analysis.accelerators import is_accelerator
from generator.analysis.admission import AdmittedPod
from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.report import NamespaceUse
from generator.analysis.capacity.report import Report as Use
from generator.analysis.placement.fit import Scheduler
from generator.analysis.placement.selection import Candidate, mismatches
from generator.analysis.resources import Amounts
from generator.analysis.shapes import field, text
from generator.analysis.tolerations import blocks, tolerates, untolerated
from generator.model import Body, Cluster, Fact, Taint, fact
from generator.quantity import ZERO


def facts(use: Use, cluster: Cluster | None) -> tuple[Fact, ...]:
    """All facts about accelerators. Without node pools the convention stands in for their taints: `NoSchedule`,
    keyed like the resource. That tells who tolerates them, not who fails to.
    """
    scheduler = Scheduler(cluster)
    found: list[Fact] = []
    for namespace in use.namespaces:
        found += _quotas(namespace)
        for load, pod in namespace.pods:
            found += _pods(load, pod, scheduler)
    return tuple(found)


def explains(pod: AdmittedPod, scheduler: Scheduler) -> bool:
    """Whether a rule about accelerators already says why a pod finds no node."""
    asks = asked(pod)
    barrier = blocking_taints(pod, asks, scheduler) if asks else ()
    return any(not _added(taint, pod, scheduler) for taint in barrier) or bool(_too_many(pod, "", scheduler))


def asked(pod: AdmittedPod) -> Amounts:
    """The accelerators that a pod asks for."""
    return {name: amount for name, amount in pod.needs.requests.items() if amount.nanos and is_accelerator(name)}


def blocking_taints(pod: AdmittedPod, asks: Amounts, scheduler: Scheduler) -> tuple[Taint, ...]:
    """The taints that the pod's own tolerations leave, of the accelerator pool that is easiest to reach.

    Empty where some pool is open, where no pool has the accelerators, and where no pools are known.
    """
    pools = [candidate for candidate in scheduler.candidates if _offers(candidate, asks, scheduler)]
    selected = [candidate for candidate in pools if not mismatches(candidate, pod)] or pools
    barriers = [untolerated(candidate.pool.taints, pod.tolerations) for candidate in selected]
    ranked = [(sum(not _added(taint, pod, scheduler) for taint in taints), len(taints), taints) for taints in barriers]
    return min(ranked, key=lambda entry: entry[:2], default=(0, 0, ()))[2]


def _quotas(namespace: NamespaceUse) -> Iterator[Fact]:
    """Accelerators that pods of a namespace ask for and none of its quotas names; without quotas there is no fact."""
    if not namespace.quotas:
        return
    named = {key for quota in namespace.quotas for key in quota.hard}
    wanted = sorted({f"requests.{name}" for _, pod in namespace.pods for name in asked(pod)})
    missing = [{"key": key, "field": field("spec.hard", key)} for key in wanted if key not in named]
    yield fact("AcceleratorQuota", namespace.quotas[0].item, missing=missing)


def _pods(load: Load, pod: AdmittedPod, scheduler: Scheduler) -> Iterator[Fact]:
    asks = asked(pod)
    squats = [] if asks else _squats(load, pod, scheduler)
    if not asks and not squats:
        return
    barrier = blocking_taints(pod, asks, scheduler) if asks else ()
    yield fact(
        "AcceleratorUse",
        load.item,
        asks={name: str(amount) for name, amount in asks.items()},
        tolerations=f"{load.path}.tolerations",
        untolerated=[_written(taint) for taint in barrier if not _added(taint, pod, scheduler)],
        toleratedByAdmission=[_written(taint) for taint in barrier if _added(taint, pod, scheduler)],
        tooMany=_too_many(pod, load.path, scheduler),
        squats=squats,
    )


def _offers(candidate: Candidate, asks: Amounts, scheduler: Scheduler) -> bool:
    room = scheduler.room(candidate.pool)
    return all(name in room and room[name].nanos for name in asks)


def _added(taint: Taint, pod: AdmittedPod, scheduler: Scheduler) -> bool:
    """Whether the cluster's admission tolerates a taint in the pod's name."""
    return any(tolerates(one, taint) for one in scheduler.added_tolerations(pod))


def _too_many(pod: AdmittedPod, path: str, scheduler: Scheduler) -> list[Body]:
    """Accelerators of which a pod asks for more than any node has, where some node has them."""
    found = []
    for name, amount in asked(pod).items():
        most = max((scheduler.room(one.pool).get(name, ZERO) for one in scheduler.candidates), default=ZERO)
        if ZERO < most < amount:
            place = _place(pod, path, name)
            found.append({"field": place, "resource": name, "asks": str(amount), "most": str(most)})
    return found


def _place(pod: AdmittedPod, path: str, name: str) -> str:
    """The limit of the container that asks for the most."""
    greatest = max(pod.needs.containers, key=lambda container: container.requests.get(name, ZERO))
    return field(f"{path}.{greatest.path}.resources.limits", name)


def _squats(load: Load, pod: AdmittedPod, scheduler: Scheduler) -> list[Body]:
    """The tolerations with which a pod that asks for no accelerator may still take a node that has them.

    DaemonSets belong on every node and are left alone.
    """
    if load.item.kind == "DaemonSet" or not pod.tolerations:
        return []
    taints = _reachable_taints(pod, scheduler) if scheduler.candidates else _conventional(pod.tolerations)
    return [
        {"field": f"{load.path}.tolerations[{index}]", "taints": sorted({_written(taint) for taint in matched})}
        for index, toleration in enumerate(pod.tolerations)
        if (matched := [taint for taint in taints if tolerates(toleration, taint)])
    ]


def _reachable_taints(pod: AdmittedPod, scheduler: Scheduler) -> list[Taint]:
    """The taints of accelerator pools that would let the pod in."""
    return [
        taint
        for candidate in scheduler.candidates
        if any(is_accelerator(name) and amount.nanos for name, amount in scheduler.room(candidate.pool).items())
        and not untolerated(candidate.pool.taints, pod.tolerations)
        and not mismatches(candidate, pod)
        for taint in candidate.pool.taints
        if blocks(taint)
    ]


def _conventional(tolerations: Sequence[Body]) -> list[Taint]:
    """Taints keyed like the accelerators that the tolerations name, and like the commonest one."""
    keys = {key for toleration in tolerations if is_accelerator(key := text(toleration.get("key")))}
    values = {text(toleration.get("value")) for toleration in tolerations}
    return [Taint(key, value, "NoSchedule") for key in sorted(keys | {"nvidia.com/gpu"}) for value in sorted(values)]


def _written(taint: Taint) -> str:
    return f"{taint.key}={taint.value}:{taint.effect}" if taint.value else f"{taint.key}:{taint.effect}"
