"""The rules of a folder as an earlier run has read them, by the hash of their sources."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from generator.errors import Place
from generator.policy import rules
from generator.policy.reads import Reads
from generator.policy.rules import Rule

# Part of the file's name; a new one makes older files a miss.
FORM = 1


def load(folder: Path, digest: str, cache: Path) -> tuple[Rule, ...]:
    """As rules.load: from the user's `cache` if the sources with this digest are there, which takes a tenth of it."""
    file = cache / "policy" / f"rules-{FORM}-{digest[:32]}.json"
    known = _read(file)
    if known is None:
        known = rules.load(folder)
        _write(file, known)
    return known


def _read(file: Path) -> tuple[Rule, ...] | None:
    """None where the file is missing or damaged."""
    try:
        return tuple(map(_rule, orjson.loads(file.read_bytes())))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _rule(told: Mapping[str, Any]) -> Rule:
    reads = told["reads"]
    return Rule(
        **{
            **told,
            "references": tuple(told["references"]),
            "reads": None if reads is None else _reads(**reads),
            "place": Place(**told["place"]),
        }
    )


def _reads(kinds: list[str] | None, object: Any, pods: Any, context: list[str]) -> Reads:  # noqa: A002 - the field's name
    return Reads(None if kinds is None else frozenset(kinds), _paths(object), _paths(pods), tuple(context))


def _paths(told: list[list[str]] | None) -> tuple[tuple[str, ...], ...] | None:
    return None if told is None else tuple(map(tuple, told))


def _write(file: Path, known: tuple[Rule, ...]) -> None:
    """A cache that cannot be written is no cache, not an error."""
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(orjson.dumps(known, default=sorted))
        fresh.replace(file)
    except OSError:
        return
