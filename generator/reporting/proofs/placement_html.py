"""Placement as a page: workloads by pools, with the reasons in words."""

from msgspec import Struct

from generator.model import Body
from generator.reporting.page import render
from generator.reporting.proofs.environments import by_environment


class Environment(Struct, frozen=True):
    """The workloads of one place, and the names of its pools in order."""

    place: str
    pools: tuple[str, ...]
    workloads: tuple[Body, ...]

    @property
    def homeless(self) -> int:
        """How many workloads run nowhere."""
        return sum(not workload["schedulable"] for workload in self.workloads)


def write(document: Body) -> str:
    """The page."""
    groups = by_environment(document["workloads"])
    environments = [_environment(place, workloads) for place, workloads in groups.items()]
    return render("placement.html", environments=environments, homeless=sum(each.homeless for each in environments))


def _environment(place: str, workloads: list[Body]) -> Environment:
    pools = dict.fromkeys(pool["pool"] for workload in workloads for pool in workload["pools"])
    return Environment(place, tuple(pools), tuple(workloads))
