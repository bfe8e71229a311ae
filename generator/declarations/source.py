"""Where declarations are read from: a folder, or files held in memory (such as those of git's index)."""

import os
from collections.abc import Iterator, Mapping
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


class Files(Struct, frozen=True):
    """Files in memory, by path relative to the repository."""

    contents: Mapping[str, bytes]

    def entries(self) -> Iterator[Entry]:
        """Only plain files can be held in memory."""
        return (Entry(path, "file") for path in self.contents if path.partition("/")[0] in TOP)

    def read(self, path: str) -> bytes:
        """Look one file up."""
        return self.contents[path]


def _walk(entry: os.DirEntry[str], path: str) -> Iterator[Entry]:
    if entry.is_symlink():
        yield Entry(path, "link")
    elif entry.is_dir():
        with os.scandir(entry) as found:
            for child in found:
                # A name that is not UTF-8 must still be printable.
                name = child.name.encode(errors="backslashreplace").decode()
                yield from _walk(child, f"{path}/{name}")
    else:
        yield Entry(path, "file" if entry.is_file() else "other")
