"""Which objects were made by another object of the same tree, so that they are not counted twice.

A dump of a live cluster holds Deployments, their ReplicaSets and their Pods.
"""

from collections.abc import Iterable

from generator.analysis.shapes import below, mappings, text
from generator.analysis.workloads import STAMPED
from generator.model import Body, Object

_ANY = None


class Ownership:
    """Answers whether an object is controlled by one of the objects given."""

    def __init__(self, objects: Iterable[Object]) -> None:
        self._known: set[tuple[object, ...]] = set()
        for item in objects:
            place = (item.cluster, item.environment, item.namespace)
            self._known.add((*place, item.group, item.kind, item.name))
            self._known.add((*place, _ANY, item.kind, item.name))

    def owned(self, item: Object) -> bool:
        """Whether the object's controller is in the tree, in the same namespace or cluster-scoped."""
        return any(
            (item.cluster, item.environment, namespace, *owner) in self._known
            for owner in _controllers(item)
            for namespace in (item.namespace, None)
        )


def _controllers(item: Object) -> list[tuple[str | None, str, str]]:
    """Group, kind and name of the owners that control an object. What only controllers make counts as made by whichever
    owner it names, where none says that it controls; an owner without apiVersion may be of any group.
    """
    references = mappings(below(item.body, "metadata").get("ownerReferences"))
    controlling = [one for one in references if one.get("controller") is True]
    if not controlling and item.kind in STAMPED:
        controlling = [one for one in references if text(one.get("kind")) and text(one.get("name"))]
    return [(_group(one), text(one.get("kind")), text(one.get("name"))) for one in controlling]


def _group(reference: Body) -> str | None:
    written = text(reference.get("apiVersion"))
    return written.rpartition("/")[0] if written else _ANY
