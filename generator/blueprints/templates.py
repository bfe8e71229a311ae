"""Templates: a YAML document with structural keys becomes a tree of nodes.

All problems of a document are collected; a part that cannot be read leaves a constant in its place. The grammar is
the table in docs/blueprint-language.md.
"""

import re
from collections.abc import Callable
from itertools import count
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from generator.blueprints import nodes, scalars
from generator.blueprints.operations import kind
from generator.blueprints.scalars import shown
from generator.blueprints.translation import Expression, local_name
from generator.blueprints.values import Pointer
from generator.blueprints.variables import Scope
from generator.errors import InputError, Place, Problem
from generator.suggesting import suggest
from generator.yamlio import MarkedDocument

DEEPEST_TEMPLATE: Final = 60
DEEPEST_LOOPS: Final = 10
LARGEST_DOCUMENT: Final = 20_000
STRUCTURAL: Final = ("$for", "$if", "$spread", "$use")
_GUIDE: Final = "see docs/blueprint-language.md"
_LOOP: Final = re.compile(r"\s*(\w+)\s*(?:,\s*(\w+)\s*)?\bin\b(.*)", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

# Where a value stands decides which structural keys it may have.
Position: TypeAlias = Literal["document", "item", "value", "argument"]


class _Frame(Struct, frozen=True):
    """Where reading is: the document (a template's or a fragment's), the names in scope, the fragments around."""

    document: MarkedDocument
    scope: Scope
    fragments: tuple[str, ...] = ()
    depth: int = 0
    loops: int = 0

    def place(self, pointer: Pointer) -> Place:
        found: Place = self.document.places[pointer]
        return found

    def key(self, pointer: Pointer) -> Place:
        found: Place = self.document.key_places.get(pointer) or self.document.places[pointer]
        return found


class _Parts(Struct):
    """What one map is made of, its fragments included."""

    entries: dict[str, nodes.Entry]
    spreads: list[Expression]
    bound: list[tuple[str, nodes.Node]]


class _Use(Struct, frozen=True):
    """A fragment about to be read: the frame inside it, the values handed over, and how many problems there were."""

    frame: _Frame
    bound: tuple[tuple[str, nodes.Node], ...]
    problems: int


class Reader:
    """Reads the templates of one blueprint. `fragment` finds a fragment's document (None: there is none, or it is
    broken, which has been said then); `problems` receives what is wrong.
    """

    def __init__(
        self,
        scope: Scope,
        fragment: Callable[[str], MarkedDocument | None],
        fragments: tuple[str, ...],
        problems: list[Problem],
    ) -> None:
        self._scope = scope
        self._fragment = fragment
        self._fragments = fragments
        self._problems = problems
        self._numbers = count(1)
        self._size = 0

    def document(self, document: MarkedDocument) -> nodes.Node:
        """The tree of one document of a manifest file."""
        self._size = 0
        self._numbers = count(1)
        frame = _Frame(document, self._scope)
        if not isinstance(document.value, dict):
            self._report(frame.place(()), f"a manifest is a map, not {kind(document.value)}", _GUIDE)
            return nodes.Constant(None, frame.place(()))
        return self._node(document.value, (), frame, "document")

    def _report(self, place: Place, what: str, hint: str = "") -> None:
        self._problems.append(Problem(place, what, hint))

    def _node(self, value: Any, pointer: Pointer, frame: _Frame, position: Position) -> nodes.Node:
        frame = replace(frame, depth=frame.depth + 1)
        if self._too_large(frame, pointer):
            return nodes.Constant(None, frame.place(pointer))
        if isinstance(value, dict):
            return self._mapping(value, pointer, frame, position)
        if isinstance(value, list):
            items = tuple(self._node(item, (*pointer, i), frame, "item") for i, item in enumerate(value))
            return nodes.Sequence(items, frame.place(pointer))
        if isinstance(value, str):
            return self._scalar(value, frame.place(pointer), frame)
        return nodes.Constant(value, frame.place(pointer))

    def _too_large(self, frame: _Frame, pointer: Pointer) -> bool:
        self._size += 1
        if frame.depth > DEEPEST_TEMPLATE:
            self._report(
                frame.place(pointer), "the template is nested too deeply", f"at most {DEEPEST_TEMPLATE} levels"
            )
        elif self._size == LARGEST_DOCUMENT + 1:
            hint = f"at most {LARGEST_DOCUMENT} values with all that its fragments bring"
            self._report(frame.place(pointer), "the document is too large", hint)
        return frame.depth > DEEPEST_TEMPLATE or self._size > LARGEST_DOCUMENT

    def _scalar(self, text: str, place: Place, frame: _Frame) -> nodes.Node:
        try:
            return scalars.read(text, place, frame.scope)
        except InputError as error:
            self._problems.extend(error.problems)
            return nodes.Constant(None, place)

    def _expression(self, value: Any, pointer: Pointer, frame: _Frame) -> Expression | None:
        """What a structural key holds; None if that cannot be read."""
        try:
            return scalars.expression(value, str(pointer[-1]), frame.place(pointer), frame.scope)
        except InputError as error:
            self._problems.extend(error.problems)
            return None

    # Maps and their structural keys.

    def _mapping(self, value: Any, pointer: Pointer, frame: _Frame, position: Position) -> nodes.Node:
        self._check_structure(value, pointer, frame, position)
        inner = frame
        names: dict[str, str] = {}
        source = condition = None
        if "$for" in value:
            names, source = self._loop(value["$for"], (*pointer, "$for"), frame)
            inner = replace(frame, scope=frame.scope.inside(names), loops=frame.loops + 1)
        if "$if" in value:
            condition = self._expression(value["$if"], (*pointer, "$if"), inner)
        node = self._body(value, pointer, inner, position)
        if condition:
            node = nodes.When(condition, node)
        return nodes.Repeat(tuple(names.values()), source, node) if source else node

    def _check_structure(self, value: Any, pointer: Pointer, frame: _Frame, position: Position) -> None:
        for key in value:
            if key.startswith("$") and key not in STRUCTURAL:
                self._report(frame.key((*pointer, key)), f"unknown structural key `{key}`", suggest(key, STRUCTURAL))
            elif "{{" in key:
                hint = "keys are written out; `$spread` merges a computed map"
                self._report(frame.key((*pointer, key)), f"an expression in the key `{shown(key)}`", hint)
        if "$for" in value and position in ("value", "argument"):
            self._report(frame.key((*pointer, "$for")), "`$for` cannot repeat a value", "it stands in a list's item")
        if "$if" in value and position == "argument":
            self._report(frame.key((*pointer, "$if")), "`$if` cannot drop an argument", "test it in the fragment")
        if value and value.keys() <= {"$for", "$if"}:
            key = min(value)
            self._report(frame.key((*pointer, key)), f"`{key}` has nothing to work on", "write keys beside it")
        if "$for" in value and frame.loops >= DEEPEST_LOOPS:
            self._report(frame.key((*pointer, "$for")), "too many nested `$for`", f"at most {DEEPEST_LOOPS}")

    def _loop(self, value: Any, pointer: Pointer, frame: _Frame) -> tuple[dict[str, str], Expression | None]:
        place = frame.place(pointer)
        match = _LOOP.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self._report(place, f"`$for` cannot be read: `{shown(value)}`", "`item in list`, or `name, value in map`")
            return {}, None
        written = [name for name in match.groups()[:2] if name]
        if len(set(written)) != len(written):
            self._report(place, f"`$for` names `{written[0]}` twice", "use two names")
        names = {name: self._local(name, place, frame.scope) for name in written}
        return names, self._expression(match[3], pointer, frame)

    def _local(self, name: str, place: Place, scope: Scope) -> str:
        """What generated code calls a name of `$for` or `with`; no other local has that name."""
        if not _NAME.fullmatch(name) or name in ("omit", "range", "true", "false", "none", "True", "False", "None"):
            self._report(place, f"`{name}` cannot be a name", "letters, digits and `_`, not a word of the language")
            return local_name("", next(self._numbers))
        if name in scope.globals or name in scope.locals:
            self._report(place, f"`{name}` is a variable already", "choose another name")
        return local_name(name, next(self._numbers))

    def _body(self, value: Any, pointer: Pointer, frame: _Frame, position: Position) -> nodes.Node:
        rest = value.keys() - {"$for", "$if"}
        if rest == {"$use"}:
            return self._use_alone(value["$use"], (*pointer, "$use"), frame, position)
        if rest == {"$spread"} and position == "item":
            expression = self._expression(value["$spread"], (*pointer, "$spread"), frame)
            return nodes.Splice(expression) if expression else nodes.Constant(None, frame.place(pointer))
        parts = _Parts({}, [], [])
        self._collect(value, pointer, frame, parts)
        node = nodes.Mapping(tuple(parts.entries.values()), tuple(parts.spreads), frame.place(pointer))
        return nodes.Bind(tuple(parts.bound), node) if parts.bound else node

    def _collect(self, value: Any, pointer: Pointer, frame: _Frame, parts: _Parts) -> None:
        """Add a map's own entries, its `$spread` and its `$use` to the parts of the whole."""
        for key, child in value.items():
            if key.startswith("$"):
                continue
            entry = nodes.Entry(key, frame.key((*pointer, key)), self._node(child, (*pointer, key), frame, "value"))
            # A map's own entries come before those of its fragment: what is written closest holds.
            parts.entries.setdefault(key, entry)
        if "$spread" in value:
            expression = self._expression(value["$spread"], (*pointer, "$spread"), frame)
            parts.spreads += [expression] if expression else []
        if "$use" in value:
            self._use_merged(value["$use"], (*pointer, "$use"), frame, parts)

    # Fragments.

    def _use_alone(self, value: Any, pointer: Pointer, frame: _Frame, position: Position) -> nodes.Node:
        """The fragment stands for the map: whatever the fragment may be, it may be here."""
        use = self._use(value, pointer, frame)
        if use is None:
            return nodes.Constant(None, frame.place(pointer))
        content = use.frame.document.value
        if position == "document" and not isinstance(content, dict):
            self._report(frame.place(pointer), f"the fragment is {kind(content)}, and a manifest a map", _GUIDE)
        node = self._node(content, (), use.frame, position)
        self._check_read(use, pointer, frame)
        if isinstance(node, nodes.Sequence) and position == "item":
            node = nodes.Join(node.items)
        return nodes.Bind(use.bound, node) if use.bound else node

    def _use_merged(self, value: Any, pointer: Pointer, frame: _Frame, parts: _Parts) -> None:
        """The fragment's entries join those of the map."""
        use = self._use(value, pointer, frame)
        if use is None or self._too_large(use.frame, ()):
            return
        content = use.frame.document.value
        if not isinstance(content, dict):
            self._report(frame.place(pointer), f"the fragment is {kind(content)}, which cannot join a map", _GUIDE)
            return
        for key in content.keys() & {"$for", "$if"}:
            what = f"the fragment has `{key}` at its root, so it cannot join a map"
            self._report(frame.place(pointer), what, "use it alone, or move the condition to where it is used")
        self._check_structure(content, (), use.frame, "value")
        parts.bound += use.bound
        self._collect(content, (), use.frame, parts)
        self._check_read(use, pointer, frame)

    def _use(self, value: Any, pointer: Pointer, frame: _Frame) -> _Use | None:
        """Find the fragment that `$use` names and read what is handed over; None if that cannot be done."""
        before = len(self._problems)
        if not isinstance(value, dict) or not isinstance(value.get("fragment"), str):
            self._report(frame.place(pointer), "`$use` cannot be read", "`$use: {fragment: name, with: {…}}`")
            return None
        for key in value.keys() - {"fragment", "with"}:
            what = f"`$use` takes `fragment` and `with`, not `{key}`"
            self._report(frame.key((*pointer, key)), what, suggest(key, ("fragment", "with")))
        name = value["fragment"]
        document = self._find(name, (*pointer, "fragment"), frame)
        if document is None:
            return None
        bound, names = self._arguments(value.get("with", {}), (*pointer, "with"), frame)
        inside = replace(
            frame,
            document=document,
            scope=frame.scope.within(name, names),
            fragments=(*frame.fragments, name),
            depth=frame.depth + 1,
        )
        return _Use(inside, bound, before)

    def _find(self, name: str, pointer: Pointer, frame: _Frame) -> MarkedDocument | None:
        place = frame.place(pointer)
        if name in frame.fragments:
            chain = " → ".join(f"`{each}`" for each in (*frame.fragments, name))
            self._report(place, f"the fragment uses itself: {chain}", "break the circle")
            return None
        if name not in self._fragments:
            self._report(place, f"no fragment `{name}`", suggest(name, self._fragments))
            return None
        return self._fragment(name)

    def _arguments(
        self, value: Any, pointer: Pointer, frame: _Frame
    ) -> tuple[tuple[tuple[str, nodes.Node], ...], dict[str, str]]:
        """The values of `with`, and the names by which the fragment and generated code know them."""
        if not isinstance(value, dict):
            self._report(frame.place(pointer), f"`with` is a map, not {kind(value)}", _GUIDE)
            return (), {}
        names, bound = {}, []
        for key, child in value.items():
            place = frame.key((*pointer, key))
            names[key] = self._local(key, place, Scope(frame.scope.globals))
            node = self._node(child, (*pointer, key), frame, "argument")
            if _may_omit(node):
                self._report(frame.place((*pointer, key)), "`omit` cannot be handed over", "leave the argument out")
            bound.append((names[key], node))
        return tuple(bound), names

    def _check_read(self, use: _Use, pointer: Pointer, frame: _Frame) -> None:
        if len(self._problems) > use.problems:
            return
        for name in use.frame.scope.locals.keys() - use.frame.scope.used:
            what = f"the fragment `{use.frame.fragments[-1]}` does not read `{name}`"
            self._report(frame.key((*pointer, "with", name)), what, "remove it")


def _may_omit(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Bind):
        return _may_omit(node.body)
    return isinstance(node, nodes.Computed) and node.expression.omittable
