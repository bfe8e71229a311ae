"""`mlp promote`."""

from pathlib import Path

import click

from generator.errors import ExitCode
from generator.pipeline import promoting
from generator.settings import find


@click.command("promote")
@click.argument("service", metavar="SERVICE")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def command(service: str, source: str, target: str) -> int:
    """Give SERVICE in the environment TO the release that it has in FROM: its image, and its blueprint's version.

    SERVICE is TEAM/NAME, or NAME where only one team has it. Its declaration is edited in place; comments stay. Exit 0:
    TO has the release; 2: there is nothing that can be promoted; 3: the declarations would not be valid, and nothing was
    written.
    """
    done = promoting.promote(find(Path.cwd()), service, source, target)
    if not done.changes:
        click.echo(f"{done.path}: {target} has the release of {source} already")
    else:
        click.echo(f"{done.path}: {target} takes the release of {source}")
        for change in done.changes:
            click.echo(f"  {change}")
        click.echo("run `mlp render` and `mlp check`, and commit the result by itself")
    for note in done.notes:
        click.echo(f"note: {note}")
    return ExitCode.CLEAN
