"""Every pair of workloads and pieces of the outside world, and what passes between them.

The matrix is held as one verdict number for each ordered pair of pod shapes and direction (4 bytes); pairs are put
together when they are asked for, so that 2,000 workloads need neither four million objects nor their memory.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import TypeAlias

from msgspec import Struct

from generator.analysis.reachability.endpoints import Endpoints, positions
from generator.analysis.reachability.entries import Entry, Party
from generator.analysis.reachability.flows import REFUSED, Flow, Flows
from generator.analysis.reachability.foreign import NotAnalysed
from generator.analysis.reachability.plans import Planner
from generator.analysis.reachability.policies import Direction
from generator.analysis.workloads import Pod, Workload

# Numbers of verdicts, one for each endpoint.
Row: TypeAlias = "array[int]"


class _Judged(Struct, frozen=True):
    """A pod's verdicts on every endpoint, and the endpoints, ascending, that are not surely refused."""

    verdicts: Row
    open: tuple[int, ...]


class Matrix:
    """What policies let through within one cluster. Parties are the workloads, sorted, then the pieces, ascending."""

    def __init__(
        self, workloads: Sequence[Workload], endpoints: Endpoints, planner: Planner, not_analysed: Sequence[NotAnalysed]
    ) -> None:
        self.workloads = tuple(workloads)
        self.parties: tuple[Party, ...] = (*workloads, *endpoints.pieces)
        self.not_analysed = tuple(not_analysed)
        self.endpoints = endpoints
        self.planner = planner
        self._shapes = _shapes(workloads, endpoints)
        self._uniform: list[list[int]] = [[] for _ in range(endpoints.count)]
        self._varied = [position for position, shapes in enumerate(self._shapes) if len(shapes) > 1]
        for position, shapes in enumerate(self._shapes):
            if len(shapes) == 1:
                self._uniform[shapes[0]].append(position)
        self._flows = Flows()
        self._names: dict[str, list[int]] = {}
        for position, workload in enumerate(self.workloads):
            self._names.setdefault(workload.name, []).append(position)

    @cached_property
    def _egress(self) -> list[_Judged]:
        """Verdicts on what leaves each pod."""
        return _Rows(self.endpoints, self.planner, self._flows).all("egress")

    @cached_property
    def _ingress(self) -> Row:
        """Verdicts on what arrives at each pod, row after row, so that a stride reads them by source."""
        whole: Row = array("I")
        for row in _Rows(self.endpoints, self.planner, self._flows).all("ingress"):
            whole.extend(row.verdicts)
        return whole

    def open_flows(self, source: int) -> list[tuple[int, Flow]]:
        """What is open from one party: positions of its targets, ascending, each with the flow. Never to itself."""
        return [(target, self.flows[number]) for target, number in sorted(self._open(source).items())]

    def flow(self, source: int, target: int) -> Flow:
        """The flow between two different parties, at least one of them a workload."""
        pairs = product(self._shapes[source], self._shapes[target])
        return self._flows.flow(self._flows.merged([self._number(one, other) for one, other in pairs]))

    def shapes(self, position: int) -> tuple[int, ...]:
        """The endpoints that make up a party: bits of `endpoints`."""
        return self._shapes[position]

    def named(self, name: str) -> list[int]:
        """The positions of the workloads that are called namespace/name; several where kinds share a name."""
        return self._names.get(name, [])

    def numbers(self, source: int) -> list[int]:
        """The row as numbers of flows (see `flows`); 0 is closed."""
        row = [0] * len(self.parties)
        for target, number in self._open(source).items():
            row[target] = number
        return row

    @property
    def flows(self) -> Sequence[Flow]:
        """All flows that rows read so far have used, by number."""
        return self._flows.table

    def connections(self) -> Iterator[Entry]:
        """All entries, sorted by source and target: workloads by name and kind, then addresses; certain ones first."""
        for position, source in enumerate(self.parties):
            for target, flow in self.open_flows(position):
                if flow.certain:
                    yield Entry(source, self.parties[target], flow.certain, certain=True)
                if flow.uncertain:
                    yield Entry(source, self.parties[target], flow.uncertain, certain=False)

    def _number(self, source: int, target: int) -> int:
        """The number of the flow between two endpoints."""
        pods, count = len(self.endpoints.pods), self.endpoints.count
        if source >= pods:
            return self._flows.alone(self._ingress[target * count + source])
        leaving = self._egress[source].verdicts[target]
        if target >= pods:
            return self._flows.alone(leaving)
        return self._flows.through[leaving, self._ingress[target * count + source]]

    def _open(self, source: int) -> dict[int, int]:
        """The flows that are open from a party, as numbers by the position of the target."""
        columns = [self._endpoint_open(endpoint) for endpoint in self._shapes[source]]
        column = columns[0] if len(columns) == 1 else self._united(columns)
        found = {position: number for endpoint, number in column.items() for position in self._uniform[endpoint]}
        for position in self._varied:
            flows = [column.get(endpoint, 0) for column in columns for endpoint in self._shapes[position]]
            if number := self._flows.merged(flows):
                found[position] = number
        found.pop(source, None)
        return found

    def _united(self, columns: Sequence[Mapping[int, int]]) -> dict[int, int]:
        """What any of some endpoints has open, by the endpoint that it leads to."""
        targets = set().union(*columns)
        return {target: self._flows.merged([column.get(target, 0) for column in columns]) for target in targets}

    def _endpoint_open(self, endpoint: int) -> dict[int, int]:
        """The flows that are open from one endpoint, as numbers by the endpoint that they lead to."""
        pods, count, flows = len(self.endpoints.pods), self.endpoints.count, self._flows
        arriving = self._ingress[endpoint::count]
        if endpoint >= pods:
            return {target: number for target, one in enumerate(arriving) if (number := flows.alone(one))}
        leaving, through = self._egress[endpoint], flows.through
        inside = bisect_left(leaving.open, pods)
        found = {
            target: number
            for target in leaving.open[:inside]
            if (number := through[leaving.verdicts[target], arriving[target]])
        }
        for target in leaving.open[inside:]:
            if number := flows.alone(leaving.verdicts[target]):
                found[target] = number
        return found


