"""What generated code calls: every operation of the language that could go wrong or grow, checked and bounded.

Values are JSON values. `LanguageError` says why an operation cannot be done; the tracer adds where.
"""

import math
from collections.abc import ItemsView
from typing import Any, Final

LONGEST_TEXT: Final = 32_768
LONGEST_LIST: Final = 1_000
MOST_REPEATS: Final = 10_000
LARGEST_BODY: Final = 100_000
LONGEST_RANGE: Final = 1_000
GREATEST_NUMBER: Final = 2**63 - 1


class LanguageError(Exception):
    """An operation that the language does not allow on these values; `hint` says what to do instead."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


# What an operation on well-typed JSON values can raise; anything else is a bug of ours.
FAULTS: Final = (LanguageError, LookupError, TypeError, ValueError, ArithmeticError)


class _Mark:
    """A value that only the language itself can see."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name


# `omit`: the key or item is left out.
OMIT: Final = _Mark("omit")
# What `look` finds where a path ends early.
UNDEFINED: Final = _Mark("undefined")


def kind(value: object) -> str:
    """Name a value's type for people."""
    if value is None:
        return "null"
    names = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "a list", dict: "a map"}
    return next((name for type_, name in names.items() if isinstance(value, type_)), "no value")


def is_number(value: object) -> bool:
    """Booleans are not numbers here, although Python counts with them."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def add(left: Any, right: Any) -> Any:
    """Numbers, two texts, or two lists."""
    if isinstance(left, str) and isinstance(right, str):
        return bounded_text(left + right)
    if isinstance(left, list) and isinstance(right, list):
        return bounded_list([*left, *right])
    _numbers("+", left, right)
    return _bounded_number(left + right)


def subtract(left: Any, right: Any) -> Any:
    """Numbers only."""
    _numbers("-", left, right)
    return _bounded_number(left - right)


def multiply(left: Any, right: Any) -> Any:
    """Numbers only: repeated text or lists would have no bound."""
    _numbers("*", left, right)
    return _bounded_number(left * right)


def floor_divide(left: Any, right: Any) -> Any:
    """The quotient without its fraction, rounded down."""
    _divisor("//", left, right)
    return _bounded_number(left // right)


def modulo(left: Any, right: Any) -> Any:
    """The remainder, with the divisor's sign; never text formatting."""
    _divisor("%", left, right)
    return _bounded_number(left % right)


def negative(value: Any) -> Any:
    """A number with the other sign."""
    if not is_number(value):
        raise LanguageError(f"`-` takes a number, not {kind(value)}")
    return -value


def _numbers(sign: str, left: object, right: object) -> None:
    if not (is_number(left) and is_number(right)):
        hint = "join texts with `~`" if sign == "+" else ""
        raise LanguageError(f"`{sign}` takes numbers, not {kind(left)} and {kind(right)}", hint)


def _divisor(sign: str, left: object, right: object) -> None:
    _numbers(sign, left, right)
    if right == 0:
        raise LanguageError(f"`{sign}` by zero")


def _bounded_number(value: Any) -> Any:
    if abs(value) > GREATEST_NUMBER or value != value:  # noqa: PLR0124 - only NaN differs from itself
        raise LanguageError("the number is out of range", f"the greatest is {GREATEST_NUMBER}")
    return value


def bounded_text(value: str) -> str:
    """Refuse a computed text that is too long."""
    if len(value) > LONGEST_TEXT:
        raise LanguageError(f"the text has {len(value)} characters", f"a computed text has at most {LONGEST_TEXT}")
    return value


def bounded_list(value: list[Any]) -> list[Any]:
    """Refuse a computed list that is too long."""
    if len(value) > LONGEST_LIST:
        raise LanguageError(f"the list has {len(value)} items", f"a computed list has at most {LONGEST_LIST}")
    return value


