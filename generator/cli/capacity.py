"""`mlp capacity`."""

from collections.abc import Callable
from pathlib import Path

import click

from generator.cli import options, subjects
from generator.pipeline import proofs
from generator.pipeline.proofs import Subject
from generator.reporting import proofs as reports


@click.command("capacity")
@subjects.asked
@options.formats(*reports.FORMATS["capacity"])
@options.output
def command(look: Callable[[], Subject], form: str, output: Path | None) -> int:
    """What is used of each quota: with everything running, in the worst rollout, and at worst.

    Without PATH: the committed tree, every environment. Exit 0: answered; 3: something could not be read.
    """
    looked_at = look()
    options.publish(reports.write("capacity", form, proofs.capacity_document(looked_at)), output)
    return subjects.code(looked_at)
