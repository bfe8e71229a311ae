"""The allow-list: an expression's syntax tree to Python source, or a reason why not.

Only what `_Translator` names can be written. Every operation that may fail or grow becomes a call of `operations` or
`filters`, so the source can neither reach an attribute of a Python object nor run without bound.
"""

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from jinja2 import nodes
from msgspec import Struct

from generator.blueprints.expressions import DEEPEST_EXPRESSION
from generator.blueprints.filters import FILTERS, TESTS
from generator.blueprints.operations import GREATEST_NUMBER, LanguageError
from generator.blueprints.variables import UNAVAILABLE, Scope
from generator.errors import Place
from generator.suggesting import suggest

_GUIDE: Final = "see docs/blueprint-language.md"
_COMPARISONS: Final = {
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "lteq": "<=",
    "gt": ">",
    "gteq": ">=",
    "in": "in",
    "notin": "not in",
}
_ARITHMETIC: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Add: "add",
    nodes.Sub: "subtract",
    nodes.Mul: "multiply",
    nodes.FloorDiv: "floor_divide",
    nodes.Mod: "modulo",
}
_REFUSED: Final[Mapping[type[nodes.Node], tuple[str, str]]] = {
    nodes.Pow: ("`**` is not part of the language", "a power has no bound: write the number"),
    nodes.Div: ("`/` is not part of the language", "`//` divides whole numbers"),
    nodes.Pos: ("a leading `+` is not part of the language", "leave it out"),
}
# Words of the language that look like variables or filters.
_WORDS: Final = ("omit", "range")
_SPECIAL_FILTERS: Final = ("default", "neutral")
_RANGE_ARGUMENTS: Final = (1, 2, 3)


class Code(Struct, frozen=True):
    """Python source and what it needs: `names` are variables as generated code calls them. It may give `omit` if
    `omittable`, and makes a new list or map of them if it `builds`.
    """

    source: str
    names: frozenset[str]
    omittable: bool = False
    builds: bool = False


class Expression(Struct, frozen=True):
    """One expression, ready to run: `code` in an environment, `neutral` for the base. `unavailable` are the variables
    that the base does not have and that no `neutral` filter covers.
    """

    text: str
    place: Place
    code: Code
    neutral: Code
    unavailable: tuple[str, ...] = ()

    @property
    def omittable(self) -> bool:
        """Whether it may give `omit`, in an environment or in the base."""
        return self.code.omittable or self.neutral.omittable


def translate(node: nodes.Expr, text: str, place: Place, scope: Scope) -> Expression:
    """Check a parsed expression against the allow-list and translate it. Raises LanguageError."""
    code = _Translator(scope, neutral=False).code(node)
    base = _Translator(scope, neutral=True)
    return Expression(text, place, code, base.code(node), tuple(sorted(base.unavailable)))


def global_name(variable: str) -> str:
    """What generated code calls a global variable."""
    return f"v_{variable}"


def local_name(name: str, number: int) -> str:
    """What generated code calls a name of `$for` or `with`; the number makes it the only one in its document."""
    return f"l_{name}_{number}"


