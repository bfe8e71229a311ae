"""Variables that tell what is read of them: maps and lists that know their path and log each access."""

import re
from collections.abc import Iterator
from typing import Any, Final

from generator.blueprints.operations import LanguageError
from generator.suggesting import suggest

_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def step(path: str, key: str | int) -> str:
    """The path of a part: `a.b`, `a[0]`, `a["b.c/d"]`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if _WORD.fullmatch(key) else f'{path}["{key}"]'


class TrackedMap(dict[str, Any]):
    """A map that logs the path of each value read. Parts are tracked too."""

    def __init__(self, value: dict[str, Any], path: str, log: list[str]) -> None:
        super().__init__({key: track(part, step(path, key), log) for key, part in value.items()})
        self.path = path
        self._log = log

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise LanguageError(f"`{self.path}` has no `{key}`", suggest(str(key), self))
        self._log.append(step(self.path, key))
        return super().__getitem__(key)

    def items(self) -> Any:
        """All entries, each of them read."""
        self._log.extend(step(self.path, key) for key in self)
        return super().items()


class TrackedList(list[Any]):
    """A list that logs the path of each item read. Items are tracked too."""

    def __init__(self, value: list[Any], path: str, log: list[str]) -> None:
        super().__init__(track(part, step(path, index), log) for index, part in enumerate(value))
        self.path = path
        self._log = log

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(key, int):
            self._log.append(step(self.path, key % len(self)))
        return found

    def __iter__(self) -> Iterator[Any]:
        for index, item in enumerate(super().__iter__()):
            self._log.append(step(self.path, index))
            yield item


def track(value: Any, path: str, log: list[str]) -> Any:
    """A value whose maps and lists log what is read of them."""
    if isinstance(value, dict):
        return TrackedMap(value, path, log)
    return TrackedList(value, path, log) if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """The value without its logs."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in dict.items(value)}
    return [plain(part) for part in list.__iter__(value)] if isinstance(value, list) else value


def deepest(paths: list[str]) -> tuple[str, ...]:
    """Paths sorted, without those that only led to another one."""
    found = sorted(set(paths))
    return tuple(path for path in found if not any(_leads_to(path, other) for other in found))


def _leads_to(path: str, other: str) -> bool:
    return other.startswith((f"{path}.", f"{path}["))
