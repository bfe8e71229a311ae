"""What the commands that prove something look at: the given paths, or the committed tree."""

import functools
from collections.abc import Callable
from pathlib import Path

from generator.cli import options
from generator.errors import ExitCode, UsageError
from generator.pipeline import proofs
from generator.pipeline.proofs import Subject
from generator.settings import find


def asked(command: Callable[..., int]) -> Callable[..., int]:
    """The arguments that name a subject; the command is given `look`, which reads it when it is called."""

    @options.paths
    @options.cluster
    @options.environment
    @options.team
    @functools.wraps(command)
    def run(
        paths: tuple[str, ...], cluster: Path | None, environment: str | None, team: str | None, **others: object
    ) -> int:
        return command(look=functools.partial(_subject, paths, cluster, environment, team), **others)

    return run


def code(subject: Subject) -> ExitCode:
    """Name what could not be read on standard error, and end accordingly."""
    options.say_unchecked(subject.unchecked)
    return ExitCode.UNCHECKED if subject.unchecked else ExitCode.CLEAN


def _subject(paths: tuple[str, ...], cluster: Path | None, environment: str | None, team: str | None) -> Subject:
    """The subject that the arguments name. Raises UsageError where manifests by path are asked for an environment."""
    if not paths:
        return proofs.committed_subject(find(Path.cwd()), environment, team)
    if environment or team:
        raise UsageError("--environment and --team are about the committed tree: leave out PATH")
    return proofs.path_subject(paths, options.standard_input, cluster)
