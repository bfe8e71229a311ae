"""Entries of a document by where they are: `local on kind-local`, or everything together where manifests are judged."""

from collections.abc import Iterable

from generator.model import Body


def by_environment(entries: Iterable[Body]) -> dict[str, list[Body]]:
    """Entries under the names of their places, in the order in which they first appear."""
    groups: dict[str, list[Body]] = {}
    for entry in entries:
        groups.setdefault(named(entry), []).append(entry)
    return groups


def named(entry: Body) -> str:
    """Where an entry is, in words; `manifests` where neither environment nor cluster is known."""
    return " on ".join(filter(None, (entry["environment"], entry["cluster"]))) or "manifests"
