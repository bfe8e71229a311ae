"""YAML in, with or without places, and out in one canonical form. Values are those of JSON.

Reading is strict and as Kubernetes reads (see `resolving`); writing quotes whatever readers could disagree on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.errors import InputError, Place, Problem
from generator.yamlio.emitter import emit, emit_stream
from generator.yamlio.limits import BYTES
from generator.yamlio.reader import MarkedDocument, Reader

__all__ = ["Document", "MarkedDocument", "emit", "emit_stream", "parse", "parse_marked", "parse_own"]

# YAML 1.1, section 4.1.1: everything else is not printable. A byte order mark may begin the text.
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document of a stream: its value, its index (from 0, empty ones counted too), and the line of its first key."""

    value: Any
    index: int
    line: int


def parse(text: bytes, file: str) -> tuple[Document, ...]:
    """The documents of a stream, empty ones left out, as Kubernetes reads them.

    InputError, with places in `file`, for what is not YAML or is refused: duplicate keys, merge keys after the keys that
    they bring, tags that Kubernetes ignores, keys that are no scalars, text beyond the limits of `limits`.
    """
    return tuple(Document(each.value, each.index, each.line) for each in _documents(text, file, marked=False))


def parse_marked(text: bytes, file: str) -> tuple[MarkedDocument, ...]:
    """As `parse`, with the place of every key and value."""
    return tuple(_documents(text, file, marked=True))


def parse_own(text: bytes, file: str) -> tuple[Document, ...]:
    """As `parse`, faster for text that `emit_stream` wrote."""
    return parse(text, file)


def _documents(text: bytes, file: str, *, marked: bool) -> Iterator[MarkedDocument]:
    if len(text) > BYTES:
        raise InputError([Problem(Place(file), f"it is larger than {BYTES // 1024**2} MiB", "split it")])
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        place = _place(file, text[: error.start].decode())
        raise InputError(
            [Problem(place, f"the byte 0x{text[error.start]:02x} is not UTF-8", "save the file as UTF-8")]
        ) from None
    if found := _FORBIDDEN.search(decoded, decoded.startswith("\ufeff")):
        what = f"the character U+{ord(found.group()):04X} is not allowed in YAML"
        hint = (
            "is this a text file?" if found.group() == "\0" else "take it away, or escape it in a text in double quotes"
        )
        raise InputError([Problem(_place(file, decoded[: found.start()]), what, hint)])
    return Reader(decoded, file, marked=marked).documents()


def _place(file: str, before: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
