"""What to read, from paths as people give them: standard input, files, and kustomizations to build."""

import os
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from msgspec import Struct

from generator.manifests import kustomizations

STDIN: Final = Path("-")
_SUFFIXES: Final = frozenset((".yaml", ".yml", ".json"))


class Source(Struct, frozen=True):
    """A file to read, or a folder that kustomize builds; `nested` where it was found inside a folder that was given."""

    path: Path
    builds: bool
    nested: bool = False


def find(paths: Iterable[str]) -> list[Source]:
    """The files and kustomizations behind paths, each once, however often and by whatever links they are reached.

    A folder with a kustomization file is built. Another one is searched: files named .yaml, .yml and .json outside of
    kustomizations are read, kustomizations are built unless another one that was found includes them.
    """
    seen: set[tuple[str, bool]] = set()
    found = [source for path in paths for source in _given(Path(path)) if _new(source, seen)]
    includes = {os.path.realpath(each.path): _real(kustomizations.included(each.path)) for each in found if each.builds}
    included = {folder for folders in includes.values() for folder in folders}
    return [source for source in found if not (source.nested and _only_included(source, includes, included))]


def _real(folders: Iterable[Path]) -> frozenset[str]:
    return frozenset(map(os.path.realpath, folders))


def _only_included(source: Source, includes: Mapping[str, frozenset[str]], included: AbstractSet[str]) -> bool:
    """Whether a kustomization is built as a part of another one. Those that include each other in a ring are not."""
    folder = os.path.realpath(source.path)
    if not source.builds or folder not in included:
        return False
    reached, waiting = set[str](), [folder]
    while waiting:
        following = includes.get(waiting.pop(), frozenset()) - reached
        reached |= following
        waiting += following
    return folder not in reached


def _new(source: Source, seen: set[tuple[str, bool]]) -> bool:
    key = (os.path.realpath(source.path), source.builds)
    new = key not in seen
    seen.add(key)
    return new


def _given(path: Path) -> Iterator[Source]:
    if not kustomizations.is_folder(path):
        builds = path.name in kustomizations.NAMES and kustomizations.file(path.parent) is not None
        yield Source(path.parent if builds else path, builds)
    elif kustomizations.file(path):
        yield Source(path, builds=True)
    else:
        yield from _inside(path, set(), reads=True)


def _inside(folder: Path, walked: set[str], *, reads: bool) -> Iterator[Source]:
    """What a folder holds; its files are not manifests where it is, or is inside, a kustomization (not `reads`)."""
    real = os.path.realpath(folder)
    if real in walked:
        return
    walked.add(real)
    if kustomizations.file(folder):
        reads = False
        yield Source(folder, builds=True, nested=True)
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield Source(folder, builds=False, nested=True)
        return
    for path in paths:
        if kustomizations.is_folder(path):
            yield from _inside(path, walked, reads=reads)
        elif reads and path.suffix.lower() in _SUFFIXES:
            yield Source(path, builds=False, nested=True)
