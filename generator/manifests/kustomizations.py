"""Kustomizations as far as one can see without building them: what they include, and which file defines an object."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from generator import yamlio
from generator.errors import InputError
from generator.manifests import scopes
from generator.manifests.reading import Entry, raw, read
from generator.model import Body, Origin

NAMES: Final = ("kustomization.yaml", "kustomization.yml", "Kustomization")
# An object whose origin has this index of a document is made by its file, not written there.
MADE: Final = -1
_INCLUDES: Final = ("resources", "bases", "components")
_GENERATORS: Final = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}


class _Candidate(Struct, frozen=True):
    """An object that a kustomization reads or generates, as it is named before any transformation."""

    kind: tuple[str, str]
    namespace: str | None
    name: str
    origin: Origin


def file(folder: Path) -> Path | None:
    """The kustomization file of a folder, if it has one."""
    return next((folder / name for name in NAMES if _is(Path.is_file, folder / name)), None)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder that can be looked into; a path that cannot even be a name is none."""
    return _is(Path.is_dir, path)


def included(folder: Path) -> Iterator[Path]:
    """The local folders that a kustomization includes directly."""
    return filter(is_folder, _included(folder, _content(folder)))


class Origins:
    """Where the objects of a build come from. `files` are the kustomizations and resources that were read for this."""

    def __init__(self, folder: Path) -> None:
        """Read the kustomization of a folder and all that it includes from the same file system."""
        self.files: set[str] = set()
        self._made = _made(folder)
        self._candidates: dict[tuple[str, str], list[_Candidate]] = {}
        for candidate in self._read(folder):
            self._candidates.setdefault(candidate.kind, []).append(candidate)

    def trace(self, bodies: Iterable[Body]) -> list[Entry]:
        """The bodies with their origins: the resource that defines an object, else the kustomization, line 1.

        Kustomize may have changed a name or a namespace: the origin is the resource of the same kind whose identity
        is nearest and that no object before it was found to come from.
        """
        entries: list[Entry] = []
        for body in bodies:
            candidate = self._nearest(body)
            if candidate is not None:
                self._candidates[candidate.kind].remove(candidate)
            entries.append((body, candidate.origin if candidate else self._made))
        return entries

    def _nearest(self, body: Body) -> _Candidate | None:
        kind, namespace, name = _identity(body)
        candidates = [each for each in self._candidates.get(kind, ()) if each.name and each.name in name]
        return max(
            candidates,
            key=lambda each: (each.name == name, each.namespace == namespace, len(each.name)),
            default=None,
        )

    def _read(self, folder: Path) -> Iterator[_Candidate]:
        made = _made(folder)
        if made.file in self.files:
            return
        self.files.add(made.file)
        content = _content(folder)
        for path in _included(folder, content):
            if is_folder(path):
                yield from self._read(path)
            elif _is(Path.is_file, path):
                self.files.add(path.as_posix())
                yield from (_Candidate(*_identity(body), origin) for body, origin in _entries(path))
        for key, kind in _GENERATORS.items():
            for generator in filter(_is_map, _list(content.get(key))):
                name, namespace = generator.get("name"), generator.get("namespace")
                if isinstance(name, str):
                    yield _Candidate(("", kind), namespace, name, made)


def _content(folder: Path) -> Body:
    """The kustomization of a folder; empty where it cannot be read, which is for kustomize to say."""
    path = file(folder)
    try:
        documents = yamlio.parse(raw(path), path.as_posix()) if path else ()
    except (InputError, OSError):
        return {}
    return documents[0].value if documents and isinstance(documents[0].value, dict) else {}


def _included(folder: Path, content: Body) -> Iterator[Path]:
    for key in _INCLUDES:
        for entry in _list(content.get(key)):
            if isinstance(entry, str) and "://" not in entry:
                yield Path(os.path.normpath(folder / entry))


def _entries(path: Path) -> list[Entry]:
    try:
        return read(raw(path), path.as_posix())[0]
    except OSError:
        return []


def _is(test: Callable[[Path], bool], path: Path) -> bool:
    try:
        return test(path)
    except OSError:
        return False


def _made(folder: Path) -> Origin:
    return Origin((file(folder) or folder).as_posix(), 1, MADE)


def _identity(body: Body) -> tuple[tuple[str, str], str | None, str]:
    """Group and kind, the namespace as written, and the name."""
    metadata = body.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    namespace, name = metadata.get("namespace"), metadata.get("name")
    return (
        scopes.group_kind(body),
        namespace if isinstance(namespace, str) else None,
        name if isinstance(name, str) else "",
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_map(value: Any) -> bool:
    return isinstance(value, dict)
