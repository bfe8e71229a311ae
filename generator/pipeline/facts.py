"""Every fact about a set of objects, cluster by cluster: what the rules judge beside the objects themselves."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from generator import forks, manifests
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
    quantity_facts,
    reachability,
    reference_facts,
    schema,
)
from generator.analysis.reachability import DeclaredFlow
from generator.model import Body, Cluster, Fact, Object, Origin, fact

# A second process costs more than it saves for fewer objects.
_WORTH_A_FORK = 2_000
# A fact's body, and its subject: a position, or what is told of one.
_Packed: TypeAlias = tuple[Body, int | tuple[Any, ...]]
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

    def of(names: Iterable[str | None]) -> Iterator[Fact]:
        for name in names:
            yield from _proofs(groups[name], clusters.get(name))
            yield from _network(name, groups[name], clusters.get(name), declared)

    # The largest cluster in a second process, where that is worth it.
    largest = max(groups, key=lambda name: len(groups[name]), default=None)
    there = {largest} if len(groups) > 1 and len(groups[largest]) >= _WORTH_A_FORK else set()
    others = forks.beside(lambda: _packed(of(there), found)) if there else None
    here = (
        *schema.facts(found, clusters, kubernetes_version, valid),
        *_discovered(found),
        *of(name for name in groups if name not in there),
    )
    return (*here, *_unpacked(others(), found)) if others else here


def _packed(facts: Iterable[Fact], objects: Sequence[Object]) -> list[_Packed]:
    """Facts for a process that has the same objects: a subject goes by its position; one that was made for its fact, with
    what a finding tells of it.
    """
    positions = {id(item): position for position, item in enumerate(objects)}

    def subject(item: Object) -> int | tuple[Any, ...]:
        return positions[id(item)] if id(item) in positions else _told(item)

    return [(each.body, subject(each.subject)) for each in facts]


def _told(made: Object) -> tuple[Any, ...]:
    return made.body, made.origin.file, made.origin.line, made.namespace, made.cluster, made.environment


def _unpacked(packed: Iterable[_Packed], objects: Sequence[Object]) -> Iterator[Fact]:
    for body, subject in packed:
        if isinstance(subject, int):
            yield Fact(body, objects[subject])
        else:
            of, file, line, namespace, cluster, environment = subject
            yield Fact(body, Object(of, Origin(file, line), namespace, (), cluster, environment))


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
    yield from quantity_facts.facts(objects)
    yield from reference_facts.facts(objects)
    yield from autoscaler_facts.facts(objects, use)
    if cluster is not None:
        yield from placement_facts.facts(placement.analyse(objects, cluster))
