"""Build a committed overlay in this process, as kustomize would; what we would not write ourselves is unbuildable."""

import posixpath
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from generator import yamlio
from generator.errors import InputError, Place, Problem
from generator.kustomize import kustomization
from generator.kustomize.kustomization import FILE, OTHER_FILES
from generator.kustomize.layers import PATCHES, Layer
from generator.kustomize.strategic import Inexpressible
from generator.kustomize.transform import key, transform
from generator.kustomize.values import problems
from generator.model import Body, Origin

# A file's bytes by its path, with forward slashes, relative to the repository; None where there is none.
Read = Callable[[str], bytes | None]
# The documents in a file's bytes; the second argument is its path.
Parse = Callable[[bytes, str], Sequence[yamlio.Document]]

# What an object of the resources becomes (None: nothing), and where its identity is written.
_Result: TypeAlias = tuple[Body | None, Origin]


class BuiltObject(NamedTuple):
    """An object of a build, and where its identity is written: the resource, not a patch."""

    body: Body
    origin: Origin


class Built(Struct, frozen=True, eq=False):
    """What a folder builds: its objects (bases first, in the order of their files), and every file that was read."""

    objects: tuple[BuiltObject, ...]
    files: tuple[str, ...]


class Builder:
    """Builds folders of one tree, each base once, however many overlays stand on it."""

    def __init__(
        self, read: Read, parse: Parse = yamlio.parse_own, known: Callable[[str], Layer | None] = lambda _: None
    ) -> None:
        """Keep how files are read and parsed; the bytes behind a path must not change while the builder lives. `known`
        gives the layer whose files a folder holds byte for byte, and `parse` then that layer's documents: what it
        builds was proven when it was made.
        """
        self._read = read
        self._parse = parse
        self._known = known
        self._base = cache(lambda folder: self._built(folder, nested=True))

    def build(self, folder: str) -> Built:
        """Build a folder.

        InputError says `unbuildable: …` with the file for anything that `base` and `overlay` would not write, or that
        kustomize would refuse.
        """
        return self._built(folder, nested=False)

    def _built(self, folder: str, *, nested: bool) -> Built:
        file = f"{folder}/{FILE}"
        others = [name for name in OTHER_FILES if self._read(f"{folder}/{name}") is not None]
        if others:
            raise _unbuildable(f"{folder}/{others[0]}", f"{FILE} is the one name that is used")
        files: dict[str, None] = {file: None}
        layer = self._known(folder)
        try:
            built = (layer and self._proven(folder, layer, files)) or self._transformed(folder, files, nested=nested)
        except Inexpressible as error:
            raise _unbuildable(file, str(error)) from None
        return Built(tuple(BuiltObject(body, origin) for body, origin in built if body is not None), tuple(files))

    def _proven(self, folder: str, layer: Layer, files: dict[str, None]) -> Sequence[_Result] | None:
        """What the layer was proven to build; None where its base is not the one that it was made for."""
        if PATCHES in layer.documents:
            _beside(folder, PATCHES, files)
        objects = self._resources(folder, layer.resources, files, nested=False, proven=True)
        results = layer.built([each.body for each in objects])
        return None if results is None else [(body, each.origin) for body, each in zip(results, objects, strict=True)]

    def _transformed(self, folder: str, files: dict[str, None], *, nested: bool) -> Sequence[_Result]:
        """What patches and images make of the resources."""
        head = self._single(f"{folder}/{FILE}")
        content = kustomization.parse(head, lambda name: self._documents(_beside(folder, name, files)))
        objects = self._resources(folder, content.resources, files, nested=nested, proven=False)
        results = transform([each.body for each in objects], content)
        return [(body, each.origin) for body, each in zip(results, objects, strict=True)]

    def _resources(
        self, folder: str, names: Iterable[str], files: dict[str, None], *, nested: bool, proven: bool
    ) -> list[BuiltObject]:
        objects: list[BuiltObject] = []
        for name in names:
            if name.startswith("../"):
                objects += self._of_base(folder, name, files, nested=nested)
            else:
                objects += self._objects(_beside(folder, name, files), proven=proven)
        return objects

    def _of_base(self, folder: str, name: str, files: dict[str, None], *, nested: bool) -> Sequence[BuiltObject]:
        path = posixpath.normpath(f"{folder}/{name}")
        if nested or path.startswith(".."):
            raise Inexpressible(f"resource {name} is not the base of an overlay")
        built = self._base(path)
        files.update(dict.fromkeys(built.files))
        return built.objects

    def _objects(self, file: str, *, proven: bool) -> Sequence[BuiltObject]:
        objects = []
        for document in self._parsed(file):
            if not proven:
                _refuse(document, file)
            objects.append(BuiltObject(document.value, Origin(file, document.line, document.index)))
        return objects

    def _documents(self, file: str) -> Sequence[Body]:
        return [document.value for document in self._parsed(file)]

    def _single(self, file: str) -> Any:
        documents = self._parsed(file)
        if len(documents) != 1:
            raise _unbuildable(file, f"it holds {len(documents)} documents instead of one")
        return documents[0].value

    def _parsed(self, file: str) -> Sequence[yamlio.Document]:
        content = self._read(file)
        if content is None:
            raise _unbuildable(file, "there is no such file")
        return self._parse(content, file)


def build(folder: str, read: Read) -> Built:
    """Build one folder; see `Builder.build`. To build many, keep a Builder: it reads a base once."""
    return Builder(read).build(folder)


def _refuse(document: yamlio.Document, file: str) -> None:
    """An error for what is not an object that kustomize carries as it is."""
    try:
        identity = key(document.value)
        found = [f"{identity}: {what}" for what in problems(document.value)]
    except Inexpressible as error:
        found = [str(error)]
    if found:
        raise _unbuildable(file, found[0], document.line)


def _beside(folder: str, name: str, files: dict[str, None]) -> str:
    if "/" in name or not name.endswith(".yaml"):
        raise Inexpressible(f"{name} is not a YAML file beside {FILE}")
    path = f"{folder}/{name}"
    files[path] = None
    return path


def _unbuildable(file: str, what: str, line: int = 1) -> InputError:
    return InputError([Problem(Place(file, line), f"unbuildable: {what}", "run mlp render, which writes this file")])
