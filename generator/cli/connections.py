"""`mlp connections`."""

from collections.abc import Callable
from pathlib import Path

import click

from generator.cli import options, subjects
from generator.errors import ExitCode, UsageError
from generator.pipeline import proofs
from generator.pipeline.proofs import Subject
from generator.reporting import proofs as reports


@click.command("connections")
@subjects.asked
@click.option("--from", "source", metavar="A", help="Explain one flow: from this workload or address.")
@click.option("--to", "target", metavar="B", help="To this one: namespace/name, 10.0.0.1, 10.0.0.0/8, dns, ...")
@click.option("--port", metavar="PORT", help="On this port, such as 8080 or 53/UDP. [any]")
@options.formats("text", "json", *(name for name in reports.FORMATS["connections"] if name != "text"))
@options.output
def command(
    look: Callable[[], Subject],
    source: str | None,
    target: str | None,
    port: str | None,
    form: str,
    output: Path | None,
) -> int:
    """Who can talk to whom, by the network policies alone.

    With --from and --to: whether one flow passes, and each policy and rule that decides it. Beside workloads and
    addresses, the cluster file's own names will do: databases, load-balancers, api-server, metadata, nodes, dns,
    monitoring, kubelet. Without PATH: the committed tree, every environment. Exit 0: answered; 1: the flow that was asked
    about is blocked; 3: something could not be read.
    """
    asked = _asked(source, target, port, form)
    looked_at = look()
    code = ExitCode.CLEAN
    if asked:
        code = _explain(looked_at, *asked, output)
    elif form == "json":
        options.publish_pieces(proofs.connections_json(looked_at), output)
    else:
        options.publish(reports.write("connections", form, proofs.connections_document(looked_at)), output)
    return subjects.code(looked_at) or code


def _asked(source: str | None, target: str | None, port: str | None, form: str) -> tuple[str, str, str | None] | None:
    """The flow that is asked about, if one is."""
    if source and target:
        if form != "text":
            raise UsageError("--from and --to are answered in words: leave out --format")
        return source, target, port
    if source or target or port:
        raise UsageError("to explain a flow, give both --from and --to")
    return None


def _explain(looked_at: Subject, source: str, target: str, port: str | None, output: Path | None) -> ExitCode:
    """One answer for each cluster that has both; blocked in any of them counts as blocked. Who is not found may be in what
    could not be read: then that is what is wrong.
    """
    try:
        answers = proofs.explanations(looked_at, source, target, port)
    except UsageError as error:
        if not looked_at.unchecked:
            raise
        click.echo(f"error: {error}", err=True)
        return ExitCode.UNCHECKED
    lines: list[str] = []
    for name, answer in answers.items():
        lines += [click.style(name, bold=True)] if name else []
        lines += answer.lines
    options.publish("\n".join(lines) + "\n", output)
    return ExitCode.CLEAN if all(answer.allowed for answer in answers.values()) else ExitCode.FINDINGS
