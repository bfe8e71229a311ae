"""Random clusters with every feature that policies have, and what runs in them as the direct reading wants it."""

import random

from property.reachability_reading import Pod, World

from generator.model import Network, Object, Origin, PodTemplate

KEYS = {"app": ("web", "db", "job"), "tier": ("front", "back"), "track": ("stable", "canary")}
ZONES = {"team": ("core", "ml"), "zone": ("a", "b")}
NAMESPACES = ("shop", "lab", "ops", "ghost")
PORT_NAMES = ("http", "grpc", "dns")
NUMBERS = (1, 53, 80, 443, 8080, 8085, 9000, 65535)
PROTOCOLS = ("TCP", "UDP", "SCTP")
BLOCKS = (
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.244.0.0/16",
    "10.244.7.0/24",
    "10.1.2.3/8",
    "192.168.4.7/30",
    "203.0.113.9/32",
    "255.255.255.255/32",
    "0.0.0.0/32",
    "2001:db8::/32",
    "fd00::/8",
)
NETWORKS = tuple(block for block in BLOCKS if block not in ("10.1.2.3/8", "192.168.4.7/30"))
ADDRESSES = (
    "0.0.0.0",
    "10.0.0.1",
    "10.244.7.9",
    "10.244.8.1",
    "192.168.4.5",
    "203.0.113.9",
    "255.255.255.255",
    "8.8.8.8",
)
ADDRESSES_6 = ("2001:db8::1", "fd00::7")


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def often(self, chance=0.5):
        return self.random.random() < chance

    def some(self, make, least, most):
        return [make() for _ in range(self.random.randint(least, most))]

    def labels(self, vocabulary):
        return {key: self.random.choice(values) for key, values in vocabulary.items() if self.often(0.7)}

    def selector(self, vocabulary):
        selector = {}
        if self.often():
            selector["matchLabels"] = dict(list(self.labels(vocabulary).items())[: self.random.randint(0, 2)])
        if self.often(0.4):
            selector["matchExpressions"] = self.some(lambda: self.expression(vocabulary), 1, 2)
        return selector

    def expression(self, vocabulary):
        key = self.random.choice(list(vocabulary))
        operator = self.random.choice(["In", "NotIn", "Exists", "DoesNotExist"])
        values = self.random.sample(vocabulary[key], self.random.randint(1, len(vocabulary[key])))
        return {"key": key, "operator": operator} | ({"values": values} if operator.endswith("In") else {})

    def namespace_selector(self):
        if self.often(0.3):
            return {"matchLabels": {"kubernetes.io/metadata.name": self.random.choice(NAMESPACES)}}
        return self.selector(ZONES)

    def block(self):
        block = {"cidr": self.random.choice(BLOCKS)}
        if self.often(0.4):
            block["except"] = self.some(lambda: self.random.choice(BLOCKS[1:]), 1, 2)
        return block

    def peer(self):
        shape = self.random.randint(0, 3)
        if shape == 0:
            return {"ipBlock": self.block()}
        peer = {"podSelector": self.selector(KEYS)} if shape != 1 else {}
        return peer | ({"namespaceSelector": self.namespace_selector()} if shape != 2 else {})

    def port(self):
        port = {} if self.often(0.4) else {"protocol": self.random.choice(PROTOCOLS)}
        if self.often(0.3):
            return port | {"port": self.random.choice(PORT_NAMES)}
        if self.often(0.9):
            port["port"] = self.random.choice(NUMBERS)
            if self.often(0.3):
                port["endPort"] = max(port["port"], self.random.choice(NUMBERS))
        return port

    def rule(self, key):
        rule = {}
        if self.often(0.8):
            rule[key] = self.some(self.peer, 0, 3)
        if self.often(0.6):
            rule["ports"] = self.some(self.port, 0, 3)
        return rule

    def network_policy(self, index):
        spec = {"podSelector": self.selector(KEYS)} if self.often(0.9) else {}
        if self.often(0.7):
            spec["policyTypes"] = self.random.choice([["Ingress"], ["Egress"], ["Ingress", "Egress"], []])
        for direction, key in (("ingress", "from"), ("egress", "to")):
            if self.often(0.7):
                spec[direction] = self.some(lambda key=key: self.rule(key), 0, 2)
        metadata = {"name": f"policy-{index}", "namespace": self.random.choice(NAMESPACES)}
        return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": metadata, "spec": spec}

    def cluster_subject(self):
        if self.often():
            return {"namespaces": self.namespace_selector()}
        return {"pods": {"namespaceSelector": self.namespace_selector(), "podSelector": self.selector(KEYS)}}

    def cluster_peer(self, direction):
        if self.often(0.05):
            return {}
        shape = self.random.randint(0, 9) if direction == "egress" else 0
        if shape == 9:
            return {"nodes": {}}
        if shape == 8:
            return {"domainNames": ["example.com"]}
        return (
            {"networks": self.some(lambda: self.random.choice(NETWORKS), 1, 2)} if shape > 4 else self.cluster_subject()
        )

    def cluster_protocol(self, old):
        if self.often(0.2):
            return {"namedPort" if old else "destinationNamedPort": self.random.choice(PORT_NAMES)}
        protocol, (first, last) = self.random.choice(PROTOCOLS), sorted(self.random.sample(NUMBERS, 2))
        if old:
            single = {"portNumber": {"protocol": protocol, "port": first}}
            return self.random.choice([single, {"portRange": {"protocol": protocol, "start": first, "end": last}}])
        ports = [
            {},
            {"destinationPort": {"number": first}},
            {"destinationPort": {"range": {"start": first, "end": last}}},
        ]
        return {protocol.lower(): self.random.choice(ports)}

    def cluster_rule(self, direction, actions, old):
        key = "from" if direction == "ingress" else "to"
        rule = {"action": self.random.choice(actions), key: self.some(lambda: self.cluster_peer(direction), 1, 2)}
        if self.often(0.03):
            rule[key] = []
        if self.often():
            rule["ports" if old else "protocols"] = self.some(lambda: self.cluster_protocol(old), 1, 2)
        return rule

    def cluster_policy(self, index):
        kind = self.random.choice(
            ["ClusterNetworkPolicy", "ClusterNetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy"]
        )
        old, actions = kind != "ClusterNetworkPolicy", ["Allow" if kind != "ClusterNetworkPolicy" else "Accept", "Deny"]
        spec = {"subject": self.cluster_subject()}
        if kind != "BaselineAdminNetworkPolicy":
            actions.append("Pass")
            spec["priority"] = self.random.randint(0, 3)
        if not old:
            spec["tier"] = self.random.choice(["Admin", "Baseline"])
        for direction in ("ingress", "egress"):
            spec[direction] = self.some(lambda direction=direction: self.cluster_rule(direction, actions, old), 0, 3)
        version = "v1alpha1" if old else "v1alpha2"
        return {
            "apiVersion": f"policy.networking.k8s.io/{version}",
            "kind": kind,
            "metadata": {"name": f"cluster-{index}"},
            "spec": spec,
        }

    def container(self, index, known):
        ports = []
        for name in PORT_NAMES:
            if self.often(0.4):
                protocol, number = self.random.choice(PROTOCOLS), self.random.choice(NUMBERS)
                ports.append(
                    {"name": name, "containerPort": number} | ({"protocol": protocol} if protocol != "TCP" else {})
                )
                known.append((name, protocol, number))
        return {"name": f"c{index}", "ports": ports}

    def template(self, namespace, *, bare=False):
        """A pod template, and the pod it makes as the reading sees it."""
        known, ignored, labels = [], [], self.labels(KEYS)
        spec = {"containers": [self.container(index, known) for index in range(self.random.randint(1, 2))]}
        if self.often(0.3):
            spec["initContainers"] = [
                self.container(2, known) | {"restartPolicy": "Always"},
                self.container(3, ignored),
            ]
        if self.often(0.1):
            spec["hostNetwork"] = True
        pod = Pod(namespace, labels, tuple(known), spec.get("hostNetwork", False), bare)
        return {"metadata": {"labels": labels}, "spec": spec}, pod

    def workload(self, index):
        """Objects, and (name, kind, pods) of the workload that they make."""
        namespace, name = self.random.choice(NAMESPACES), f"w{index}"
        kind = self.random.choice(["Deployment", "Deployment", "Pod", "RayCluster", "owned"])
        if kind == "owned":
            return self.dumped(namespace, name)
        count = 2 if kind == "RayCluster" else 1
        made = [self.template(namespace, bare=kind == "Pod") for _ in range(count)]
        item = manifest(kind, namespace, name, [template for template, _ in made])
        return [item], (f"{namespace}/{name}", kind, [pod for _, pod in made])

    def dumped(self, namespace, name):
        """A Pod of a ReplicaSet of a Deployment, as a live dump shows it."""
        template, pod = self.template(namespace)
        deployment = manifest("Deployment", namespace, name, [template])
        middle = manifest("ReplicaSet", namespace, f"{name}-1", [template], ("Deployment", name))
        item = manifest("Pod", namespace, f"{name}-1-x", [template], ("ReplicaSet", f"{name}-1"))
        return [deployment, middle, item][: self.random.randint(1, 3)], (f"{namespace}/{name}", "Deployment", [pod])


