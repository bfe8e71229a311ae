"""The answers of `mlp capacity` and `mlp placement`, for programs and for a terminal."""

from collections.abc import Iterator

import click

from generator.model import Body
from generator.quantity import parse

_BAR = 24
_FULL = 100
_TIGHT = 80


def json_text(document: Body) -> str:
    """A document as indented JSON with a final newline."""
    import orjson  # noqa: PLC0415 - only this format needs it

    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def capacity_text(document: Body) -> str:
    """For each namespace a table of its quota's keys: steady, rollout, worst, hard, and a bar of the worst."""
    lines: list[str] = []
    for namespace in document["namespaces"]:
        lines += _namespace(namespace)
    return "\n".join(lines) + "\n" if lines else "no workloads\n"


def _namespace(namespace: Body) -> Iterator[str]:
    where = ", ".join(filter(None, (namespace["environment"], namespace["cluster"])))
    yield click.style(namespace["namespace"], bold=True) + (f"  ({where})" if where else "")
    rows = [row for row in namespace["resources"] if row["hard"] is not None]
    if not rows:
        yield "  no quota"
    for row in rows:
        used = f"{row['steady']:>8} {row['rollout']:>8} {row['worst']:>10} of {row['hard']:>8}"
        yield f"  {row['resource']:<28} {used}  {_bar(row)}"
    yield ""


def _bar(row: Body) -> str:
    """How full the quota is at worst; red where it does not fit."""
    if row["worst"] == "unbounded":
        return click.style("unbounded", fg="red")
    hard = parse(row["hard"]).nanos
    per_cent = _FULL * parse(row["worst"]).nanos // hard if hard else _FULL * bool(parse(row["worst"]).nanos)
    filled = min(_BAR, _BAR * per_cent // _FULL)
    colour = "red" if per_cent > _FULL else "yellow" if per_cent > _TIGHT else "green"
    return click.style("█" * filled + "·" * (_BAR - filled), fg=colour) + f" {per_cent} %"


def placement_text(document: Body) -> str:
    """A line for each workload with the pools that it fits, and below it why it does not fit the others."""
    lines: list[str] = []
    for workload in document["workloads"]:
        lines += _workload(workload)
    return "\n".join(lines) + "\n" if lines else "no workloads\n"


def _workload(workload: Body) -> Iterator[str]:
    reference = workload["object"]
    fitting = [pool["pool"] for pool in workload["pools"] if pool["fits"]]
    mark = click.style("runs on", fg="green") if fitting else click.style("runs nowhere", fg="red")
    where = f" ({workload['environment']})" if workload["environment"] else ""
    yield f"{reference['kind']} {reference['namespace']}/{reference['name']}{where}: {mark} {', '.join(fitting)}".rstrip()
    for pool in workload["pools"]:
        if not pool["fits"]:
            reasons = ", ".join(_reason(each) for each in pool["reasons"])
            yield f"    not on {pool['pool']}: {reasons}"


def _reason(reason: Body) -> str:
    return f"{reason['reason']} ({reason['detail']})" if reason["detail"] else str(reason["reason"])
