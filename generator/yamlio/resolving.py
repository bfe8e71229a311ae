"""Plain scalars as Kubernetes reads them: YAML 1.1 as in go.yaml.in/yaml/v2 (resolve.go), which sigs.k8s.io/yaml uses.

Not quite YAML 1.1: `y` and `n` are booleans, `0o14` and `014` are 12, `08` and `1e3` are numbers, `22:30` and dates are
strings. The result is what JSON then holds: 1.0 is 1, and there is no infinity.
"""

import re
import struct
from decimal import Decimal
from functools import lru_cache
from math import copysign, inf, isfinite, isnan
from types import NoneType
from typing import Final, TypeAlias

from generator.yamlio.limits import INTEGERS
from generator.yamlio.wording import shown, shown_tag

Scalar: TypeAlias = str | int | float | bool | None

_TAG: Final = "tag:yaml.org,2002:"
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (int, float),
    "null": (NoneType,),
    "timestamp": (str,),
}
_WORDS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **{
        form: value
        for word, value in {"y": True, "yes": True, "on": True, "true": True}.items()
        | {"n": False, "no": False, "off": False, "false": False}.items()
        for form in (word, word.capitalize(), word.upper())
    },
}
# Decimals with more digits than 64 bits can have are floats, as in Go; converting them to integers would be slow.
_INTEGER: Final = re.compile(
    r"[-+]?(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<binary>[01]+)|0[oO]?(?P<octal>[0-7]+)|(?P<decimal>0|[1-9][0-9]{0,24}))"
)
_INT64: Final = range(-(2**63), 2**63)
_BASES: Final = {"hex": 16, "binary": 2, "octal": 8, "decimal": 10}
# Go takes underscores out, but after a leading dot they may only stand between digits.
_FRACTION: Final = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
# The powers of ten that Go writes without an exponent.
_PLAIN_POWERS: Final = range(-4, 6)
_NUMERIC: Final = frozenset("+-.0123456789")


@lru_cache(maxsize=50_000)
def plain(text: str) -> Scalar:
    """The value of a scalar without quotes or tag. ValueError for infinities and NaN, which JSON does not have."""
    value = _as_go(text)
    if not isinstance(value, float):
        return value
    if not isfinite(value):
        raise ValueError(f"{text} is not a number that JSON has")
    return int(value) if value.is_integer() and int(value) in INTEGERS else value


@lru_cache(maxsize=50_000)
def plain_key(text: str) -> str:
    """How Kubernetes writes a key without quotes or tag that is no string. ValueError for what it refuses."""
    return key(_as_go(text))


def tagged(tag: str, text: str) -> Scalar:
    """The value of a scalar with a tag such as `!!int`. ValueError where the text is no such value."""
    name = tag.removeprefix(_TAG)
    if name == "str" and tag != name:
        return text
    if tag == name or name not in _TYPES:
        raise ValueError(f"the tag {shown_tag(tag)} means nothing to Kubernetes")
    value = plain(text)
    if not isinstance(value, _TYPES[name]) or isinstance(value, bool) is not (name == "bool"):
        raise ValueError(f"{shown(text)!r} is not what the tag !!{name} says")
    return value


def key(value: Scalar) -> str:
    """How Kubernetes writes a value that is a key. ValueError for what it refuses."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_key(value)
    if isinstance(value, int) and value in _INT64:
        return str(value)
    raise ValueError("null cannot be a key" if value is None else f"the number {value} is too large for a key")


def _as_go(text: str) -> Scalar:
    """The value before it becomes JSON: floats stay floats, and there are infinities."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMERIC:
        return text
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    if text[0] == ".":
        return float(text) if _FRACTION.fullmatch(text) else text
    digits = text.replace("_", "")
    integer = _integer(digits)
    if integer is not None:
        return integer
    number = float(digits) if _FLOAT.fullmatch(digits) else inf
    return number if isfinite(number) else text


def _integer(digits: str) -> int | None:
    match = _INTEGER.fullmatch(digits)
    if match is None or match.lastgroup is None:
        return None
    value = int(match[match.lastgroup], _BASES[match.lastgroup])
    if digits[0] in "+-":
        value = -value if digits[0] == "-" else value
        return value if value in _INT64 else None
    return value if value in INTEGERS else None


def _float_key(number: float) -> str:
    """Go's FormatFloat(number, 'g', -1, 32): the shortest digits that name the same 32-bit number."""
    try:
        single = struct.pack("<f", number)
    except OverflowError:
        number = copysign(inf, number)
    if not isfinite(number):
        return ".nan" if isnan(number) else "-.inf" if number < 0 else ".inf"
    (nearest,) = struct.unpack("<f", single)
    shortest = (f"{nearest:.{places}e}" for places in range(17))
    digits = next(text for text in shortest if float(text) == 0 or struct.pack("<f", float(text)) == single)
    return f"{Decimal(digits):f}" if int(digits.partition("e")[2]) in _PLAIN_POWERS else digits
