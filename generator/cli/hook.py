"""`mlp hook`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.errors import ExitCode
from generator.pipeline.staged import Index
from generator.settings import find

if TYPE_CHECKING:
    from generator.pipeline.hook import HookResult

_MOST_NAMED = 20


@click.command("hook")
def command() -> int:
    """Render what is staged, check the teams that it touches, and refuse the commit until every generated file is staged
    as it should be.

    Where nothing is staged, as in a run for all files, everything is checked; otherwise only what stops the commit is told. Takes its inputs from git's index: untracked declarations are named and ignored, unstaged edits do not leak in.
    Exit 0: commit; 1: a generated file must be staged first, or a rule is broken; 3: the declarations cannot be used.
    """
    settings = find(Path.cwd())
    index = Index(settings.root)
    from generator import reporting  # noqa: PLC0415 - git answers while all of this is imported
    from generator.pipeline.hook import hook  # noqa: PLC0415
    from generator.pipeline.verdict import exit_code  # noqa: PLC0415

    done = hook(settings, index)
    for path in done.ignored:
        click.echo(f"{path}: ignored, because it is untracked; to render it: git add {path}")
    code = _say_unstaged(done)
    if done.result is None:
        return code
    verdict = exit_code(done.result, done.rendering.inputs.declarations.platform.fail_on)
    if verdict != ExitCode.CLEAN:
        click.echo(reporting.write("text", done.result), nl=False)
    return max(code, verdict)


def _say_unstaged(done: "HookResult") -> int:
    if not done.unstaged:
        return ExitCode.CLEAN
    click.echo(f"{len(done.unstaged)} generated files are not staged as the declarations ask:")
    for path in done.unstaged[:_MOST_NAMED]:
        click.echo(f"  {path}")
    if len(done.unstaged) > _MOST_NAMED:
        click.echo(f"  … and {len(done.unstaged) - _MOST_NAMED} more")
    folders = sorted({path.partition("/")[0] for path in done.unstaged})
    click.echo(f"look at them, then run: git add {' '.join(folders)}")
    return ExitCode.FINDINGS
