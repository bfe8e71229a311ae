"""What the commands that prove something look at: the given paths, or the committed tree."""

from pathlib import Path

from generator.cli import options
from generator.pipeline import proofs
from generator.pipeline.proofs import Subject
from generator.settings import find


def subject(paths: tuple[str, ...], cluster: Path | None) -> Subject:
    """The subject that the arguments name."""
    if paths:
        return proofs.path_subject(paths, options.standard_input, cluster)
    return proofs.committed_subject(find(Path.cwd()))
