"""Every generated file: what git would list for it at once, its content and meaning when somebody asks for them.

A part that made its files in an earlier run, from the same things, is made again only for more than their digests.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from generator import blobs, forks, tree
from generator.kept import Ledger
from generator.kustomize import FILE, Layer
from generator.pipeline import listings
from generator.pipeline.inputs import Inputs
from generator.pipeline.parts import Made, Part, parts, unit_of
from generator.pipeline.stored import Stored
from generator.planning import Unit

# A second process costs more than it saves where fewer parts have to be made.
_WORTH_A_FORK = 100
# How many times what a run asked for is kept, for other branches.
_MOST_KEPT = 2
# So many parts are what a few edits change.
_FEW = 100


class Outputs:
    """All generated files; `runs` has an entry for each (see `listings`). Nothing is read or written but the cache."""

    def __init__(
        self,
        inputs: Inputs,
        progress: Callable[[Unit], None] | None = None,
        *,
        reuse: bool = True,
        whole: bool = False,
    ) -> None:
        """Make what is not known from an earlier run, or everything where nothing may be reused, or where somebody will ask
        for the `whole`; an InputError says what cannot be made. `progress` is told of each unit.
        """
        self._made: dict[str, Made] = {}
        self._whole: set[str] = set()
        self._tell = progress
        self._every = tuple(parts(inputs))
        # Worktrees of a platform share what is kept, other platforms do not push it out.
        platform = f"{inputs.declarations.platform.name} {inputs.declarations.platform.repository}"
        self._stored = Stored(inputs.cache, platform) if reuse else None
        name = hashlib.blake2b(platform.encode(), digest_size=16).hexdigest()
        ledger = Ledger(inputs.cache / "outputs" / name, dict[str, list[memoryview]], _FEW)
        known = {part.key: ledger.get(part.key) if reuse else None for part in self._every}
        new = [part for part in self._every if known[part.key] is None]
        self._make(self._every if whole else new, whole=whole)
        self._found = {key: _runs(self._made[key]) if found is None else found for key, found in known.items()}
        self.runs = [run for each in self._found.values() for run in each]
        ledger.keep({part.key: self._found[part.key] for part in new}, self._found, _MOST_KEPT * len(known))

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
                self._make([part], whole=True)
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
        if self._stored and len(self._made) <= _FEW:
            self._stored.keep((part, self._made[part.key]) for part in self._every if part.key in self._made)

    def make_all(self) -> None:
        """Make what is not made yet as a whole."""
        self._make([part for part in self._every if part.key not in self._whole], whole=True)

    def layer(self, folder: str, read: Callable[[str], bytes | None]) -> Layer | None:
        """The layer of a generated folder, where its files as read are what it consists of."""
        path = f"{folder}/{FILE}"
        made = self.find(path)
        if made is None or (rendered := made.meaning.unit) is None:
            return None
        layer = rendered.layers[folder.removeprefix(f"{rendered.unit.folder}/")]
        same = (read(f"{folder}/{name}") == made.files[f"{folder}/{name}"] for name in layer.documents)
        return layer if all(same) else None

    def _make(self, wanted: Sequence[Part], *, whole: bool) -> None:
        """Make some parts; two processes share what is many."""
        here, there = (wanted[::2], wanted[1::2]) if len(wanted) >= _WORTH_A_FORK else (wanted, ())
        others = forks.beside(lambda: [part.make().packed(whole=whole) for part in there]) if there else None
        for part in here:
            if self._tell and part.unit:
                self._tell(part.unit)
            self._made[part.key] = part.make()
        for part, packed in zip(there, others() if others else (), strict=True):
            self._made[part.key] = part.unpacked(packed)
        self._whole.update(part.key for part in (wanted if whole else here))


def _runs(made: Made) -> list[memoryview]:
    entries = (tree.listed(path, blobs.digest(content)) for path, content in made.files.items())
    return [memoryview(run) for run in listings.runs(entries)]
