"""Rollouts that can never begin: they may not take a pod away, and the quota has no room for one more."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct

from generator.analysis.capacity import explain
from generator.analysis.capacity.counts import Change, change, deployment_change
from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.report import Row
from generator.analysis.shapes import below
from generator.model import Object


class Deadlock(Struct, frozen=True):
    """A workload, the field that forbids unavailable pods, and the quota row that has too little room."""

    item: Object
    field: str
    row: Row
    reason: str


class Movement(NamedTuple):
    """How a workload begins to roll: `first` pods must fit beside the others if none may be `unavailable`."""

    field: str
    first: int
    unavailable: int


def find(rows: Iterable[Row]) -> Iterator[Deadlock]:
    """Every workload that cannot roll within a quota, by quota row."""
    for row in rows:
        if row.hard is None or row.quota is None:
            continue
        for load in row.loads:
            movement = movement_of(load)
            if movement is None or movement.unavailable or not movement.first:
                continue
            need = load.usage[row.resource] * movement.first
            room = row.hard - row.steady
            if need.nanos and need > room:
                verb = "needs" if movement.first == 1 else "need"
                reason = (
                    f"{_pods(movement.first)} more {verb} {need} of {row.resource}, and quota {row.quota.item.name} leaves "
                    f"{_left(row)} ({explain.told(row, 'steady')}); {row.steady + need} would fit"
                )
                yield Deadlock(load.item, movement.field, row, reason)


def movement_of(load: Load) -> Movement | None:
    """How the pods of a load roll; None for those that go before others come."""
    if load.pod is None or not load.count.steady:
        return None
    spec = below(load.item.body, "spec")
    match load.item.group, load.item.kind:
        case "apps", "Deployment":
            moves = deployment_change(spec, load.count.steady)
            return moves and _movement("spec.strategy.rollingUpdate.maxUnavailable", moves)
        case "apps", "DaemonSet":
            update = below(spec, "updateStrategy", "rollingUpdate")
            moves = change(update, load.count.steady, surge=0, unavailable=1)
            return _movement("spec.updateStrategy.rollingUpdate.maxUnavailable", moves)
        case "argoproj.io", "Rollout":
            return _argo_movement(load)
    return None


def _movement(path: str, moves: Change) -> Movement:
    return Movement(path, min(moves.surge, 1), moves.unavailable)


def _argo_movement(load: Load) -> Movement:
    """Blue-green brings up a full second set before it removes anything; so does a canary behind a router, in time."""
    strategy = below(load.item.body, "spec", "strategy")
    if "blueGreen" in strategy:
        return Movement("spec.strategy.blueGreen", load.count.steady, 0)
    canary = below(strategy, "canary")
    if below(canary, "trafficRouting"):
        return Movement("spec.strategy.canary", load.count.steady, 0)
    return _movement("spec.strategy.canary.maxUnavailable", change(canary, load.count.steady))


def _pods(number: int) -> str:
    return "1 pod" if number == 1 else f"{number} pods"


def _left(row: Row) -> str:
    """What a quota still has, never less than nothing."""
    return "nothing" if row.hard is None or row.hard <= row.steady else str(row.hard - row.steady)
