"""Pod specs wherever they hide: where the table says for known kinds, by their shape in others."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from generator import fields
from generator.fields import Pointer
from generator.manifests import pod_table, scopes
from generator.manifests.pod_table import Row
from generator.model import Body, PodTemplate

_METADATA: Final = "metadata"
# Pod fields that a workflow sets for all of its templates (Argo Workflows, WorkflowSpec).
_INHERITED: Final = (
    "affinity",
    "automountServiceAccountToken",
    "dnsConfig",
    "dnsPolicy",
    "hostAliases",
    "hostNetwork",
    "imagePullSecrets",
    "nodeSelector",
    "priorityClassName",
    "schedulerName",
    "securityContext",
    "serviceAccountName",
    "tolerations",
    "volumes",
)


def pods(body: Body) -> tuple[PodTemplate, ...]:
    """Every pod spec of an object: those that its kind is known to have, or else what looks like one."""
    rows = _rows(body)
    if rows is None:
        return tuple(_template(body, pointer, _at(body, pointer), _beside(pointer)) for pointer in _shaped(body))
    return tuple(pod for row in rows for pod in _row_pods(body, row))


def discovered(body: Body) -> tuple[str, ...]:
    """The fields where pod specs were found only by their shape, as nothing is known about the object's kind."""
    return tuple(map(fields.render, _shaped(body))) if _rows(body) is None else ()


def _rows(body: Body) -> tuple[Row, ...] | None:
    return pod_table.rows().get(scopes.group_kind(body))


def _row_pods(body: Body, row: Row) -> Iterator[PodTemplate]:
    for pointer, spec in fields.find(body, row.spec):
        if isinstance(spec, dict) and (whole := _pod_like(body, row, spec) if row.containers else spec):
            yield _template(body, pointer, whole, pod_table.bound(row.metadata, pointer))


def _pod_like(body: Body, row: Row, spec: Body) -> Body:
    """The pod spec that a controller makes of something similar; empty where it runs nothing."""
    containers = [each for steps in row.containers for _, each in fields.find(spec, steps)]
    if not containers:
        return {}
    common = next(fields.find(body, row.inherits), ((), None))[1] if row.inherits else None
    inherited = {key: common[key] for key in _INHERITED if key in common} if isinstance(common, dict) else {}
    whole = {**inherited, **spec, "containers": containers}
    if isinstance(own := spec.get("volumes"), list) and isinstance(inherited.get("volumes"), list):
        whole["volumes"] = [*own, *inherited["volumes"]]
    if row.security_context:
        whole["securityContext"] = spec.get(row.security_context, {})
    return whole


def _template(body: Body, pointer: Pointer, spec: Body, metadata: Pointer) -> PodTemplate:
    found = _at(body, metadata) if metadata else None
    return PodTemplate(_field(pointer), _field(metadata), spec, found if isinstance(found, dict) else {})


_field = lru_cache(maxsize=10_000)(fields.render)


def _shaped(body: Body) -> Iterator[Pointer]:
    """Where there is a list of `containers` with an image, outside of the groups that Kubernetes itself defines."""
    if scopes.builtin(scopes.group_kind(body)[0]):
        return
    waiting: list[tuple[Pointer, Any]] = [((key,), value) for key, value in body.items() if key != _METADATA]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, list):
            waiting += [((*pointer, index), value[index]) for index in reversed(range(len(value)))]
        elif isinstance(value, dict) and _runs(value.get("containers")):
            yield pointer
        elif isinstance(value, dict):
            waiting += [((*pointer, key), inner) for key, inner in reversed(value.items())]


def _runs(containers: Any) -> bool:
    items = containers if isinstance(containers, list) else []
    return any(isinstance(item, dict) and "image" in item for item in items)


def _beside(pointer: Pointer) -> Pointer:
    """Where a pod template has its metadata: beside its spec. A spec elsewhere has none."""
    return (*pointer[:-1], _METADATA) if pointer[-1] == "spec" and len(pointer) > 1 else ()


def _at(body: Any, pointer: Pointer) -> Any:
    """The value that a pointer leads to, None where there is none."""
    for step in pointer:
        if isinstance(step, str) and not (isinstance(body, dict) and step in body):
            return None
        body = body[step]
    return body
