"""Placement for a terminal."""

from collections.abc import Iterator

import click

from generator.model import Body


def write(document: Body) -> str:
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
