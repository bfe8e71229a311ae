"""What passes between two parties, and numbers for it, so that equal flows of many pairs are worked out once."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.analysis.ranges import EMPTY, Ranges, difference, intersection, union
from generator.analysis.reachability.ports import ALL
from generator.analysis.reachability.verdicts import Verdict


class Flow(NamedTuple):
    """Ports that are surely open, and others that are open or not depending on what the tree does not tell."""

    certain: Ranges
    uncertain: Ranges

    @property
    def possible(self) -> Ranges:
        """All ports that may be open."""
        return union(self.certain, self.uncertain)


CLOSED = Flow(EMPTY, EMPTY)
# The number of the verdict that surely denies everything.
REFUSED = 0


class _Through(dict[tuple[int, int], int]):
    """The number of the flow that two verdicts, leaving and arriving, let through; worked out once for each pair."""

    def __init__(self, flows: "Flows") -> None:
        super().__init__()
        self._flows = flows

    def __missing__(self, pair: tuple[int, int]) -> int:
        leaving, arriving = (self._flows.verdicts[number] for number in pair)
        self[pair] = self._flows.number(leaving.meet(arriving))
        return self[pair]


class Flows:
    """Numbers for verdicts and for the flows that they make, so that equal ones are worked out once."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = [Verdict(EMPTY, ALL)]
        self.table: list[Flow] = [CLOSED]
        self.through = _Through(self)
        self._verdict_numbers: dict[Verdict, int] = {self.verdicts[REFUSED]: REFUSED}
        self._flow_numbers: dict[Flow, int] = {CLOSED: 0}
        self._alone: dict[int, int] = {}
        self._merged: dict[tuple[int, ...], int] = {}

    def verdict(self, verdict: Verdict) -> int:
        """The number of a verdict."""
        if verdict not in self._verdict_numbers:
            self._verdict_numbers[verdict] = len(self.verdicts)
            self.verdicts.append(verdict)
        return self._verdict_numbers[verdict]

    def number(self, verdict: Verdict) -> int:
        """The number of the flow that a verdict makes."""
        certain = difference(verdict.allowed, verdict.denied)
        return self._number(Flow(certain, intersection(verdict.allowed, verdict.denied)))

    def alone(self, verdict: int) -> int:
        """The number of the flow where only one side is judged."""
        if verdict not in self._alone:
            self._alone[verdict] = self.number(self.verdicts[verdict])
        return self._alone[verdict]

    def merged(self, numbers: Iterable[int]) -> int:
        """The flow that is open where any of some flows is: parties of several shapes reach what any of them does."""
        key = tuple(numbers)
        if key not in self._merged:
            flows = [self.table[number] for number in key]
            certain = union(*(flow.certain for flow in flows))
            uncertain = difference(union(*(flow.uncertain for flow in flows)), certain)
            self._merged[key] = self._number(Flow(certain, uncertain))
        return self._merged[key]

    def flow(self, number: int) -> Flow:
        """A flow by number."""
        return self.table[number]

    def _number(self, flow: Flow) -> int:
        if flow not in self._flow_numbers:
            self._flow_numbers[flow] = len(self.table)
            self.table.append(flow)
        return self._flow_numbers[flow]
