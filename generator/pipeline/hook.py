"""The pre-commit hook: render what is staged, judge what the commit touches, and refuse it while a generated file is
not staged as it should be. pre-commit by itself passes a new service whose output nobody added, and skips a deletion.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from generator import tree
from generator.model import CheckResult
from generator.pipeline import git, listings, scope
from generator.pipeline.check import Judging, check_inputs
from generator.pipeline.inputs import Inputs, load
from generator.pipeline.outputs import Outputs
from generator.pipeline.render import Rendering, render
from generator.pipeline.staged import Index
from generator.pipeline.tracked import Tracked
from generator.pipeline.verdict import THRESHOLDS
from generator.settings import Settings, at
from generator.tree import Changes, Seen


class HookResult(Struct, frozen=True):
    """What the hook did and found. `ignored` are untracked declarations; `unstaged` are the generated files that the
    commit would miss or get wrong; `result` is None where nothing had to be judged.
    """

    rendering: Rendering
    ignored: tuple[str, ...]
    unstaged: tuple[str, ...]
    result: CheckResult | None


def hook(settings: Settings, index: Index) -> HookResult:
    """Render the staged declarations into the working tree and check what that changes; where nothing is staged at all,
    as in a run for all files, check everything.
    """
    with _inputs(settings, index) as inputs:
        comparison = _Comparison(settings.root, index)
        rendering = render(inputs, settings.root, compared=comparison)
        changes = rendering.changes
        unstaged = {*comparison.wrong, *changes.write, *changes.stale, *index.outputs.untracked}
        touched = {*index.inputs.staged, *index.outputs.staged, *index.outputs.dirty, *unstaged}
        result = _checked(settings, rendering, touched)
        rendering.outputs.keep()
    return HookResult(rendering, index.inputs.untracked, tuple(sorted(unstaged)), result)


@contextmanager
def _inputs(settings: Settings, index: Index) -> Iterator[Inputs]:
    """What is staged of what people write: the working tree's where nothing differs, else a copy."""
    if not index.inputs.dirty:
        yield load(settings, Tracked(settings.root, dict(listings.files(index.declared))))
        return
    with index.copy() as folder:
        yield load(at(folder))


class _Comparison:
    """How the working tree differs from what is wanted; afterwards, which files are `wrong` in the index."""

    def __init__(self, root: Path, index: Index) -> None:
        self._root = root
        self._index = index
        self.wrong: tuple[str, ...] = ()

    def __call__(self, outputs: Outputs) -> Changes:
        """What git lists as it should be need not be looked at; what git ignores will not be committed and is not there."""
        dirty = self._index.outputs.dirty
        asked, listed = listings.apart(outputs.runs, self._index.listing)
        self.wrong = tuple(path for path, digest in asked.items() if listed.get(path) != digest)
        wanted = asked | {path: outputs.digests[path] for path in dirty if path in outputs.digests}
        entries = {path: bool(digest) for path, digest in listed.items()}
        for path in dirty:
            entries.pop(path, None)
            if os.path.lexists(self._root / path):
                entries[path] = (self._root / path).is_file() and not (self._root / path).is_symlink()
        known = {path: digest for path, digest in listed.items() if path not in dirty}
        return tree.compare(self._root, wanted, Seen(entries, known))


def _checked(settings: Settings, rendering: Rendering, touched: set[str]) -> CheckResult | None:
    if not touched and git.holds_changes(settings.root):
        return None
    declared = rendering.inputs.declarations
    part = scope.around(declared, touched) if touched else None
    # What would not stop the commit is left to the pull request.
    judging = Judging(severities=THRESHOLDS[declared.platform.fail_on]) if part else Judging()
    return check_inputs(settings, rendering.inputs, rendering.outputs, judging, part)
