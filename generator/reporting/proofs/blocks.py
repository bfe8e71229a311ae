"""Ranges of addresses as people write them."""

import ipaddress
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple


class _Range(NamedTuple):
    version: int
    first: int
    last: int

    def __str__(self) -> str:
        """A CIDR block where it is one, else `first-last`."""
        make = ipaddress.IPv4Address if self.version == 4 else ipaddress.IPv6Address  # noqa: PLR2004 - the protocol's name
        size = self.last - self.first + 1
        if size & (size - 1) or self.first % size:
            return f"{make(self.first)}-{make(self.last)}"
        return f"{make(self.first)}/{make(0).max_prefixlen - size.bit_length() + 1}"


def blocks(ranges: Iterable[str]) -> tuple[str, ...]:
    """Ranges `first-last` in order, adjacent ones joined, as CIDR blocks where they are one."""
    return tuple(map(str, _joined(sorted(map(_read, ranges)))))


def _read(text: str) -> _Range:
    first, last = map(ipaddress.ip_address, text.split("-"))
    return _Range(first.version, int(first), int(last))


def _joined(ranges: list[_Range]) -> Iterator[_Range]:
    start = ranges[0]
    for before, after in pairwise(ranges):
        if (after.version, after.first) != (before.version, before.last + 1):
            yield start._replace(last=before.last)
            start = after
    yield start._replace(last=ranges[-1].last)
