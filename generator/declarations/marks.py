"""Where the parts of a file stand."""

from collections.abc import Callable

from msgspec import Struct, field

from generator import yamlio
from generator.declarations.wording import Path
from generator.errors import Place


class Marks(Struct):
    """Places of the values and keys of one file that holds one document.

    `known` are the places that somebody asked for, by path and whether the key was meant. A cache keeps those and not
    the document: a run on unchanged files asks for the same again, and whoever asks for another one has it read and
    parsed.
    """

    path: str
    content: Callable[[], bytes]
    known: dict[tuple[Path, bool], Place] = field(default_factory=dict)
    document: yamlio.MarkedDocument | None = None

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where a value (or its key) stands; for one that is not written, the nearest thing around it that is."""
        place = self.known.get((path, key))
        if place is None:
            place = self.known[path, key] = self._find(path, key=key)
        return place

    def has(self, path: Path) -> bool:
        """Whether a value is written at a path."""
        return path in self._parsed().places

    def _find(self, path: Path, *, key: bool) -> Place:
        document = self._parsed()
        if key and path in document.key_places:
            return document.key_places[path]
        for length in range(len(path), -1, -1):
            if path[:length] in document.places:
                return document.places[path[:length]]
        return Place(self.path)

    def _parsed(self) -> yamlio.MarkedDocument:
        if self.document is None:
            (self.document,) = yamlio.parse_marked(self.content(), self.path)
        return self.document
