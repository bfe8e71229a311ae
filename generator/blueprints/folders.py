"""Finds blueprints and fragments below their roots; an earlier root shadows a later one, entry by entry."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from generator.errors import InputError, Place, Problem
from generator.model import BlueprintRef

DESCRIPTOR: Final = "blueprint.yaml"
_NAME: Final = r"[a-z](?:[a-z0-9-]*[a-z0-9])?"
_BLUEPRINT: Final = re.compile(
    rf"({_NAME})/v(0|[1-9][0-9]{{0,3}})/(blueprint\.yaml|manifests/{_NAME}\.yaml|variants/{_NAME}/{_NAME}\.yaml)"
)
_FRAGMENT: Final = re.compile(rf"_fragments/({_NAME})\.yaml")
_LAYOUT: Final = (
    "<name>/v<major>/{blueprint.yaml, manifests/*.yaml, variants/<provider>/*.yaml}, _fragments/<name>.yaml"
)


class File(Struct, frozen=True):
    """A file: what people call it, and its bytes."""

    shown: str
    content: bytes


class Folder(Struct, frozen=True):
    """The files of one blueprint, by path below its folder; `shown` is what people call the folder."""

    ref: BlueprintRef
    shown: str
    files: dict[str, File]

    @property
    def providers(self) -> tuple[str, ...]:
        """The providers that have manifests of their own."""
        return tuple(sorted({path.split("/")[1] for path in self.files if path.startswith("variants/")}))


class Found(Struct, frozen=True):
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
        here: dict[BlueprintRef, Folder] = {}
        shown_root = root.name if index == 0 else root.as_posix()
        for path, entry in _walk(root, ""):
            shown = f"{shown_root}/{path}"
            blueprint, fragment = _BLUEPRINT.fullmatch(path), _FRAGMENT.fullmatch(path)
            if not blueprint and not fragment:
                problems.append(Problem(Place(shown), "not a part of a blueprint", _LAYOUT))
                continue
            try:
                file = _read(entry, shown)
            except InputError as error:
                problems.extend(error.problems)
                continue
            if fragment:
                fragments.setdefault(fragment[1], file)
            elif blueprint:
                ref = BlueprintRef(blueprint[1], int(blueprint[2]))
                here.setdefault(ref, Folder(ref, f"{shown_root}/{ref}", {})).files[blueprint[3]] = file
        folders = {**here, **folders}
    problems += [problem for folder in folders.values() for problem in _incomplete(folder)]
    return Found(dict(sorted(folders.items())), fragments, tuple(problems))


def _walk(folder: Path, below: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry that is no folder, sorted by path; hidden ones and notes for people are nobody's business."""
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        for entry in sorted(found, key=lambda each: each.name):
            # A name that is not UTF-8 must still be printable.
            path = below + entry.name.encode(errors="backslashreplace").decode()
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from _walk(Path(entry.path), f"{path}/")
            elif not entry.name.startswith(".") and not entry.name.endswith(".md"):
                yield path, entry


def _read(entry: os.DirEntry[str], shown: str) -> File:
    if not entry.is_file(follow_symlinks=False):
        raise InputError(
            [Problem(Place(shown), "not a plain file", "links are not followed: put the file itself here")]
        )
    try:
        return File(shown, Path(entry.path).read_bytes())
    except OSError as error:
        raise InputError([Problem(Place(shown), f"cannot be read: {error.strerror or error}")]) from None


def _incomplete(folder: Folder) -> Iterator[Problem]:
    if DESCRIPTOR not in folder.files:
        yield Problem(Place(folder.shown), f"the blueprint has no {DESCRIPTOR}", _LAYOUT)
    elif len(folder.files) == 1:
        yield Problem(Place(folder.shown), "the blueprint has no manifests", _LAYOUT)
