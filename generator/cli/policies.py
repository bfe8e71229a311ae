"""`mlp policies`."""

from pathlib import Path

import click

from generator.errors import ExitCode, UsageError
from generator.pipeline import policies
from generator.policy import compiled
from generator.settings import find


@click.group("policies")
def command() -> None:
    """Compile and test the rules: the bundled ones, and those of the repository's own policies/ over them."""


@command.command("compile")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if policy.wasm is not what opa makes of the rules.")
def compile_command(*, check: bool) -> int:
    """Build policies/policy.wasm from the rules with opa, byte for byte the same everywhere."""
    settings = find(Path.cwd())
    target = settings.root / policies.FOLDER
    if not policies.has_own(settings):
        raise UsageError(f"there are no rules below {target}: the bundled ones are compiled already")
    fresh = compiled.compile_policies(policies.folder(settings), target, check=check)
    if check and not fresh:
        click.echo(
            f"{policies.FOLDER}/policy.wasm is not what the rules give: run `mlp policies compile` and commit it"
        )
        return ExitCode.FINDINGS
    click.echo(f"{policies.FOLDER}/policy.wasm {'is up to date' if fresh else 'was built anew; commit it'}")
    return ExitCode.CLEAN


@command.command("test")
def test_command() -> int:
    """Run the Rego tests beside the rules (`*_test.rego`) with opa."""
    passed, said = compiled.run_tests(policies.folder(find(Path.cwd())))
    click.echo(said)
    return ExitCode.CLEAN if passed else ExitCode.FINDINGS
