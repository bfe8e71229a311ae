"""Bytes to values, strictly: parser events become values without nodes between, and places only where asked for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NoReturn, TypeAlias

import yaml
from msgspec import Struct
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.errors import InputError, Place, Problem
from generator.fields import Pointer
from generator.yamlio import resolving, wording
from generator.yamlio.limits import ALIASED, DEPTH
from generator.yamlio.lines import Lines

# A parser event; its marks are always there, though the class has them optional.
_Event: TypeAlias = Any
Places: TypeAlias = Mapping[Pointer, Place]
_MERGE: Final = "<<"
_TAGS: Final = {MappingStartEvent: "tag:yaml.org,2002:map", SequenceStartEvent: "tag:yaml.org,2002:seq"}


class MarkedDocument(Struct, frozen=True, eq=False):
    """A document with the place of each value and of each key, by the keys and indices that lead to it.

    `index` and `line` are as in Document. An alias has its own place, what is inside it the places where it is written.
    """

    value: Any
    index: int
    line: int
    places: Places
    key_places: Places


class _Frame:
    """A collection that is being read. In a map `keys` holds the keys so far, and `key` is the one whose value comes
    next, None before a key; `merging` says that it is the merge key.
    """

    __slots__ = ("anchor", "is_map", "key", "keys", "merging", "pointer", "value")

    def __init__(self, *, is_map: bool, pointer: Pointer = (), anchor: str | None = None) -> None:
        self.value: Any = {} if is_map else []
        self.is_map = is_map
        self.keys: dict[str, _Event] = {}
        self.pointer = pointer
        self.anchor = anchor
        self.key: str | None = None
        self.merging = False


class _Anchored(Struct, frozen=True):
    """What an anchor names: a value, and where it stands (known only where there is something inside)."""

    value: Any
    pointer: Pointer = ()


class Reader:
    """Reads the documents of one stream; `places` and `key_places` are filled only where it is `marked`."""

    def __init__(self, text: str, file: str, first_line: int = 1, *, marked: bool) -> None:
        """Take text without characters that YAML forbids, which begins at a line of the file."""
        self._first_line = first_line
        self._text = text
        self._lines = Lines(text)
        self._file = file
        self._marked = marked
        self._problems: list[Problem] = []
        self._begin()

    def documents(self) -> Iterator[MarkedDocument]:
        """The documents that are not empty. InputError with all problems; nothing after a syntax error is known."""
        index = -1
        for event in self._events():
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close()
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                index += 1
                self._begin()
            elif kind is DocumentEndEvent and self._root.value[0] is not None:
                yield MarkedDocument(self._root.value[0], index, self._line, self._places, self._key_places)
        if self._problems:
            raise InputError(self._problems)

    def _begin(self) -> None:
        self._root = self._top = _Frame(is_map=False)
        self._stack = [self._root]
        self._anchors: dict[str, _Anchored | None] = {}
        self._aliased = 0
        self._line = 0
        self._places: dict[Pointer, Place] = {}
        self._key_places: dict[Pointer, Place] = {}

    def _events(self) -> Iterator[_Event]:
        parser = yaml.CSafeLoader(self._text)
        try:
            while type(event := parser.get_event()) is not StreamEndEvent:
                yield event
        except yaml.YAMLError as error:
            raise InputError(
                [*self._problems, wording.problem(error, self._file, self._text, self._lines, self._first_line)]
            ) from None

    def _scalar(self, event: _Event) -> None:
        top = self._top
        is_key = top.is_map and top.key is None
        value = self._resolved(event, is_key=is_key)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value)
        if is_key:
            self._key(event, value)
            top.merging = event.value == _MERGE and event.implicit[0]
            return
        if self._marked:
            self._mark(event)
        if top is self._root:
            self._line = self._place(event).line
        self._put(value)

    def _resolved(self, event: _Event, *, is_key: bool) -> Any:
        if event.tag is None and not event.implicit[0]:
            return event.value
        try:
            if event.tag is not None:
                return resolving.tagged(event.tag, event.value)
            return resolving.plain_key(event.value) if is_key else resolving.plain(event.value)
        except ValueError as error:
            self._fail(event, str(error), "quote it if it is text")

    def _key(self, event: _Event, value: Any) -> None:
        top = self._top
        try:
            key = top.key = resolving.key(value)
        except ValueError as error:
            self._fail(event, str(error), "write the key as text, in quotes if need be")
        if key in top.keys:
            first = self._place(top.keys[key])
            what = (
                f"the key {wording.shown(key)!r} is here a second time, after line {first.line}, column {first.column}"
            )
            self._problems.append(
                Problem(self._place(event), what, "keep one of them; readers differ in which one they take")
            )
        top.keys[key] = event
        if self._marked:
            self._key_places[self._pointer()] = self._place(event)

    def _open(self, event: _Event) -> None:
        top = self._top
        is_map = type(event) is MappingStartEvent
        if top.is_map and top.key is None:
            self._fail(event, "a key cannot be a map or a list", wording.BRACES)
        if event.tag not in (None, _TAGS[type(event)]):
            self._fail(event, f"the tag {wording.shown_tag(event.tag)} means nothing to Kubernetes", "take it away")
        if len(self._stack) > DEPTH:
            self._fail(event, f"it is nested deeper than {DEPTH} levels", "no manifest is")
        if self._marked:
            self._mark(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        if top is self._root:
            self._line = self._place(event).line
        self._top = _Frame(is_map=is_map, pointer=self._pointer() if self._marked else (), anchor=event.anchor)
        self._stack.append(self._top)

    def _close(self) -> None:
        frame = self._stack.pop()
        self._top = self._stack[-1]
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchored(frame.value, frame.pointer)
        self._put(frame.value)

    def _alias(self, event: _Event) -> None:
        top, name = self._top, wording.shown(event.anchor)
        if event.anchor not in self._anchors:
            self._fail(event, f"the alias *{name} names no anchor before it", f'write "*{name}" if it is text')
        anchored = self._anchors[event.anchor]
        if anchored is None:
            self._fail(event, f"the anchor &{name} holds itself", "write the value out")
        size, height = _measure(anchored.value)
        self._aliased += size
        if self._aliased > ALIASED or len(self._stack) + height > DEPTH + 1:
            what = f"the aliases, followed, grow beyond {ALIASED} values or {DEPTH} levels"
            self._fail(event, what, "write the values out")
        if top.is_map and top.key is None:
            self._key(event, anchored.value)
            return
        if self._marked:
            self._mark(event)
            self._copy(anchored.value, anchored.pointer, self._pointer())
        self._put(anchored.value)

    def _put(self, value: Any) -> None:
        top = self._top
        if not top.is_map:
            top.value.append(value)
        elif top.merging:
            self._merge(value)
            top.key, top.merging = None, False
        else:
            top.value[top.key] = value
            top.key = None

    def _merge(self, value: Any) -> None:
        """Merge keys as in go-yaml: of several maps the first wins. An own key wins only if it comes later, and YAML
        readers do not agree on one that comes first, so that is refused.
        """
        top, pointer = self._top, self._pointer()
        sources = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        if not all(isinstance(source, dict) for _, source in sources):
            self._fail(top.keys[_MERGE], "<< merges a map or a list of maps, nothing else", "write the values out")
        for index, source in reversed(sources):
            for key, inner in source.items():
                if key in top.keys:
                    what = f"<< brings {wording.shown(key)!r} again, which stands before it"
                    self._problems.append(Problem(self._place(top.keys[_MERGE]), what, "put << first"))
                top.value[key] = inner
                if self._marked:
                    found = (*pointer, key) if index is None else (*pointer, index, key)
                    self._copy({key: inner}, found[:-1], top.pointer)

    def _copy(self, value: Any, source: Pointer, target: Pointer) -> None:
        """Give what is inside a value the places that it has elsewhere."""
        steps: Iterable[tuple[str | int, Any]] = ()
        if isinstance(value, dict):
            steps = value.items()
        elif isinstance(value, list):
            steps = enumerate(value)
        for step, inner in steps:
            old, new = (*source, step), (*target, step)
            self._places[new] = self._places[old]
            if old in self._key_places:
                self._key_places[new] = self._key_places[old]
            self._copy(inner, old, new)

    def _pointer(self) -> Pointer:
        """What leads to the value that comes next."""
        top = self._top
        if top is self._root:
            return ()
        return (*top.pointer, len(top.value) if top.key is None else top.key)

    def _mark(self, event: _Event) -> None:
        self._places[self._pointer()] = self._place(event)

    def _place(self, event: _Event) -> Place:
        line, column = self._lines.position(event.start_mark)
        return Place(self._file, line + self._first_line, column + 1)

    def _fail(self, event: _Event, what: str, hint: str) -> NoReturn:
        raise InputError([*self._problems, Problem(self._place(event), what, hint)])


def _measure(value: Any) -> tuple[int, int]:
    """How many values a value holds, itself included, and how many levels; counting stops where a limit is passed."""
    size = height = 0
    waiting = [(value, 1)]
    while waiting and size <= ALIASED:
        each, level = waiting.pop()
        size, height = size + 1, max(height, level)
        if isinstance(each, dict | list):
            waiting += [(inner, level + 1) for inner in (each.values() if isinstance(each, dict) else each)]
    return size, height
