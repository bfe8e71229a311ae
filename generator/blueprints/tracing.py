"""The slow evaluation: the same values as generated code, with the template's place and the declared values behind
every field, and every fault located. `explain`, findings and error messages use it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

from msgspec import Struct

from generator.blueprints import nodes
from generator.blueprints.namespace import evaluate
from generator.blueprints.operations import (
    FAULTS,
    LARGEST_BODY,
    MOST_REPEATS,
    OMIT,
    LanguageError,
    concat,
    each,
    each_entry,
    mapping,
    splice,
    spread,
)
from generator.blueprints.scalars import shown
from generator.blueprints.tracked import TrackedList, TrackedMap, deepest, plain, step, track
from generator.blueprints.translation import Expression, global_name
from generator.blueprints.values import Pointer, Source, Traced
from generator.errors import InputError, Place, Problem
from generator.model import Body


class _Bound(Struct, frozen=True):
    """The value of a variable, and what was read for it (a scalar cannot tell by itself)."""

    value: Any
    reads: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The part of a variable that this is, else everything that was read for it."""
        return (self.value.path,) if isinstance(self.value, TrackedMap | TrackedList) else self.reads


_Variables: TypeAlias = Mapping[str, _Bound]


class _Found(Struct, frozen=True):
    """A value, and the source of each leaf below it, by pointer."""

    value: Any
    sources: Mapping[Pointer, Source]


class _FailedError(Exception):
    """A part could not be evaluated; the problem is noted already."""


def trace(stem: str, root: nodes.Node, variables: Body, *, neutral: bool) -> list[Traced]:
    """The manifests of one document, each with the source of every leaf. InputError holds every fault."""
    tracer = _Tracer(neutral=neutral)
    names = {global_name(name): _Bound(track(value, name, tracer.log), (name,)) for name, value in variables.items()}
    found: list[_Found] = []
    with suppress(_FailedError):
        found.extend(tracer.items(root, names))
    if tracer.problems:
        raise InputError(tracer.problems)
    return [Traced(stem, plain(body.value), body.sources) for body in found]


