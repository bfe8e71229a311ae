"""What units were made to, kept between runs: a file for each team, with the last that each of its units gave.

The form is that of `marshal`, in which what is one object stays one.
"""

import hashlib
import marshal
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from generator import kept
from generator.pipeline.parts import Made, Part

# By the unit's name: the key of its part, and what that made.
_Units: TypeAlias = dict[str, tuple[str, memoryview]]


class Stored:
    """What earlier runs kept below the user's `cache` for a platform (any name of it); read when it is asked for."""

    def __init__(self, cache: Path, platform: str) -> None:
        self._folder = cache / "units"
        self._platform = platform
        self._known: dict[str, _Units] = {}

    def get(self, part: Part) -> Made | None:
        """What a unit was made to, from the same things; None where that is not known."""
        if part.unit is None:
            return None
        key, packed = self._team(part.unit.team).get(part.unit.name, ("", b""))
        return part.unpacked(marshal.loads(packed)) if key == part.key else None  # noqa: S302 - behind a digest, in the user's own cache

    def keep(self, made: Iterable[tuple[Part, Made]]) -> None:
        """Keep what some units were made to."""
        new: dict[str, _Units] = {}
        for part, each in made:
            if part.unit and self._team(part.unit.team).get(part.unit.name, ("",))[0] != part.key:
                entry = (part.key, memoryview(marshal.dumps(each.packed(whole=True))))
                new.setdefault(part.unit.team, {})[part.unit.name] = entry
        for team, units in new.items():
            kept.save(self._file(team), self._team(team) | units)

    def _team(self, name: str) -> _Units:
        if name not in self._known:
            self._known[name] = kept.load(self._file(name), _Units) or {}
        return self._known[name]

    def _file(self, team: str) -> Path:
        return self._folder / hashlib.blake2b(f"{self._platform} {team}".encode(), digest_size=16).hexdigest()
