"""What a rule declares to read (METADATA `custom.reads`), so that inputs which look alike to it are judged once.

A path is keys joined by dots. `[]` after a key stands for every item of a list, `*` for every key of a mapping, a key
such as `["example.org/*"]` for every key with that prefix. A mark at the end says that less is read than the value:

- `{}`: whether there is a mapping at all;
- `""`: a text that is shown, compared with other such texts of the input, or asked whether it is empty;
- `~`: a text that may be a name, of which only the form is read;
- `#`: a whole number that is asked whether it is none, one or more.

Under `pods`, paths start with `spec`, `metadata` or `containers`, which stands for init and ephemeral containers too.
"""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

CONTAINER_LISTS = ("containers", "initContainers", "ephemeralContainers")
SHAPE = "{}"
SHOWN = '""'
FORM = "~"
COUNT = "#"
MARKS = (SHAPE, SHOWN, FORM, COUNT)
ITEMS = "[]"
ANY = "*"
_STEP = re.compile(r'(?:^|\.)(?P<key>[A-Za-z0-9_-]+|\*)|\["(?P<quoted>[^"]+)"\]|(?P<mark>\[\]|(?:\{\}|""|~|#)$)')

Path = tuple[str, ...]


class Reads(Struct, frozen=True):
    """What one rule reads, and of which kinds: every kind of object, and no fact, where `kinds` is None.

    `object` and `pods` are None where nothing is said of them, and together mean the whole object.
    """

    kinds: frozenset[str] | None = None
    object: tuple[Path, ...] | None = None
    pods: tuple[Path, ...] | None = None
    context: tuple[str, ...] = ()

    def applies(self, kind: str, *, fact: bool, has_pods: bool) -> bool:
        """Whether an object or fact of this kind can concern the rule."""
        if fact if self.kinds is None else kind not in self.kinds:
            return False
        return has_pods or self.object is not None or self.pods is None

    @property
    def whole(self) -> bool:
        """Whether the rule reads all of the object."""
        return self.object is None and self.pods is None

    def narrow(self, *, has_pods: bool) -> bool:
        """Whether the rule reads no value of an object and none of its pods, but only what marks stand for."""
        if self.object is None or (has_pods and self.pods is not None):
            return False
        return all(path[-1] in MARKS for path in self.object)


def parse(declared: Mapping[str, object]) -> Reads:
    """The value of METADATA `custom.reads`. Raises ValueError that says what is wrong with it."""
    unknown = set(declared) - {"kinds", "object", "pods", "context"}
    if unknown:
        raise ValueError(f"unknown key {min(unknown)}: use kinds, object, pods or context")
    kinds = _texts(declared, "kinds")
    return Reads(
        kinds=None if kinds is None else frozenset(kinds),
        object=_paths(_texts(declared, "object")),
        pods=_pod_paths(_texts(declared, "pods")),
        context=_texts(declared, "context") or (),
    )


def _texts(declared: Mapping[str, object], key: str) -> tuple[str, ...] | None:
    value = declared.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key} must be a list of texts")
    return tuple(value)


def _paths(texts: Iterable[str] | None) -> tuple[Path, ...] | None:
    return None if texts is None else tuple(_steps(text) for text in texts)


def _pod_paths(texts: Iterable[str] | None) -> tuple[Path, ...] | None:
    paths = _paths(texts)
    return None if paths is None else tuple(full for path in paths for full in _every_list(path))


def _every_list(path: Path) -> tuple[Path, ...]:
    if path[0] == "containers":
        return tuple(("spec", name, ITEMS, *path[1:]) for name in CONTAINER_LISTS)
    if path[0] not in {"spec", "metadata"}:
        raise ValueError(f"{'.'.join(path)}: a path under pods starts with spec, metadata or containers")
    return (path,)


def _steps(text: str) -> Path:
    steps, position = [], 0
    while position < len(text):
        match = _STEP.match(text, position)
        if not match:
            raise ValueError(f"{text}: not a path")
        steps.append(match["key"] or match["quoted"] or match["mark"])
        position = match.end()
    if not steps:
        raise ValueError("a path must not be empty")
    return tuple(steps)
