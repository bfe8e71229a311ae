"""Everything that can talk: shapes of pods, and pieces of the outside world. Sets of them are bits of one number."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

from generator.analysis import addresses
from generator.analysis.ranges import Range, Ranges, difference, intersection
from generator.analysis.reachability.policies import AddressPeer, DomainPeer, Everyone, NodePeer, Peer, PodPeer, Policy
from generator.analysis.reachability.ports import PortName, resolved
from generator.analysis.selectors import NOBODY, LabelIndex, Selection, exactly
from generator.analysis.workloads import NamespaceLabels, Pod
from generator.model import Network

_DIGITS = bytes.maketrans(b"01", b"\0\1")


class Endpoints:
    """Bit i stands for `pods[i]`; above them, bit len(pods) + j for `pieces[j]` of the outside world. `network` is what the
    cluster declaration tells of addresses.
    """

    def __init__(
        self,
        pods: Sequence[Pod],
        pieces: Sequence[Range],
        namespaces: Mapping[str, NamespaceLabels],
        network: Network,
    ) -> None:
        self.pods = tuple(pods)
        self.pieces = tuple(pieces)
        self.count = len(self.pods) + len(self.pieces)
        self.everyone = (1 << self.count) - 1
        self.outside = self.everyone >> len(self.pods) << len(self.pods)
        self.on_host_network = bits(index for index, pod in enumerate(self.pods) if pod.host_network)
        self.ordinary = self.everyone & ~self.outside & ~self.on_host_network
        self.network = network
        self._pod_addresses = addresses.blocks(network.pods)
        # Whether an ipBlock means addresses that the cluster file has for pods depends on the CNI.
        self._disputed = self._pieces_in(self._pod_addresses)
        self._by_label = LabelIndex([dict(pod.labels) for pod in self.pods])
        own = [namespaces[pod.namespace] for pod in self.pods]
        self._by_namespace = LabelIndex(
            [one.labels for one in own], bits(index for index, one in enumerate(own) if not one.complete)
        )
        self._selected: dict[Peer, Selection] = {}
        self._named: dict[PortName, Mapping[Ranges, int]] = {}

    def select(self, peer: Peer) -> Selection:
        """The endpoints that a peer means. Pods on the host network are never selected: the network-policy-api says
        so, and the documentation of NetworkPolicy calls it the common behaviour.
        """
        if peer not in self._selected:
            self._selected[peer] = self._select(peer)
        return self._selected[peer]

    def labelled(self, peer: PodPeer) -> Selection:
        """The pods whose labels a peer asks for, those on the host network included."""
        if peer.namespaces is None or peer.pods is None:
            return NOBODY
        return self._by_namespace.select(peer.namespaces).both(self._by_label.select(peer.pods))

    def named(self, name: PortName) -> Mapping[Ranges, int]:
        """What a port's name means at destinations: sets of ports, each with the pods at which it means them."""
        if name not in self._named:
            meanings: dict[Ranges, int] = {}
            for position, pod in enumerate(self.pods):
                ports = resolved((name,), pod.ports)
                if ports:
                    meanings[ports] = meanings.get(ports, 0) | 1 << position
            self._named[name] = meanings
        return self._named[name]

    def _select(self, peer: Peer) -> Selection:
        match peer:
            case PodPeer():
                return self.labelled(peer).both(exactly(self.ordinary))
            case AddressPeer():
                return self._addresses(peer)
            case NodePeer():
                nodes = addresses.blocks(self.network.nodes)
                return Selection(0, self._pieces_in(nodes) if nodes else self.outside)
            case DomainPeer():
                return Selection(0, self.outside)
            case Everyone():
                return exactly(self.everyone)

    def _addresses(self, peer: AddressPeer) -> Selection:
        pieces = self._pieces_in(peer.addresses)
        pods = self._pods_at(peer.addresses) if peer.covers_pods else self._pods_perhaps_at(peer.addresses)
        return Selection(pieces & ~self._disputed, pieces).either(pods)

    def _pods_perhaps_at(self, block: Ranges) -> Selection:
        """An ipBlock is for addresses outside: it means pods at most where it overlaps their known addresses."""
        return Selection(0, self.ordinary if intersection(self._pod_addresses, block) else 0)

    def _pods_at(self, block: Ranges) -> Selection:
        """Pods by address: all where the block has every address that a pod may have, perhaps some where it has any."""
        possible = self._pod_addresses or (addresses.IPV4,)
        if not difference(possible, block):
            return exactly(self.ordinary)
        return Selection(0, self.ordinary if intersection(possible, block) else 0)

    def _pieces_in(self, block: Ranges) -> int:
        """Each piece lies in a block or outside it, since the pieces are cut at the bounds of every block."""
        return bits(
            position for position, piece in enumerate(self.pieces, len(self.pods)) if intersection((piece,), block)
        )


def outside_world(policies: Iterable[Policy], network: Network) -> tuple[Range, ...]:
    """The partition of addresses that the policies call for; the cluster's own ranges cut it where policies meet them."""
    peers = {peer for policy in policies for rule in policy.all_rules for peer in rule.peers}
    named = [peer.addresses for peer in peers if isinstance(peer, AddressPeer)]
    pods = addresses.blocks(network.pods)
    met = [pods] if any(intersection(pods, block) for block in named) else []
    nodes = [addresses.blocks(network.nodes)] if NodePeer() in peers else []
    return addresses.partition([*named, *met, *nodes])


def bits(positions: Iterable[int]) -> int:
    """A set of positions as bits."""
    result = 0
    for position in positions:
        result |= 1 << position
    return result


def positions(members: int) -> Iterable[int]:
    """The positions of the bits that are set, ascending."""
    digits = f"{members:b}"[::-1].encode().translate(_DIGITS)
    return compress(range(len(digits)), digits)
