"""What one pod, volume claim or service charges, by quota key.

Source: the evaluators in pkg/quota/v1/evaluator/core (pods.go, persistent_volume_claims.go, services.go).
"""

from generator.analysis import resources
from generator.analysis.capacity.keys import STORAGE_CLASS
from generator.analysis.requests import PodNeeds
from generator.analysis.shapes import below, mappings
from generator.model import Body
from generator.quantity import Quantity, units

_ONE = units(1)


def of_pod(needs: PodNeeds) -> dict[str, Quantity]:
    """What one pod charges, by quota key (podComputeUsageHelper)."""
    usage = {"pods": _ONE, "count/pods": _ONE}
    for name, amount in needs.requests.items():
        if name in {"cpu", "memory", "ephemeral-storage"} or name.startswith(resources.HUGE_PAGES):
            usage[name] = amount
            usage[f"requests.{name}"] = amount
        elif resources.extended(name):
            usage[f"requests.{name}"] = amount
    for name, amount in needs.limits.items():
        if name in {"cpu", "memory", "ephemeral-storage"}:
            usage[f"limits.{name}"] = amount
    return usage


def of_claim(body: Body, storage_class: str) -> dict[str, Quantity]:
    """What one volume claim charges: itself and its storage in whole bytes, also to its class."""
    usage = {"persistentvolumeclaims": _ONE}
    storage = resources.read(below(body, "spec", "resources").get("requests"))[0].get("storage")
    if storage is not None:
        usage["requests.storage"] = storage.round_up()
    by_class = {f"{storage_class}{STORAGE_CLASS}{name}": amount for name, amount in usage.items()}
    return usage | {"count/persistentvolumeclaims": _ONE} | (by_class if storage_class else {})


def of_service(spec: Body) -> dict[str, Quantity]:
    """Load balancers, and node ports: one a port, also for a load balancer unless it allocates none."""
    ports = mappings(spec.get("ports"))
    if spec.get("type") == "NodePort":
        return {"services.nodeports": units(len(ports))}
    if spec.get("type") != "LoadBalancer":
        return {}
    if spec.get("allocateLoadBalancerNodePorts") is False:
        ports = [port for port in ports if port.get("nodePort")]
    return {"services.loadbalancers": _ONE, "services.nodeports": units(len(ports))}
