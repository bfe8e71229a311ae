"""The names that generated code may use: the language's operations, and nothing of Python's."""

from collections.abc import Mapping
from typing import Any, Final

from generator.blueprints import operations
from generator.blueprints.filters import FILTERS, TESTS

_OPERATIONS: Final = (
    "OMIT UNDEFINED add concat each each_entry floor_divide integers key look mapping measured modulo multiply "
    "negative splice spread subtract"
)

NAMESPACE: Final[Mapping[str, Any]] = {
    **{name: getattr(operations, name) for name in _OPERATIONS.split()},
    **{f"filter_{name}": function for name, function in FILTERS.items()},
    **{f"test_{name}": function for name, function in TESTS.items()},
    "__builtins__": {},
}


def evaluate(source: str, variables: Mapping[str, Any]) -> Any:
    """The value of one translated expression. Raises what `operations.FAULTS` lists."""
    return eval(source, dict(NAMESPACE), dict(variables))  # noqa: S307 - the source is made by `translation` from an allow-list
