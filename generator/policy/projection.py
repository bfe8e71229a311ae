"""What rules get of an object and its pods, by what they declare to read."""

from collections.abc import Iterable
from typing import Self

from msgspec import Struct

from generator.model import Body, PodTemplate
from generator.policy.cuts import Cut, cutter, tree
from generator.policy.reads import CONTAINER_LISTS, ITEMS, SHAPE, SHOWN, Path, Reads
from generator.policy.texts import Texts

CONTAINER_NAMES: tuple[Path, ...] = tuple(("spec", name, ITEMS, "name") for name in CONTAINER_LISTS)


class PodProjection(Struct, frozen=True):
    """Cuts pods down to some paths. Containers' names are only shown unless a path reads them."""

    metadata: Cut
    showing: Cut
    naming: Cut

    @classmethod
    def of(cls, declared: Iterable[Reads]) -> Self:
        """The projection that serves all of the given rules, none of which reads whole objects."""
        paths = [("spec", SHAPE), ("metadata", SHAPE), *(path for reads in declared for path in reads.pods or ())]
        showing = tree([*paths, *((*path, SHOWN) for path in CONTAINER_NAMES)])
        naming = tree([*paths, *CONTAINER_NAMES])
        return cls(*map(cutter, (showing.keys["metadata"], showing.keys["spec"], naming.keys["spec"])))

    def __call__(self, pods: Iterable[PodTemplate], texts: Texts) -> list[Body]:
        """The `pods` of an input; the texts that place-holders stand for are added to `texts`."""
        return [self._pod(pod, texts) for pod in pods]

    def _pod(self, pod: PodTemplate, texts: Texts) -> Body:
        metadata = self.metadata(pod.metadata, texts)
        # Annotations may name containers: where rules read any, the names must be the real ones.
        spec = self.naming if _filled(metadata.get("annotations", {})) else self.showing
        return {
            "path": pod.spec_path,
            "spec": spec(pod.spec, texts),
            "metadata_path": pod.metadata_path,
            "metadata": metadata,
        }


class BodyProjection(Struct, frozen=True):
    """Cuts an object down to its apiVersion, its kind and some paths."""

    cut: Cut

    @classmethod
    def of(cls, declared: Iterable[Reads]) -> Self:
        """The projection that serves all of the given rules, none of which reads whole objects."""
        paths = [path for reads in declared for path in reads.object or ()]
        return cls(cutter(tree([("apiVersion",), ("kind",), *paths])))

    def __call__(self, body: Body, texts: Texts) -> Body:
        """The `object` of an input; the texts that place-holders stand for are added to `texts`."""
        found: Body = self.cut(body, texts)
        return found


def whole(pod: PodTemplate) -> Body:
    """An entry of the `pods` of an input that nothing is cut from."""
    return {"path": pod.spec_path, "spec": pod.spec, "metadata_path": pod.metadata_path, "metadata": pod.metadata}


def _filled(value: object) -> bool:
    return any(map(_filled, value.values())) if isinstance(value, dict) else True
