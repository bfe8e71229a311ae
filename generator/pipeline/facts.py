"""Every fact about a set of objects, cluster by cluster: what the rules judge beside the objects themselves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.analysis import capacity, capacity_facts, gpu_facts, placement, placement_facts, schema
from generator.model import Cluster, Fact, Object


def gather(
    objects: Iterable[Object], clusters: Mapping[str | None, Cluster], kubernetes_version: str
) -> tuple[Fact, ...]:
    """Facts about schemas over all objects, and each proof's facts by cluster (None: manifests by path)."""
    found = tuple(objects)
    groups: defaultdict[str | None, list[Object]] = defaultdict(list)
    for item in found:
        groups[item.cluster].append(item)
    proofs = (fact for name, group in groups.items() for fact in _proofs(group, clusters.get(name)))
    return (*schema.facts(found, clusters, kubernetes_version), *proofs)


def _proofs(objects: list[Object], cluster: Cluster | None) -> Iterator[Fact]:
    use = capacity.analyse(objects, cluster)
    yield from capacity_facts.facts(use, cluster)
    yield from gpu_facts.facts(use, cluster)
    if cluster is not None:
        yield from placement_facts.facts(placement.analyse(objects, cluster))
