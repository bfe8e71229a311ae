"""The table of kinds that hold pods, which policies read too, and the paths that it is written in.

A row has `group`, `kind`, `spec` (the path to a pod spec; `[]` stands for each item of a list, `*` for each value of a
map) and `metadata` (the path to the pod's labels and annotations, empty where there is none). The spec of a row with
`containers` is only like a pod's: they are the paths, from the spec, to what it runs (the empty path is the spec itself),
`inherits` is the path to pod fields that it need not repeat, `securityContext` the name of the pod's security context.
Sources: the custom resource definitions of the projects that the groups name.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Final

from msgspec import Struct

from generator.fields import ITEMS, VALUES, Pointer, Steps, steps
from generator.settings import BUNDLED

_FILE: Final = BUNDLED / "policies/lib/pod_paths/data.json"


class Row(Struct, frozen=True):
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
            steps(each["spec"]),
            steps(each["metadata"]),
            tuple(map(steps, each.get("containers", ()))),
            steps(each.get("inherits", "")),
            each.get("securityContext", ""),
        )
        found[key] = (*found.get(key, ()), row)
    return found


def bound(path: Steps, pointer: Pointer) -> Pointer:
    """A path as a pointer: its `[]` and `*` are the steps that another pointer has in the same positions."""
    return tuple(pointer[index] if step in (ITEMS, VALUES) else step for index, step in enumerate(path))
