"""What files parsed to and what services are in each environment, by content, kept between runs in one file.

A hit needs neither a YAML parser nor a schema validator. An entry's key is a hash of the bytes; only what the last run
used is kept.
"""

import hashlib
import pathlib
from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from generator import kept
from generator.declarations.marks import Marks
from generator.declarations.wording import Path
from generator.errors import Place
from generator.model import Body, ServiceSettings

_NAME = "declarations.json"
# A value with its defaults, and the places in it that were asked for: path, whether the key was meant, line and column.
_Parsed: TypeAlias = tuple[Body, list[tuple[Path, bool, int, int]]]
# Settings, and the environments that have them.
_Sides: TypeAlias = list[tuple[ServiceSettings, list[str]]]


class _Kept(Struct):
    files: dict[str, _Parsed]
    settings: dict[str, _Sides]


class Cache(Struct):
    """One run's view: by key, what files parsed to with the places that were asked for, and the settings of services
    that nothing is said against. What the run before kept is only read.
    """

    folder: pathlib.Path | None
    _files_before: dict[str, _Parsed]
    _settings_before: dict[str, _Sides]
    _files: dict[str, tuple[Body, Marks]] = field(default_factory=dict)
    _settings: dict[str, _Sides] = field(default_factory=dict)

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

    def settings(self, key: str) -> Mapping[str, ServiceSettings] | None:
        """The settings of a service by environment."""
        found = self._settings_before.get(key)
        if found is None:
            return None
        self._settings[key] = found
        return {environment: settings for settings, environments in found for environment in environments}

    def keep_settings(self, key: str, settings: Mapping[str, ServiceSettings]) -> None:
        """Keep settings for the next run; those that several environments share stay one."""
        sides: dict[int, tuple[ServiceSettings, list[str]]] = {}
        for environment, each in settings.items():
            sides.setdefault(id(each), (each, []))[1].append(environment)
        self._settings[key] = list(sides.values())

    def save(self) -> None:
        """Write what this run used."""
        same = set(self._files) == set(self._files_before) and set(self._settings) == set(self._settings_before)
        if self.folder is None or same:
            return
        files = {
            key: (value, [(path, is_key, place.line, place.column) for (path, is_key), place in marks.known.items()])
            for key, (value, marks) in self._files.items()
        }
        kept.save(self.folder / _NAME, _Kept(files, self._settings))


def opened(folder: pathlib.Path | None) -> Cache:
    """What the last run kept in a folder; nothing where there is none."""
    found = kept.load(folder / _NAME, _Kept) if folder else None
    return Cache(folder, found.files, found.settings) if found else Cache(folder, {}, {})


def key(*parts: bytes) -> str:
    """A name for what is made of some bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()
