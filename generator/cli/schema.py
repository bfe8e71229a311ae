"""`mlp schema`."""

from pathlib import Path

import click

from generator import declarations
from generator.errors import ExitCode

KINDS = ("platform", "cluster", "team", "service")


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS))
def command(kind: str) -> int:
    """Print the JSON Schema of a kind of declaration, for editors.

    Editors that use yaml-language-server find it by a first line such as
    `# yaml-language-server: $schema=<where you saved it>`.
    """
    schema = Path(declarations.__file__).parent / "schemas" / f"{kind}.json"
    click.echo(schema.read_text(encoding="utf-8"), nl=False)
    return ExitCode.CLEAN
