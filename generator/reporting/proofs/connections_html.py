"""Connections as a page: for each place a graph, a matrix, and the list of flows."""

from dataclasses import dataclass
from itertools import pairwise

from generator.model import Body
from generator.reporting.page import render
from generator.reporting.proofs.flows import View, views
from generator.reporting.proofs.layout import Edge, Layout, layout

_MOST_DRAWN = 60
_MOST_IN_MATRIX = 120
_WIDTH, _HEIGHT = 210, 40
_COLUMN, _ROW = 292, 56
_MARGIN = 16


@dataclass(frozen=True, slots=True)
class Node:
    """A party in the drawing: the left upper corner of its box, and its position in the view."""

    position: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Curve:
    """All flows of a pair in the drawing: the route as an SVG path, and the point where the ports are written."""

    source: int
    target: int
    ports: str
    certain: bool
    path: str
    middle: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing, in pixels; `box` is the width and height of a node."""

    width: float
    height: float
    box: tuple[float, float]
    nodes: tuple[Node, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True, slots=True)
class Section:
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
    return Section(view, _graph(view), view.between() if small else {}, tuple(sources), tuple(targets))


def _graph(view: View) -> Graph | None:
    """The drawing of who talks to whom; None where it would be a tangle, or where nobody talks."""
    talking = sorted({end for flow in view.flows for end in (flow.source, flow.target)})
    if not talking or len(talking) > _MOST_DRAWN:
        return None
    drawn = layout(talking, [(flow.source, flow.target) for flow in view.flows])
    width = _MARGIN * 2 + _COLUMN * (drawn.layers - 1) + _WIDTH
    height = _MARGIN * 2 + _ROW * (drawn.rows - 1) + _HEIGHT
    nodes = tuple(Node(node, *_corner(place)) for node, place in drawn.places.items())
    certain = {(flow.source, flow.target) for flow in view.flows if flow.certain}
    curves = (Curve(*pair, ports, pair in certain, *_route(drawn, pair)) for pair, ports in view.between().items())
    return Graph(width, height, (_WIDTH, _HEIGHT), nodes, tuple(curves))


def _corner(place: tuple[int, float]) -> tuple[float, float]:
    return _MARGIN + place[0] * _COLUMN, _MARGIN + place[1] * _ROW


def _route(drawn: Layout, pair: Edge) -> tuple[str, tuple[float, float]]:
    """From the right side of one box, straight through the layers between, to the left side of the other; and the
    middle of the last bend.
    """
    corners = [_corner(place) for place in drawn.routes[pair]]
    points = [(corners[0][0] + _WIDTH, corners[0][1] + _HEIGHT / 2)]
    for x, y in corners[1:-1]:
        points += [(x, y + _HEIGHT / 2), (x + _WIDTH, y + _HEIGHT / 2)]
    points.append((corners[-1][0], corners[-1][1] + _HEIGHT / 2))
    path = f"M{points[0][0]:g} {points[0][1]:g}" + "".join(_bend(*ends) for ends in pairwise(points))
    (x, y), (end_x, end_y) = points[-2:]
    return path, ((x + end_x) / 2, (y + end_y) / 2)


def _bend(start: tuple[float, float], end: tuple[float, float]) -> str:
    reach = max(40.0, (end[0] - start[0]) / 2)
    return f"C{start[0] + reach:g} {start[1]:g} {end[0] - reach:g} {end[1]:g} {end[0]:g} {end[1]:g}"
