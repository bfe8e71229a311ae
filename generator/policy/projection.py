"""Cutting an object down to what rules declare to read, with quoted texts replaced by place-holders."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from generator.model import Body, PodTemplate
from generator.policy.reads import ANY, CONTAINER_LISTS, ITEMS, SHAPE, Path, Reads

# Brackets that no name in Kubernetes may have.
_OPEN, _CLOSE = "\u27e6", "\u27e7"
_PLACE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
CONTAINER_NAMES: tuple[Path, ...] = tuple(("spec", name, ITEMS, "name") for name in CONTAINER_LISTS)


@dataclass(slots=True)
class _Node:
    """A step of the paths that are read: everything below it, a text to quote, some children, or only what it is."""

    whole: bool = False
    quoted: bool = False
    keys: dict[str, "_Node"] = field(default_factory=dict)
    prefixes: dict[str, "_Node"] = field(default_factory=dict)
    items: "_Node | None" = None
    any: "_Node | None" = None


@dataclass(frozen=True, slots=True)
class PodProjection:
    """Cuts pods down to some paths. Containers' names are quoted unless a path reads them."""

    quoting: _Node
    naming: _Node

    @classmethod
    def of(cls, declared: Iterable[Reads]) -> Self:
        """The projection that serves all of the given rules, none of which reads whole objects."""
        declared = tuple(declared)
        paths = [("spec", SHAPE), ("metadata", SHAPE), *(path for reads in declared for path in reads.pods or ())]
        quotes = [path for reads in declared for path in reads.quotes]
        return cls(_tree(paths, [*quotes, *CONTAINER_NAMES]), _tree([*paths, *CONTAINER_NAMES], quotes))

    def __call__(self, pods: Iterable[PodTemplate], texts: list[str]) -> list[Body]:
        """The `pods` of an input; the texts that place-holders stand for are appended to `texts`."""
        return [self._pod(pod, texts) for pod in pods]

    def _pod(self, pod: PodTemplate, texts: list[str]) -> Body:
        metadata = _cut(pod.metadata, self.quoting.keys["metadata"], texts)
        # Annotations may name containers: where rules read any, the names must be the real ones.
        spec = (self.naming if _filled(metadata) else self.quoting).keys["spec"]
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
        return cls(_tree([("apiVersion",), ("kind",), *paths], ()))

    def __call__(self, body: Body) -> Body:
        """The `object` of an input."""
        return _cut_mapping(body, self.tree, [])


def whole(pod: PodTemplate) -> Body:
    """An entry of the `pods` of an input that nothing is cut from."""
    return {"path": pod.spec_path, "spec": pod.spec, "metadata_path": pod.metadata_path, "metadata": pod.metadata}


def restored(message: str, texts: Sequence[str]) -> str:
    """A message with the quoted texts in the place of their place-holders."""
    if _OPEN not in message:
        return message
    return _PLACE.sub(lambda match: texts[int(match[1])] if int(match[1]) < len(texts) else match[0], message)


def _tree(paths: Iterable[Path], quotes: Iterable[Path]) -> _Node:
    root = _Node()
    for path in quotes:
        _reach(root, path).quoted = True
    for path in paths:
        if path[-1] == SHAPE:
            _reach(root, path[:-1])
        else:
            _reach(root, path).whole = True
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


def _cut(value: Any, node: _Node, texts: list[str]) -> Any:
    """A value of another type than the paths expect is kept, so that rules see what is really there."""
    if node.whole:
        return value
    if isinstance(value, dict):
        return _cut_mapping(value, node, texts)
    if isinstance(value, list) and node.items:
        return [_cut(item, node.items, texts) for item in value]
    if node.quoted and isinstance(value, str):
        texts.append(value)
        return f"{_OPEN}{len(texts) - 1}{_CLOSE}"
    return value


def _cut_mapping(value: Body, node: _Node, texts: list[str]) -> Body:
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
