"""Network policies of every kind, read into one form: who is judged, and rules about peers and ports."""

from enum import Enum, IntEnum
from typing import Literal, TypeAlias

from msgspec import Struct

from generator.analysis.ranges import Ranges
from generator.analysis.reachability.ports import Ports
from generator.analysis.selectors import Requirement, Selector
from generator.analysis.workloads import NAMESPACE_NAME
from generator.model import Object

Direction: TypeAlias = Literal["ingress", "egress"]
# The key under which a rule of each direction lists its peers.
PEERS = {"ingress": "from", "egress": "to"}


class Tier(IntEnum):
    """When a policy is asked (KEP-2091, network-policy-api v1alpha2): ADMIN before NETWORK before BASELINE."""

    ADMIN = 0
    NETWORK = 1
    BASELINE = 2


class Action(Enum):
    """What a rule does with traffic that it matches; PASS hands it to the next tier."""

    ACCEPT = "accept"
    DENY = "deny"
    PASS = "pass"  # noqa: S105 - an action, not a password


class PodPeer(Struct, frozen=True):
    """Pods by their namespace's labels and their own; a selector that cannot be read is None and selects nothing."""

    namespaces: Selector | None
    pods: Selector | None


class AddressPeer(Struct, frozen=True):
    """Addresses. An `ipBlock` means those outside the cluster; `networks` (`covers_pods`) mean pods' as well."""

    addresses: Ranges
    covers_pods: bool = False


class NodePeer(Struct, frozen=True):
    """Nodes by label: which addresses these are is not in the tree."""


class DomainPeer(Struct, frozen=True):
    """Domain names: which addresses these resolve to is not in the tree."""


class Everyone(Struct, frozen=True):
    """All pods and all addresses."""


Peer: TypeAlias = PodPeer | AddressPeer | NodePeer | DomainPeer | Everyone


class Rule(Struct, frozen=True):
    """One rule. `field` is where it stands; peers are alternatives, and `places` says where each of them stands."""

    field: str
    action: Action
    peers: tuple[Peer, ...]
    ports: Ports
    places: tuple[str, ...]


class Policy(Struct, frozen=True, eq=False):
    """A policy. Rules of a direction are None where the policy does not concern that direction.

    A NetworkPolicy isolates its subject in each direction that it concerns; the others only decide what they match.
    `problems` say what the API server would refuse, as (field, why); such a part has no effect here.
    """

    object: Object
    tier: Tier
    subject: PodPeer
    ingress: tuple[Rule, ...] | None
    egress: tuple[Rule, ...] | None
    priority: int = 0
    problems: tuple[tuple[str, str], ...] = ()

    def rules(self, direction: Direction) -> tuple[Rule, ...] | None:
        """The rules of one direction."""
        return self.ingress if direction == "ingress" else self.egress

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """The rules of both directions."""
        return (self.ingress or ()) + (self.egress or ())

    @property
    def name(self) -> str:
        """What people call it: `NetworkPolicy shop/web`."""
        place = f"{self.object.namespace}/" if self.object.namespace else ""
        return f"{self.object.kind} {place}{self.object.name}"


def namespace_named(name: str) -> Selector:
    """The selector of one namespace by its name."""
    return (Requirement(NAMESPACE_NAME, frozenset({name}), wanted=True),)
