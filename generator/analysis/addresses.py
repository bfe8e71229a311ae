"""IP addresses as whole numbers on one line, so that blocks of both families are sets of ranges.

IPv4 takes 0 to 2³²-1; IPv6 starts at 2³³, with a gap between so that ranges of the two never touch.
Source: RFC 4632 (CIDR); kubernetes/api networking/v1, IPBlock: `cidr` without `except`.
"""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from itertools import pairwise

from generator.analysis.ranges import EMPTY, Range, Ranges, intersection, merged, union

IPV4: Range = (0, 2**32 - 1)
IPV6: Range = (2**33, 2**33 + 2**128 - 1)
# Kubernetes wants a prefix length; Python would also take a netmask, or nothing.
_BLOCK = re.compile(r"[0-9a-fA-F:.]+/\d{1,3}")


def block(cidr: object) -> Ranges | None:
    """The addresses of a CIDR block, host bits ignored as Kubernetes does; None where it is not a block."""
    if not isinstance(cidr, str) or not _BLOCK.fullmatch(cidr):
        return None
    try:
        network = ip_network(cidr, strict=False)
    except ValueError:
        return None
    return ((_number(network.network_address), _number(network.broadcast_address)),)


def blocks(cidrs: Iterable[str]) -> Ranges:
    """The addresses of several blocks; what is not a block adds nothing."""
    return union(*(block(cidr) or EMPTY for cidr in cidrs))


def read(text: str) -> Ranges | None:
    """An address, a block, or a range written `first-last`; None for any other text."""
    if "/" in text:
        return block(text)
    bounds = text.split("-")
    try:
        numbers = [_number(ip_address(bound.strip())) for bound in bounds]
    except ValueError:
        return None
    first, last = numbers[0], numbers[-1]
    within_family = any(low <= first <= last <= high for low, high in (IPV4, IPV6))
    return ((first, last),) if within_family and len(numbers) < 3 else None  # noqa: PLR2004 - one bound or two


def partition(sets: Iterable[Ranges]) -> tuple[Range, ...]:
    """All of IPv4, and of IPv6 what is in some set, cut wherever a set begins or ends."""
    given = tuple(sets)
    return cut(union((IPV4,), *given), given)


def cut(whole: Ranges, sets: Iterable[Ranges]) -> tuple[Range, ...]:
    """A set in pieces, cut wherever one of the others begins or ends. Sorted, disjoint, without gaps.

    Every one of the others is, within the whole, a union of pieces: what holds for one address of a piece holds for
    all of it.
    """
    cuts = {bound for ranges in (whole, *sets) for start, end in ranges for bound in (start, end + 1)}
    pieces = ((start, following - 1) for start, following in pairwise(sorted(cuts)))
    return tuple(piece for piece in pieces if intersection((piece,), whole))


def text(piece: Range) -> str:
    """A range of one family as `first-last`."""
    return f"{_address(piece[0])}-{_address(piece[1])}"


def described(ranges: Ranges) -> str:
    """A set of addresses for people."""
    return ", ".join(str(_address(start)) if start == end else text((start, end)) for start, end in merged(ranges))


def _number(address: IPv4Address | IPv6Address) -> int:
    return int(address) + (IPV6[0] if address.version == 6 else 0)  # noqa: PLR2004 - the protocol's name


def _address(number: int) -> IPv4Address | IPv6Address:
    return IPv4Address(number) if number <= IPV4[1] else IPv6Address(number - IPV6[0])
