"""What git's index says: the declarations that a commit will hold, and the generated files that it would hold."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from generator.pipeline import git
from generator.tree import Seen

OUTPUTS = ("rendered", "argocd", "CODEOWNERS")
_FILE_MODES = ("100644", "100755")


class Status(Struct, frozen=True):
    """Paths by what sets them apart: what is staged differs from the last commit, the working file differs from what is
    staged, and untracked files.
    """

    staged: tuple[str, ...]
    unstaged: tuple[str, ...]
    untracked: tuple[str, ...]

    @property
    def dirty(self) -> tuple[str, ...]:
        """Working files that are not what is staged."""
        return self.unstaged + self.untracked


def status(root: Path, below: tuple[str, ...]) -> Status:
    """Working tree, index and last commit, below the given paths (relative to the root)."""
    return _status(git.status(root, below)())


def _status(entries: Iterable[tuple[str, str]]) -> Status:
    found = tuple(entries)
    return Status(
        tuple(path for letters, path in found if letters[0] not in " ?"),
        tuple(path for letters, path in found if letters[1] not in " ?"),
        tuple(path for letters, path in found if letters == "??"),
    )


class Generated:
    """The generated files as git knows them; it is asked beside whatever this process does until the answer is needed."""

    def __init__(self, root: Path) -> None:
        """Ask git about the working tree and the index below `root`."""
        self._root = root
        self._status = git.status(root, OUTPUTS)
        self._listed = git.started(root, "ls-files", "-s", "-z", "--", *OUTPUTS)

    @cached_property
    def known(self) -> tuple[Status, Mapping[str, str]]:
        """Their status, and the digest of each file in the index (empty for what is no file)."""
        index = {}
        for entry in self._listed().decode().split("\0")[:-1]:
            state, _, path = entry.partition("\t")
            mode, name, _ = state.split(" ")
            index[path] = name if mode in _FILE_MODES else ""
        return _status(self._status()), index


def seen(root: Path, state: Status, index: Mapping[str, str]) -> Seen:
    """The generated folders as git sees them: what it ignores will not be committed and is not here."""
    entries = {path: bool(name) for path, name in index.items()}
    for path in state.dirty:
        entries.pop(path, None)
        if os.path.lexists(root / path):
            entries[path] = (root / path).is_file() and not (root / path).is_symlink()
    dirty = set(state.dirty)
    return Seen(entries, {path: name for path, name in index.items() if path not in dirty})


@contextmanager
def inputs(root: Path, state: Status) -> Iterator[Path]:
    """A folder whose declarations are the staged ones: the root itself where nothing differs, else a copy."""
    if not state.dirty:
        yield root
        return
    with tempfile.TemporaryDirectory(prefix="mlp-staged-") as folder:
        listed = git.run(root, "ls-files", "-z", "--", *git.INPUTS)
        git.run(root, "checkout-index", f"--prefix={folder}/", "-z", "--stdin", given=listed)
        yield Path(folder, git.prefix(root))
