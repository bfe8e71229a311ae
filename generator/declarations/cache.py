"""What files parsed to and which parameters were valid, by content, kept between runs in one file.

A hit needs neither a YAML parser nor a schema validator. An entry's key is a hash of the bytes; only what the last run
used is kept.
"""

import hashlib
import pathlib
from typing import TypeAlias

from msgspec import Struct, field

from generator import kept
from generator.declarations.marks import Marks
from generator.declarations.wording import Path
from generator.errors import Place
from generator.model import Body

_NAME = "declarations.json"
# A value as written, and the places in it that were asked for: the path, whether its key was meant, line and column.
_Parsed: TypeAlias = tuple[Body, list[tuple[Path, bool, int, int]]]


class _Kept(Struct):
    files: dict[str, _Parsed]
    parameters: dict[str, Body]


class Cache(Struct):
    """One run's view: by key, what files parsed to with the places that were asked for, and parameters that fit with
    their defaults. What the run before kept is only read.
    """

    folder: pathlib.Path | None
    _files_before: dict[str, _Parsed]
    _parameters_before: dict[str, Body]
    _files: dict[str, tuple[Body, Marks]] = field(default_factory=dict)
    _parameters: dict[str, Body] = field(default_factory=dict)

    def file(self, key: str, path: str, content: bytes) -> tuple[Body, Marks] | None:
        """What a valid file parsed to."""
        entry = self._files_before.get(key)
        if entry is None:
            return None
        value, places = entry
        known = {(steps, is_key): Place(path, line, column) for steps, is_key, line, column in places}
        return value, Marks(path, content, known)

    def keep_file(self, key: str, value: Body, marks: Marks) -> None:
        """Keep a valid file for the next run."""
        self._files[key] = (value, marks)

    def parameters(self, key: str) -> Body | None:
        """Parameters that are known to fit their schema, with its defaults."""
        found = self._parameters.get(key) or self._parameters_before.get(key)
        if found is not None:
            self._parameters[key] = found
        return found

    def keep_parameters(self, key: str, filled: Body) -> None:
        """Keep parameters that fit their schema."""
        self._parameters[key] = filled

    def save(self) -> None:
        """Write what this run used."""
        same = set(self._files) == set(self._files_before) and set(self._parameters) == set(self._parameters_before)
        if self.folder is None or same:
            return
        files = {
            key: (value, [(path, is_key, place.line, place.column) for (path, is_key), place in marks.known.items()])
            for key, (value, marks) in self._files.items()
        }
        kept.save(self.folder / _NAME, _Kept(files, self._parameters))


def opened(folder: pathlib.Path | None) -> Cache:
    """What the last run kept in a folder; nothing where there is none."""
    found = kept.load(folder / _NAME, _Kept) if folder else None
    return Cache(folder, found.files, found.parameters) if found else Cache(folder, {}, {})


def key(*parts: bytes) -> str:
    """A name for what is made of some bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()