def _shapes(workloads: Sequence[Workload], endpoints: Endpoints) -> tuple[tuple[int, ...], ...]:
    known: Mapping[Pod, int] = {pod: index for index, pod in enumerate(endpoints.pods)}
    pieces = ((position,) for position in range(len(endpoints.pods), endpoints.count))
    return (*(tuple(known[pod] for pod in workload.pods) for workload in workloads), *pieces)


class _Rows:
    """Verdict numbers for all peers of each pod; pods judged alike share a row."""

    def __init__(self, endpoints: Endpoints, planner: Planner, flows: Flows) -> None:
        self._endpoints = endpoints
        self._planner = planner
        self._flows = flows

    def all(self, direction: Direction) -> list[_Judged]:
        """One row for each pod."""
        known: dict[object, _Judged] = {}
        rows = []
        for pod, shape in enumerate(self._endpoints.pods):
            key = None if shape.host_network else id(self._planner.plan(pod, direction))
            if key not in known:
                known[key] = self._row(pod, direction)
            rows.append(known[key])
        return rows

    def _row(self, pod: int, direction: Direction) -> _Judged:
        numbered: dict[int, int] = {}
        for members, verdict in self._planner.cells(pod, direction):
            number = self._flows.verdict(verdict)
            numbered[number] = numbered.get(number, 0) | members
        most = max(numbered, key=lambda number: numbered[number].bit_count())
        row = array("I", [most]) * self._endpoints.count
        for number, members in numbered.items():
            if number != most:
                for position in positions(members):
                    row[position] = number
        refused = numbered.get(REFUSED, 0)
        return _Judged(row, tuple(positions(((1 << self._endpoints.count) - 1) & ~refused)))
