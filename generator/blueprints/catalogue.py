"""The blueprints of a run: found, compiled or taken from the cache, and evaluated."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from generator import yamlio
from generator.blueprints import cache as disk
from generator.blueprints.folders import DESCRIPTOR, File, Folder, Found, find
from generator.blueprints.guard import Function, function
from generator.blueprints.operations import FAULTS
from generator.blueprints.values import Compiled, Document, Rendered, Traced
from generator.errors import InputError, Place, Problem
from generator.model import BlueprintInfo, BlueprintRef, Body
from generator.suggesting import suggest

Parse: TypeAlias = Callable[[bytes, str], tuple[yamlio.MarkedDocument, ...]]
_CACHE: Final = "blueprints"


def load(folders: Sequence[Path], cache: Path | None = None, parse: Parse = yamlio.parse_marked) -> "Catalogue":
    """Read the blueprints below some roots, each entry from the first root that has it.

    `cache` is the user's cache folder. InputError holds every problem of every blueprint.
    """
    found = find(folders)
    problems = list(found.problems)
    compiled = {}
    for ref, folder in ({} if problems else found.folders).items():
        try:
            compiled[ref] = _compiled(folder, found.fragments, parse, cache / _CACHE if cache else None)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return Catalogue(compiled, found, parse)


def _compiled(folder: Folder, fragments: Mapping[str, File], parse: Parse, directory: Path | None) -> Compiled:
    name = disk.key(folder, fragments.values()) if directory else ""
    known = disk.load(directory, name) if directory else None
    if known:
        return known
    made = _compile(folder, fragments, parse)
    if directory:
        disk.store(directory, name, made)
    return made


def _compile(folder: Folder, fragments: Mapping[str, File], parse: Parse) -> Compiled:
    from generator.blueprints import compiler  # noqa: PLC0415 - it imports jinja2 and jsonschema_rs

    return compiler.compile_blueprint(folder, compiler.Fragments(fragments, parse, []))


class Catalogue:
    """All blueprints by reference; `load` makes it."""

    def __init__(self, compiled: Mapping[BlueprintRef, Compiled], found: Found, parse: Parse) -> None:
        self._compiled = dict(compiled)
        self._found = found
        self._parse = parse
        self._digests: dict[BlueprintRef, str] = {}
        # Trees of the compiler, whose import is slow: only a trace asks for them.
        self._trees: dict[BlueprintRef, tuple[Any, ...]] = {}
        self._functions: dict[tuple[BlueprintRef, str, bool], tuple[tuple[Document, Function], ...]] = {}

    @property
    def infos(self) -> tuple[BlueprintInfo, ...]:
        """What is known of every blueprint, sorted by reference."""
        return tuple(compiled.info for compiled in self._compiled.values())

    def info(self, ref: BlueprintRef) -> BlueprintInfo | None:
        """What is known of a blueprint; None if there is none."""
        compiled = self._compiled.get(ref)
        return compiled.info if compiled else None

    def digest(self, ref: BlueprintRef) -> str:
        """A name for everything that a known blueprint is made from: another one, when its files or fragments change."""
        if ref not in self._digests:
            self._digests[ref] = disk.key(self._found.folders[ref], self._found.fragments.values())
        return self._digests[ref]

    def evaluate(
        self, ref: BlueprintRef, variables: Body, provider: str = "", *, neutral: bool = False
    ) -> tuple[Rendered, ...]:
        """The manifests of a known blueprint, in the order of its files.

        `variables` are those of docs/blueprint-language.md, `provider` picks the variant; a `neutral` evaluation gives
        the base. InputError tells every fault at the template's own place.
        """
        rendered: list[Rendered] = []
        for document, render in self._ready(ref, provider, neutral=neutral):
            try:
                bodies = render(variables)
            except FAULTS as fault:
                self.trace(ref, variables, provider, neutral=neutral)
                # The trace stops at every fault but one: what has grown too large as a whole.
                raise InputError([Problem(document.place, str(fault), getattr(fault, "hint", ""))]) from None
            stem = document.stem
            rendered += [Rendered(stem, body) for body in bodies]
        return tuple(rendered)

    def trace(
        self, ref: BlueprintRef, variables: Body, provider: str = "", *, neutral: bool = False, stem: str = ""
    ) -> tuple[Traced, ...]:
        """What `evaluate` gives, with the source of every leaf field; of one file only where its `stem` is given.

        Slow: it reads the templates again, and keeps account of every value.
        """
        from generator.blueprints import compiler, tracing  # noqa: PLC0415 - they import jinja2

        if ref not in self._trees:
            fragments = compiler.Fragments(self._found.fragments, self._parse, [])
            _, self._trees[ref] = compiler.read(self._found.folders[ref], fragments)
        traced: list[Traced] = []
        problems: list[Problem] = []
        for tree, document in zip(self._trees[ref], self._compiled[ref].documents, strict=True):
            if document.belongs(provider, neutral=neutral) and stem in ("", tree.stem):
                try:
                    traced += tracing.trace(tree.stem, tree.root, variables, neutral=neutral)
                except InputError as error:
                    problems.extend(error.problems)
        if problems:
            raise InputError(problems)
        return tuple(traced)

    def _ready(self, ref: BlueprintRef, provider: str, *, neutral: bool) -> tuple[tuple[Document, Function], ...]:
        key = (ref, provider, neutral)
        if key not in self._functions:
            compiled = self._compiled[ref]
            if provider and compiled.info.variants and provider not in compiled.info.variants:
                place = Place(self._found.folders[ref].files[DESCRIPTOR].shown)
                what = f"{ref} has no variant for the provider `{provider}`"
                raise InputError([Problem(place, what, suggest(provider, compiled.info.variants))])
            try:
                self._functions[key] = _functions(compiled, provider, neutral=neutral)
            except ValueError:
                # The cache gave source that is not ours.
                self._compiled[ref] = _compile(self._found.folders[ref], self._found.fragments, self._parse)
                self._functions[key] = _functions(self._compiled[ref], provider, neutral=neutral)
        return self._functions[key]


def _functions(compiled: Compiled, provider: str, *, neutral: bool) -> tuple[tuple[Document, Function], ...]:
    documents = [each for each in compiled.documents if each.belongs(provider, neutral=neutral)]
    return tuple((each, function(each.neutral if neutral and each.neutral else each.source)) for each in documents)
