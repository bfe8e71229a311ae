"""Peers by the names of the cluster file: who runs the cluster, or stands outside, and is in no tree of manifests.

Sources: kubernetes/website, "Debugging DNS Resolution" (cluster DNS carries `k8s-app: kube-dns`); the metadata of
prometheus-operator's pods (`app.kubernetes.io/name: prometheus`); network-policy-api v0.2.0 (a node always reaches its
own pods).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.analysis import addresses
from generator.analysis.ranges import Range, Ranges, difference
from generator.analysis.workloads import workloads
from generator.model import Body, Network, Object, Origin, PodTemplate

KUBELET = "kubelet"
# Names of addresses, the most telling first: what they are of a cluster's network.
_ADDRESSES: Mapping[str, Callable[[Network], Iterable[str]]] = {
    "databases": lambda network: network.databases,
    "load-balancers": lambda network: network.load_balancers,
    "api-server": lambda network: network.api_server,
    "metadata": lambda network: (network.metadata,),
    "nodes": lambda network: network.nodes,
}
_DNS_PORTS = ({"name": "dns", "containerPort": 53, "protocol": "UDP"}, {"name": "dns-tcp", "containerPort": 53})
# Names of pods that the platform runs: the label that tells them, and their ports.
_PODS: Mapping[str, tuple[tuple[str, str], Sequence[Body]]] = {
    "dns": (("k8s-app", "kube-dns"), _DNS_PORTS),
    "monitoring": (("app.kubernetes.io/name", "prometheus"), ()),
}
NAMES = (*_ADDRESSES, *_PODS, KUBELET)


def addressed(name: str, network: Network) -> Ranges | None:
    """The addresses that a name means; None for a name that means none."""
    return addresses.blocks(_ADDRESSES[name](network)) if name in _ADDRESSES else None


def names(piece: Range, network: Network) -> tuple[str, ...]:
    """The names of a piece of the outside world: those whose addresses hold all of it."""
    known = {name: addressed(name, network) or () for name in _ADDRESSES}
    return tuple(name for name, ranges in known.items() if ranges and not difference((piece,), ranges))


def resolve(name: str, objects: Sequence[Object], network: Network) -> tuple[str, Object | None]:
    """The workload that a name means: one of the tree, or else a Pod to add to it. Any other name is left as it is."""
    if name not in _PODS:
        return name, None
    (key, value), ports = _PODS[name]
    namespace = network.dns_namespace if name == "dns" else network.monitoring_namespace
    for workload in workloads(objects):
        if any(pod.namespace == namespace and (key, value) in pod.labels for pod in workload.pods):
            return workload.name, None
    metadata: Body = {"name": name, "namespace": namespace, "labels": {key: value}}
    spec: Body = {"containers": [{"name": name, "ports": list(ports)}]}
    body: Body = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
    pod = PodTemplate("spec", "metadata", spec, metadata)
    return f"{namespace}/{name}", Object(body, Origin("the cluster file"), namespace, (pod,))
