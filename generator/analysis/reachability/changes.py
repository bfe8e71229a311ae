"""Which connections a change opens and closes: two matrices of one cluster, pair by pair."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from generator.analysis import addresses
from generator.analysis.ranges import Range, Ranges, difference, intersection, merged, union
from generator.analysis.reachability.entries import Entry
from generator.analysis.reachability.flows import CLOSED, Flow
from generator.analysis.reachability.matrix import Matrix
from generator.analysis.workloads import Workload
from generator.model import Body

# A workload by name and kind; None is the outside.
_Key: TypeAlias = tuple[str, str] | None
# Stands where addresses would, between two workloads.
_INSIDE: Range = (-1, -1)


class FlowChange(Struct, frozen=True):
    """Ports that are newly open between two parties, or no longer: an entry of connections that came or went."""

    change: Literal["opened", "closed"]
    entry: Entry

    def body(self) -> Body:
        """The change, in the words of the interface of connections."""
        return {"change": self.change, **self.entry.body()}


class _Difference(Struct, frozen=True):
    """What two flows do not share."""

    change: Literal["opened", "closed"]
    ports: Ranges
    certain: bool


def changes(before: Matrix, after: Matrix) -> Iterator[FlowChange]:
    """Every difference, by source and target. Addresses are compared where both matrices tell them apart."""
    old, new = _Side(before), _Side(after)
    known = intersection(old.world, new.world)
    for source in sorted({**old.workloads, **new.workloads}, key=_order):
        yield from _row(source, old, new, known)
    yield from _row(None, old, new, known)


class _Side:
    """One of the matrices, asked by what parties are rather than by their positions."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._inside = len(matrix.workloads)
        self._keys: list[_Key] = [workload.key for workload in matrix.workloads]
        self.workloads: Mapping[_Key, int] = {key: position for position, key in enumerate(self._keys)}
        self.world = merged(matrix.endpoints.pieces)

    def workload(self, key: _Key) -> Workload | None:
        """A workload by its key, if it is there."""
        position = self.workloads.get(key)
        return None if position is None else self._matrix.workloads[position]

    def row(self, source: _Key) -> dict[_Key, dict[Range, Flow]]:
        """What is open from a source: by target, and where one of the two is outside by its addresses."""
        row: dict[_Key, dict[Range, Flow]] = {}
        for position in self._positions(source):
            for target, flow in self._matrix.open_flows(position):
                key = self._keys[target] if target < self._inside else None
                row.setdefault(key, {})[self._range(max(position, target))] = flow
        return row

    def _positions(self, key: _Key) -> Sequence[int]:
        if key is None:
            return range(self._inside, len(self._matrix.parties))
        return [self.workloads[key]] if key in self.workloads else []

    def _range(self, position: int) -> Range:
        """The addresses of a position; the same one for all workloads."""
        one = self._matrix.parties[position]
        return _INSIDE if isinstance(one, Workload) else one


def _row(source: _Key, old: _Side, new: _Side, known: Ranges) -> Iterator[FlowChange]:
    before, after = old.row(source), new.row(source)
    for target in sorted({**before, **after}, key=_order):
        one, other = before.get(target, {}), after.get(target, {})
        if one == other:
            continue
        ends = (source, target)
        if None not in ends:
            parts = [(_INSIDE, each) for each in _differing(one.get(_INSIDE, CLOSED), other.get(_INSIDE, CLOSED))]
        else:
            parts = list(_outside(one, other, known))
        for addressed, each in parts:
            one_end, other_end = (new.workload(end) or old.workload(end) or addressed for end in ends)
            yield FlowChange(each.change, Entry(one_end, other_end, each.ports, each.certain))


def _outside(
    one: Mapping[Range, Flow], other: Mapping[Range, Flow], known: Ranges
) -> Iterator[tuple[Range, _Difference]]:
    """The differences by address; adjacent addresses with the same difference are one range."""
    found: dict[_Difference, list[Range]] = {}
    for piece in addresses.cut(known, [(each,) for each in {**one, **other}]):
        for each in _differing(_at(one, piece), _at(other, piece)):
            found.setdefault(each, []).append(piece)
    for each, pieces in found.items():
        yield from ((joined, each) for joined in union(*((piece,) for piece in pieces)))


def _at(flows: Mapping[Range, Flow], piece: Range) -> Flow:
    return next((flow for addressed, flow in flows.items() if intersection((addressed,), (piece,))), CLOSED)


def _differing(one: Flow, other: Flow) -> Iterator[_Difference]:
    for certain, old, new in ((True, one.certain, other.certain), (False, one.uncertain, other.uncertain)):
        if opened := difference(new, old):
            yield _Difference("opened", opened, certain)
        if closed := difference(old, new):
            yield _Difference("closed", closed, certain)


def _order(key: _Key) -> tuple[bool, tuple[str, str]]:
    """Workloads by name, then the outside."""
    return key is None, key or ("", "")
