"""The resource name of a kind, as `count/<plural>.<group>` needs it."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from generator.analysis.shapes import below, text
from generator.model import Object

Plurals: TypeAlias = Mapping[tuple[str, str], str]


def declared(objects: Iterable[Object]) -> Plurals:
    """Plurals of the CustomResourceDefinitions among the objects, by group and kind."""
    result: dict[tuple[str, str], str] = {}
    for item in objects:
        if item.kind == "CustomResourceDefinition":
            spec = below(item.body, "spec")
            names = below(spec, "names")
            result[text(spec.get("group")), text(names.get("kind"))] = text(names.get("plural"))
    return result


def count_key(group: str, kind: str, plurals: Plurals) -> str:
    """The quota key that counts objects of a kind; English rules where no definition says otherwise."""
    plural = plurals.get((group, kind)) or guess(kind)
    return f"count/{plural}.{group}" if group else f"count/{plural}"


def guess(kind: str) -> str:
    """The plural of a kind by the rules that API authors follow; `Endpoints` is one already."""
    word = kind.lower()
    if word == "endpoints":
        return word
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"
