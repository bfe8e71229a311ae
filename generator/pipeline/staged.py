"""What git's index says: the declarations that a commit will hold, and the generated files that it would hold."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from generator import blobs, scratch
from generator.errors import ToolError
from generator.pipeline import git

_LISTED = ("ls-files", "--stage", "-z", "--")
OUTPUTS = ("rendered", "argocd", "CODEOWNERS")


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


class Index:
    """A repository as git knows it: git is asked beside whatever this process does until an answer is needed."""

    def __init__(self, root: Path) -> None:
        """Ask git about the working tree and the index below `root`."""
        self._root = root
        # Of what people write the answer is soon there, and it is needed first.
        self._inputs, self._outputs = git.statuses(root, git.INPUTS, OUTPUTS)
        self._declared = git.started(root, *_LISTED, *git.INPUTS)
        self._listed = git.started(root, *_LISTED, *OUTPUTS)

    @cached_property
    def inputs(self) -> Status:
        """The status of what people write."""
        return _status(self._inputs())

    @cached_property
    def outputs(self) -> Status:
        """The status of what is generated."""
        return _status(self._outputs())

    @cached_property
    def listing(self) -> bytes:
        """What the index lists of what is generated (see `listings`). Raises ToolError where it has other names than ours."""
        listing = self._listed()
        if listing and len(listing.split(b" ", 2)[1]) != blobs.LENGTH:
            raise ToolError(
                "this repository names files by SHA-256; the hook knows SHA-1 only: run `mlp render` and `mlp check`"
            )
        return listing

    @cached_property
    def declared(self) -> bytes:
        """The same of what people write."""
        return self._declared()

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """A folder with what is staged of what people write."""
        with scratch.folder("staged") as folder:
            listed = git.run(self._root, "ls-files", "-z", "--", *git.INPUTS)
            git.run(self._root, "checkout-index", f"--prefix={folder}/", "-z", "--stdin", given=listed)
            yield folder / git.prefix(self._root)


def _status(entries: Sequence[tuple[str, str]]) -> Status:
    return Status(
        tuple(path for letters, path in entries if letters[0] not in " ?"),
        tuple(path for letters, path in entries if letters[1] not in " ?"),
        tuple(path for letters, path in entries if letters == "??"),
    )
