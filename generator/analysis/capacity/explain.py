"""Sums of the capacity report, line by line, for findings and for people."""

from collections.abc import Callable, Iterator

from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.report import Row
from generator.quantity import Quantity

# A longer sum hides the message that it belongs to.
_TOLD = 10


def over(row: Row) -> tuple[str, ...]:
    """The columns of a row that exceed what its quota allows: steady, rollout, worst. A sum without a bound is not
    among them, since it is reported for the workload that has none.
    """
    hard = row.hard
    if hard is None:
        return ()
    sums = (("steady", row.steady), ("rollout", row.rollout), ("worst", row.worst))
    return tuple(name for name, amount in sums if amount is not None and amount > hard)


def lines(row: Row, column: str) -> tuple[str, ...]:
    """The sum of a column, one line per load that uses the resource, the greatest first."""
    counted: dict[str, Callable[[Load], int | None]] = {
        "steady": lambda load: load.count.steady,
        "rollout": _rolling(row),
        "worst": lambda load: load.count.worst,
    }
    return tuple(_lines(row, counted[column]))


def told(row: Row, column: str) -> str:
    """The greatest few lines of the sum of a column, for a message."""
    every = lines(row, column)
    greatest = "; ".join(every[:_TOLD])
    return greatest if len(every) <= _TOLD else f"{greatest} and {len(every) - _TOLD} more"


def _lines(row: Row, counted: Callable[[Load], int | None]) -> Iterator[str]:
    entries = []
    for load in row.loads:
        each, number = load.usage[row.resource], counted(load)
        if each.nanos and number != 0:
            entries.append((0 if number is None else -each.nanos * number, _line(load, each, number)))
    return (line for _, line in sorted(entries))


def _line(load: Load, each: Quantity, number: int | None) -> str:
    name = f"{load.item.kind}/{load.item.name}"
    if number is None:
        return f"{name}: {load.unit}s without a bound x {each}"
    if load.unit == "object" and number == 1:
        return f"{name}: {each}"
    plural = "" if number == 1 else "s"
    return f"{name}: {number} {load.unit}{plural} x {each} = {each * number}"


def _rolling(row: Row) -> Callable[[Load], int]:
    """Everything at its normal size but the one object whose rollout needs the most."""
    extra: dict[int, int] = {}
    for load in row.loads:
        more = load.usage[row.resource].nanos * (load.count.rollout - load.count.steady)
        extra[id(load.item)] = extra.get(id(load.item), 0) + more
    roller = max(extra, key=lambda one: extra[one], default=0)
    return lambda load: load.count.rollout if id(load.item) == roller else load.count.steady
