"""The pre-commit hook: render what is staged, judge it, and refuse the commit while a generated file is not staged
as it should be. pre-commit by itself passes a new service whose output nobody added, and skips a deletion.
"""

from dataclasses import dataclass

from generator.model import CheckResult
from generator.pipeline import git, staged
from generator.pipeline.check import Judging, check_inputs
from generator.pipeline.render import Rendering, render
from generator.settings import Settings, at


@dataclass(frozen=True, slots=True)
class HookResult:
    """What the hook did and found. `ignored` are untracked declarations; `unstaged` are the generated files that the
    commit would miss or get wrong; `result` is None where nothing had to be judged.
    """

    rendering: Rendering
    ignored: tuple[str, ...]
    unstaged: tuple[str, ...]
    result: CheckResult | None


def hook(settings: Settings) -> HookResult:
    """Render the staged declarations into the working tree and check the result."""
    state = staged.status(settings.root, git.INPUTS)
    with staged.inputs(settings.root, state) as folder:
        inputs = at(folder) if folder != settings.root else settings
        rendering = render(inputs, settings.root)
        result = check_inputs(settings, rendering.inputs, rendering.outputs, Judging())
    after = staged.status(settings.root, staged.OUTPUTS)
    unstaged = tuple(sorted({*after.unstaged, *after.untracked, *rendering.changes.write, *rendering.changes.stale}))
    return HookResult(rendering, state.untracked, unstaged, result)
