"""Cutting an object down to what rules declare to read, so that objects which differ in their names only look alike.

Texts that are not read are replaced by place-holders: those that are only shown by one in brackets, plain names of
which only the form is read by another plain name. Equal texts of an input have equal place-holders.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Self

from generator.model import Body, PodTemplate
from generator.policy.reads import ANY, CONTAINER_LISTS, FORM, ITEMS, SHAPE, SHOWN, Path, Reads

# Brackets that no name in Kubernetes may have, and a name that nobody gives; the number is that of the text.
_SHOWN = "\u27e6{}\u27e7"
_NAMED = "mlp-{}-name"
_PLACE = re.compile(f"{_SHOWN.format('([0-9]+)')}|{_NAMED.format('([0-9]+)')}")
# What every rule on the form of names takes for the same: DNS labels that begin with a letter, joined by dots.
_LABEL = re.compile(r"[a-z](?:-?[a-z0-9])*")
_NAME = re.compile(rf"{_LABEL.pattern}(?:\.{_LABEL.pattern})*")
# Names of Jobs and CronJobs may be 52 characters long, others longer.
_LONGEST_NAME = 50
CONTAINER_NAMES: tuple[Path, ...] = tuple(("spec", name, ITEMS, "name") for name in CONTAINER_LISTS)


class _Taken(IntEnum):
    """How much is read of a value; of several declarations the largest counts."""

    SHAPE = 0
    SHOWN = 1
    FORM = 2
    WHOLE = 3


_MARKS = {SHAPE: _Taken.SHAPE, SHOWN: _Taken.SHOWN, FORM: _Taken.FORM}


class Texts:
    """The texts of one input that place-holders stand for."""

    def __init__(self) -> None:
        """Start without any."""
        self._numbers: dict[str, int] = {}

    def replaced(self, text: str, taken: _Taken) -> str:
        """What stands for a text. Empty texts, and what is no plain name where the form is read, stand for themselves."""
        if taken is _Taken.SHOWN and text:
            return _SHOWN.format(self._number(text))
        if taken is _Taken.FORM and len(text) <= _LONGEST_NAME and _NAME.fullmatch(text):
            return _LABEL.sub(lambda label: _NAMED.format(self._number(label[0])), text)
        return text

    def restored(self, message: str) -> str:
        """A message with the texts in the place of their place-holders."""
        known = list(self._numbers)

        def text(place: re.Match[str]) -> str:
            number = int(place[1] or place[2])
            return known[number] if number < len(known) else place[0]

        return _PLACE.sub(text, message)

    def _number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))


@dataclass(slots=True)
class _Node:
    """A step of the paths that are read."""

    taken: _Taken = _Taken.SHAPE
    keys: dict[str, "_Node"] = field(default_factory=dict)
    prefixes: dict[str, "_Node"] = field(default_factory=dict)
    items: "_Node | None" = None
    any: "_Node | None" = None


@dataclass(frozen=True, slots=True)
class PodProjection:
    """Cuts pods down to some paths. Containers' names are only shown unless a path reads them."""

    showing: _Node
    naming: _Node

    @classmethod
    def of(cls, declared: Iterable[Reads]) -> Self:
        """The projection that serves all of the given rules, none of which reads whole objects."""
        paths = [("spec", SHAPE), ("metadata", SHAPE), *(path for reads in declared for path in reads.pods or ())]
        shown = [(*path, SHOWN) for path in CONTAINER_NAMES]
        return cls(_tree([*paths, *shown]), _tree([*paths, *CONTAINER_NAMES]))

    def __call__(self, pods: Iterable[PodTemplate], texts: Texts) -> list[Body]:
        """The `pods` of an input; the texts that place-holders stand for are added to `texts`."""
        return [self._pod(pod, texts) for pod in pods]

    def _pod(self, pod: PodTemplate, texts: Texts) -> Body:
        metadata = _cut(pod.metadata, self.showing.keys["metadata"], texts)
        # Annotations may name containers: where rules read any, the names must be the real ones.
        spec = (self.naming if _filled(metadata.get("annotations", {})) else self.showing).keys["spec"]
        return {
            "path": pod.spec_path,
            "spec": _cut(pod.spec, spec, texts),
            "metadata_path": pod.metadata_path,
            "metadata": metadata,
        }


@dataclass(frozen=True, slots=True)
class BodyProjection:
    """Cuts an object down to its apiVersion, its kind and some paths."""

    tree: _Node

    @classmethod
    def of(cls, declared: Iterable[Reads]) -> Self:
        """The projection that serves all of the given rules, none of which reads whole objects."""
        paths = [path for reads in declared for path in reads.object or ()]
        return cls(_tree([("apiVersion",), ("kind",), *paths]))

    def __call__(self, body: Body, texts: Texts) -> Body:
        """The `object` of an input; the texts that place-holders stand for are added to `texts`."""
        return _cut_mapping(body, self.tree, texts)


def whole(pod: PodTemplate) -> Body:
    """An entry of the `pods` of an input that nothing is cut from."""
    return {"path": pod.spec_path, "spec": pod.spec, "metadata_path": pod.metadata_path, "metadata": pod.metadata}


def _tree(paths: Iterable[Path]) -> _Node:
    root = _Node()
    for path in paths:
        mark = _MARKS.get(path[-1])
        node = _reach(root, path if mark is None else path[:-1])
        node.taken = max(node.taken, _Taken.WHOLE if mark is None else mark)
    return root


def _reach(node: _Node, path: Path) -> _Node:
    for step in path:
        if step == ITEMS:
            node.items = node.items or _Node()
            node = node.items
        elif step == ANY:
            node.any = node.any or _Node()
            node = node.any
        elif step.endswith("*"):
            node = node.prefixes.setdefault(step[:-1], _Node())
        else:
            node = node.keys.setdefault(step, _Node())
    return node


def _cut(value: Any, node: _Node, texts: Texts) -> Any:
    """A value of another type than the paths expect is kept, so that rules see what is really there."""
    if node.taken is _Taken.WHOLE:
        return value
    if isinstance(value, dict):
        return _cut_mapping(value, node, texts)
    if isinstance(value, list) and node.items:
        return [_cut(item, node.items, texts) for item in value]
    return texts.replaced(value, node.taken) if isinstance(value, str) else value


def _cut_mapping(value: Body, node: _Node, texts: Texts) -> Body:
    if node.any or node.prefixes:
        pairs = ((key, _child(node, key)) for key in value)
        return {key: _cut(value[key], child, texts) for key, child in pairs if child}
    return {key: _cut(value[key], child, texts) for key, child in node.keys.items() if key in value}


def _child(node: _Node, key: str) -> _Node | None:
    found = node.keys.get(key)
    if found is None and node.prefixes:
        found = next((child for prefix, child in node.prefixes.items() if key.startswith(prefix)), None)
    return found or node.any


def _filled(value: object) -> bool:
    return any(map(_filled, value.values())) if isinstance(value, dict) else True
