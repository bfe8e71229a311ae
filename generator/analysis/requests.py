"""What a pod asks for and may use: API defaulting, then LimitRange, then start-up order, pod level and overhead.

Source: component-helpers/resource/helpers.go (KEP-753 for sidecars, KEP-2837 for resources of a whole pod) and
SetDefaults_Pod in pkg/apis/core/v1/defaults.go. Pod-level requests are defaulted last, as Kubernetes does from 1.37.
"""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.analysis import limits as limit_ranges
from generator.analysis import resources
from generator.analysis.limits import LimitRange
from generator.analysis.resources import Amounts
from generator.analysis.shapes import below, field, mappings, text
from generator.model import Body
from generator.quantity import Quantity


class Container(Struct, frozen=True):
    """A container with defaults filled in. `path` is its field below the pod spec, such as `initContainers[0]`."""

    path: str
    name: str
    initial: bool
    sidecar: bool
    requests: Amounts
    limits: Amounts


class Refusal(Struct, frozen=True):
    """Why the API server would refuse a pod. `field` is below the pod spec; empty for the pod as a whole."""

    field: str
    reason: str


class PodNeeds(Struct, frozen=True):
    """A pod's effective `requests` and `limits`, as quota and scheduler see them.

    `bare_requests` and `bare_limits` are what a LimitRange of type Pod compares: without overhead, and of the pod's
    own resources only cpu and memory. `whole` says that the pod states resources of its own; `best_effort` is its
    quality of service; `mistakes` are amounts that cannot be read.
    """

    requests: Amounts
    limits: Amounts
    bare_requests: Amounts
    bare_limits: Amounts
    containers: tuple[Container, ...]
    whole: bool
    best_effort: bool
    mistakes: tuple[Refusal, ...] = ()


def effective(spec: Body, ranges: Sequence[LimitRange] = (), overhead: Body | None = None) -> PodNeeds:
    """The needs of a pod spec under a namespace's LimitRanges. `overhead` stands in where the spec states none."""
    mistakes: list[Refusal] = []
    containers = tuple(_containers(spec, ranges, mistakes))
    own_requests, own_limits = _own(spec, mistakes)
    whole = bool(own_requests or own_limits)
    summed_requests = at_once((c, c.requests) for c in containers)
    summed_limits = at_once((c, c.limits) for c in containers)
    if whole:
        _default_own(own_requests, own_limits, summed_requests, summed_limits)
    requests, limits = {**summed_requests, **own_requests}, {**summed_limits, **own_limits}
    extra = _amounts(spec.get("overhead") or overhead, "overhead", mistakes)
    return PodNeeds(
        requests=resources.total((requests, extra)),
        limits={name: _with(amount, extra.get(name)) for name, amount in limits.items()},
        bare_requests={**summed_requests, **_narrow(own_requests)},
        bare_limits={**summed_limits, **_narrow(own_limits)},
        containers=containers,
        whole=whole,
        best_effort=_best_effort(containers, own_requests, own_limits),
        mistakes=tuple(mistakes),
    )


def at_once(containers: Iterable[tuple[Container, Amounts]]) -> dict[str, Quantity]:
    """The most that runs at the same time: all containers and sidecars, or one step of the start-up.

    Init containers run one after another; a sidecar keeps running from its turn on.
    """
    running: list[Amounts] = []
    sidecars: list[Amounts] = []
    steps: list[Amounts] = []
    for container, amounts in containers:
        if not container.initial:
            running.append(amounts)
            continue
        steps.append(resources.total((*sidecars, amounts)) if sidecars else amounts)
        if container.sidecar:
            sidecars.append(amounts)
    together = resources.total((*running, *sidecars))
    return resources.greatest((together, *steps)) if steps else together


def _containers(spec: Body, ranges: Sequence[LimitRange], mistakes: list[Refusal]) -> Iterator[Container]:
    """Every container in the order of the spec. KServe's components are pod specs that may hold one as `model`."""
    for key in ("containers", "initContainers"):
        for index, body in enumerate(mappings(spec.get(key))):
            yield _container(f"{key}[{index}]", body, ranges, mistakes)
    if isinstance(spec.get("model"), dict):
        yield _container("model", spec["model"], ranges, mistakes)


def _container(path: str, body: Body, ranges: Sequence[LimitRange], mistakes: list[Refusal]) -> Container:
    stated = below(body, "resources")
    limits = _amounts(stated.get("limits"), f"{path}.resources.limits", mistakes)
    requests = {**limits, **_amounts(stated.get("requests"), f"{path}.resources.requests", mistakes)}
    limit_ranges.fill(requests, limits, ranges)
    initial = path.startswith("init")
    sidecar = initial and body.get("restartPolicy") == "Always"
    return Container(path, text(body.get("name")), initial, sidecar, requests, limits)


def _own(spec: Body, mistakes: list[Refusal]) -> tuple[dict[str, Quantity], dict[str, Quantity]]:
    """What the pod states for itself, of the resources that it may."""
    stated = below(spec, "resources")
    requests = _amounts(stated.get("requests"), "resources.requests", mistakes)
    limits = _amounts(stated.get("limits"), "resources.limits", mistakes)
    return (
        {name: amount for name, amount in requests.items() if resources.pod_level(name)},
        {name: amount for name, amount in limits.items() if resources.pod_level(name)},
    )


def _default_own(
    requests: dict[str, Quantity], limits: dict[str, Quantity], summed_requests: Amounts, summed_limits: Amounts
) -> None:
    """Default a pod's own resources, in place: huge page limits from the containers, then requests from the
    containers (not huge pages), then requests from the limits.
    """
    for name, amount in summed_limits.items():
        if name.startswith(resources.HUGE_PAGES) and name not in requests:
            limits.setdefault(name, amount)
    if not limits:
        return
    for name, amount in summed_requests.items():
        if name in {"cpu", "memory"}:
            requests.setdefault(name, amount)
    for name, amount in limits.items():
        requests.setdefault(name, amount)


def _amounts(value: object, path: str, mistakes: list[Refusal]) -> dict[str, Quantity]:
    amounts, unreadable = resources.read(value)
    mistakes.extend(Refusal(field(path, name), reason) for name, reason in unreadable.items())
    return amounts


def _with(amount: Quantity, extra: Quantity | None) -> Quantity:
    """A limit with overhead; a limit of zero means none and stays."""
    return amount + extra if extra is not None and amount.nanos else amount


def _narrow(own: Amounts) -> dict[str, Quantity]:
    return {name: amount for name, amount in own.items() if name in {"cpu", "memory"}}


def _best_effort(containers: Sequence[Container], own_requests: Amounts, own_limits: Amounts) -> bool:
    """Whether nobody states cpu or memory (pkg/apis/core/v1/helper/qos)."""
    stated = (
        (own_requests, own_limits)
        if own_requests or own_limits
        else [amounts for container in containers for amounts in (container.requests, container.limits)]
    )
    return not any(amounts[name].nanos for amounts in stated for name in ("cpu", "memory") if name in amounts)
