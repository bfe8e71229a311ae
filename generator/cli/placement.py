"""`mlp placement`."""

from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode
from generator.pipeline import proofs
from generator.reporting import proofs as reports
from generator.settings import find


@click.command("placement")
@options.paths
@options.cluster
@options.formats(*reports.FORMATS["placement"])
@options.output
def command(paths: tuple[str, ...], cluster: Path | None, form: str, output: Path | None) -> int:
    """Which node pools each workload can run on, and every reason against the others.

    Without PATH: the committed tree on its declared clusters. Exit 0: answered; 3: something could not be read.
    """
    if paths:
        subject = proofs.path_subject(paths, options.standard_input, cluster)
    else:
        subject = proofs.committed_subject(find(Path.cwd()))
    options.publish(reports.write("placement", form, proofs.placement_document(subject)), output)
    options.say_unchecked(subject.unchecked)
    return ExitCode.UNCHECKED if subject.unchecked else ExitCode.CLEAN
