"""Label selectors, once for everything that selects by labels.

Source: kubernetes/apimachinery, pkg/apis/meta/v1/helpers.go (LabelSelectorAsSelector) and pkg/labels/selector.go
(Requirement.Matches): NotIn and DoesNotExist also match where the label is absent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from msgspec import Struct

from generator.analysis.shapes import below, mapping, text


class Requirement(Struct, frozen=True):
    """A label that must (`wanted`) or must not have one of the values, or any value where there are none."""

    key: str
    values: frozenset[str]
    wanted: bool


# All requirements must hold; without any, everything is selected.
Selector: TypeAlias = tuple[Requirement, ...]
EVERYTHING: Selector = ()
_OPERATORS = {"In": True, "NotIn": False, "Exists": True, "DoesNotExist": False}


def parse(value: object) -> Selector | None:
    """A LabelSelector as written (`matchLabels`, `matchExpressions`); None where the API server would refuse it."""
    if not isinstance(value, dict):
        return EVERYTHING if value is None else None
    pairs, expressions = value.get("matchLabels") or {}, value.get("matchExpressions") or []
    if not isinstance(expressions, list):
        return None
    exact = equalities(pairs)
    requirements = [_requirement(one) for one in expressions]
    if exact is None or None in requirements:
        return None
    return exact + tuple(one for one in requirements if one)


def equalities(pairs: object) -> Selector | None:
    """A plain mapping of labels, such as a Service's selector; None where it is not one."""
    if not isinstance(pairs, dict):
        return None
    if not all(isinstance(key, str) and isinstance(value, str) for key, value in pairs.items()):
        return None
    return tuple(Requirement(key, frozenset({value}), wanted=True) for key, value in sorted(pairs.items()))


def labels(metadata: object) -> dict[str, str]:
    """The labels in an object's metadata; values that are not text are left out, the API server refuses them."""
    return {key: value for key, value in below(metadata, "labels").items() if isinstance(value, str)}


def matches(selector: Selector, own: Mapping[str, str]) -> bool:
    """Whether labels satisfy a selector."""
    return all((own.get(one.key) in one.values if one.values else one.key in own) is one.wanted for one in selector)


def _requirement(value: object) -> Requirement | None:
    expression = mapping(value)
    key, operator = text(expression.get("key")), text(expression.get("operator"))
    values = expression.get("values") or []
    if not key or operator not in _OPERATORS or not isinstance(values, list):
        return None
    if not all(isinstance(one, str) for one in values) or bool(values) is (operator in {"Exists", "DoesNotExist"}):
        return None
    return Requirement(key, frozenset(values), _OPERATORS[operator])


class Selection(NamedTuple):
    """Members of a population, as bits: those surely selected, and those possibly (a superset)."""

    sure: int
    possible: int

    def both(self, other: "Selection") -> "Selection":
        """What both select."""
        return Selection(self.sure & other.sure, self.possible & other.possible)

    def either(self, other: "Selection") -> "Selection":
        """What one or the other selects."""
        return Selection(self.sure | other.sure, self.possible | other.possible)


NOBODY = Selection(0, 0)


def exactly(members: int) -> Selection:
    """A selection without doubt."""
    return Selection(members, members)


class LabelIndex:
    """Selects from a population by bit operations: bit i stands for `population[i]`.

    `incomplete` are the members of whom only the given labels are known: of any other label they may have any value.
    """

    def __init__(self, population: Sequence[Mapping[str, str]], incomplete: int = 0) -> None:
        self.everyone = (1 << len(population)) - 1
        self._incomplete = incomplete
        self._values: dict[tuple[str, str], int] = defaultdict(int)
        self._keys: dict[str, int] = defaultdict(int)
        for position, own in enumerate(population):
            for key, value in own.items():
                self._values[key, value] |= 1 << position
                self._keys[key] |= 1 << position
        self._cached = lru_cache(maxsize=None)(self._select)

    def select(self, selector: Selector | None) -> Selection:
        """The members that a selector matches; an unreadable selector matches nobody."""
        return NOBODY if selector is None else self._cached(selector)

    def _select(self, selector: Selector) -> Selection:
        selection = exactly(self.everyone)
        for requirement in selector:
            selection = selection.both(self._satisfying(requirement))
        return selection

    def _satisfying(self, requirement: Requirement) -> Selection:
        having = self._keys.get(requirement.key, 0)
        if requirement.values:
            found = 0
            for value in requirement.values:
                found |= self._values.get((requirement.key, value), 0)
        else:
            found = having
        satisfied = found if requirement.wanted else self.everyone & ~found
        unknown = self._incomplete & ~having
        return Selection(satisfied & ~unknown, satisfied | unknown)
