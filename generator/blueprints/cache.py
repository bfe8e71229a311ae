"""Compiled blueprints as text, by the hash of everything that they are made from. A bad entry is a miss: one that was
cut off or altered fails its own digest, and source that somebody planted does not pass `guard`.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from generator import kept
from generator.blueprints.folders import File, Folder
from generator.blueprints.values import Compiled


def key(folder: Folder, fragments: Iterable[File]) -> str:
    """A name for what a blueprint compiles to: its files and all fragments."""
    digest = hashlib.sha256()
    for file in (*folder.files.values(), *fragments):
        for part in (file.shown.encode(), file.content):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    return digest.hexdigest()


def load(directory: Path, name: str) -> Compiled | None:
    """A cached blueprint; None if there is none that can be read."""
    return kept.load(directory / name, Compiled)


def store(directory: Path, name: str, compiled: Compiled) -> None:
    """Keep a compiled blueprint."""
    kept.save(directory / name, compiled)
