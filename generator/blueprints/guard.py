"""A second look at generated source before it runs: nothing but the language's own names and plain syntax."""

import ast
import re
from collections.abc import Callable
from functools import cache
from typing import Any, Final, TypeAlias

from generator.blueprints.namespace import NAMESPACE
from generator.model import Body

Function: TypeAlias = Callable[[Body], list[Body]]
_NAME: Final = re.compile(r"v_\w+|l_\w*_\d+|x\d+|shared\d+|t|body|bodies|budget|variables|document")
_SYNTAX: Final = frozenset(
    (
        *(ast.Module, ast.FunctionDef, ast.arguments, ast.Return, ast.Assign, ast.Expr, ast.If, ast.For, ast.Pass),
        *(ast.Load, ast.Store, ast.Constant, ast.List, ast.Dict, ast.Tuple, ast.Subscript, ast.Slice),
        *(ast.Call, ast.keyword, ast.IfExp, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.NamedExpr),
        *(ast.Compare, *ast.cmpop.__subclasses__(), ast.ListComp, ast.comprehension),
    )
)


@cache
def function(source: str) -> Function:
    """The function that a generated source defines: one for all documents that come to the same, as those of shared
    fragments do. Raises ValueError for source that is not ours.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, RecursionError):
        raise ValueError("not Python") from None
    if not all(map(_allowed, ast.walk(tree))):
        raise ValueError("not generated source")
    names: dict[str, Any] = dict(NAMESPACE)
    exec(compile(tree, "<blueprint>", "exec"), names)  # noqa: S102 - every node and name has been checked against a list
    found: Function = names["document"]
    return found


def _allowed(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return _is_known(node.id)
    if isinstance(node, ast.arg):
        return _is_known(node.arg)
    if isinstance(node, ast.FunctionDef):
        return node.name == "document" and not node.decorator_list
    if isinstance(node, ast.Attribute):
        return node.attr == "append"
    return type(node) in _SYNTAX


def _is_known(name: str) -> bool:
    return (name in NAMESPACE and name != "__builtins__") or _NAME.fullmatch(name) is not None
