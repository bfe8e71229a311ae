"""Facts about what a change does to the objects that Argo CD applies, from the objects before it and after it.

Kinds: `UnitChange` (what changes of a service or tenancy in one environment, and which files that name it changed too;
judged in policies/gitops) and `ObjectChange` (the fields of an object that change although they must not).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from generator import fields
from generator.analysis import immutable
from generator.analysis.shapes import below, text
from generator.fields import Pointer
from generator.model import Body, Delivery, Fact, Identity, Object, fact

UNIT = "UnitChange"
_HOOKS = ("argocd.argoproj.io/hook", "helm.sh/hook")
_OPTIONS = "argocd.argoproj.io/sync-options"
_REPLACED = {"Force=true", "Replace=true"}
_Place = tuple[str | None, str]


class Naming(Struct, frozen=True):
    """The files that name a unit in one environment, and those of them that say something else about it than before."""

    files: tuple[str, ...]
    changed: tuple[str, ...]


class _Pair(Struct, frozen=True):
    """An object, as it is or as it was, with its two states; None where it is not there."""

    item: Object
    before: Object | None
    after: Object | None

    @property
    def changed(self) -> bool:
        return self.before is None or self.after is None or self.before.body != self.after.body


def facts(
    before: Iterable[Delivery], after: Iterable[Delivery], naming: Callable[[str, str], Naming]
) -> tuple[Fact, ...]:
    """Facts about everything that changed. `naming` is asked about a path that an Application delivers and the
    environment that it is for.
    """
    old, new = _by_place(before), _by_place(after)
    units = (_unit(place, _pairs(old.get(place, ()), new.get(place, ())), naming) for place in {**old, **new})
    everything = _pairs(*([item for items in side.values() for item in items] for side in (old, new)))
    return (*(found for found in units if found), *_objects(everything))


def _by_place(deliveries: Iterable[Delivery]) -> Mapping[_Place, Sequence[Object]]:
    return {(each.application.cluster, each.path): each.objects for each in deliveries}


def _pairs(before: Iterable[Object], after: Iterable[Object]) -> list[_Pair]:
    """The objects that changed, by identity within a cluster."""
    old, new = _by_identity(before), _by_identity(after)
    pairs = (_Pair(item, old.get(key), new.get(key)) for key, item in {**old, **new}.items())
    return [pair for pair in pairs if pair.changed]


def _by_identity(objects: Iterable[Object]) -> Mapping[tuple[str | None, Identity], Object]:
    return {(item.cluster, item.identity): item for item in objects}


def _unit(place: _Place, pairs: Sequence[_Pair], naming: Callable[[str, str], Naming]) -> Fact | None:
    """The fact about a unit in one environment, on the first of its objects that changed."""
    if not pairs:
        return None
    ordered = sorted(pairs, key=lambda pair: (pair.after is None, _named(pair.item)))
    environment = next((pair.item.environment for pair in pairs if pair.item.environment), "")
    named = naming(place[1], environment)
    return fact(
        UNIT,
        ordered[0].item,
        path=place[1],
        environment=environment,
        files=list(named.files),
        changedFiles=list(named.changed),
        changes=[_change(pair) for pair in ordered],
    )


def _change(pair: _Pair) -> Body:
    if pair.before and pair.after:
        paths = [fields.render(pointer) for pointer in _differences(pair.before.body, pair.after.body)]
        return {"object": _named(pair.after), "change": "changed", "fields": paths}
    return {"object": _named(pair.item), "change": "added" if pair.after else "removed", "fields": []}


def _named(item: Object) -> str:
    return f"{item.kind} {'/'.join(filter(None, (item.namespace, item.name)))}"


def _differences(before: Any, after: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    """The deepest places at which two values differ; a list of another length is one place."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            if key in before and key in after:
                yield from _differences(before[key], after[key], (*pointer, key))
            else:
                yield (*pointer, key)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, (*pointer, index))
    elif before != after:
        yield pointer


def _objects(pairs: Iterable[_Pair]) -> Iterator[Fact]:
    for pair in pairs:
        if pair.before and pair.after and not _replaced(pair.after):
            yield fact("ObjectChange", pair.after, immutable=list(immutable.changed(pair.before, pair.after)))


def _replaced(item: Object) -> bool:
    """Whether Argo CD makes the object anew: a hook, or one that it deletes and creates."""
    annotations = below(item.body, "metadata", "annotations")
    options = {option.strip() for option in text(annotations.get(_OPTIONS)).split(",")}
    return options >= _REPLACED or any(text(annotations.get(key)) for key in _HOOKS)
