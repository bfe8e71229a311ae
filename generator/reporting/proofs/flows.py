"""Connections as pictures need them: by environment, with the outside put together where it is treated alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.model import Body
from generator.reporting.proofs.blocks import blocks
from generator.reporting.proofs.environments import by_environment

_EVERY = (1, 65535)
_PROTOCOLS = 3


@dataclass(frozen=True, slots=True)
class Party:
    """Who talks: a workload (namespace/name and kind), or addresses outside."""

    name: str
    kind: str = ""
    addresses: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The name without its namespace; of addresses the first, and how many more there are."""
        if not self.addresses:
            return self.name.rpartition("/")[2]
        more = len(self.addresses) - 1
        return self.addresses[0] + (f" and {more} more" if more else "")

    @property
    def namespace(self) -> str:
        """The namespace; empty outside."""
        return self.name.rpartition("/")[0] if self.kind else ""

    @property
    def words(self) -> str:
        """The party in full."""
        return f"{self.kind} {self.name}" if self.kind else self.name


@dataclass(frozen=True, slots=True)
class Flow:
    """What is open from one party of a view to another, both by position. `certain` as in interfaces."""

    source: int
    target: int
    ports: str
    certain: bool

    @property
    def brief(self) -> str:
        """The ports where there is little room: TCP goes without saying, `?` is said of what is uncertain."""
        return self.ports.replace("/TCP", "") + ("" if self.certain else "?")


@dataclass(frozen=True, slots=True)
class View:
    """The connections of one place: workloads by name, then the outside; flows by position of their parties."""

    place: str
    parties: tuple[Party, ...]
    flows: tuple[Flow, ...]

    def between(self) -> dict[tuple[int, int], str]:
        """The ports, in brief, of each pair that has any."""
        cells: dict[tuple[int, int], str] = {}
        for flow in self.flows:
            pair = (flow.source, flow.target)
            cells[pair] = f"{cells[pair]}, {flow.brief}" if pair in cells else flow.brief
        return cells

    @property
    def isolated(self) -> tuple[Party, ...]:
        """Who neither sends nor receives anything."""
        talking = {position for flow in self.flows for position in (flow.source, flow.target)}
        return tuple(party for position, party in enumerate(self.parties) if position not in talking)


def views(document: Body) -> tuple[View, ...]:
    """One view for each place. Beside the connections of interfaces, a document may list its `workloads` (cluster,
    environment, workload, kind), so that those which talk to nobody are seen as well.
    """
    known = by_environment(document.get("workloads", ()))
    talking = by_environment(document["connections"])
    return tuple(_view(place, known.get(place, []), talking.get(place, [])) for place in {**known, **talking})


def ports_text(ports: Sequence[Body]) -> str:
    """Ports for people: `80/TCP, 8000-8100/UDP`."""
    whole = [entry for entry in ports if (entry["from"], entry["to"]) == _EVERY]
    return "every port" if len(whole) == _PROTOCOLS else ", ".join(map(_ports, ports))


def _ports(entry: Body) -> str:
    first, last, protocol = entry["from"], entry["to"], entry["protocol"]
    if (first, last) == _EVERY:
        return f"every {protocol} port"
    return f"{first}/{protocol}" if first == last else f"{first}-{last}/{protocol}"


def _view(place: str, workloads: Sequence[Body], connections: Sequence[Body]) -> View:
    ends = [end for entry in connections for end in (entry["from"], entry["to"])]
    inside = sorted(
        {_workload(end) for end in (*ends, *workloads) if "workload" in end}, key=lambda one: (one.name, one.kind)
    )
    outside = _outside(connections)
    parties = (*inside, *dict.fromkeys(outside.values()))
    position = {party: index for index, party in enumerate(parties)}

    def find(end: Body) -> int:
        return position[_workload(end) if "workload" in end else outside[end["addresses"]]]

    flows = {
        Flow(find(entry["from"]), find(entry["to"]), ports_text(entry["ports"]), entry["certain"])
        for entry in connections
    }
    return View(place, parties, tuple(sorted(flows, key=lambda flow: (flow.source, flow.target, not flow.certain))))


def _workload(end: Body) -> Party:
    return Party(end["workload"], end["kind"])


def _outside(connections: Iterable[Body]) -> dict[str, Party]:
    """For each range of addresses the party that it belongs to: ranges with the same connections are one."""
    treated: dict[str, set[object]] = {}
    for entry in connections:
        for here, there in (("from", "to"), ("to", "from")):
            if "addresses" in entry[here]:
                treatment = (here, entry[there].get("workload"), ports_text(entry["ports"]), entry["certain"])
                treated.setdefault(entry[here]["addresses"], set()).add(treatment)
    alike: dict[frozenset[object], list[str]] = {}
    for addresses, treatments in treated.items():
        alike.setdefault(frozenset(treatments), []).append(addresses)
    parties: dict[str, Party] = {}
    for ranges in alike.values():
        joined = blocks(ranges)
        parties |= dict.fromkeys(ranges, Party(", ".join(joined), addresses=joined))
    return parties
