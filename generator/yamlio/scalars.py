"""How a value is written that fits on one line: numbers, booleans, nulls, strings and empty collections."""

from math import isfinite
from typing import Any

from generator.yamlio import quoting
from generator.yamlio.limits import INTEGERS


def written(value: Any, *, allow_null: bool) -> str:
    """The canonical text of a value. ValueError for what has none, and for collections that are not empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoting.single(value)
    if isinstance(value, int | float):
        return _number(value)
    if value is None and allow_null:
        return "null"
    if isinstance(value, dict) and not value:
        return "{}"
    if isinstance(value, list | tuple) and not value:
        return "[]"
    raise ValueError(value)


def _number(value: float) -> str:
    """A number as JSON has it. A float that is no integer needs a dot: YAML 1.1 takes `1e+21` for text."""
    if not isfinite(value):
        raise ValueError(value)
    if value == int(value) and int(value) in INTEGERS:
        return str(int(value))
    if isinstance(value, float):
        text = repr(value)
        return text if "." in text else text.replace("e", ".0e")
    raise ValueError(value)
