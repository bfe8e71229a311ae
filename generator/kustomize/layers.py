"""Layers of files: a folder that kustomize builds, and the base with a file for each object."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from generator import yamlio
from generator.errors import InputError, Place, Problem
from generator.kustomize import kustomization
from generator.kustomize.kustomization import FILE, Kustomization
from generator.kustomize.strategic import Inexpressible
from generator.kustomize.transform import Key, key
from generator.kustomize.values import Remembered, normal, problems
from generator.model import Body

PATCHES: Final = "patches.yaml"
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9.]+")
# Each level names more; a file takes the first that tells it from the others.
_LEVELS: Final[tuple[Callable[[Key], tuple[str, ...]], ...]] = (
    lambda each: (each.kind,),
    lambda each: (each.kind, each.name),
    lambda each: (each.kind, each.name, each.namespace),
    lambda each: (each.kind, each.name, each.namespace, each.version),
)


class Layer(Struct, frozen=True, eq=False):
    """A folder that kustomize builds: file name → documents, the kustomization first. Nothing to build: no files.

    `results` holds each object of its resources with what the build gives for it, None where that is nothing.
    """

    documents: Mapping[str, tuple[Body, ...]]
    results: tuple[tuple[Body, Body | None], ...] = ()

    @property
    def resources(self) -> Sequence[str]:
        """What the kustomization takes objects from: files of the layer, or the folder of its base."""
        return tuple(self.documents[FILE][0]["resources"]) if self.documents else ()

    def built(self, bodies: Sequence[Body]) -> list[Body | None] | None:
        """What the build gives for these very objects, in their order; None where they are not those of its resources."""
        known = {id(before): after for before, after in self.results}
        return [known[id(body)] for body in bodies] if all(id(body) in known for body in bodies) else None

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Each file's name and canonical text; InputError, with the file's name, where a value has none."""
        return tuple((name, _text(name, bodies)) for name, bodies in self.documents.items())


def _text(name: str, bodies: Sequence[Body]) -> str:
    try:
        return yamlio.emit_stream(bodies, allow_null=name == PATCHES)
    except InputError as error:
        raise InputError(Problem(Place(name), each.what, each.hint) for each in error.problems) from None


def base(objects: Sequence[Body]) -> Layer:
    """One file an object, named by its kind, and by its name too where the kind is there more than once.

    Empty labels and annotations are left out. InputError, with everything found, where kustomize would not carry an
    object as it is.
    """
    bodies = carried_base(objects)
    documents = {name: (body,) for name, body in zip(_file_names(list(bodies)), bodies.values(), strict=True)}
    results = [(body, body) for body in bodies.values()]
    return layer(Kustomization(resources=tuple(sorted(documents))), dict(sorted(documents.items())), results)


def layer(
    content: Kustomization, documents: Mapping[str, tuple[Body, ...]], results: Iterable[tuple[Body, Body | None]]
) -> Layer:
    """The folder of a kustomization, the files of its resources, and what their objects become."""
    if not content.resources:
        return Layer({})
    head = kustomization.document(content, PATCHES)
    patches = tuple(patch.merge for patch in content.patches if patch.merge is not None and not patch.target)
    return Layer({FILE: (head,), **({PATCHES: patches} if patches else {}), **documents}, tuple(results))


def carried(objects: Sequence[Body]) -> dict[Key, Body]:
    """The objects by key, in order, without empty labels and annotations.

    InputError, with everything found, where kustomize would not carry one as it is.
    """
    bodies: dict[Key, Body] = {}
    found = []
    for body in map(normal, objects):
        try:
            each = key(body)
            found += [f"{each}: {what}" for what in problems(body)]
            if bodies.setdefault(each, body) is not body:
                found.append(f"{each}: it is there twice")
        except Inexpressible as error:
            found.append(str(error))
    if found:
        raise refusal(*found)
    return bodies


# The objects of a base, which an overlay for each environment asks for again.
carried_base: Final = Remembered(carried)


def refusal(*whats: str) -> InputError:
    """The error for objects that kustomize cannot give; its place is the layer's kustomization file."""
    return InputError(Problem(Place(FILE), f"kustomize cannot carry {what}") for what in whats)


def _file_names(keys: Sequence[Key]) -> list[str]:
    """Distinct names in the order of the keys."""
    names = [""] * len(keys)
    for shape in _LEVELS:
        counts = Counter(names)
        names = [
            "-".join(filter(None, map(_file_part, shape(each)))) if counts[name] > 1 or not name else name
            for name, each in zip(names, keys, strict=True)
        ]
    return [f"{name}.yaml" for name in names]


def _file_part(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", text.lower())
