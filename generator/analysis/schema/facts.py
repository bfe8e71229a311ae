"""Facts about schemas, which the rules in policies/schema judge.

Kinds: `SchemaErrors` (what a kind's schema says against an object), `UnknownKind` (no schema for it) and
`DuplicateObject` (an identity that another object has already).
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import orjson

from generator.analysis.schema.packs import NEWEST, SchemaError, schemas
from generator.analysis.shapes import field
from generator.model import Body, Cluster, Fact, Identity, Object, fact
from generator.suggesting import nearest

_REASONS = {"additionalProperties": "unknown-field", "type": "wrong-type", "required": "missing-field"}


class Marks(Protocol):
    """Marks of bodies that their schemas have nothing against: a set, which may outlive the run."""

    def __contains__(self, mark: bytes) -> bool: ...

    def add(self, mark: bytes) -> None: ...  # noqa: D102 - of a set


def facts(
    objects: Iterable[Object],
    clusters: Mapping[str | None, Cluster] | None = None,
    version: str = NEWEST,
    valid: Marks | None = None,
) -> tuple[Fact, ...]:
    """All schema facts. An object is judged by its cluster's Kubernetes version, else by `version`.

    What is marked in `valid` is taken for valid, and what is found to be so is marked there.
    """
    marks = set[bytes]() if valid is None else valid
    versions = {name: cluster.kubernetes_version for name, cluster in (clusters or {}).items()}
    seen: dict[tuple[str | None, Identity], Object] = {}
    found: list[Fact] = []
    for item in objects:
        against = versions.get(item.cluster, version)
        mark = _mark(item.body, against)
        if mark not in marks:
            errors = tuple(_schema(item, against))
            found += errors
            if mark and not errors:
                marks.add(mark)
        first = seen.setdefault((item.cluster, item.identity), item)
        if first is not item and item.kind and item.name:
            found.append(_duplicate(item, first))
    return tuple(found)


def _mark(body: Body, version: str) -> bytes:
    """What a body is known by; nothing where it is no JSON."""
    try:
        return hashlib.blake2b(version.encode() + orjson.dumps(body), digest_size=16).digest()
    except TypeError:
        return b""


def _schema(item: Object, version: str) -> Iterator[Fact]:
    unnamed = [error for name in ("apiVersion", "kind") for error in _unnamed(name, item.body.get(name))]
    if unnamed:
        yield fact("SchemaErrors", item, errors=unnamed)
        return
    known = schemas(version)
    key = f"{item.api_version}/{item.kind}"
    if key not in known:
        yield fact("UnknownKind", item, version=version, objectVersion=item.api_version, objectKind=item.kind)
        return
    errors = [each for error in known.errors(key, item.body) for each in _errors(error)]
    if errors:
        yield fact("SchemaErrors", item, errors=errors)


def _unnamed(name: str, value: object) -> Iterator[Body]:
    """What is wrong with one half of a kind's name, without which no schema can be looked up."""
    if not value:
        yield _error(name, "missing-field", f"{name} is missing")
    elif not isinstance(value, str):
        yield _error(name, "wrong-type", f"{name} is not text")


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
