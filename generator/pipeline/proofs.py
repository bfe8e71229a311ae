"""The analyses behind `mlp capacity` and `mlp placement`: over the committed tree cluster by cluster, or any manifests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import declarations, manifests
from generator.analysis import capacity, placement
from generator.errors import UsageError
from generator.kustomize import binary
from generator.model import Body, Cluster, Object, Unchecked
from generator.pipeline import committed, inputs
from generator.settings import Settings


@dataclass(frozen=True, slots=True)
class Subject:
    """What an analysis looks at: objects by cluster (None: manifests by path), those clusters, and what was unreadable."""

    objects: Mapping[str | None, tuple[Object, ...]]
    clusters: Mapping[str | None, Cluster]
    unchecked: tuple[Unchecked, ...]


def committed_subject(settings: Settings) -> Subject:
    """The repository's committed tree."""
    declared = inputs.load(settings).declarations
    tree = committed.read(settings.root, declared)
    clusters: dict[str | None, Cluster] = dict(declared.clusters.items())
    objects = {name: tuple(item for item in tree.loaded.objects if item.cluster == name) for name in clusters}
    return Subject(objects, clusters, tree.loaded.unchecked)


def path_subject(paths: Sequence[str], stdin: Callable[[], bytes], cluster: Path | None) -> Subject:
    """Any manifests; `cluster` is a cluster declaration."""
    loaded = manifests.load(paths, stdin, binary.build)
    clusters: dict[str | None, Cluster] = {None: declarations.load_cluster(cluster)} if cluster else {}
    return Subject({None: loaded.objects}, clusters, loaded.unchecked)


def capacity_document(subject: Subject) -> Body:
    """The answer of `mlp capacity --format json`."""
    return _merged("namespaces", (capacity.to_json(report) for report in capacity_reports(subject)))


def capacity_reports(subject: Subject) -> Iterator[capacity.Report]:
    """One report a cluster."""
    for name, objects in subject.objects.items():
        yield capacity.analyse(objects, subject.clusters.get(name))


def placement_document(subject: Subject) -> Body:
    """The answer of `mlp placement --format json`. Raises UsageError where no cluster says which nodes there are."""
    return _merged("workloads", (placement.to_json(report) for report in placement_reports(subject)))


def placement_reports(subject: Subject) -> Iterator[placement.Report]:
    """One report a cluster."""
    for name, objects in subject.objects.items():
        if name not in subject.clusters:
            raise UsageError("placement of manifests needs node pools: give --cluster FILE")
        yield placement.analyse(objects, subject.clusters[name])


def _merged(key: str, documents: Iterator[Body]) -> Body:
    return {"version": 1, key: [entry for document in documents for entry in document[key]]}
