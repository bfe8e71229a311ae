"""Node selection: nodeSelector and required node affinity against the labels of a pool.

Source: component-helpers/scheduling/corev1/nodeaffinity and apimachinery/pkg/labels (Requirement).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from generator.analysis.admission import AdmittedPod
from generator.analysis.shapes import below, mappings, sequence, text
from generator.model import Body, NodePool

ARCHITECTURE = frozenset({"kubernetes.io/arch", "beta.kubernetes.io/arch"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")


class Reason(Struct, frozen=True):
    """Why a pool cannot run a pod, in the words of the placement interface, and the detail for people."""

    reason: str
    detail: str


class Candidate(Struct, frozen=True, eq=False):
    """A pool with all the labels that its nodes carry."""

    pool: NodePool
    labels: Mapping[str, str]

    @classmethod
    def of(cls, pool: NodePool, provider: str) -> "Candidate":
        """The declared labels over those that every node gets: architecture and system from the kubelet, node group
        and capacity type on EKS. Zone, instance type and host name differ between nodes of a pool and are unknown
        unless declared.
        """
        labels = {
            "kubernetes.io/arch": pool.architecture,
            "beta.kubernetes.io/arch": pool.architecture,
            "kubernetes.io/os": "linux",
            "beta.kubernetes.io/os": "linux",
        }
        if provider == "eks":
            labels["eks.amazonaws.com/nodegroup"] = pool.name
            labels["eks.amazonaws.com/capacityType"] = "SPOT" if pool.spot else "ON_DEMAND"
        return cls(pool, {**labels, **pool.labels})


def mismatches(candidate: Candidate, pod: AdmittedPod) -> tuple[Reason, ...]:
    """Every way in which the pool's labels fail the pod's node selector and required affinity."""
    return (*_selector(candidate, pod.node_selector), *_affinity(candidate, pod.spec))


def _selector(candidate: Candidate, selector: Body) -> Iterator[Reason]:
    for name, wanted in selector.items():
        found = candidate.labels.get(name)
        if found != wanted:
            reason = "architecture" if name in ARCHITECTURE else "node selector"
            yield Reason(reason, f"wants {name}={wanted}, has {found if found is not None else 'no such label'}")


def _affinity(candidate: Candidate, spec: Body) -> Iterator[Reason]:
    """One term must match. Where every term fails for its architecture, that is a reason of its own."""
    required = below(spec, "affinity", "nodeAffinity").get("requiredDuringSchedulingIgnoredDuringExecution")
    if not isinstance(required, dict):
        return
    terms = mappings(required.get("nodeSelectorTerms"))
    if any(_term_matches(term, candidate.labels) for term in terms):
        return
    wrong = [_failing_architectures(term, candidate.labels) for term in terms]
    elsewhere = any(_term_matches(term, candidate.labels, apart_from=ARCHITECTURE) for term in terms)
    if terms and all(wrong):
        wanted = sorted({expression for expressions in wrong for expression in expressions})
        yield Reason("architecture", f"wants {' or '.join(wanted)}, has {candidate.pool.architecture}")
        if elsewhere:
            return
    yield Reason("node affinity", "no required term matches the pool's labels")


def _term_matches(term: Body, labels: Mapping[str, str], apart_from: frozenset[str] = frozenset()) -> bool:
    """Whether all expressions hold. An empty term matches nothing, and no pool is known by its nodes' names."""
    expressions = mappings(term.get("matchExpressions"))
    if not expressions or term.get("matchFields"):
        return False
    return all(text(one.get("key")) in apart_from or expression_holds(one, labels) for one in expressions)


def _failing_architectures(term: Body, labels: Mapping[str, str]) -> list[str]:
    """The architectures that the failing expressions of a term ask for, such as `In arm64`."""
    return [
        f"{text(one.get('operator'))} {', '.join(map(str, sequence(one.get('values'))))}"
        for one in mappings(term.get("matchExpressions"))
        if text(one.get("key")) in ARCHITECTURE and not expression_holds(one, labels)
    ]


def expression_holds(expression: Body, labels: Mapping[str, str]) -> bool:
    """Whether a node selector requirement holds; one with the wrong number of values never does."""
    holds = _OPERATORS.get(text(expression.get("operator")))
    found = labels.get(text(expression.get("key")))
    return holds is not None and holds(found, sequence(expression.get("values")))


def _greater(one: object, other: object) -> bool:
    """Whether one integer in text is greater than another; anything else compares as false."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return False
    return bool(_INTEGER.fullmatch(one) and _INTEGER.fullmatch(other)) and int(one) > int(other)


_OPERATORS: Mapping[str, Callable[[str | None, list[Any]], bool]] = {
    "In": lambda found, values: found is not None and found in values,
    "NotIn": lambda found, values: bool(values) and found not in values,
    "Exists": lambda found, values: found is not None and not values,
    "DoesNotExist": lambda found, values: found is None and not values,
    "Gt": lambda found, values: len(values) == 1 and _greater(found, values[0]),
    "Lt": lambda found, values: len(values) == 1 and _greater(values[0], found),
}