class _Translator:
    """Walks one expression. `value` translates what must be a value, `result` what may also be `omit`."""

    def __init__(self, scope: Scope, *, neutral: bool) -> None:
        self._scope = scope
        self._neutral = neutral
        self._depth = 0
        self._omittable = False
        self._builds = False
        self._names: set[str] = set()
        self.unavailable: set[str] = set()

    def code(self, node: nodes.Expr) -> Code:
        source = self.result(node)
        return Code(source, frozenset(self._names), self._omittable, self._builds and bool(self._names))

    def result(self, node: nodes.Node) -> str:
        match node:
            case nodes.Name(name="omit"):
                self._omittable = True
                return "OMIT"
            case nodes.Const(value=None):
                raise LanguageError("`none` is not a value that a manifest may hold", "`omit` drops the key or item")
            case nodes.CondExpr() | nodes.And() | nodes.Or() | nodes.Filter():
                return self._descend(node, self.result)
            case _:
                return self.value(node)

    def value(self, node: nodes.Node) -> str:
        return self._descend(node, self.value)

    def _descend(self, node: nodes.Node, result: Callable[[nodes.Node], str]) -> str:
        """Translate one node; `result` translates those of its parts that become its value."""
        self._depth += 1
        if self._depth > DEEPEST_EXPRESSION:
            raise LanguageError("the expression is nested too deeply", f"at most {DEEPEST_EXPRESSION} levels")
        source = self._branch(node, result) or self._leaf(node)
        self._depth -= 1
        return source

    def _branch(self, node: nodes.Node, result: Callable[[nodes.Node], str]) -> str:
        match node:
            case nodes.CondExpr(test=test, expr1=kept, expr2=other):
                if other is None:
                    raise LanguageError("an `if` without `else`", "write `… if … else omit`")
                return f"({result(kept)} if {self.value(test)} else {result(other)})"
            case nodes.And(left=left, right=right):
                return f"({self.value(left)} and {result(right)})"
            case nodes.Or(left=left, right=right):
                return f"({self.value(left)} or {result(right)})"
            case nodes.Filter(name="default"):
                return self._default(node, result)
            case nodes.Filter(name="neutral"):
                return self._neutral_filter(node, result)
            case _:
                return ""

    def _leaf(self, node: nodes.Node) -> str:
        for types, translate_node in self._table():
            if isinstance(node, types):
                return translate_node(node)
        what, hint = _REFUSED.get(type(node), (f"{type(node).__name__} is not part of the language", _GUIDE))
        raise LanguageError(what, hint)

    def _table(self) -> Sequence[tuple[tuple[type[nodes.Node], ...], Callable[[Any], str]]]:
        return (
            ((nodes.Name, nodes.Getattr, nodes.Getitem), self._path),
            ((nodes.Const,), _constant),
            ((nodes.Compare,), self._compare),
            ((nodes.Not,), lambda node: f"(not {self.value(node.node)})"),
            ((nodes.Neg,), lambda node: f"negative({self.value(node.node)})"),
            ((nodes.Concat,), lambda node: f"concat({self._all(node.nodes)})"),
            (tuple(_ARITHMETIC), self._arithmetic),
            ((nodes.List, nodes.Tuple), self._list),
            ((nodes.Dict,), self._dict),
            ((nodes.Filter,), self._filter),
            ((nodes.Test,), self._test),
            ((nodes.Call,), self._call),
        )

    def _all(self, many: Sequence[nodes.Node]) -> str:
        return ", ".join(map(self.value, many))

    def _compare(self, node: nodes.Compare) -> str:
        parts = (f" {_COMPARISONS[each.op]} {self.value(each.expr)}" for each in node.ops)
        return f"({self.value(node.expr)}{''.join(parts)})"

    def _arithmetic(self, node: nodes.BinExpr) -> str:
        self._builds |= isinstance(node, nodes.Add)
        return f"{_ARITHMETIC[type(node)]}({self.value(node.left)}, {self.value(node.right)})"

    def _list(self, node: nodes.List | nodes.Tuple) -> str:
        self._builds = True
        return f"[{self._all(node.items)}]"

    def _dict(self, node: nodes.Dict) -> str:
        self._builds = True
        return "{" + ", ".join(f"key({self.value(pair.key)}): {self.value(pair.value)}" for pair in node.items) + "}"

    # Variables and the paths below them.

    def _path(self, node: nodes.Node) -> str:
        root, steps = self._steps(node)
        return root + "".join(f"[{step}]" for step in steps)

    def _steps(self, node: nodes.Node) -> tuple[str, list[str]]:
        """The source of a path's root, and of each step down from it."""
        chain = []
        while isinstance(node, nodes.Getattr | nodes.Getitem):
            chain.append(node)
            node = node.node
        chain.reverse()
        if isinstance(node, nodes.Const | nodes.List | nodes.Tuple):
            raise LanguageError("a part of a literal", "write that part itself")
        if not isinstance(node, nodes.Name):
            return self.value(node), [self._step(each) for each in chain]
        self._check_fields(node.name, chain)
        return self._variable(node.name), [self._step(each) for each in chain]

    def _step(self, node: nodes.Getattr | nodes.Getitem) -> str:
        if isinstance(node, nodes.Getattr):
            return repr(node.attr)
        if isinstance(node.arg, nodes.Slice):
            bounds = (node.arg.start, node.arg.stop, node.arg.step)
            return ":".join(self.value(each) if each else "" for each in bounds)
        return self.value(node.arg)

    def _variable(self, name: str) -> str:
        scope = self._scope
        if name in scope.locals:
            scope.used.add(name)
            python = scope.locals[name]
        elif name in scope.globals:
            python = global_name(name)
            if name in UNAVAILABLE:
                self.unavailable.add(name)
        else:
            raise self._unknown(name)
        self._names.add(python)
        return python

    def _unknown(self, name: str) -> LanguageError:
        if name == "omit":
            return LanguageError("`omit` is not a value", "it may only be the whole result, or the end of an `if`")
        where = f" in the fragment `{self._scope.fragment}`" if self._scope.fragment else ""
        hint = suggest(name, (*self._scope.globals, *self._scope.locals, *_WORDS))
        if where:
            hint = f"{hint}; a fragment sees what `$use` hands over: `with: {{{name}: …}}`"
        return LanguageError(f"unknown variable `{name}`{where}", hint)

    def _check_fields(self, name: str, chain: Sequence[nodes.Getattr | nodes.Getitem]) -> None:
        """Refuse a field that the variable is known not to have."""
        if name in self._scope.locals:
            return
        shape, path = self._scope.globals.get(name), name
        for node in chain:
            field = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
            if shape is None or not isinstance(field, str):
                return
            if field not in shape:
                raise LanguageError(f"`{path}` has no `{field}`", suggest(field, shape))
            shape, path = shape[field], f"{path}.{field}"

    # Filters, tests and the one function.

    def _filter(self, node: nodes.Filter) -> str:
        if node.name not in FILTERS:
            raise LanguageError(f"unknown filter `{node.name}`", suggest(node.name, (*FILTERS, *_SPECIAL_FILTERS)))
        arguments = self._arguments(node, FILTERS[node.name])
        return f"filter_{node.name}({', '.join([self._operand(node), *arguments])})"

    def _arguments(self, node: nodes.Filter, function: Callable[..., Any]) -> list[str]:
        _plain(node)
        signature = inspect.signature(function)
        keywords = {str(each.key): self.value(each.value) for each in node.kwargs}
        try:
            signature.bind(None, *node.args, **keywords)
        except TypeError:
            takes = ", ".join(map(_describe, list(signature.parameters.values())[1:]))
            raise LanguageError(f"the filter `{node.name}` takes ({takes})", _GUIDE) from None
        return [*map(self.value, node.args), *(f"{name}={source}" for name, source in keywords.items())]

    def _operand(self, node: nodes.Filter) -> str:
        if node.node is None:
            raise LanguageError(f"the filter `{node.name}` has nothing to work on", _GUIDE)
        return self.value(node.node)

    def _default(self, node: nodes.Filter, result: Callable[[nodes.Node], str]) -> str:
        """A path that may end early, and what stands for it then."""
        alternative = _only_argument(node)
        found = self._look(node.node, "the filter `default`")
        return f"({result(alternative)} if (t := {found}) is UNDEFINED else t)"

    def _look(self, node: nodes.Node | None, user: str) -> str:
        if not isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            raise LanguageError(f"{user} follows a path such as `parameters.name`", _GUIDE)
        root, steps = self._steps(node)
        if any(isinstance(each, nodes.Slice) for each in node.find_all(nodes.Slice)):
            raise LanguageError(f"{user} cannot follow a slice", _GUIDE)
        return f"look({', '.join([root, *steps])})"

    def _neutral_filter(self, node: nodes.Filter, result: Callable[[nodes.Node], str]) -> str:
        """The value in an environment, and the declared one in the base."""
        alternative = _only_argument(node)
        if self._neutral:
            return result(alternative)
        names, unavailable = self._names, self.unavailable
        self._names, self.unavailable = set(), set()
        source = result(node.node) if node.node is not None else self._operand(node)
        if not self.unavailable and not self._names & set(self._scope.locals.values()):
            raise LanguageError(
                "`neutral` stands after a value that the base has", "it is for `cluster` and `environment`"
            )
        self._names, self.unavailable = names | self._names, unavailable
        return source

    def _test(self, node: nodes.Test) -> str:
        if node.name not in TESTS:
            raise LanguageError(f"unknown test `{node.name}`", suggest(node.name, TESTS))
        if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise LanguageError(f"the test `{node.name}` takes nothing", _GUIDE)
        operand = self._look(node.node, "`is defined`") if node.name == "defined" else self.value(node.node)
        return f"test_{node.name}({operand})"

    def _call(self, node: nodes.Call) -> str:
        match node:
            case nodes.Call(node=nodes.Name(name="range"), args=args, kwargs=[], dyn_args=None, dyn_kwargs=None):
                if len(args) in _RANGE_ARGUMENTS:
                    return f"integers({self._all(args)})"
                raise LanguageError("`range` takes one to three whole numbers", _GUIDE)
            case nodes.Call(node=nodes.Getattr(attr=name)) if name in FILTERS:
                raise LanguageError(f"`.{name}(…)` is a call", f"write the filter: `… | {name}`")
            case _:
                raise LanguageError("only `range` can be called", _GUIDE)


def _constant(node: nodes.Const) -> str:
    value = node.value
    if isinstance(value, float) and not math.isfinite(value):
        raise LanguageError("the number is out of range", f"the greatest is {GREATEST_NUMBER}")
    if isinstance(value, int) and value > GREATEST_NUMBER:
        raise LanguageError("the number is out of range", f"the greatest is {GREATEST_NUMBER}")
    return repr(value)


def _plain(node: nodes.Filter) -> None:
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        raise LanguageError("`*` and `**` arguments are not part of the language", _GUIDE)


def _only_argument(node: nodes.Filter) -> nodes.Expr:
    _plain(node)
    if len(node.args) != 1 or node.kwargs:
        raise LanguageError(f"the filter `{node.name}` takes one value", f"`… | {node.name}(0)`")
    return node.args[0]


def _describe(parameter: inspect.Parameter) -> str:
    name = f"{parameter.name}=…" if parameter.kind is inspect.Parameter.KEYWORD_ONLY else parameter.name
    return name if parameter.default is inspect.Parameter.empty else f"[{name}]"
