"""Files and folders for what is thrown away again."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """An empty folder, named after what it is for and deleted with what was put into it."""
    import tempfile  # noqa: PLC0415 - it takes long to import, and most runs need none

    with tempfile.TemporaryDirectory(prefix=f"mlp-{purpose}-") as path:
        yield Path(path)


def file() -> BinaryIO:
    """An empty file without a name, in memory where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("mlp"), "w+b")
    import tempfile  # noqa: PLC0415 - as above

    return tempfile.TemporaryFile()
