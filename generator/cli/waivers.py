"""`mlp waivers`."""

from pathlib import Path

import click

from generator.errors import ExitCode
from generator.pipeline.policies import WAIVERS
from generator.policy import waivers
from generator.settings import find


@click.command("waivers")
def command() -> int:
    """The accepted exceptions, by owner and expiry."""
    accepted = waivers.load(find(Path.cwd()).root / WAIVERS, WAIVERS)
    for each in sorted(accepted, key=lambda waiver: (waiver.owner, waiver.expires, waiver.rule)):
        click.echo(f"{each.owner}  until {each.expires}  {each.rule}  {each.object}")
        click.echo(f"    {each.reason}  ({each.place})")
    if not accepted:
        click.echo(f"no waivers: {WAIVERS} is empty or missing")
    return ExitCode.CLEAN
