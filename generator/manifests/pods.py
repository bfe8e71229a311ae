"""Pod specs wherever they hide: in the kinds of a table that policies read too, elsewhere by their shape.

A row of the table has `group`, `kind`, `spec` (the path to a pod spec; `[]` stands for each item of a list, `*` for each
value of a map) and `metadata` (the path to the pod's labels and annotations, empty where there is none). A spec that is
pod-like only may say more: `containers` are the paths, from the spec, to what it runs (the empty path is the spec itself),
`inherits` the path to pod fields that it does not repeat, `securityContext` the name of the pod's security context.
Sources: the custom resource definitions of the projects named by the groups.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias

from generator import fields
from generator.fields import Pointer
from generator.manifests import scopes
from generator.model import Body, PodTemplate
from generator.settings import BUNDLED

TABLE: Final = "policies/lib/pod_paths/data.json"
_ITEMS: Final = "[]"
_VALUES: Final = "*"
Steps: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table, its paths as steps."""

    spec: Steps
    metadata: Steps
    containers: tuple[Steps, ...] = ()
    inherits: Steps = ()
    security_context: str = ""


def pods(body: Body) -> tuple[PodTemplate, ...]:
    """Every pod spec of an object: those that its kind is known to have, or else what looks like one."""
    rows = _rows().get((_group(body), _text(body.get("kind"))))
    if rows is None:
        return tuple(_template(body, pointer, _beside(pointer)) for pointer in _shaped(body))
    return tuple(pod for row in rows for pod in _row_pods(body, row))


def discovered(body: Body) -> tuple[str, ...]:
    """The fields where pod specs were found by their shape only, as nothing is known about the object's kind."""
    known = (_group(body), _text(body.get("kind"))) in _rows()
    return () if known else tuple(map(fields.render, _shaped(body)))


def _row_pods(body: Body, row: _Row) -> Iterator[PodTemplate]:
    for pointer, spec in _found(body, row.spec):
        if not isinstance(spec, dict):
            continue
        bound = zip(row.metadata, (*pointer, *row.metadata[len(pointer) :]), strict=False)
        metadata = tuple(step if pattern in (_ITEMS, _VALUES) else pattern for pattern, step in bound)
        if not row.containers:
            yield _template(body, pointer, metadata)
        elif containers := [each for steps in row.containers for _, each in _found(spec, steps)]:
            yield _template(body, pointer, metadata, _pod_like(body, row, spec, containers))


def _pod_like(body: Body, row: _Row, spec: Body, containers: list[Any]) -> Body:
    """What the controller makes of a spec that is not quite a pod's."""
    inherited = (
        next((value for _, value in _found(body, row.inherits) if isinstance(value, dict)), {}) if row.inherits else {}
    )
    whole = {**inherited, **spec, "containers": containers}
    if row.security_context:
        whole["securityContext"] = spec.get(row.security_context, {})
    return whole


def _template(body: Body, pointer: Pointer, metadata: Pointer | None, spec: Body | None = None) -> PodTemplate:
    found = _value(body, metadata) if metadata else {}
    return PodTemplate(
        _field(pointer),
        _field(metadata or ()),
        _value(body, pointer) if spec is None else spec,
        found if isinstance(found, dict) else {},
    )


_field = lru_cache(maxsize=10_000)(fields.render)


def _found(value: Any, steps: Steps, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Everything that a path leads to."""
    for index, step in enumerate(steps):
        if step in (_ITEMS, _VALUES):
            kind = list if step == _ITEMS else dict
            inner = enumerate(value) if step == _ITEMS else value.items() if isinstance(value, dict) else ()
            for key, child in inner if isinstance(value, kind) else ():
                yield from _found(child, steps[index + 1 :], (*pointer, key))
            return
        if not isinstance(value, dict) or step not in value:
            return
        value, pointer = value[step], (*pointer, step)
    yield pointer, value


def _shaped(body: Body) -> Iterator[Pointer]:
    """Where there is a list of `containers` with an image, outside of the groups that Kubernetes itself defines."""
    if scopes.builtin(_group(body)):
        return
    waiting: list[tuple[Pointer, Any]] = [((key,), value) for key, value in body.items() if key != "metadata"]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict):
            if _runs(value.get("containers")):
                yield pointer
            else:
                waiting += [((*pointer, key), inner) for key, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [((*pointer, index), value[index]) for index in reversed(range(len(value)))]


def _runs(containers: Any) -> bool:
    items = containers if isinstance(containers, list) else []
    return any(isinstance(item, dict) and isinstance(item.get("image"), str) for item in items)


def _beside(pointer: Pointer) -> Pointer | None:
    """A pod template has its metadata beside its spec."""
    return (*pointer[:-1], "metadata") if pointer[-1] == "spec" and len(pointer) > 1 else None


def _value(body: Any, pointer: Pointer) -> Any:
    for step in pointer:
        if isinstance(step, str) and not (isinstance(body, dict) and step in body):
            return None
        body = body[step]
    return body


@cache
def _rows() -> Mapping[tuple[str, str], tuple[_Row, ...]]:
    rows: dict[tuple[str, str], tuple[_Row, ...]] = {}
    for row in json.loads((BUNDLED / TABLE).read_text(encoding="utf-8")):
        key = (row["group"], row["kind"])
        rows[key] = (
            *rows.get(key, ()),
            _Row(
                _steps(row["spec"]),
                _steps(row["metadata"]),
                tuple(_steps(path) for path in row.get("containers", ())),
                _steps(row.get("inherits", "")),
                row.get("securityContext", ""),
            ),
        )
    return rows


def _steps(path: str) -> Steps:
    return tuple(path.replace(_ITEMS, f".{_ITEMS}").split(".")) if path else ()


def _group(body: Body) -> str:
    return _text(body.get("apiVersion")).rpartition("/")[0]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
