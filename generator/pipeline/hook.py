"""The pre-commit hook: render what is staged, judge what the commit touches, and refuse it while a generated file is
not staged as it should be. pre-commit by itself passes a new service whose output nobody added, and skips a deletion.
"""

from msgspec import Struct

from generator.model import CheckResult
from generator.pipeline import git, scope, staged
from generator.pipeline.check import Judging, check_inputs
from generator.pipeline.render import Rendering, render
from generator.pipeline.verdict import THRESHOLDS
from generator.settings import Settings, at


class HookResult(Struct, frozen=True):
    """What the hook did and found. `ignored` are untracked declarations; `unstaged` are the generated files that the
    commit would miss or get wrong; `result` is None where nothing had to be judged.
    """

    rendering: Rendering
    ignored: tuple[str, ...]
    unstaged: tuple[str, ...]
    result: CheckResult | None


def hook(settings: Settings) -> HookResult:
    """Render the staged declarations into the working tree and check what that changes; where nothing is staged at all,
    as in a run for all files, check everything.
    """
    generated = staged.Generated(settings.root)
    state = staged.status(settings.root, git.INPUTS)
    with staged.inputs(settings.root, state) as folder:
        inputs = at(folder) if folder != settings.root else settings
        rendering = render(inputs, settings.root, look=lambda: staged.seen(settings.root, *generated.known))
        tree, index = generated.known
        wrong = (path for path, digest in rendering.outputs.digests.items() if index.get(path) != digest)
        changes = rendering.changes
        unstaged = {*wrong, *changes.write, *changes.stale, *(path for path in tree.dirty if path not in index)}
        touched = {*state.staged, *tree.staged, *tree.dirty, *unstaged}
        result = _checked(settings, rendering, touched)
    return HookResult(rendering, state.untracked, tuple(sorted(unstaged)), result)


def _checked(settings: Settings, rendering: Rendering, touched: set[str]) -> CheckResult | None:
    if not touched and git.holds_changes(settings.root):
        return None
    declared = rendering.inputs.declarations
    part = scope.around(declared, touched) if touched else None
    # What would not stop the commit is left to the pull request.
    judging = Judging(severities=THRESHOLDS[declared.platform.fail_on]) if part else Judging()
    return check_inputs(settings, rendering.inputs, rendering.outputs, judging, part)
