"""A direct reading of the specifications, one probe at a time, that shares nothing with the analysis.

A question is answered with True, False, or None where the tree or the CNI decides. Written from the documentation of
NetworkPolicy (networking.k8s.io/v1) and ClusterNetworkPolicy (policy.networking.k8s.io/v1alpha2).
"""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network


@dataclass(frozen=True)
class Pod:
    namespace: str
    labels: dict
    ports: tuple = ()  # (name, protocol, number)
    host: bool = False
    bare: bool = False


@dataclass(frozen=True)
class World:
    namespaces: dict  # name -> labels; None where the Namespace object is missing
    policies: list  # bodies
    pod_blocks: tuple = ()
    node_blocks: tuple = ()
    cni: str = "other"


def either(answers):
    answers = list(answers)
    return True if True in answers else None if None in answers else False


def both(answers):
    answers = list(answers)
    return False if False in answers else None if None in answers else True


def expression(labels, one, known=None):
    if known is not None and one["key"] not in known:
        return None
    value, operator = labels.get(one["key"]), one["operator"]
    if operator == "In":
        return value in one["values"]
    if operator == "NotIn":
        return value not in one["values"]
    return (value is not None) is (operator == "Exists")


def selected(selector, labels, known=None):
    wanted = [
        {"key": key, "operator": "In", "values": [value]} for key, value in selector.get("matchLabels", {}).items()
    ]
    return both(expression(labels, one, known) for one in wanted + selector.get("matchExpressions", []))


def namespace_selected(world, selector, name):
    own = world.namespaces.get(name)
    labels = {**(own or {}), "kubernetes.io/metadata.name": name}
    return selected(selector, labels, None if own is not None else {"kubernetes.io/metadata.name"})


def inside(address, block):
    return ip_address(address) in ip_network(block, strict=False)


def overlap(block, blocks):
    network = ip_network(block, strict=False)
    return any(network.version == ip_network(one).version and network.overlaps(ip_network(one)) for one in blocks)


def ip_block(world, block, other):
    exceptions = block.get("except", [])
    if isinstance(other, Pod):
        # Only blocks that reach beyond their exceptions into the pods' addresses may mean pods.
        free = ranges(block["cidr"])
        for exception in exceptions:
            free = [piece for one in free for piece in cut(one, exception)]
        pods = [ip_network(one) for one in world.pod_blocks]
        touched = any(
            version == pod.version and first <= int(pod.broadcast_address) and int(pod.network_address) <= last
            for version, first, last in free
            for pod in pods
        )
        return None if touched else False
    if not inside(other, block["cidr"]) or any(inside(other, one) for one in exceptions):
        return False
    return None if any(inside(other, one) for one in world.pod_blocks) else True


def ranges(block):
    network = ip_network(block, strict=False)
    return [(network.version, int(network.network_address), int(network.broadcast_address))]


def cut(piece, block):
    version, first, last = piece
    [(other, low, high)] = ranges(block)
    if version != other or high < first or last < low:
        return [piece]
    return [one for one in ((version, first, low - 1), (version, high + 1, last)) if one[1] <= one[2]]


def peer_matches(world, peer, namespace, other):
    if "ipBlock" in peer:
        return ip_block(world, peer["ipBlock"], other)
    if not isinstance(other, Pod):
        return False
    if "namespaceSelector" in peer:
        where = namespace_selected(world, peer["namespaceSelector"], other.namespace)
    else:
        where = other.namespace == namespace
    return both([where, selected(peer.get("podSelector", {}), other.labels)])


def port_matches(entry, target, protocol, port):
    if entry.get("protocol", "TCP") != protocol:
        return False
    wanted = entry.get("port")
    if wanted is None:
        return True
    if isinstance(wanted, str):
        return isinstance(target, Pod) and (wanted, protocol, port) in target.ports
    return wanted <= port <= entry.get("endPort", wanted)


def network_policies(world, pod, direction):
    for policy in world.policies:
        if policy["kind"] != "NetworkPolicy" or policy["metadata"]["namespace"] != pod.namespace:
            continue
        spec = policy["spec"]
        types = spec.get("policyTypes") or ["Ingress", *(["Egress"] if spec.get("egress") else [])]
        if direction.capitalize() in types and selected(spec.get("podSelector", {}), pod.labels):
            yield policy


def network_tier(world, policies, direction, other, target, probe):
    key = "from" if direction == "ingress" else "to"
    answers = []
    for policy in policies:
        for rule in policy["spec"].get(direction) or []:
            peers, ports = rule.get(key) or [], rule.get("ports") or []
            namespace = policy["metadata"]["namespace"]
            who = either(peer_matches(world, peer, namespace, other) for peer in peers) if peers else True
            what = any(port_matches(entry, target, *probe) for entry in ports) if ports else True
            answers.append(both([who, what]))
    return either(answers)


def cluster_pods(world, entry, other):
    if not isinstance(other, Pod):
        return False
    if "namespaces" in entry:
        return namespace_selected(world, entry["namespaces"], other.namespace)
    where = namespace_selected(world, entry["pods"]["namespaceSelector"], other.namespace)
    return both([where, selected(entry["pods"]["podSelector"], other.labels)])


