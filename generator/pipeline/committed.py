"""The committed tree as Argo CD would build it: the folder of each root Application, and from there every path."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct

from generator import kustomize, manifests, tree, yamlio
from generator.analysis.shapes import below, text
from generator.errors import InputError
from generator.kustomize import Layer
from generator.model import Cluster, Declarations, Delivery, Loaded, Object, Unchecked
from generator.pipeline.outputs import Outputs
from generator.pipeline.scope import Scope


class Committed(Struct, frozen=True):
    """The objects of every environment, what each Application delivers, the entries of the generated folders, and the
    files that a build read.
    """

    loaded: Loaded
    deliveries: tuple[Delivery, ...]
    entries: tuple[tuple[str, bool], ...]
    reached: frozenset[str]


class Known(Struct, frozen=True):
    """Parses files, and knows those whose bytes are exactly what is made in this run: nothing else can be their meaning.

    They are always taken so: in a parsed file keys have another order, and memos would not know the same thing again.
    """

    outputs: Outputs | None = None

    def __call__(self, content: bytes, path: str) -> Sequence[yamlio.Document]:
        """The documents of a file; InputError where it cannot be read."""
        made = self.outputs.find(path) if self.outputs else None
        if made is None or made.files[path] != content:
            return yamlio.parse_own(content, path)
        # The header is the first line, and each document but the first has a line `---` before it.
        lines, line = [], 2
        for part in content.partition(b"\n")[2].split(b"\n---\n"):
            lines.append(line)
            line += part.count(b"\n") + 2
        bodies = made.meaning.documents[path]
        return [yamlio.Document(body, index, lines[index]) for index, body in enumerate(bodies)]


def read(
    root: Path, declarations: Declarations, outputs: Outputs | None = None, part: Scope | None = None
) -> Committed:
    """Everything that Argo CD would apply from the tree below `root`, or what a part of it needs; what cannot be built
    is `unchecked`.

    `outputs` are what the declarations give: files that hold just that need not be parsed.
    """
    entries = tree.listing(root, part.places) if part else tree.listing(root)
    walk = _Walk(root, frozenset(path for path, regular in entries if regular), Known(outputs))
    for cluster in declarations.clusters.values():
        walk.cluster(cluster)
    loaded = Loaded(tuple(walk.objects), tuple(sorted(walk.unchecked)), len(walk.reached))
    return Committed(loaded, tuple(walk.deliveries), entries, frozenset(walk.reached))


class _Walk:
    """One walk over the tree; keeps what was found, what was read, and what could not be built."""

    def __init__(self, root: Path, files: frozenset[str], parse: Known) -> None:
        self._files = files
        self._folders = _folders(files)
        self._parse = parse
        # A layer's files are compared first, and then read for their documents.
        self._content = lru_cache(maxsize=256)(partial(tree.content, root))
        self._builder = kustomize.Builder(self._read, parse, self._layer)
        self.objects: list[Object] = []
        self.deliveries: list[Delivery] = []
        self.unchecked: list[Unchecked] = []
        self.reached: set[str] = set()

    def cluster(self, cluster: Cluster) -> None:
        """A cluster's projects and Applications, and what each Application's path builds."""
        files = (path for path in self._files if _is_manifest(path, f"argocd/{cluster.name}/"))
        for path in sorted(files):
            for item in self._documents(path, cluster):
                self.objects.append(item)
                if item.kind == "Application":
                    self._application(item, cluster)

    def _documents(self, path: str, cluster: Cluster) -> Sequence[Object]:
        try:
            return manifests.objects(self._parse(self._read(path) or b"", path), path, cluster=cluster.name)
        except InputError as error:
            self._give_up(error)
            return ()

    def _application(self, item: Object, cluster: Cluster) -> None:
        path = text(below(item.body, "spec", "source").get("path")).rstrip("/")
        if path == f"argocd/{cluster.name}":
            return
        if path not in self._folders:
            self.deliveries.append(Delivery(item, path, exists=False))
            return
        try:
            built = self._builder.build(path)
        except InputError as error:
            self._give_up(error)
            # What is not built is not judged either; only a second kustomization is known to be one too many.
            near = (f"{path}/", f"{path.partition('/overlays/')[0]}/base/")
            self.reached.update(file for file in self._files if file.startswith(near))
            self.reached.difference_update(file for file in self._files if file.endswith(_SECOND))
            return
        environment = path.rpartition("/")[2]
        known = environment if environment in cluster.environments else None
        objects = manifests.wrap(built.objects, cluster=cluster.name, environment=known)
        self.objects += objects
        self.deliveries.append(Delivery(item, path, exists=True, objects=objects, files=built.files))

    def _read(self, path: str) -> bytes | None:
        if path not in self._files:
            return None
        if not path.endswith(_SECOND):
            self.reached.add(path)
        return self._content(path)

    def _layer(self, folder: str) -> Layer | None:
        return self._parse.outputs.layer(folder, self._read) if self._parse.outputs else None

    def _give_up(self, error: InputError) -> None:
        self.unchecked += (Unchecked(each.place.file, each.place.line, each.what) for each in error.problems)


def _folders(files: Iterable[str]) -> frozenset[str]:
    """Every folder that holds one of the files, however deep."""
    found = {file.rpartition("/")[0] for file in files}
    above = found
    while above := {folder.rpartition("/")[0] for folder in above} - found:
        found |= above
    return frozenset(found)


# Names that kustomize reads as well, and that are never written beside kustomization.yaml.
_SECOND = ("/kustomization.yml", "/Kustomization")


def _is_manifest(path: str, folder: str) -> bool:
    return path.startswith(folder) and path.endswith((".yaml", ".yml", ".json"))
