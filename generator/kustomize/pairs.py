"""Which object of a base becomes which object of an environment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from generator.kustomize.transform import RENAMABLE, Key
from generator.model import Body


class Pair(Struct, frozen=True, eq=False):
    """An object of the base, and the one that it becomes; None where it is deleted.

    `destination` is the namespace that the object ends in; the base's own where it is deleted.
    """

    origin: Key
    base: Body
    final: Body | None
    destination: str


def pair(
    before: Mapping[Key, Body], after: Mapping[Key, Body], names: Mapping[str, str]
) -> tuple[list[Pair], list[Body]]:
    """A pair for every object of the base, in its order, and the objects that are in the environment only.

    First by the whole key (a Job by its stable name, `names` maps the final one to it); then by the key without
    namespace, where just one object of the base is left for it.
    """
    claims: dict[Key, tuple[Key, Body]] = {}
    rest: list[tuple[Key, Body]] = []
    for wanted, body in after.items():
        stable = wanted._replace(name=names.get(wanted.name, wanted.name)) if wanted.kind in RENAMABLE else wanted
        if stable in before:
            claims[stable] = wanted, body
        else:
            rest.append((stable, body))
    added = _pair_moved([each for each in before if each not in claims], rest, claims)
    return [_paired(origin, body, claims.get(origin)) for origin, body in before.items()], added


def _paired(origin: Key, body: Body, claim: tuple[Key, Body] | None) -> Pair:
    if claim is None:
        return Pair(origin, body, None, origin.namespace)
    found, final = claim
    return Pair(origin, body, final, found.namespace)


def _pair_moved(
    left: Sequence[Key], rest: Sequence[tuple[Key, Body]], claims: dict[Key, tuple[Key, Body]]
) -> list[Body]:
    """Claim what is left of the base for objects in another namespace; the objects that find none."""
    elsewhere: dict[Key, list[Key]] = defaultdict(list)
    for origin in left if rest else ():
        if origin.namespace:
            elsewhere[origin._replace(namespace="")].append(origin)
    added = []
    for wanted, body in rest:
        found = elsewhere[wanted._replace(namespace="")]
        if len(found) == 1 and wanted.namespace:
            claims[found.pop()] = wanted, body
        else:
            added.append(body)
    return added
