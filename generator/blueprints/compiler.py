"""One blueprint from its files: the descriptor, then every document as a tree and as generated source."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from generator.blueprints import descriptor, neutrality, nodes
from generator.blueprints.codegen import generate
from generator.blueprints.folders import DESCRIPTOR, File, Folder
from generator.blueprints.templates import Reader
from generator.blueprints.values import Compiled, Document
from generator.blueprints.variables import Scope, variables
from generator.errors import InputError, Place, Problem
from generator.model import BlueprintInfo
from generator.yamlio import MarkedDocument

Parse: TypeAlias = Callable[[bytes, str], tuple[MarkedDocument, ...]]


class Fragments(Struct, frozen=True):
    """The shared fragments, each parsed when it is first used. What is wrong with one is reported once."""

    files: Mapping[str, File]
    parse: Parse
    problems: list[Problem]
    _parsed: dict[str, MarkedDocument | None] = field(default_factory=dict)

    def find(self, name: str) -> MarkedDocument | None:
        """The document of a known fragment; None if it is broken."""
        if name not in self._parsed:
            self._parsed[name] = self._read(self.files[name])
        return self._parsed[name]

    def _read(self, file: File) -> MarkedDocument | None:
        try:
            documents = self.parse(file.content, file.shown)
        except InputError as error:
            self.problems.extend(error.problems)
            return None
        if len(documents) == 1:
            return documents[0]
        what = f"a fragment is one document, not {len(documents)}"
        self.problems.append(Problem(Place(file.shown), what, "write one file for each"))
        return None


class Tree(Struct, frozen=True):
    """One document: the file's name without ending, the provider (empty: for all), and what it gives."""

    stem: str
    provider: str
    place: Place
    root: nodes.Node

    @property
    def overlay_only(self) -> bool:
        """Whether the base goes without it."""
        return bool(self.provider) or neutrality.overlay_only(self.root)


def compile_blueprint(folder: Folder, fragments: Fragments) -> Compiled:
    """Compile a blueprint. InputError holds every problem of its files."""
    info, trees = read(folder, fragments)
    kinds = {kind for tree in trees for kind in _kinds(tree.root)}
    documents = tuple(map(_document, trees))
    return Compiled(replace(info, kinds=tuple(sorted(kinds))), documents)


def read(folder: Folder, fragments: Fragments) -> tuple[BlueprintInfo, tuple[Tree, ...]]:
    """The descriptor of a blueprint and the trees of its documents, in the order in which they are evaluated."""
    parse, file = fragments.parse, folder.files[DESCRIPTOR]
    info = descriptor.read(folder, parse(file.content, file.shown))
    problems: list[Problem] = []
    scope = Scope(variables(info.kind, info.parameters))
    reader = Reader(scope, fragments.find, tuple(sorted(fragments.files)), problems)
    trees = []
    for path, template in folder.files.items():
        if path != DESCRIPTOR:
            try:
                documents = parse(template.content, template.shown)
                # A document may hold nothing but a comment.
                trees += [_tree(path, each, reader) for each in documents if each.value is not None]
            except InputError as error:
                problems += error.problems
    for tree in trees:
        problems += _misshapen(tree)
        if not tree.overlay_only:
            problems += neutrality.problems(tree.root)
    if problems or fragments.problems:
        raise InputError([*problems, *fragments.problems])
    return info, tuple(trees)


def _tree(path: str, document: MarkedDocument, reader: Reader) -> Tree:
    parts = path.removesuffix(".yaml").split("/")
    provider = parts[1] if parts[0] == "variants" else ""
    return Tree(parts[-1], provider, document.places[()], reader.document(document))


def _document(tree: Tree) -> Document:
    neutral = None if tree.overlay_only else generate(tree.root, neutral=True)
    return Document(tree.stem, tree.provider, tree.place, generate(tree.root, neutral=False), neutral)


def _manifest(node: nodes.Node) -> nodes.Node:
    """The map that becomes a Kubernetes object."""
    while isinstance(node, nodes.When | nodes.Repeat | nodes.Bind):
        node = node.body
    return node


def _kinds(root: nodes.Node) -> Iterator[tuple[str, str]]:
    manifest = _manifest(root)
    if isinstance(manifest, nodes.Mapping):
        written = {entry.key: entry.node.value for entry in manifest.entries if isinstance(entry.node, nodes.Constant)}
        yield written["apiVersion"].rpartition("/")[0], written["kind"]


def _misshapen(tree: Tree) -> Iterator[Problem]:
    """Why a manifest could never be an object: rendering relies on what identifies it."""
    manifest = _manifest(tree.root)
    if not isinstance(manifest, nodes.Mapping):
        return
    entries = {entry.key: entry.node for entry in manifest.entries}
    for key in ("apiVersion", "kind"):
        node = entries.get(key)
        if not isinstance(node, nodes.Constant) or not isinstance(node.value, str) or not node.value:
            yield Problem(manifest.place, f"a manifest without a written `{key}`", "it is text without expressions")
    metadata = entries.get("metadata")
    names = metadata.entries if isinstance(metadata, nodes.Mapping) else ()
    if not any(entry.key == "name" and _certain(entry.node) for entry in names):
        yield Problem(manifest.place, "a manifest without `metadata.name`", "every object has a name")


def _certain(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Computed):
        return not node.expression.omittable
    return isinstance(node, nodes.Constant | nodes.Text) and node != nodes.Constant(
        None, getattr(node, "place", Place(""))
    )
