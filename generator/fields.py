"""Fields as people read them (`spec.containers[0].image`, `metadata.labels["a.b/c"]`) and as tuples of keys and indices."""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]

_BARE: Final = re.compile(r'[^.\[\]"]+')
_STEP: Final = re.compile(
    r'(?:\A|(?<=.)\.)(?P<bare>[^.\[\]"]+)|\[(?P<index>[0-9]+)\]|\["(?P<quoted>(?:[^"\\]|\\.)*)"\]', re.DOTALL
)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)


def render(pointer: Iterable[str | int]) -> str:
    """Write a pointer as a field: bare keys joined by dots, indices and unusual keys in brackets. Empty for the root."""
    return "".join(map(_step, pointer)).removeprefix(".")


def below(field: str, *steps: str | int) -> str:
    """The field that `steps` lead to from `field`; the empty field is the root."""
    return (field + "".join(map(_step, steps))).removeprefix(".")


def parse(field: str) -> Pointer:
    """Read a field as a pointer. ValueError where it is not written as `render` writes fields."""
    steps: list[str | int] = []
    position = 0
    while position < len(field):
        match = _STEP.match(field, position)
        if match is None:
            raise ValueError(f"{field!r} is not a field: what stands at character {position + 1} is no step")
        steps.append(_value(match))
        position = match.end()
    return tuple(steps)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _BARE.fullmatch(step):
        return f".{step}"
    return '["' + step.replace("\\", "\\\\").replace('"', '\\"') + '"]'


def _value(match: re.Match[str]) -> str | int:
    if match["index"] is not None:
        return int(match["index"])
    return match["bare"] if match["bare"] is not None else _ESCAPED.sub(r"\1", match["quoted"])
