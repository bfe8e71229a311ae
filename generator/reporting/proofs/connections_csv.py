"""Connections as comma-separated values (RFC 4180 but for the line ends), one line an entry."""

import csv
import io

from generator.model import Body
from generator.reporting.proofs.flows import ports_text

COLUMNS = ("cluster", "environment", "from", "from_kind", "to", "to_kind", "ports", "certain")


def write(document: Body) -> str:
    """A line of names, then a line for each entry; `certain` is true or false."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, document["connections"]))
    return target.getvalue()


def _row(entry: Body) -> tuple[str, ...]:
    place = (entry["cluster"] or "", entry["environment"] or "")
    ends = (*_end(entry["from"]), *_end(entry["to"]))
    return (*place, *ends, ports_text(entry["ports"]), "true" if entry["certain"] else "false")


def _end(end: Body) -> tuple[str, str]:
    return (end["workload"], end["kind"]) if "workload" in end else (end["addresses"], "")
