"""`mlp policies`."""

from pathlib import Path

import click

from generator.errors import ExitCode
from generator.pipeline.policies import FOLDER
from generator.policy import compiled
from generator.settings import find


@click.group("policies")
def command() -> None:
    """Compile the rules for the embedded engine."""


@command.command("compile")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if policy.wasm is not what opa makes of the rules.")
def compile_command(*, check: bool) -> int:
    """Build policies/policy.wasm from the rules with opa, byte for byte the same everywhere."""
    folder = find(Path.cwd()).root / FOLDER
    fresh = compiled.compile_policies(folder, check=check)
    if check and not fresh:
        click.echo(f"{FOLDER}/policy.wasm is not what the rules give: run `mlp policies compile` and commit it")
        return ExitCode.FINDINGS
    click.echo(f"{FOLDER}/policy.wasm {'is up to date' if fresh else 'was built anew; commit it'}")
    return ExitCode.CLEAN
