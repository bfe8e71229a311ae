"""Why a generated file differs from what the declarations ask for: somebody edited it, or the inputs moved on.

The exact test: render the inputs of the commit that last wrote the file. If that gives the file's bytes, it was
honest then and the inputs have changed since; otherwise a hand was at it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from generator import blobs, scratch, tree
from generator.errors import MlpError
from generator.pipeline import git
from generator.pipeline.inputs import load
from generator.pipeline.outputs import Outputs
from generator.settings import at
from generator.tree import Changes

EDITED = "edited by hand"
OUTDATED = "its input has changed since it was rendered"
UNKNOWN = "differs from what the declarations give"
# Each commit costs one render in memory; a pull request rarely mixes more.
_MOST_COMMITS = 5


def reasons(root: Path, changes: Changes) -> Mapping[str, str]:
    """Why each path of the tree below `root` is not what the declarations give."""
    return {
        **dict.fromkeys(changes.missing, "missing: run `mlp render` and commit it"),
        **dict.fromkeys(changes.stale, "nothing declares it any more"),
        **dict.fromkeys(changes.blocked, "in the way of a generated file, and not made by mlp"),
        **_of_different(root, changes.different),
    }


def _of_different(root: Path, paths: Iterable[str]) -> Mapping[str, str]:
    """A reason for each path: `UNKNOWN` outside git, and where old inputs do not render."""
    remaining = sorted(paths)
    found = dict.fromkeys(remaining, UNKNOWN)
    try:
        by_commit = _group(root, remaining)
    except MlpError:
        return found
    for commit, group in sorted(by_commit.items())[:_MOST_COMMITS]:
        rendered = _rendered(root, commit)
        if rendered is not None:
            for path in group:
                found[path] = OUTDATED if rendered.get(path) == blobs.digest(tree.content(root, path)) else EDITED
    return found


def _group(root: Path, paths: list[str]) -> Mapping[str, list[str]]:
    below = ("rendered", "argocd", "CODEOWNERS")
    dirty = git.dirty(root, below)
    commits = git.last_commits(root, paths, below)
    groups: dict[str, list[str]] = {}
    for path in paths:
        # A file that was not committed as it is can only be honest for the inputs of HEAD.
        groups.setdefault("HEAD" if path in dirty else commits.get(path, "HEAD"), []).append(path)
    return groups


def _rendered(root: Path, commit: str) -> Mapping[str, str] | None:
    """The digests of what the inputs of a commit give, by path."""
    with scratch.folder("then") as folder:
        try:
            git.extract(root, commit, folder)
            return Outputs(load(at(folder))).digests
        except MlpError:
            return None
