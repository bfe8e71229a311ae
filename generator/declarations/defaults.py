"""Fills the `default` values of a JSON Schema into a value, by a function compiled once per schema."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, field

from generator.model import Body

Fill: TypeAlias = Callable[[Any], Any]
_MISSING = object()


def _same(value: object) -> object:
    return value


class Filler(Struct, frozen=True):
    """Compiles the schemas of one document. Defaults are looked for in properties, additional properties, items and
    local references, not in `anyOf` and its like: which branch applies is not known before validation.
    """

    document: Body
    _references: dict[str, Fill] = field(default_factory=dict)

    def compile(self, schema: object) -> Fill:
        """A function from a value to the value with defaults; values of another type than expected pass unchanged."""
        if not isinstance(schema, dict):
            return _same
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        if "properties" in schema or isinstance(schema.get("additionalProperties"), dict):
            return self._object(schema)
        return self._array(schema)

    def _reference(self, reference: str) -> Fill:
        def later(value: object) -> object:
            return self._references[reference](value)

        if reference not in self._references:
            # A schema may refer to itself: the entry has to exist before its target is compiled.
            self._references[reference] = later
            self._references[reference] = self.compile(self.resolve(reference))
        return self._references[reference]

    def resolve(self, reference: str) -> Any:
        """The schema that a local reference such as `#/$defs/port` names; None where there is none."""
        found: Any = self.document
        for step in reference.removeprefix("#").split("/")[1:]:
            found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
        return found

    def _object(self, schema: Body) -> Fill:
        properties = schema.get("properties", {})
        fills = {name: self.compile(child) for name, child in properties.items()}
        found = {name: self._default(child) for name, child in properties.items()}
        defaults = {name: fills[name](value) for name, value in found.items() if value is not _MISSING}
        rest = self.compile(schema.get("additionalProperties"))
        if not defaults and rest is _same and all(each is _same for each in fills.values()):
            return _same
        return lambda value: _fill(value, fills, defaults, rest)

    def _array(self, schema: Body) -> Fill:
        item = self.compile(schema.get("items"))
        if item is _same:
            return _same
        return lambda value: [item(each) for each in value] if isinstance(value, list) else value

    def _default(self, schema: object) -> object:
        """A property's default; one beside `$ref` counts before that of its target."""
        while isinstance(schema, dict):
            if "default" in schema or "$ref" not in schema:
                return schema.get("default", _MISSING)
            schema = self.resolve(schema["$ref"])
        return _MISSING


def _fill(value: Any, fills: Mapping[str, Fill], defaults: Body, rest: Fill) -> Any:
    """What is written comes first, in its order; missing defaults follow in the schema's order."""
    if not isinstance(value, dict):
        return value
    filled = {key: fills.get(key, rest)(each) for key, each in value.items()}
    for key, default in defaults.items():
        filled.setdefault(key, default)
    return filled
