"""Services that nothing was said against, remembered for as long as whatever was looked at for that stays as it was."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator import kept
from generator.declarations.cache import key
from generator.model import Needs


class _Proof(Struct):
    needs: Needs
    stamp: str


class Proven:
    """What earlier runs found. `digests` stand for the files of teams and services; `surroundings`, for everything that
    may count for every service.
    """

    def __init__(self, folder: Path | None, platform: str, surroundings: str, digests: Mapping[str, str]) -> None:
        """Read what is kept for a platform (any name of it)."""
        self._file = folder / "proven" / key(platform.encode()) if folder else None
        self._known = (kept.load(self._file, dict[str, _Proof]) if self._file else None) or {}
        self._surroundings = surroundings
        self._digests = digests
        self._sound: dict[str, _Proof] = {}

    def needs(self, path: str) -> Needs | None:
        """What a service needs that is still what it was when nothing was said against it; None for another one."""
        known = self._known.get(path)
        if known is None or known.stamp != self._stamp(known.needs):
            return None
        self._sound[path] = known
        return known.needs

    def keep(self, needs: Mapping[str, Needs]) -> None:
        """Keep the services that were found to be sound in this run, by path, beside those that still are."""
        if self._file and needs:
            kept.save(self._file, self._sound | {path: _Proof(each, self._stamp(each)) for path, each in needs.items()})

    def _stamp(self, needs: Needs) -> str:
        read = (self._digests.get(path, "") for path in needs.files)
        return key(self._surroundings.encode(), *(each.encode() for each in read))
