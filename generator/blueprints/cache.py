"""Compiled blueprints as text, by the hash of everything that they are made from. A bad entry is a miss: one that was
cut off or altered fails its own digest, and source that somebody planted does not pass `guard`.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from generator.blueprints.folders import File, Folder
from generator.blueprints.values import Compiled, Document
from generator.errors import Place
from generator.model import BlueprintInfo, BlueprintRef, ProvidedPort


def key(folder: Folder, fragments: Iterable[File]) -> str:
    """A name for what a blueprint compiles to: its files, all fragments, and the compiler itself."""
    digest = hashlib.sha256(_compiler())
    for file in (*folder.files.values(), *fragments):
        for part in (file.shown.encode(), file.content):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    return digest.hexdigest()


@cache
def _compiler() -> bytes:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.iterdir()):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.digest()


def load(directory: Path, name: str) -> Compiled | None:
    """A cached blueprint; None if there is none that can be read."""
    try:
        digest, _, content = (directory / name).read_bytes().partition(b"\n")
        return _decode(json.loads(content)) if digest == _digest(content) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def store(directory: Path, name: str, compiled: Compiled) -> None:
    """Keep a compiled blueprint. A folder that cannot be written is no reason to fail."""
    with suppress(OSError):
        directory.mkdir(parents=True, exist_ok=True)
        content = json.dumps(asdict(compiled)).encode()
        temporary = directory / f"{name}.{os.getpid()}"
        temporary.write_bytes(_digest(content) + b"\n" + content)
        temporary.replace(directory / name)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _decode(value: Any) -> Compiled:
    info = value["info"]
    fields = {
        **info,
        "ref": BlueprintRef(**info["ref"]),
        "provides": tuple(ProvidedPort(**port) for port in info["provides"]),
        "variants": tuple(info["variants"]),
        "kinds": tuple((group, kind) for group, kind in info["kinds"]),
    }
    documents = (Document(**{**each, "place": Place(**each["place"])}) for each in value["documents"])
    return Compiled(BlueprintInfo(**fields), tuple(documents))
