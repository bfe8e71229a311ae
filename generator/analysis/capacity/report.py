"""The capacity report: for every namespace what its quotas hold and what its objects use of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.analysis import resources
from generator.analysis.admission import Admission, AdmittedPod, NamespaceKey, key
from generator.analysis.capacity import queues, quotas
from generator.analysis.capacity.keys import main_name
from generator.analysis.capacity.loads import Load, Loads
from generator.analysis.capacity.queues import Queues
from generator.analysis.capacity.quotas import Quota
from generator.analysis.limits import LimitRange
from generator.analysis.placement.nodes import Nodes
from generator.analysis.references import reference
from generator.model import Body, Cluster, Object
from generator.quantity import ZERO, Quantity

UNBOUNDED = "unbounded"


class Row(Struct, frozen=True, eq=False):
    """The use of one resource under one quota (None where no quota names it), with the loads that make it up.

    `rollout` is the normal use plus the greatest extra that one object needs while it rolls out. `worst` is None
    where it has no bound; `hard` is None where no quota names the resource or its quantity cannot be read.
    """

    resource: str
    quota: Quota | None
    steady: Quantity
    rollout: Quantity
    worst: Quantity | None
    hard: Quantity | None
    loads: tuple[Load, ...]


class NamespaceUse(Struct, frozen=True, eq=False):
    """A namespace with its quotas, LimitRanges and loads. `declared` is its Namespace object, if there is one."""

    key: NamespaceKey
    environment: str | None
    declared: Object | None
    quotas: tuple[Quota, ...]
    ranges: Sequence[LimitRange]
    loads: tuple[Load, ...]
    rows: tuple[Row, ...]

    @property
    def pods(self) -> Iterable[tuple[Load, AdmittedPod]]:
        """The loads that are pods, with the pod."""
        return ((load, load.pod) for load in self.loads if load.pod)


class Report(Struct, frozen=True, eq=False):
    """The namespaces in order of cluster, environment and name, and the queues that hand quota out beside them."""

    namespaces: tuple[NamespaceUse, ...]
    queues: Queues


def analyse(objects: Sequence[Object], cluster: Cluster | None) -> Report:
    """Add up what objects use. `cluster` sizes DaemonSets by its node pools; without it they run one pod.

    Objects of one identity (in one cluster and environment) count once, as the last of them is what gets applied.
    """
    objects = _distinct(objects)
    admission = Admission(objects)
    loads: dict[NamespaceKey, list[Load]] = defaultdict(list)
    for namespace, load in Loads(objects, admission, Nodes(cluster)).all():
        loads[namespace].append(load)
    declared = {key(item): item for item in objects if (item.group, item.kind) == ("", "Namespace")}
    environments = _environments(objects)
    order = sorted(loads.keys() | declared.keys(), key=lambda one: tuple(part or "" for part in one))
    return Report(
        tuple(
            _namespace(one, environments.get(one), declared.get(one), admission.ranges(one), tuple(loads[one]))
            for one in order
        ),
        queues.read(objects),
    )


def _distinct(objects: Sequence[Object]) -> list[Object]:
    found: dict[object, Object] = {}
    for index, item in enumerate(objects):
        found[(item.cluster, item.environment, item.identity) if item.name else index] = item
    return list(found.values())


def _environments(objects: Iterable[Object]) -> Mapping[NamespaceKey, str | None]:
    """The environment of each namespace; None where several meet in one."""
    found: dict[NamespaceKey, set[str | None]] = defaultdict(set)
    for item in objects:
        found[key(item)].add(item.environment)
    return {one: next(iter(names)) if len(names) == 1 else None for one, names in found.items()}


def _namespace(
    one: NamespaceKey,
    environment: str | None,
    declared: Object | None,
    ranges: Sequence[LimitRange],
    loads: tuple[Load, ...],
) -> NamespaceUse:
    found = sorted(
        (quotas.read(load.item) for load in loads if (load.item.group, load.item.kind) == ("", "ResourceQuota")),
        key=lambda quota: quota.item.name,
    )
    rows = [*_quota_rows(found, loads), *_free_rows(found, loads)]
    rows.sort(key=lambda row: (row.resource, row.quota.item.name if row.quota else ""))
    return NamespaceUse(one, environment, declared, tuple(found), ranges, loads, tuple(rows))


def _quota_rows(found: Sequence[Quota], loads: Sequence[Load]) -> Iterable[Row]:
    for quota in found:
        charged = [load for load in loads if charges(quota, load)]
        for resource, hard in quota.hard.items():
            yield _row(resource, quota, hard, [load for load in charged if resource in load.usage])


def _free_rows(found: Sequence[Quota], loads: Sequence[Load]) -> Iterable[Row]:
    """Rows for what is used and no quota names, under its main name; counts of objects are left out."""
    named = {main_name(resource) for quota in found for resource in quota.hard}
    used: dict[str, list[Load]] = defaultdict(list)
    for load in loads:
        for resource in load.usage:
            used[resource].append(load)
    for resource, users in used.items():
        if resource == main_name(resource) and resource not in named and not resource.startswith("count/"):
            yield _row(resource, None, None, users)


def charges(quota: Quota, load: Load) -> bool:
    """Whether a load is charged to a quota. Scopes select pods and claims only."""
    if not quota.scopes:
        return True
    if load.pod:
        return quotas.selects_pod(quota, load.pod)
    return load.claim is not None and quotas.selects_claim(quota, load.claim)


def _row(resource: str, quota: Quota | None, hard: Quantity | None, loads: Sequence[Load]) -> Row:
    steady = rollout = worst = 0
    bounded = True
    extra: dict[int, int] = defaultdict(int)
    for load in loads:
        each = load.usage[resource].nanos
        steady += each * load.count.steady
        extra[id(load.item)] += each * (load.count.rollout - load.count.steady)
        if load.count.worst is not None:
            worst += each * load.count.worst
        elif each:
            bounded = False
    rollout = steady + max(extra.values(), default=0)
    # The order of the objects must not show: binary notation wins over decimal, that over exponents.
    notation = min((load.usage[resource].format for load in loads if load.usage[resource].nanos), default=ZERO.format)
    return Row(
        resource=resource,
        quota=quota,
        steady=Quantity(steady, notation),
        rollout=Quantity(rollout, notation),
        worst=Quantity(worst, notation) if bounded else None,
        hard=hard,
        loads=tuple(loads),
    )


def to_json(report: Report) -> Body:
    """The answer of `mlp capacity --format json`."""
    namespaces = [_namespace_json(one) for one in report.namespaces if one.loads]
    return {"version": 1, "namespaces": namespaces}


def _namespace_json(namespace: NamespaceUse) -> Body:
    return {
        "cluster": namespace.key.cluster,
        "environment": namespace.environment,
        "namespace": namespace.key.namespace,
        "resources": [_row_json(row) for row in namespace.rows],
        "workloads": _workloads_json(namespace),
    }


def _row_json(row: Row) -> Body:
    return {
        "resource": row.resource,
        "quota": row.quota.item.name if row.quota else None,
        "steady": str(row.steady),
        "rollout": str(row.rollout),
        "worst": UNBOUNDED if row.worst is None else str(row.worst),
        "hard": None if row.hard is None else str(row.hard),
    }


def _workloads_json(namespace: NamespaceUse) -> list[Body]:
    """One entry per object and distinct pod: templates of an object that ask for the same are one entry."""
    entries: dict[object, Body] = {}
    for load, admitted in namespace.pods:
        pod = {
            "requests": resources.written(admitted.needs.requests),
            "limits": resources.written(admitted.needs.limits),
        }
        identity = (load.item.identity, id(load.item), str(pod))
        if identity in entries:
            _add(entries[identity]["pods"], load)
            continue
        entries[identity] = {"object": reference(load.item), "pods": _pods(load), "pod": pod}
    return sorted(entries.values(), key=lambda entry: (entry["object"]["kind"], entry["object"]["name"]))


def _pods(load: Load) -> Body:
    worst = UNBOUNDED if load.count.worst is None else load.count.worst
    return {"steady": load.count.steady, "rollout": load.count.rollout, "worst": worst}


def _add(pods: Body, load: Load) -> None:
    pods["steady"] += load.count.steady
    pods["rollout"] += load.count.rollout
    both = pods["worst"] != UNBOUNDED and load.count.worst is not None
    pods["worst"] = pods["worst"] + load.count.worst if both else UNBOUNDED
