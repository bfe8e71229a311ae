"""Which pools can run a pod, as the scheduler's filters decide for an empty node, with all reasons of the others.

Sources: pkg/scheduler/framework/plugins (noderesources, nodeaffinity, tainttoleration) and
plugin/pkg/admission/extendedresourcetoleration.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.analysis import resources
from generator.analysis.admission import AdmittedPod
from generator.analysis.placement.selection import Candidate, Reason, mismatches
from generator.analysis.resources import Amounts
from generator.analysis.tolerations import untolerated
from generator.model import Body, Cluster, NodePool
from generator.quantity import Quantity, units

_EVERYWHERE = frozenset({"cpu", "memory", "ephemeral-storage", "pods"})


class Verdict(Struct, frozen=True, eq=False):
    """Whether a pool can run a pod; `reasons` are all that apply, none where it fits."""

    pool: NodePool
    reasons: tuple[Reason, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing is in the way."""
        return not self.reasons


class Scheduler:
    """The node pools of a cluster, ready to be asked about pods. Without a cluster there are none."""

    def __init__(self, cluster: Cluster | None) -> None:
        self.provider = cluster.provider if cluster else ""
        pools = cluster.node_pools if cluster else ()
        self.candidates = tuple(Candidate.of(pool, self.provider) for pool in pools)
        self._room = {pool.name: resources.read(dict(pool.capacity))[0] for pool in pools}
        self._known = {name for room in self._room.values() for name, amount in room.items() if amount.nanos}
        self._answers: dict[str, tuple[Verdict, ...]] = {}

    def room(self, pool: NodePool) -> Amounts:
        """What one node of a pool can give to pods."""
        return self._room[pool.name]

    def verdicts(self, pod: AdmittedPod) -> tuple[Verdict, ...]:
        """One verdict a pool, in the order of the pools; worked out once for pods that ask the same."""
        question = _question(pod)
        if question not in self._answers:
            tolerations = (*pod.tolerations, *self.added_tolerations(pod))
            self._answers[question] = tuple(
                Verdict(candidate.pool, tuple(self._reasons(candidate, pod, tolerations)))
                for candidate in self.candidates
            )
        return self._answers[question]

    def fitting(self, pod: AdmittedPod) -> tuple[Candidate, ...]:
        """The pools that can run a pod."""
        verdicts = self.verdicts(pod)
        return tuple(one for one, verdict in zip(self.candidates, verdicts, strict=True) if verdict.fits)

    def added_tolerations(self, pod: AdmittedPod) -> tuple[Body, ...]:
        """EKS tolerates taints that are keyed like an extended resource for the containers that request it."""
        if self.provider != "eks":
            return ()
        names = {name for container in pod.needs.containers for name in container.requests if resources.extended(name)}
        return tuple({"key": name, "operator": "Exists", "effect": "NoSchedule"} for name in sorted(names))

    def _reasons(self, candidate: Candidate, pod: AdmittedPod, tolerations: Sequence[Body]) -> Iterator[Reason]:
        for taint in untolerated(candidate.pool.taints, tolerations):
            value = f"={taint.value}" if taint.value else ""
            yield Reason("untolerated taint", f"{taint.key}{value}:{taint.effect}")
        yield from mismatches(candidate, pod)
        if candidate.pool.maximum == 0:
            yield Reason("insufficient nodes", "asks 1, has 0")
        yield from self._shortages(self._room[candidate.pool.name], {**pod.needs.requests, "pods": units(1)})

    def _shortages(self, room: Mapping[str, Quantity], requests: Amounts) -> Iterator[Reason]:
        """Resources that a node has too little of. What every node has and a pool does not list is not known to be
        short; any other resource that it does not list is zero there.
        """
        for name, asked in requests.items():
            has = room.get(name)
            if not asked.nanos or (has is not None and asked <= has):
                continue
            if name not in _EVERYWHERE and name not in self._known:
                yield Reason("unknown resource", f"no pool has {name}")
            elif name not in _EVERYWHERE or has is not None:
                yield Reason(f"insufficient {name}", f"asks {asked}, has {has or 0}")


def _question(pod: AdmittedPod) -> str:
    """Everything that placement reads of a pod: few pods of a fleet differ in it."""
    names = sorted({name for container in pod.needs.containers for name in container.requests})
    wanted = resources.written(pod.needs.requests)
    return repr((names, wanted, pod.node_selector, pod.tolerations, pod.spec.get("affinity")))
