"""The analyses behind `mlp capacity`, `mlp placement` and `mlp connections`: over the committed tree cluster by
cluster, or any manifests.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from generator import declarations, manifests
from generator.analysis import addresses, capacity, placement, reachability
from generator.analysis.reachability import Explanation, Matrix, peers
from generator.errors import UsageError
from generator.kustomize import binary
from generator.model import Body, Cluster, Network, Object, Unchecked
from generator.pipeline import committed, inputs
from generator.pipeline.selecting import EVERYTHING, Selection, select
from generator.settings import Settings

_MOST_SHOWN = 20_000


class Subject(Struct, frozen=True):
    """What an analysis looks at: objects by cluster (None: manifests by path), those clusters, what was unreadable, and
    which part of the answer is asked for. Clusters are in the order in which their environments are promoted.
    """

    objects: Mapping[str | None, tuple[Object, ...]]
    clusters: Mapping[str | None, Cluster]
    unchecked: tuple[Unchecked, ...]
    selection: Selection = EVERYTHING


def committed_subject(settings: Settings, environment: str | None = None, team: str | None = None) -> Subject:
    """The repository's committed tree, or what is said of it about an environment or a team."""
    declared = inputs.load(settings).declarations
    selection = select(declared, environment, team)
    tree = committed.read(settings.root, declared)
    names = [each.name for each in declared.platform.environments if environment in {None, each.name}]
    clusters: dict[str | None, Cluster] = {cluster.name: cluster for cluster in map(declared.host, names)}
    objects = {name: tuple(item for item in tree.loaded.objects if item.cluster == name) for name in clusters}
    return Subject(objects, clusters, tree.loaded.unchecked, selection)


def path_subject(paths: Sequence[str], stdin: Callable[[], bytes], cluster: Path | None) -> Subject:
    """Any manifests; `cluster` is a cluster declaration."""
    loaded = manifests.load(paths, stdin, binary.build)
    clusters: dict[str | None, Cluster] = {None: declarations.load_cluster(cluster)} if cluster else {}
    return Subject({None: loaded.objects}, clusters, loaded.unchecked)


def capacity_document(subject: Subject) -> Body:
    """The answer of `mlp capacity --format json`."""
    return subject.selection.of(_merged("namespaces", map(capacity.to_json, capacity_reports(subject))))


def capacity_reports(subject: Subject) -> Iterator[capacity.Report]:
    """One report a cluster."""
    for name, objects in subject.objects.items():
        yield capacity.analyse(objects, subject.clusters.get(name))


def placement_document(subject: Subject) -> Body:
    """The answer of `mlp placement --format json`. Raises UsageError where no cluster says which nodes there are."""
    return subject.selection.of(_merged("workloads", map(placement.to_json, placement_reports(subject))))


def placement_reports(subject: Subject) -> Iterator[placement.Report]:
    """One report a cluster."""
    for name, objects in subject.objects.items():
        if name not in subject.clusters:
            raise UsageError("placement of manifests needs node pools: give --cluster FILE")
        yield placement.analyse(objects, subject.clusters[name])


def connections_json(subject: Subject) -> Iterator[str]:
    """The answer of `mlp connections --format json`, in pieces."""
    matrices = _matrices(subject)
    if not subject.selection:
        yield from reachability.to_json(matrices)
        return
    asked = subject.selection.of({"connections": [entry.body() for entry in _entries(matrices)]})
    refused = [one.body() for matrix in matrices for one in matrix.not_analysed]
    yield json.dumps({"version": 1, **asked, "notAnalysed": refused}) + "\n"


def connections_document(subject: Subject) -> Body:
    """The same as one value, with every workload listed, for formats that people look at.

    Raises UsageError where there is more than anybody could look at.
    """
    matrices = _matrices(subject)
    asked = (entry for entry in _entries(matrices) if subject.selection.has(entry.body()))
    entries = [entry.body() for entry in islice(asked, _MOST_SHOWN + 1)]
    if len(entries) > _MOST_SHOWN:
        raise UsageError(
            f"more than {_MOST_SHOWN:,} connections are too many to show: use --format json, or --from --to"
        )
    workloads = [
        {
            "cluster": each.object.cluster,
            "environment": each.object.environment,
            "workload": each.name,
            "kind": each.kind,
        }
        for matrix in matrices
        for each in matrix.workloads
    ]
    outside = [
        {
            "cluster": name,
            "addresses": addresses.text(piece),
            "names": list(peers.names(piece, matrix.endpoints.network)),
        }
        for name, matrix in zip(subject.objects, matrices, strict=True)
        for piece in matrix.endpoints.pieces
    ]
    refused = [one.body() for matrix in matrices for one in matrix.not_analysed]
    document = {"version": 1, "workloads": workloads, "outside": outside, "connections": entries}
    return subject.selection.of({**document, "notAnalysed": refused})


def explanations(subject: Subject, source: str, target: str, port: str | None) -> dict[str | None, Explanation]:
    """Why `source` can or cannot talk to `target`, in each cluster that has both. Either may be a name of the cluster
    file, such as `dns` (see `peers`).

    Raises UsageError as `reachability.explain` does, where no cluster can answer.
    """
    found: dict[str | None, Explanation] = {}
    refusals: list[UsageError] = []
    for name, objects in subject.objects.items():
        network = _network(subject, name)
        ends = [peers.resolve(end, objects, network) for end in (source, target)]
        added = [item for _, item in ends if item]
        try:
            matrix = reachability.analyse([*objects, *added], network)
            found[name] = reachability.explain(matrix, ends[0][0], ends[1][0], port)
        except UsageError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    return found


def _matrices(subject: Subject) -> list[Matrix]:
    return [reachability.analyse(objects, _network(subject, name)) for name, objects in subject.objects.items()]


def _network(subject: Subject, name: str | None) -> Network:
    """What the cluster file says of the network; the defaults without one."""
    return subject.clusters[name].network if name in subject.clusters else Network()


def _entries(matrices: Sequence[Matrix]) -> Iterator[reachability.Entry]:
    for matrix in matrices:
        yield from matrix.connections()


def _merged(key: str, documents: Iterator[Body]) -> Body:
    return {"version": 1, key: [entry for document in documents for entry in document[key]]}
