"""`mlp init`."""

from pathlib import Path

import click

from generator.errors import ExitCode
from generator.pipeline import beginning


@click.command("init")
@click.argument("folder", required=False, default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", metavar="NAME", help="What the platform is called. [the folder's name]")
def command(folder: Path, name: str | None) -> int:
    """Begin a repository in FOLDER (here if none is given): a platform with one Kind cluster, one team and one service.

    It renders and passes the checks as it is. Nothing that is there already is touched.
    """
    for path in beginning.begin(folder, folder.resolve().name.lower() if name is None else name):
        click.echo(folder / path)
    go = "" if folder == Path() else f"cd {folder}, then "
    click.echo(f"next: {go}`git init`, `mlp render`, `mlp check`; edit platform.yaml, and `mlp new team` for your own")
    return ExitCode.CLEAN
