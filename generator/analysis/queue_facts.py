"""Facts about Kueue's queues, which rules in policies/capacity judge. Kueue admits jobs by its own quotas and does not
look at ResourceQuota (kubernetes-sigs/kueue issue 696), so that the two can contradict each other.

Kinds: `QueueUse` (what keeps a ClusterQueue or LocalQueue from admitting anything), `QueueQuota` (a namespace's quota
beside what its queues admit) and `QueuedWorkload` (why a job can never be admitted).
Sources: kubernetes-sigs/kueue, apis/kueue/v1beta2 and pkg/scheduler/flavorassigner; namespaceSelector null selects nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.analysis import selectors
from generator.analysis.capacity import keys
from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.queues import GROUP, ClusterQueue, Queues
from generator.analysis.capacity.report import NamespaceUse, Report, Row
from generator.analysis.problems import Problem, by_field
from generator.analysis.shapes import below, field, text
from generator.analysis.workloads import NAMESPACE_NAME
from generator.model import Fact, Object, fact
from generator.quantity import total, units

_LABEL = "kueue.x-k8s.io/queue-name"
_DEFAULT_QUEUE = "default"
# What Kueue puts into the queue `default` of a namespace where no other is named, if it manages the kind at all.
_JOBS = frozenset(
    {
        ("batch", "Job"),
        ("batch", "CronJob"),
        ("jobset.x-k8s.io", "JobSet"),
        *(("kubeflow.org", f"{name}Job") for name in ("JAX", "MPI", "Paddle", "PyTorch", "TF", "XGBoost")),
        *(("ray.io", name) for name in ("RayCluster", "RayJob")),
    }
)


class _Queued(Struct, frozen=True, eq=False):
    """An object whose pods wait in a queue: the queue's name, the field that names it, and its pods."""

    item: Object
    queue: str
    field: str
    pods: Sequence[Load]


def facts(report: Report) -> Iterator[Fact]:
    """All facts about the queues of one cluster."""
    for queue in report.queues.cluster_queues.values():
        yield from _use(queue.item, _lost_flavors(queue, report.queues))
    for namespace in report.namespaces:
        yield from _namespace(namespace, report.queues)


def _use(item: Object, problems: Iterable[Problem]) -> Iterator[Fact]:
    listed = by_field(problems)
    if listed:
        yield fact("QueueUse", item, problems=listed)


def _lost_flavors(queue: ClusterQueue, queues: Queues) -> Iterator[Problem]:
    """Flavors that nobody declares, where the tree declares any; with one of them a queue is inactive."""
    for path, name in queue.flavors if queues.flavors else ():
        if name not in queues.flavors:
            yield Problem(path, f"there is no ResourceFlavor {name}, so the queue stays inactive")


def _namespace(namespace: NamespaceUse, queues: Queues) -> Iterator[Fact]:
    local = _local_queues(namespace)
    for item in local.values():
        yield from _use(item, _unreached(item, namespace, queues))
    queued = list(_queued(namespace, local))
    reached = [
        queues.cluster_queues[name]
        for name in sorted(set(map(_target, local.values())))
        if name in queues.cluster_queues
    ]
    for row in namespace.rows if reached else ():
        yield from _quota(row, reached, frozenset(id(one.item) for one in queued))
    for one in queued:
        problems = by_field(_reasons(one, local, queues))
        if problems:
            yield fact("QueuedWorkload", one.item, queue=one.queue, problems=problems)


def _local_queues(namespace: NamespaceUse) -> dict[str, Object]:
    items = (load.item for load in namespace.loads)
    return {item.name: item for item in items if (item.group, item.kind) == (GROUP, "LocalQueue")}


def _target(local: Object) -> str:
    return text(below(local.body, "spec").get("clusterQueue"))


