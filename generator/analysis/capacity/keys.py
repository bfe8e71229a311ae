"""The names that a ResourceQuota may limit, and what is wrong with the others.

Source: pkg/apis/core/validation (ValidateResourceQuotaResourceName), pkg/apis/core/helper
(IsResourceQuotaScopeValidForResource) and the evaluators in pkg/quota/v1/evaluator/core.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from generator.analysis import resources

STORAGE_CLASS: Final = ".storageclass.storage.k8s.io/"
_DEVICE_CLASS = ".deviceclass.resource.k8s.io/devices"
_CLAIMS = frozenset({"persistentvolumeclaims", "requests.storage"})
_COMPUTE = frozenset({"cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"})
_EPHEMERAL = frozenset({"ephemeral-storage", "requests.ephemeral-storage", "limits.ephemeral-storage"})
_COUNTED = frozenset(
    {
        "configmaps",
        "pods",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "services",
        "services.loadbalancers",
        "services.nodeports",
    }
)
_STANDARD = _COMPUTE | _EPHEMERAL | _COUNTED | _CLAIMS
_CORE_PLURALS = frozenset(
    {
        "bindings",
        "configmaps",
        "endpoints",
        "events",
        "limitranges",
        "persistentvolumeclaims",
        "pods",
        "podtemplates",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "serviceaccounts",
        "services",
    }
)
_HUGE = (resources.HUGE_PAGES, f"requests.{resources.HUGE_PAGES}")
_ALIASES: Mapping[str, str] = {
    "cpu": "requests.cpu",
    "memory": "requests.memory",
    "ephemeral-storage": "requests.ephemeral-storage",
}


def main_name(key: str) -> str:
    """The one name of what a key limits: `cpu` and `requests.cpu` are the same."""
    if key.startswith(resources.HUGE_PAGES):
        return f"requests.{key}"
    return _ALIASES.get(key, key)


def problem(key: str, scopes: Iterable[str]) -> str:
    """Why a key of spec.hard limits nothing under these scopes; empty for one that does."""
    if "/" not in key:
        if key not in _STANDARD and not key.startswith(_HUGE):
            return "is not a resource that a quota can limit, so the API server refuses the whole quota"
    elif not _effective(key):
        return f"limits nothing: {_advice(key)}"
    return next((reason for scope in scopes if (reason := _misplaced(key, scope))), "")


def _effective(key: str) -> bool:
    """Whether an evaluator charges anything to a qualified key."""
    if key.startswith("count/"):
        plural = key.removeprefix("count/")
        return "." in plural or plural in _CORE_PLURALS
    if STORAGE_CLASS in key:
        return key.partition(STORAGE_CLASS)[2] in _CLAIMS
    return key.endswith(_DEVICE_CLASS) or (
        key.startswith("requests.") and resources.extended(key.removeprefix("requests."))
    )


def _advice(key: str) -> str:
    if key.startswith("count/"):
        return "write count/<plural>.<group>, such as count/jobs.batch"
    if STORAGE_CLASS in key:
        return "of a storage class, quota limits requests.storage and persistentvolumeclaims"
    name = key.removeprefix("limits.")
    if resources.extended(name):
        return f"quota knows extended resources only as requests.{name}"
    return "no controller charges anything to it"


def _misplaced(key: str, scope: str) -> str:
    """Why a key cannot be limited within a scope; empty if it can."""
    if scope == "VolumeAttributesClass":
        fits = key in _CLAIMS or STORAGE_CLASS in key
    elif scope == "BestEffort":
        fits = key in {"pods", "count/pods"}
    else:
        fits = key in _COMPUTE or key in {"pods", "count/pods"} or _of_pods(key)
    if fits:
        return ""
    refused = key in _STANDARD or key.startswith(_HUGE)
    return f"cannot be limited within the scope {scope}" + (
        ", so the API server refuses the whole quota" if refused else ": the scope selects nothing that it counts"
    )


def _of_pods(key: str) -> bool:
    return key.startswith("requests.") and resources.extended(key.removeprefix("requests."))