def cluster_peer(world, entry, other):
    [key] = entry
    if key in ("namespaces", "pods"):
        return cluster_pods(world, entry, other)
    if key == "nodes":
        known = any(inside(other, one) for one in world.node_blocks) if not isinstance(other, Pod) else False
        return False if isinstance(other, Pod) or (world.node_blocks and not known) else None
    if key == "domainNames":
        return False if isinstance(other, Pod) else None
    return either(network(world, one, other) for one in entry["networks"])


def network(world, block, other):
    if not isinstance(other, Pod):
        return ip_block(world, {"cidr": block}, other)
    homes = world.pod_blocks or ("0.0.0.0/0",)
    if all(
        ip_network(home).version == ip_network(block).version and ip_network(home).subnet_of(ip_network(block))
        for home in homes
    ):
        return True
    return None if overlap(block, homes) else False


def cluster_port(entry, target, protocol, port):
    if "destinationNamedPort" in entry or "namedPort" in entry:
        name = entry.get("destinationNamedPort") or entry.get("namedPort")
        return isinstance(target, Pod) and (name, protocol, port) in target.ports
    if "portNumber" in entry:
        return entry["portNumber"]["protocol"] == protocol and entry["portNumber"]["port"] == port
    if "portRange" in entry:
        own = entry["portRange"]
        return own.get("protocol", "TCP") == protocol and own["start"] <= port <= own["end"]
    [(key, value)] = entry.items()
    if key.upper() != protocol:
        return False
    wanted = value.get("destinationPort")
    if wanted is None:
        return True
    return wanted.get("number") == port or (
        "range" in wanted and wanted["range"]["start"] <= port <= wanted["range"]["end"]
    )


def closed(peers):
    return not peers or any(not peer for peer in peers)


def rule_outcomes(world, policy, direction, ends, probe):
    """What one policy may do with the probe: a set of accept, deny, pass, and none."""
    pod, other, target = ends
    subject = both([not pod.host, cluster_pods(world, policy["spec"]["subject"], pod)])
    if subject is False:
        return {"none"}
    outcomes, settled = set(), False
    for rule in policy["spec"].get(direction, []):
        action = {"Allow": "accept"}.get(rule["action"], rule["action"].lower())
        peers = rule.get("from" if direction == "ingress" else "to", [])
        if closed(peers):
            if action == "accept":
                continue
            action, answer = "deny", True
        else:
            ports = rule.get("protocols", rule.get("ports"))
            who = either(cluster_peer(world, peer, other) for peer in peers)
            what = ports is None or any(cluster_port(entry, target, *probe) for entry in ports)
            answer = both([who, what])
        if answer is not False:
            outcomes.add(action)
        if answer is True:
            settled = True
            break
    if not settled or subject is None:
        outcomes.add("none")
    return outcomes


def tier_of(policy):
    return {"AdminNetworkPolicy": "Admin", "BaselineAdminNetworkPolicy": "Baseline"}.get(
        policy["kind"], policy["spec"].get("tier")
    )


def cluster_tier(world, tier, *probe):
    own = [policy for policy in world.policies if tier_of(policy) == tier]
    outcomes = set()
    for priority in sorted({policy["spec"].get("priority", 0) for policy in own}):
        equals = [policy for policy in own if policy["spec"].get("priority", 0) == priority]
        found = [rule_outcomes(world, policy, *probe) for policy in equals]
        outcomes |= set().union(*found) - {"none"}
        if any("none" not in one for one in found):
            return outcomes
    return outcomes | {"none"}


def direction_outcomes(world, direction, pod, other, target, probe):
    """Whether one direction of a pod may be allowed and may be denied: a set of True and False."""
    policies = list(network_policies(world, pod, direction))
    admin = cluster_tier(world, "Admin", direction, (pod, other, target), probe)
    answers = {{"accept": True, "deny": False}[one] for one in admin & {"accept", "deny"}}
    if admin & {"pass", "none"}:
        if policies:
            verdict = network_tier(world, policies, direction, other, target, probe)
            answers |= {True, False} if verdict is None else {verdict}
        else:
            answers |= baseline(world, direction, (pod, other, target), probe)
    return answers


def baseline(world, *probe):
    outcomes = cluster_tier(world, "Baseline", *probe)
    answers = {{"accept": True, "deny": False}[one] for one in outcomes & {"accept", "deny"}}
    if outcomes & {"pass", "none"}:
        answers |= {True, False} if world.cni == "vpc-cni-strict" else {True}
    return answers


def may_talk(world, source, target, protocol, port):
    """True, False, or None: from a Pod or an address to a Pod or an address."""
    if any(isinstance(one, Pod) and one.host for one in (source, target)):
        return None
    probe = (protocol, port)
    sides = []
    if isinstance(source, Pod):
        sides.append(direction_outcomes(world, "egress", source, target, target, probe))
    if isinstance(target, Pod):
        sides.append(direction_outcomes(world, "ingress", target, source, target, probe))
    if all(side == {True} for side in sides):
        return True
    return None if all(True in side for side in sides) else False
