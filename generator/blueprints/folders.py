"""Finds blueprints and fragments below their roots; an earlier root shadows a later one, entry by entry."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from generator.errors import Place, Problem
from generator.model import BlueprintRef

FRAGMENTS: Final = "_fragments"
DESCRIPTOR: Final = "blueprint.yaml"
_NAME: Final = r"[a-z](?:[a-z0-9-]*[a-z0-9])?"
_BLUEPRINT: Final = re.compile(rf"{_NAME}")
_MAJOR: Final = re.compile(r"v(0|[1-9][0-9]{0,3})")
_INSIDE: Final = re.compile(rf"blueprint\.yaml|manifests/{_NAME}\.yaml|variants/{_NAME}/{_NAME}\.yaml|[A-Za-z-]+\.md")
_FRAGMENT: Final = re.compile(rf"({_NAME})\.yaml")
_LAYOUT: Final = "a blueprint has blueprint.yaml, manifests/*.yaml and variants/<provider>/*.yaml"


class File(NamedTuple):
    """A file: what people call it, and its bytes."""

    shown: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one blueprint, by path below its folder; `shown` is what people call the folder."""

    ref: BlueprintRef
    shown: str
    files: Mapping[str, File]

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers that have manifests of their own."""
        return tuple(sorted({path.split("/")[1] for path in self.files if path.startswith("variants/")}))


@dataclass(frozen=True, slots=True)
class Found:
    """Everything below the roots: blueprints by reference, fragments by name, and what does not belong there."""

    folders: Mapping[BlueprintRef, Folder]
    fragments: Mapping[str, File]
    problems: tuple[Problem, ...]


def find(roots: Sequence[Path]) -> Found:
    """Read all files below the roots. Those of the first root are shown as a repository shows them
    (`blueprints/…`), those of the others with their full path.
    """
    folders: dict[BlueprintRef, Folder] = {}
    fragments: dict[str, File] = {}
    problems: list[Problem] = []
    for index, root in enumerate(roots):
        shown = root.name if index == 0 else root.as_posix()
        for name in _names(root):
            if name == FRAGMENTS:
                found = _files(root / name, f"{shown}/{name}", problems)
                fragments = {**_fragments(found, problems), **fragments}
            elif (root / name).is_dir():
                for folder in _majors(root / name, f"{shown}/{name}", problems):
                    folders.setdefault(folder.ref, folder)
    return Found(dict(sorted(folders.items())), fragments, tuple(problems))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208 - names are all that is needed
    except FileNotFoundError:
        return []


def _fragments(found: Mapping[str, File], problems: list[Problem]) -> dict[str, File]:
    fragments = {}
    for path, file in found.items():
        match = _FRAGMENT.fullmatch(path)
        if match:
            fragments[match[1]] = file
        elif not path.endswith(".md"):
            problems.append(Problem(Place(file.shown), "not a fragment", f"a fragment is {FRAGMENTS}/<name>.yaml"))
    return fragments


def _majors(folder: Path, shown: str, problems: list[Problem]) -> Iterator[Folder]:
    if not _BLUEPRINT.fullmatch(folder.name):
        problems.append(
            Problem(Place(shown), f"`{folder.name}` cannot name a blueprint", "lower-case letters, digits, `-`")
        )
        return
    for name in _names(folder):
        match = _MAJOR.fullmatch(name)
        if match and (folder / name).is_dir():
            files = _files(folder / name, f"{shown}/{name}", problems)
            yield _folder(BlueprintRef(folder.name, int(match[1])), f"{shown}/{name}", files, problems)
        elif not name.endswith(".md"):
            problems.append(Problem(Place(f"{shown}/{name}"), "not a version of a blueprint", "folders are v1, v2, …"))


def _folder(ref: BlueprintRef, shown: str, files: Mapping[str, File], problems: list[Problem]) -> Folder:
    problems += [
        Problem(Place(file.shown), "not a part of a blueprint", _LAYOUT)
        for path, file in files.items()
        if not _INSIDE.fullmatch(path)
    ]
    known = {path: file for path, file in files.items() if _INSIDE.fullmatch(path) and not path.endswith(".md")}
    if DESCRIPTOR not in known:
        problems.append(Problem(Place(shown), f"the blueprint has no {DESCRIPTOR}", _LAYOUT))
    elif len(known) == 1:
        problems.append(Problem(Place(shown), "the blueprint has no manifests", _LAYOUT))
    return Folder(ref, shown, known)


def _files(folder: Path, shown: str, problems: list[Problem]) -> dict[str, File]:
    """All files below a folder, sorted by path; links are not followed."""
    found = {}
    for place, folders, names in os.walk(folder):
        folders.sort()
        below = os.path.relpath(place, folder).replace(os.sep, "/")
        for name in sorted(name for name in names if not name.startswith(".")):
            path = name if below == "." else f"{below}/{name}"
            try:
                found[path] = File(f"{shown}/{path}", (folder / path).read_bytes())
            except OSError as error:
                what = f"cannot be read: {error.strerror or error}"
                problems.append(Problem(Place(f"{shown}/{path}"), what, "see its permissions"))
    return dict(sorted(found.items()))
