"""clusters/<cluster>.yaml as a value, and what a schema cannot say of it."""

from collections.abc import Iterator, Mapping

from generator.declarations import addresses, repeats
from generator.declarations.amounts import texts
from generator.declarations.reading import File
from generator.errors import Problem
from generator.model import Body, Cluster, Destination, Network, NodePool, Taint

OLDEST, NEWEST = 25, 37
RETIRED_INGRESS = "ingress-nginx"
_CNI: Mapping[str, str] = {"kind": "kindnet", "eks": "vpc-cni"}
_BLOCKS = ("pods", "services", "nodes", "loadBalancers", "databases", "dnsAddresses")


def cluster(name: str, file: File) -> Cluster:
    """The cluster that a valid file declares."""
    value = file.value
    return Cluster(
        name=name,
        provider=value["provider"],
        kubernetes_version=kubernetes_version(value),
        environments=tuple(value["environments"]),
        suffixes={environment: each["suffix"] for environment, each in value["environments"].items()},
        node_pools=tuple(_pool(each) for each in value["nodePools"]),
        network=_network(value["network"], value["provider"]),
        storage_classes=tuple(value["storageClasses"]),
        ingress={"provider": "", "gateway": None, **value["ingress"]},
        capabilities=dict(value["capabilities"]),
        destination=Destination(**value["destination"]),
        place=file.place(),
    )


def kubernetes_version(value: Body) -> str:
    """The version as text. Without quotes YAML reads 1.30 as the number 1.3; every supported minor has two digits."""
    version = value["kubernetesVersion"]
    return version if isinstance(version, str) else f"{version:.2f}"


def _pool(value: Body) -> NodePool:
    return NodePool(
        name=value["name"],
        labels=dict(value["labels"]),
        taints=tuple(Taint(**each) for each in value["taints"]),
        capacity=texts(value["capacity"]),
        architecture=value["architecture"],
        minimum=value["nodes"]["min"],
        maximum=value["nodes"]["max"],
        spot=value["spot"],
    )


def _network(value: Body, provider: str) -> Network:
    return Network(
        cni=value.get("cni", _CNI[provider]),
        pods=tuple(value["pods"]),
        services=tuple(value["services"]),
        nodes=tuple(value["nodes"]),
        api_server=tuple(value["apiServer"]["addresses"]),
        api_server_port=value["apiServer"]["port"],
        load_balancers=tuple(value["loadBalancers"]),
        databases=tuple(value["databases"]),
        dns_addresses=tuple(value["dnsAddresses"]),
        metadata=value["metadata"],
        dns_namespace=value["namespaces"]["dns"],
        monitoring_namespace=value["namespaces"]["monitoring"],
        ingress_namespace=value["namespaces"].get("ingress", ""),
    )


def problems(file: File) -> Iterator[Problem]:
    """What a schema cannot say: the version is supported, blocks are canonical, pools make sense."""
    version = kubernetes_version(file.value)
    if version not in {f"1.{minor}" for minor in range(OLDEST, NEWEST + 1)}:
        what = f"Kubernetes {version} is not supported"
        yield file.problem(("kubernetesVersion",), what, f"1.{OLDEST} to 1.{NEWEST} are")
    yield from _network_problems(file)
    yield from _pool_problems(file)


def _network_problems(file: File) -> Iterator[Problem]:
    network = file.value["network"]
    for name in _BLOCKS:
        yield from addresses.problems(file, ("network", name), network[name])
    yield from addresses.problems(file, ("network", "apiServer", "addresses"), network["apiServer"]["addresses"])
    yield from addresses.block_problems(file, ("network", "metadata"), network["metadata"])


def _pool_problems(file: File) -> Iterator[Problem]:
    yield from repeats.problems(file, "nodePools", "node pool")
    for index, pool in enumerate(file.value["nodePools"]):
        fewest, most = pool["nodes"]["min"], pool["nodes"]["max"]
        if fewest > most:
            what = f"a pool of at least {fewest} nodes cannot have at most {most}"
            yield file.problem(("nodePools", index, "nodes"), what)


def warnings(file: File) -> Iterator[Problem]:
    """What still works and should be replaced."""
    if file.value["ingress"].get("provider") == RETIRED_INGRESS:
        what = f"{RETIRED_INGRESS} was retired in March 2026 and gets no security fixes"
        yield file.problem(("ingress", "provider"), what, "move to `gateway`, `alb` or `f5-nginx`")
