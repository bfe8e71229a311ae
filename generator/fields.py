"""Fields as people read them (`spec.containers[0].image`, `metadata.labels["a.b/c"]`) and as tuples of keys and indices,
and paths, which lead to many fields: `[]` stands for each item of a list, `*` for each value of a map.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]
# A path, step by step.
Steps: TypeAlias = tuple[str, ...]
ITEMS: Final = "[]"
VALUES: Final = "*"

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


def steps(path: str) -> Steps:
    """Read a path such as `spec.limits[].max.*`; the empty path is the value itself."""
    return tuple(path.replace(ITEMS, f".{ITEMS}").split(".")) if path else ()


def find(value: Any, path: Steps, pointer: Pointer = ()) -> Iterator[tuple[Pointer, Any]]:
    """Everything that a path leads to from a value, with its pointer below `pointer`."""
    for index, step in enumerate(path):
        if step in (ITEMS, VALUES):
            for key, inner in _children(value, step):
                yield from find(inner, path[index + 1 :], (*pointer, key))
            return
        if not isinstance(value, dict) or step not in value:
            return
        value, pointer = value[step], (*pointer, step)
    yield pointer, value


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


def _children(value: Any, step: str) -> Iterator[tuple[str | int, Any]]:
    if step == ITEMS and isinstance(value, list):
        yield from enumerate(value)
    elif step == VALUES and isinstance(value, dict):
        yield from value.items()
