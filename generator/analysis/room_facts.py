"""Facts about room for all pods at once, which rules in policies/placement judge; placement itself asks for one pod.

Kinds: `PodSpread` (pods of a template that must keep apart, and how many nodes there are for them) and `PoolUse` (what
pods that can only run on some pools need together, against all that these pools give).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.analysis import resources
from generator.analysis.capacity.deadlocks import movement_of
from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.report import Report
from generator.analysis.placement.fit import Scheduler
from generator.analysis.placement.nodes import least, most
from generator.analysis.placement.selection import Candidate
from generator.analysis.placement.spread import Bound, bounds
from generator.model import Cluster, Fact, Object, fact
from generator.quantity import Quantity, units


class _Need(Struct, frozen=True):
    """What a load's pods need of every resource at their normal number, and the pools that can run them."""

    load: Load
    amounts: resources.Amounts
    pools: tuple[Candidate, ...]


def facts(report: Report, cluster: Cluster) -> Iterator[Fact]:
    """All facts about the pods of one cluster; none where no pools are declared."""
    if not cluster.node_pools:
        return
    scheduler = Scheduler(cluster)
    needs: list[_Need] = []
    for namespace in report.namespaces:
        for load, pod in namespace.pods:
            if load.item.kind == "DaemonSet" or not load.count.steady:
                continue
            for bound in bounds(pod, namespace.key.namespace, scheduler):
                yield _spread(load, bound)
            requests = {**pod.needs.requests, "pods": units(1)}
            amounts = {name: amount * load.count.steady for name, amount in requests.items()}
            needs.append(_Need(load, amounts, scheduler.fitting(pod)))
    yield from _pools(needs)


def _spread(load: Load, bound: Bound) -> Fact:
    """The pods at rest, or one more where a rollout may not take one away first."""
    steady, movement = load.count.steady, movement_of(load)
    rolling = movement.first if movement and not movement.unavailable and bound.revisions else 0
    needed = steady if steady > bound.most else steady + rolling
    return fact(
        "PodSpread",
        load.item,
        field=f"{load.path}.{bound.field}",
        apart=bound.apart,
        needed=needed,
        state="at rest" if needed == steady else "while it rolls out",
        most=bound.most,
        least=bound.least,
        over=needed > bound.most,
    )


def _pools(needs: Sequence[_Need]) -> Iterator[Fact]:
    """For each set of pools what all pods need together that run nowhere else; on the pods that need the most."""
    groups: dict[tuple[Candidate, ...], list[_Need]] = defaultdict(list)
    for need in needs:
        groups[need.pools].append(need)
    for pools in filter(None, groups):
        inside = [need for other, members in groups.items() if other and set(other) <= set(pools) for need in members]
        room = most(one.pool for one in pools)
        now = least(one.pool for one in pools)
        together = resources.total(need.amounts for need in inside)
        for name in sorted(together):
            if all(name in one.pool.capacity for one in pools) and together[name] > room[name]:
                yield _use(name, inside, pools, (now[name], room[name]))


def _use(name: str, needs: Sequence[_Need], pools: Sequence[Candidate], room: tuple[Quantity, Quantity]) -> Fact:
    ordered = sorted((need for need in needs if name in need.amounts), key=lambda need: -need.amounts[name].nanos)
    needed = resources.total(need.amounts for need in ordered)[name]
    return fact(
        "PoolUse",
        ordered[0].load.item,
        field=ordered[0].load.path,
        resource=name,
        pools=[one.pool.name for one in pools],
        needed=str(needed),
        least=str(room[0]),
        most=str(room[1]),
        sum=[f"{_named(need.load.item)}: {need.amounts[name]}" for need in ordered],
    )


def _named(item: Object) -> str:
    """A pool's pods come from all namespaces."""
    return f"{item.kind} {item.namespace}/{item.name}"
