"""Facts about promoted images, which rules in policies/image judge.

Kind: `PromotedImages`, on every workload of a protected environment: the digests that it runs, and whether the
environment before it in the order of promotion has them. Source: design, section 6 (promote).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator import fields
from generator.analysis.shapes import mapping, sequence, text
from generator.model import Body, Environment, Fact, Object, fact

_LISTS = ("containers", "initContainers", "ephemeralContainers")


class _Image(NamedTuple):
    """A container's image by digest, which is the same in every registry that it is copied to."""

    field: str
    image: str
    digest: str


# What is promoted as one: the environment, and the folder of the unit that the workload was rendered to.
_Unit = tuple[str | None, tuple[str, ...]]


def facts(objects: Iterable[Object], environments: Sequence[Environment]) -> tuple[Fact, ...]:
    """Facts about the workloads of all clusters; `environments` are in the order of promotion."""
    before = {later.name: earlier.name for earlier, later in pairwise(environments) if later.protected}
    running: defaultdict[_Unit, set[str]] = defaultdict(set)
    promoted: list[tuple[Object, list[_Image]]] = []
    for item in objects:
        if item.pods:
            images = _images(item)
            running[_unit(item, item.environment)] |= {one.digest for one in images}
            if images and item.environment in before:
                promoted.append((item, images))
    found = []
    for item, images in promoted:
        earlier = before[item.environment or ""]
        known = running[_unit(item, earlier)]
        entries = [_entry(one, proven=one.digest in known) for one in images]
        found.append(fact("PromotedImages", item, before=earlier, images=entries))
    return tuple(found)


def _entry(image: _Image, *, proven: bool) -> Body:
    return {"field": image.field, "image": image.image, "proven": proven}


def _unit(item: Object, environment: str | None) -> _Unit:
    """A Job may carry another name in each environment, so that names cannot tell what belongs together."""
    return environment, tuple(item.origin.file.split("/")[:3])


def _images(item: Object) -> list[_Image]:
    found = []
    for pod in item.pods:
        for key in _LISTS:
            for index, container in enumerate(sequence(pod.spec.get(key))):
                image = text(mapping(container).get("image"))
                if "@" in image:
                    place = fields.below(pod.spec_path, key, index, "image")
                    found.append(_Image(place, image, image.partition("@")[2]))
    return found
