"""Quantities against values that the real apimachinery gives."""

from fractions import Fraction

import pytest

from generator import quantity
from generator.quantity import Quantity

CANONICAL = [
    ("0", "0"),
    ("0.0Gi", "0"),
    ("-0", "0"),
    ("1500m", "1500m"),
    ("1.5", "1500m"),
    ("1.50", "1500m"),
    ("2000m", "2"),
    ("100000m", "100"),
    ("01", "1"),
    ("+5", "5"),
    ("1000", "1k"),
    ("10000", "10k"),
    ("1234", "1234"),
    ("1e3", "1e3"),
    ("1E3", "1e3"),
    ("12e1", "120"),
    ("1e-3", "1e-3"),
    ("1E", "1E"),
    ("1000E", "1e21"),
    ("1024", "1024"),
    ("1024Ki", "1Mi"),
    ("1000Ki", "1000Ki"),
    ("1.5Gi", "1536Mi"),
    ("0.5Gi", "512Mi"),
    ("0.5Ki", "512"),
    ("0.1Ki", "102400m"),
    ("0.0001Ki", "102400u"),
    ("8Ei", "9223372036854775807"),
    ("16Ei", "9223372036854775807"),
    ("-1.5Gi", "-1536Mi"),
    ("18446744073709551616", "18446744073709551616"),
    ("0.9n", "1n"),
    ("-0.9n", "-1n"),
    ("1e-999999999999", "1e-9"),
    (".5", "500m"),
    ("5.", "5"),
    (" 2Gi ", "2Gi"),
]


@pytest.mark.parametrize(("text", "expected"), CANONICAL)
def test_canonical_form(text, expected):
    assert quantity.canonical(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "1Kim", "1 Gi", "Gi", "-", ".", "1.2.3", "1K", "1gi", "1e", "1e1.5", "0x10", "1_000", "\u0661", "NaN"],
)
def test_what_is_not_a_quantity_is_refused(text):
    with pytest.raises(ValueError, match="quantity"):
        quantity.parse(text)


@pytest.mark.parametrize("text", ["9" * 1001, "1e1001", "1e999999999999999"])
def test_absurd_sizes_are_refused(text):
    with pytest.raises(ValueError, match="too large"):
        quantity.parse(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "0"),
        (2, "2"),
        (1000, "1k"),
        (0.5, "500m"),
        (2.0, "2"),
        (1e16, "10P"),
        (1e21, "1e21"),
        (0.00001, "10u"),
        (1e-7, "100e-9"),
    ],
)
def test_json_values_read_as_the_api_server_does(value, expected):
    assert str(quantity.parse(value)) == expected


@pytest.mark.parametrize("value", [True, [], {}, float("nan"), float("inf")])
def test_other_values_are_refused(value):
    with pytest.raises(ValueError, match="quantity"):
        quantity.parse(value)


def test_comparison_ignores_the_notation():
    assert quantity.parse("1Ki") == quantity.parse("1024") == quantity.parse("1.024e3")
    assert quantity.parse("999m") < quantity.parse("1") < quantity.parse("1.000000001")
    assert hash(quantity.parse("1Ki")) == hash(quantity.parse("1024"))


def test_equal_numbers_keep_their_own_notation():
    assert [quantity.canonical(text) for text in ("2048", "2Ki", "2048")] == ["2048", "2Ki", "2048"]


def test_sums_take_the_notation_of_the_first_that_is_not_zero():
    parsed = map(quantity.parse, ("0", "1Gi", "1073741824", "500m"))
    assert str(quantity.total(parsed)) == "2147483648500m"
    assert str(quantity.parse("0") + quantity.parse("1Gi")) == "1Gi"
    assert str(quantity.parse("1Gi") + quantity.parse("1024")) == "1048577Ki"


def test_difference_and_product():
    assert str(quantity.parse("2") - quantity.parse("500m")) == "1500m"
    assert str(quantity.parse("1.5Gi") * 2) == "3Gi"
    assert quantity.parse("1Gi") - quantity.parse("1Gi") == quantity.ZERO


def test_numbers():
    assert quantity.parse("1500m").value == Fraction(3, 2)
    assert quantity.parse("2Gi").value == 2 * 1024**3
    assert isinstance(quantity.parse("2Gi").value, int)
    assert quantity.parse("2").whole
    assert not quantity.parse("1500m").whole
    assert quantity.units(3) == Quantity(3 * quantity.NANOS)


@pytest.mark.parametrize(("text", "expected"), [("1500m", "2"), ("-1500m", "-2"), ("3", "3"), ("0", "0"), ("1n", "1")])
def test_rounding_up_goes_away_from_zero(text, expected):
    assert str(quantity.parse(text).round_up()) == expected
