"""What git's index says: the declarations that a commit will hold, and which generated files it would get wrong."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.pipeline import git

OUTPUTS = ("rendered", "argocd", "CODEOWNERS")


@dataclass(frozen=True, slots=True)
class Status:
    """Working files that are not what is staged: tracked ones with unstaged changes, and untracked ones."""

    unstaged: tuple[str, ...]
    untracked: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything differs from the index."""
        return bool(self.unstaged or self.untracked)


def status(root: Path, below: tuple[str, ...]) -> Status:
    """Compare the working tree with the index below the given paths (relative to the root), in one git process."""
    listed = git.run(root, "status", "-z", "--porcelain", "--no-renames", "--untracked-files=all", "--", *below)
    entries = [entry for entry in listed.decode().split("\0") if entry]
    untracked = tuple(entry[3:] for entry in entries if entry.startswith("??"))
    unstaged = tuple(entry[3:] for entry in entries if entry[1] not in " ?")
    return Status(unstaged, untracked)


@contextmanager
def inputs(root: Path, state: Status) -> Iterator[Path]:
    """A folder whose declarations are the staged ones: the root itself where nothing differs, else a copy."""
    if not state:
        yield root
        return
    with tempfile.TemporaryDirectory(prefix="mlp-staged-") as folder:
        listed = git.run(root, "ls-files", "-z", "--", *git.INPUTS)
        git.run(root, "checkout-index", f"--prefix={folder}/", "-z", "--stdin", given=listed)
        yield Path(folder)
