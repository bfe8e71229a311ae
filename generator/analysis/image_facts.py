"""Facts about promoted images, which rules in policies/image judge.

Kind: `PromotedImages`, on every workload of a protected environment: the digests that it runs, and whether the
environment before it in the order of promotion has them. Source: design, section 6 (promote).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from generator.analysis.images import Pinned, pinned
from generator.model import Body, Environment, Fact, Object, fact

# What is promoted as one: the environment, and the folder of the unit that the workload was rendered to.
_Unit = tuple[str | None, tuple[str, ...]]


def facts(objects: Iterable[Object], environments: Sequence[Environment]) -> tuple[Fact, ...]:
    """Facts about the workloads of all clusters; `environments` are in the order of promotion."""
    before = {later.name: earlier.name for earlier, later in pairwise(environments) if later.protected}
    running: defaultdict[_Unit, set[str]] = defaultdict(set)
    promoted: list[tuple[Object, list[Pinned]]] = []
    for item in objects:
        if item.pods:
            images = list(pinned(item))
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


def _entry(image: Pinned, *, proven: bool) -> Body:
    return {"field": image.field, "image": image.image, "proven": proven}


def _unit(item: Object, environment: str | None) -> _Unit:
    """A Job may carry another name in each environment, so that names cannot tell what belongs together."""
    return environment, tuple(item.origin.file.split("/")[:3])
