"""Quotas for a terminal."""

from collections.abc import Iterator
from textwrap import wrap

import click

from generator.model import Body
from generator.reporting.proofs.quotas import Share, inhabited, shares

_CELLS = 24
_FULL = 100
_WIDTH = 110
_COLOURS = {"fits": "green", "tight": "yellow", "over": "red", "unbounded": "red"}
_HEAD = f"  {'':<28} {'steady':>9} {'rollout':>9} {'worst':>9}    {'hard':>9}"


def write(document: Body) -> str:
    """For each namespace a table of its quota's keys. In the bars █ is steady, ▓ what a rollout adds, ▒ the worst."""
    lines: list[str] = []
    for namespace in inhabited(document):
        lines += _namespace(namespace)
    return "\n".join(lines) + "\n" if lines else "no workloads\n"


def _namespace(namespace: Body) -> Iterator[str]:
    where = ", ".join(filter(None, (namespace["environment"], namespace["cluster"])))
    yield click.style(namespace["namespace"], bold=True) + (f"  ({where})" if where else "")
    rows = list(shares(namespace))
    yield click.style(_HEAD, dim=True) if rows else "  no quota"
    for share in rows:
        row = share.row
        used = f"{row['steady']:>9} {row['rollout']:>9} {row['worst']:>9} of {row['hard']:>9}"
        yield f"  {row['resource']:<28} {used}  {_bar(share)}"
    free = [f"{row['resource']} {row['worst']}" for row in namespace["resources"] if row["hard"] is None]
    if free:
        yield from wrap(
            f"not limited, at worst: {', '.join(free)}", _WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    yield ""


def _bar(share: Share) -> str:
    """How full the quota is, and the per cent at worst; red where it does not fit."""
    worst = _FULL if share.worst is None else share.worst
    ends = [min(_CELLS, -(-_CELLS * each // _FULL)) for each in (share.steady, share.rollout, worst)]
    steady, rollout, whole = ends[0], max(ends[:2]), max(ends)
    bar = "█" * steady + "▓" * (rollout - steady) + "▒" * (whole - rollout) + "·" * (_CELLS - whole)
    said = "unbounded" if share.worst is None else f"{share.worst} %"
    return click.style(bar, fg=_COLOURS[share.state]) + f" {said}" + (", over" if share.state == "over" else "")
