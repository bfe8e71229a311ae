"""The tree of a template: what a document gives, with the place of every part."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from msgspec import Struct

from generator.blueprints.translation import Expression
from generator.errors import Place


class Constant(Struct, frozen=True):
    """A scalar as written."""

    value: Any
    place: Place


class Computed(Struct, frozen=True):
    """A scalar that is one whole expression: it gives the native value."""

    expression: Expression


class Text(Struct, frozen=True):
    """Literal texts and expressions, joined into one text."""

    parts: tuple[str | Expression, ...]
    place: Place


class Sequence(Struct, frozen=True):
    """A list."""

    items: tuple["Node", ...]
    place: Place


class Entry(Struct, frozen=True):
    """A key of a map with its value."""

    key: str
    place: Place
    node: "Node"


class Mapping(Struct, frozen=True):
    """A map: written entries, and computed maps merged into them (`$spread`)."""

    entries: tuple[Entry, ...]
    spreads: tuple[Expression, ...]
    place: Place


class When(Struct, frozen=True):
    """`$if`: the body, or nothing."""

    condition: Expression
    body: "Node"


class Repeat(Struct, frozen=True):
    """`$for`: the body once for each item; two `names` for the entries of a map. Names are those of generated code."""

    names: tuple[str, ...]
    source: Expression
    body: "Node"


class Bind(Struct, frozen=True):
    """What `$use` hands to a fragment (`with`), and the fragment. Names are those of generated code."""

    values: tuple[tuple[str, "Node"], ...]
    body: "Node"


class Splice(Struct, frozen=True):
    """`$spread` alone in a list's item: the items of a computed list, or one computed map."""

    expression: Expression


class Join(Struct, frozen=True):
    """A fragment that is a list, used as a list's item: its items join the list around it."""

    items: tuple["Node", ...]


Node: TypeAlias = Constant | Computed | Text | Sequence | Mapping | When | Repeat | Bind | Splice | Join


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below one."""
    match node:
        case Sequence(items=items) | Join(items=items):
            yield from items
        case Mapping(entries=entries):
            yield from (entry.node for entry in entries)
        case Bind(values=values, body=body):
            yield from (value for _, value in values)
            yield body
        case When(body=body) | Repeat(body=body):
            yield body
        case _:
            return


def expressions(node: Node) -> Iterator[Expression]:
    """The expressions of one node itself."""
    match node:
        case Computed(expression=expression) | Splice(expression=expression):
            yield expression
        case Text(parts=parts):
            yield from (part for part in parts if not isinstance(part, str))
        case Mapping(spreads=spreads):
            yield from spreads
        case When(condition=condition):
            yield condition
        case Repeat(source=source):
            yield source
        case _:
            return


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it."""
    yield node
    for child in children(node):
        yield from walk(child)
