"""The ways to read a stream: values, values with places, what our own commands wrote, and whatever can be read at all."""

import re
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import InputError, Place, Problem
from generator.yamlio import own
from generator.yamlio.emitter import emit_stream
from generator.yamlio.limits import BYTES
from generator.yamlio.reader import MarkedDocument, Reader

# What YAML 1.1, section 4.1.1, does not count as printable. A byte order mark may begin the text.
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_COMMENTS: Final = re.compile(rb"\A(?:#[^\n]*\n)*")
_MARKER: Final = re.compile(rb"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)


class Document(Struct, frozen=True, eq=False):
    """A document of a stream: its value, its index (from 0, empty ones counted too), and the line of its first key."""

    value: Any
    index: int
    line: int


def parse(text: bytes, file: str, *, first_line: int = 1) -> tuple[Document, ...]:
    """The documents of a stream, empty ones left out, as Kubernetes reads them. `first_line` is where the text begins.

    InputError, with places in `file`, for what is not YAML or is refused: duplicate keys, merge keys after the keys that
    they bring, tags that Kubernetes ignores, keys that are no scalars, text beyond the limits of `limits`.
    """
    documents = _documents(text, file, first_line, marked=False)
    return tuple(Document(each.value, each.index, each.line) for each in documents)


def parse_marked(text: bytes, file: str, *, first_line: int = 1) -> tuple[MarkedDocument, ...]:
    """As `parse`, with the place of every key and value."""
    return tuple(_documents(text, file, first_line, marked=True))


def parse_own(text: bytes, file: str) -> tuple[Document, ...]:
    """As `parse`, several times faster for text that `emit_stream` wrote, comments before it allowed.

    The fast reader is trusted only where writing what it read gives the same bytes: neither a header nor a path is proof.
    """
    return _own(text) or parse(text, file)


def parse_possible(text: bytes, file: str) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """As `parse`, but documents with problems do not hide the others: what could be read, and the problems."""
    try:
        return parse(text, file), ()
    except InputError as error:
        starts = [0, *(match.start() for match in _MARKER.finditer(text) if match.start())]
        if len(starts) == 1 or len(text) > BYTES:
            return (), error.problems
    documents: list[Document] = []
    problems: list[Problem] = []
    line = 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        part = text[start:end]
        try:
            documents += (replace(each, index=len(documents)) for each in parse(part, file, first_line=line))
        except InputError as error:
            problems += error.problems
        line += part.count(b"\n")
    return tuple(documents), tuple(problems)


def _own(text: bytes) -> tuple[Document, ...]:
    """The documents of canonical text, none if it is not canonical."""
    if len(text) > BYTES:
        return ()
    body = _COMMENTS.sub(b"", text)
    try:
        canonical = body.decode()
        found = list(own.documents(canonical))
        if emit_stream((value for value, _ in found), allow_null=True) != canonical:
            return ()
    except (ValueError, IndexError, RecursionError, InputError):
        return ()
    first_line = text.count(b"\n", 0, len(text) - len(body)) + 1
    return tuple(Document(value, index, line + first_line) for index, (value, line) in enumerate(found))


def _documents(text: bytes, file: str, first_line: int, *, marked: bool) -> Iterator[MarkedDocument]:
    if len(text) > BYTES:
        raise InputError([Problem(Place(file, first_line), f"it is larger than {BYTES // 1024**2} MiB", "split it")])
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        place = _place(file, text[: error.start].decode(), first_line)
        what = f"the byte 0x{text[error.start]:02x} is not UTF-8"
        raise InputError([Problem(place, what, "save the file as UTF-8; is it text at all?")]) from None
    if found := _FORBIDDEN.search(decoded, decoded.startswith("\ufeff")):
        place = _place(file, decoded[: found.start()], first_line)
        what = f"the character U+{ord(found.group()):04X} is not allowed in YAML"
        raise InputError([Problem(place, what, "take it away, or write it as an escape in double quotes")])
    return Reader(decoded, file, first_line, marked=marked).documents()


def _place(file: str, before: str, first_line: int) -> Place:
    return Place(file, before.count("\n") + first_line, len(before) - before.rfind("\n"))
