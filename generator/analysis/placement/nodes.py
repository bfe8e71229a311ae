"""How many nodes of a cluster's pools a pod's node selection admits, and what all nodes have together."""

from collections.abc import Iterable, Sequence

from generator.analysis import resources
from generator.analysis.admission import AdmittedPod
from generator.analysis.placement.selection import Candidate, mismatches
from generator.analysis.resources import Amounts
from generator.analysis.tolerations import untolerated
from generator.model import Cluster, NodePool


class Nodes:
    """The node pools of a cluster, for counting the pods of DaemonSets. Without a cluster nothing is known."""

    def __init__(self, cluster: Cluster | None) -> None:
        self._pools: Sequence[Candidate] = (
            [Candidate.of(pool, cluster.provider) for pool in cluster.node_pools] if cluster else ()
        )

    def admitting(self, pod: AdmittedPod) -> tuple[int, int] | None:
        """Nodes at the pools' minimum and maximum size that taints, node selector and affinity leave to a DaemonSet;
        its pods do not wait for room. None where no pools are known.
        """
        if not self._pools:
            return None
        pools = [
            candidate.pool
            for candidate in self._pools
            if not untolerated(candidate.pool.taints, pod.tolerations) and not mismatches(candidate, pod)
        ]
        return sum(pool.minimum for pool in pools), sum(pool.maximum for pool in pools)


def most(pools: Iterable[NodePool]) -> Amounts:
    """Everything that pools can give to pods with all the nodes that they may grow to."""
    return _room((pool, pool.maximum) for pool in pools)


def least(pools: Iterable[NodePool]) -> Amounts:
    """Everything that pools give to pods with the fewest nodes that they have."""
    return _room((pool, pool.minimum) for pool in pools)


def _room(sizes: Iterable[tuple[NodePool, int]]) -> Amounts:
    rooms = ((resources.read(dict(pool.capacity))[0], nodes) for pool, nodes in sizes)
    return resources.total({name: amount * nodes for name, amount in room.items()} for room, nodes in rooms)
