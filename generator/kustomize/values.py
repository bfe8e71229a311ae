"""Which objects kustomize carries unchanged, and when two are the same."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Generic, TypeVar

import orjson

from generator.model import Body

S = TypeVar("S")
T = TypeVar("T")
_MOST_REMEMBERED: Final = 256
_LONGEST: Final = 2**53
# How a text that begins with a tab looks in JSON.
_TAB: Final = b'"\\t'
_ABSENT: Final = object()
_TEXT_MAPS: Final = ("labels", "annotations")
# kustomize reads or removes annotations with these prefixes.
_RESERVED: Final = ("config.kubernetes.io/", "internal.config.kubernetes.io/", "kustomize.config.k8s.io/")


class Remembered(Generic[S, T]):
    """A function of a value, remembered by the value's identity: the objects of a base are asked for each overlay.

    Values are never modified. They are kept with the answers, so that an id stays its object's own.
    """

    def __init__(self, compute: Callable[[S], T]) -> None:
        """Take the function to remember."""
        self._compute = compute
        self._answers: dict[int, tuple[S, T]] = {}

    def __call__(self, value: S) -> T:
        """The function's answer for a value."""
        known = self._answers.get(id(value))
        if known is None:
            if len(self._answers) >= _MOST_REMEMBERED:
                self._answers.clear()
            known = self._answers[id(value)] = (value, self._compute(value))
        return known[1]


def same(one: Any, other: Any) -> bool:
    """Equality of JSON values that, other than Python's, tells true from 1."""
    if one is other:
        return True
    if one != other:
        return False
    try:
        # Equal values differ in these bytes by the order of keys, or by what Python takes for equal.
        return orjson.dumps(one) == orjson.dumps(other) or _exact(one, other)
    except TypeError:  # a number beyond 64 bits
        return _exact(one, other)


def _exact(one: Any, other: Any) -> bool:
    """Whether equal values have the same types throughout."""
    if isinstance(one, dict):
        return all(_exact(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return all(map(_exact, one, other))
    return type(one) is type(other)


def normal(body: Body) -> Body:
    """The object without empty labels and annotations, which kustomize may drop; itself where it has none."""
    metadata = body.get("metadata")
    if not isinstance(metadata, dict) or all(metadata.get(each, True) for each in _TEXT_MAPS):
        return body
    return {**body, "metadata": {key: value for key, value in metadata.items() if value or key not in _TEXT_MAPS}}


def problems(body: Body) -> Iterator[str]:
    """What keeps kustomize from carrying an object, which has a kind and metadata, as it is written."""
    kind: str = body["kind"]
    if kind.endswith("List"):
        yield f"{kind} is taken apart by kustomize: write its items"
    metadata: Body = body["metadata"]
    for each in _TEXT_MAPS:
        value = metadata.get(each, _ABSENT)
        if value is _ABSENT:
            continue
        if not isinstance(value, dict):
            yield f"metadata.{each} is not a map"
        else:
            yield from _text_problems(each, value)


def _text_problems(field: str, value: Mapping[Any, Any]) -> Iterator[str]:
    if not value:
        yield f"metadata.{field} is empty: leave it out"
    for key, text in value.items():
        if not isinstance(key, str) or not isinstance(text, str):
            yield f"metadata.{field}: {key} is not text"
        elif field == "annotations" and key.startswith(_RESERVED):
            yield f"metadata.annotations: {key} is for kustomize itself"


def lost_in_json(value: Any) -> str:
    """What kustomize would break in an object that it turns into JSON and back; empty where nothing is.

    It reads numbers as 64-bit floats, and writes texts of several lines as blocks, which cannot begin with a tab.
    """
    try:
        suspect = _TAB in orjson.dumps(value, option=orjson.OPT_STRICT_INTEGER)
    except TypeError:  # an integer is longer, or just not yet
        suspect = True
    return _lost(value) if suspect else ""


def _lost(value: Any) -> str:
    if isinstance(value, (dict, list)):
        children = value.values() if isinstance(value, dict) else value
        return next((words for child in children if (words := _lost(child))), "")
    if isinstance(value, str):
        return "texts of several lines that begin with a tab" if value[:1] == "\t" and "\n" in value else ""
    return "integers beyond 2**53" if isinstance(value, int) and abs(value) > _LONGEST else ""


def holds_null(value: Any) -> bool:
    """Whether there is a null anywhere inside."""
    if isinstance(value, (dict, list)):
        return any(holds_null(child) for child in (value.values() if isinstance(value, dict) else value))
    return value is None
