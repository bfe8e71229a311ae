"""`mlp new`."""

from pathlib import Path

import click

from generator.errors import ExitCode, UsageError
from generator.pipeline import scaffolding
from generator.settings import find


@click.group("new")
def command() -> None:
    """Begin a team or a service with a file that already renders."""


@command.command("team")
@click.argument("name")
def team(name: str) -> int:
    """Declare a team, owned by the platform's owners until you name its own."""
    return _say(scaffolding.new_team(find(Path.cwd()), name))


@command.command("service")
@click.argument("service", metavar="TEAM/NAME")
@click.option("--blueprint", default="web-service/v1", show_default=True, metavar="NAME/vMAJOR", help="What makes it.")
def service(service: str, blueprint: str) -> int:
    """Declare a service of a team. It waits before protected environments until its image has a digest."""
    owner, separator, name = service.partition("/")
    if not separator:
        raise UsageError(f"write the service as TEAM/NAME, not {service}")
    path, *changed = scaffolding.new_service(find(Path.cwd()), owner, name, blueprint)
    for each in changed:
        click.echo(f"{each} was changed: its quota names a GPU now")
    return _say(path)


def _say(path: str) -> int:
    click.echo(f"{path} was made; edit it, then run `mlp render` and `mlp check`")
    return ExitCode.CLEAN