def manifest(kind, namespace, name, templates, owner=None):
    metadata = {"name": name, "namespace": namespace}
    if owner:
        metadata["ownerReferences"] = [{"kind": owner[0], "name": owner[1], "controller": True}]
    if kind == "Pod":
        metadata["labels"] = templates[0]["metadata"]["labels"]
    body = {"apiVersion": "v1" if kind == "Pod" else "apps/v1", "kind": kind, "metadata": metadata}
    pods = tuple(PodTemplate("spec", "metadata", one["spec"], one["metadata"]) for one in templates)
    return Object(body, Origin("random.yaml"), namespace=namespace, pods=pods)


def cluster(seed):
    """Objects, the network facts or None, the reading's world, and its workloads {(name, kind): pods}."""
    maker = Maker(seed)
    namespaces = {name: maker.labels(ZONES) for name in NAMESPACES if name != "ghost"} | {"ghost": None}
    objects = [
        Object(
            {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}},
            Origin("random.yaml"),
        )
        for name, labels in namespaces.items()
        if labels is not None
    ]
    workloads = {}
    for index in range(maker.random.randint(3, 8)):
        items, (name, kind, pods) = maker.workload(index)
        objects += items
        workloads[name, kind] = pods
    policies = [maker.network_policy(index) for index in range(maker.random.randint(1, 8))]
    policies += [maker.cluster_policy(index) for index in range(maker.random.choice([0, 0, 1, 2, 4]))]
    objects += [Object(body, Origin("random.yaml"), namespace=body["metadata"].get("namespace")) for body in policies]
    maker.random.shuffle(objects)
    network = None
    if maker.often(0.4):
        cni = maker.random.choice(["other", "kindnet", "vpc-cni", "vpc-cni-strict", "auto-mode"])
        network = Network(
            cni,
            pods=maker.random.choice([(), ("10.244.0.0/16",)]),
            nodes=maker.random.choice([(), ("192.168.4.4/30",)]),
        )
    facts = network or Network()
    return objects, network, World(namespaces, policies, facts.pods, facts.nodes, facts.cni), workloads, maker
