"""The schemas of the four kinds of file, and of blueprints' parameters, compiled once."""

import json
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from generator.declarations.defaults import Fill, Filler
from generator.declarations.wording import Fault, faults
from generator.model import Body

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

Kind: TypeAlias = Literal["platform", "cluster", "team", "service"]
_FOLDER = Path(__file__).parent / "schemas"


class Schema(Struct, frozen=True, dict=True):
    """A JSON Schema (2020-12). `noun` is what messages call a key of it; `fill` adds its defaults to a value."""

    document: Body
    noun: str
    fill: Fill

    @cached_property
    def _validator(self) -> "Draft202012Validator":
        from jsonschema_rs import Draft202012Validator  # noqa: PLC0415 - 30 ms, not needed where the cache answers

        return Draft202012Validator(self.document)

    def check(self, value: object) -> tuple[Fault, ...]:
        """Everything that is wrong with a value; empty if it fits."""
        if self._validator.is_valid(value):
            return ()
        return faults(self._validator.iter_errors(value), self.document, self.noun)


def compiled(document: Body, noun: str) -> Schema:
    """Prepare a schema that is known to be one."""
    return Schema(document, noun, Filler(document).compile(document))


def text(kind: Kind) -> bytes:
    """The schema of a kind of file as it is published for editors."""
    return (_FOLDER / f"{kind}.json").read_bytes()


@lru_cache
def schema(kind: Kind) -> Schema:
    """The compiled schema of a kind of file."""
    return compiled(json.loads(text(kind)), "field")
