"""Every generated file: its digest at once, its content and meaning when somebody asks for them.

A part that made its files in an earlier run, from the same things, is made again only for more than their digests.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from generator import forks, kept, tree
from generator.kustomize import FILE, Layer
from generator.pipeline.inputs import Inputs
from generator.pipeline.parts import Made, Part, parts
from generator.planning import Unit

# A second process costs more than it saves where fewer parts have to be made.
_WORTH_A_FORK = 100
# How many times what a run asked for is kept, for other branches.
_MOST_KEPT = 2


class Outputs:
    """All generated files; `digests` names their contents by path. Nothing is read or written but the cache."""

    def __init__(self, inputs: Inputs, progress: Callable[[Unit], None] | None = None, *, reuse: bool = True) -> None:
        """Make what is not known from an earlier run, or everything where nothing may be reused; an InputError says
        what cannot be made. `progress` is told of each unit.
        """
        self._made: dict[str, Made] = {}
        self._tell = progress
        every = tuple(parts(inputs))
        file = _file(inputs)
        known = (kept.load(file, dict[str, dict[str, str]]) if reuse else None) or {}
        new = [part for part in every if part.key not in known]
        self._make(new)
        found = {part.key: known.get(part.key) or _digests(self._made[part.key]) for part in every}
        self._parts = {path: part for part in every for path in found[part.key]}
        self.digests: Mapping[str, str] = {path: digest for part in every for path, digest in found[part.key].items()}
        if new:
            both = known | found
            kept.save(file, both if len(both) <= _MOST_KEPT * len(found) else found)

    def content(self, path: str) -> bytes:
        """The bytes of a generated file."""
        return self.part(path).files[path]

    def part(self, path: str) -> Made:
        """What the part that a generated file belongs to gives."""
        part = self._parts[path]
        if part.key not in self._made:
            self._make([part])
        return self._made[part.key]

    def make_all(self) -> None:
        """Make what is not made yet, for somebody who will ask for all of it."""
        self._make([part for part in dict.fromkeys(self._parts.values()) if part.key not in self._made])

    def layer(self, folder: str, read: Callable[[str], bytes | None]) -> Layer | None:
        """The layer of a generated folder, where its files as read are what it consists of."""
        path = f"{folder}/{FILE}"
        made = self.part(path) if path in self._parts else None
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


def _file(inputs: Inputs) -> Path:
    """A file for each platform, wherever its repository lies: worktrees share one, other platforms do not push it out."""
    platform = inputs.declarations.platform
    name = hashlib.blake2b(f"{platform.name} {platform.repository}".encode(), digest_size=16).hexdigest()
    return inputs.cache / "outputs" / f"{name}.json"


def _digests(made: Made) -> dict[str, str]:
    return {path: tree.digest(content) for path, content in made.files.items()}
