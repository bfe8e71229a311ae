"""`mlp placement`."""

from collections.abc import Callable
from pathlib import Path

import click

from generator.cli import options, subjects
from generator.pipeline import proofs
from generator.pipeline.proofs import Subject
from generator.reporting import proofs as reports


@click.command("placement")
@subjects.asked
@options.formats(*reports.FORMATS["placement"])
@options.output
def command(look: Callable[[], Subject], form: str, output: Path | None) -> int:
    """Which node pools each workload can run on, and every reason against the others.

    Without PATH: the committed tree on its declared clusters. Exit 0: answered; 3: something could not be read.
    """
    looked_at = look()
    options.publish(reports.write("placement", form, proofs.placement_document(looked_at)), output)
    return subjects.code(looked_at)
