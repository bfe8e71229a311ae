"""Connections as a page: for each place a graph, a matrix, and the list of flows."""

from msgspec import Struct

from generator.model import Body
from generator.reporting.page import render
from generator.reporting.proofs.drawing import Graph, draw
from generator.reporting.proofs.flows import View, views

_MOST_IN_MATRIX = 120


class Section(Struct, frozen=True):
    """A place: its flows, and its graph and matrix where they are not too large to read."""

    view: View
    graph: Graph | None
    cells: dict[tuple[int, int], str]
    sources: tuple[int, ...]
    targets: tuple[int, ...]


def write(document: Body) -> str:
    """The page."""
    sections = [_section(view) for view in views(document)]
    return render("connections.html", sections=sections, not_analysed=document.get("notAnalysed", ()))


def _section(view: View) -> Section:
    sources = sorted({flow.source for flow in view.flows})
    targets = sorted({flow.target for flow in view.flows})
    small = max(len(sources), len(targets)) <= _MOST_IN_MATRIX
    return Section(view, draw(view), view.between() if small else {}, tuple(sources), tuple(targets))
