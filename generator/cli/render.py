"""`mlp render`."""

from pathlib import Path

import click

from generator.cli.progress import progress_bar
from generator.errors import ExitCode
from generator.pipeline import drift
from generator.pipeline.inputs import load
from generator.pipeline.render import Rendering, compare, render
from generator.settings import Settings, find


@click.command("render")
@click.option("--check", is_flag=True, help="Write nothing; say which files differ and why, and exit 1 if any does.")
def command(*, check: bool) -> int:
    """Write rendered/, argocd/ and CODEOWNERS from the declarations.

    Files that mlp did not make are never touched. Exit 0: done (with --check: nothing differs); 1: something differs;
    3: the declarations cannot be used, and nothing was written.
    """
    settings = find(Path.cwd())
    if check:
        return _check(settings)
    with progress_bar() as progress:
        rendering = render(load(settings), settings.root, progress)
    _say(rendering)
    return ExitCode.CLEAN


def _check(settings: Settings) -> int:
    # A gate: it proves everything anew.
    rendering = compare(load(settings), settings.root, reuse=False)
    _warn(rendering)
    for path, reason in sorted(drift.reasons(settings.root, rendering.changes).items()):
        click.echo(f"{path}: {reason}")
    if rendering.changes:
        click.echo(
            "run `mlp render` and commit the result; to change it for good, edit the file named in its first line"
        )
        return ExitCode.FINDINGS
    click.echo(f"{len(rendering.outputs.digests)} files are what the declarations give")
    return ExitCode.CLEAN


def _say(rendering: Rendering) -> None:
    _warn(rendering)
    changes = rendering.changes
    environments = len(rendering.inputs.declarations.platform.environments)
    click.echo(
        f"{len(rendering.inputs.declarations.services)} services of {len(rendering.inputs.declarations.teams)} teams "
        f"in {environments} environments: {len(rendering.outputs.digests)} files, "
        f"{len(changes.write)} written, {len(changes.stale)} deleted"
    )


def _warn(rendering: Rendering) -> None:
    for warning in rendering.inputs.declarations.warnings:
        click.echo(f"warning: {warning}", err=True)
    for path in rendering.changes.foreign:
        click.echo(f"warning: {path}: not made by mlp; left alone, but `mlp check` will refuse it", err=True)
