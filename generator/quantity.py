"""Kubernetes quantities (`500m`, `1.5Gi`, `2e3`): read, compare, add and write them exactly.

The rules are those of apimachinery's pkg/api/resource/quantity.go, without floating point. Two deviations, both
refusals: a quantity needs a digit (upstream reads `Gi` as zero, against its own grammar), and one of more than
1,000 digits is not worth the arithmetic.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Format: TypeAlias = Literal["decimal", "binary", "exponent"]

NANOS: Final = 10**9
_LONGEST = 1000
_BINARY_MAXIMUM = (2**63 - 1) * NANOS
_DECIMAL: dict[str, int] = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_BINARY: dict[str, int] = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {exponent: suffix for suffix, exponent in _DECIMAL.items()}
_BINARY_SUFFIX = tuple(_BINARY)
_SYNTAX = re.compile(
    r"(?P<sign>[+-]?)(?=\.?[0-9])(?P<whole>[0-9]*)\.?(?P<part>[0-9]*)"
    r"(?:(?P<binary>[KMGTPE]i)|[eE](?P<exponent>[+-]?[0-9]+)|(?P<decimal>[numkMGTPE]?))"
)


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A number of units (cores, bytes, devices) held in whole billionths, the finest step that Kubernetes keeps.

    `format` is the notation that it was read in and is written back in; it plays no part in comparisons.
    """

    nanos: int
    format: Format = field(default="decimal", compare=False)

    @property
    def value(self) -> int | Fraction:
        """The number itself, an int where it is whole."""
        whole, rest = divmod(self.nanos, NANOS)
        return Fraction(self.nanos, NANOS) if rest else whole

    @property
    def whole(self) -> bool:
        """Whether it counts whole units, as extended resources must."""
        return self.nanos % NANOS == 0

    def round_up(self) -> "Quantity":
        """The next whole number away from zero, as storage requests are charged."""
        units = -(-abs(self.nanos) // NANOS)
        return Quantity((units if self.nanos > 0 else -units) * NANOS, self.format)

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nanos + other.nanos, self.format if self.nanos else other.format)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nanos - other.nanos, self.format if self.nanos else other.format)

    def __mul__(self, times: int) -> "Quantity":
        return Quantity(self.nanos * times, self.format)

    def __str__(self) -> str:
        """Write the canonical form: no fraction, the largest suffix that loses nothing, no precision lost."""
        return _canonical(self.nanos, self.format)


ZERO: Final = Quantity(0)


def parse(value: object) -> Quantity:
    """Read a quantity from a JSON value: text, a number, or null for zero, as the API server does.

    Raises ValueError for anything else, with a message that can be shown to a person.
    """
    if isinstance(value, str):
        return _parse(value)
    if value is None:
        return ZERO
    if isinstance(value, int) and not isinstance(value, bool):
        return _parse(str(value))
    if isinstance(value, float):
        return _parse(_json_number(value))
    raise ValueError(f"a quantity is text or a number, not {type(value).__name__}")


def units(count: int) -> Quantity:
    """A whole number of units, in decimal notation."""
    return Quantity(count * NANOS)


def total(quantities: Iterable[Quantity]) -> Quantity:
    """The sum; it is written in the notation of the first quantity that is not zero."""
    return sum(quantities, start=ZERO)


def canonical(value: object) -> str:
    """Write a JSON value that is a quantity in canonical form. Raises ValueError."""
    return str(parse(value))


@lru_cache(maxsize=65536)
def _parse(text: str) -> Quantity:
    match = _SYNTAX.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"`{text[:80]}` is not a quantity such as 500m, 2 or 1.5Gi")
    exponent = int((match["exponent"] or "0")[:12])
    if len(text) > _LONGEST or exponent > _LONGEST:
        raise ValueError(f"`{text[:80]}` is too large for a quantity")
    digits, places = int(match["whole"] + match["part"]), len(match["part"])
    if match["binary"]:
        return _binary(digits << _BINARY[match["binary"]], places, match["sign"])
    exponent = max(exponent, -_LONGEST) + _DECIMAL[match["decimal"] or ""]
    nanos = _scaled(digits, exponent + 9 - places)
    return Quantity(_signed(nanos, match["sign"]), "decimal" if match["exponent"] is None else "exponent")


def _binary(digits: int, places: int, sign: str) -> Quantity:
    """A quantity with a binary suffix: capped at 2^63-1, and turned decimal below one unit."""
    nanos = min(_scaled(digits, 9 - places), _BINARY_MAXIMUM)
    return Quantity(_signed(nanos, sign), "decimal" if 0 < nanos < NANOS else "binary")


def _scaled(digits: int, exponent: int) -> int:
    """`digits` times ten to the power of `exponent`, rounded away from zero."""
    factor: int = 10 ** abs(exponent)
    return digits * factor if exponent >= 0 else -(-digits // factor)


def _signed(nanos: int, sign: str) -> int:
    return -nanos if sign == "-" else nanos


def _json_number(value: float) -> str:
    """A float as Go writes it to JSON: an exponent only below 1e-6 and from 1e21 (encoding/json)."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a quantity")
    plain = value == 0 or 1e-6 <= abs(value) < 1e21  # noqa: PLR2004 - the limits of encoding/json
    return f"{Decimal(repr(value)):f}" if plain else repr(value)


@lru_cache(maxsize=65536)
def _canonical(nanos: int, notation: Format) -> str:
    if nanos == 0:
        return "0"
    sign, size = "-" if nanos < 0 else "", abs(nanos)
    if notation == "binary" and size >= 1024 * NANOS and size % NANOS == 0:
        return sign + _write_binary(size // NANOS)
    return sign + _write_decimal(size, notation)


def _write_binary(number: int) -> str:
    power = 0
    while number % 1024 == 0 and power < len(_BINARY_SUFFIX):
        number //= 1024
        power += 1
    return f"{number}{_BINARY_SUFFIX[power - 1] if power else ''}"


def _write_decimal(nanos: int, notation: Format) -> str:
    """Mantissa and suffix, with the exponent the largest multiple of three; `e` where no suffix is that large."""
    digits = str(nanos)
    zeros = len(digits) - len(digits.rstrip("0"))
    exponent = zeros - zeros % 3 - 9
    mantissa = digits[: len(digits) - exponent - 9]
    if notation == "exponent" or exponent not in _DECIMAL_SUFFIX:
        return f"{mantissa}e{exponent}" if exponent else mantissa
    return mantissa + _DECIMAL_SUFFIX[exponent]
