"""`mlp explain`."""

from pathlib import Path

import click

from generator.errors import ExitCode, UsageError
from generator.pipeline import policies
from generator.policy import rules
from generator.policy.rules import Rule
from generator.settings import find


@click.command("explain")
@click.argument("rule")
def command(rule: str) -> int:
    """Explain a rule: what it asks, why, how to mend a finding, and where it comes from."""
    known = {each.id: each for each in rules.load(policies.folder(find(Path.cwd())))}
    if rule not in known:
        import difflib  # noqa: PLC0415 - only to word an error

        near = difflib.get_close_matches(rule, known, n=1)
        raise UsageError(f"there is no rule {rule}" + (f"; did you mean {near[0]}?" if near else ""))
    _say(known[rule])
    return ExitCode.CLEAN


def _say(rule: Rule) -> None:
    click.echo(click.style(f"{rule.id}: {rule.title}", bold=True) + f"  ({rule.severity})")
    click.echo(f"\n{rule.description}\n")
    click.echo(f"To do: {rule.remediation}\n")
    for reference in rule.references:
        click.echo(f"See {reference}")
    click.echo(f"Written in {rule.place.file}")
