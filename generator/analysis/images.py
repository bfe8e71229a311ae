"""Images that workloads run by digest, which is the same in every registry that an image is copied to."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from generator import fields
from generator.analysis.shapes import mapping, sequence, text
from generator.model import Object

_LISTS: Final = ("containers", "initContainers", "ephemeralContainers")


class Pinned(Struct, frozen=True):
    """A container's image: the container's name, the field, the image as written, and the digest in it."""

    container: str
    field: str
    image: str
    digest: str


def pinned(item: Object) -> Iterator[Pinned]:
    """The images of an object's containers that have a digest."""
    for pod in item.pods:
        for key in _LISTS:
            for index, container in enumerate(map(mapping, sequence(pod.spec.get(key)))):
                image = text(container.get("image"))
                if "@" in image:
                    place = fields.below(pod.spec_path, key, index, "image")
                    yield Pinned(text(container.get("name")), place, image, image.partition("@")[2])
