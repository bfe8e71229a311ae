"""Reading objects of any shape: a value of the wrong type counts as absent, since schema rules report it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from generator.model import Body

_PLAIN = re.compile(r'[^.\[\]"]+')
_STEP = re.compile(r'([^.\[\]"]+)(?=[.\[]|$)|\[(\d+)\]|\["([^"]*)"\]')


def mapping(value: object) -> Body:
    """The value if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def below(value: object, *keys: str) -> Body:
    """The mapping reached through `keys`, or an empty one."""
    for key in keys:
        value = mapping(value).get(key)
    return mapping(value)


def sequence(value: object) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[Body]:
    """The mappings in a list."""
    return [item for item in sequence(value) if isinstance(item, dict)]


def text(value: object, default: str = "") -> str:
    """The value if it is text, else the default."""
    return value if isinstance(value, str) else default


def whole(value: object, default: int) -> int:
    """The value if it is an integer, else the default."""
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def field(path: str, key: str) -> str:
    """The field of `key` below `path`, both as findings write them: `spec.hard["requests.cpu"]`."""
    if _PLAIN.fullmatch(key):
        return f"{path}.{key}" if path else key
    escaped = key.replace("\\", "\\\\").replace('"', '\\"')
    return f'{path}["{escaped}"]'


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str | int, ...]:
    """A field such as `spec.groups[0].template` as keys and indices."""
    return tuple(int(index) if index else quoted or plain for plain, index, quoted in _STEP.findall(path))


def reach(body: object, path: Sequence[str | int]) -> Body:
    """The mapping that keys and indices lead to, or an empty one."""
    for step in path:
        if isinstance(step, int):
            items = sequence(body)
            body = items[step] if step < len(items) else None
        else:
            body = mapping(body).get(step)
    return mapping(body)
