"""What a cluster makes of declared pods before it counts or places them: RuntimeClass, priority, LimitRange."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from generator.analysis import limits, tolerations
from generator.analysis.limits import LimitRange
from generator.analysis.requests import PodNeeds, effective
from generator.analysis.shapes import below, mapping, mappings, text
from generator.model import Body, Object, PodTemplate


class NamespaceKey(NamedTuple):
    """A namespace of a cluster; where no cluster is known, of an environment. Two overlays may share one."""

    cluster: str | None
    environment: str | None
    namespace: str


def key(item: Object) -> NamespaceKey:
    """The namespace that an object lives in; a Namespace object lives in itself."""
    name = item.name if item.namespace is None and item.kind == "Namespace" else item.namespace or ""
    return NamespaceKey(item.cluster, item.environment if item.cluster is None else None, name)


def runs_pods(item: Object) -> bool:
    """Whether an object makes pods run; a PodTemplate only holds one."""
    return bool(item.pods) and (item.group, item.kind) != ("", "PodTemplate")


class AdmittedPod(Struct, frozen=True, eq=False):
    """A pod as the scheduler would see it. `node_selector` and `tolerations` include those of its RuntimeClass, then
    those that the DaemonSet controller adds.
    """

    template: PodTemplate
    needs: PodNeeds
    node_selector: Body
    tolerations: tuple[Body, ...]
    priority_class: str

    @property
    def spec(self) -> Body:
        """The pod spec as written."""
        return self.template.spec


class Admission:
    """Reads LimitRanges, RuntimeClasses and PriorityClasses once, then admits pods. Objects may span clusters."""

    def __init__(self, objects: Iterable[Object]) -> None:
        self._ranges: dict[NamespaceKey, list[LimitRange]] = defaultdict(list)
        self._runtimes: dict[tuple[str | None, str], Body] = {}
        self._priorities: dict[str | None, str] = {}
        for item in objects:
            self._learn(item)
        for ranges in self._ranges.values():
            ranges.sort(key=lambda limit_range: limit_range.name)

    def _learn(self, item: Object) -> None:
        match item.group, item.kind:
            case "", "LimitRange":
                self._ranges[key(item)].append(limits.read(item))
            case "node.k8s.io", "RuntimeClass":
                self._runtimes[item.cluster, item.name] = item.body
            case "scheduling.k8s.io", "PriorityClass":
                if item.body.get("globalDefault") is True:
                    self._priorities[item.cluster] = item.name

    def ranges(self, namespace: NamespaceKey) -> Sequence[LimitRange]:
        """The LimitRanges of a namespace, by name."""
        return self._ranges.get(namespace, ())

    def pods(self, item: Object) -> tuple[AdmittedPod, ...]:
        """The pods of an object, admitted to its namespace."""
        ranges = self.ranges(key(item))
        return tuple(self._admit(item, template, ranges) for template in item.pods)

    def _admit(self, item: Object, template: PodTemplate, ranges: Sequence[LimitRange]) -> AdmittedPod:
        spec = template.spec
        daemon = (item.group, item.kind) == ("apps", "DaemonSet")
        runtime = self._runtimes.get((item.cluster, text(spec.get("runtimeClassName"))), {})
        scheduling = below(runtime, "scheduling")
        return AdmittedPod(
            template=template,
            needs=effective(spec, ranges, below(runtime, "overhead", "podFixed")),
            node_selector={**mapping(scheduling.get("nodeSelector")), **mapping(spec.get("nodeSelector"))},
            tolerations=(
                *mappings(spec.get("tolerations")),
                *mappings(scheduling.get("tolerations")),
                *(tolerations.of_daemon(spec) if daemon else ()),
            ),
            priority_class=text(spec.get("priorityClassName")) or self._priorities.get(item.cluster, ""),
        )
