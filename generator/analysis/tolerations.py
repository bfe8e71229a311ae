"""Taints and tolerations. Source: api/core/v1/toleration.go (ToleratesTaint); KEP-5471 for Gt and Lt."""

import re
from collections.abc import Iterable, Mapping

from generator.analysis.shapes import text
from generator.model import Body, Taint

# What a DaemonSet's pods tolerate without saying so, by key (pkg/controller/daemon/util/daemonset_util.go).
_OF_DAEMONS: Mapping[str, str] = {
    "node.kubernetes.io/not-ready": "NoExecute",
    "node.kubernetes.io/unreachable": "NoExecute",
    "node.kubernetes.io/disk-pressure": "NoSchedule",
    "node.kubernetes.io/memory-pressure": "NoSchedule",
    "node.kubernetes.io/pid-pressure": "NoSchedule",
    "node.kubernetes.io/unschedulable": "NoSchedule",
}
_NO_NETWORK = {"node.kubernetes.io/network-unavailable": "NoSchedule"}
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


def of_daemon(spec: Body) -> tuple[Body, ...]:
    """The tolerations that the DaemonSet controller adds to a pod spec; without a network only to pods on the node's."""
    effects = {**_OF_DAEMONS, **(_NO_NETWORK if spec.get("hostNetwork") is True else {})}
    return tuple({"key": key, "operator": "Exists", "effect": effect} for key, effect in effects.items())


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
