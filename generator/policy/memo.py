"""Answers that are known already, by the hash of the policies and the bytes of the input."""

import hashlib
from pathlib import Path

import orjson

from generator.policy.engine import Violated

# Part of the file's name; a new one makes older files a miss.
FORM = 1
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
        self._new = False

    def get(self, one: str) -> Violations | None:
        """The answer to the input with this key."""
        found = self._used.get(one)
        if found is None and (found := self._known.get(one)) is not None:
            self._used[one] = found
        return found

    def put(self, one: str, answer: Violations) -> None:
        """Keep an answer."""
        self._used[one] = answer
        self._new = True

    def save(self) -> None:
        """Write the file if there is anything new; a cache that cannot be written is no cache, not an error."""
        if not self._file or not self._new:
            return
        kept = self._known | self._used
        fresh = self._file.with_suffix(".new")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(orjson.dumps(kept if len(kept) <= LIMIT else self._used, default=list))
            fresh.replace(self._file)
        except OSError:
            return


def opened(cache: Path, digest: str) -> Memo:
    """The memo of a user (`cache`) for the policies with this digest."""
    return Memo(cache / "policy" / f"verdicts-{FORM}-{digest[:32]}.json")


def _read(file: Path) -> dict[str, Violations]:
    try:
        content = orjson.loads(file.read_bytes())
        return {one: tuple(Violated(*item) for item in answer) for one, answer in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
