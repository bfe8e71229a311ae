"""What an engine is: inputs in, one answer for each out."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeAlias

from msgspec import Struct


class Violated(NamedTuple):
    """What a rule said of one input: the rule's id, the field and the message."""

    rule: str
    field: str
    message: str


class Failure(Struct, frozen=True):
    """An input that could not be judged, and why. Never to be taken for an input without violations."""

    reason: str


Answer: TypeAlias = tuple[Violated, ...] | Failure


class Engine(Protocol):
    """Judges inputs as main.rego describes them, each as JSON. Answers are sorted and in the order of the inputs.

    Raises ToolError where the engine itself does not work.
    """

    @property
    def inside(self) -> bool:
        """Whether this process does the work itself."""
        ...

    def evaluate(self, inputs: Sequence[bytes]) -> Sequence[Answer]:
        """One answer for each input."""
        ...
