"""How many pods a controller runs: at its normal size, during its own rollout, and at the worst.

Pods that only wait out their grace period are not counted, so `Recreate`, StatefulSets and CronJobs that replace a
run do not overlap. Sources: the controllers' own documentation and pkg/controller/deployment/util (ResolveFenceposts).
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from generator.analysis.capacity.cron import period
from generator.analysis.shapes import below, mappings, text, whole
from generator.model import Body, Object, PodTemplate


class Count(Struct, frozen=True):
    """Pods at the normal size, during the object's own rollout, and with its autoscaler at the maximum as well.
    None stands for no upper bound.
    """

    steady: int
    rollout: int
    worst: int | None

    def times(self, factor: int) -> "Count":
        """The count for several equal groups."""
        return Count(self.steady * factor, self.rollout * factor, None if self.worst is None else self.worst * factor)


class Scale(Struct, frozen=True):
    """The bounds that an autoscaler keeps; `maximum` None for none."""

    minimum: int
    maximum: int | None


class Context(Struct, frozen=True):
    """What a counting rule may look at: the object, one of its pod templates, its autoscaler if any, and the nodes
    that the pod's node selection admits (at the pools' minimum and maximum size), None without a cluster.
    """

    item: Object
    template: PodTemplate
    scale: Scale | None
    nodes: tuple[int, int] | None

    @property
    def spec(self) -> Body:
        """The object's spec."""
        return below(self.item.body, "spec")


Rule: TypeAlias = Callable[[Context], Count]


class Change(NamedTuple):
    """How far a rolling update goes above and below the wanted number of pods."""

    surge: int
    unavailable: int


def constant(number: int) -> Count:
    """A number of pods that nothing changes."""
    return Count(number, number, number)


def sizes(spec: Body, scale: Scale | None) -> tuple[int, int | None]:
    """The normal and the greatest number of replicas; an autoscaler leaves zero replicas alone."""
    stated = max(whole(spec.get("replicas"), 1), 0)
    if scale is None:
        return stated, stated
    normal = max(stated, scale.minimum) if stated else 0
    return (normal if scale.maximum is None else min(normal, scale.maximum)), scale.maximum


def rolling(spec: Body, scale: Scale | None, surge: Callable[[int], int]) -> Count:
    """Replicas that grow by a surge, itself a function of the replicas, while they roll."""
    normal, most = sizes(spec, scale)
    return Count(normal, normal + surge(normal), None if most is None else most + surge(most))


def change(strategy: Body, replicas: int, surge: object = "25%", unavailable: object = "25%") -> Change:
    """Surge and unavailability of a rolling update for a number of replicas; `surge` and `unavailable` stand in for
    what the strategy leaves out or leaves null. Percentages of the surge round up, of the unavailability down; where
    both come to nothing, one pod may be unavailable.
    """
    stated = {"maxSurge": surge, "maxUnavailable": unavailable}
    stated |= {key: value for key, value in strategy.items() if value is not None}
    more = _share(stated["maxSurge"], replicas, up=True)
    less = _share(stated["maxUnavailable"], replicas, up=False)
    return Change(more, less) if more or less else Change(0, 1)


def _share(value: object, replicas: int, *, up: bool) -> int:
    """A number, or a percentage of the replicas; anything else is nothing."""
    if isinstance(value, str):
        digits = value.removesuffix("%")
        share = int(digits) * replicas if value.endswith("%") and digits.isdecimal() else 0
        return -(-share // 100) if up else share // 100
    return max(whole(value, 0), 0)


def deployment_change(spec: Body, replicas: int) -> Change | None:
    """How a Deployment rolls; None where it replaces all pods at once (Recreate)."""
    strategy = below(spec, "strategy")
    if strategy.get("type") == "Recreate":
        return None
    return change(below(strategy, "rollingUpdate"), replicas)


def _deployment(context: Context) -> Count:
    return rolling(context.spec, context.scale, lambda replicas: deployment_surge(context.spec, replicas))


def deployment_surge(spec: Body, replicas: int) -> int:
    """Pods above the wanted number while a Deployment rolls; none where there is nothing to roll."""
    moves = deployment_change(spec, replicas)
    return moves.surge if moves and replicas else 0


def _replicas(context: Context) -> Count:
    return rolling(context.spec, context.scale, lambda _: 0)


def _daemon_set(context: Context) -> Count:
    """A pod a node. Without node pools one node is assumed, as on a kind cluster."""
    least, most = context.nodes or (1, 1)
    strategy = below(context.spec, "updateStrategy")
    update = {} if strategy.get("type") == "OnDelete" else below(strategy, "rollingUpdate")
    surge = update.get("maxSurge", 0)
    return Count(least, least + _share(surge, least, up=True), most + _share(surge, most, up=True))


def job_size(spec: Body) -> int:
    """Pods of a Job at the same time: its parallelism, but never more than its completions."""
    parallelism = max(whole(spec.get("parallelism"), 1), 0)
    completions = spec.get("completions")
    return min(parallelism, max(whole(completions, parallelism), 0)) if completions is not None else parallelism


def job(spec: Body) -> Count:
    """A Job does not roll and retries replace pods; a suspended one may be started at any time (by Kueue, say)."""
    size = job_size(spec)
    return Count(0, 0, size) if spec.get("suspend") is True else constant(size)


def _job(context: Context) -> Count:
    conditions = mappings(below(context.item.body, "status").get("conditions"))
    ended = any(text(one.get("type")) in {"Complete", "Failed"} and one.get("status") == "True" for one in conditions)
    return constant(0) if ended else job(context.spec)


def _cron_job(context: Context) -> Count:
    spec = context.spec
    run = below(spec, "jobTemplate", "spec")
    if spec.get("suspend") is True:
        return constant(0)
    size = job_size(run)
    runs = overlapping_runs(spec)
    return Count(size, size, None if runs is None else size * runs)


def overlapping_runs(spec: Body) -> int | None:
    """Runs of a CronJob at the same time. Where they may overlap, only a deadline bounds them: as many runs as
    start within it.
    """
    if text(spec.get("concurrencyPolicy"), "Allow") != "Allow":
        return 1
    deadline = whole(below(spec, "jobTemplate", "spec").get("activeDeadlineSeconds"), 0)
    gap = period(text(spec.get("schedule")))
    return max(-(-deadline // gap), 1) if deadline > 0 and gap else None


def _pod(context: Context) -> Count:
    ended = text(below(context.item.body, "status").get("phase")) in {"Succeeded", "Failed"}
    return constant(0 if ended else 1)


RULES: Mapping[tuple[str, str], Rule] = {
    ("", "Pod"): _pod,
    ("", "ReplicationController"): _replicas,
    ("apps", "ReplicaSet"): _replicas,
    ("apps", "Deployment"): _deployment,
    ("apps", "StatefulSet"): _replicas,
    ("apps", "DaemonSet"): _daemon_set,
    ("batch", "Job"): _job,
    ("batch", "CronJob"): _cron_job,
}
