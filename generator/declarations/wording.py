"""Says what a JSON Schema validator found in the words of a person who edits the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import Struct

from generator.model import Body
from generator.suggesting import listed, suggest

Path: TypeAlias = tuple[str | int, ...]
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
    "null": "empty",
}
_LONGEST_QUOTE = 60


class Fault(Struct, frozen=True):
    """Something that a schema refuses: where in the value, whether its key is meant, what, and a hint."""

    path: Path
    what: str
    hint: str = ""
    on_key: bool = False


def field(path: Iterable[str | int]) -> str:
    """`connects[0].service`, the way a person points into a file."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def shown(value: object) -> str:
    """A value as it may stand in a message: its kind, and itself if it is short."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, int | float):
        return f"the number {value}"
    text = str(value)
    return f"`{text}`" if len(text) <= _LONGEST_QUOTE else f"`{text[:_LONGEST_QUOTE]}…`"


def faults(errors: Iterable[Any], schema: Body, noun: str) -> tuple[Fault, ...]:
    """Word the errors of jsonschema-rs. `noun` is what a key is called here, such as `field`."""
    return tuple(fault for error in errors for fault in _faults(error, schema, noun))


def _faults(error: Any, schema: Body, noun: str) -> Iterator[Fault]:
    kind, path = error.kind.name, tuple(error.instance_path)
    place = _at(schema, tuple(error.schema_path)[:-1])
    if kind in {"additionalProperties", "unevaluatedProperties"}:
        known = place.get("properties", {})
        for key in error.kind.unexpected:
            what = f"unknown {noun} `{field((*path, key))}`"
            yield Fault((*path, key), what, suggest(key, known), on_key=True)
    elif kind == "required":
        name = error.kind.property
        yield Fault(path, f"`{field((*path, name))}` is missing", _example(name, place))
    elif kind == "propertyNames":
        key = error.kind.error.instance
        what, hint = _say(error.kind.error, place)
        yield Fault((*path, key), f"the key `{key}` {what}", hint, on_key=True)
    else:
        what, hint = _say(error, place)
        yield Fault(path, f"`{field(path)}` {what}" if path else f"the file {what}", hint)


def _at(schema: Any, path: Path) -> Body:
    """The part of a schema that a path leads to; empty where that is not a map."""
    for step in path:
        try:
            schema = schema[step]
        except (KeyError, IndexError, TypeError):
            return {}
    return schema if isinstance(schema, dict) else {}


def _example(name: str, place: Body) -> str:
    known = place.get("properties", {}).get(name, {})
    examples: list[Any] = known.get("examples", []) if isinstance(known, dict) else []
    if not examples or isinstance(examples[0], dict | list):
        return ""
    return f"for example `{name}: {examples[0]}`"


def _say(error: Any, place: Body) -> tuple[str, str]:
    """What is wrong, in words that follow the field's name, and a hint."""
    say = _WORDS.get(error.kind.name)
    return say(error, place) if say else (f"is refused: {error.message}", "")


def _say_type(error: Any, _: Body) -> tuple[str, str]:
    value, types = error.instance, error.kind.types
    wanted = " or ".join(_TYPES[each] for each in types)
    if value is None:
        return f"is empty and must be {wanted}", "give it a value, or remove the line"
    if "string" in types and isinstance(value, bool):
        return (
            f"must be {wanted}, not {shown(value)}",
            "write it in quotes; without, yes, no, on and off are true or false",
        )
    quotable = "string" in types and isinstance(value, int | float)
    return f"must be {wanted}, not {shown(value)}", "write it in quotes" if quotable else ""


def _say_pattern(error: Any, place: Body) -> tuple[str, str]:
    examples = place.get("examples", ())
    wanted = f"be {place['title']}" if "title" in place else f"match the pattern `{error.kind.pattern}`"
    return f"must {wanted}, not {shown(error.instance)}", f"for example {listed(examples)}" if examples else ""


def _say_enum(error: Any, _: Body) -> tuple[str, str]:
    options = [str(each) for each in error.kind.options]
    hint = suggest(str(error.instance), options)
    close = hint if hint.startswith("did") else ""
    return f"must be one of {listed(options)}, not {shown(error.instance)}", close


def _say_branches(error: Any, place: Body) -> tuple[str, str]:
    reasons = {_say(nested[0], place)[0] for nested in error.kind.context if nested}
    return "fits none of its allowed forms: it " + ", or ".join(sorted(reasons)), ""


def _limit(words: str) -> Callable[[Any, Body], tuple[str, str]]:
    return lambda error, _: (f"{words} {error.kind.limit}, not {error.instance}", "")


def _count(words: str, unit: str) -> Callable[[Any, Body], tuple[str, str]]:
    return lambda error, _: (f"must have {words} {error.kind.limit} {unit}, and has {len(error.instance)}", "")


_WORDS: Mapping[str, Callable[[Any, Body], tuple[str, str]]] = {
    "type": _say_type,
    "pattern": _say_pattern,
    "enum": _say_enum,
    "const": lambda error, place: (f"must be {shown(place.get('const'))}, not {shown(error.instance)}", ""),
    "minimum": _limit("must be at least"),
    "maximum": _limit("must be at most"),
    "exclusiveMinimum": _limit("must be more than"),
    "exclusiveMaximum": _limit("must be less than"),
    "minLength": _count("at least", "characters"),
    "maxLength": _count("at most", "characters"),
    "minItems": _count("at least", "entries"),
    "maxItems": _count("at most", "entries"),
    "minProperties": _count("at least", "keys"),
    "maxProperties": _count("at most", "keys"),
    "uniqueItems": lambda *_: ("names the same thing twice", "keep one of them"),
    "anyOf": _say_branches,
    "oneOf": _say_branches,
}
