"""A progress bar for long work: on a terminal only, nothing on a pipe."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generator.pipeline.render import Progress
from generator.planning import Unit


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A bar that counts rendered units and written files; None where standard error is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    import rich.progress  # noqa: PLC0415 - 60 ms that a pipe need not pay

    with rich.progress.Progress(transient=True, console=rich.console.Console(stderr=True)) as bar:
        units = bar.add_task("rendering", total=None)
        files = bar.add_task("writing", total=None)

        def on_unit(unit: Unit) -> None:
            bar.update(units, advance=1, description=f"rendering {unit.team}/{unit.name}")

        def on_file(_path: str) -> None:
            bar.update(files, advance=1)

        yield Progress(on_unit, on_file)
