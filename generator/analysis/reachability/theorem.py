"""The theorem: the flows that policies let through are the connections that people declared, no more and no fewer.

Two kinds of facts refute it, each with the shortest counter-example that there is: `UndeclaredFlow` and
`BlockedConnection`. Pods on the host network are left to a rule of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple, TypeAlias

from generator.analysis import addresses
from generator.analysis.ranges import EMPTY, Ranges, difference, intersection, union
from generator.analysis.reachability import ports as port_sets
from generator.analysis.reachability.entries import Party, called
from generator.analysis.reachability.explanation import blocker
from generator.analysis.reachability.matrix import Matrix
from generator.analysis.workloads import Workload
from generator.errors import Place
from generator.model import Fact, Object, Origin

# Protocol (TCP, UDP, SCTP), first and last port.
PortSpan: TypeAlias = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class DeclaredFlow:
    """A flow that somebody declared at `place`. Each side is a workload (`namespace/name`) or, where the text is empty,
    addresses outside the cluster (CIDR blocks).
    """

    ports: tuple[PortSpan, ...]
    place: Place
    source: str = ""
    target: str = ""
    source_addresses: tuple[str, ...] = ()
    target_addresses: tuple[str, ...] = ()

    @property
    def port_set(self) -> Ranges:
        """The ports as one set."""
        return union(*(port_sets.span(*one) for one in self.ports))


class _Opening(NamedTuple):
    """Declared traffic with addresses: which, and on which ports."""

    addresses: Ranges
    ports: Ranges


class _Excess(NamedTuple):
    """A counter-example. The least one is told: certain before possible, workloads before addresses, then by name."""

    uncertain: bool
    outside: bool
    words: str


def theorem(matrix: Matrix, declared: Sequence[DeclaredFlow]) -> tuple[Fact, ...]:
    """The facts that refute the theorem for one cluster; none where it holds."""
    known = _Declared(matrix, declared)
    return (*_undeclared(matrix, known), *_blocked(matrix, declared))


def _undeclared(matrix: Matrix, known: "_Declared") -> Iterator[Fact]:
    """One fact for each workload that opens more than is declared: the source, or the target of outside traffic."""
    found: dict[int, list[_Excess]] = defaultdict(list)
    inside = len(matrix.workloads)
    for source in range(len(matrix.parties)):
        for target, flow in enumerate(matrix.row(source)):
            for opened, can in ((flow.certain, "can reach"), (flow.uncertain, "may reach")):
                words = known.excess(source, target, opened, can) if opened else ""
                if words and not _on_host_network(matrix, source, target):
                    subject = source if source < inside else target
                    found[subject].append(_Excess(can == "may reach", max(source, target) >= inside, words))
    for position, excesses in sorted(found.items()):
        yield _fact("UndeclaredFlow", matrix.workloads[position].object, [one.words for one in sorted(excesses)])


def _blocked(matrix: Matrix, declared: Iterable[DeclaredFlow]) -> Iterator[Fact]:
    """One fact for each workload with declared flows that are not surely open."""
    found: dict[int, list[str]] = defaultdict(list)
    for flow in declared:
        sources, targets = _parties(matrix, flow.source), _parties(matrix, flow.target)
        for name, positions in ((flow.source, sources), (flow.target, targets)):
            if name and not positions:
                yield _fact("BlockedConnection", _declaration(flow), [f"there is no workload {name}"])
        for source in sources or _pieces(matrix, flow.source_addresses):
            for target in targets or _pieces(matrix, flow.target_addresses):
                words = "" if _on_host_network(matrix, source, target) else _obstacle(matrix, source, target, flow)
                if words:
                    found[source if source < len(matrix.workloads) else target].append(words)
    for position, obstacles in sorted(found.items()):
        yield _fact("BlockedConnection", matrix.workloads[position].object, obstacles)


def _obstacle(matrix: Matrix, source: int, target: int, flow: DeclaredFlow) -> str:
    """In words, why declared ports are not open; empty where they are.

    Between workloads they must surely be; towards addresses that the cluster file has for pods nothing is sure.
    """
    if source == target:
        return ""
    opened, inside = matrix.flow(source, target), max(source, target) < len(matrix.workloads)
    missing = difference(flow.port_set, opened.certain if inside else opened.possible)
    if not missing:
        return ""
    one, other = (_declared_part(matrix, end, flow) for end in (source, target))
    why = blocker(matrix, source, target, missing)
    return f"{one} cannot reach {other} on {port_sets.described(missing)}, declared at {flow.place}: {why}"


def _declared_part(matrix: Matrix, position: int, flow: DeclaredFlow) -> str:
    """A workload's name, or the addresses of a piece that the flow declares."""
    party = matrix.parties[position]
    if isinstance(party, Workload):
        return party.name
    return addresses.described(intersection((party,), addresses.blocks(flow.source_addresses + flow.target_addresses)))


