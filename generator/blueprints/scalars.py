"""Scalars of a template: literal text, one whole expression, or both mixed. InputError says what is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from generator.blueprints import nodes
from generator.blueprints.expressions import parse_expression, parse_text
from generator.blueprints.namespace import evaluate
from generator.blueprints.operations import FAULTS, LanguageError, kind
from generator.blueprints.translation import Expression, translate
from generator.blueprints.variables import Scope
from generator.errors import InputError, Place, Problem

_GUIDE: Final = "see docs/blueprint-language.md"
_LONGEST_SHOWN: Final = 80


def read(text: str, place: Place, scope: Scope) -> nodes.Node:
    """A scalar that is one whole expression gives the native value; any other gives text."""
    if not any(opening in text for opening in ("{{", "{%", "{#")):
        return nodes.Constant(text, place)
    with _located(text, place):
        parts = parse_text(text)
        translated = [part if isinstance(part, str) else translate(part, text, place, scope) for part in parts]
        if len(translated) == 1 and isinstance(translated[0], Expression):
            return _whole(translated[0])
        return _mixed(translated, place)


def expression(value: Any, key: str, place: Place, scope: Scope) -> Expression:
    """What a structural key holds: an expression without braces, never `omit`."""
    with _located(str(value), place):
        if not isinstance(value, str) or not value.strip():
            raise LanguageError(f"`{key}` takes an expression, not {kind(value)}", _GUIDE)
        found = translate(parse_expression(value.strip()), value.strip(), place, scope)
        if found.omittable:
            raise LanguageError("`omit` is not a value", f"`{key}` needs one")
        _constant(found)
        return found


def shown(text: Any) -> str:
    """A text short enough for a message."""
    line = " ".join(str(text).split())
    return line if len(line) <= _LONGEST_SHOWN else line[:_LONGEST_SHOWN] + "…"


@contextmanager
def _located(text: str, place: Place) -> Iterator[None]:
    try:
        yield
    except LanguageError as refused:
        raise InputError([Problem(place, f"{refused} in `{shown(text)}`", refused.hint)]) from None


def _whole(found: Expression) -> nodes.Node:
    if found.omittable or found.code.names:
        return nodes.Computed(found)
    return nodes.Constant(_constant(found), found.place)


def _mixed(parts: list[str | Expression], place: Place) -> nodes.Node:
    if any(part.omittable for part in parts if isinstance(part, Expression)):
        raise LanguageError("`omit` inside a text", "only a scalar that is one whole expression can be left out")
    if all(isinstance(part, str) for part in parts):
        return nodes.Constant("".join(map(str, parts)), place)
    return nodes.Text(tuple(parts), place)


def _constant(found: Expression) -> Any:
    """The value of an expression that reads no variable: what it would refuse later is refused now."""
    if found.code.names:
        return None
    try:
        return evaluate(found.code.source, {})
    except LanguageError:
        raise
    except FAULTS as fault:
        raise LanguageError(f"values that do not fit ({fault})", _GUIDE) from None
