"""One file: bytes to a value that fits its schema, with a place for every part of it."""

from collections.abc import Callable, Iterable
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from generator import blobs, yamlio
from generator.declarations import cache
from generator.declarations.marks import Marks
from generator.declarations.merging import ordered
from generator.declarations.schema import Kind, schema
from generator.declarations.source import Source
from generator.declarations.wording import Fault, Path, shown
from generator.errors import InputError, Place, Problem
from generator.model import Body


class File(Struct, frozen=True):
    """A declaration that fits its schema. `digest` stands for its bytes; `value` has the schema's defaults."""

    path: str
    digest: str
    value: Body
    _marks: Marks

    def has(self, *path: str | int) -> bool:
        """Whether a value is written at a path."""
        return self._marks.has(path)

    def place(self, *path: str | int) -> Place:
        """Where a value stands; for one that is not written, the nearest thing around it that is."""
        return self._marks.place(path)

    def key(self, *path: str | int) -> Place:
        """Where a key stands, else what `place` says."""
        return self._marks.place(path, key=True)

    def problem(self, path: Path, what: str, hint: str = "") -> Problem:
        """A problem of the value at a path."""
        return Problem(self.place(*path), what, hint)

    def problems(self, faults: Iterable[Fault], below: Path = ()) -> Iterable[Problem]:
        """Locate what a schema refuses; `below` is where the checked value stands."""
        for fault in faults:
            path = (*below, *fault.path)
            yield Problem(self.key(*path) if fault.on_key else self.place(*path), fault.what, fault.hint)


class Reader(Struct, frozen=True):
    """Reads the files of a source, each once, so that a file's digest is that of the bytes which count; what they parse to
    may be known from an earlier run.
    """

    source: Source
    kept: cache.Cache
    _contents: dict[str, bytes] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def digest(self, path: str, kind: Kind) -> str:
        """What stands for the bytes of a file; nothing where it cannot be read."""
        if path not in self._digests:
            try:
                self._digests[path] = self.source.digest(path) or blobs.digest(self._content(path))
            except OSError:
                return ""
        return f"{kind} {self._digests[path]}"

    def file(self, path: str, kind: Kind) -> File:
        """Read, parse and validate one file. Raises InputError with every problem."""
        key, group = self.digest(path, kind), self.kept.group(path)
        content = partial(self._content, path)
        found = group.file(key, path, content) if key else None
        try:
            value, marks = found or _parse(path, content)
        except OSError as error:
            raise InputError([Problem(Place(path), f"cannot be read: {error.strerror or error}")]) from None
        file = File(path, key, value, marks)
        if found is None:
            problems = tuple(file.problems(schema(kind).check(value)))
            if problems:
                raise InputError(problems)
            file = replace(file, value=schema(kind).fill(value))
        group.keep_file(key, file.value, marks)
        return file

    def _content(self, path: str) -> bytes:
        if path not in self._contents:
            self._contents[path] = self.source.read(path)
        return self._contents[path]


def _parse(path: str, content: Callable[[], bytes]) -> tuple[Body, Marks]:
    documents = yamlio.parse_marked(content(), path)
    if len(documents) != 1:
        raise InputError([_not_one(path, documents)])
    marks = Marks(path, content, document=documents[0])
    value = documents[0].value
    if not isinstance(value, dict):
        what = f"a declaration is a map of fields, not {shown(value)}"
        raise InputError([Problem(marks.place(()), what, "see docs/declarations.md")])
    return ordered(value), marks


def _not_one(path: str, documents: tuple[yamlio.MarkedDocument, ...]) -> Problem:
    if not documents:
        return Problem(Place(path), "the file is empty", "see docs/declarations.md")
    place = Place(path, documents[1].line)
    return Problem(place, f"a declaration is one document, not {len(documents)}", "write one file for each")
