"""Workloads whose number of pods has no upper bound, and where to set one."""

from collections.abc import Mapping
from typing import NamedTuple

from generator.analysis.capacity.loads import Load
from generator.analysis.shapes import below, mappings, steps
from generator.model import Body


class Cause(NamedTuple):
    """The field that would set a bound, and why there is none."""

    field: str
    reason: str


_CAUSES: Mapping[tuple[str, str], Cause] = {
    ("batch", "CronJob"): Cause(
        "spec.concurrencyPolicy",
        "a run that lasts longer than its period overlaps with the next: forbid that, or set activeDeadlineSeconds",
    ),
    ("serving.knative.dev", "Service"): Cause(
        'spec.template.metadata.annotations["autoscaling.knative.dev/max-scale"]',
        "a Knative Service scales without a maximum unless max-scale sets one",
    ),
}


def cause(load: Load) -> Cause | None:
    """Why a load has no bound; None if it has one."""
    if load.item.kind == "VerticalPodAutoscaler":
        return _autoscaler_cause(below(load.item.body, "spec"))
    if not load.pod or load.count.worst is not None:
        return None
    known = _CAUSES.get((load.item.group, load.item.kind))
    if known:
        return known
    if load.item.group == "serving.kserve.io":
        return Cause(f"{load.path}.maxReplicas", "a serverless component scales without a maximum")
    return Cause(_worker_group(load.path), "the autoscaler adds workers without a maximum")


def _worker_group(path: str) -> str:
    """The maxReplicas of the Ray worker group whose pod spec this is."""
    group = path.removesuffix(".template.spec")
    return f"{group}.maxReplicas" if "workerGroupSpecs" in steps(path) else path


def _autoscaler_cause(spec: Body) -> Cause | None:
    """A VerticalPodAutoscaler that acts raises requests up to maxAllowed, if there is one for every container."""
    if below(spec, "updatePolicy").get("updateMode") == "Off":
        return None
    policies = [one for one in mappings(below(spec, "resourcePolicy").get("containerPolicies")) if _acts(one)]
    if policies and all(below(one, "maxAllowed") for one in policies):
        return None
    return Cause("spec.resourcePolicy.containerPolicies", "requests are raised without a maximum: set maxAllowed")


def _acts(policy: Body) -> bool:
    return policy.get("mode") != "Off"
