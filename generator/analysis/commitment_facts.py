"""Facts about what quotas promise together, which a rule in policies/capacity judges: one `ClusterCapacity` for each
resource that a node pool has and some quota promises, accelerators first.
"""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from generator.analysis.accelerators import is_accelerator
from generator.analysis.capacity import keys
from generator.analysis.capacity.quotas import Quota
from generator.analysis.capacity.report import NamespaceUse, Report
from generator.analysis.placement.nodes import most
from generator.analysis.shapes import field
from generator.model import Cluster, Fact, fact
from generator.quantity import Quantity, total


class _Promise(Struct, frozen=True):
    """What a namespace may use of a resource: the amount, and the quota and key that say so."""

    amount: Quantity
    quota: Quota
    key: str


def facts(report: Report, cluster: Cluster) -> Iterator[Fact]:
    """What quotas promise together, against all nodes that the pools can grow to; on the greatest promise."""
    promised: dict[str, list[_Promise]] = defaultdict(list)
    for namespace in report.namespaces:
        for resource, promise in _promises(namespace).items():
            promised[resource].append(promise)
    room = most(cluster.node_pools)
    for resource in sorted(room, key=lambda name: (not is_accelerator(name), name)):
        if promised[resource]:
            yield _fact(resource, promised[resource], room[resource])


def _fact(resource: str, promises: list[_Promise], available: Quantity) -> Fact:
    """`excess` is the least by which the promises, added up in `sum`, would have to be lowered."""
    ordered = sorted(promises, key=lambda promise: (-promise.amount.nanos, promise.quota.item.namespace or ""))
    committed = total(promise.amount for promise in ordered)
    over = committed > available
    return fact(
        "ClusterCapacity",
        ordered[0].quota.item,
        field=field("spec.hard", ordered[0].key),
        resource=resource,
        committed=str(committed),
        available=str(available),
        quotas=len(ordered),
        sum=[f"{promise.quota.item.namespace}: {promise.amount}" for promise in ordered] if over else [],
        excess=str(committed - available) if over else None,
        over=over,
    )


def _promises(namespace: NamespaceUse) -> dict[str, _Promise]:
    """For each node resource the tightest quota on its requests; quotas with scopes hold only a part of the pods."""
    found: dict[str, _Promise] = {}
    for quota in namespace.quotas:
        for key, hard in quota.hard.items():
            name = keys.main_name(key)
            if hard is None or quota.scopes or not name.startswith("requests."):
                continue
            resource = name.removeprefix("requests.")
            if resource not in found or hard < found[resource].amount:
                found[resource] = _Promise(hard, quota, key)
    return found
