"""Facts about placement, which the rules in policies/placement judge: one `PodPlacement` per pod of a workload."""

from generator.analysis.capacity_facts import fact
from generator.analysis.gpu_facts import explains
from generator.analysis.placement.fit import Verdict
from generator.analysis.placement.report import Placement, Report
from generator.model import Body, Fact


def facts(report: Report) -> tuple[Fact, ...]:
    """All placement facts of a report; none for a cluster without declared pools."""
    if not report.scheduler.candidates:
        return ()
    return tuple(_placement(placement, report) for placement in report.placements)


def _placement(placement: Placement, report: Report) -> Fact:
    fitting = [verdict.pool for verdict in placement.verdicts if verdict.fits]
    return fact(
        "PodPlacement",
        placement.item,
        field=placement.pod.template.spec_path,
        schedulable=placement.schedulable,
        spotOnly=bool(fitting) and all(pool.spot for pool in fitting),
        acceleratorExplains=not fitting and explains(placement.pod, report.scheduler),
        pools=[_pool(verdict) for verdict in placement.verdicts],
    )


def _pool(verdict: Verdict) -> Body:
    reasons = [f"{one.reason} ({one.detail})" for one in verdict.reasons]
    return {"pool": verdict.pool.name, "fits": verdict.fits, "spot": verdict.pool.spot, "reasons": reasons}
