"""One file: bytes to a value that fits its schema, with a place for every part of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator import yamlio
from generator.declarations.schema import Kind, schema
from generator.declarations.source import Source
from generator.declarations.wording import Fault, Path, shown
from generator.errors import InputError, Place, Problem
from generator.model import Body


@dataclass(frozen=True, slots=True)
class File:
    """A declaration that fits its schema. `value` is as written, `filled` has the schema's defaults."""

    path: str
    value: Body
    filled: Body
    _places: Mapping[Path, Place]
    _keys: Mapping[Path, Place]

    def has(self, path: Path) -> bool:
        """Whether a value is written at a path."""
        return path in self._places

    def place(self, *path: str | int) -> Place:
        """Where a value stands; for one that is not written, the nearest thing around it that is."""
        for length in range(len(path), -1, -1):
            if path[:length] in self._places:
                return self._places[path[:length]]
        return Place(self.path)

    def key(self, *path: str | int) -> Place:
        """Where a key stands, else what `place` says."""
        return self._keys.get(path) or self.place(*path)

    def problem(self, path: Path, what: str, hint: str = "") -> Problem:
        """A problem of the value at a path."""
        return Problem(self.place(*path), what, hint)

    def problems(self, faults: Iterable[Fault], below: Path = ()) -> Iterable[Problem]:
        """Locate what a schema refuses; `below` is where the checked value stands."""
        for fault in faults:
            path = (*below, *fault.path)
            yield Problem(self.key(*path) if fault.on_key else self.place(*path), fault.what, fault.hint)


def read(source: Source, path: str, kind: Kind) -> File:
    """Read, parse and validate one file. Raises InputError with every problem."""
    try:
        content = source.read(path)
    except OSError as error:
        raise InputError([Problem(Place(path), f"cannot be read: {error.strerror or error}")]) from None
    documents = yamlio.parse_marked(content, path)
    if len(documents) != 1:
        raise InputError([_not_one(path, documents)])
    document = documents[0]
    if not isinstance(document.value, dict):
        what = f"a declaration is a map of fields, not {shown(document.value)}"
        raise InputError([Problem(document.places.get((), Place(path)), what, "see docs/declarations.md")])
    checks = schema(kind)
    file = File(path, document.value, checks.fill(document.value), document.places, document.key_places)
    problems = tuple(file.problems(checks.check(document.value)))
    if problems:
        raise InputError(problems)
    return file


def _not_one(path: str, documents: tuple[yamlio.MarkedDocument, ...]) -> Problem:
    if not documents:
        return Problem(Place(path), "the file is empty", "see docs/declarations.md")
    place = Place(path, documents[1].line)
    return Problem(place, f"a declaration is one document, not {len(documents)}", "write one file for each")
