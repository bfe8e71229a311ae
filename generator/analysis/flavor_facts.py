"""Facts about Kueue's flavors, which a rule in policies/capacity judges: `FlavorCapacity`, what ClusterQueues promise of
a flavor beside what the nodes with its labels have.

Source: kubernetes-sigs/kueue, apis/kueue/v1beta2 (resourceflavor_types.go): the labels of a flavor are put on the node
selectors of the pods that are admitted to it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.analysis import resources
from generator.analysis.capacity.queues import Queues
from generator.analysis.placement.nodes import most
from generator.analysis.placement.selection import Candidate
from generator.analysis.shapes import below, mapping
from generator.model import Body, Cluster, Fact, fact
from generator.quantity import Quantity, total, units


def facts(queues: Queues, cluster: Cluster) -> Iterator[Fact]:
    """One fact a flavor of which more is promised than its nodes have; none for a cluster without declared pools."""
    if cluster.node_pools:
        yield from _flavors(queues, [Candidate.of(pool, cluster.provider) for pool in cluster.node_pools])


def _flavors(queues: Queues, candidates: Sequence[Candidate]) -> Iterator[Fact]:
    promised: dict[str, dict[str, list[Quantity]]] = defaultdict(lambda: defaultdict(list))
    for queue in queues.cluster_queues.values():
        for share in queue.shares:
            promised[share.flavor][share.resource].append(share.nominal)
    for name, item in queues.flavors.items():
        wanted = mapping(below(item.body, "spec").get("nodeLabels"))
        fitting = [one for one in candidates if all(one.labels.get(key) == value for key, value in wanted.items())]
        room = most(one.pool for one in fitting)
        listed = [
            _promise(resource, total(amounts), room.get(resource))
            for resource, amounts in sorted(promised[name].items())
            if _lacking(total(amounts), resource, room, fitting)
        ]
        if listed:
            pools = [one.pool.name for one in fitting]
            path = "spec.nodeLabels" if wanted else "metadata.name"
            yield fact("FlavorCapacity", item, field=path, pools=pools, resources=listed)


def _lacking(promise: Quantity, resource: str, room: resources.Amounts, fitting: Sequence[Candidate]) -> bool:
    """Whether nodes have less than promised. What every node has and no pool lists is not known to be short."""
    if resource in room:
        return promise > room[resource]
    return promise.nanos > 0 and (not fitting or not resources.native(resource))


def _promise(resource: str, promised: Quantity, available: Quantity | None) -> Body:
    return {"resource": resource, "promised": str(promised), "available": str(available or units(0))}
