"""`mlp capacity`."""

from pathlib import Path

import click

from generator.cli import options
from generator.cli.subjects import subject
from generator.errors import ExitCode
from generator.pipeline import proofs
from generator.reporting import proofs as reports


@click.command("capacity")
@options.paths
@options.cluster
@options.environment
@options.team
@options.formats(*reports.FORMATS["capacity"])
@options.output
def command(
    paths: tuple[str, ...],
    cluster: Path | None,
    environment: str | None,
    team: str | None,
    form: str,
    output: Path | None,
) -> int:
    """What is used of each quota: with everything running, in the worst rollout, and at worst.

    Without PATH: the committed tree, every environment. Exit 0: answered; 3: something could not be read.
    """
    looked_at = subject(paths, cluster, environment, team)
    options.publish(reports.write("capacity", form, proofs.capacity_document(looked_at)), output)
    options.say_unchecked(looked_at.unchecked)
    return ExitCode.UNCHECKED if looked_at.unchecked else ExitCode.CLEAN
