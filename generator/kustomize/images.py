"""The `images` of a kustomization: which fields hold image references, and what an entry makes of them.

Source: `filters/imagetag` and `internal/image` of kustomize 5.8: every list called `containers` or `initContainers`,
however deep, and image volumes of pods. An entry's name is a regular expression there, so it is one here.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from generator.kustomize.strategic import Inexpressible
from generator.kustomize.values import Remembered
from generator.model import Body, Image

Path: TypeAlias = tuple[str | int, ...]

_NESTED: Final = frozenset((dict, list))
_CONTAINERS: Final = ("containers", "initContainers")
# Image volumes are looked for in these places only.
_POD_PATHS: Final[tuple[Path, ...]] = (
    ("spec", "volumes"),
    ("spec", "template", "spec", "volumes"),
    ("spec", "jobTemplate", "spec", "template", "spec", "volumes"),
)
_TAG_AND_DIGEST: Final = r"(:[a-zA-Z0-9_.{}-]*)?(@[a-zA-Z0-9]+([.+_-][a-zA-Z0-9]+)*:[a-zA-Z0-9_.{}-]*)?"


def _references(body: Body) -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    if body.get("kind") != "CustomResourceDefinition":
        _find(body, (), found)
        for path in _POD_PATHS:
            _find_in(_at(body, path), path, ("image", "reference"), found)
    return found


def reference(image: Image) -> str:
    """The image as a Pod names it: by digest, else by tag."""
    return f"{image.name}@{image.digest}" if image.digest else f"{image.name}:{image.tag}"


def matches(value: str, image: Image) -> bool:
    """Whether a reference is to the image's repository, as kustomize sees it."""
    return _pattern(image.name).fullmatch(value) is not None


def set_images(body: Body, images: Sequence[Image]) -> Body:
    """The object with the entries applied; the very same object where none of them changes anything."""
    for path, old in references(body) if images else ():
        new = old
        for image in images:
            new = reference(image) if matches(new, image) else new
        if new != old:
            body = _with(body, path, new)
    return body


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(name + _TAG_AND_DIGEST)


def _find(value: Any, path: Path, found: list[tuple[Path, str]]) -> None:
    for key, child in value.items() if type(value) is dict else enumerate(value):
        if child and type(child) in _NESTED:
            below = (*path, key)
            if key in _CONTAINERS:
                _find_in(child, below, ("image",), found)
            _find(child, below, found)


def _find_in(items: Any, path: Path, field: Path, found: list[tuple[Path, str]]) -> None:
    """Collect one field of every item of a list; Inexpressible where kustomize would fail on an item."""
    for index, item in enumerate(items) if isinstance(items, list) else ():
        value = _at(item, field)
        if not isinstance(item, dict) or isinstance(value, (dict, list)):
            raise Inexpressible(f"item {index} of {'.'.join(map(str, path))} has no image reference where one belongs")
        if isinstance(value, str):
            found.append(((*path, index, *field), value))


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _with(value: Any, path: Path, new: str) -> Any:
    """A copy of the tree with one value set; everything beside the path is shared."""
    if not path:
        return new
    copy = value.copy()
    copy[path[0]] = _with(value[path[0]], path[1:], new)
    return copy


# Every image reference that kustomize would look at, with its path in the object.
references: Final = Remembered(_references)
