"""What files parsed to and what services are in each environment, by content, kept between runs: a file for each team,
so that a run which needs one team reads and writes no more.

A hit needs neither a YAML parser nor a schema validator. An entry's key is a hash of the bytes.
"""

import hashlib
import pathlib
from collections.abc import Callable, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from generator import kept
from generator.declarations.marks import Marks
from generator.declarations.wording import Path
from generator.errors import Place
from generator.model import Body, ServiceSettings

# A team with more entries starts again with those that the last run used.
_MOST = 500
# A value with its defaults, and the places in it that were asked for: path, whether the key was meant, line and column.
_Parsed: TypeAlias = tuple[Body, list[tuple[Path, bool, int, int]]]
# Settings, and the environments that have them.
_Sides: TypeAlias = list[tuple[ServiceSettings, list[str]]]


class _Kept(Struct):
    files: dict[str, _Parsed]
    settings: dict[str, _Sides]


class Group(Struct):
    """One run's view of the entries of a team, or of what belongs to no team: by key, what files parsed to with the places
    that were asked for, and the settings of services that nothing is said against. `before` is only read.
    """

    stored: pathlib.Path | None
    before: _Kept
    _files: dict[str, tuple[Body, Marks]] = field(default_factory=dict)
    _settings: dict[str, _Sides] = field(default_factory=dict)

    def file(self, key: str, path: str, content: Callable[[], bytes]) -> tuple[Body, Marks] | None:
        """What a valid file parsed to; its `content` is for places that nobody has asked for yet."""
        entry = self.before.files.get(key)
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
        found = self.before.settings.get(key)
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
        """Write the entries if this run used one that is new."""
        old = self._files.keys() <= self.before.files.keys() and self._settings.keys() <= self.before.settings.keys()
        if self.stored is None or old:
            return
        files = {
            key: (value, [(path, is_key, place.line, place.column) for (path, is_key), place in marks.known.items()])
            for key, (value, marks) in self._files.items()
        }
        both = _Kept(self.before.files | files, self.before.settings | self._settings)
        few = len(both.files) + len(both.settings) <= _MOST
        kept.save(self.stored, both if few else _Kept(files, self._settings))


class Cache:
    """The groups that a run asks for; without a folder nothing is kept."""

    def __init__(self, folder: pathlib.Path | None) -> None:
        self._folder = folder / "declarations" if folder else None
        self._groups: dict[str, Group] = {}

    def group(self, path: str) -> Group:
        """Where a file's entries are: a service's with those of its team, all others together."""
        team = path.split("/")[1] if path.count("/") > 1 and not path.endswith("/team.yaml") else ""
        if team not in self._groups:
            file = self._folder / key(team.encode()) if self._folder else None
            self._groups[team] = Group(file, (kept.load(file, _Kept) if file else None) or _Kept({}, {}))
        return self._groups[team]

    def save(self) -> None:
        """Write what is new."""
        for group in self._groups.values():
            group.save()


def key(*parts: bytes) -> str:
    """A name for what is made of some bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.hexdigest()
