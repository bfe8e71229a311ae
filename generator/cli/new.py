"""`mlp new`."""

from pathlib import Path

import click

from generator.errors import ExitCode, UsageError
from generator.pipeline import rule_scaffolding, scaffolding
from generator.settings import find


@click.group("new")
def command() -> None:
    """Begin a team, a service or a rule with files that already pass the checks."""


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


@command.command("rule")
@click.argument("rule", metavar="FAMILY/NAME")
def rule(rule: str) -> int:
    """Write a rule of your own, with its Rego test, a case that passes and one that fails."""
    family, separator, name = rule.partition("/")
    if not separator:
        raise UsageError(f"write the rule as FAMILY/NAME, not {rule}")
    for path in rule_scaffolding.new_rule(find(Path.cwd()), family, name):
        click.echo(f"{path} was made")
    click.echo("edit them, then run `mlp policies test` and `mlp policies compile`")
    return ExitCode.CLEAN


def _say(path: str) -> int:
    click.echo(f"{path} was made; edit it, then run `mlp render` and `mlp check`")
    return ExitCode.CLEAN
