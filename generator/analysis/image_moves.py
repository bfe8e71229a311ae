"""Images that a change gives to an environment, and whether it had them before (policies/image/digest-backwards).

Kind: `MovedImages`, on a workload: each container that runs another digest than before, and where it ran that one once.
A workload is known by its kind and its containers' names, because a Job has another name after each change.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from generator.analysis.images import pinned
from generator.model import Delivery, Fact, Object, fact

_DIGEST: Final = re.compile(r"sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}")


class Build(Struct, frozen=True):
    """What is looked for in the past: a path that an Application delivers, with an image by its digest."""

    path: str
    digest: str


class Move(Struct, frozen=True):
    """A container of a workload that gets a digest other than those that it had."""

    subject: Object
    field: str
    image: str
    build: Build


def moves(before: Iterable[Delivery], after: Iterable[Delivery]) -> tuple[Move, ...]:
    """The containers that run another digest than before, path by path. A new container has not moved."""
    old = {each.path: each.objects for each in before}
    return tuple(move for each in after for move in _moves(each, old.get(each.path, ())))


def digests(objects: Iterable[Object]) -> frozenset[str]:
    """Every digest that workloads run."""
    return frozenset(image.digest for item in objects for image in pinned(item))


def facts(found: Iterable[Move], held: Mapping[Build, str]) -> tuple[Fact, ...]:
    """Facts about workloads with moves; `held` has the commit of builds that there were before."""
    groups: defaultdict[int, list[Move]] = defaultdict(list)
    for move in found:
        groups[id(move.subject)].append(move)
    return tuple(
        fact(
            "MovedImages",
            group[0].subject,
            images=[{"field": one.field, "image": one.image, "held": held.get(one.build, "")} for one in group],
        )
        for group in groups.values()
    )


def _moves(delivery: Delivery, before: Iterable[Object]) -> Iterator[Move]:
    had: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for item in before:
        for image in pinned(item):
            had[item.kind, image.container].add(image.digest)
    for item in delivery.objects:
        for image in pinned(item):
            known = had.get((item.kind, image.container), {image.digest})
            if image.digest not in known and _DIGEST.fullmatch(image.digest):
                yield Move(item, image.field, image.image, Build(delivery.path, image.digest))
