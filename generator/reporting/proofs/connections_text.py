"""Connections for a terminal: for each place a matrix of who may talk to whom, with ports in its cells."""

from collections.abc import Iterator, Sequence

import click

from generator.model import Body
from generator.reporting.proofs.flows import Party, View, views

_MOST_COLUMNS = 20
_WIDEST_CELL = 11
_NOTHING = "·"


def write(document: Body) -> str:
    """A matrix for each place; where it would be too wide, a line for each flow."""
    lines: list[str] = []
    for view in views(document):
        lines += [click.style(view.place, bold=True), *_view(view), ""]
    lines += map(_not_analysed, document.get("notAnalysed", ()))
    return "\n".join(lines).rstrip("\n") + "\n" if lines else "no workloads\n"


def _view(view: View) -> Iterator[str]:
    targets = sorted({flow.target for flow in view.flows})
    if view.unrestricted:
        yield "  nothing is restricted: every workload can talk to every other and to every address, on every port"
    if not targets:
        yield "  nobody can talk to anybody"
    elif len(targets) <= _MOST_COLUMNS:
        yield from _matrix(view, targets)
    else:
        yield from _list(view)
    if view.isolated:
        yield f"  neither send nor receive: {', '.join(party.name for party in view.isolated)}"


def _matrix(view: View, targets: Sequence[int]) -> Iterator[str]:
    """Senders in rows, receivers in columns named by letters; what does not fit a cell becomes a note."""
    cells = view.between()
    letters = dict(zip(targets, "abcdefghijklmnopqrst", strict=False))
    notes: dict[str, str] = {}
    for pair, ports in cells.items():
        if len(ports) > _WIDEST_CELL:
            cells[pair] = notes.setdefault(ports, f"[{len(notes) + 1}]")
    sources = sorted({flow.source for flow in view.flows})
    width = max(len(_called(view.parties[source])) for source in sources)
    widths = {target: max(1, *(len(cells.get((source, target), "")) for source in sources)) for target in targets}
    yield f"  {'from':<{width}}  to {'  '.join(f'{letters[target]:<{widths[target]}}' for target in targets)}".rstrip()
    for source in sources:
        row = "  ".join(f"{cells.get((source, target), _NOTHING):<{widths[target]}}" for target in targets)
        yield f"  {_called(view.parties[source]):<{width}}     {row}".rstrip()
    for target in targets:
        yield f"  {letters[target]} is {view.parties[target].words}"
    for ports, note in notes.items():
        yield f"  {note} is {ports}"


def _called(party: Party) -> str:
    return party.short if party.addresses else party.name


def _list(view: View) -> Iterator[str]:
    for flow in view.flows:
        uncertain = "" if flow.certain else " (not certain)"
        yield f"  {view.parties[flow.source].words} to {view.parties[flow.target].words}: {flow.ports}{uncertain}"


def _not_analysed(entry: Body) -> str:
    reference = entry["object"]
    field = f", {entry['field']}" if entry["field"] else ""
    return f"not analysed: {reference['kind']} {reference['name']}{field}: {entry['reason']}"
