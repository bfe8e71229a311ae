"""What objects charge to quotas: pods, volume claims, services, and the objects themselves."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from generator.analysis.admission import Admission, AdmittedPod, NamespaceKey, key, runs_pods
from generator.analysis.capacity import counts, custom_counts, devices, plurals, usage
from generator.analysis.capacity.autoscaling import Target, scales
from generator.analysis.capacity.counts import Context, Count, Scale, constant
from generator.analysis.ownership import Ownership
from generator.analysis.placement.nodes import Nodes
from generator.analysis.resources import Amounts
from generator.analysis.shapes import below, mapping, mappings, text, whole
from generator.model import Body, Object
from generator.quantity import units

Unit: TypeAlias = Literal["pod", "claim", "object"]
_ONE = units(1)
_RULES = {**counts.RULES, **custom_counts.RULES}
_COUNTED_KINDS = {
    "ConfigMap": "configmaps",
    "ReplicationController": "replicationcontrollers",
    "ResourceQuota": "resourcequotas",
    "Secret": "secrets",
    "Service": "services",
}
# The ten characters that Kustomize appends to generated ConfigMaps and Secrets (api/hasher): hexadecimal digits
# without those that could spell words.
_GENERATED = re.compile(r"-[24-9bcdfghkmt]{10}$")
_DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class"
_OLD_CLASS = "volume.beta.kubernetes.io/storage-class"


class Load(Struct, frozen=True, eq=False):
    """`count` equal charges of one object: `usage` is what each of them uses, by quota key. Pods carry themselves,
    claims their spec; both decide about a quota's scopes. `path` is the field of the pod or claim spec.
    """

    item: Object
    unit: Unit
    count: Count
    usage: Amounts
    pod: AdmittedPod | None = None
    claim: Body | None = None
    path: str = ""


class Loads:
    """Computes the loads of a set of objects. Objects that a controller in the set made are not counted again."""

    def __init__(self, objects: Sequence[Object], admission: Admission, nodes: Nodes) -> None:
        self._objects = objects
        self._admission = admission
        self._nodes = nodes
        self._scales = scales(objects)
        self._ownership = Ownership(objects)
        self._plurals = plurals.declared(objects)
        self._device_classes = devices.extended_names(objects)
        self._claim_templates: dict[NamespaceKey, dict[str, Body]] = defaultdict(dict)
        for item in objects:
            if item.kind == "ResourceClaimTemplate":
                self._claim_templates[key(item)][item.name] = item.body
        self._default_class = {
            item.cluster: item.name for item in objects if item.kind == "StorageClass" and _is_default(item)
        }
        self._claimed = {name for item in objects if item.kind == "StatefulSet" for name in _claim_names(item)}
        self._deployments = {
            (key(item), item.name): item for item in objects if (item.group, item.kind) == ("apps", "Deployment")
        }

    def all(self) -> Iterator[tuple[NamespaceKey, Load]]:
        """Every load with its namespace, in the order of the objects."""
        for item in self._objects:
            if item.namespace is not None and not self._ownership.owned(item):
                namespace = key(item)
                for load in self._of(item, namespace):
                    yield namespace, load

    def _of(self, item: Object, namespace: NamespaceKey) -> Iterator[Load]:
        kind = (item.group, item.kind)
        if runs_pods(item) or kind == ("argoproj.io", "Rollout"):
            for pod in self._admission.pods(self._with_reference(item, namespace)):
                yield from self._pod_loads(item, namespace, pod)
        if kind == ("", "PersistentVolumeClaim"):
            if (namespace, item.name) not in self._claimed:
                yield self._claim(item, item.body, "spec", constant(1))
        elif kind != ("", "Pod"):
            yield self._object(item, *kind)

    def _with_reference(self, item: Object, namespace: NamespaceKey) -> Object:
        """An Argo Rollout may borrow the pod template of a Deployment."""
        reference = below(item.body, "spec", "workloadRef")
        lender = self._deployments.get((namespace, text(reference.get("name"))))
        return replace(item, pods=lender.pods) if reference and lender and not item.pods else item

    def _pod_loads(self, item: Object, namespace: NamespaceKey, pod: AdmittedPod) -> Iterator[Load]:
        path = pod.template.spec_path
        count = self._count(item, namespace, pod)
        if (item.group, item.kind) == ("", "Pod") and not count.steady:
            yield Load(item, "object", constant(1), {"count/pods": _ONE})
            return
        yield Load(item, "pod", count, usage.of_pod(pod.needs), pod, path=path)
        for claim in devices.of_pod(pod.spec, self._claim_templates[namespace]):
            yield Load(item, "object", count, devices.usage(claim, self._device_classes))
        for index, volume in enumerate(mappings(pod.spec.get("volumes"))):
            template = below(volume, "ephemeral", "volumeClaimTemplate")
            if template:
                claim_path = f"{path}.volumes[{index}].ephemeral.volumeClaimTemplate.spec"
                yield self._claim(item, template, claim_path, count)
        match item.group, item.kind:
            case "apps", "StatefulSet":
                for index, template in enumerate(mappings(below(item.body, "spec").get("volumeClaimTemplates"))):
                    yield self._claim(item, template, f"spec.volumeClaimTemplates[{index}].spec", count)
            case "batch", "CronJob":
                yield from _runs(item, count)

    def _count(self, item: Object, namespace: NamespaceKey, pod: AdmittedPod) -> Count:
        rule = _RULES.get((item.group, item.kind))
        context = Context(item, pod.template, self._scale(item, namespace), self._node_range(item, pod))
        return rule(context) if rule else constant(max(whole(context.spec.get("replicas"), 1), 0))

    def _scale(self, item: Object, namespace: NamespaceKey) -> Scale | None:
        return self._scales.get(Target(namespace, item.group, item.kind, item.name))

    def _node_range(self, item: Object, pod: AdmittedPod) -> tuple[int, int] | None:
        return self._nodes.admitting(pod) if item.kind == "DaemonSet" else None

    def _claim(self, item: Object, body: Body, path: str, count: Count) -> Load:
        charged = usage.of_claim(body, self._storage_class(item, body))
        return Load(item, "claim", count, charged, claim=below(body, "spec"), path=path)

    def _storage_class(self, item: Object, body: Body) -> str:
        """The class of a claim; the default class of the tree where none is written (an empty one means none)."""
        annotated = below(body, "metadata", "annotations").get(_OLD_CLASS)
        stated = below(body, "spec").get("storageClassName") if annotated is None else annotated
        return self._default_class.get(item.cluster, "") if stated is None else text(stated)

    def _object(self, item: Object, group: str, kind: str) -> Load:
        charged = {plurals.count_key(group, kind, self._plurals): _ONE}
        if not group and kind in _COUNTED_KINDS:
            charged[_COUNTED_KINDS[kind]] = _ONE
        match group, kind:
            case "", "Service":
                charged |= usage.of_service(below(item.body, "spec"))
            case "resource.k8s.io", "ResourceClaim":
                charged |= devices.usage(below(item.body, "spec"), self._device_classes)
        generated = kind in {"ConfigMap", "Secret"} and _GENERATED.search(item.name)
        return Load(item, "object", Count(1, 2, 2) if generated else constant(1), charged)


def _runs(item: Object, count: Count) -> Iterator[Load]:
    """The Jobs of a CronJob: those that run, and those that are kept after they ended, with their pods."""
    spec = below(item.body, "spec")
    size = counts.job_size(below(spec, "jobTemplate", "spec"))
    if not count.steady:
        return
    kept = whole(spec.get("successfulJobsHistoryLimit"), 3) + whole(spec.get("failedJobsHistoryLimit"), 1)
    running = Count(1, 1, None if count.worst is None else count.worst // size)
    yield Load(item, "object", running, {"count/jobs.batch": _ONE})
    yield Load(item, "object", constant(kept), {"count/jobs.batch": _ONE, "count/pods": units(size)})


def _is_default(item: Object) -> bool:
    return mapping(below(item.body, "metadata").get("annotations")).get(_DEFAULT_CLASS) == "true"


def _claim_names(item: Object) -> Iterator[tuple[NamespaceKey, str]]:
    """Names of the claims that a StatefulSet makes, which a dump of a live cluster also holds."""
    spec = below(item.body, "spec")
    for template in mappings(spec.get("volumeClaimTemplates")):
        name = text(below(template, "metadata").get("name"))
        for ordinal in range(min(max(whole(spec.get("replicas"), 1), 0), 1000)):
            yield key(item), f"{name}-{item.name}-{ordinal}"
