"""Quantities against an independent reading with rational numbers."""

from fractions import Fraction

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from generator import quantity

FACTORS = {
    "n": Fraction(1, 10**9),
    "u": Fraction(1, 10**6),
    "m": Fraction(1, 1000),
    "": Fraction(1),
    **{letter: Fraction(1000**power) for power, letter in enumerate("kMGTPE", 1)},
    **{f"{letter}i": Fraction(1024**power) for power, letter in enumerate("KMGTPE", 1)},
    **{f"e{power}": Fraction(10) ** power for power in range(-12, 25)},
    **{f"E+{power}": Fraction(10) ** power for power in range(10)},
}
NANO = Fraction(1, 10**9)

texts = st.tuples(
    st.sampled_from(["", "+", "-"]),
    st.from_regex(r"[0-9]{1,22}(\.[0-9]{0,12})?|\.[0-9]{1,12}", fullmatch=True),
    st.sampled_from(sorted(FACTORS)),
)


def reading(sign, number, suffix):
    """The value by the documentation: exact, then away from zero to whole billionths, binary ones capped."""
    amount = Fraction(number if number[0] != "." else f"0{number}") * FACTORS[suffix]
    amount = -(-amount // NANO) * NANO
    if suffix.endswith("i"):
        amount = min(amount, Fraction(2**63 - 1))
    return -amount if sign == "-" else amount


@seed(20261127)
@settings(deadline=None, max_examples=2000)
@given(texts)
def test_values(parts):
    assert quantity.parse("".join(parts)).value == reading(*parts)


@seed(20261128)
@settings(deadline=None, max_examples=2000)
@given(texts)
def test_the_canonical_form_keeps_the_value_and_is_stable(parts):
    parsed = quantity.parse("".join(parts))
    written = str(parsed)
    assert quantity.parse(written) == parsed
    assert quantity.canonical(written) == written
    assert "." not in written
    assert "+" not in written


@seed(20261129)
@settings(deadline=None, max_examples=1000)
@given(texts, texts)
def test_comparison_and_sums_are_those_of_numbers(one, other):
    left, right = quantity.parse("".join(one)), quantity.parse("".join(other))
    assert (left < right) == (left.value < right.value)
    assert (left == right) == (left.value == right.value)
    assert (left + right).value == left.value + right.value
    assert (left - right).value == left.value - right.value
