"""What one run keeps for the next, in the user's cache: a MessagePack value in a file, behind the digest of its bytes.

Each version of this program has files of its own, for another one may answer the same question otherwise. A file that
is missing, cut off or altered is no file at all, and a folder that cannot be written is no reason to fail.
"""

import hashlib
import mmap
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from generator.settings import PACKAGE

Kept = TypeVar("Kept")
K = TypeVar("K")
V = TypeVar("V")

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
        first = not own.exists()
        partial.replace(own)
        if first:
            _forget(file)


class Ledger(Generic[K, V]):
    """Values by key that grow by a few from run to run. They are kept in two files: what is new goes into a small one,
    which is soon written.
    """

    def __init__(self, file: Path, kind: type[dict[K, V]], few: int) -> None:
        """Read what earlier runs kept; `few` is how many entries the small file takes."""
        self._all, self._recent = (file.with_name(f"{file.name}-{which}") for which in ("all", "recent"))
        self._old: Mapping[K, V] = load(self._all, kind) or {}
        self._new: Mapping[K, V] = load(self._recent, kind) or {}
        self._few = few

    def get(self, key: K) -> V | None:
        """The value of a key, None where there is none."""
        found = self._new.get(key)
        return self._old.get(key) if found is None else found

    def keep(self, new: Mapping[K, V], used: Mapping[K, V], most: int) -> None:
        """Keep what is new; where all of it is more than `most`, only what was used."""
        if not new:
            return
        if len(self._new) + len(new) <= self._few:
            save(self._recent, {**self._new, **new})
            return
        both = {**self._old, **self._new, **used, **new}
        save(self._all, both if len(both) <= most else {**used, **new})
        save(self._recent, {})


def _own(file: Path) -> Path:
    return file.with_name(f"{file.name}.{_program()}")


def _forget(file: Path) -> None:
    """Delete what versions left that have not written for long, beyond a few that may take turns."""
    found = [file.with_name(name) for name in os.listdir(file.parent) if name.startswith(f"{file.name}.")]  # noqa: PTH208 - there may be thousands
    for path in sorted(found, key=lambda path: path.stat().st_mtime)[:-_VERSIONS]:
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
