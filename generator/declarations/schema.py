"""The schemas of the four kinds of file, and of blueprints' parameters, compiled once."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

from generator.declarations.defaults import Fill, Filler
from generator.declarations.wording import Fault, faults
from generator.model import Body

Kind: TypeAlias = Literal["platform", "cluster", "team", "service"]
_FOLDER = Path(__file__).parent / "schemas"


@dataclass(frozen=True, slots=True)
class Schema:
    """A compiled JSON Schema (2020-12). `noun` is what messages call a key of it."""

    document: Body
    noun: str
    fill: Fill
    _is_valid: Callable[[object], bool]
    _iter_errors: Callable[[object], Any]

    def check(self, value: object) -> tuple[Fault, ...]:
        """Everything that is wrong with a value; empty if it fits."""
        return () if self._is_valid(value) else faults(self._iter_errors(value), self.document, self.noun)


def compiled(document: Body, noun: str) -> Schema:
    """Compile a schema. Raises ValueError where the document is none."""
    from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - 30 ms, not needed where a cache answers

    validator = Draft202012Validator(document)
    fill = Filler(document).compile(document)
    return Schema(document, noun, fill, validator.is_valid, validator.iter_errors)


def text(kind: Kind) -> bytes:
    """The schema of a kind of file as it is published for editors."""
    return (_FOLDER / f"{kind}.json").read_bytes()


@lru_cache
def schema(kind: Kind) -> Schema:
    """The compiled schema of a kind of file."""
    return compiled(json.loads(text(kind)), "field")
