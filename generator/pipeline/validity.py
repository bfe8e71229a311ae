"""Bodies that their schemas have nothing against, remembered from run to run: most objects are those of the last one."""

from pathlib import Path

from generator.analysis import schema
from generator.kept import Ledger

# With more marks than this, only those are kept that the last run asked for.
_MOST = 200_000
_FEW = 2_000


class Validity:
    """The marks that `schema.facts` asks for and leaves, in the user's cache, for the schemas that are bundled now."""

    def __init__(self, cache: Path) -> None:
        self._ledger = Ledger(cache / "schema" / f"valid-{schema.stamp()[:32]}", dict[bytes, bool], _FEW)
        self._used: dict[bytes, bool] = {}
        self._new: dict[bytes, bool] = {}

    def __contains__(self, mark: bytes) -> bool:
        """Whether a body is known to be valid."""
        if mark not in self._used and not self._ledger.get(mark):
            return False
        self._used[mark] = True
        return True

    def add(self, mark: bytes) -> None:
        """Keep the mark of a body that is valid."""
        self._used[mark] = self._new[mark] = True

    def save(self) -> None:
        """Keep the marks for later runs."""
        self._ledger.keep(self._new, self._used, _MOST)
