"""Which kinds belong to a namespace. Everything does that `scopes.json` does not name as cluster-scoped.

Sources: the Kubernetes API reference, and the custom resource definitions of the projects named by the groups.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from generator.model import Body

# (group, kind) → whether it is namespaced, as custom resource definitions among the objects say.
Scopes: TypeAlias = Mapping[tuple[str, str], bool]

_DATA: Final = Path(__file__).with_name("scopes.json")
_EVERY: Final = "*"
_DEFAULT: Final = "default"


def namespaced(group: str, kind: str, declared: Scopes | None = None) -> bool:
    """Whether objects of a kind belong to a namespace; `declared` is asked about kinds that the data does not name."""
    cluster_scoped = _data()["clusterScoped"].get(group, ())
    if kind in cluster_scoped or _EVERY in cluster_scoped:
        return False
    return declared.get((group, kind), True) if declared else True


def builtin(group: str) -> bool:
    """Whether Kubernetes itself defines an API group."""
    return group in _data()["builtinGroups"]


def group_kind(body: Body) -> tuple[str, str]:
    """An object's API group (empty for the core group) and kind; empty where they are missing or not text."""
    version, kind = body.get("apiVersion"), body.get("kind")
    return version.rpartition("/")[0] if isinstance(version, str) else "", kind if isinstance(kind, str) else ""


def namespace(body: Body, declared: Scopes | None = None) -> str | None:
    """The namespace that Kubernetes would give an object: None where its kind has none, `default` where none is written."""
    if not namespaced(*group_kind(body), declared):
        return None
    metadata = body.get("metadata")
    written = metadata.get("namespace") if isinstance(metadata, dict) else None
    return written if written and isinstance(written, str) else _DEFAULT


def declared(bodies: Iterable[Body]) -> Scopes:
    """What the custom resource definitions among some objects say about scopes."""
    found: dict[tuple[str, str], bool] = {}
    for body in bodies:
        if body.get("kind") == "CustomResourceDefinition" and isinstance(spec := body.get("spec"), dict):
            names = spec.get("names")
            kind = names.get("kind") if isinstance(names, dict) else None
            if isinstance(kind, str) and isinstance(spec.get("group"), str):
                found[spec["group"], kind] = spec.get("scope") != "Cluster"
    return found


@cache
def _data() -> Any:
    data = json.loads(_DATA.read_text(encoding="utf-8"))
    return {
        "builtinGroups": frozenset(data["builtinGroups"]),
        "clusterScoped": {group: frozenset(kinds) for group, kinds in data["clusterScoped"].items()},
    }
