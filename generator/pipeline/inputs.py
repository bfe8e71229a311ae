"""Blueprints and declarations, read, validated and planned: where every command begins."""

from pathlib import Path

from msgspec import Struct

from generator import blueprints, declarations
from generator.blueprints import Catalogue
from generator.declarations import Source
from generator.model import Declarations
from generator.planning import Unit, plan
from generator.settings import Settings


class Inputs(Struct, frozen=True):
    """Everything that people wrote, the plan that follows from it, and the user's cache folder."""

    catalogue: Catalogue
    declarations: Declarations
    units: tuple[Unit, ...]
    cache: Path


def load(settings: Settings, source: Source | None = None) -> Inputs:
    """Read the repository, its declarations from a `source` if there is one; an InputError holds every problem of the
    blueprints, else of the declarations.
    """
    folders = [settings.root / "blueprints"]
    if settings.bundled != settings.root:
        folders.append(settings.bundled / "blueprints")
    catalogue = blueprints.load([folder for folder in folders if folder.is_dir()], cache=settings.cache)
    infos = {info.ref: info for info in catalogue.infos}
    declared = declarations.load(source or settings.root, infos, settings.cache)
    return Inputs(catalogue, declared, plan(declared, infos), settings.cache)
