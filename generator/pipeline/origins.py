"""From a rendered field back to what people wrote: the template's scalar, the variables it read, and their declarations."""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from generator import fields, yamlio
from generator.blueprints import Rendered, Source, Traced
from generator.errors import Place
from generator.model import Object
from generator.pipeline.inputs import Inputs
from generator.planning import TENANCY, Side, Unit

T = TypeVar("T", Rendered, Traced)
Pointer = tuple[str | int, ...]
# Variable (or its first two steps) → the key of a service's file that it comes from.
_DECLARED: dict[Pointer, str] = {
    ("parameters",): "parameters",
    ("image",): "image",
    ("service", "run"): "run",
    ("service", "exposed"): "exposed",
    ("connections", "outgoing"): "connects",
    ("connections", "incoming"): "accepts",
    ("connections", "external"): "external",
}


class _Near(Struct, frozen=True):
    """A declared place, and how many steps it is short of the value that was looked for."""

    missing: int
    place: Place


class Origins:
    """Answers for one repository; blueprints are traced and declarations marked when they are first asked about."""

    def __init__(self, root: Path, inputs: Inputs) -> None:
        """Declarations are read below `root`."""
        self._root = root
        self._inputs = inputs
        self._units = {unit.folder: unit for unit in inputs.units}
        self._rendered: dict[int, tuple[Rendered, ...]] = {}
        self._traces: dict[tuple[int, str], tuple[Traced, ...]] = {}
        self._marks: dict[str, Mapping[Pointer, Place]] = {}

    def unit(self, file: str) -> Unit | None:
        """The unit below whose folder a file lies, or whose Application it is."""
        parts = file.split("/")
        if "applications" in parts[:-1]:
            team, name = (*parts[-1].split("."), "")[:2]
            parts = ["rendered", team, TENANCY if name == "tenancy" else name]
        return self._units.get("/".join(parts[:3]))

    def sources(self, side: Side, item: Object, pointer: Pointer) -> tuple[Source, ...]:
        """What the field, or what lies closest to it, was made from; nothing for what no template gives."""
        rendered = _find(self._evaluated(side), item)
        found = _find(self._traced(side, rendered.stem), item) if rendered else None
        if found is None:
            return ()
        lengths = range(len(pointer), 0, -1)
        below = (
            [source for where, source in found.sources.items() if where[:length] == pointer[:length]]
            for length in lengths
        )
        return tuple(next(filter(None, below), ()))

    def _evaluated(self, side: Side) -> tuple[Rendered, ...]:
        if id(side) not in self._rendered:
            evaluate = partial(self._inputs.catalogue.evaluate, side.blueprint, side.variables, side.provider)
            self._rendered[id(side)] = evaluate(neutral=not side.environment)
        return self._rendered[id(side)]

    def _traced(self, side: Side, stem: str) -> tuple[Traced, ...]:
        """One file of the blueprint: to trace all of them for one field would take ten times as long."""
        key = (id(side), stem)
        if key not in self._traces:
            trace = partial(self._inputs.catalogue.trace, side.blueprint, side.variables, side.provider)
            self._traces[key] = trace(neutral=not side.environment, stem=stem)
        return self._traces[key]

    def place(self, unit: Unit, side: Side, reads: Iterable[str]) -> Place | None:
        """Where the values behind variables are declared: the first that is written out, else the closest to one that
        is not; None for what no team or service file holds.
        """
        found = [near for read in reads if (near := self._near(unit, side, read))]
        return min(found, key=lambda near: near.missing).place if found else None

    def _near(self, unit: Unit, side: Side, read: str) -> "_Near | None":
        variable, *rest = fields.parse(read)
        if variable == "team":
            return self._nearest(f"teams/{unit.team}/team.yaml", side.environment, tuple(rest))
        declared = _DECLARED.get((variable, *rest[:1]), _DECLARED.get((variable,)))
        if declared is None or unit.name == TENANCY:
            return None
        return self._nearest(unit.declaration, side.environment, (declared, *(rest if declared == variable else ())))

    def _nearest(self, file: str, environment: str, pointer: Pointer) -> "_Near | None":
        """The deepest value on the way to a pointer; of two, the environment's own, unless it is only the head of
        overrides that do not concern the value.
        """
        places = self._places(file)
        override: Pointer = ("environments", environment)
        for length in range(len(pointer), 0, -1):
            for start in (override, ()) if length > 1 or len(pointer) == 1 else ((), override):
                place = places.get((*start, *pointer[:length]))
                if place:
                    return _Near(len(pointer) - length, place)
        return None

    def _places(self, file: str) -> Mapping[Pointer, Place]:
        if file not in self._marks:
            documents = yamlio.parse_marked(content(self._root / file), file)
            self._marks[file] = {**documents[0].places, **documents[0].key_places} if documents else {}
        return self._marks[file]


def _find(manifests: tuple[T, ...], item: Object) -> T | None:
    """The manifest of an object; a Job has a longer name than its template gives."""
    same = [each for each in manifests if each.body["kind"] == item.kind]
    exact = [each for each in same if _name(each.body) == item.name]
    return next(iter(exact or [each for each in same if item.name.startswith(f"{_name(each.body)}-")]), None)


def _name(body: Mapping[str, Any]) -> str:
    return str(body["metadata"]["name"])


def content(path: Path) -> bytes:
    """A file's bytes as they are now; none where it is gone or no regular file."""
    try:
        found = path.stat()
        return _content(path, found.st_ino, found.st_mtime_ns, found.st_size)
    except OSError:
        return b""


@lru_cache(maxsize=256)
def _content(path: Path, *_state: int) -> bytes:
    with path.open("rb") as file:
        return yamlio.contents(file)