def text(value: Any) -> str:
    """Write a scalar as YAML would; lists, maps and null have no place inside a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(_bounded_number(value))
    if isinstance(value, float) and math.isfinite(value):
        digits, exponent, power = repr(value).partition("e")
        return digits + exponent + power if "." in digits or not exponent else f"{digits}.0e{power}"
    raise LanguageError(f"{kind(value)} cannot stand inside a text", "make it the whole scalar, or join its parts")


def concat(*parts: Any) -> str:
    """Join scalars into one text."""
    try:
        joined = "".join(parts)
    except TypeError:
        joined = "".join(map(text, parts))
    return bounded_text(joined)


def key(value: Any) -> str:
    """Check the key of a map that an expression builds."""
    if not isinstance(value, str):
        raise LanguageError(f"the key of a map is text, not {kind(value)}")
    return value


def look(value: Any, *path: Any) -> Any:
    """Follow keys and indices; `UNDEFINED` where the path ends early."""
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError, LanguageError):
            return UNDEFINED
    return value


def integers(*bounds: Any) -> list[int]:
    """`range`: whole numbers from, to (excluded), step."""
    if not all(isinstance(bound, int) and not isinstance(bound, bool) for bound in bounds):
        raise LanguageError("`range` takes whole numbers")
    if len(bounds) == 3 and bounds[2] == 0:  # noqa: PLR2004 - the third argument is the step
        raise LanguageError("the step of `range` is zero")
    numbers = range(*bounds)
    # A length beyond Python's own bound cannot be asked for, so the last allowed index is.
    if numbers[LONGEST_RANGE : LONGEST_RANGE + 1]:
        raise LanguageError("the range is too long", f"a range has at most {LONGEST_RANGE} numbers")
    return list(numbers)


def each(value: Any, budget: list[int]) -> list[Any]:
    """The items that `$for: "item in …"` goes through. `budget` holds how many more a document may go through."""
    if not isinstance(value, list):
        hint = "a map is repeated with two names: `name, value in …`" if isinstance(value, dict) else ""
        raise LanguageError(f"`$for` goes through a list, not {kind(value)}", hint)
    _spend(budget, len(value))
    return value


def each_entry(value: Any, budget: list[int]) -> ItemsView[str, Any]:
    """The entries that `$for: "name, value in …"` goes through, in the map's own order."""
    if not isinstance(value, dict):
        hint = "a list is repeated with one name: `item in …`" if isinstance(value, list) else ""
        raise LanguageError(f"`$for` with two names goes through a map, not {kind(value)}", hint)
    _spend(budget, len(value))
    return value.items()


def _spend(budget: list[int], items: int) -> None:
    budget[0] -= items
    if budget[0] < 0:
        raise LanguageError(
            "the document repeats too much", f"`$for` may go through {MOST_REPEATS} items in one document"
        )


def spread(own: dict[str, Any], *maps: Any) -> dict[str, Any]:
    """Merge computed maps into a written one. A key that two of them have is refused: neither may win in silence."""
    merged = dict(own)
    expected = len(own)
    for each_map in maps:
        merged.update(mapping(each_map))
        expected += len(each_map)
    if len(merged) != expected:
        clashing = sorted(_clashes(own, maps))
        raise LanguageError(
            f"`$spread` brings a key that is there already: {', '.join(clashing)}", "remove one of the two"
        )
    return merged


def _clashes(own: dict[str, Any], maps: tuple[Any, ...]) -> set[str]:
    seen = set(own)
    twice: set[str] = set()
    for each_map in maps:
        twice |= seen & each_map.keys()
        seen |= each_map.keys()
    return twice


def mapping(value: Any) -> dict[str, Any]:
    """Check what is spread into a map."""
    if not isinstance(value, dict):
        raise LanguageError(f"`$spread` merges a map here, not {kind(value)}")
    return value


def splice(items: list[Any], value: Any) -> None:
    """`$spread` alone in a list's item: a list joins the list around it, a map becomes the item."""
    if isinstance(value, list):
        items.extend(value)
    elif isinstance(value, dict):
        items.append(value)
    else:
        raise LanguageError(f"`$spread` takes a map or a list here, not {kind(value)}")


def measured(body: dict[str, Any]) -> dict[str, Any]:
    """Refuse a manifest that is too large: lists of lists can grow fast without any one being long."""
    left = LARGEST_BODY
    waiting: list[Any] = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict | list):
            left -= 1 + len(value)
            if left < 0:
                raise LanguageError("the manifest is too large", f"it may hold {LARGEST_BODY} values")
            waiting.extend(value.values() if isinstance(value, dict) else value)
    return body
