"""What one run keeps for the next, in the user's cache: a JSON value in a file, behind the digest of its bytes.

A file that is missing, cut off or altered is no file at all, and a folder that cannot be written is no reason to fail.
"""

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from generator.settings import PACKAGE

_DIGEST = 32


def load(file: Path) -> Any:
    """The value in a file, None where there is none to be trusted."""
    try:
        stored = file.read_bytes()
    except OSError:
        return None
    digest, content = stored[:_DIGEST], memoryview(stored)[_DIGEST:]
    return orjson.loads(content) if _digest(content) == digest else None


def save(file: Path, value: Any) -> None:
    """Put a value into a file, whole or not at all."""
    content = orjson.dumps(value)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
        with open(handle, "wb") as stream:  # noqa: PTH123 - a handle has no path
            stream.write(_digest(content) + content)
        os.replace(temporary, file)  # noqa: PTH105 - both are plain names


@cache
def program() -> bytes:
    """A digest that stands for this program: Python's version, and name, size and time of each of its own files, by
    which Python tells whether a compiled module is still good. Another version may answer the same question otherwise.
    """
    return _digest("\n".join((sys.version, *sorted(_stamps(str(PACKAGE))))).encode())


def _stamps(folder: str) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found += _stamps(entry.path) if entry.name != "__pycache__" else ()
            else:
                state = entry.stat()
                found.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
    return found


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()
