"""Answers that are known already, by the hash of the policies and the bytes of the input."""

import hashlib
from pathlib import Path

from generator import kept
from generator.policy.engine import Violated

# A file with more answers than this starts again with those that the last run used.
LIMIT = 200_000

Violations = tuple[Violated, ...]


def key(one: bytes) -> str:
    """The key of an input."""
    return hashlib.blake2b(one, digest_size=16).hexdigest()


class Memo:
    """Answers of earlier inputs. Failures are not kept. Without a file, it lasts for one run."""

    def __init__(self, file: Path | None = None) -> None:
        """Read what earlier runs have kept in `file`; one that is missing or damaged counts as empty."""
        self._file = file
        self._known = _read(file) if file else {}
        self._used: dict[str, Violations] = {}
        self.new: dict[str, Violations] = {}

    def get(self, one: str) -> Violations | None:
        """The answer to the input with this key."""
        found = self._used.get(one)
        if found is None and (found := self._known.get(one)) is not None:
            self._used[one] = found
        return found

    def put(self, one: str, answer: Violations) -> None:
        """Keep an answer."""
        self._used[one] = self.new[one] = answer

    def save(self) -> None:
        """Write the file if there is anything new."""
        if not self._file or not self.new:
            return
        both = self._known | self._used
        kept.save(self._file, both if len(both) <= LIMIT else self._used)


def opened(cache: Path, digest: str) -> Memo:
    """The memo of a user (`cache`) for the policies with this digest."""
    return Memo(cache / "policy" / f"verdicts-{digest[:32]}")


def _read(file: Path) -> dict[str, Violations]:
    return kept.load(file, dict[str, Violations]) or {}
