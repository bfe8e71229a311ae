"""How large a document may be. Beyond these, reading costs more than any manifest is worth."""

from typing import Final

DEPTH: Final = 128
BYTES: Final = 64 * 1024 * 1024
# Values that aliases may add to one document.
ALIASED: Final = 100_000
# What a JSON integer may be: int64 and uint64, as Go reads it.
INTEGERS: Final = range(-(2**63), 2**64)
