"""A document's tree becomes the source of one Python function: `document(variables) -> list of bodies`.

Constant subtrees are written once and shared by all results, maps without conditions become one dict display, and only
what may be absent costs a statement. Every name in the source is one of ours, so it needs no more than `namespace`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from generator.blueprints import nodes
from generator.blueprints.operations import MOST_REPEATS
from generator.blueprints.translation import Code, Expression, global_name

_PREFIX = global_name("")


def generate(root: nodes.Node, *, neutral: bool) -> str:
    """The source for an evaluation in an environment, or for the base."""
    return _Generator(neutral=neutral).function(root)


def _constant(node: nodes.Node) -> tuple[bool, Any]:
    """Whether a subtree holds no expression, and then its value."""
    match node:
        case nodes.Constant(value=value):
            return True, value
        case nodes.Sequence(items=items):
            parts = [_constant(item) for item in items]
            return all(known for known, _ in parts), [value for _, value in parts]
        case nodes.Mapping(entries=entries, spreads=()):
            pairs = [(entry.key, _constant(entry.node)) for entry in entries]
            return all(known for _, (known, _) in pairs), {key: value for key, (_, value) in pairs}
        case _:
            return False, None


class _Generator:
    def __init__(self, *, neutral: bool) -> None:
        self._neutral = neutral
        self._lines: list[str] = []
        self._shared: list[str] = []
        self._names: set[str] = set()
        self._numbers = count(1)
        self._indent = 1
        self._repeats = False
        self._builds = False

    def function(self, root: nodes.Node) -> str:
        self._append(root, "bodies")
        variables = sorted(name for name in self._names if name.startswith(_PREFIX))
        prologue = [f"    {name} = variables[{name.removeprefix(_PREFIX)!r}]" for name in variables]
        budget = [f"    budget = [{MOST_REPEATS}]"] if self._repeats else []
        measured = "[measured(body) for body in bodies]" if self._builds else "bodies"
        lines = [*self._shared, "def document(variables):", *prologue, *budget, "    bodies = []", *self._lines]
        return "\n".join([*lines, f"    return {measured}", ""])

    def _line(self, text: str) -> None:
        self._lines.append("    " * self._indent + text)

    @contextmanager
    def _block(self, header: str) -> Iterator[None]:
        self._line(header)
        self._indent += 1
        start = len(self._lines)
        yield
        if len(self._lines) == start:
            self._line("pass")
        self._indent -= 1

    def _code(self, expression: Expression) -> Code:
        code = expression.neutral if self._neutral else expression.code
        self._names |= code.names
        return code

    def _local(self) -> str:
        return f"x{next(self._numbers)}"

    # A node as a value.

    def _value(self, node: nodes.Node) -> str:
        """Python source that gives the node's value; statements that it needs are written first."""
        known, constant = _constant(node)
        if known:
            return self._share(constant)
        match node:
            case nodes.Computed(expression=expression):
                return self._code(expression).source
            case nodes.Text(parts=parts):
                return f"concat({', '.join(self._part(part) for part in parts)})"
            case nodes.Sequence(items=items):
                return self._sequence(items)
            case nodes.Mapping():
                return self._mapping(node)
            case nodes.Bind():
                self._bind(node)
                return self._value(node.body)
            case _:
                raise AssertionError(f"{type(node).__name__} is not a value")

    def _share(self, constant: Any) -> str:
        if not isinstance(constant, dict | list):
            return repr(constant)
        name = f"shared{len(self._shared) + 1}"
        self._shared.append(f"{name} = {constant!r}")
        return name

    def _part(self, part: str | Expression) -> str:
        return repr(part) if isinstance(part, str) else self._code(part).source

    def _bind(self, node: nodes.Bind) -> None:
        for name, value in node.values:
            self._line(f"{name} = {self._value(value)}")
            self._builds |= _builds(value)

    def _sequence(self, items: Iterable[nodes.Node]) -> str:
        waiting = list(items)
        if not any(map(self._conditional, waiting)):
            return f"[{', '.join(map(self._value, waiting))}]"
        name = self._local()
        self._line(f"{name} = []")
        for item in waiting:
            self._append(item, name)
        return name

    def _mapping(self, node: nodes.Mapping) -> str:
        certain = [entry for entry in node.entries if not self._conditional(entry.node)]
        display = "{" + ", ".join(f"{entry.key!r}: {self._value(entry.node)}" for entry in certain) + "}"
        spreads = [self._code(expression).source for expression in node.spreads]
        if len(certain) == len(node.entries):
            return _merged(display, spreads)
        name = self._local()
        self._line(f"{name} = {display}")
        for entry in node.entries:
            if self._conditional(entry.node):
                self._assign(entry.node, f"{name}[{entry.key!r}]")
        return _merged(name, spreads)

    def _conditional(self, node: nodes.Node) -> bool:
        """Whether a node may give nothing, or several items."""
        match node:
            case nodes.Computed(expression=expression):
                return self._code(expression).omittable
            case nodes.When() | nodes.Repeat() | nodes.Splice() | nodes.Join():
                return True
            case nodes.Bind(body=body):
                return self._conditional(body)
            case _:
                return False

    # A node as something that may be there.

    def _assign(self, node: nodes.Node, target: str) -> None:
        """Write `target = value` for a map's entry that may be absent."""
        match node:
            case nodes.When(condition=condition, body=body):
                with self._block(f"if {self._code(condition).source}:"):
                    self._assign(body, target)
            case nodes.Bind(body=body):
                self._bind(node)
                self._assign(body, target)
            case nodes.Computed(expression=expression) if self._code(expression).omittable:
                name = self._local()
                self._line(f"{name} = {self._code(expression).source}")
                self._line(f"if {name} is not OMIT: {target} = {name}")
            case _:
                self._line(f"{target} = {self._value(node)}")

    def _append(self, node: nodes.Node, target: str) -> None:
        """Append what an item gives: nothing, one value, or several."""
        match node:
            case nodes.When(condition=condition, body=body):
                with self._block(f"if {self._code(condition).source}:"):
                    self._append(body, target)
            case nodes.Repeat(names=names, source=source, body=body):
                self._repeats = True
                self._builds |= self._code(source).builds
                through = "each_entry" if len(names) > 1 else "each"
                with self._block(f"for {', '.join(names)} in {through}({self._code(source).source}, budget):"):
                    self._append(body, target)
            case nodes.Bind(body=body):
                self._bind(node)
                self._append(body, target)
            case nodes.Join(items=items):
                for item in items:
                    self._append(item, target)
            case nodes.Splice(expression=expression):
                self._line(f"splice({target}, {self._code(expression).source})")
            case nodes.Computed(expression=expression) if self._code(expression).omittable:
                name = self._local()
                self._line(f"{name} = {self._code(expression).source}")
                self._line(f"if {name} is not OMIT: {target}.append({name})")
            case _:
                self._line(f"{target}.append({self._value(node)})")


def _merged(own: str, spreads: list[str]) -> str:
    if not spreads:
        return own
    if own == "{}" and len(spreads) == 1:
        return f"mapping({spreads[0]})"
    return f"spread({', '.join([own, *spreads])})"


def _builds(node: nodes.Node) -> bool:
    """Whether a value handed to a fragment makes new lists or maps of variables."""
    return any(
        expression.code.builds or isinstance(each, nodes.Mapping | nodes.Sequence)
        for each in nodes.walk(node)
        for expression in nodes.expressions(each)
    )
