"""NetworkPolicy as its specification reads.

Source: kubernetes/api networking/v1 types.go; kubernetes/kubernetes pkg/apis/networking/v1/defaults.go (policyTypes)
and pkg/apis/networking/validation (what is refused).
"""

from generator.analysis import addresses, selectors
from generator.analysis.ranges import EMPTY, difference, union
from generator.analysis.reachability.policies import (
    PEERS,
    Action,
    AddressPeer,
    Direction,
    Everyone,
    Peer,
    PodPeer,
    Policy,
    Rule,
    Tier,
    namespace_named,
)
from generator.analysis.reachability.ports import ALL, PROTOCOLS, PortName, Ports, span
from generator.analysis.shapes import below, mapping, mappings, sequence
from generator.analysis.workloads import LAST_PORT
from generator.model import Body, Object

GROUP = "networking.k8s.io"
_TYPES = {"ingress": "Ingress", "egress": "Egress"}


def read(item: Object) -> Policy:
    """One NetworkPolicy. Total: what the API server would refuse is listed in `problems` and matches nothing."""
    return _Reader(item).policy()


def concerns(spec: Body, direction: Direction) -> bool:
    """Whether a policy's spec isolates its pods in a direction.

    Without policyTypes: ingress always, egress only where there are egress rules.
    """
    types = sequence(spec.get("policyTypes"))
    if types:
        return _TYPES[direction] in types
    return direction == "ingress" or bool(spec.get("egress"))


class _Reader:
    def __init__(self, item: Object) -> None:
        self.item = item
        self.spec = below(item.body, "spec")
        self.namespace = namespace_named(item.namespace or "")
        self.problems: list[tuple[str, str]] = []

    def policy(self) -> Policy:
        subject = PodPeer(self.namespace, self.selector(self.spec.get("podSelector"), "spec.podSelector"))
        ingress, egress = self.rules("ingress"), self.rules("egress")
        for index, kind in enumerate(sequence(self.spec.get("policyTypes"))):
            if kind not in _TYPES.values():
                self.problem(f"spec.policyTypes[{index}]", "is neither Ingress nor Egress")
        return Policy(self.item, Tier.NETWORK, subject, ingress, egress, problems=tuple(self.problems))

    def rules(self, direction: Direction) -> tuple[Rule, ...] | None:
        if not concerns(self.spec, direction):
            return None
        path = f"spec.{direction}"
        return tuple(
            self.rule(mapping(entry), f"{path}[{index}]", PEERS[direction])
            for index, entry in enumerate(self.entries(self.spec.get(direction), path))
            if entry is None or isinstance(entry, dict)
        )

    def rule(self, rule: Body, path: str, key: str) -> Rule:
        """One rule: no peers are every peer, no ports every port."""
        peers, ports = rule.get(key), rule.get("ports")
        found = self.peers(peers, f"{path}.{key}") if peers else {path: Everyone()}
        wanted = self.ports(ports, f"{path}.ports") if ports else Ports(ALL)
        return Rule(path, Action.ACCEPT, tuple(found.values()), wanted, tuple(found))

    def peers(self, peers: object, path: str) -> dict[str, Peer]:
        """The peers that can be read, by place."""
        places = ((f"{path}[{index}]", mapping(entry)) for index, entry in enumerate(self.entries(peers, path)))
        found = ((place, self.peer(entry, place)) for place, entry in places)
        return {place: peer for place, peer in found if peer}

    def peer(self, entry: Body, path: str) -> Peer | None:
        given = {key for key in ("ipBlock", "namespaceSelector", "podSelector") if entry.get(key) is not None}
        if not given:
            self.problem(path, "names neither pods nor addresses")
            return None
        if "ipBlock" not in given:
            return self.pods(entry, path)
        if len(given) > 1:
            self.problem(path, "has an ipBlock beside selectors")
            return None
        return self.block(mapping(entry["ipBlock"]), f"{path}.ipBlock")

    def pods(self, entry: Body, path: str) -> PodPeer:
        """A namespaceSelector with a podSelector means both; a podSelector alone means the policy's own namespace."""
        namespaces = entry.get("namespaceSelector")
        return PodPeer(
            self.namespace if namespaces is None else self.selector(namespaces, f"{path}.namespaceSelector"),
            self.selector(entry.get("podSelector"), f"{path}.podSelector"),
        )

    def block(self, block: Body, path: str) -> AddressPeer | None:
        """An ipBlock: its addresses less the exceptions, for addresses outside the cluster."""
        whole = addresses.block(block.get("cidr"))
        if whole is None:
            self.problem(f"{path}.cidr", "is not a CIDR block")
            return None
        removed = EMPTY
        for index, entry in enumerate(self.entries(block.get("except"), f"{path}.except")):
            exception = addresses.block(entry)
            if exception is None:
                self.problem(f"{path}.except[{index}]", "is not a CIDR block")
                return None
            if difference(exception, whole):
                self.problem(f"{path}.except[{index}]", "is not inside the block")
            removed = union(removed, exception)
        return AddressPeer(difference(whole, removed))

    def ports(self, ports: object, path: str) -> Ports:
        numbers, names = EMPTY, []
        for index, entry in enumerate(self.entries(ports, path)):
            ranges, name = self.port(mapping(entry), f"{path}[{index}]")
            numbers = union(numbers, ranges)
            names += [name] if name else []
        return Ports(numbers, tuple(names))

    def port(self, entry: Body, path: str) -> tuple[tuple[tuple[int, int], ...], PortName | None]:
        """One port: a number, a range up to endPort, a name, or every port of the protocol (TCP by default)."""
        protocol = "TCP" if entry.get("protocol") is None else entry["protocol"]
        first, last = entry.get("port"), entry.get("endPort")
        if protocol not in PROTOCOLS:
            self.problem(f"{path}.protocol", "is none of TCP, UDP, SCTP")
            return EMPTY, None
        if last is not None and not isinstance(first, int):
            self.problem(f"{path}.endPort", "stands without a number to start from")
            return EMPTY, None
        if first is None:
            return span(protocol), None
        if isinstance(first, str):
            return EMPTY, PortName(first, protocol)
        last = first if last is None else last
        if not _is_port(first) or not _is_port(last) or last < first:
            self.problem(path, "is not a range of ports")
            return EMPTY, None
        return span(protocol, first, last), None

    def selector(self, value: object, path: str) -> selectors.Selector | None:
        selector = selectors.parse(value)
        if selector is None:
            self.problem(path, "is not a label selector")
        return selector

    def entries(self, value: object, path: str) -> list[object]:
        if value is not None and not isinstance(value, list):
            self.problem(path, "is not a list")
        return sequence(value)

    def problem(self, path: str, why: str) -> None:
        self.problems.append((path, why))


def _is_port(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LAST_PORT


def denies_by_default(items: list[Object], direction: Direction) -> bool:
    """Whether the NetworkPolicies of one namespace shut every pod off in a direction, whatever its labels.

    A policy for all pods does, unless another policy for all pods opens the direction to everyone.
    """
    rules = [
        sequence(below(item.body, "spec").get(direction))
        for item in items
        if selectors.parse(below(item.body, "spec").get("podSelector")) == selectors.EVERYTHING
        and concerns(below(item.body, "spec"), direction)
    ]
    opened = any(not rule.get(PEERS[direction]) and not rule.get("ports") for one in rules for rule in mappings(one))
    return bool(rules) and not opened
