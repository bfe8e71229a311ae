"""Paths to objects: whatever can be read is read, whatever cannot is said."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from generator import yamlio
from generator.errors import InputError, MlpError, Place, Problem
from generator.manifests import scopes, sources
from generator.manifests.kustomizations import Origins, file
from generator.manifests.pods import pods
from generator.manifests.reading import Entries, Entry, expand, raw, read
from generator.manifests.scopes import Scopes
from generator.manifests.sources import Source
from generator.model import Loaded, Object, Unchecked
from generator.yamlio import Document

_STDIN: Final = "<stdin>"


def load(paths: Sequence[str], stdin: Callable[[], bytes], build: Callable[[Path], bytes]) -> Loaded:
    """The objects behind paths of the command line: files, folders, kustomization folders, `-` for standard input.

    Nothing raises: what cannot be read or parsed, or does not build, is in `unchecked`, and the rest is loaded. Objects
    are in the order of the paths, those of a folder by file name. `files` counts what was read, also for a build.
    """
    entries: list[Entry] = []
    unchecked: list[Unchecked] = []
    files: set[str] = set()
    parts = [_part(source, stdin, build, files) for source in sources.find(paths)]
    for found, failed in parts:
        entries += found
        unchecked += failed
    return Loaded(wrap(entries), tuple(sorted(unchecked)), len(files))


def objects(
    documents: Iterable[Document], file: str, *, cluster: str | None = None, environment: str | None = None
) -> tuple[Object, ...]:
    """The objects of parsed documents, items of Lists one by one. InputError for documents that are no objects."""
    entries, unchecked = expand(documents, file)
    if unchecked:
        raise InputError(
            Problem(Place(each.file, each.line), each.reason, "write apiVersion, kind and metadata")
            for each in unchecked
        )
    return wrap(entries, cluster=cluster, environment=environment)


def wrap(entries: Iterable[Entry], *, cluster: str | None = None, environment: str | None = None) -> tuple[Object, ...]:
    """Objects from bodies and origins, with the namespace that Kubernetes would use, and their pods."""
    entries = tuple(entries)
    declared: Scopes = scopes.declared(body for body, _ in entries)
    return tuple(
        Object(body, origin, scopes.namespace(body, declared), pods(body), cluster, environment)
        for body, origin in entries
    )


def _part(source: Source, stdin: Callable[[], bytes], build: Callable[[Path], bytes], files: set[str]) -> Entries:
    try:
        return _built(source.path, build, files) if source.builds else _file(source, stdin, files)
    except OSError as error:
        return [], [Unchecked(source.path.as_posix(), 1, f"it cannot be read: {error.strerror or error}")]


def _file(source: Source, stdin: Callable[[], bytes], files: set[str]) -> Entries:
    path = source.path
    if path == sources.STDIN:
        files.add(_STDIN)
        return read(stdin(), _STDIN)
    # A pipe that was given may be read (process substitution); one that lies in a folder would block for ever.
    if source.nested and path.exists() and not (path.is_file() or path.is_dir()):
        return [], [Unchecked(path.as_posix(), 1, "it cannot be read: it is not a file")]
    files.add(path.as_posix())
    return read(raw(path), path.as_posix())


def _built(folder: Path, build: Callable[[Path], bytes], files: set[str]) -> Entries:
    place = (file(folder) or folder).as_posix()
    try:
        entries, unchecked = expand(yamlio.parse(build(folder), place), place)
    except MlpError as error:
        files.add(place)
        return [], [Unchecked(place, 1, _reason(error))]
    origins = Origins(folder)
    files |= origins.files
    return origins.trace(body for body, _ in entries), [Unchecked(place, 1, each.reason) for each in unchecked]


def _reason(error: MlpError) -> str:
    if isinstance(error, InputError):
        return "; ".join(f"{each.what}; {each.hint}" if each.hint else each.what for each in error.problems)
    return str(error)
