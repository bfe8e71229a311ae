"""What the commands that prove something look at: the given paths, or the committed tree."""

from pathlib import Path

from generator.cli import options
from generator.errors import UsageError
from generator.pipeline import proofs
from generator.pipeline.proofs import Subject
from generator.settings import find


def subject(paths: tuple[str, ...], cluster: Path | None, environment: str | None, team: str | None) -> Subject:
    """The subject that the arguments name. Raises UsageError where manifests by path are asked for an environment."""
    if not paths:
        return proofs.committed_subject(find(Path.cwd()), environment, team)
    if environment or team:
        raise UsageError("--environment and --team are about the committed tree: leave out PATH")
    return proofs.path_subject(paths, options.standard_input, cluster)
