"""`mlp explain FILE:LINE`: where a line of a rendered file comes from."""

from msgspec import Struct

from generator import fields, yamlio
from generator.errors import Place, UsageError
from generator.model import Object, Origin
from generator.pipeline.inputs import load
from generator.pipeline.origins import Origins, Pointer, content
from generator.planning import Side, Unit
from generator.settings import Settings

_MOST_SOURCES = 12


class Explained(Struct, frozen=True):
    """A rendered field: what it belongs to, the template's scalars that gave it, and the declared values they read
    (name of the variable, and its place where a team's or service's file holds it).
    """

    field: str
    kind: str
    name: str
    environment: str
    declaration: str
    templates: tuple[Place, ...]
    reads: tuple[tuple[str, Place | None], ...]


def explain(settings: Settings, file: str, line: int) -> Explained:
    """Explain a line of a file below rendered/. Raises UsageError where nothing is rendered there."""
    inputs = load(settings)
    origins = Origins(settings.root, inputs)
    unit = origins.unit(file)
    if unit is None or not file.startswith("rendered/"):
        raise UsageError(f"{file} is not rendered from a declaration; give FILE:LINE of a file below rendered/")
    item, pointer = _at(content(settings.root / file), file, line)
    side = _side(unit, file)
    sources = origins.sources(side, item, pointer)
    if len(sources) > _MOST_SOURCES:
        # The field itself is nobody's: what is left out, or a whole object.
        sources = ()
    reads = dict.fromkeys(read for source in sources for read in source.reads)
    return Explained(
        fields.render(pointer),
        item.kind,
        item.name,
        side.environment,
        unit.declaration,
        tuple(dict.fromkeys(source.place for source in sources)),
        tuple((read, origins.place(unit, side, [read])) for read in reads),
    )


def _side(unit: Unit, file: str) -> Side:
    environment = file.split("/")[4] if file.startswith(f"{unit.folder}/overlays/") else ""
    return next((each for each in unit.sides if each.environment == environment), unit.neutral)


def _at(text: bytes, file: str, line: int) -> tuple[Object, Pointer]:
    """The object that a line belongs to, and the field that stands there."""
    documents = [each for each in yamlio.parse_marked(text, file) if each.line <= line and isinstance(each.value, dict)]
    if not documents:
        raise UsageError(f"{file}:{line}: there is no object on this line")
    document = documents[-1]
    above = {pointer: place for pointer, place in document.places.items() if place.line <= line}
    pointer = max(above, key=lambda each: (above[each].line, len(each)))
    return Object(document.value, Origin(file, document.line, document.index)), pointer
