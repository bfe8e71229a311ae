"""Who can talk to whom: NetworkPolicies, and the cluster-wide policies around them, as a matrix.

Sources: kubernetes/api networking/v1, sigs.k8s.io/network-policy-api v0.2.0; interfaces, `mlp connections`.

- A workload whose pods differ (a RayCluster's head and workers, a dump's old and new Pods) can do what any of its
  pods can.
- Environments of one cluster are analysed together; a flow between two of them is listed under its source's.
- An entry is uncertain where the answer depends on the CNI (host network, ipBlocks over pod addresses), on labels of a namespace that is not in the tree, on node addresses or names that the tree does not
  hold, or on the order of policies of equal priority.
- What the API server would refuse has no effect, and is listed as not analysed.
"""

from collections.abc import Sequence

from generator.analysis import workloads
from generator.analysis.reachability import cluster_policy, network_policy
from generator.analysis.reachability.changes import FlowChange, changes
from generator.analysis.reachability.document import to_json
from generator.analysis.reachability.endpoints import Endpoints, outside_world
from generator.analysis.reachability.entries import Entry
from generator.analysis.reachability.explanation import Explanation, explain
from generator.analysis.reachability.flows import Flow
from generator.analysis.reachability.foreign import NotAnalysed, foreign, unreadable
from generator.analysis.reachability.matrix import Matrix
from generator.analysis.reachability.plans import Planner
from generator.analysis.reachability.policies import Policy
from generator.analysis.reachability.theorem import FLOW_FACTS, DeclaredFlow, theorem
from generator.model import Network, Object

__all__ = [
    "FLOW_FACTS",
    "DeclaredFlow",
    "Entry",
    "Explanation",
    "Flow",
    "FlowChange",
    "Matrix",
    "NotAnalysed",
    "analyse",
    "changes",
    "explain",
    "policies",
    "theorem",
    "to_json",
]


def analyse(objects: Sequence[Object], network: Network | None = None) -> Matrix:
    """The matrix of the objects of one cluster. `network` is what the cluster declaration tells, if there is one."""
    facts = network or Network()
    read, refused = policies(objects)
    found = workloads.workloads(objects)
    pods = tuple(dict.fromkeys(pod for workload in found for pod in workload.pods))
    endpoints = Endpoints(pods, outside_world(read, facts), workloads.namespaces(objects), facts)
    not_analysed = (*foreign(objects), *refused, *unreadable(read))
    return Matrix(found, endpoints, Planner(endpoints, read, facts.cni), not_analysed)


def policies(objects: Sequence[Object]) -> tuple[tuple[Policy, ...], tuple[NotAnalysed, ...]]:
    """The policies in the order in which they are asked, and those that cannot be read as a whole."""
    read: list[Policy] = []
    refused: list[NotAnalysed] = []
    for item in objects:
        if item.group == network_policy.GROUP and item.kind == "NetworkPolicy":
            read.append(network_policy.read(item))
        elif item.group == cluster_policy.GROUP and item.kind in cluster_policy.KINDS:
            policy = cluster_policy.read(item)
            if isinstance(policy, tuple):
                field, why = policy
                refused.append(NotAnalysed(item, why, field))
            else:
                read.append(policy)
    read.sort(key=lambda policy: (policy.tier, policy.priority, policy.name))
    return tuple(read), tuple(refused)
