"""Folders for what is thrown away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """An empty folder, named after what it is for and deleted with what was put into it."""
    import tempfile  # noqa: PLC0415 - it takes long to import, and most runs need none

    with tempfile.TemporaryDirectory(prefix=f"mlp-{purpose}-") as path:
        yield Path(path)