class _Declared:
    """What is declared, by pair of workloads, and by workload and side for traffic with addresses."""

    def __init__(self, matrix: Matrix, declared: Iterable[DeclaredFlow]) -> None:
        self._matrix = matrix
        self._pairs: dict[tuple[int, int], Ranges] = defaultdict(tuple)
        self._openings: dict[tuple[int, str], list[_Opening]] = defaultdict(list)
        for flow in declared:
            sources, targets = _parties(matrix, flow.source), _parties(matrix, flow.target)
            for source, target in product(sources, targets):
                self._pairs[source, target] = union(self._pairs[source, target], flow.port_set)
            for source in sources if not flow.target else ():
                self._openings[source, "out"].append(_Opening(addresses.blocks(flow.target_addresses), flow.port_set))
            for target in targets if not flow.source else ():
                self._openings[target, "in"].append(_Opening(addresses.blocks(flow.source_addresses), flow.port_set))

    def excess(self, source: int, target: int, opened: Ranges, can: str) -> str:
        """In words, ports that are open between two parties and not declared; empty where all are."""
        one, other = self._matrix.parties[source], self._matrix.parties[target]
        if isinstance(one, Workload) and isinstance(other, Workload):
            left = difference(opened, self._pairs.get((source, target), EMPTY))
            return f"{one.name} {can} {other.name} on {_few(left)}" if left else ""
        if isinstance(one, Workload):
            outside, left = self._outside(other, opened, self._openings.get((source, "out"), []))
            return f"{one.name} {can} {outside} on {_few(left)}" if left else ""
        outside, left = self._outside(one, opened, self._openings.get((target, "in"), []))
        return f"{outside} {can} {called(other)} on {_few(left)}" if left else ""

    def _outside(self, piece: Party, opened: Ranges, openings: Sequence[_Opening]) -> tuple[str, Ranges]:
        """The first part of a piece with which undeclared traffic is open, and its ports."""
        whole = () if isinstance(piece, Workload) else (piece,)
        for part in addresses.cut(whole, [one.addresses for one in openings]):
            covering = [one.ports for one in openings if intersection((part,), one.addresses)]
            left = difference(opened, union(*covering))
            if left:
                return addresses.text(part), left
        return "", EMPTY


def _few(ports: Ranges) -> str:
    """Ports for people, shortened: a counter-example needs one."""
    if ports == port_sets.ALL or len(ports) == 1:
        return port_sets.described(ports)
    return f"{port_sets.described(ports[:1])} and more"


def _parties(matrix: Matrix, name: str) -> list[int]:
    return matrix.named(name) if name else []


def _pieces(matrix: Matrix, blocks: Sequence[str]) -> list[int]:
    """The positions of the pieces of the outside world that blocks have a part of."""
    wanted, first = addresses.blocks(blocks), len(matrix.workloads)
    pieces = enumerate(matrix.endpoints.pieces, first)
    return [position for position, piece in pieces if intersection((piece,), wanted)]


def _on_host_network(matrix: Matrix, *positions: int) -> bool:
    return any(matrix.workloads[one].host_network for one in positions if one < len(matrix.workloads))


def _declaration(flow: DeclaredFlow) -> Object:
    """Stands for a declaration whose workload is not in the tree."""
    names = f"{flow.source or 'outside'} to {flow.target or 'outside'}"
    body = {"apiVersion": "mlp/v1", "kind": "Connection", "metadata": {"name": names}}
    return Object(body, Origin(flow.place.file, flow.place.line))


def _fact(kind: str, subject: Object, words: Sequence[str]) -> Fact:
    """The first counter-example in words, and how many others there are."""
    others = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
    return Fact({"apiVersion": "facts.mlp/v1", "kind": kind, "flow": f"{words[0]}{others}"}, subject)
