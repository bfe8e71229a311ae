"""The graph of a view in pixels: boxes, curves between them, and the ports beside the curves."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from generator.reporting.proofs.flows import View
from generator.reporting.proofs.layout import Edge, Layout, layout

_MOST_DRAWN = 60
_WIDTH, _HEIGHT = 210, 40
_COLUMN, _ROW = 292, 56
_MARGIN = 16
# Room for the ports before the first column, where something flows back to it.
_LEFT = 84
_LANE = 14
_ARROW = 12
_Point: TypeAlias = tuple[float, float]


class Node(Struct, frozen=True):
    """A party in the drawing: the left upper corner of its box, and its position in the view."""

    position: int
    x: float
    y: float


class Route(Struct, frozen=True):
    """Where a curve goes, as an SVG path; where it arrives, and the middle of its last bend or of its way back."""

    path: str
    end: _Point
    middle: _Point


class Curve(Struct, frozen=True):
    """All flows of a pair in the drawing."""

    source: int
    target: int
    ports: str
    certain: bool
    route: Route


class Label(Struct, frozen=True):
    """Ports, written so that they end at a point, and the curves that they are about."""

    ports: str
    sources: tuple[int, ...]
    target: int
    x: float
    y: float


class Graph(Struct, frozen=True):
    """A drawing, in pixels; `box` is the width and height of a node."""

    width: float
    height: float
    box: _Point
    nodes: tuple[Node, ...]
    curves: tuple[Curve, ...]
    labels: tuple[Label, ...]


def draw(view: View) -> Graph | None:
    """The drawing of who talks to whom; None where it would be a tangle, where nobody talks, or everybody with all."""
    talking = sorted({end for flow in view.flows for end in (flow.source, flow.target)})
    if not talking or len(talking) > _MOST_DRAWN or view.unrestricted:
        return None
    return _Drawing(view, layout(talking, [(flow.source, flow.target) for flow in view.flows])).graph()


class _Drawing:
    """Places the parts of one graph. What flows back, against the layers, goes round below everything else."""

    def __init__(self, view: View, drawn: Layout) -> None:
        self._drawn = drawn
        self._ports = view.between()
        self._certain = {(flow.source, flow.target) for flow in view.flows if flow.certain}
        backwards = [pair for pair in self._ports if drawn.places[pair[0]][0] >= drawn.places[pair[1]][0]]
        backwards.sort(key=lambda pair: drawn.places[pair[0]][0] - drawn.places[pair[1]][0])
        self._lanes: Mapping[Edge, int] = {pair: lane for lane, pair in enumerate(backwards, 1)}
        self._left = _LEFT if any(not drawn.places[target][0] for _, target in backwards) else _MARGIN
        self._bottom = _MARGIN + _ROW * (drawn.rows - 1) + _HEIGHT

    def graph(self) -> Graph:
        """All of it."""
        width = self._left + _COLUMN * (self._drawn.layers - 1) + _WIDTH + (_LEFT if self._lanes else _MARGIN)
        height = self._bottom + _MARGIN + _LANE * len(self._lanes)
        nodes = tuple(Node(node, *self._corner(place)) for node, place in self._drawn.places.items())
        curves = [Curve(*pair, ports, pair in self._certain, self._route(pair)) for pair, ports in self._ports.items()]
        return Graph(width, height, (_WIDTH, _HEIGHT), nodes, tuple(curves), tuple(_labels(curves)))

    def _corner(self, place: tuple[int, float]) -> _Point:
        return self._left + place[0] * _COLUMN, _MARGIN + place[1] * _ROW

    def _route(self, pair: Edge) -> Route:
        return self._back(pair, self._lanes[pair]) if pair in self._lanes else self._forth(pair)

    def _forth(self, pair: Edge) -> Route:
        """From the right side of one box, straight through the layers between, to the left side of the other."""
        corners = [self._corner(place) for place in self._drawn.routes[pair]]
        points = [(corners[0][0] + _WIDTH, corners[0][1] + _HEIGHT / 2)]
        for x, y in corners[1:-1]:
            points += [(x, y + _HEIGHT / 2), (x + _WIDTH, y + _HEIGHT / 2)]
        points.append((corners[-1][0], corners[-1][1] + _HEIGHT / 2))
        path = f"M{points[0][0]:g} {points[0][1]:g}" + "".join(_bend(*ends) for ends in pairwise(points))
        (x, y), (end_x, end_y) = points[-2:]
        return Route(path, (end_x, end_y), ((x + end_x) / 2, (y + end_y) / 2))

    def _back(self, pair: Edge, lane: int) -> Route:
        """From the right side of one box, down between the columns to a lane of its own, and up to the left of the other."""
        (x, y), (end_x, end_y) = (self._corner(self._drawn.places[end]) for end in pair)
        x, y, end_y = x + _WIDTH, y + _HEIGHT / 2, end_y + _HEIGHT / 2
        step = min(lane * 3, 24)
        right, left, low = x + 12 + step, end_x - 12 - step, self._bottom + lane * _LANE
        path = (
            f"M{x:g} {y:g}Q{right:g} {y:g} {right:g} {y + 12:g}V{low - 12:g}Q{right:g} {low:g} {right - 12:g} {low:g}"
            f"H{left + 12:g}Q{left:g} {low:g} {left:g} {low - 12:g}V{end_y + 12:g}Q{left:g} {end_y:g} {end_x:g} {end_y:g}"
        )
        return Route(path, (end_x, end_y), ((right + left) / 2, low))


def _labels(curves: Sequence[Curve]) -> Iterator[Label]:
    """Where all that arrives at a party has the same ports, one label before its box; else one on each curve."""
    arriving: dict[int, list[Curve]] = {}
    for curve in curves:
        arriving.setdefault(curve.target, []).append(curve)
    for target, several in arriving.items():
        if len({curve.ports for curve in several}) == 1:
            x, y = several[0].route.end
            sources = tuple(curve.source for curve in several)
            yield Label(several[0].ports, sources, target, x - _ARROW, y)
        else:
            for one in several:
                x, y = one.route.middle
                yield Label(one.ports, (one.source,), target, x + _ARROW, y)


def _bend(start: _Point, end: _Point) -> str:
    reach = max(40.0, (end[0] - start[0]) / 2)
    return f"C{start[0] + reach:g} {start[1]:g} {end[0] - reach:g} {end[1]:g} {end[0]:g} {end[1]:g}"
