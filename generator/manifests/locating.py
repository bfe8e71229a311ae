"""Fields to places. Places are found on demand, document by document: most objects never need one."""

from functools import lru_cache
from typing import Final

from generator import fields, yamlio
from generator.errors import InputError, Place
from generator.manifests import reading
from generator.manifests.kustomizations import MADE
from generator.model import Origin
from generator.yamlio import MarkedDocument

_MARKER: Final = b"\n---"


def locate(text: bytes, origin: Origin, field: str) -> Place:
    """Where a field of an object stands in the text of the origin's file: its key, or its item in a list.

    For a field that is missing it is the deepest thing above it that is there; for an object that a kustomization
    makes, the beginning of the kustomization.
    """
    document = None if origin.document == MADE else _document(text, origin)
    if document is None:
        return Place(origin.file, origin.line)
    try:
        pointer = (*origin.pointer, *fields.parse(field))
    except ValueError:
        pointer = origin.pointer
    for length in range(len(pointer), 0, -1):
        place = document.key_places.get(pointer[:length]) or document.places.get(pointer[:length])
        if place is not None:
            return place
    return document.places[()]


def _document(text: bytes, origin: Origin) -> MarkedDocument | None:
    """The document that begins in the origin's line, also in a JSON stream; None where YAML readers do not take it."""
    starts = _line_starts(text)
    if origin.line > len(starts):
        return None
    start = starts[origin.line - 1]
    end = text.find(_MARKER, start)
    document = text[start : end + 1 or None]
    return _marked(document, origin.file, origin.line) or _marked(
        reading.json_value(document), origin.file, origin.line
    )


@lru_cache(maxsize=128)
def _marked(text: bytes, file: str, line: int) -> MarkedDocument | None:
    try:
        documents = yamlio.parse_marked(text, file, first_line=line)
    except InputError:
        return None
    return documents[0] if documents else None


@lru_cache(maxsize=4)
def _line_starts(text: bytes) -> list[int]:
    starts = [0]
    while (following := text.find(b"\n", starts[-1]) + 1) > 0:
        starts.append(following)
    return starts
