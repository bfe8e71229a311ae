"""A fast reader of the canonical form. It trusts its text; `parsing` trusts it only where writing gives the text back.

A line of canonical text means the same wherever it stands, and most lines stand in many files, so lines are remembered.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct

from generator.yamlio import resolving

_LINE: Final = re.compile(
    r'(?P<indent> *)(?P<dashes>(?:- )*)(?:(?P<key>"(?:[^"\\]|\\.)*"|[^" ].*?):(?: (?P<value>.+))?|(?P<item>.+))'
)
_SEPARATOR: Final = "\n---\n"
_BLOCKS: Final = frozenset(("|", "|-"))
_EMPTY: Final[dict[str, type]] = {"{}": dict, "[]": list}
_REMEMBERED: Final = 50_000


class _Line(Struct, frozen=True):
    """A line: the column of its first dash or key, the number of its dashes, its key (None in an item without one),
    what is written behind them (None where a collection follows), and the value of that.
    """

    column: int
    dashes: int
    key: str | None
    text: str | None
    value: Any


_lines: dict[str, _Line] = {}


def documents(text: str) -> Iterator[tuple[Any, int]]:
    """The values of a canonical stream and their lines, from 0. Other text gives anything, ValueError or IndexError."""
    line = 0
    for part in text.removesuffix("\n").split(_SEPARATOR):
        lines = part.split("\n")
        yield _Document(lines).value(), line
        line += len(lines) + 1


class _Document:
    """The lines of a document, and the number of the one that is next."""

    __slots__ = ("_lines", "_next")

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._next = 0

    def value(self) -> Any:
        """The value of the document; it must be a map or a list."""
        return self._collection(_line(self._lines[0]))

    def _collection(self, line: _Line) -> Any:
        return self._list(line, line.column, line.dashes) if line.dashes else self._map(line, line.column)

    def _map(self, line: _Line | None, column: int) -> dict[str, Any]:
        """A map whose keys stand in `column`; `line` holds its first key, dashes before it are done with."""
        found: dict[str, Any] = {}
        while line is not None:
            if line.key is None:
                raise ValueError("no key")
            self._next += 1
            if line.text is None:
                found[line.key] = self._collection(_line(self._lines[self._next]))
            else:
                found[line.key] = self._inline(line, column)
            line = self._sibling(column)
            if line is not None and line.dashes:
                break
        return found

    def _list(self, line: _Line | None, column: int, dashes: int) -> list[Any]:
        """A list whose dashes stand in `column`; `line` holds its first item, of whose dashes that many are left."""
        found: list[Any] = []
        while line is not None and dashes:
            if dashes > 1:
                found.append(self._list(line, column + 2, dashes - 1))
            elif line.key is not None:
                found.append(self._map(line, column + 2))
            else:
                self._next += 1
                found.append(self._inline(line, column))
            line = self._sibling(column)
            dashes = line.dashes if line is not None else 0
        return found

    def _inline(self, line: _Line, column: int) -> Any:
        if line.text in _BLOCKS:
            return self._block(" " * (column + 2), ends=line.text == "|")
        return _EMPTY[line.text]() if line.text in _EMPTY else line.value

    def _block(self, indent: str, *, ends: bool) -> str:
        start = self._next
        while self._next < len(self._lines):
            line = self._lines[self._next]
            if line and not line.startswith(indent):
                break
            self._next += 1
        return "\n".join(line[len(indent) :] for line in self._lines[start : self._next]) + ("\n" if ends else "")

    def _sibling(self, column: int) -> _Line | None:
        """The next line if it begins in a column."""
        if self._next == len(self._lines):
            return None
        line = _line(self._lines[self._next])
        return line if line.column == column else None


def _line(text: str) -> _Line:
    return _lines.get(text) or _read(text)


def _read(text: str) -> _Line:
    match = _LINE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    if len(_lines) >= _REMEMBERED:
        _lines.clear()
    written = match["item"] or match["value"]
    value = None if written is None or written in _EMPTY or written in _BLOCKS else _scalar(written)
    key = match["key"]
    line = _Line(
        len(match["indent"]), len(match["dashes"]) // 2, None if key is None else str(_scalar(key)), written, value
    )
    _lines[text] = line
    return line


def _scalar(text: str) -> Any:
    return json.loads(text) if text[0] == '"' else resolving.plain(text)
