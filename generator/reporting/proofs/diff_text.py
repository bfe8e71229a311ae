"""What changed, for a terminal: by environment the objects with their fields, then the connections."""

import json
from collections.abc import Iterator

import click

from generator.model import Body
from generator.reporting.proofs.environments import named
from generator.reporting.proofs.flows import ports_text

_LONGEST = 100
_MARKS = {"added": "+", "removed": "-", "changed": "~", "opened": "+", "closed": "-"}
_COLOURS = {"+": "green", "-": "red", "~": "yellow"}


def write(document: Body) -> str:
    """A section for each environment or cluster in which something changed."""
    lines: list[str] = []
    for place in document["environments"]:
        lines += [click.style(named(place), bold=True), *_objects(place), *_connections(place), ""]
    return "\n".join(lines[:-1]) + "\n" if lines else f"nothing differs from {document['base']}\n"


def _objects(place: Body) -> Iterator[str]:
    for change in place["objects"]:
        reference = change["object"]
        name = "/".join(filter(None, (reference["namespace"], reference["name"])))
        yield _marked(change["change"], f"{reference['kind']} {name}")
        for field in change["fields"]:
            yield f"      {field['field'] or 'the whole object'}: {_value(field, 'before')} → {_value(field, 'after')}"


def _connections(place: Body) -> Iterator[str]:
    if place["connections"]:
        yield "  connections"
    for change in place["connections"]:
        perhaps = "" if change["certain"] else " (not certain)"
        ends = f"{_end(change['from'])} to {_end(change['to'])}"
        yield "  " + _marked(change["change"], f"{ends} on {ports_text(change['ports'])}{perhaps}")


def _marked(change: str, words: str) -> str:
    mark = _MARKS[change]
    return "  " + click.style(f"{mark} {words}", fg=_COLOURS[mark])


def _end(party: Body) -> str:
    return f"{party['kind']} {party['workload']}" if "workload" in party else str(party["addresses"])


def _value(field: Body, state: str) -> str:
    """A value on one line, shortened; `nothing` where the field does not exist."""
    if state not in field:
        return "nothing"
    text = json.dumps(field[state], ensure_ascii=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
