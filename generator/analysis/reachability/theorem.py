"""The theorem: the flows that policies let through are the connections that people declared, no more and no fewer.

Two kinds of facts refute it, each with the shortest counter-example that there is: `UndeclaredFlow` and
`BlockedConnection`. Pods on the host network are left to a rule of their own.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from generator.analysis import addresses
from generator.analysis.ranges import EMPTY, Ranges, difference, intersection, union
from generator.analysis.reachability import ports as port_sets
from generator.analysis.reachability.entries import Party, called
from generator.analysis.reachability.explanation import blocker
from generator.analysis.reachability.matrix import Matrix
from generator.analysis.workloads import Workload
from generator.errors import Place
from generator.model import Fact, Object, Origin, fact

FLOW_FACTS = ("UndeclaredFlow", "BlockedConnection")
# Protocol (TCP, UDP, SCTP), first and last port.
PortSpan: TypeAlias = tuple[str, int, int]


class DeclaredFlow(Struct, frozen=True):
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


class _Opening(Struct, frozen=True):
    """Declared traffic with addresses: which, and on which ports."""

    addresses: Ranges
    ports: Ranges


class _Excess(NamedTuple):
    """A counter-example. The least one is told: certain before possible, workloads before addresses, then by name."""

    uncertain: bool
    outside: bool
    source: int
    target: int
    opened: Ranges


def theorem(matrix: Matrix, declared: Sequence[DeclaredFlow]) -> tuple[Fact, ...]:
    """The facts that refute the theorem for one cluster; none where it holds."""
    known = _Declared(matrix, declared)
    return (*_undeclared(matrix, known), *_blocked(matrix, declared))


def _undeclared(matrix: Matrix, known: "_Declared") -> Iterator[Fact]:
    """One fact for each workload that opens more than is declared: the source, or the target of outside traffic."""
    least: dict[int, _Excess] = {}
    number: Counter[int] = Counter()
    for excess in _excesses(matrix, known):
        subject = excess.source if excess.source < len(matrix.workloads) else excess.target
        number[subject] += 1
        least[subject] = min(excess, least.get(subject, excess))
    for position, excess in sorted(least.items()):
        subject_object = matrix.workloads[position].object
        yield _fact("UndeclaredFlow", subject_object, known.words(excess), number[position])


def _excesses(matrix: Matrix, known: "_Declared") -> Iterator[_Excess]:
    """Every pair with open ports that are not declared, once for the certain and once for the others."""
    inside, nodes = len(matrix.workloads), _on_host_network(matrix)
    for source in range(len(matrix.parties)):
        targets = () if source in nodes else matrix.open_flows(source)
        for target, flow in targets:
            for uncertain, opened in enumerate(flow):
                if opened and target not in nodes and known.exceeded(source, target, opened):
                    yield _Excess(bool(uncertain), max(source, target) >= inside, source, target, opened)


def _blocked(matrix: Matrix, declared: Iterable[DeclaredFlow]) -> Iterator[Fact]:
    """One fact for each workload with declared flows that are not surely open."""
    found: dict[int, list[tuple[str, Place]]] = defaultdict(list)
    nodes = _on_host_network(matrix)
    for flow in declared:
        sources, targets = _parties(matrix, flow.source), _parties(matrix, flow.target)
        for name, positions in ((flow.source, sources), (flow.target, targets)):
            if name and not positions:
                yield _fact("BlockedConnection", _declaration(flow), f"there is no workload {name}")
        for source in sources or _pieces(matrix, flow.source_addresses):
            for target in targets or _pieces(matrix, flow.target_addresses):
                words = "" if nodes & {source, target} else _obstacle(matrix, source, target, flow)
                if words:
                    found[source if source < len(matrix.workloads) else target].append((words, flow.place))
    for position, obstacles in sorted(found.items()):
        words, place = obstacles[0]
        # Found where it is declared: no rendered line is to blame for a flow that none of them opens.
        subject = replace(matrix.workloads[position].object, origin=Origin(place.file, place.line))
        yield _fact("BlockedConnection", subject, words, len(obstacles))


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

    def exceeded(self, source: int, target: int, opened: Ranges) -> bool:
        """Whether some of the ports that are open between two parties are not declared."""
        return bool(self._left(source, target, opened)[1])

    def words(self, excess: _Excess) -> str:
        """A counter-example for people."""
        part, left = self._left(excess.source, excess.target, excess.opened)
        inside = len(self._matrix.workloads)
        one, other = (
            called(self._matrix.parties[end]) if end < inside else part for end in (excess.source, excess.target)
        )
        return f"{one} {'may' if excess.uncertain else 'can'} reach {other} on {_few(left)}"

    def _left(self, source: int, target: int, opened: Ranges) -> tuple[str, Ranges]:
        """Open ports that are not declared, and, where a party is outside, with which of its addresses."""
        inside = len(self._matrix.workloads)
        if source < inside and target < inside:
            return "", difference(opened, self._pairs.get((source, target), EMPTY))
        side = (source, "out") if source < inside else (target, "in")
        return _outside(self._matrix.parties[max(source, target)], opened, self._openings.get(side, []))


def _outside(piece: Party, opened: Ranges, openings: Sequence[_Opening]) -> tuple[str, Ranges]:
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


def _on_host_network(matrix: Matrix) -> frozenset[int]:
    """The positions of workloads with pods on the host network."""
    return frozenset(position for position, workload in enumerate(matrix.workloads) if workload.host_network)


def _declaration(flow: DeclaredFlow) -> Object:
    """Stands for a declaration whose workload is not in the tree."""
    names = f"{flow.source or 'outside'} to {flow.target or 'outside'}"
    body = {"apiVersion": "mlp/v1", "kind": "Connection", "metadata": {"name": names}}
    return Object(body, Origin(flow.place.file, flow.place.line))


def _fact(kind: str, subject: Object, words: str, number: int = 1) -> Fact:
    """A counter-example in words, and how many there are."""
    others = f" (and {number - 1} more)" if number > 1 else ""
    return fact(kind, subject, flow=f"{words}{others}")
