"""Connections as a graph in the DOT language of Graphviz: a cluster for each place, and in it one for each namespace."""

from collections.abc import Iterator
from itertools import groupby

from generator.model import Body
from generator.reporting.proofs.flows import Flow, Party, View, views


def write(document: Body) -> str:
    """One directed graph. Uncertain flows are dashed."""
    lines = ["digraph connections {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    for number, view in enumerate(views(document)):
        lines += _view(view, number)
    return "\n".join([*lines, "}"]) + "\n"


def _view(view: View, number: int) -> Iterator[str]:
    yield f"  subgraph cluster_{number} {{"
    yield f"    label={_quoted(view.place)};"
    numbered = list(enumerate(view.parties))
    for namespace, members in groupby(numbered, key=lambda pair: pair[1].namespace):
        nodes = [f"{_node(number, position)} {_attributes(party)};" for position, party in members]
        yield from _namespace(namespace, f"cluster_{number}_{nodes[0].split()[0]}", nodes)
    for flow in view.flows:
        yield f"    {_edge(number, flow)}"
    yield "  }"


def _namespace(namespace: str, name: str, nodes: list[str]) -> Iterator[str]:
    if not namespace:
        yield from (f"    {node}" for node in nodes)
        return
    yield f"    subgraph {name} {{"
    yield f"      label={_quoted(namespace)};"
    yield from (f"      {node}" for node in nodes)
    yield "    }"


def _attributes(party: Party) -> str:
    shape = ", style=dashed" if party.addresses else ""
    return f"[label={_quoted(party.short)}, tooltip={_quoted(party.words)}{shape}]"


def _edge(number: int, flow: Flow) -> str:
    style = "" if flow.certain else ", style=dashed"
    return f"{_node(number, flow.source)} -> {_node(number, flow.target)} [label={_quoted(flow.brief)}{style}];"


def _node(number: int, position: int) -> str:
    return f"n{number}_{position}"


def _quoted(text: str) -> str:
    """A double-quoted string; a backslash would start an escape."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
