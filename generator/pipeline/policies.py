"""Which rules apply: the bundled ones, shadowed file by file by the repository's own."""

import hashlib
import shutil
from pathlib import Path

from generator.settings import MARKER, Settings

FOLDER = "policies"
WAIVERS = "policies/waivers.yaml"


def folder(settings: Settings) -> Path:
    """The folder that the engines read.

    A repository without Rego of its own, and whatever is no platform repository, uses the bundled folder as it is;
    otherwise both are laid together in the user's cache, keyed by their content.
    """
    own, bundled = settings.root / FOLDER, settings.bundled / FOLDER
    if own == bundled or not has_own(settings):
        return bundled
    sources = {**_files(bundled), **_files(own)}
    content = hashlib.sha256()
    for name, path in sorted(sources.items()):
        content.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    merged = settings.cache / FOLDER / content.hexdigest()[:32]
    if not merged.exists():
        _lay(sources, merged)
    return merged


def has_own(settings: Settings) -> bool:
    """Whether it is a platform repository with Rego of its own."""
    return (settings.root / MARKER).is_file() and any((settings.root / FOLDER).rglob("*.rego"))


def _files(top: Path) -> dict[str, Path]:
    return {path.relative_to(top).as_posix(): path for path in top.rglob("*") if path.is_file()}


def _lay(sources: dict[str, Path], target: Path) -> None:
    """Fill a folder beside the target, then move it there: a killed run leaves no half of it."""
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    for name, path in sources.items():
        (partial / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, partial / name)
    partial.rename(target)
