"""Facts about network policies that only the AWS VPC CNI gives cause for.

Sources: EKS user guide, considerations for network policies; aws-network-policy-controller, endpoint resolver
(service addresses are found by matching a peer's podSelector against the Service's selector, taken for labels).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.analysis import selectors
from generator.analysis.reachability import Matrix
from generator.analysis.reachability.endpoints import positions
from generator.analysis.reachability.policies import PodPeer, Policy, Tier, namespace_named
from generator.analysis.shapes import below, mappings, text, whole
from generator.analysis.workloads import Pod
from generator.model import Body, Fact, Object, fact

# Profiles of the agent that this page is about.
AWS = frozenset({"vpc-cni", "vpc-cni-strict", "auto-mode"})


def aws_facts(objects: Sequence[Object], matrix: Matrix, cni: str) -> Iterator[Fact]:
    """What the agent's limits break, on clusters that run it."""
    if cni not in AWS:
        return
    services = [item for item in objects if item.kind == "Service" and not item.group and _has_address(item)]
    for service in services:
        yield fact("ServicePorts", service, differing=_differing(service, matrix))
    fronts = _Fronts(services, matrix)
    for policy in matrix.planner.policies:
        if policy.tier is Tier.NETWORK:
            yield fact("ServiceSelectors", policy.object, missed=list(_missed(policy, fronts)))
    for workload in matrix.workloads:
        if any(pod.bare for pod in workload.pods):
            yield fact("BarePod", workload.object, name=workload.object.name)


def _has_address(service: Object) -> bool:
    """Whether a Service has an address of its own in front of pods."""
    spec = below(service.body, "spec")
    return bool(spec.get("selector")) and spec.get("clusterIP") != "None" and spec.get("type") != "ExternalName"


def _differing(service: Object, matrix: Matrix) -> list[Body]:
    """Ports of a Service that are not the container's: the agent sees traffic before the address is translated."""
    found = []
    pods = [matrix.endpoints.pods[position] for position in positions(_behind(service, matrix))]
    for index, port in enumerate(mappings(below(service.body, "spec").get("ports"))):
        number = whole(port.get("port"), 0)
        others = sorted(_targets(port, pods) - {number})
        if others:
            found.append({"field": f"spec.ports[{index}].targetPort", "port": number, "target": others[0]})
    return found


def _targets(port: Body, pods: Sequence[Pod]) -> set[int]:
    target = port.get("targetPort")
    if isinstance(target, str):
        protocol = text(port.get("protocol")) or "TCP"
        named = (one for pod in pods for one in pod.ports)
        return {one.number for one in named if (one.name, one.protocol) == (target, protocol)}
    return {whole(target, whole(port.get("port"), 0))}


def _behind(service: Object, matrix: Matrix) -> int:
    """The pods that a Service selects, as bits."""
    selector = selectors.equalities(below(service.body, "spec").get("selector"))
    return matrix.endpoints.labelled(PodPeer(namespace_named(service.namespace or ""), selector)).sure


class _Fronts:
    """Which Services stand before which pods."""

    def __init__(self, services: Sequence[Object], matrix: Matrix) -> None:
        self._endpoints = matrix.endpoints
        self._before: dict[int, list[Object]] = defaultdict(list)
        for service in services:
            for position in positions(_behind(service, matrix)):
                self._before[position].append(service)

    def missed_by(self, peer: PodPeer) -> list[str]:
        """The Services before pods that a peer selects whose own selector the peer does not match."""
        selector = peer.pods or ()
        found = {
            f"{service.namespace}/{service.name}"
            for position in positions(self._endpoints.labelled(peer).sure)
            for service in self._before.get(position, ())
            if not selectors.matches(selector, below(service.body, "spec", "selector"))
        }
        return sorted(found)


def _missed(policy: Policy, fronts: _Fronts) -> Iterator[Body]:
    """Egress peers that select pods behind a Service, but not the Service: its address stays closed."""
    for rule in policy.egress or ():
        for place, peer in zip(rule.places, rule.peers, strict=True):
            services = fronts.missed_by(peer) if isinstance(peer, PodPeer) else []
            if services:
                yield {"field": place, "services": services}
