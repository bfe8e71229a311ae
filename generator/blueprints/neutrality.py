"""The base is rendered without a cluster and an environment: which documents it has, and what they may not read."""

from collections.abc import Iterator

from generator.blueprints import nodes
from generator.errors import Problem

_HINT = "add `| neutral(VALUE)`, test it in the document's own `$if`, or move the document below variants/"


def overlay_only(root: nodes.Node) -> bool:
    """Whether a document's own `$if` reads what the base does not have."""
    match root:
        case nodes.When(condition=condition, body=body):
            return bool(condition.unavailable) or overlay_only(body)
        case nodes.Repeat(body=body) | nodes.Bind(body=body):
            return overlay_only(body)
        case _:
            return False


def problems(root: nodes.Node) -> Iterator[Problem]:
    """Why a document that belongs to the base cannot be rendered without an environment."""
    for node in nodes.walk(root):
        for expression in nodes.expressions(node):
            for name in expression.unavailable:
                what = f"`{expression.text}` reads `{name}`, which the base does not have"
                yield Problem(expression.place, what, _HINT)
