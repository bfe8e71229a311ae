"""Connections as pictures need them: by environment, with the outside put together where it is treated alike."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.model import Body
from generator.reporting.proofs.blocks import blocks
from generator.reporting.proofs.environments import by_environment

EVERY_PORT = "every port"
_EVERY = (1, 65535)
_PROTOCOLS = 3


class Party(Struct, frozen=True):
    """Who talks: a workload (namespace/name and kind), or addresses outside, with what the cluster file calls them."""

    name: str
    kind: str = ""
    addresses: tuple[str, ...] = ()
    called: str = ""

    @property
    def short(self) -> str:
        """The name without its namespace; of addresses what they are called, or which they are."""
        return self.called or (self._range if self.addresses else self.name.rpartition("/")[2])

    @property
    def namespace(self) -> str:
        """The namespace; empty outside."""
        return self.name.rpartition("/")[0] if self.kind else ""

    @property
    def of(self) -> str:
        """Where it is: its namespace, the addresses of what has a name, or just outside."""
        return self.namespace or (self._range if self.called else "outside")

    @property
    def words(self) -> str:
        """The party in full."""
        if self.called:
            return f"{self.called} ({self.name})"
        return f"{self.kind} {self.name}" if self.kind else self.name

    @property
    def _range(self) -> str:
        """The first of the addresses, and how many more there are."""
        more = len(self.addresses) - 1
        return self.addresses[0] + (f" and {more} more" if more else "")


class Flow(Struct, frozen=True):
    """What is open from one party of a view to another, both by position. `certain` as in interfaces."""

    source: int
    target: int
    ports: str
    certain: bool

    @property
    def brief(self) -> str:
        """The ports where there is little room: TCP goes without saying, `?` is said of what is uncertain."""
        return self.ports.replace("/TCP", "") + ("" if self.certain else "?")


class View(Struct, frozen=True):
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
    def unrestricted(self) -> bool:
        """Whether every workload can surely talk to every other party and the outside to it, on every port."""
        inside = sum(bool(party.kind) for party in self.parties)
        outside = len(self.parties) - inside
        whole = inside * (inside - 1) + 2 * inside * outside
        open_flows = [flow for flow in self.flows if flow.certain and flow.ports == EVERY_PORT]
        return inside > 0 and outside > 0 and len(open_flows) == whole

    @property
    def isolated(self) -> tuple[Party, ...]:
        """Who neither sends nor receives anything."""
        talking = {position for flow in self.flows for position in (flow.source, flow.target)}
        return tuple(party for position, party in enumerate(self.parties) if position not in talking)


def views(document: Body) -> tuple[View, ...]:
    """One view for each place. Beside the connections of interfaces, a document may list its `workloads` (cluster,
    environment, workload, kind), so that those which talk to nobody are seen as well, and what is `outside` (cluster,
    addresses, names).
    """
    known = by_environment(document.get("workloads", ()))
    talking = by_environment(document["connections"])
    names = {(one["cluster"], one["addresses"]): ", ".join(one["names"]) for one in document.get("outside", ())}
    return tuple(_view(place, known.get(place, []), talking.get(place, []), names) for place in {**known, **talking})


def ports_text(ports: Sequence[Body]) -> str:
    """Ports for people: `80/TCP, 8000-8100/UDP`."""
    whole = [entry for entry in ports if (entry["from"], entry["to"]) == _EVERY]
    return EVERY_PORT if len(whole) == _PROTOCOLS else ", ".join(map(_ports, ports))


def _ports(entry: Body) -> str:
    first, last, protocol = entry["from"], entry["to"], entry["protocol"]
    if (first, last) == _EVERY:
        return f"every {protocol} port"
    return f"{first}/{protocol}" if first == last else f"{first}-{last}/{protocol}"


def _view(
    place: str, workloads: Sequence[Body], connections: Sequence[Body], names: Mapping[tuple[str | None, str], str]
) -> View:
    ends = [end for entry in connections for end in (entry["from"], entry["to"])]
    inside = sorted(
        {_workload(end) for end in (*ends, *workloads) if "workload" in end}, key=lambda one: (one.name, one.kind)
    )
    outside = _outside(connections, names)
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


def _outside(connections: Iterable[Body], names: Mapping[tuple[str | None, str], str]) -> dict[str, Party]:
    """For each range of addresses the party that it belongs to: ranges of one name with the same connections are one."""
    treated: dict[tuple[str, str], set[object]] = {}
    for entry in connections:
        for here, there in (("from", "to"), ("to", "from")):
            if "addresses" in entry[here]:
                treatment = (here, entry[there].get("workload"), ports_text(entry["ports"]), entry["certain"])
                addresses = entry[here]["addresses"]
                treated.setdefault((addresses, names.get((entry["cluster"], addresses), "")), set()).add(treatment)
    alike: dict[tuple[str, frozenset[object]], list[str]] = {}
    for (addresses, name), treatments in treated.items():
        alike.setdefault((name, frozenset(treatments)), []).append(addresses)
    parties: dict[str, Party] = {}
    for (name, _), ranges in alike.items():
        joined = blocks(ranges)
        parties |= dict.fromkeys(ranges, Party(", ".join(joined), addresses=joined, called=name))
    return parties
