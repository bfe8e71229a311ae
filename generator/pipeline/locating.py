"""Where a person mends a violation: the declaration that a rendered field came from, or the manifest's own line."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from generator import fields, manifests, tree
from generator.analysis.coverage import FILE_API
from generator.errors import Place
from generator.model import Object, Related
from generator.pipeline.inputs import Inputs
from generator.pipeline.origins import Origins, Pointer, content
from generator.planning import Unit
from generator.policy.judging import Violation

_FLOWS = ("connections.outgoing", "connections.external", "connections.incoming")
Located = tuple[Place, tuple[Related, ...]]


class InManifests(Struct, frozen=True):
    """Places in manifests by path: the line of the field, or of its nearest ancestor that exists."""

    stdin: Callable[[], bytes]

    def __call__(self, violation: Violation) -> Located:
        """The field's own place; nothing is related."""
        origin = violation.object.origin
        text = self.stdin() if origin.file == "<stdin>" else content(Path(origin.file))
        return manifests.locate(text, origin, violation.field), ()


class InTree:
    """Places in declarations, for the committed tree below `root`; the rendered line is related."""

    def __init__(self, root: Path, inputs: Inputs) -> None:
        """Keep where things are; traces and marks are made when a violation asks for them."""
        self._root = root
        self._origins = Origins(root, inputs)

    def __call__(self, violation: Violation) -> Located:
        """The declared value that the field was rendered from, else the declaration's first line."""
        item = violation.object
        text = content(self._root / item.origin.file)
        rendered = manifests.locate(text, item.origin, violation.field)
        related = (Related(rendered.file, rendered.line, "rendered here"),)
        unit = self._origins.unit(item.origin.file)
        if item.api_version == FILE_API:
            return rendered, ()
        if unit is None:
            made_from = tree.source(text)
            return (Place(made_from), related) if made_from else (rendered, ())
        place = self._declared(unit, item, fields.parse(violation.field)) or self._flows(unit, item, violation.rule)
        return place or Place(unit.declaration), related

    def _flows(self, unit: Unit, item: Object, rule: str) -> Place | None:
        """Where a service declares its flows, for findings about flows that have no field of their own."""
        side = next((each for each in unit.sides if each.environment == item.environment), None)
        if side is None or not rule.startswith("network/"):
            return None
        return self._origins.place(unit, side, _FLOWS)

    def _declared(self, unit: Unit, item: Object, pointer: Pointer) -> Place | None:
        side = next((each for each in unit.sides if each.environment == item.environment), None)
        if side is None:
            return None
        reads = (read for source in self._origins.sources(side, item, pointer) for read in source.reads)
        return self._origins.place(unit, side, reads)
