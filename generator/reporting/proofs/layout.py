"""A drawing of a directed graph in layers, from left to right, after Sugiyama, Tagawa and Toda (1981): every edge that
does not close a cycle goes right, edges are led through the layers between, and layers are ordered so that few cross.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import TypeAlias

from msgspec import Struct

# Nodes are numbers from 0; the bends of long edges are numbers above them.
Edge: TypeAlias = tuple[int, int]
_SWEEPS = 6


class Layout(Struct, frozen=True):
    """For each node its layer and its height in it, both from 0; for each edge the points that it goes through, its
    two ends included. Heights are fractions of rows, layers are centred on each other.
    """

    places: Mapping[int, tuple[int, float]]
    routes: Mapping[Edge, tuple[tuple[int, float], ...]]
    layers: int
    rows: int


def layout(nodes: Sequence[int], edges: Iterable[Edge]) -> Layout:
    """Lay out nodes and edges; the order of both decides wherever there is a choice."""
    edges = list(dict.fromkeys(edges))
    layer = _layers(nodes, _without_cycles(nodes, edges))
    chains = _chains(edges, layer, first_bend=max(nodes, default=-1) + 1)
    columns = _ordered(layer, chains.values())
    rows = max(map(len, columns), default=0)
    places = {
        point: (index, row + (rows - len(column)) / 2)
        for index, column in enumerate(columns)
        for row, point in enumerate(column)
    }
    routes = {edge: tuple(places[point] for point in chain) for edge, chain in chains.items()}
    return Layout({node: places[node] for node in nodes}, routes, len(columns), rows)


def _without_cycles(nodes: Sequence[int], edges: Sequence[Edge]) -> list[Edge]:
    """The edges that a depth-first walk does not find closing a cycle."""
    following = _neighbours(edges)
    kept: list[Edge] = []
    finished: set[int] = set()
    for root in nodes:
        path: dict[int, list[int]] = {} if root in finished else {root: list(following[root])}
        while path:
            node, rest = next(reversed(path.items()))
            if not rest:
                finished.add(node)
                del path[node]
                continue
            target = rest.pop(0)
            if target not in path:
                kept.append((node, target))
                if target not in finished:
                    path[target] = list(following[target])
    return kept


def _layers(nodes: Sequence[int], edges: Sequence[Edge]) -> dict[int, int]:
    """The longest way to each node. Nodes without predecessors stand just before their first successor."""
    following = _neighbours(edges)
    waiting = dict.fromkeys(nodes, 0)
    for _, target in edges:
        waiting[target] += 1
    roots = ready = [node for node in nodes if not waiting[node]]
    layer = dict.fromkeys(nodes, 0)
    while ready:
        found = []
        for node in ready:
            for target in following[node]:
                layer[target] = max(layer[target], layer[node] + 1)
                waiting[target] -= 1
                if not waiting[target]:
                    found.append(target)
        ready = found
    for root in roots:
        layer[root] = max(0, min((layer[target] for target in following[root]), default=0) - 1)
    return layer


def _chains(edges: Sequence[Edge], layer: dict[int, int], first_bend: int) -> dict[Edge, tuple[int, ...]]:
    """For each edge its ends with a bend in every layer between them. Bends are added to `layer`."""
    chains: dict[Edge, tuple[int, ...]] = {}
    bend = first_bend
    for source, target in edges:
        between = range(layer[source] + 1, layer[target])
        bends = tuple(range(bend, bend + len(between)))
        layer.update(zip(bends, between, strict=True))
        chains[source, target] = (source, *bends, target)
        bend += len(between)
    return chains


def _ordered(layer: Mapping[int, int], chains: Iterable[Sequence[int]]) -> list[list[int]]:
    """The layers, each in an order that follows the mean position of its neighbours, left and right in turn."""
    steps = [step for chain in chains for step in pairwise(chain)]
    right, left = _neighbours(steps), _neighbours((target, source) for source, target in steps)
    columns: list[list[int]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for point, index in layer.items():
        columns[index].append(point)
    for sweep in range(_SWEEPS):
        forwards = sweep % 2 == 0
        for column in columns if forwards else reversed(columns):
            position = {point: row / len(each) for each in columns for row, point in enumerate(each)}
            neighbours = left if forwards else right
            column.sort(
                key=lambda point: (
                    fmean(position[one] for one in neighbours[point]) if neighbours[point] else position[point]
                )
            )
    return columns


def _neighbours(edges: Iterable[Edge]) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for source, target in edges:
        found[source].append(target)
    return found