class _Tracer:
    def __init__(self, *, neutral: bool) -> None:
        self.log: list[str] = []
        self.problems: list[Problem] = []
        self._neutral = neutral
        self._budget = [MOST_REPEATS]
        self._leaves_left = LARGEST_BODY

    def items(self, node: nodes.Node, variables: _Variables) -> Iterator[_Found]:
        """What a document, an item or an entry gives: nothing, one value, or several."""
        match node:
            case nodes.When(condition=condition, body=body):
                if self._evaluate(condition, variables).value:
                    yield from self.items(body, variables)
            case nodes.Repeat(body=body):
                for bound in self._rounds(node, variables):
                    with suppress(_FailedError):
                        yield from self.items(body, {**variables, **bound})
            case nodes.Bind(body=body):
                yield from self.items(body, self._bind(node, variables))
            case nodes.Join(items=items):
                for item in items:
                    yield from self.items(item, variables)
            case nodes.Splice(expression=expression):
                yield from self._splice(expression, variables)
            case _:
                found = self._value(node, variables)
                if found.value is not OMIT:
                    yield found

    def _value(self, node: nodes.Node, variables: _Variables) -> _Found:
        match node:
            case nodes.Constant(value=value, place=place):
                return _Found(value, dict(self._leaves(value, place, ())))
            case nodes.Computed(expression=expression):
                bound = self._evaluate(expression, variables)
                return _Found(bound.value, dict(self._leaves(bound.value, expression.place, bound.reads)))
            case nodes.Text(parts=parts, place=place):
                return self._text(parts, place, variables)
            case nodes.Sequence(items=items, place=place):
                found = self._all(items, variables)
                sources = {
                    (i, *pointer): source for i, one in enumerate(found) for pointer, source in one.sources.items()
                }
                return _Found([one.value for one in found], sources or {(): Source(place)})
            case nodes.Mapping():
                return self._mapping(node, variables)
            case nodes.Bind(body=body):
                return self._value(body, self._bind(node, variables))
            case _:
                raise AssertionError(f"{type(node).__name__} is not a value")

    def _all(self, items: Sequence[nodes.Node], variables: _Variables) -> list[_Found]:
        found: list[_Found] = []
        for item in items:
            with suppress(_FailedError):
                found.extend(self.items(item, variables))
        return found

    def _text(self, parts: Sequence[str | Expression], place: Place, variables: _Variables) -> _Found:
        bound = [_Bound(part) if isinstance(part, str) else self._evaluate(part, variables) for part in parts]
        reads = deepest([path for one in bound for path in one.reads])
        text = next(part.text for part in parts if not isinstance(part, str))
        with self._located(place, text, reads):
            return _Found(concat(*(one.value for one in bound)), {(): Source(place, reads)})
        raise _FailedError

    def _mapping(self, node: nodes.Mapping, variables: _Variables) -> _Found:
        own: Body = {}
        sources: dict[Pointer, Source] = {}
        for entry in node.entries:
            for found in self._all([entry.node], variables):
                own[entry.key] = found.value
                sources |= {(entry.key, *pointer): source for pointer, source in found.sources.items()}
        for expression in node.spreads:
            bound = self._evaluate(expression, variables)
            with self._located(expression.place, expression.text, bound.reads):
                sources |= dict(self._leaves(mapping(bound.value), expression.place, bound.reads))
                own = spread(own, bound.value)
        return _Found(own, {p: s for p, s in sources.items() if p or not own} or {(): Source(node.place)})

    def _splice(self, expression: Expression, variables: _Variables) -> Iterator[_Found]:
        bound = self._evaluate(expression, variables)
        spliced: list[Any] = []
        with self._located(expression.place, expression.text, bound.reads):
            splice(spliced, bound.value)
        tracked = bound.value.path if isinstance(bound.value, TrackedList) else ""
        for index, value in enumerate(spliced):
            reads = (step(tracked, index),) if tracked else bound.reads
            yield _Found(value, dict(self._leaves(value, expression.place, reads)))

    def _bind(self, node: nodes.Bind, variables: _Variables) -> _Variables:
        bound = {}
        for name, value in node.values:
            found = self._value(value, variables)
            bound[name] = _Bound(found.value, deepest([path for one in found.sources.values() for path in one.reads]))
        return {**variables, **bound}

    def _rounds(self, node: nodes.Repeat, variables: _Variables) -> Iterator[dict[str, _Bound]]:
        """What the names of a `$for` stand for, round by round."""
        source = self._evaluate(node.source, variables)
        path = source.value.path if isinstance(source.value, TrackedMap | TrackedList) else ""
        with self._located(node.source.place, node.source.text, source.reads):
            if len(node.names) > 1:
                pairs: list[tuple[Any, ...]] = [*each_entry(source.value, self._budget)]
            else:
                pairs = [(item,) for item in each(source.value, self._budget)]
        for index, values in enumerate(pairs):
            at = values[0] if len(node.names) > 1 else index
            reads = (step(path, at),) if path else source.reads
            yield {name: _Bound(value, reads) for name, value in zip(node.names, values, strict=True)}

    def _evaluate(self, expression: Expression, variables: _Variables) -> _Bound:
        code = expression.neutral if self._neutral else expression.code
        self.log.clear()
        known = [path for name in sorted(code.names) for path in variables[name].paths]
        with self._located(expression.place, expression.text, known):
            value = evaluate(code.source, {name: variables[name].value for name in code.names})
            return _Bound(value, deepest([*self.log, *known]))
        raise _FailedError

    @contextmanager
    def _located(self, place: Place, text: str, reads: Sequence[str]) -> Iterator[None]:
        """Note a fault with its place, and give up this part."""
        try:
            yield
        except FAULTS as fault:
            hint = getattr(fault, "hint", "")
            read = ", ".join(f"`{path}`" for path in deepest([*self.log, *reads]))
            self.problems.append(
                Problem(place, f"{_words(fault)} in `{shown(text)}`", hint or (read and f"it read {read}"))
            )
            raise _FailedError from None

    def _leaves(self, value: Any, place: Place, reads: tuple[str, ...]) -> Iterator[tuple[Pointer, Source]]:
        """The leaf fields of a computed value; what is part of a variable has a path of its own."""
        self._leaves_left -= 1
        if self._leaves_left < 0:
            self.problems.append(Problem(place, "the manifest is too large", f"it may hold {LARGEST_BODY} values"))
            raise _FailedError
        parts = list(_parts(value))
        if not parts:
            yield (), Source(place, reads)
        for key, part in parts:
            below = (step(value.path, key),) if isinstance(value, TrackedMap | TrackedList) else reads
            for pointer, source in self._leaves(part, place, below):
                yield (key, *pointer), source


def _parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, dict):
        yield from dict.items(value)
    elif isinstance(value, list):
        yield from enumerate(list.__iter__(value))


def _words(fault: Exception) -> str:
    if isinstance(fault, LanguageError):
        return str(fault)
    if isinstance(fault, KeyError):
        return f"no key `{fault.args[0]}`"
    return "no such item" if isinstance(fault, IndexError) else f"values that do not fit ({fault})"
