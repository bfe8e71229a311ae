"""What one run keeps for the next, in the user's cache: a MessagePack value in a file, behind the digest of its bytes.

Each version of this program has files of its own, for another one may answer the same question otherwise. A file that
is missing, cut off or altered is no file at all, and a folder that cannot be written is no reason to fail.
"""

import hashlib
import mmap
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.settings import PACKAGE

Kept = TypeVar("Kept")

_DIGEST = 32
_VERSIONS = 4


def load(file: Path, kind: type[Kept]) -> Kept | None:
    """The value in a file, None where there is none to be trusted, or it is not of this kind. A `memoryview` in it is the
    file's own memory: files are replaced, and never change.
    """
    try:
        with _own(file).open("rb") as opened:
            stored = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):  # of a file without a byte
        return None
    digest, content = stored[:_DIGEST], stored[_DIGEST:]
    if _digest(content) != digest:
        return None
    try:
        return msgspec.msgpack.decode(content, type=kind)
    except msgspec.ValidationError:
        return None


def save(file: Path, value: Any) -> None:
    """Put a value into a file, whole or not at all."""
    content = msgspec.msgpack.encode(value)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        own = _own(file)
        partial = own.with_name(f".{own.name}.{os.getpid()}")
        partial.write_bytes(_digest(content) + content)
        partial.replace(own)
        _forget(file)


def _own(file: Path) -> Path:
    return file.with_name(f"{file.name}.{_program()}")


def _forget(file: Path) -> None:
    """Delete what versions left that have not written for long, beyond a few that may take turns."""
    found = sorted(file.parent.glob(f"{file.name}.*"), key=lambda path: path.stat().st_mtime)
    for path in found[:-_VERSIONS]:
        path.unlink()


@cache
def _program() -> str:
    """What stands for this version: Python's, and name, size and time of each of the program's own files, by which
    Python tells whether a compiled module is still good.
    """
    stamps = "\n".join((sys.version, *sorted(_stamps(str(PACKAGE)))))
    return hashlib.blake2b(stamps.encode(), digest_size=8).hexdigest()


def _digest(content: bytes | memoryview) -> bytes:
    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


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
