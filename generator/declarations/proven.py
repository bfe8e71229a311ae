"""Services that nothing was said against, remembered for as long as whatever was looked at for that stays as it was."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from generator.declarations.cache import key
from generator.kept import Ledger
from generator.model import Needs

# So many services are what a few edits concern.
_FEW = 100


class _Proof(Struct):
    needs: Needs
    stamp: str


class Proven:
    """What earlier runs found. `digests` stand for the files of teams and services; `surroundings`, for everything that
    may count for every service.
    """

    def __init__(self, folder: Path | None, platform: str, surroundings: str, digests: Mapping[str, str]) -> None:
        """Read what is kept for a platform (any name of it)."""
        file = folder / "proven" / key(platform.encode()) if folder else None
        self._ledger = Ledger(file, dict[str, _Proof], _FEW) if file else None
        self._surroundings = surroundings
        self._digests = digests
        self._sound: dict[str, _Proof] = {}

    def needs(self, path: str) -> Needs | None:
        """What a service needs that is still what it was when nothing was said against it; None for another one."""
        known = self._ledger.get(path) if self._ledger else None
        if known is None or known.stamp != self._stamp(known.needs):
            return None
        self._sound[path] = known
        return known.needs

    def keep(self, needs: Mapping[str, Needs]) -> None:
        """Keep the services that were found to be sound in this run, by path, beside those that still are."""
        if self._ledger:
            new = {path: _Proof(each, self._stamp(each)) for path, each in needs.items()}
            self._ledger.keep(new, self._sound, len(self._sound) + len(new))

    def _stamp(self, needs: Needs) -> str:
        read = [self._digests.get(path, "") for path in needs.files]
        return key("\n".join([self._surroundings, *read]).encode())
