"""What sets two listings of files apart (see `tree.listed`), where nearly everything is the same: long runs of entries
are compared as one text, and only what differs is taken apart.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TypeAlias

from generator import tree

# Entries that follow one another, a separator between them.
Run: TypeAlias = bytes | memoryview

# No path has it.
SEPARATOR = "\0"
_SEPARATOR = SEPARATOR.encode()
# The folders that tell one run of a part's entries from another: a unit, a cluster's Applications.
_DEPTH = 3
# Where more runs differ, searching for others further on takes longer than to take everything apart.
_MOST_SEARCHED = 32
# Names that are not UTF-8 are what Python makes of them everywhere.
_ERRORS = "surrogateescape"


def runs(entries: Iterable[str]) -> list[bytes]:
    """Entries as texts of those that git lists one after another, whatever else there is."""
    found: dict[str, list[str]] = {}
    for path, entry in sorted((tree.unlisted(entry)[0], entry) for entry in entries):
        found.setdefault("/".join(path.split("/")[:_DEPTH]), []).append(entry)
    return [SEPARATOR.join(each).encode(errors=_ERRORS) for each in found.values()]


def apart(wanted: Iterable[Run], listing: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """The files, with their digests, that are in the runs `wanted` and not listed so, and those that are listed and not
    wanted so. `listing` has a separator after each entry, as git writes it.
    """
    missing: list[Run] = []
    gaps: list[bytes] = []
    end = 0
    # A copy of each run lives no longer than it is looked at: memory for all of them would take longer than the rest.
    for run in sorted(wanted, key=_name):
        whole = bytes(run) + _SEPARATOR
        start = end if listing.startswith(whole, end) else -1
        if start < 0 and len(missing) < _MOST_SEARCHED:
            start = listing.find(_SEPARATOR + whole, end) + 1 or -1
        if start < 0:
            missing.append(run)
        else:
            gaps.append(listing[end:start])
            end = start + len(whole)
    gaps.append(listing[end:])
    asked, listed = set(_entries(missing)), set(_entries(gaps))
    return dict(map(tree.unlisted, asked - listed)), dict(map(tree.unlisted, listed - asked))


def files(run: Run) -> Iterator[tuple[str, str]]:
    """Path and digest of each entry of a run or a listing (see `tree.unlisted`)."""
    return map(tree.unlisted, _entries((run,)))


def _name(run: Run) -> bytes:
    """The first path of a run, by which git sorts."""
    return bytes(run).partition(_SEPARATOR)[0].partition(b"\t")[2]


def _entries(texts: Iterable[Run]) -> Iterator[str]:
    parts = (str(text, "utf-8", _ERRORS).split(SEPARATOR) for text in texts)
    return filter(None, chain.from_iterable(parts))
