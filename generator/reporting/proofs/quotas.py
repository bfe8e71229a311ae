"""How full quotas are, for a terminal and for a page."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from generator.model import Body
from generator.quantity import parse

State: TypeAlias = Literal["fits", "tight", "over", "unbounded"]

_FULL = 100
_TIGHT = 80


class Share(Struct, frozen=True):
    """A resource of a quota. `steady`, `rollout` and `worst` are per cent of what is allowed, rounded up; where
    nothing is allowed, whatever is used counts as 200. `worst` is None where it has no bound.
    """

    row: Body
    steady: int
    rollout: int
    worst: int | None
    state: State


def inhabited(document: Body) -> list[Body]:
    """The namespaces with a quota or workloads: Argo CD's own, which only holds Applications, has neither."""
    return [each for each in document["namespaces"] if each["workloads"] or any(shares(each))]


def shares(namespace: Body) -> Iterator[Share]:
    """The resources that a quota of a namespace names, in the order of the document."""
    for row in namespace["resources"]:
        if row["hard"] is not None:
            yield _share(row)


def _share(row: Body) -> Share:
    hard = parse(row["hard"]).nanos
    steady, rollout = (_per_cent(parse(row[key]).nanos, hard) for key in ("steady", "rollout"))
    if row["worst"] == "unbounded":
        return Share(row, steady, rollout, None, "unbounded")
    worst = _per_cent(parse(row["worst"]).nanos, hard)
    return Share(row, steady, rollout, worst, "over" if worst > _FULL else "tight" if worst > _TIGHT else "fits")


def _per_cent(used: int, hard: int) -> int:
    if not used:
        return 0
    return -(-_FULL * used // hard) if hard > 0 else 2 * _FULL
