"""Edits of people's YAML in place: one value set or removed, and every other byte, comments included, left as it is."""

from collections.abc import Sequence
from typing import TypeAlias

import yaml

from generator.yamlio import quoting

_Pairs: TypeAlias = list[tuple[yaml.Node, yaml.Node]]
_STEP = 2


def put(text: str, path: Sequence[str], value: str) -> str:
    """The text with a string at a path of keys; mappings that are missing on the way are made."""
    node = _root(text)
    for depth, key in enumerate(path):
        found = _find(node, key)
        if found is None:
            return _inserted(text, node, path[depth:], value)
        node = found[1]
    start, end = node.start_mark.index, node.end_mark.index
    return text[:start] + quoting.single(value) + text[end:]


def remove(text: str, path: Sequence[str]) -> str:
    """The text without the entry at a path; a mapping that would be empty then goes as well. What is not there stays so."""
    node, parents = _root(text), []
    for key in path:
        found = _find(node, key)
        if found is None:
            return text
        parents.append(node)
        node = found[1]
    pairs = _pairs(parents[-1])
    if len(pairs) == 1 and len(path) > 1:
        return remove(text, path[:-1])
    index = next(index for index, (key_node, _) in enumerate(pairs) if key_node.value == path[-1])
    start, end = _extent(text, parents[-1], pairs, index)
    return text[:start] + text[end:]


def _root(text: str) -> yaml.Node:
    return yaml.compose(text, Loader=yaml.CSafeLoader) or yaml.MappingNode("", [])


def _pairs(node: yaml.Node) -> _Pairs:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _find(node: yaml.Node, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next((pair for pair in _pairs(node) if pair[0].value == key), None)


def _in_braces(node: yaml.Node) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _inserted(text: str, node: yaml.Node, path: Sequence[str], value: str) -> str:
    """The text with a new entry at the end of a mapping, written in the mapping's own style."""
    pairs = _pairs(node)
    if _in_braces(node):
        entry = _flow(path, value)
        at = _end(text, pairs[-1][1]) if pairs else node.start_mark.index + 1
        return text[:at] + (f", {entry}" if pairs else entry) + text[at:]
    column = pairs[0][0].start_mark.column if pairs else 0
    at = _line_end(text, _end(text, node))
    return text[:at] + _newline(text) + _block(path, value, column, _newline(text)) + text[at:]


def _flow(path: Sequence[str], value: str) -> str:
    key, *below = path
    return f"{quoting.key(key)} " + (f"{{{_flow(below, value)}}}" if below else quoting.single(value))


def _block(path: Sequence[str], value: str, column: int, newline: str) -> str:
    lines = [" " * (column + _STEP * depth) + quoting.key(key) for depth, key in enumerate(path)]
    return newline.join(lines) + f" {quoting.single(value)}"


def _extent(text: str, parent: yaml.Node, pairs: _Pairs, index: int) -> tuple[int, int]:
    """From where to where an entry goes: whole lines of a block, and with its comma inside braces."""
    key, value = pairs[index]
    end = _end(text, value)
    if not _in_braces(parent):
        return key.start_mark.index - key.start_mark.column, _line_end(text, end) + len(_newline(text))
    if index:
        return _end(text, pairs[index - 1][1]), end
    return key.start_mark.index, pairs[1][0].start_mark.index if len(pairs) > 1 else end


def _end(text: str, node: yaml.Node) -> int:
    """Where the last character of a value is. A block ends with its last entry, whatever comments follow."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    return len(text[: node.end_mark.index].rstrip())


def _line_end(text: str, position: int) -> int:
    """Where the line of a position ends, before its line break."""
    end = text.find(_newline(text), position)
    return len(text) if end < 0 else end


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
