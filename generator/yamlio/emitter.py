"""Values to the one canonical text: block style, keys in Kubernetes convention, LF, no line folded."""

from collections.abc import Iterable
from typing import Any, Final

from generator.errors import InputError
from generator.yamlio import faults, quoting, scalars
from generator.yamlio.limits import DEPTH

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
            lines.append(f"{scalars.written(value, allow_null=allow_null)}\n")
    except (ValueError, TypeError):
        raise InputError(faults.problems(value, allow_null=allow_null)) from None
    return "".join(lines)


def emit_stream(values: Iterable[Any], *, allow_null: bool = False) -> str:
    """The canonical text of several documents, `---` between them; InputError as in `emit`."""
    return "---\n".join(emit(value, allow_null=allow_null) for value in values)


def _map(body: dict[str, Any], lead: str, indent: str, lines: list[str], depth: int, allow_null: bool) -> None:  # noqa: FBT001 - hot path: keywords cost
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
            lines.append(f"{lead}{written} {_other(value, indent, allow_null)}\n")
        lead = indent


def _list(items: Iterable[Any], lead: str, indent: str, lines: list[str], depth: int, allow_null: bool) -> None:  # noqa: FBT001 - hot path: keywords cost
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
            lines.append(f"{lead}- {_other(item, indent, allow_null)}\n")
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


def _other(value: Any, indent: str, allow_null: bool) -> str:  # noqa: FBT001 - hot path: keywords cost
    return _string(str(value), indent) if isinstance(value, str) else scalars.written(value, allow_null=allow_null)
