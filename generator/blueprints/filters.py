"""The filters and tests of the language: neutral, bounded, the same on every machine.

A filter's first parameter is the value on its left; the rest are what people may give in parentheses.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from generator.blueprints.operations import (
    LONGEST_TEXT,
    UNDEFINED,
    LanguageError,
    add,
    bounded_list,
    bounded_text,
    is_number,
    kind,
    text,
)

_WIDEST_INDENT: Final = 80


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise LanguageError(f"the filter `{name}` takes text, not {kind(value)}")
    return value


def _list(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise LanguageError(f"the filter `{name}` takes a list, not {kind(value)}")
    return value


def _comparable(name: str, values: Iterable[Any]) -> list[Any]:
    found = list(values)
    if all(isinstance(value, str) for value in found) or all(is_number(value) for value in found):
        return found
    raise LanguageError(f"the filter `{name}` compares texts or numbers, not both and nothing else")


def _attribute(name: str, item: Any, attribute: str) -> Any:
    if not isinstance(item, dict) or attribute not in item:
        raise LanguageError(f"the filter `{name}` found an item without `{attribute}`")
    return item[attribute]


def lower(value: Any) -> str:
    """Small letters."""
    return _text("lower", value).lower()


def upper(value: Any) -> str:
    """Capital letters."""
    return _text("upper", value).upper()


def trim(value: Any) -> str:
    """Without white space at both ends."""
    return _text("trim", value).strip()


def replace(value: Any, old: Any, new: Any) -> str:
    """Every occurrence of one text by another."""
    whole, part, other = (_text("replace", each) for each in (value, old, new))
    if not part:
        raise LanguageError("the filter `replace` cannot replace an empty text")
    if len(whole) + whole.count(part) * (len(other) - len(part)) > LONGEST_TEXT:
        raise LanguageError(f"the text would have more than {LONGEST_TEXT} characters")
    return whole.replace(part, other)


def join(value: Any, separator: Any = "") -> str:
    """Scalars of a list as one text."""
    parts = [text(each) for each in _list("join", value)]
    between = _text("join", separator)
    if sum(map(len, parts)) + len(between) * len(parts) > LONGEST_TEXT:
        raise LanguageError(f"the text would have more than {LONGEST_TEXT} characters")
    return between.join(parts)


def indent(value: Any, width: Any) -> str:
    """Spaces before every line but the first and the empty ones."""
    if not isinstance(width, int) or not 0 <= width <= _WIDEST_INDENT:
        raise LanguageError(f"the filter `indent` takes a width from 0 to {_WIDEST_INDENT}")
    first, *rest = _text("indent", value).split("\n")
    return bounded_text("\n".join([first, *(" " * width + line if line else line for line in rest)]))


def length(value: Any) -> int:
    """Characters of a text, items of a list, entries of a map."""
    if not isinstance(value, str | list | dict):
        raise LanguageError(f"the filter `length` takes text, a list or a map, not {kind(value)}")
    return len(value)


def integer(value: Any) -> int:
    """A whole number, from a number or from text that holds one."""
    if is_number(value) and value == int(value):
        return int(value)
    digits = value.removeprefix("-") if isinstance(value, str) else ""
    if digits.isascii() and digits.isdigit() and len(digits) <= 18:  # noqa: PLR2004 - what 64 bits always hold
        return int(value)
    raise LanguageError(f"the filter `int` takes a whole number, or text that holds one, not {kind(value)}")


def string(value: Any) -> str:
    """A scalar as YAML writes it."""
    return bounded_text(text(value))


def sort(value: Any, *, attribute: str = "", reverse: bool = False) -> list[Any]:
    """A list in order; of maps, by the attribute."""
    items = _list("sort", value)
    keys = [_attribute("sort", each, attribute) for each in items] if attribute else items
    order = sorted(enumerate(_comparable("sort", keys)), key=lambda pair: pair[1], reverse=bool(reverse))
    return [items[index] for index, _ in order]


def unique(value: Any) -> list[Any]:
    """A list without repetition, in its own order."""
    seen: set[str] = set()
    kept = []
    for each in _list("unique", value):
        written = to_json(each)
        if written not in seen:
            seen.add(written)
            kept.append(each)
    return kept


def first(value: Any) -> Any:
    """The first item of a list that has one."""
    if not _list("first", value):
        raise LanguageError("the filter `first` found an empty list")
    return value[0]


def last(value: Any) -> Any:
    """The last item of a list that has one."""
    if not _list("last", value):
        raise LanguageError("the filter `last` found an empty list")
    return value[-1]


def total(value: Any) -> Any:
    """The sum of a list of numbers."""
    result: Any = 0
    for each in _list("sum", value):
        if not is_number(each):
            raise LanguageError(f"the filter `sum` takes numbers, not {kind(each)}")
        result = add(result, each)
    return result


def least(value: Any) -> Any:
    """The least item of a list that has one."""
    if not _list("min", value):
        raise LanguageError("the filter `min` found an empty list")
    return min(_comparable("min", value))


def greatest(value: Any) -> Any:
    """The greatest item of a list that has one."""
    if not _list("max", value):
        raise LanguageError("the filter `max` found an empty list")
    return max(_comparable("max", value))


def pick(value: Any, *, attribute: str) -> list[Any]:
    """The attribute of every map in a list."""
    return [_attribute("map", each, attribute) for each in _list("map", value)]


def select(value: Any, attribute: str, test: str = "", other: Any = None) -> list[Any]:
    """The maps whose attribute is true or, with the test `equalto`, equal to a value."""
    return [each for each in _list("selectattr", value) if _matches(each, attribute, test, other)]


def reject(value: Any, attribute: str, test: str = "", other: Any = None) -> list[Any]:
    """The maps that `select` leaves out."""
    return [each for each in _list("rejectattr", value) if not _matches(each, attribute, test, other)]


def _matches(item: Any, attribute: str, test: str, other: Any) -> bool:
    if test not in ("", "equalto"):
        raise LanguageError("the only test for an attribute is `equalto`")
    found = item[attribute] if isinstance(item, dict) and attribute in item else None
    return bool(found == other) if test else bool(found)


def keys(value: Any) -> list[str]:
    """The keys of a map, sorted."""
    if not isinstance(value, dict):
        raise LanguageError(f"the filter `keys` takes a map, not {kind(value)}")
    return bounded_list(sorted(value))


def to_json(value: Any) -> str:
    """One line of JSON, keys sorted."""
    return bounded_text(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False))


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "first": first,
    "indent": indent,
    "int": integer,
    "join": join,
    "keys": keys,
    "last": last,
    "length": length,
    "lower": lower,
    "map": pick,
    "max": greatest,
    "min": least,
    "rejectattr": reject,
    "replace": replace,
    "selectattr": select,
    "sort": sort,
    "string": string,
    "sum": total,
    "to_json": to_json,
    "trim": trim,
    "unique": unique,
    "upper": upper,
}


def _is_defined(value: Any) -> bool:
    return value is not UNDEFINED


TESTS: Final[Mapping[str, Callable[[Any], bool]]] = {
    "boolean": lambda value: isinstance(value, bool),
    "defined": _is_defined,
    "mapping": lambda value: isinstance(value, dict),
    "none": lambda value: value is None,
    "number": is_number,
    "sequence": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
}
