"""Entries of `mlp connections`, as interfaces write them."""

from typing import TypeAlias

from msgspec import Struct

from generator.analysis import addresses
from generator.analysis.ranges import Range, Ranges
from generator.analysis.reachability import ports
from generator.analysis.workloads import Workload
from generator.model import Body

# Who talks: a workload, or a range of addresses outside the cluster.
Party: TypeAlias = Workload | Range


class Entry(Struct, frozen=True):
    """One entry of `mlp connections`. At most one of the parties is a range of addresses."""

    source: Party
    target: Party
    ports: Ranges
    certain: bool

    def body(self) -> Body:
        """The entry as interfaces write it."""
        return {
            **place(self.source, self.target),
            "from": party(self.source),
            "to": party(self.target),
            "ports": ports.listed(self.ports),
            "certain": self.certain,
        }


def place(source: Party, target: Party) -> Body:
    """Cluster and environment of an entry: those of the source, or of the target where the source is outside."""
    item = next(one.object for one in (source, target) if isinstance(one, Workload))
    return {"cluster": item.cluster, "environment": item.environment}


def party(one: Party) -> Body:
    """A party as interfaces write it."""
    return {"workload": one.name, "kind": one.kind} if isinstance(one, Workload) else {"addresses": addresses.text(one)}


def called(one: Party) -> str:
    """A party for people: namespace/name, or its addresses."""
    return one.name if isinstance(one, Workload) else addresses.text(one)
