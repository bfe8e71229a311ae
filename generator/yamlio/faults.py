"""Why a value has no canonical text: found again, slowly, once writing has failed."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from generator import fields
from generator.errors import Place, Problem
from generator.fields import Pointer
from generator.yamlio import quoting, scalars
from generator.yamlio.limits import DEPTH

# What is wrong at a place, and what to do about it.
_Fault: TypeAlias = tuple[Pointer, str, str]

# A value that is about to be written stands in no file yet.
_PLACE: Final = Place("<generated>")
_SHOWN: Final = 40


def problems(value: Any, *, allow_null: bool) -> Iterator[Problem]:
    """A problem for every field that cannot be written."""
    for pointer, what, hint in _faults(value, (), allow_null=allow_null):
        yield Problem(_PLACE, f"{fields.render(pointer) or 'the document'}: {what}", hint)


def _faults(value: Any, pointer: Pointer, *, allow_null: bool) -> Iterator[_Fault]:
    if isinstance(value, dict | list | tuple) and len(pointer) >= DEPTH:
        yield pointer[:4], f"it is nested deeper than {DEPTH} levels", "no manifest is"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _key_faults(key, pointer)
            yield from _faults(inner, (*pointer, str(key)), allow_null=allow_null)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _faults(inner, (*pointer, index), allow_null=allow_null)
    else:
        yield from _value_faults(value, pointer, allow_null=allow_null)


def _key_faults(key: Any, pointer: Pointer) -> Iterator[_Fault]:
    if not isinstance(key, str):
        yield pointer, f"the key {key!r} is not text", "keys of JSON are"
    elif character := quoting.forbidden(key):
        yield pointer, f"the key {key[:_SHOWN]!r} holds {_named(character)}", "YAML tools cannot carry it"
    elif not quoting.fits_key(key):
        yield (
            pointer,
            f"the key {key[:_SHOWN]!r}… is too long",
            f"YAML readers look {quoting.LONGEST_KEY} characters ahead",
        )


def _value_faults(value: Any, pointer: Pointer, *, allow_null: bool) -> Iterator[_Fault]:
    try:
        scalars.written(value, allow_null=allow_null)
    except ValueError:
        yield (pointer, *_explained(value))


def _explained(value: Any) -> tuple[str, str]:
    if value is None:
        return "null says nothing", "leave the field out"
    if isinstance(value, str):
        return f"it holds {_named(quoting.forbidden(value))}", "YAML tools cannot carry it"
    if isinstance(value, int | float):
        return f"{value} is not a number that every JSON reader has", "use 64-bit integers and finite numbers, or text"
    return f"{type(value).__name__} is no value of JSON", "use text, numbers, booleans, lists and maps"


def _named(character: str) -> str:
    return f"the character U+{ord(character):04X}"
