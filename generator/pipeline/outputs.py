"""Every generated file: what git would list for it at once, its content and meaning when somebody asks for them.

A part that made its files in an earlier run, from the same things, is made again only for more than their digests.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from generator import blobs, forks, kept, tree
from generator.kustomize import FILE, Layer
from generator.pipeline import listings
from generator.pipeline.inputs import Inputs
from generator.pipeline.listings import Run
from generator.pipeline.parts import Made, Part, parts, unit_of
from generator.pipeline.stored import Stored
from generator.planning import Unit

# A second process costs more than it saves where fewer parts have to be made.
_WORTH_A_FORK = 100
# How many times what a run asked for is kept, for other branches.
_MOST_KEPT = 2
# So many parts are kept in a small file, beside the one for all.
_MOST_RECENT = 100
# What parts make, by their keys; what was kept is not copied.
_Runs: TypeAlias = Mapping[str, Sequence[Run]]
_Stored: TypeAlias = dict[str, list[memoryview]]


class Outputs:
    """All generated files; `runs` has an entry for each (see `listings`). Nothing is read or written but the cache."""

    def __init__(self, inputs: Inputs, progress: Callable[[Unit], None] | None = None, *, reuse: bool = True) -> None:
        """Make what is not known from an earlier run, or everything where nothing may be reused; an InputError says
        what cannot be made. `progress` is told of each unit.
        """
        self._made: dict[str, Made] = {}
        self._tell = progress
        self._every = tuple(parts(inputs))
        platform = f"{inputs.declarations.platform.name} {inputs.declarations.platform.repository}"
        memory = _Memory(inputs.cache, platform)
        self._stored = Stored(inputs.cache, platform) if reuse else None
        known = memory.known if reuse else {}
        new = [part for part in self._every if part.key not in known]
        self._make(new)
        found = {part.key: known.get(part.key) or _runs(self._made[part.key]) for part in self._every}
        self._found = found
        self.runs = [run for each in found.values() for run in each]
        memory.keep({part.key: found[part.key] for part in new}, found)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """What names the content of each file, by path."""
        return {path: digest for run in self.runs for path, digest in listings.files(run)}

    @cached_property
    def _units(self) -> Mapping[tuple[str, str], Part]:
        """The parts of units, by team and name."""
        return {(part.unit.team, part.unit.name): part for part in self._every if part.unit}

    @cached_property
    def _others(self) -> Mapping[str, Part]:
        """The parts of files that belong to no unit."""
        runs = ((run, part) for part in self._every if not part.unit for run in self._found[part.key])
        return {path: part for run, part in runs for path, _ in listings.files(run)}

    def content(self, path: str) -> bytes:
        """The bytes of a generated file."""
        return self.part(path).files[path]

    def part(self, path: str) -> Made:
        """What the part that a generated file belongs to gives."""
        unit = unit_of(path)
        part = self._units[unit] if unit else self._others[path]
        if part.key not in self._made:
            stored = self._stored and self._stored.get(part)
            if stored:
                self._made[part.key] = stored
            else:
                self._make([part])
        return self._made[part.key]

    def find(self, path: str) -> Made | None:
        """The same, None where a file is not generated."""
        try:
            made = self.part(path)
        except KeyError:
            return None
        return made if path in made.files else None

    def keep(self) -> None:
        """Keep what was made for runs that ask for the same, unless it is too much."""
        if self._stored and len(self._made) <= _MOST_RECENT:
            self._stored.keep((part, self._made[part.key]) for part in self._every if part.key in self._made)

    def make_all(self) -> None:
        """Make what is not made yet, for somebody who will ask for all of it."""
        self._make([part for part in self._every if part.key not in self._made])

    def layer(self, folder: str, read: Callable[[str], bytes | None]) -> Layer | None:
        """The layer of a generated folder, where its files as read are what it consists of."""
        path = f"{folder}/{FILE}"
        made = self.find(path)
        if made is None or made.unit is None:
            return None
        layer = made.unit.layers[folder.removeprefix(f"{made.unit.unit.folder}/")]
        same = (read(f"{folder}/{name}") == made.files[f"{folder}/{name}"] for name in layer.documents)
        return layer if all(same) else None

    def _make(self, wanted: Sequence[Part]) -> None:
        """Make some parts; two processes share what is many."""
        half = len(wanted) // 2 if len(wanted) >= _WORTH_A_FORK else len(wanted)
        here, there = wanted[:half], wanted[half:]
        others = forks.beside(lambda: [part.make().packed() for part in there]) if there else None
        for part in here:
            if self._tell and part.unit:
                self._tell(part.unit)
            self._made[part.key] = part.make()
        for part, packed in zip(there, others() if others else (), strict=True):
            self._made[part.key] = part.unpacked(packed)


class _Memory:
    """The listings of parts by key, kept for each platform, wherever its repository lies: worktrees share them, other
    platforms do not push them out. What a few edits add goes into a file of its own, which is soon written.
    """

    def __init__(self, cache: Path, platform: str) -> None:
        name = hashlib.blake2b(platform.encode(), digest_size=16).hexdigest()
        self._all, self._few = (cache / "outputs" / f"{name}-{which}" for which in ("all", "recent"))
        self._recent = kept.load(self._few, _Stored) or {}
        self.known: _Runs = {**(kept.load(self._all, _Stored) or {}), **self._recent}

    def keep(self, new: _Runs, found: _Runs) -> None:
        """Keep what is new among what a run found; what other runs found, as long as it is not too much."""
        if len(self._recent) + len(new) <= _MOST_RECENT:
            if new:
                kept.save(self._few, {**self._recent, **new})
            return
        both = {**self.known, **found}
        kept.save(self._all, both if len(both) <= _MOST_KEPT * len(found) else found)
        kept.save(self._few, {})


def _runs(made: Made) -> list[bytes]:
    return listings.runs(tree.listed(path, blobs.digest(content)) for path, content in made.files.items())
