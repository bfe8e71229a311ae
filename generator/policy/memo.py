"""Answers that are known already, by the hash of the policies and the bytes of the input."""

import hashlib
from pathlib import Path

from generator.kept import Ledger
from generator.policy.engine import Violated

# With more answers than this, only those are kept that the last run used.
LIMIT = 200_000
_FEW = 2_000

Violations = tuple[Violated, ...]


def key(one: bytes) -> bytes:
    """The key of an input."""
    return hashlib.blake2b(one, digest_size=16).digest()


class Memo:
    """Answers of earlier inputs. Failures are not kept. Without a file, it lasts for one run."""

    def __init__(self, file: Path | None = None) -> None:
        """Read what earlier runs have kept in `file`; one that is missing or damaged counts as empty."""
        self._ledger = Ledger(file, dict[bytes, Violations], _FEW) if file else None
        self._used: dict[bytes, Violations] = {}
        self.new: dict[bytes, Violations] = {}

    def get(self, one: bytes) -> Violations | None:
        """The answer to the input with this key."""
        found = self._used.get(one)
        if found is None and self._ledger and (found := self._ledger.get(one)) is not None:
            self._used[one] = found
        return found

    def put(self, one: bytes, answer: Violations) -> None:
        """Keep an answer."""
        self._used[one] = self.new[one] = answer

    def save(self) -> None:
        """Keep what is new for later runs."""
        if self._ledger:
            self._ledger.keep(self.new, self._used, LIMIT)


def opened(cache: Path, digest: str) -> Memo:
    """The memo of a user (`cache`) for the policies with this digest."""
    return Memo(cache / "policy" / f"verdicts-{digest[:32]}")
