"""Policies that this analysis cannot judge: it says so, rather than call what they protect unprotected.

Groups: cilium.io, projectcalico.org, antrea.io, k8s.ovn.org, networking.k8s.aws, istio.io, linkerd.io.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.analysis.reachability.policies import Policy
from generator.analysis.references import reference
from generator.model import Body, Object

_FOREIGN = {
    "cilium.io": {"CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"},
    "projectcalico.org": {"NetworkPolicy", "GlobalNetworkPolicy", "StagedNetworkPolicy"},
    "crd.projectcalico.org": {"NetworkPolicy", "GlobalNetworkPolicy"},
    "crd.antrea.io": {"NetworkPolicy", "ClusterNetworkPolicy"},
    "k8s.ovn.org": {"EgressFirewall", "AdminPolicyBasedExternalRoute"},
    "networking.k8s.aws": {"ApplicationNetworkPolicy", "ClusterNetworkPolicy"},
    "security.istio.io": {"AuthorizationPolicy"},
    "policy.linkerd.io": {"AuthorizationPolicy", "Server"},
}


class NotAnalysed(Struct, frozen=True):
    """A policy, or a part of one (`field`), that the result leaves out, and why."""

    object: Object
    why: str
    field: str = ""

    def body(self) -> Body:
        """The form that reports show."""
        return {"object": reference(self.object), "field": self.field, "reason": self.why}

    def finding(self) -> Body:
        """What rules read of it."""
        return {"field": self.field, "why": self.why}


def is_foreign(item: Object) -> bool:
    """Whether an object is a network policy of a kind that is not judged here."""
    return item.kind in _FOREIGN.get(item.group, ())


def foreign(objects: Iterable[Object]) -> Iterator[NotAnalysed]:
    """The policies among objects whose kinds are not judged here."""
    for item in objects:
        if is_foreign(item):
            yield NotAnalysed(item, f"{item.kind} of {item.group} is not part of this analysis")


def unreadable(policies: Iterable[Policy]) -> Iterator[NotAnalysed]:
    """The parts of policies that the API server would refuse."""
    for policy in policies:
        for field, why in policy.problems:
            yield NotAnalysed(policy.object, why, field)
