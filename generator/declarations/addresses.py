"""Blocks of addresses in CIDR notation."""

import ipaddress
from collections.abc import Iterator
from functools import lru_cache

from generator.declarations.reading import File
from generator.declarations.wording import Path, field
from generator.errors import Problem


@lru_cache(maxsize=4096)
def fault(block: str) -> tuple[str, str]:
    """Why a text is not a canonical block, in words that follow it, and a hint; two empty texts if it is one."""
    try:
        network = ipaddress.ip_network(block, strict=False)
    except ValueError:
        return "is not a block of addresses", "for example `10.0.0.0/16`"
    if str(network) == block:
        return "", ""
    return "is not written as Kubernetes wants it", f"write `{network}`"


def problems(file: File, path: Path, blocks: list[str]) -> Iterator[Problem]:
    """Problems of a list of blocks that stands at `path`."""
    for index, block in enumerate(blocks):
        here = (*path, index)
        yield from block_problems(file, here, block)


def block_problems(file: File, path: Path, block: str) -> Iterator[Problem]:
    """Problems of one block that stands at `path`."""
    what, hint = fault(block)
    if what:
        yield file.problem(path, f"`{field(path)}`: `{block}` {what}", hint)
