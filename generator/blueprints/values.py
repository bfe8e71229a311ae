"""What the catalogue evaluates and gives. No value here needs the compiler, so a cached blueprint never imports it."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from generator.errors import Place
from generator.model import BlueprintInfo, Body

Pointer: TypeAlias = tuple[str | int, ...]


class Document(Struct, frozen=True):
    """One document of a template file. `source` is Python for an evaluation in an environment, `neutral` for the base
    (None: the base goes without it). `stem` is the file's name without ending; `provider` is empty where the document
    does not depend on one.
    """

    stem: str
    provider: str
    place: Place
    source: str
    neutral: str | None

    def belongs(self, provider: str, *, neutral: bool) -> bool:
        """Whether an evaluation includes the document."""
        return self.neutral is not None if neutral else self.provider in ("", provider)


class Compiled(Struct, frozen=True):
    """A blueprint that is ready to be evaluated."""

    info: BlueprintInfo
    documents: tuple[Document, ...]


class Rendered(Struct, frozen=True):
    """A manifest: its template file's name without ending, and the object. Bodies share parts: never change one."""

    stem: str
    body: Body


class Source(Struct, frozen=True):
    """Where a field comes from: the template's scalar, and the variables read for it, such as `parameters.replicas`."""

    place: Place
    reads: tuple[str, ...] = ()


class Traced(Struct, frozen=True):
    """A manifest with the source of every leaf field, by pointer such as `("spec", "ports", 0, "port")`."""

    stem: str
    body: Body
    sources: Mapping[Pointer, Source]
