"""The bytes of a file to the bodies of objects, each with its origin, and what could not be judged."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias

from msgspec.structs import replace

from generator import yamlio
from generator.errors import Problem
from generator.model import Body, Origin, Unchecked
from generator.yamlio import Document

Entry: TypeAlias = tuple[Body, Origin]
Entries: TypeAlias = tuple[list[Entry], list[Unchecked]]

_LIST: Final = "List"
_BLANK: Final = re.compile(r"\s*")


def read(text: bytes, file: str) -> Entries:
    """The objects of a YAML or JSON stream, items of Lists one by one. Documents with problems do not hide the others."""
    documents, problems = yamlio.parse_possible(text, file)
    if problems and (stream := _json_stream(text)) is not None:
        documents, problems = stream, ()
    entries, unchecked = expand(documents, file)
    return entries, unchecked + [_unchecked(problem) for problem in problems]


def raw(path: Path) -> bytes:
    """The bytes of a file; of one beyond the limit only so many that a reader refuses them. Raises OSError."""
    with path.open("rb") as file:
        return file.read(yamlio.BYTES + 1)


def expand(documents: Iterable[Document], file: str) -> Entries:
    """The objects that documents stand for, and the documents and items that are no objects."""
    entries: list[Entry] = []
    unchecked: list[Unchecked] = []
    for document in documents:
        for value, origin in _objects(document.value, Origin(file, document.line, document.index)):
            if isinstance(value, dict):
                entries.append((value, origin))
            else:
                what = ".".join(map(str, origin.pointer)) or "the document"
                unchecked.append(Unchecked(file, document.line, f"{what} is {_said(value)}, not an object"))
    return entries, unchecked


def _objects(value: Any, origin: Origin) -> Iterator[tuple[Any, Origin]]:
    """The value, or the items if it is a List. A typed List's items have the kind and version that its name says."""
    kind, items = (value.get("kind"), value.get("items")) if isinstance(value, dict) else (None, None)
    if not isinstance(kind, str) or not kind.endswith(_LIST) or not _holds_items(value, items):
        yield value, origin
        return
    inherited = (
        {"apiVersion": value["apiVersion"], "kind": kind.removesuffix(_LIST)}
        if kind != _LIST and "apiVersion" in value
        else {}
    )
    for index, item in enumerate(items or ()):
        body = {**inherited, **item} if isinstance(item, dict) else item
        yield from _objects(body, replace(origin, pointer=(*origin.pointer, "items", index)))


def _holds_items(value: Body, items: Any) -> bool:
    """A List has items and nothing of an object; `items: null` is an empty one."""
    return isinstance(items, list) or ("items" in value and items is None and "spec" not in value)


def _json_stream(text: bytes) -> tuple[Document, ...] | None:
    """JSON texts one after another, which YAML readers do not always take (surrogate pairs, tabs)."""
    if not text.lstrip().startswith((b"{", b"[")):
        return None
    found: list[Document] = []
    try:
        decoded = text.decode()
        position = _next(decoded, 0)
        line = 1 + decoded.count("\n", 0, position)
        while position < len(decoded):
            value, end = _DECODER.raw_decode(decoded, position)
            found.append(Document(value, len(found), line))
            following = _next(decoded, end)
            line += decoded.count("\n", position, following)
            position = following
        # Half a surrogate pair, which an escape can name, is no text that anybody could write.
        json.dumps([each.value for each in found], ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return tuple(found)


def json_value(text: bytes) -> bytes:
    """The JSON value that a text begins with, without what follows; empty where there is none."""
    try:
        decoded = text.decode()
        return decoded[: _DECODER.raw_decode(decoded)[1]].encode()
    except (ValueError, RecursionError):
        return b""


def _next(text: str, position: int) -> int:
    match = _BLANK.match(text, position)
    return match.end() if match else position


def _unique(pairs: list[tuple[str, Any]]) -> Body:
    if len(found := dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)


def _unchecked(problem: Problem) -> Unchecked:
    column = f" (column {problem.place.column})" if problem.place.column > 1 else ""
    reason = problem.what + column + (f"; {problem.hint}" if problem.hint else "")
    return Unchecked(problem.place.file, problem.place.line, reason)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "a list"
    return "null" if value is None else f"the value {str(value)[:40]!r}"
