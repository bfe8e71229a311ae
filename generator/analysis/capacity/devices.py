"""What ResourceClaims charge: devices by class, in the worst case.

Source: pkg/quota/v1/evaluator/core/resource_claims.go (Usage); KEP-5004 for extended resources of device classes.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.analysis import resources
from generator.analysis.shapes import below, mapping, mappings, text, whole
from generator.model import Body, Object
from generator.quantity import Quantity, units

# A request for all devices counts as this many (AllocationResultsMaxSize of resource.k8s.io).
_ALL = 32
_BY_CLASS = ".deviceclass.resource.k8s.io/devices"
_IMPLICIT = "requests.deviceclass.resource.kubernetes.io/"


def extended_names(objects: Iterable[Object]) -> Mapping[str, str]:
    """The extended resource that each DeviceClass stands for, by class, where it names one."""
    classes = (item for item in objects if (item.group, item.kind) == ("resource.k8s.io", "DeviceClass"))
    names = {item.name: text(below(item.body, "spec").get("extendedResourceName")) for item in classes}
    return {name: extended for name, extended in names.items() if extended}


def usage(spec: Body, extended: Mapping[str, str]) -> dict[str, Quantity]:
    """What one claim with this spec charges, by quota key."""
    requests = mappings(below(spec, "devices").get("requests"))
    devices = resources.total(_of_request(request) for request in requests)
    charged = {"count/resourceclaims.resource.k8s.io": units(1)}
    for name, amount in devices.items():
        charged[f"{name}{_BY_CLASS}"] = amount
        charged[f"{_IMPLICIT}{name}"] = amount
        if name in extended:
            charged[f"requests.{extended[name]}"] = amount
    return charged


def of_pod(spec: Body, templates: Mapping[str, Body]) -> Iterator[Body]:
    """The specs of the claims that each pod of this spec gets from templates, which are given by name."""
    for entry in mappings(spec.get("resourceClaims")):
        name = text(entry.get("resourceClaimTemplateName"))
        if name in templates:
            yield below(templates[name], "spec", "spec")


def _of_request(request: Body) -> dict[str, Quantity]:
    """Devices by class of one request; of alternatives the greatest number of each class."""
    alternatives = mappings(request.get("firstAvailable"))
    if alternatives:
        return resources.greatest(map(_exactly, alternatives))
    return _exactly(mapping(request.get("exactly")) or request)


def _exactly(request: Body) -> dict[str, Quantity]:
    """Devices of a plain request, in the form of resource.k8s.io/v1 or, without `exactly`, of its beta versions."""
    name = text(request.get("deviceClassName"))
    mode = text(request.get("allocationMode"), "ExactCount")
    number = _ALL if mode == "All" else whole(request.get("count"), 1) if mode == "ExactCount" else 0
    return {name: units(number)} if name and number else {}
