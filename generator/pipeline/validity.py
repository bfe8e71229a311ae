"""Bodies that their schemas have nothing against, remembered from run to run: most objects are those of the last one."""

from pathlib import Path

from generator.analysis import schema
from generator.policy.memo import Memo


class Validity:
    """The marks that `schema.facts` asks for and leaves, in the user's cache, for the schemas that are bundled now."""

    def __init__(self, cache: Path) -> None:
        self._memo = Memo(cache / "schema" / f"valid-{schema.stamp()[:32]}")

    def __contains__(self, mark: bytes) -> bool:
        """Whether a body is known to be valid."""
        return self._memo.get(mark) is not None

    def add(self, mark: bytes) -> None:
        """Keep the mark of a body that is valid."""
        self._memo.put(mark, ())

    def save(self) -> None:
        """Keep the marks for later runs."""
        self._memo.save()
