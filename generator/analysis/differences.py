"""What differs between two states of a set of objects: which came, went or changed, and in which fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from generator import fields
from generator.analysis.references import reference
from generator.analysis.shapes import text
from generator.fields import Pointer
from generator.model import Body, Identity, Object

_ABSENT = object()


class ObjectChange(Struct, frozen=True):
    """An object that came (`before` is None), went (`after` is None) or has other fields."""

    before: Object | None
    after: Object | None

    @property
    def item(self) -> Object:
        """The object as it is, or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has at least one state")
        return found

    def body(self) -> Body:
        """`change` (added, removed, changed), the object's reference, and the fields of one that changed."""
        item = self.item
        named = reference(item)
        if self.before is None or self.after is None:
            return {"change": "removed" if self.after is None else "added", "object": named, "fields": []}
        listed = list(changed_fields(self.before.body, self.after.body))
        return {"change": "changed", "object": named, "fields": listed}


def changed_objects(before: Iterable[Object], after: Iterable[Object]) -> list[ObjectChange]:
    """Every change by identity, sorted by namespace, kind and name; of one identity the last object counts."""
    old, new = _by_identity(before), _by_identity(after)
    changes = (ObjectChange(old.get(key), new.get(key)) for key in {**old, **new})
    found = [one for one in changes if one.before is None or one.after is None or one.before.body != one.after.body]
    return sorted(found, key=lambda one: (one.item.namespace or "", one.item.kind, one.item.name))


def changed_fields(before: Any, after: Any) -> Iterator[Body]:
    """The deepest fields that differ, each with its values `before` and `after`, as far as it exists in that state.
    Items of lists are paired by `name` where all have one of their own, else by position; a list of another length
    without names is one field.
    """
    for pointer, one, other in _differences(before, after, ()):
        states = {"before": one, "after": other}
        values = {state: value for state, value in states.items() if value is not _ABSENT}
        yield {"field": fields.render(pointer), **values}


def _by_identity(objects: Iterable[Object]) -> Mapping[Identity, Object]:
    return {item.identity: item for item in objects}


def _differences(before: Any, after: Any, pointer: Pointer) -> Iterator[tuple[Pointer, Any, Any]]:
    if before == after:
        return
    pairs = _pairs(before, after)
    if pairs is None:
        yield pointer, before, after
        return
    for step, one, other in pairs:
        yield from _differences(one, other, (*pointer, step))


def _pairs(before: Any, after: Any) -> list[tuple[str | int, Any, Any]] | None:
    """The parts of two collections that belong together, by step; None where they can only be told as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [(key, before.get(key, _ABSENT), after.get(key, _ABSENT)) for key in sorted({*before, *after})]
    if not (isinstance(before, list) and isinstance(after, list)):
        return None
    old, new = _names(before), _names(after)
    if old and new:
        gone = [(old[name], before[old[name]], _ABSENT) for name in old if name not in new]
        return [*((new[name], _at(before, old.get(name)), after[new[name]]) for name in new), *gone]
    if len(before) == len(after):
        return list(zip(range(len(after)), before, after, strict=True))
    return None


def _at(items: Sequence[Any], index: int | None) -> Any:
    return _ABSENT if index is None else items[index]


def _names(items: Sequence[Any]) -> dict[str, int]:
    """The position of each item by its name; nothing where some item has none, or two have the same."""
    names = [text(item.get("name")) if isinstance(item, dict) else "" for item in items]
    return {name: index for index, name in enumerate(names)} if all(names) and len(set(names)) == len(names) else {}
