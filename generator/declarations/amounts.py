"""Quantities that people write, as text."""

from collections.abc import Mapping

from generator import quantity


def texts(amounts: Mapping[str, object]) -> dict[str, str]:
    """Quantities by resource; text stays as written, a number becomes canonical text."""
    return {name: value if isinstance(value, str) else quantity.canonical(value) for name, value in amounts.items()}
