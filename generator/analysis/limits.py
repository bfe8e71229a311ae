"""LimitRange: what it fills in and what it refuses.

Source: plugin/pkg/admission/limitranger/admission.go and SetDefaults_LimitRangeItem in pkg/apis/core/v1/defaults.go.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from generator.analysis import resources
from generator.analysis.resources import Amounts
from generator.analysis.shapes import below, mappings, text
from generator.model import Object
from generator.quantity import Quantity


class Limit(Struct, frozen=True):
    """One item of a LimitRange with the API server's own defaults filled in. `type` is Container, Pod or
    PersistentVolumeClaim.
    """

    type: str
    minimum: Amounts
    maximum: Amounts
    ratio: Amounts
    default: Amounts
    default_request: Amounts


class LimitRange(Struct, frozen=True):
    """A LimitRange by name. Kubernetes applies several in no particular order; here they come sorted by name."""

    name: str
    limits: tuple[Limit, ...]

    def of(self, kind: str) -> Iterator[Limit]:
        """The items of one type."""
        return (limit for limit in self.limits if limit.type == kind)


def read(item: Object) -> LimitRange:
    """A LimitRange object; quantities that cannot be read count as absent."""
    spec = below(item.body, "spec")
    return LimitRange(item.name, tuple(_limit(limit) for limit in mappings(spec.get("limits"))))


def _limit(body: dict[str, object]) -> Limit:
    minimum, maximum, ratio, default, default_request = (
        resources.read(body.get(key))[0] for key in ("min", "max", "maxLimitRequestRatio", "default", "defaultRequest")
    )
    kind = text(body.get("type"))
    if kind == "Container":
        default = {**maximum, **default}
        default_request = {**minimum, **default, **default_request}
    return Limit(kind, minimum, maximum, ratio, default, default_request)


def fill(requests: dict[str, Quantity], limits: dict[str, Quantity], ranges: Sequence[LimitRange]) -> None:
    """Give a container, in place, the defaults for what it leaves open; a later range fills only what is left."""
    for limit_range in ranges:
        for limit in limit_range.of("Container"):
            for name, amount in limit.default.items():
                limits.setdefault(name, amount)
            for name, amount in limit.default_request.items():
                requests.setdefault(name, amount)


class Breach(Struct, frozen=True):
    """One amount that a limit refuses: `section` is requests or limits."""

    section: str
    resource: str
    reason: str


def breaches(limit: Limit, requests: Amounts, limits: Amounts) -> Iterator[Breach]:
    """Why a container or pod with these amounts is refused."""
    for name, least in limit.minimum.items():
        yield from _below_minimum(name, least, requests, limits)
    for name, most in limit.maximum.items():
        yield from _above_maximum(name, most, requests, limits)
    for name, most in limit.ratio.items():
        yield from _above_ratio(name, most, requests, limits)


def claim_breaches(ranges: Sequence[LimitRange], requests: Amounts) -> Iterator[Breach]:
    """Why a volume claim with these requests is refused. Only requests count for claims."""
    for limit_range in ranges:
        for limit in limit_range.of("PersistentVolumeClaim"):
            for name, least in limit.minimum.items():
                yield from _below_minimum(name, least, requests, {})
            for name, most in limit.maximum.items():
                if name not in requests:
                    yield Breach("requests", name, f"has no {name} request, and the maximum is {most}")
                elif requests[name] > most:
                    yield Breach("requests", name, f"requests {requests[name]} of {name}, and the maximum is {most}")


def _below_minimum(name: str, least: Quantity, requests: Amounts, limits: Amounts) -> Iterator[Breach]:
    if name not in requests:
        yield Breach("requests", name, f"has no {name} request, and the minimum is {least}")
    elif requests[name] < least:
        yield Breach("requests", name, f"requests {requests[name]} of {name}, and the minimum is {least}")
    elif name in limits and limits[name] < least:
        yield Breach("limits", name, f"limits {name} to {limits[name]}, and the minimum is {least}")


def _above_maximum(name: str, most: Quantity, requests: Amounts, limits: Amounts) -> Iterator[Breach]:
    if name not in limits:
        yield Breach("limits", name, f"has no {name} limit, and the maximum is {most}")
    elif limits[name] > most:
        yield Breach("limits", name, f"limits {name} to {limits[name]}, and the maximum is {most}")
    elif name in requests and requests[name] > most:
        yield Breach("requests", name, f"requests {requests[name]} of {name}, and the maximum is {most}")


def _above_ratio(name: str, most: Quantity, requests: Amounts, limits: Amounts) -> Iterator[Breach]:
    request, limit = requests.get(name), limits.get(name)
    if request is None or not request.nanos:
        yield Breach("requests", name, f"has no {name} request, and its limit may be at most {most} times that")
    elif limit is None or not limit.nanos:
        yield Breach("limits", name, f"has no {name} limit, and it may be at most {most} times the request")
    elif limit.value > most.value * request.value:
        yield Breach("limits", name, f"limits {name} to {limit}, more than {most} times its request of {request}")
