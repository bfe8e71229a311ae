"""From the paths that rules declare to read to a function that cuts a value down to them."""

import math
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from typing import Any, TypeAlias

from msgspec import Struct, field

from generator.model import Body
from generator.policy.reads import ANY, COUNT, FORM, ITEMS, SHAPE, SHOWN, Path
from generator.policy.texts import Texts

Cut: TypeAlias = Callable[[Any, Texts], Any]


class _Taken(IntEnum):
    """How much is read of a value; of several declarations the largest counts."""

    SHAPE = 0
    COUNT = 1
    SHOWN = 2
    FORM = 3
    WHOLE = 4


_MARKS = {SHAPE: _Taken.SHAPE, COUNT: _Taken.COUNT, SHOWN: _Taken.SHOWN, FORM: _Taken.FORM}
# Stands for every larger count.
_MANY = 2


class Node(Struct):
    """A step of the paths that are read, and the steps that follow it."""

    taken: _Taken = _Taken.SHAPE
    keys: dict[str, "Node"] = field(default_factory=dict)
    prefixes: dict[str, "Node"] = field(default_factory=dict)
    items: "Node | None" = None
    any: "Node | None" = None


def tree(paths: Iterable[Path]) -> Node:
    """The root of all paths."""
    root = Node()
    for path in paths:
        mark = _MARKS.get(path[-1])
        node = _reach(root, path if mark is None else path[:-1])
        node.taken = max(node.taken, _Taken.WHOLE if mark is None else mark)
    _spread(root)
    return root


def cutter(node: Node) -> Cut:
    """The function that cuts a value down to a tree; it adds the texts that place-holders stand for to those given.

    A value of another type than the paths expect is kept, so that rules see what is really there.
    """
    if node.taken is _Taken.WHOLE:
        return _kept
    text = _TEXTS[node.taken]
    most = _MANY if node.taken is _Taken.COUNT else math.inf
    mapping = _mapping(node) if node.taken is _Taken.SHAPE or any(_children(node)) else _kept
    item = cutter(node.items) if node.items else _kept

    def cut(value: Any, texts: Texts) -> Any:
        if isinstance(value, dict):
            return mapping(value, texts)
        if isinstance(value, str):
            return text(texts, value)
        if isinstance(value, list):
            return [item(each, texts) for each in value]
        return _MANY if type(value) is int and value > most else value

    return cut


_TEXTS: dict[_Taken, Callable[[Texts, str], str]] = {
    _Taken.SHAPE: lambda _, text: text,
    _Taken.COUNT: lambda _, text: text,
    _Taken.SHOWN: Texts.shown,
    _Taken.FORM: Texts.named,
}


def _kept(value: Any, _: Texts) -> Any:
    return value


def _mapping(node: Node) -> Callable[[Body, Texts], Body]:
    cuts = {key: cutter(child) for key, child in node.keys.items()}
    if node.any or node.prefixes:
        return _open_mapping(node, cuts)
    pairs = tuple(cuts.items())

    def cut(value: Body, texts: Texts) -> Body:
        if len(value) < len(pairs):
            return {key: cuts[key](one, texts) for key, one in value.items() if key in cuts}
        return {key: child(value[key], texts) for key, child in pairs if key in value}

    return cut


def _open_mapping(node: Node, cuts: dict[str, Cut]) -> Callable[[Body, Texts], Body]:
    prefixes = sorted(
        ((prefix, cutter(child)) for prefix, child in node.prefixes.items()), key=lambda one: -len(one[0])
    )
    other = cutter(node.any) if node.any else None
    if other and not cuts and not prefixes:
        return lambda value, texts: {key: other(one, texts) for key, one in value.items()}

    def of(key: str) -> Cut | None:
        return cuts.get(key) or next((child for prefix, child in prefixes if key.startswith(prefix)), other)

    def cut(value: Body, texts: Texts) -> Body:
        return {key: child(one, texts) for key, one in value.items() if (child := of(key))}

    return cut


def _reach(node: Node, path: Path) -> Node:
    for step in path:
        if step == ITEMS:
            node.items = node.items or Node()
            node = node.items
        elif step == ANY:
            node.any = node.any or Node()
            node = node.any
        elif step.endswith("*"):
            node = node.prefixes.setdefault(step[:-1], Node())
        else:
            node = node.keys.setdefault(step, Node())
    return node


def _spread(node: Node) -> None:
    """What is read below every key, or every key with a prefix, is read below those that are named as well."""
    for key, child in [*node.keys.items(), *node.prefixes.items()]:
        for prefix, other in node.prefixes.items():
            if key.startswith(prefix) and other is not child:
                _add(child, other)
        if node.any:
            _add(child, node.any)
    for child in _children(node):
        _spread(child)


def _children(node: Node) -> Iterator[Node]:
    yield from node.keys.values()
    yield from node.prefixes.values()
    yield from (child for child in (node.items, node.any) if child)


def _add(node: Node, other: Node) -> None:
    node.taken = max(node.taken, other.taken)
    for key, child in other.keys.items():
        _add(node.keys.setdefault(key, Node()), child)
    for prefix, child in other.prefixes.items():
        _add(node.prefixes.setdefault(prefix, Node()), child)
    if other.items:
        node.items = node.items or Node()
        _add(node.items, other.items)
    if other.any:
        node.any = node.any or Node()
        _add(node.any, other.any)
