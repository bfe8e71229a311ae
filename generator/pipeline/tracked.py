"""Declarations where git has told what is staged: files that it knows need not be found or hashed again."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from generator import blobs
from generator.declarations import TOP, Entry, Folder, Kind, printable
from generator.pipeline import git


class Tracked(Struct, frozen=True):
    """The declarations that are staged below `root`: `listed` has the digest of each file, nothing for what is no file.
    Working files are the same, but for filters of git, and for somebody who edits them this moment.
    """

    root: Path
    listed: Mapping[str, str]

    def entries(self) -> Iterator[Entry]:
        """See Source."""
        for path, digest in self.listed.items():
            if path.partition("/")[0] not in TOP:
                continue
            other: Kind = "link" if not digest and (self.root / path).is_symlink() else "other"
            yield Entry(printable(path), "file" if digest else other)

    def read(self, path: str) -> bytes:
        """See Source."""
        digest = self.listed[path]
        with suppress(OSError):
            content = Folder(self.root).read(path)
            if blobs.digest(content) == digest:
                return content
        return git.run(self.root, "cat-file", "blob", digest)

    def digest(self, path: str) -> str:
        """See Source."""
        return self.listed[path]
