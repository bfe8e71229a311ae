"""What is wrong with an object, by field, in the form that rules read."""

from collections.abc import Iterable
from typing import NamedTuple

from generator.model import Body


class Problem(NamedTuple):
    """A field from the object's root, and what is wrong with it in words."""

    field: str
    reason: str


def by_field(problems: Iterable[tuple[str, str]]) -> list[Body]:
    """Pairs of field and reason for a rule, one entry per field: an object has one finding of a rule on a field."""
    reasons: dict[str, list[str]] = {}
    for place, reason in problems:
        known = reasons.setdefault(place, [])
        if reason not in known:
            known.append(reason)
    return [{"field": place, "reason": "; ".join(known)} for place, known in reasons.items()]
