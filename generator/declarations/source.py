"""Where declarations are read from: a folder, or whatever else has files."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeAlias

from msgspec import Struct

from generator.yamlio import contents

Kind: TypeAlias = Literal["file", "link", "other"]
TOP = ("platform.yaml", "clusters", "teams")


class Entry(NamedTuple):
    """Something found: its path relative to the repository (forward slashes), and whether it is a plain file, a
    symbolic link (never followed), or neither.
    """

    path: str
    kind: Kind


class Source(Protocol):
    """A repository's declarations."""

    def entries(self) -> Iterator[Entry]:
        """Everything that is not a folder, at and below `TOP`, in any order."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises OSError."""

    def digest(self, path: str) -> str:
        """What names the bytes of a file (see `blobs`), where that is known without reading them, else nothing."""


class Folder(Struct, frozen=True):
    """The working tree below `root`."""

    root: Path

    def entries(self) -> Iterator[Entry]:
        """Walk the folders without following links."""
        with os.scandir(self.root) as found:
            for entry in found:
                if entry.name in TOP:
                    yield from _walk(entry, entry.name)

    def read(self, path: str) -> bytes:
        """Read one file, no more of it than a parser takes."""
        with open(os.path.join(self.root, path), "rb", buffering=0) as file:  # noqa: PTH118, PTH123 - a Path costs more than the read
            return contents(file)

    def digest(self, path: str) -> str:  # noqa: ARG002 - see Source
        """Nothing is known of what may change any time."""
        return ""


def printable(name: str) -> str:
    """A name as it can be told, also where it is not UTF-8."""
    return name.encode(errors="backslashreplace").decode()


def _walk(entry: os.DirEntry[str], path: str) -> Iterator[Entry]:
    if entry.is_symlink():
        yield Entry(path, "link")
    elif entry.is_dir():
        with os.scandir(entry) as found:
            for child in found:
                yield from _walk(child, f"{path}/{printable(child.name)}")
    else:
        yield Entry(path, "file" if entry.is_file() else "other")
