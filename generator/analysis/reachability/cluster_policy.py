"""Policies of a whole cluster: ClusterNetworkPolicy, and the AdminNetworkPolicy pair that it replaced.

Source: sigs.k8s.io/network-policy-api v0.2.0, apis/v1alpha2 and apis/v1alpha1. A peer without a known field fails
closed: an Accept rule then matches nothing, and a Deny or Pass rule denies everything.
"""

from collections.abc import Callable, Iterator

from generator.analysis import addresses, selectors
from generator.analysis.ranges import EMPTY, union
from generator.analysis.reachability.policies import (
    PEERS,
    Action,
    AddressPeer,
    Direction,
    DomainPeer,
    Everyone,
    NodePeer,
    Peer,
    PodPeer,
    Policy,
    Rule,
    Tier,
)
from generator.analysis.reachability.ports import ALL, PortName, Ports, span
from generator.analysis.shapes import below, mapping, sequence, text, whole
from generator.model import Body, Object

GROUP = "policy.networking.k8s.io"
KINDS = frozenset({"ClusterNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy"})
_ACTIONS = {"Accept": Action.ACCEPT, "Allow": Action.ACCEPT, "Deny": Action.DENY, "Pass": Action.PASS}
_TIERS = {"Admin": Tier.ADMIN, "Baseline": Tier.BASELINE}
_PROTOCOLS = {"tcp": "TCP", "udp": "UDP", "sctp": "SCTP"}
_GREATEST_PRIORITY = 1000


def read(item: Object) -> Policy | tuple[str, str]:
    """One policy of a known kind, or the field and the reason for which it cannot be read as a whole."""
    spec = below(item.body, "spec")
    tier = _tier(item, spec)
    if tier is None:
        return "spec.tier", "is neither Admin nor Baseline"
    priority = 0 if item.kind == "BaselineAdminNetworkPolicy" else whole(spec.get("priority"), -1)
    if not 0 <= priority <= _GREATEST_PRIORITY:
        return "spec.priority", f"is not a number from 0 to {_GREATEST_PRIORITY}"
    subject = _pods(mapping(spec.get("subject")))
    if subject is None:
        return "spec.subject", "names neither namespaces nor pods"
    problems: list[tuple[str, str]] = []
    ingress, egress = (tuple(_rules(spec, direction, problems)) for direction in ("ingress", "egress"))
    return Policy(item, tier, subject, ingress, egress, priority, tuple(problems))


def _tier(item: Object, spec: Body) -> Tier | None:
    if item.kind == "ClusterNetworkPolicy":
        return _TIERS.get(text(spec.get("tier")))
    return Tier.ADMIN if item.kind == "AdminNetworkPolicy" else Tier.BASELINE


def _rules(spec: Body, direction: Direction, problems: list[tuple[str, str]]) -> Iterator[Rule]:
    for index, entry in enumerate(sequence(spec.get(direction))):
        path, rule = f"spec.{direction}[{index}]", mapping(entry)
        action = _ACTIONS.get(text(rule.get("action")))
        if action is None:
            problems.append((f"{path}.action", "is none of Accept, Deny, Pass"))
            continue
        peers, ports = _every(rule.get(PEERS[direction]), _peer), _ports(rule)
        if peers and ports:
            places = tuple(f"{path}.{PEERS[direction]}[{position}]" for position in range(len(peers)))
            yield Rule(path, action, peers, ports, places)
        else:
            problems.append((path, "cannot be read whole, so it fails closed"))
            if action is not Action.ACCEPT:
                yield Rule(path, Action.DENY, (Everyone(),), Ports(ALL), (path,))


def _every(entries: object, reader: Callable[[Body], Peer | None]) -> tuple[Peer, ...] | None:
    """All entries as read, or None where there are none or one of them cannot be read."""
    found = tuple(reader(mapping(entry)) for entry in sequence(entries))
    readable = tuple(one for one in found if one is not None)
    return readable if readable and len(readable) == len(found) else None


def _peer(entry: Body) -> Peer | None:
    given = [key for key, value in entry.items() if value is not None]
    if len(given) != 1:
        return None
    key, value = given[0], entry[given[0]]
    if key in {"namespaces", "pods"}:
        return _pods(entry)
    if key == "networks":
        return _networks(value)
    if key == "nodes":
        return NodePeer()
    return DomainPeer() if key == "domainNames" else None


def _pods(entry: Body) -> PodPeer | None:
    """A subject or peer: all pods of the namespaces selected, or some of them."""
    namespaces, pods = entry.get("namespaces"), entry.get("pods")
    if (namespaces is None) is (pods is None):
        return None
    if namespaces is not None:
        peer = PodPeer(selectors.parse(namespaces), selectors.EVERYTHING)
    else:
        both = mapping(pods)
        peer = PodPeer(selectors.parse(both.get("namespaceSelector")), selectors.parse(both.get("podSelector")))
    return None if peer.namespaces is None or peer.pods is None else peer


def _networks(value: object) -> AddressPeer | None:
    found = [addresses.block(entry) for entry in sequence(value)]
    if not found or None in found:
        return None
    return AddressPeer(union(*(one for one in found if one)), covers_pods=True)


def _ports(rule: Body) -> Ports | None:
    """The `protocols` (v1alpha2) or `ports` (v1alpha1) of a rule: all ports without them, None where unreadable."""
    entries = rule.get("protocols") if rule.get("protocols") is not None else rule.get("ports")
    if entries is None:
        return Ports(ALL)
    found = [_port(mapping(entry)) for entry in sequence(entries)]
    readable = [one for one in found if one is not None]
    if not readable or len(readable) != len(found):
        return None
    return Ports(union(*(one.numbers for one in readable)), tuple(name for one in readable for name in one.names))


def _port(entry: Body) -> Ports | None:
    for key, protocol in _PROTOCOLS.items():
        if entry.get(key) is not None:
            return _destination(mapping(entry[key]).get("destinationPort"), protocol)
    for key in ("destinationNamedPort", "namedPort"):
        if text(entry.get(key)):
            return Ports(EMPTY, (PortName(entry[key]),))
    number, ports = mapping(entry.get("portNumber")), mapping(entry.get("portRange"))
    if number:
        return _numbers(number.get("protocol"), number.get("port"), number.get("port"))
    return _numbers(ports.get("protocol"), ports.get("start"), ports.get("end"))


def _destination(port: object, protocol: str) -> Ports | None:
    if port is None:
        return Ports(span(protocol))
    number, ports = mapping(port).get("number"), mapping(mapping(port).get("range"))
    return _numbers(protocol, number, number) if number else _numbers(protocol, ports.get("start"), ports.get("end"))


def _numbers(protocol: object, first: object, last: object) -> Ports | None:
    low, high = whole(first, 0), whole(last, 0)
    found = span("TCP" if protocol is None else protocol, low, high) if low else EMPTY
    return Ports(found) if found else None
