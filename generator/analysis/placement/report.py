"""The placement report: for every workload the pools that can run one of its pods."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.analysis.admission import Admission, AdmittedPod, runs_pods
from generator.analysis.ownership import Ownership
from generator.analysis.placement.fit import Scheduler, Verdict
from generator.analysis.references import reference
from generator.model import Body, Cluster, Object


class Placement(Struct, frozen=True, eq=False):
    """A pod of a workload and the verdicts of all pools."""

    item: Object
    pod: AdmittedPod
    verdicts: tuple[Verdict, ...]

    @property
    def schedulable(self) -> bool:
        """Whether some pool fits."""
        return any(verdict.fits for verdict in self.verdicts)


class Report(Struct, frozen=True, eq=False):
    """Every pod template of every workload, in the order of the objects."""

    scheduler: Scheduler
    placements: tuple[Placement, ...]


def analyse(objects: Sequence[Object], cluster: Cluster) -> Report:
    """Place one pod of every workload on an empty node of every pool of the cluster.

    Objects that another object of the set controls are left out: they are placed as their owner is.
    """
    scheduler = Scheduler(cluster)
    return Report(scheduler, tuple(_placements(objects, scheduler)))


def _placements(objects: Sequence[Object], scheduler: Scheduler) -> Iterator[Placement]:
    admission, ownership = Admission(objects), Ownership(objects)
    for item in objects:
        if not runs_pods(item) or ownership.owned(item):
            continue
        for pod in admission.pods(item):
            yield Placement(item, pod, scheduler.verdicts(pod))


def to_json(report: Report) -> Body:
    """The answer of `mlp placement --format json`: an entry per object and distinct verdict of its pods."""
    entries: dict[object, Body] = {}
    for placement in report.placements:
        identity = (id(placement.item), tuple(verdict.reasons for verdict in placement.verdicts))
        if identity not in entries:
            entries[identity] = _entry(placement)
    return {"version": 1, "workloads": list(entries.values())}


def _entry(placement: Placement) -> Body:
    item = placement.item
    return {
        "cluster": item.cluster,
        "environment": item.environment,
        "object": reference(item),
        "schedulable": placement.schedulable,
        "pools": [_verdict(verdict) for verdict in placement.verdicts],
    }


def _verdict(verdict: Verdict) -> Body:
    reasons = [{"reason": one.reason, "detail": one.detail} for one in verdict.reasons]
    return {"pool": verdict.pool.name, "fits": verdict.fits, "reasons": reasons}
