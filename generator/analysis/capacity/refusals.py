"""Pods and claims that the API server refuses: unreadable amounts, requests above limits, LimitRange, quota.

Sources: pkg/apis/core/validation (ValidateContainerResourceRequirements), the limitranger plugin, and
pkg/quota/v1/evaluator/core/pods.go (Constraints).
"""

from collections.abc import Iterable, Iterator, Sequence

from generator.analysis import limits as limit_ranges
from generator.analysis import resources
from generator.analysis.admission import AdmittedPod
from generator.analysis.capacity.loads import Load
from generator.analysis.capacity.quotas import Quota, selects_pod
from generator.analysis.limits import LimitRange
from generator.analysis.requests import Container, Refusal
from generator.analysis.shapes import below, field
from generator.quantity import Quantity

_DEMANDED = ("requests.cpu", "requests.memory", "limits.cpu", "limits.memory")


def of_load(load: Load, ranges: Sequence[LimitRange], quotas: Sequence[Quota]) -> Iterator[Refusal]:
    """Why a load's pods or claims are refused, with fields from the object's root."""
    found: Iterable[Refusal] = ()
    if load.pod:
        found = _of_pod(load.pod, ranges, quotas)
    elif load.claim is not None:
        found = _of_claim(load, ranges)
    for refusal in found:
        yield Refusal(f"{load.path}.{refusal.field}" if refusal.field else load.path, refusal.reason)


def _of_pod(pod: AdmittedPod, ranges: Sequence[LimitRange], quotas: Sequence[Quota]) -> Iterator[Refusal]:
    needs = pod.needs
    yield from needs.mistakes
    for container in needs.containers:
        yield from _of_container(container, ranges)
    for limit_range in ranges:
        for limit in limit_range.of("Pod"):
            for breach in limit_ranges.breaches(limit, needs.bare_requests, needs.bare_limits):
                yield Refusal("", f"the pod {breach.reason} (LimitRange {limit_range.name})")
    if not needs.whole:
        for quota in quotas:
            if selects_pod(quota, pod):
                yield from _unstated(needs.containers, quota)


def _of_container(container: Container, ranges: Sequence[LimitRange]) -> Iterator[Refusal]:
    for name, amount in container.requests.items():
        reason = _inconsistent(name, amount, container.limits.get(name))
        if reason:
            yield Refusal(_field(container, "requests", name), f"container {container.name} {reason}")
    for limit_range in ranges:
        for limit in limit_range.of("Container"):
            for breach in limit_ranges.breaches(limit, container.requests, container.limits):
                reason = f"container {container.name} {breach.reason} (LimitRange {limit_range.name})"
                yield Refusal(_field(container, breach.section, breach.resource), reason)


def _inconsistent(name: str, request: Quantity, limit: Quantity | None) -> str:
    """Why a request cannot stand beside its limit; empty if it can."""
    if not resources.of_containers(name):
        return f"asks for {name}, which is not a resource of containers"
    if resources.extended(name) and not request.whole:
        return f"requests {request} of {name}, which comes in whole units"
    exact = resources.extended(name) or name.startswith(resources.HUGE_PAGES)
    if limit is None:
        return f"requests {name} without a limit, and both must be equal" if exact else ""
    if exact and request != limit:
        return f"requests {request} of {name} and limits it to {limit}, and both must be equal"
    return f"requests {request} of {name}, above its limit of {limit}" if request > limit else ""


def _unstated(containers: Sequence[Container], quota: Quota) -> Iterator[Refusal]:
    """Amounts of cpu and memory that a quota limits and a container leaves open."""
    aliases = {"cpu": "requests.cpu", "memory": "requests.memory"}
    named = {aliases.get(key, key) for key in quota.hard}
    for key in _DEMANDED:
        section, _, name = key.partition(".")
        for container in containers if key in named else ():
            stated = container.requests if section == "requests" else container.limits
            if name not in stated:
                reason = f"container {container.name} states no {key}, which quota {quota.item.name} demands"
                yield Refusal(_field(container, section, name), reason)


def _of_claim(load: Load, ranges: Sequence[LimitRange]) -> Iterator[Refusal]:
    requests, unreadable = resources.read(below(load.claim, "resources").get("requests"))
    for name, reason in unreadable.items():
        yield Refusal(field("resources.requests", name), reason)
    for breach in limit_ranges.claim_breaches(ranges, requests):
        yield Refusal(field("resources.requests", breach.resource), f"the claim {breach.reason}")


def _field(container: Container, section: str, name: str) -> str:
    return field(f"{container.path}.resources.{section}", name)
