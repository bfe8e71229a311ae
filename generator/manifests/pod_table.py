"""The table of kinds that hold pods, which policies read too, and the paths that it is written in.

A row has `group`, `kind`, `spec` (the path to a pod spec; `[]` stands for each item of a list, `*` for each value of a
map) and `metadata` (the path to the pod's labels and annotations, empty where there is none). The spec of a row with
`containers` is only like a pod's: they are the paths, from the spec, to what it runs (the empty path is the spec itself),
`inherits` is the path to pod fields that it need not repeat, `securityContext` the name of the pod's security context.
Sources: the custom resource definitions of the projects that the groups name.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

from generator.fields import Pointer
from generator.settings import BUNDLED

Steps: TypeAlias = tuple[str, ...]

_FILE: Final = BUNDLED / "policies/lib/pod_paths/data.json"
_ITEMS: Final = "[]"
_VALUES: Final = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """A row, its paths as steps."""

    spec: Steps
    metadata: Steps
    containers: tuple[Steps, ...] = ()
    inherits: Steps = ()
    security_context: str = ""


@cache
def rows() -> Mapping[tuple[str, str], tuple[Row, ...]]:
    """The rows of each (group, kind)."""
    found: dict[tuple[str, str], tuple[Row, ...]] = {}
    for each in json.loads(_FILE.read_text(encoding="utf-8")):
        key = (each["group"], each["kind"])
        row = Row(
            _steps(each["spec"]),
            _steps(each["metadata"]),
            tuple(map(_steps, each.get("containers", ()))),
            _steps(each.get("inherits", "")),
            each.get("securityContext", ""),
        )
        found[key] = (*found.get(key, ()), row)
    return found


def find(value: Any, steps: Steps, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Everything that a path leads to from a value, with its pointer."""
    for index, step in enumerate(steps):
        if step in (_ITEMS, _VALUES):
            for key, inner in _children(value, step):
                yield from find(inner, steps[index + 1 :], (*pointer, key))
            return
        if not isinstance(value, dict) or step not in value:
            return
        value, pointer = value[step], (*pointer, step)
    yield pointer, value


def bound(steps: Steps, pointer: Pointer) -> Pointer:
    """A path as a pointer: its `[]` and `*` are the steps that another pointer has in the same positions."""
    return tuple(pointer[index] if step in (_ITEMS, _VALUES) else step for index, step in enumerate(steps))


def _children(value: Any, step: str) -> Iterator[tuple[str | int, Any]]:
    if step == _ITEMS and isinstance(value, list):
        yield from enumerate(value)
    elif step == _VALUES and isinstance(value, dict):
        yield from value.items()


def _steps(path: str) -> Steps:
    return tuple(path.replace(_ITEMS, f".{_ITEMS}").split(".")) if path else ()
