"""Every fact about a set of objects, cluster by cluster: what the rules judge beside the objects themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from generator import manifests
from generator.analysis import (
    autoscaler_facts,
    availability_facts,
    capacity,
    capacity_facts,
    gpu_facts,
    ingress_facts,
    network_facts,
    placement,
    placement_facts,
    reachability,
    schema,
)
from generator.analysis.reachability import DeclaredFlow
from generator.model import Cluster, Fact, Object, fact

# The flows that people declared, given a cluster's name and its objects; None where nobody declares any.
Declared = Callable[[str | None, Sequence[Object]], Sequence[DeclaredFlow]]


def gather(
    objects: Iterable[Object],
    clusters: Mapping[str | None, Cluster],
    kubernetes_version: str,
    declared: Declared | None = None,
    valid: schema.Marks | None = None,
) -> tuple[Fact, ...]:
    """Facts about schemas over all objects, and each proof's facts by cluster (None: manifests by path)."""
    found = tuple(objects)
    groups: defaultdict[str | None, list[Object]] = defaultdict(list)
    for item in found:
        groups[item.cluster].append(item)
    proofs = (each for name, group in groups.items() for each in _proofs(group, clusters.get(name)))
    network = (each for name, group in groups.items() for each in _network(name, group, clusters.get(name), declared))
    return (*schema.facts(found, clusters, kubernetes_version, valid), *_discovered(found), *proofs, *network)


def _discovered(objects: Iterable[Object]) -> Iterator[Fact]:
    """Where pods were taken for pods by their shape alone."""
    for item in objects:
        fields = manifests.discovered(item.body) if item.pods else ()
        if fields:
            yield fact("DiscoveredPods", item, objectKind=item.kind, fields=list(fields))


def _network(
    name: str | None, objects: list[Object], cluster: Cluster | None, declared: Declared | None
) -> Iterator[Fact]:
    known = cluster.network if cluster else None
    matrix = reachability.analyse(objects, known)
    yield from network_facts.facts(objects, matrix, known)
    yield from ingress_facts.facts(objects)
    yield from availability_facts.facts(objects, matrix.workloads)
    if declared is not None:
        yield from reachability.theorem(matrix, declared(name, objects))


def _proofs(objects: list[Object], cluster: Cluster | None) -> Iterator[Fact]:
    use = capacity.analyse(objects, cluster)
    yield from capacity_facts.facts(use, cluster)
    yield from gpu_facts.facts(use, cluster)
    yield from autoscaler_facts.facts(objects, use)
    if cluster is not None:
        yield from placement_facts.facts(placement.analyse(objects, cluster))
