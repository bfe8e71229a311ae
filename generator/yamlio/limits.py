"""How large a document may be. Beyond these, reading costs more than any manifest is worth."""

import os
from io import BufferedReader, FileIO
from typing import Final

DEPTH: Final = 128
BYTES: Final = 64 * 1024 * 1024
# Values that aliases may add to one document.
ALIASED: Final = 100_000
# What a JSON integer may be: int64 and uint64, as Go reads it.
INTEGERS: Final = range(-(2**63), 2**64)


def contents(file: FileIO | BufferedReader) -> bytes:
    """The bytes of an open file; of one beyond the limit only so many that a reader refuses them."""
    return file.read(BYTES + 1 if os.fstat(file.fileno()).st_size > BYTES else -1)
