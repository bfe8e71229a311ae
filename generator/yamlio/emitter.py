"""Values to the one canonical text: block style, keys in Kubernetes convention, LF, no line folded."""

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, Final

from generator import fields
from generator.errors import InputError, Place, Problem
from generator.yamlio import quoting
from generator.yamlio.limits import DEPTH, INTEGERS

_FIRST: Final = ("apiVersion", "kind", "metadata", "name", "namespace", "labels", "annotations")
_RANK: Final = {key: rank for rank, key in enumerate(_FIRST)}
_CACHED: Final = 20_000
_strings: dict[str, str] = {}
_orders: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}


def emit(value: Any, *, allow_null: bool = False) -> str:
    """The canonical text of one document.

    Keys: apiVersion, kind, metadata, name, namespace, labels, annotations, then the others by code point. Numbers as
    JSON has them: 1.0 is 1. Raises InputError, with every field at fault, for what YAML readers would not all read
    back: nulls (unless `allow_null`), control characters, infinities, integers beyond 64 bits, keys that are no
    strings, more than 128 levels.
    """
    lines: list[str] = []
    try:
        if value and isinstance(value, dict):
            _map(value, "", "", lines, 1, allow_null)
        elif value and isinstance(value, list | tuple):
            _list(value, "", "", lines, 1, allow_null)
        else:
            lines.append(f"{_inline(value, allow_null)}\n")
    except (ValueError, TypeError):
        raise InputError(_problems(value, allow_null)) from None
    return "".join(lines)


def emit_stream(values: Iterable[Any], *, allow_null: bool = False) -> str:
    """The canonical text of several documents, `---` between them; InputError as in `emit`."""
    return "---\n".join(emit(value, allow_null=allow_null) for value in values)


def _map(body: dict[str, Any], lead: str, indent: str, lines: list[str], depth: int, allow_null: bool) -> None:  # noqa: FBT001 - hot path: positional
    if depth > DEPTH:
        raise ValueError(depth)
    keys = tuple(body)
    for key, written in _orders.get(keys) or _order(keys):
        value = body[key]
        if type(value) is str:
            lines.append(f"{lead}{written} {_strings.get(value) or _string(value, indent)}\n")
        elif value and isinstance(value, dict):
            lines.append(f"{lead}{written}\n")
            inner = indent + "  "
            _map(value, inner, inner, lines, depth + 1, allow_null)
        elif value and isinstance(value, list | tuple):
            lines.append(f"{lead}{written}\n")
            _list(value, indent, indent, lines, depth + 1, allow_null)
        else:
            lines.append(f"{lead}{written} {_inline(value, allow_null)}\n")
        lead = indent


def _list(items: Iterable[Any], lead: str, indent: str, lines: list[str], depth: int, allow_null: bool) -> None:  # noqa: FBT001 - hot path: positional
    if depth > DEPTH:
        raise ValueError(depth)
    inner = indent + "  "
    for item in items:
        if type(item) is str:
            lines.append(f"{lead}- {_strings.get(item) or _string(item, indent)}\n")
        elif item and isinstance(item, dict):
            _map(item, f"{lead}- ", inner, lines, depth + 1, allow_null)
        elif item and isinstance(item, list | tuple):
            _list(item, f"{lead}- ", inner, lines, depth + 1, allow_null)
        else:
            lines.append(f"{lead}- {_inline(item, allow_null)}\n")
        lead = indent


def _order(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if len(_orders) >= _CACHED:
        _orders.clear()
    ranked = sorted(keys, key=lambda key: (_RANK.get(key, len(_RANK)), key))
    _orders[keys] = order = tuple((key, quoting.key(key)) for key in ranked)
    return order


def _string(text: str, indent: str) -> str:
    if "\n" in text:
        return quoting.block(text, indent + "  ")
    if len(_strings) >= _CACHED:
        _strings.clear()
    _strings[text] = written = quoting.single(text)
    return written


def _inline(value: Any, allow_null: bool) -> str:  # noqa: FBT001 - hot path: positional
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoting.single(str(value))
    if isinstance(value, int | float):
        return _number(value)
    if value is None and allow_null:
        return "null"
    if value == {} and isinstance(value, dict):
        return "{}"
    if value in ([], ()):
        return "[]"
    raise ValueError(value)


def _number(value: float) -> str:
    if not isfinite(value):
        raise ValueError(value)
    if value == int(value) and int(value) in INTEGERS:
        return str(int(value))
    if type(value) is int:
        raise ValueError(value)
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def _problems(value: Any, allow_null: bool) -> Iterator[Problem]:  # noqa: FBT001 - as above
    for path, what in _faults(value, (), allow_null):
        yield Problem(
            Place("<generated>"), f"{fields.render(path) or 'the document'}: {what}", "no YAML reader is sure of it"
        )


def _faults(value: Any, path: tuple[str | int, ...], allow_null: bool) -> Iterator[tuple[tuple[str | int, ...], str]]:  # noqa: FBT001 - as above
    if len(path) >= DEPTH and isinstance(value, dict | list | tuple):
        yield path[:4], f"it is nested deeper than {DEPTH} levels"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _key_faults(key, path)
            yield from _faults(inner, (*path, str(key)), allow_null)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _faults(inner, (*path, index), allow_null)
    else:
        try:
            _inline(value, allow_null)
        except ValueError:
            yield path, _fault(value)


def _key_faults(key: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not isinstance(key, str):
        yield path, f"the key {key!r} is not a string"
        return
    try:
        quoting.key(key)
    except ValueError:
        yield path, f"the key {key[:40]!r} has a character that YAML tools cannot carry, or is too long"


def _fault(value: Any) -> str:
    if value is None:
        return "null stands for nothing; leave the field out"
    if isinstance(value, str):
        return f"it holds the character U+{ord(quoting.forbidden(value)):04X}, which YAML tools cannot carry"
    if isinstance(value, int | float):
        return f"{value} is not a number that JSON readers agree on"
    return f"{type(value).__name__} is not a YAML value"
