"""Facts about placement, which the rules in policies/placement judge: one `PodPlacement` per pod of a workload."""

from generator.analysis.gpu_facts import explains
from generator.analysis.placement.fit import Verdict
from generator.analysis.placement.report import Placement, Report
from generator.analysis.resources import Amounts
from generator.model import Body, Fact, fact
from generator.quantity import Quantity, units


def facts(report: Report) -> tuple[Fact, ...]:
    """All placement facts of a report; none for a cluster without declared pools."""
    if not report.scheduler.candidates:
        return ()
    rooms = _rooms_beside_daemons(report)
    return tuple(_placement(placement, report, rooms) for placement in report.placements)


def _placement(placement: Placement, report: Report, rooms: dict[str, dict[str, Quantity]]) -> Fact:
    fitting = [verdict.pool for verdict in placement.verdicts if verdict.fits]
    requests = {**placement.pod.needs.requests, "pods": units(1)}
    free = [pool for pool in fitting if _fits(requests, rooms[pool.name])]
    return fact(
        "PodPlacement",
        placement.item,
        field=placement.pod.template.spec_path,
        schedulable=placement.schedulable,
        crowdedOut=bool(fitting) and not free and placement.item.kind != "DaemonSet",
        spotOnly=bool(fitting) and all(pool.spot for pool in fitting),
        acceleratorExplains=not fitting and explains(placement.pod, report.scheduler),
        pools=[_pool(verdict) for verdict in placement.verdicts],
    )


def _rooms_beside_daemons(report: Report) -> dict[str, dict[str, Quantity]]:
    """What one node of each pool has left when the DaemonSets that run there have started, by pool."""
    rooms = {one.pool.name: dict(report.scheduler.room(one.pool)) for one in report.scheduler.candidates}
    for placement in report.placements:
        if placement.item.kind != "DaemonSet":
            continue
        taken = {**placement.pod.needs.requests, "pods": units(1)}
        for room in (rooms[verdict.pool.name] for verdict in placement.verdicts if verdict.fits):
            room.update({name: room[name] - amount for name, amount in taken.items() if name in room})
    return rooms


def _fits(requests: Amounts, room: Amounts) -> bool:
    """Whether a node with this much left can take the pod; what the pool does not list is not known to be short."""
    return all(name not in room or amount <= room[name] for name, amount in requests.items())


def _pool(verdict: Verdict) -> Body:
    reasons = [f"{one.reason} ({one.detail})" for one in verdict.reasons]
    return {"pool": verdict.pool.name, "fits": verdict.fits, "spot": verdict.pool.spot, "reasons": reasons}
