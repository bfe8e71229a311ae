"""The blueprint language: templates are read and compiled once, evaluated many times, and traced on demand.

docs/blueprint-language.md is its grammar. Evaluation runs generated Python; whatever goes wrong in it is found again by
the slow, located evaluation, so the fast one carries no places.
"""

from generator.blueprints.catalogue import Catalogue, load
from generator.blueprints.values import Rendered, Source, Traced

__all__ = ["Catalogue", "Rendered", "Source", "Traced", "load"]
