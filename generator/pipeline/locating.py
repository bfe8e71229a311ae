"""Where a person mends a violation: the declaration that a rendered field came from, or the manifest's own line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import fields, manifests, yamlio
from generator.analysis.coverage import FILE_API
from generator.blueprints import Traced
from generator.errors import Place
from generator.model import Object, Related
from generator.pipeline.inputs import Inputs
from generator.planning import TENANCY, Side, Unit
from generator.policy.judging import Violation

Pointer = tuple[str | int, ...]
Located = tuple[Place, tuple[Related, ...]]


@dataclass(frozen=True, slots=True)
class InManifests:
    """Places in manifests by path: the line of the field, or of its nearest ancestor that exists."""

    stdin: Callable[[], bytes]

    def __call__(self, violation: Violation) -> Located:
        """The field's own place; nothing is related."""
        origin = violation.object.origin
        text = self.stdin() if origin.file == "<stdin>" else _content(Path(origin.file))
        return manifests.locate(text, origin, violation.field), ()


class InTree:
    """Places in declarations, for the committed tree below `root`; the rendered line is related."""

    def __init__(self, root: Path, inputs: Inputs) -> None:
        """Keep where things are; traces and marks are made when a violation asks for them."""
        self._root = root
        self._inputs = inputs
        self._traces: dict[int, tuple[Traced, ...]] = {}
        self._marks: dict[str, Mapping[Pointer, Place]] = {}

    def __call__(self, violation: Violation) -> Located:
        """The declared value that the field was rendered from, else the declaration's first line."""
        item = violation.object
        rendered = manifests.locate(_content(self._root / item.origin.file), item.origin, violation.field)
        unit = self._unit(item.origin.file)
        if unit is None or item.api_version == FILE_API:
            return rendered, ()
        place = self._declared(unit, item, violation.field) or Place(unit.declaration)
        return place, (Related(rendered.file, rendered.line, "rendered here"),)

    def _unit(self, file: str) -> Unit | None:
        """The unit below whose folder a file lies, or whose Application it is."""
        for unit in self._inputs.units:
            application = f"/applications/{unit.team}.{'tenancy' if unit.name == TENANCY else unit.name}."
            if file.startswith(f"{unit.folder}/") or application in file:
                return unit
        return None

    def _declared(self, unit: Unit, item: Object, path: str) -> Place | None:
        side = next((each for each in unit.sides if each.environment == item.environment), None)
        if side is None:
            return None
        places = (self._place(unit, side, read) for read in self._reads(side, item, fields.parse(path)))
        return next((place for place in places if place), None)

    def _reads(self, side: Side, item: Object, pointer: Pointer) -> Iterator[str]:
        """The variables that the field, or what lies closest to it, was made from."""
        if id(side) not in self._traces:
            self._traces[id(side)] = self._inputs.catalogue.trace(side.blueprint, side.variables, side.provider)
        traced = next((each for each in self._traces[id(side)] if _same(each.body, item)), None)
        if traced is None:
            return
        for length in range(len(pointer), 0, -1):
            near = [source for where, source in traced.sources.items() if where[:length] == pointer[:length]]
            if near:
                yield from (read for source in near for read in source.reads)
                return

    def _place(self, unit: Unit, side: Side, read: str) -> Place | None:
        """Where the value behind a variable is declared; None for what no team or service file holds."""
        variable, *rest = read.split(".")
        if variable == "team":
            return self._nearest(f"teams/{unit.team}/team.yaml", side.environment, tuple(rest))
        declared = _DECLARED.get((variable, *rest[:1]), _DECLARED.get((variable,)))
        if declared is None or unit.name == TENANCY:
            return None
        return self._nearest(unit.declaration, side.environment, (declared, *(rest if declared == variable else ())))

    def _nearest(self, file: str, environment: str, pointer: Pointer) -> Place | None:
        """The deepest value on the way to a pointer, below the environment's own entries first."""
        places = self._places(file)
        for start in ((*_OVERRIDES, environment), ()):
            for length in range(len(pointer), 0, -1):
                place = places.get((*start, *pointer[:length]))
                if place:
                    return place
        return None

    def _places(self, file: str) -> Mapping[Pointer, Place]:
        if file not in self._marks:
            documents = yamlio.parse_marked(_content(self._root / file), file)
            self._marks[file] = documents[0].key_places if documents else {}
        return self._marks[file]


_OVERRIDES = ("environments",)
# Variable (or its first two steps) → the key of a service's file that it comes from.
_DECLARED = {
    ("parameters",): "parameters",
    ("image",): "image",
    ("service", "run"): "run",
    ("service", "exposed"): "exposed",
    ("connections", "outgoing"): "connects",
    ("connections", "incoming"): "accepts",
    ("connections", "external"): "external",
}


def _same(body: Mapping[str, Any], item: Object) -> bool:
    return body["kind"] == item.kind and item.name.startswith(str(body["metadata"]["name"]))


@lru_cache(maxsize=256)
def _content(path: Path) -> bytes:
    """A file's bytes; none where it is gone or no regular file."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
