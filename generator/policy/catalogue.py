"""The rules of a folder as an earlier run has read them, by the hash of their sources."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import kept
from generator.errors import Place
from generator.policy import rules
from generator.policy.reads import Reads
from generator.policy.rules import Rule


def load(folder: Path, digest: str, cache: Path) -> tuple[Rule, ...]:
    """As rules.load: from the user's `cache` if the sources with this digest are there, which takes a tenth of it."""
    file = cache / "policy" / f"rules-{digest[:32]}.json"
    known = kept.load(file)
    if known is not None:
        return tuple(map(_rule, known))
    read = rules.load(folder)
    kept.save(file, read)
    return read


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
