"""Which objects were made by another object of the same tree, so that they are not counted twice.

A dump of a live cluster holds Deployments, their ReplicaSets and their Pods.
"""

from collections.abc import Iterable

from generator.analysis.shapes import below, mappings, text
from generator.model import Object


class Ownership:
    """Answers whether an object is controlled by one of the objects given."""

    def __init__(self, objects: Iterable[Object]) -> None:
        self._known = {
            (item.cluster, item.environment, item.namespace, item.group, item.kind, item.name) for item in objects
        }

    def owned(self, item: Object) -> bool:
        """Whether the object's controller is in the tree, in the same namespace or cluster-scoped."""
        return any(
            (item.cluster, item.environment, namespace, *owner) in self._known
            for owner in _controllers(item)
            for namespace in (item.namespace, None)
        )


def _controllers(item: Object) -> list[tuple[str, str, str]]:
    """Group, kind and name of the owners that control an object."""
    return [
        (
            text(reference.get("apiVersion")).rpartition("/")[0],
            text(reference.get("kind")),
            text(reference.get("name")),
        )
        for reference in mappings(below(item.body, "metadata").get("ownerReferences"))
        if reference.get("controller") is True
    ]
