"""`mlp explain`."""

from pathlib import Path
from textwrap import indent

import click

from generator.errors import ExitCode, UsageError
from generator.pipeline import policies
from generator.pipeline.explaining import Explained, explain
from generator.policy import rules, samples
from generator.policy.rules import Rule
from generator.settings import Settings, find
from generator.suggesting import suggest


@click.command("explain")
@click.argument("subject", metavar="RULE|FILE:LINE")
def command(subject: str) -> int:
    """Explain a rule (what it asks, why, how to mend a finding), or where a line of a rendered file comes from."""
    settings = find(Path.cwd())
    file, _, line = subject.rpartition(":")
    if line.isdecimal():
        _say_origin(explain(settings, Path(file).as_posix(), int(line)))
    else:
        rule = _rule(settings, subject)
        _say_rule(rule)
        _say_samples(settings, rule)
    return ExitCode.CLEAN


def _rule(settings: Settings, rule: str) -> Rule:
    known = {each.id: each for each in rules.load(policies.folder(settings))}
    if rule not in known:
        raise UsageError("; ".join(filter(None, (f"there is no rule {rule}", suggest(rule, known)))))
    return known[rule]


def _say_origin(explained: Explained) -> None:
    where = explained.environment or "the base"
    click.echo(
        click.style(f"{explained.field or 'the object'} of {explained.kind} {explained.name} in {where}", bold=True)
    )
    for place in explained.templates:
        click.echo(f"written by the template at {place}")
    if not explained.templates:
        click.echo("no single line of a template writes it: it is left out here, or it is a whole")
    for read, declared in explained.reads:
        click.echo(f"reads {read}" + (f", declared at {declared}" if declared else ""))
    click.echo(f"to change it, edit {explained.declaration}")


def _say_rule(rule: Rule) -> None:
    click.echo(click.style(f"{rule.id}: {rule.title}", bold=True) + f"  ({rule.severity})")
    click.echo(f"\n{rule.description}\n")
    click.echo(f"To do: {rule.remediation}\n")
    for reference in rule.references:
        click.echo(f"See {reference}")
    click.echo(f"Written in {rule.place.file}")


def _say_samples(settings: Settings, rule: Rule) -> None:
    """A manifest that fails and one that passes, where the rule has cases."""
    if found := samples.samples(settings.resource(samples.path(rule.id))):
        failing, passing = found
        click.echo(f"\nFails, at {', '.join(failing.fields) or 'the object'}:\n\n{indent(failing.text, '    ')}")
        click.echo(f"Passes ({passing.name}):\n\n{indent(passing.text, '    ')}", nl=False)
