"""`mlp diff`."""

from pathlib import Path

import click

from generator.cli import options
from generator.errors import ExitCode
from generator.pipeline.difference import difference
from generator.reporting import proofs as reports
from generator.settings import find


@click.command("diff")
@click.argument("revision", metavar="[REF]", default="HEAD")
@options.environment
@options.team
@options.formats(*reports.FORMATS["diff"])
@options.output
def command(revision: str, environment: str | None, team: str | None, form: str, output: Path | None) -> int:
    """What changed since REF (a revision of git, HEAD if none is given), by environment.

    Compares what Argo CD would apply of rendered/ and argocd/ as they are now with what it applied of REF: objects added,
    removed and changed, field by field, and the connections that network policies open or close. Run `mlp render` first.
    Exit 0: answered; 3: something could not be read.
    """
    found = difference(find(Path.cwd()), revision, environment, team)
    options.publish(reports.write("diff", form, found.document), output)
    options.say_unchecked(found.unchecked)
    return ExitCode.UNCHECKED if found.unchecked else ExitCode.CLEAN
