"""The result of `mlp connections` as JSON text, in pieces: a full matrix may be larger than memory should hold."""

import json
from collections.abc import Iterator, Sequence

from generator.analysis.reachability import ports
from generator.analysis.reachability.entries import party, place
from generator.analysis.reachability.flows import Flow
from generator.analysis.reachability.matrix import Matrix
from generator.analysis.workloads import Workload
from generator.model import Body

VERSION = 1


def to_json(matrices: Sequence[Matrix]) -> Iterator[str]:
    """The document of interfaces, one line an entry, of the matrices of all clusters in order."""
    yield f'{{"version": {VERSION}, "connections": ['
    separator = "\n"
    for matrix in matrices:
        for lines in _rows(matrix):
            yield f"{separator}{lines}"
            separator = ",\n"
    refused = [one.body() for matrix in matrices for one in matrix.not_analysed]
    yield f'\n], "notAnalysed": {json.dumps(refused)}}}\n'


def _rows(matrix: Matrix) -> Iterator[str]:
    """The entries of each source, joined. Texts are made once for each party and flow, and put together here."""
    targets = [json.dumps({"to": party(one)})[1:-1] for one in matrix.parties]
    tails: list[tuple[str, ...]] = []
    for position, source in enumerate(matrix.parties):
        numbers = matrix.numbers(position)
        tails += [_tails(flow) for flow in matrix.flows[len(tails) :]]
        sender = json.dumps({"from": party(source)})[1:-1]
        if isinstance(source, Workload):
            head = f"{{{_members(place(source, source))}, {sender}, "
            lines = [f"{head}{to}{tail}" for to, number in zip(targets, numbers, strict=True) for tail in tails[number]]
        else:
            heads = [f"{{{_members(place(one, one))}, {sender}, " for one in matrix.workloads]
            lines = [
                f"{head}{to}{tail}"
                for head, to, number in zip(heads, targets, numbers)  # noqa: B905 - pieces reach workloads only
                for tail in tails[number]
            ]
        if lines:
            yield ",\n".join(lines)


def _tails(flow: Flow) -> tuple[str, ...]:
    """What follows the parties, for each entry that a flow gives."""
    both = ((flow.certain, True), (flow.uncertain, False))
    return tuple(
        f", {_members({'ports': ports.listed(open_ports), 'certain': certain})}}}"
        for open_ports, certain in both
        if open_ports
    )


def _members(body: Body) -> str:
    return json.dumps(body)[1:-1]