def _unreached(local: Object, namespace: NamespaceUse, queues: Queues) -> Iterator[Problem]:
    """Why a LocalQueue leads nowhere. A tree without ClusterQueues says nothing about which there are."""
    name = _target(local)
    queue = queues.cluster_queues.get(name)
    if queue is None:
        if queues.cluster_queues:
            yield Problem("spec.clusterQueue", f"there is no ClusterQueue {name}")
    elif not _admitted(namespace, below(queue.item.body, "spec").get("namespaceSelector")):
        reason = f"the namespaceSelector of ClusterQueue {name} does not select namespace {namespace.key.namespace}"
        yield Problem("spec.clusterQueue", reason)


def _admitted(namespace: NamespaceUse, written: object) -> bool:
    """Whether a namespace selector may select the namespace; labels that the tree does not declare may be anything."""
    if written is None:
        return False
    selector = selectors.parse(written)
    if selector is None or namespace.declared is None:
        return True
    own = {**selectors.labels(namespace.declared.body.get("metadata")), NAMESPACE_NAME: namespace.key.namespace}
    return selectors.matches(selector, own)


def _queued(namespace: NamespaceUse, local: Mapping[str, Object]) -> Iterator[_Queued]:
    groups: dict[int, list[Load]] = defaultdict(list)
    for load, _ in namespace.pods:
        groups[id(load.item)].append(load)
    for pods in groups.values():
        item = pods[0].item
        path = "spec.jobTemplate.metadata" if item.kind == "CronJob" else "metadata"
        named = selectors.labels(below(item.body, *path.split("."))).get(_LABEL, "")
        fallback = _DEFAULT_QUEUE if (item.group, item.kind) in _JOBS and _DEFAULT_QUEUE in local else ""
        if named or fallback:
            yield _Queued(item, named or fallback, field(f"{path}.labels", _LABEL), pods)


def _quota(row: Row, reached: Sequence[ClusterQueue], queued: frozenset[int]) -> Iterator[Fact]:
    """One key of a quota on requests beside the queues of its namespace; quotas with scopes hold only some pods."""
    name = keys.main_name(row.resource)
    resource = name.removeprefix("requests.")
    if row.quota is None or row.hard is None or row.quota.scopes or (name == resource and name != "pods"):
        return
    covering = [queue for queue in reached if queue.of(resource)]
    admitted = total(queue.most(resource) for queue in covering)
    if not admitted.nanos:
        return
    others = total(load.usage[row.resource] * load.count.steady for load in row.loads if id(load.item) not in queued)
    yield fact(
        "QueueQuota",
        row.quota.item,
        field=field("spec.hard", row.resource),
        resource=resource,
        queues=[queue.item.name for queue in covering],
        hard=str(row.hard),
        others=str(others),
        admitted=str(admitted),
        needed=str(admitted + others),
        over=admitted + others > row.hard,
        unusable=others >= row.hard,
    )


def _reasons(one: _Queued, local: Mapping[str, Object], queues: Queues) -> Iterator[Problem]:
    """Why a queue can never admit a workload, however long it waits."""
    if one.queue not in local:
        if local or queues.cluster_queues:
            yield Problem(one.field, f"there is no LocalQueue {one.queue} in namespace {one.item.namespace}")
        return
    queue = queues.cluster_queues.get(_target(local[one.queue]))
    if queue is None:
        return
    for load in one.pods:
        yield from _shortages(load, queue)


def _shortages(load: Load, queue: ClusterQueue) -> Iterator[Problem]:
    """Resources that a set of equal pods, which all get the same flavor, asks for in vain."""
    pods = load.count.steady or load.count.worst or 0
    requests = {**load.pod.needs.requests, "pods": units(1)} if load.pod else {}
    for resource, each in sorted(requests.items()):
        asked, shares = each * pods, queue.of(resource)
        best = max((share.most for share in shares), default=None)
        if best is None and resource != "pods" and asked.nanos:
            yield Problem(
                load.path, f"ClusterQueue {queue.item.name} does not cover {resource}, which its pods request"
            )
        elif best is not None and asked > best:
            reason = f"{pods} x {each} = {asked} of {resource}, and ClusterQueue {queue.item.name} has at most {best}"
            yield Problem(load.path, reason)
