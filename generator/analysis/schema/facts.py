"""Facts about schemas, which the rules in policies/schema judge.

Kinds: `SchemaErrors` (what a kind's schema says against an object), `UnknownKind` (no schema for it) and
`DuplicateObject` (an identity that another object has already).
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.analysis.schema.packs import NEWEST, SchemaError, schemas
from generator.analysis.shapes import field
from generator.model import Body, Cluster, Fact, Identity, Object, fact
from generator.suggesting import nearest

_REASONS = {"additionalProperties": "unknown-field", "type": "wrong-type", "required": "missing-field"}


def facts(
    objects: Iterable[Object], clusters: Mapping[str | None, Cluster] | None = None, version: str = NEWEST
) -> tuple[Fact, ...]:
    """All schema facts. An object is judged by its cluster's Kubernetes version, else by `version`."""
    versions = {name: cluster.kubernetes_version for name, cluster in (clusters or {}).items()}
    seen: dict[tuple[str | None, Identity], Object] = {}
    found: list[Fact] = []
    for item in objects:
        found += _schema(item, versions.get(item.cluster, version))
        first = seen.setdefault((item.cluster, item.identity), item)
        if first is not item and item.kind and item.name:
            found.append(_duplicate(item, first))
    return tuple(found)


def _schema(item: Object, version: str) -> Iterator[Fact]:
    missing = [name for name in ("apiVersion", "kind") if not item.body.get(name)]
    if missing:
        errors = [_error(name, "missing-field", f"{name} is missing") for name in missing]
        yield fact("SchemaErrors", item, errors=errors)
        return
    known = schemas(version)
    key = f"{item.api_version}/{item.kind}"
    if not (item.api_version and item.kind and key in known):
        yield fact("UnknownKind", item, version=version, objectVersion=item.api_version, objectKind=item.kind)
        return
    errors = [each for error in known.errors(key, item.body) for each in _errors(error)]
    if errors:
        yield fact("SchemaErrors", item, errors=errors)


def _errors(error: SchemaError) -> Iterator[Body]:
    """One entry a field: a schema names several unknown fields at once."""
    path = _path(error.path)
    reason = _REASONS.get(error.keyword, "invalid-value")
    if reason == "unknown-field":
        for name in error.names:
            near = nearest(name, error.known)
            hint = f"; did you mean {near}?" if near else ""
            yield _error(field(path, name), reason, f"there is no field {name} here{hint}")
    elif reason == "missing-field":
        for name in error.names:
            yield _error(field(path, name), reason, f"{name} is missing")
    else:
        yield _error(path, reason, error.message)


def _path(steps: Iterable[str | int]) -> str:
    path = ""
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else field(path, step)
    return path


def _error(path: str, reason: str, detail: str) -> Body:
    return {"field": path, "reason": reason, "detail": detail}


def _duplicate(item: Object, first: Object) -> Fact:
    return fact("DuplicateObject", item, file=first.origin.file, line=first.origin.line)
