"""Options that several commands share; they read the same everywhere."""

import sys
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import click

from generator import yamlio
from generator.model import Unchecked

Command = TypeVar("Command", bound=Callable[..., Any])

paths = click.argument("paths", nargs=-1, metavar="[PATH]...")
cluster = click.option(
    "--cluster",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="A cluster declaration: provider, node pools, network facts.",
)
environment = click.option("--environment", metavar="NAME", help="Only what is said about this environment.")
team = click.option("--team", metavar="NAME", help="Only what is said about this team's namespaces.")
output = click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the result here."
)


def formats(*names: str) -> Callable[[Command], Command]:
    """`--format`, the first name being the default."""
    return click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True)


@cache
def standard_input() -> bytes:
    """Standard input, as far as a reader would take it; read once, since a finding's line is looked up later."""
    return sys.stdin.buffer.read(yamlio.BYTES + 1)


def publish(text: str, target: Path | None) -> None:
    """Write a result to standard output, or to a file; colour only where a terminal reads it."""
    publish_pieces([text], target)


def publish_pieces(pieces: Iterable[str], target: Path | None) -> None:
    """The same for a result that is too large to hold."""
    if target is None:
        for piece in pieces:
            click.echo(piece, nl=False)
        return
    with target.open("w", encoding="utf-8") as file:
        file.writelines(map(click.unstyle, pieces))


def say_unchecked(unchecked: tuple[Unchecked, ...]) -> None:
    """Name what could not be read on standard error."""
    for each in unchecked:
        click.echo(f"{each.file}:{each.line}: not read: {each.reason}", err=True)
