"""Taints and tolerations. Source: api/core/v1/toleration.go (ToleratesTaint); KEP-5471 for Gt and Lt."""

import re
from collections.abc import Iterable

from generator.analysis.shapes import text
from generator.model import Body, Taint

_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_INT64 = range(-(2**63), 2**63)


def tolerates(toleration: Body, taint: Taint) -> bool:
    """Whether one toleration matches a taint. An empty key or effect matches any; the operator defaults to Equal."""
    effect, name = text(toleration.get("effect")), text(toleration.get("key"))
    if (effect and effect != taint.effect) or (name and name != taint.key):
        return False
    value = text(toleration.get("value"))
    match toleration.get("operator") or "Equal":
        case "Equal":
            return value == taint.value
        case "Exists":
            return True
        case "Gt":
            return _greater(taint.value, value)
        case "Lt":
            return _greater(value, taint.value)
    return False


def blocks(taint: Taint) -> bool:
    """Whether a taint keeps pods from being scheduled; PreferNoSchedule never does."""
    return taint.effect in {"NoSchedule", "NoExecute"}


def untolerated(taints: Iterable[Taint], tolerations: Iterable[Body]) -> tuple[Taint, ...]:
    """The taints that keep a pod with these tolerations away."""
    tolerations = tuple(tolerations)
    return tuple(taint for taint in taints if blocks(taint) and not any(tolerates(item, taint) for item in tolerations))


def _greater(one: str, other: str) -> bool:
    """Whether one canonical 64-bit integer is greater than another; anything else compares as false."""
    if not (_INTEGER.fullmatch(one) and _INTEGER.fullmatch(other)):
        return False
    left, right = int(one[:32]), int(other[:32])
    return left in _INT64 and right in _INT64 and left > right
