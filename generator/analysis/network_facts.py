"""Facts about network policies, which the rules in policies/network judge.

Kinds: `NamespaceIsolation` (directions that a namespace leaves open by default), `PodIsolation` (directions in which no
NetworkPolicy selects a pod), `PolicySelection` (whom a policy and its peers select), `PolicyOrder` (policies of equal
priority), `PolicyAddresses` (blocks that reach the instance metadata), `NotAnalysed` and `RefusedPolicy`, and on the
AWS VPC CNI `ServicePorts`, `ServiceSelectors` and `BarePod`.

The theorem's facts, `UndeclaredFlow` and `BlockedConnection`, come from `reachability.theorem`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.analysis import addresses
from generator.analysis.aws_facts import aws_facts
from generator.analysis.ranges import Ranges, difference, intersection
from generator.analysis.reachability import Matrix
from generator.analysis.reachability.foreign import is_foreign
from generator.analysis.reachability.network_policy import GROUP, denies_by_default
from generator.analysis.reachability.policies import (
    Action,
    AddressPeer,
    Direction,
    Everyone,
    Peer,
    PodPeer,
    Policy,
    Rule,
    Tier,
)
from generator.analysis.reachability.ports import ALL, span
from generator.analysis.selectors import EVERYTHING, Requirement
from generator.analysis.shapes import field
from generator.analysis.workloads import NAMESPACE_NAME, SYSTEM_NAMESPACES, Pod, Workload, namespaces, pod
from generator.model import Fact, Network, Object, fact

_DIRECTIONS: tuple[Direction, ...] = ("ingress", "egress")


def facts(objects: Sequence[Object], matrix: Matrix, network: Network | None = None) -> tuple[Fact, ...]:
    """All facts about the network policies of one cluster, from its objects and their matrix."""
    known = network or Network()
    return (
        *_namespaces(objects, matrix),
        *_pods(objects, matrix),
        *_selections(objects, matrix),
        *_order(matrix.planner.policies, matrix),
        *_metadata(matrix.planner.policies, addresses.blocks([known.metadata] if known.cni != "kindnet" else [])),
        *_left_out(matrix),
        *aws_facts(objects, matrix, known.cni),
    )


def _left_out(matrix: Matrix) -> Iterator[Fact]:
    """Policies of other kinds, and what the API server would refuse."""
    for one in matrix.not_analysed:
        yield fact("NotAnalysed" if is_foreign(one.object) else "RefusedPolicy", one.object, **one.finding())


def _namespaces(objects: Sequence[Object], matrix: Matrix) -> Iterator[Fact]:
    """Namespaces that are declared or have pods, on their Namespace or, where the tree has none, on a first workload.

    Where a policy is not analysed, nothing is called open.
    """
    subjects = {item.name: item for item in objects if item.kind == "Namespace" and not item.group}
    for workload in matrix.workloads:
        subjects.setdefault(workload.object.namespace or "", workload.object)
    policies: dict[str | None, list[Object]] = defaultdict(list)
    for item in objects:
        if item.group == GROUP and item.kind == "NetworkPolicy":
            policies[item.namespace].append(item)
    excused = _foreign_namespaces(objects)
    for name, subject in subjects.items():
        if name not in SYSTEM_NAMESPACES and not excused & {name, None}:
            missing = [one for one in _DIRECTIONS if not denies_by_default(policies[name], one)]
            yield fact("NamespaceIsolation", subject, namespace=name, missing=missing)


def _foreign_namespaces(objects: Sequence[Object]) -> set[str | None]:
    """Where policies are that this analysis does not judge; None stands for the whole cluster."""
    return {item.namespace for item in objects if is_foreign(item)}


def _pods(objects: Sequence[Object], matrix: Matrix) -> Iterator[Fact]:
    """Pods on the host network are left out: no policy selects them anyway."""
    excused = _foreign_namespaces(objects)
    positions = {shape: index for index, shape in enumerate(matrix.endpoints.pods)}
    for workload in matrix.workloads:
        namespace = workload.object.namespace
        if namespace in SYSTEM_NAMESPACES or excused & {namespace, None}:
            continue
        for path, shape in _templates(workload):
            if not shape.host_network and shape in positions:
                missing = [one for one in _DIRECTIONS if not _isolated(matrix, positions[shape], one)]
                yield fact("PodIsolation", workload.object, field=path, missing=missing)


def _templates(workload: Workload) -> Iterator[tuple[str, Pod]]:
    """The pods of a workload with the field of their labels; the root where the controller is not in the tree."""
    if workload.object.pods:
        for template in workload.object.pods:
            yield field(template.metadata_path, "labels"), pod(workload.object, template)
    else:
        for shape in workload.pods:
            yield "", shape


def _isolated(matrix: Matrix, position: int, direction: Direction) -> bool:
    return any(policy.tier is Tier.NETWORK for policy in matrix.planner.selecting(position, direction))


def _selections(objects: Sequence[Object], matrix: Matrix) -> Iterator[Fact]:
    """Selectors that select nothing in the tree, and nothing that may be outside it."""
    known = frozenset(namespaces(objects))
    for policy in matrix.planner.policies:
        peers = [
            {"field": path}
            for rule in policy.all_rules
            for path, peer in zip(rule.places, rule.peers, strict=True)
            if isinstance(peer, PodPeer) and _dangles(matrix, peer, known)
        ]
        nobody = not _waits(policy) and _dangles(matrix, policy.subject, known)
        place = "spec.podSelector" if policy.tier is Tier.NETWORK else "spec.subject"
        yield fact("PolicySelection", policy.object, nobody=nobody, field=place, dangling=peers)


def _waits(policy: Policy) -> bool:
    """Whether a policy is for all pods of its scope, so that it makes sense before there are any."""
    spaces = policy.tier is Tier.NETWORK or policy.subject.namespaces == EVERYTHING
    return spaces and policy.subject.pods == EVERYTHING


def _dangles(matrix: Matrix, peer: PodPeer, known: frozenset[str]) -> bool:
    """Whether a peer can be read, selects nobody, and does not name a namespace that the tree does not have."""
    if peer.pods is None or peer.namespaces is None or _elsewhere(peer.namespaces, known):
        return False
    return not matrix.endpoints.labelled(peer).possible


def _elsewhere(selector: Sequence[Requirement], known: frozenset[str]) -> bool:
    """Whether a selector asks for namespaces by name, some of which the tree does not have."""
    named = [one.values for one in selector if one.key == NAMESPACE_NAME and one.wanted and one.values]
    return any(values - known for values in named)


def _order(policies: Sequence[Policy], matrix: Matrix) -> Iterator[Fact]:
    """Policies of a tier with the same priority and a pod in common: which of them decides is not defined."""
    ordered = [policy for policy in policies if policy.tier is not Tier.NETWORK]
    for _, group in groupby(ordered, key=lambda policy: (policy.tier, policy.priority)):
        equals = [(policy, matrix.endpoints.select(policy.subject).possible) for policy in group]
        for policy, pods in equals:
            rivals = [other.name for other, others in equals if other is not policy and pods & others]
            if rivals:
                yield fact("PolicyOrder", policy.object, rivals=rivals)


def _metadata(policies: Sequence[Policy], metadata: Ranges) -> Iterator[Fact]:
    """Egress to the instance metadata, which hands out the node's credentials, by a rule that is not about everything:
    of those another rule says so already.
    """
    for policy in policies:
        fields = [
            place
            for rule in policy.egress or ()
            if rule.action is Action.ACCEPT
            for place, peer in zip(rule.places, rule.peers, strict=True)
            if _reaches(rule, peer, metadata)
        ]
        if fields:
            yield fact("PolicyAddresses", policy.object, metadata=fields)


def _reaches(rule: Rule, peer: Peer, metadata: Ranges) -> bool:
    """The metadata service answers at port 80; a rule about ports that has no peers means everybody."""
    if isinstance(peer, AddressPeer):
        return bool(intersection(peer.addresses, metadata) and difference((addresses.IPV4,), peer.addresses))
    ports = rule.ports.numbers
    return isinstance(peer, Everyone) and ports != ALL and bool(intersection(ports, span("TCP", 80, 80)))
