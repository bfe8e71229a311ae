"""Which lists kustomize merges by key: the table of its embedded OpenAPI (Kubernetes 1.21), whatever the cluster runs.

`merge_keys.json` is written by `tools/merge_keys.py`. Kinds that are absent (custom resources, but also
autoscaling/v2) have no merged lists: kustomize replaces theirs as a whole.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import orjson

from generator.model import Body

# The fields of an object, or of one of its parts, that are merged lists or lead to some.
Fields: TypeAlias = Mapping[str, "Field"]
NO_FIELDS: Fields = {}


class Field(NamedTuple):
    """A field: its merge keys, and the fields below (of each item, for a list).

    `keys` is None where the field is a map, and empty for a merged list of plain values such as finalizers.
    """

    keys: tuple[str, ...] | None
    fields: Fields


def fields_of(value: Body) -> Fields:
    """The fields of a map that names an apiVersion and a kind; empty where it does not, or the kind is unknown.

    kustomize asks this of every map that it has no schema for, also inside an object.
    """
    if "kind" not in value:
        return NO_FIELDS
    try:
        return _table().get((value.get("apiVersion"), value["kind"]), NO_FIELDS)
    except TypeError:  # one of them is a list or a map
        return NO_FIELDS


def mixes_items(value: Any, fields: Fields = NO_FIELDS) -> bool:
    """Whether some merged list below holds two items that kustomize cannot tell apart.

    It then loses or moves one of them on any strategic merge of the object, even of another field. An item without
    a merge key counts as one; of several keys, all but one may be missing (a port without protocol).
    """
    if not isinstance(value, dict):
        return False
    fields = fields or fields_of(value)
    if not fields:
        return any(mixes_items(child) for child in value.values())
    return any(mixes(value[name], field) for name, field in fields.items() if name in value)


def mixes(value: Any, field: Field) -> bool:
    """As `mixes_items`, for the value of one field."""
    keys, below = field
    if keys is None:
        return mixes_items(value, below)
    return _list_mixes(value, keys) or (bool(below) and any(mixes_items(item, below) for item in value))


def _list_mixes(items: Any, keys: Sequence[str]) -> bool:
    try:
        names = {str(item[keys[0]]) for item in items} if keys else {str(item) for item in items}
    except (KeyError, TypeError):
        return True
    if len(names) == len(items):
        return "" in names or not isinstance(items, list)
    tuples = [[str(item.get(key, "")) for key in keys] for item in items]
    return any(_match(one, other) for one, other in combinations(tuples, 2))


def _match(one: Sequence[str], other: Sequence[str]) -> bool:
    return all(a == b or not (a and b) for a, b in zip(one, other, strict=True))


@cache
def _table() -> Mapping[tuple[Any, Any], Fields]:
    data = orjson.loads(Path(__file__).with_suffix(".json").read_bytes())
    linked: dict[str, dict[str, Field]] = {name: {} for name in data["definitions"]}
    for name, fields in data["definitions"].items():
        for field, entry in fields.items():
            keys = tuple(entry["keys"]) if "keys" in entry else None
            linked[name][field] = Field(keys, linked.get(entry.get("definition", ""), NO_FIELDS))
    kinds = ((name.rpartition("/"), definition) for name, definition in data["kinds"].items())
    return {(version, kind): linked[definition] for (version, _, kind), definition in kinds}
