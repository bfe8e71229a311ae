"""The rules of a folder as an earlier run has read them, by the hash of their sources."""

from pathlib import Path

from generator import kept
from generator.policy import rules
from generator.policy.rules import Rule


def load(folder: Path, digest: str, cache: Path) -> tuple[Rule, ...]:
    """As rules.load: from the user's `cache` if the sources with this digest are there, which takes a tenth of it."""
    file = cache / "policy" / f"rules-{digest[:32]}"
    known = kept.load(file, tuple[Rule, ...])
    if known is not None:
        return known
    read = rules.load(folder)
    kept.save(file, read)
    return read
