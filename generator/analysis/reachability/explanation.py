"""Why one party can or cannot talk to another, in words that name each policy and rule."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from generator.analysis import addresses
from generator.analysis.ranges import Ranges, difference, intersection, union
from generator.analysis.reachability import peers, ports
from generator.analysis.reachability.entries import called
from generator.analysis.reachability.matrix import Matrix
from generator.analysis.reachability.policies import Action, Direction, Policy, Tier
from generator.analysis.reachability.verdicts import OPEN, Hit, Verdict
from generator.errors import UsageError

_VERBS = {Action.ACCEPT: "allows", Action.DENY: "denies", Action.PASS: "passes on"}


class Explanation(Struct, frozen=True):
    """`depends`: open or not, depending on the CNI or on what is not in the tree. The first line sums up."""

    verdict: Literal["allowed", "blocked", "depends"]
    lines: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether the flow is not blocked."""
        return self.verdict != "blocked"


def explain(matrix: Matrix, source: str, target: str, port: str | None = None) -> Explanation:
    """Explain the flow between two parties, each a workload (`shop/web`, or `Deployment/shop/web` where kinds share
    the name), addresses (`10.0.0.1`, `10.0.0.0/8`) or a name for addresses (see `peers`), on one port (`8080/TCP`) or
    on any.

    Raises UsageError for a party that is not in the tree, for two ranges of addresses, and for a port that is none.
    """
    asked = ports.ALL if port is None else ports.read(port)
    if asked is None:
        raise UsageError(f"{port} is not a port: write a number, or a number and a protocol such as 8080/UDP")
    if source == peers.KUBELET:
        _workload(matrix, target)
        why = "as the network plug-in lets a node reach its own pods, whatever policies say"
        return Explanation("allowed", (f"{source} to {target}: allowed, {why}",))
    if _is_itself(matrix, source, target):
        return Explanation("allowed", (f"{source} to {target}: allowed, as a pod always reaches itself",))
    pairs = [(one, other) for one in _endpoints(matrix, source) for other in _endpoints(matrix, target)]
    outside = len(matrix.endpoints.pods)
    if all(one >= outside and other >= outside for one, other in pairs):
        raise UsageError("one of the two must be a workload: policies do not judge traffic between addresses")
    told = [_Pair(matrix, asked, source, target, pair) for pair in pairs]
    possible = union(*(pair.verdict.allowed for pair in told))
    certain = union(*(difference(pair.verdict.allowed, pair.verdict.denied) for pair in told))
    summary = _summary(intersection(certain, asked), intersection(possible, asked))
    on = "" if port is None else f" on {ports.described(asked)}"
    lines = dict.fromkeys(line for pair in told for line in pair.lines())
    return Explanation(summary[0], (f"{source} to {target}{on}: {summary[1]}", *lines))


def blocker(matrix: Matrix, source: int, target: int, missing: Ranges) -> str:
    """The side that does not surely let ports through between two parties, in words."""
    one, other = matrix.shapes(source)[0], matrix.shapes(target)[0]
    names = (called(matrix.parties[source]), called(matrix.parties[target]))
    lines = [line for line in _Pair(matrix, missing, *names, (one, other)).lines() if not line.startswith(" ")]
    return next((line for line in lines if not line.endswith(": allowed")), lines[0])


def _summary(certain: Ranges, possible: Ranges) -> tuple[Literal["allowed", "blocked", "depends"], str]:
    if certain:
        return "allowed", f"allowed on {ports.described(certain)}"
    if possible:
        return "depends", f"on {ports.described(possible)} it depends on the CNI or on what is not in the tree"
    return "blocked", "blocked"


def _endpoints(matrix: Matrix, text: str) -> Sequence[int]:
    """The endpoints that a name or addresses mean."""
    found = addresses.read(text)
    if found is None:
        found = peers.addressed(text, matrix.endpoints.network)
        if found == ():
            raise UsageError(f"the cluster file says no addresses for {text}")
    if found is not None:
        first = len(matrix.endpoints.pods)
        pieces = enumerate(matrix.endpoints.pieces, first)
        met = [position for position, piece in pieces if intersection((piece,), found)]
        if not met:
            raise UsageError(f"no policy names addresses around {text}: IPv6 is told apart only where one does")
        return met
    return matrix.shapes(_workload(matrix, text))


