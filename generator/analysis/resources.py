"""Amounts of named resources, and the arithmetic on them that Kubernetes defines."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from generator import quantity
from generator.quantity import Quantity

# Resource name (`cpu`, `memory`, `nvidia.com/gpu`) to quantity. A resource that nobody states is absent, which is
# not the same as zero.
Amounts: TypeAlias = Mapping[str, Quantity]

HUGE_PAGES = "hugepages-"
_CLAIMED = "deviceclass.resource.kubernetes.io/"


def native(name: str) -> bool:
    """Whether a resource belongs to Kubernetes itself (pkg/apis/core/helper, IsNativeResource)."""
    return "/" not in name or "kubernetes.io/" in name


def extended(name: str) -> bool:
    """Whether a resource is an extended one, such as `nvidia.com/gpu`, or the implicit one of a device class."""
    return (not native(name) and not name.startswith("requests.")) or name.startswith(_CLAIMED)


def of_containers(name: str) -> bool:
    """Whether a container may ask for the resource at all (validation.go, validateContainerResourceName)."""
    return name in {"cpu", "memory", "ephemeral-storage"} or name.startswith(HUGE_PAGES) or "/" in name


def pod_level(name: str) -> bool:
    """Whether a pod as a whole may state the resource (component-helpers, IsSupportedPodLevelResource)."""
    return name in {"cpu", "memory"} or name.startswith(HUGE_PAGES)


def read(value: object) -> tuple[dict[str, Quantity], dict[str, str]]:
    """Amounts from a requests or limits mapping, and for each key whose value cannot be read the reason why."""
    amounts: dict[str, Quantity] = {}
    mistakes: dict[str, str] = {}
    if not isinstance(value, dict):
        return amounts, mistakes
    for name, amount in value.items():
        try:
            amounts[name] = quantity.parse(amount)
        except ValueError as error:
            mistakes[name] = str(error)
    return amounts, mistakes


def total(several: Iterable[Amounts]) -> dict[str, Quantity]:
    """The sum by resource; what any of them states is stated."""
    result: dict[str, Quantity] = {}
    for amounts in several:
        for name, amount in amounts.items():
            result[name] = result[name] + amount if name in result else amount
    return result


def greatest(several: Iterable[Amounts]) -> dict[str, Quantity]:
    """The maximum by resource; what any of them states is stated."""
    result: dict[str, Quantity] = {}
    for amounts in several:
        for name, amount in amounts.items():
            if name not in result or amount > result[name]:
                result[name] = amount
    return result


def written(amounts: Amounts) -> dict[str, str]:
    """Canonical text by resource, sorted by name."""
    return {name: str(amounts[name]) for name in sorted(amounts)}
