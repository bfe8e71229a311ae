"""How many pods of one template can run at the same time where they must keep apart.

Sources: kubernetes/kubernetes pkg/scheduler/framework/plugins (interpodaffinity, podtopologyspread) and KEP-3022
(minDomains), KEP-3094 (nodeAffinityPolicy, nodeTaintsPolicy), KEP-3633 (matchLabelKeys).
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.analysis import selectors
from generator.analysis.admission import AdmittedPod
from generator.analysis.placement.fit import Scheduler
from generator.analysis.placement.selection import Candidate, mismatches
from generator.analysis.shapes import below, mappings, sequence, text, whole
from generator.analysis.tolerations import untolerated
from generator.model import Body

_HOST = "kubernetes.io/hostname"
# What a cloud provider puts on every node, with values that a declaration need not say.
_PROVIDED = frozenset(
    {"topology.kubernetes.io/zone", "topology.kubernetes.io/region", "node.kubernetes.io/instance-type"}
)


class Bound(Struct, frozen=True):
    """The most pods that a constraint lets run, with pools at their maximum and at their minimum. `field` is the
    constraint's, below the pod spec; `apart` is the label by which they are kept apart; `revisions` tells whether pods
    of the old and the new template are kept apart as well.
    """

    field: str
    apart: str
    most: int
    least: int
    revisions: bool


def bounds(pod: AdmittedPod, namespace: str, scheduler: Scheduler) -> Iterator[Bound]:
    """A bound for each constraint that has one and that the pods of a template set each other."""
    fitting = scheduler.fitting(pod)
    if fitting:
        own = selectors.labels(pod.template.metadata)
        yield from _anti_affinity(pod.spec, own, namespace, fitting, scheduler.provider)
        yield from _spread(pod, own, fitting, scheduler)


def _anti_affinity(
    spec: Body, own: Mapping[str, str], namespace: str, fitting: Sequence[Candidate], provider: str
) -> Iterator[Bound]:
    """One pod in each domain. Nodes without the topology's label are no domain, and hold any number."""
    required = below(spec, "affinity", "podAntiAffinity").get("requiredDuringSchedulingIgnoredDuringExecution")
    for index, term in enumerate(mappings(required)):
        key = text(term.get("topologyKey"))
        if not _selects(term, own) or not _in_namespace(term, namespace) or term.get("mismatchLabelKeys"):
            continue
        domains = _domains(key, fitting, provider)
        if domains is not None and all(key == _HOST or key in one.labels for one in fitting):
            path = f"affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[{index}]"
            yield Bound(path, key, domains[1], domains[0], not term.get("matchLabelKeys"))


def _spread(
    pod: AdmittedPod, own: Mapping[str, str], fitting: Sequence[Candidate], scheduler: Scheduler
) -> Iterator[Bound]:
    """`maxSkew` pods in each domain, where some domain stays empty for ever: one that is missing (minDomains), or one that
    counts although its taint keeps the pods out.
    """
    for index, constraint in enumerate(mappings(pod.spec.get("topologySpreadConstraints"))):
        key = text(constraint.get("topologyKey"))
        domains = _domains(key, fitting, scheduler.provider)
        if constraint.get("whenUnsatisfiable") != "DoNotSchedule" or not _selects(constraint, own) or domains is None:
            continue
        skew, wanted = max(whole(constraint.get("maxSkew"), 1), 1), whole(constraint.get("minDomains"), 1)
        closed = constraint.get("nodeTaintsPolicy") != "Honor" and _has_closed(key, pod, fitting, scheduler)
        least, most = (number * skew if closed or number < max(wanted, 1) else None for number in domains)
        if most is not None:
            revisions = not constraint.get("matchLabelKeys")
            yield Bound(f"topologySpreadConstraints[{index}]", key, most, most if least is None else least, revisions)


def _selects(term: Body, own: Mapping[str, str]) -> bool:
    """Whether a term is about the pod's own kind; one without a selector selects nothing."""
    selector = selectors.parse(term.get("labelSelector"))
    return term.get("labelSelector") is not None and selector is not None and selectors.matches(selector, own)


def _in_namespace(term: Body, namespace: str) -> bool:
    """Whether a term surely looks at the pod's own namespace."""
    if term.get("namespaceSelector") is not None:
        return term["namespaceSelector"] == {} or namespace in sequence(term.get("namespaces"))
    return not term.get("namespaces") or namespace in sequence(term.get("namespaces"))


def _domains(key: str, pools: Sequence[Candidate], provider: str) -> tuple[int, int] | None:
    """How many domains pools make up at their minimum and at their maximum; None where a declaration does not tell."""
    sizes = [(one.pool.minimum, one.pool.maximum) for one in pools]
    if key == _HOST:
        return sum(size[0] for size in sizes), sum(size[1] for size in sizes)
    if provider != "kind" and key in _PROVIDED and not all(key in one.labels for one in pools):
        return None
    least, most = (
        len({one.labels[key] for one, size in zip(pools, sizes, strict=True) if size[end] and key in one.labels})
        for end in (0, 1)
    )
    return least, most


def _has_closed(key: str, pod: AdmittedPod, fitting: Sequence[Candidate], scheduler: Scheduler) -> bool:
    """Whether a pool always has nodes that the pod's node selection admits and a taint keeps it from, in domains of
    their own.
    """
    tolerations = (*pod.tolerations, *scheduler.added_tolerations(pod))
    closed = [
        one
        for one in scheduler.candidates
        if one.pool.minimum and untolerated(one.pool.taints, tolerations) and not mismatches(one, pod)
    ]
    reached = {one.labels.get(key) for one in fitting}
    return any(key == _HOST or one.labels.get(key) not in {None, *reached} for one in closed)
