"""Facts about capacity, which the rules in policies/capacity judge.

Kinds: `NamespaceCapacity` (what guards a namespace), `QuotaUse` (each key of a quota and what is used of it) and
`WorkloadCapacity` (a workload's pods, and why they may be refused, stuck or without a bound). Quotas together against
node pools are in `commitment_facts`, what Kueue's queues hand out is in `queue_facts` and `flavor_facts`, and room for
all pods at once in `room_facts`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from generator.analysis import commitment_facts, flavor_facts, queue_facts, resources, room_facts
from generator.analysis.capacity import deadlocks, explain, keys, refusals, unbounded
from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.quotas import Quota
from generator.analysis.capacity.report import NamespaceUse, Report, Row
from generator.analysis.problems import by_field
from generator.analysis.requests import Refusal
from generator.analysis.shapes import field
from generator.model import Body, Cluster, Fact, fact

_SYSTEM = frozenset({"kube-system", "kube-public", "kube-node-lease"})


def facts(report: Report, cluster: Cluster | None) -> tuple[Fact, ...]:
    """All capacity facts of a report; without a cluster none about node pools."""
    found: list[Fact] = []
    for namespace in report.namespaces:
        found += _namespace(namespace)
        found += (_quota(namespace, quota) for quota in namespace.quotas)
        found += _workloads(namespace)
    if cluster is not None:
        found += commitment_facts.facts(report, cluster)
        found += flavor_facts.facts(report.queues, cluster)
        found += room_facts.facts(report, cluster)
    found += queue_facts.facts(report)
    return tuple(found)


def _namespace(namespace: NamespaceUse) -> Iterator[Fact]:
    """One fact on the Namespace, or where it is not declared on its first workload."""
    workloads = [load.item for load, _ in namespace.pods]
    subject = namespace.declared or next(iter(workloads), None)
    if subject is None or namespace.key.namespace in _SYSTEM:
        return
    yield fact(
        "NamespaceCapacity",
        subject,
        field="metadata.name" if namespace.declared else "metadata.namespace",
        namespace=namespace.key.namespace,
        workloads=len(workloads),
        quotas=[quota.item.name for quota in namespace.quotas],
        limitRanges=[one.name for one in namespace.ranges],
    )


def _quota(namespace: NamespaceUse, quota: Quota) -> Fact:
    scopes = [scope.name for scope in quota.scopes]
    rows = [_use(row, scopes) for row in namespace.rows if row.quota is quota]
    return fact("QuotaUse", quota.item, namespace=namespace.key.namespace, keys=rows)


def _use(row: Row, scopes: Sequence[str]) -> Body:
    """A key of a quota. `over` names the columns that do not fit, `needed` is the smallest amount that fits them
    all, and `sum` adds up the greatest of them.
    """
    problem = keys.problem(row.resource, scopes)
    if not problem and row.hard is None:
        problem = "has a value that is not a quantity, so the API server refuses the whole quota"
    over = explain.over(row)
    sums = {"steady": row.steady, "rollout": row.rollout, "worst": row.worst}
    column = max(over, key=lambda name: sums[name] or row.steady, default="steady")
    return {
        "key": row.resource,
        "field": field("spec.hard", row.resource),
        "problem": problem,
        "hard": None if row.hard is None else str(row.hard),
        "over": list(over),
        "needed": str(sums[column]) if over else None,
        "sum": list(explain.lines(row, column)) if over else [],
        **{name: None if amount is None else str(amount) for name, amount in sums.items()},
    }


def _workloads(namespace: NamespaceUse) -> Iterator[Fact]:
    """One fact per object that runs pods, claims storage or resizes pods."""
    stuck: dict[int, list[deadlocks.Deadlock]] = defaultdict(list)
    for deadlock in deadlocks.find(namespace.rows):
        stuck[id(deadlock.item)].append(deadlock)
    groups: dict[int, list[Load]] = defaultdict(list)
    for load in namespace.loads:
        groups[id(load.item)].append(load)
    for identity, loads in groups.items():
        pods = [_pod(load) for load in loads]
        refused = by_field((one.field, one.reason) for load in loads for one in _refusals(load, namespace))
        endless = by_field(cause for load in loads if (cause := unbounded.cause(load)))
        deadlocked = by_field((one.field, one.reason) for one in stuck[identity])
        if any(pods) or refused or endless:
            yield fact(
                "WorkloadCapacity",
                loads[0].item,
                pods=[pod for pod in pods if pod],
                refused=refused,
                unbounded=endless,
                deadlocked=deadlocked,
            )


def _refusals(load: Load, namespace: NamespaceUse) -> Iterable[Refusal]:
    return refusals.of_load(load, namespace.ranges, namespace.quotas)


def _pod(load: Load) -> Body:
    if not load.pod:
        return {}
    needs = load.pod.needs
    return {
        "field": load.path,
        "steady": load.count.steady,
        "rollout": load.count.rollout,
        "worst": load.count.worst,
        "requests": resources.written(needs.requests),
        "limits": resources.written(needs.limits),
    }