def _is_itself(matrix: Matrix, source: str, target: str) -> bool:
    """Whether both are one Pod. Another controller has several pods, and its policies judge what passes among them."""
    if source != target or addresses.read(source) is not None:
        return False
    return matrix.workloads[_workload(matrix, source)].kind == "Pod"


def _workload(matrix: Matrix, text: str) -> int:
    """The position of the workload that a name means."""
    *kind, name = text.split("/", 1) if text.count("/") > 1 else [text]
    positions = [one for one in matrix.named(name) if kind in ([], [matrix.workloads[one].kind])]
    if len(positions) > 1:
        kinds = ", ".join(f"{matrix.workloads[one].kind}/{name}" for one in positions)
        raise UsageError(f"{text} is several workloads: write one of {kinds}")
    if not positions:
        ways = f"write namespace/name, an address, or one of {', '.join(peers.NAMES)}"
        raise UsageError(f"no workload is called {text}: {ways}{_nearest(matrix, text)}")
    return positions[0]


def _nearest(matrix: Matrix, text: str) -> str:
    name = text.rpartition("/")[2]
    close = [workload.name for workload in matrix.workloads if workload.name.rpartition("/")[2] == name]
    return f"; there is {', '.join(close)}" if close else ""


class _Side(Struct, frozen=True):
    """A pod whose policies judge one direction, and its peer: their names and their endpoints."""

    direction: Direction
    name: str
    pod: int
    peer_name: str
    peer: int


class _Pair:
    """One shape of the source and one of the target."""

    def __init__(self, matrix: Matrix, asked: Ranges, source: str, target: str, pair: tuple[int, int]) -> None:
        self.planner = matrix.planner
        self.asked = asked
        pods = matrix.endpoints.pods
        one, other = pair
        sides = (_Side("egress", source, one, target, other), _Side("ingress", target, other, source, one))
        self.sides = [side for side in sides if side.pod < len(pods)]
        self.on_host_network = any(matrix.endpoints.on_host_network >> end & 1 for end in pair)
        self.verdict = OPEN
        for side in self.sides:
            self.verdict = self.verdict.meet(self.planner.verdict(side.pod, side.direction, side.peer))

    def lines(self) -> Iterator[str]:
        """For each side a line that sums up, then one for each policy that concerns it."""
        if self.on_host_network:
            yield "a pod on its node's network is involved: which policies apply to it depends on the CNI"
            return
        for side in self.sides:
            verdict = self.planner.verdict(side.pod, side.direction, side.peer)
            policies = self.planner.selecting(side.pod, side.direction)
            yield f"{side.direction} of {side.name}: {self._word(verdict)}"
            if not policies:
                yield f"  no policy selects {side.name} for {side.direction}"
            hits = self.planner.hits(side.pod, side.direction, side.peer)
            for policy in policies:
                yield from self._policy(policy, [hit for hit in hits if hit.match.policy is policy], side.peer_name)

    def _word(self, verdict: Verdict) -> str:
        allowed, denied = intersection(verdict.allowed, self.asked), intersection(verdict.denied, self.asked)
        if not allowed:
            return "blocked"
        if not denied:
            return "allowed"
        certain = difference(allowed, denied)
        return f"allowed on {ports.described(certain)} only" if certain else "depends"

    def _policy(self, policy: Policy, hits: Sequence[Hit], other: str) -> Iterator[str]:
        told = False
        for hit in hits:
            matched = intersection(hit.match.ports, self.asked)
            if matched:
                told = True
                perhaps = "" if hit.sure and hit.match.selected else "perhaps "
                rule = hit.match.rule
                yield f"  {policy.name}, {rule.field} {perhaps}{_VERBS[rule.action]} {ports.described(matched)}"
        if not told:
            isolates = "isolates it and " if policy.tier is Tier.NETWORK else ""
            on = "" if self.asked == ports.ALL else f" on {ports.described(self.asked)}"
            yield f"  {policy.name} {isolates}has no rule that matches {other}{on}"
