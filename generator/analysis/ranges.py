"""Sets of whole numbers as ranges. Addresses and ports are such sets, so their algebra stands here once."""

from collections.abc import Iterable
from typing import TypeAlias

# Inclusive bounds, sorted, disjoint, and merged where they touch: equal sets are equal values.
Range: TypeAlias = tuple[int, int]
Ranges: TypeAlias = tuple[Range, ...]

EMPTY: Ranges = ()


def merged(ranges: Iterable[Range]) -> Ranges:
    """The set that the ranges make, whatever their order and overlap. A range that ends before it starts is empty."""
    result: list[Range] = []
    for start, end in sorted(one for one in ranges if one[0] <= one[1]):
        if result and start <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return tuple(result)


def union(*sets: Ranges) -> Ranges:
    """The numbers in any of the sets."""
    filled = [one for one in sets if one]
    if len(filled) < 2:  # noqa: PLR2004 - nothing to merge
        return filled[0] if filled else EMPTY
    return merged(one for ranges in filled for one in ranges)


def intersection(left: Ranges, right: Ranges) -> Ranges:
    """The numbers in both sets."""
    if left == right:
        return left
    result: list[Range] = []
    first = second = 0
    while first < len(left) and second < len(right):
        start = max(left[first][0], right[second][0])
        end = min(left[first][1], right[second][1])
        if start <= end:
            result.append((start, end))
        if left[first][1] < right[second][1]:
            first += 1
        else:
            second += 1
    return tuple(result)


def difference(left: Ranges, right: Ranges) -> Ranges:
    """The numbers in the first set that are not in the second."""
    result: list[Range] = []
    for low, high in left:
        start = low
        for first, last in right:
            if last < start:
                continue
            if first > high:
                break
            if start < first:
                result.append((start, first - 1))
            start = last + 1
        if start <= high:
            result.append((start, high))
    return tuple(result)


def contains(ranges: Ranges, number: int) -> bool:
    """Whether a number is in the set."""
    return any(start <= number <= end for start, end in ranges)
