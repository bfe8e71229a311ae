"""Which policies judge which pods, worked out once for each set of policies rather than for each pod."""

from collections.abc import Iterator, Sequence
from functools import reduce

from generator.analysis.reachability.endpoints import Endpoints, positions
from generator.analysis.reachability.policies import Direction, Policy, Rule, Tier
from generator.analysis.reachability.verdicts import DEPENDS, OPEN, Hit, Match, Plan, Verdict, judge
from generator.analysis.selectors import NOBODY, Selection
from generator.analysis.workloads import NamedPort


class Planner:
    """Makes the plans of one cluster. `policies` must be in the order in which they are asked."""

    def __init__(self, endpoints: Endpoints, policies: Sequence[Policy], cni: str) -> None:
        self._endpoints = endpoints
        self.policies = tuple(policies)
        self._cni = cni
        self._of_pod = self._selecting()
        self._plans: dict[tuple[object, ...], Plan] = {}
        self._matches: dict[tuple[object, ...], tuple[Match, ...]] = {}

    def plan(self, pod: int, direction: Direction) -> Plan:
        """How one direction of `pods[pod]` is judged. Pods judged alike share one plan."""
        shape = self._endpoints.pods[pod]
        selecting = tuple(
            (index, sure) for index, sure in self._of_pod[pod] if self.policies[index].rules(direction) is not None
        )
        named = shape.ports if direction == "ingress" else ()
        key = (direction, selecting, named)
        if key not in self._plans:
            self._plans[key] = self._plan(direction, selecting, named)
        return self._plans[key]

    def selecting(self, pod: int, direction: Direction) -> tuple[Policy, ...]:
        """The policies that concern one direction of a pod."""
        chosen = (self.policies[index] for index, _ in self._of_pod[pod])
        return tuple(policy for policy in chosen if policy.rules(direction) is not None)

    def cells(self, pod: int, direction: Direction) -> Iterator[tuple[int, Verdict]]:
        """All endpoints in disjoint sets, each with the verdict on its members as peers of a pod."""
        if self._endpoints.pods[pod].host_network:
            yield self._endpoints.everyone, DEPENDS
            return
        plan = self.plan(pod, direction)
        for hits, members in _refined(plan.matches, self._endpoints.everyone & ~self._endpoints.on_host_network):
            yield members, judge(plan, hits)
        # Traffic between a pod and its own node is always allowed, and a node's other traffic is as the CNI sees it.
        yield self._endpoints.on_host_network, DEPENDS

    def hits(self, pod: int, direction: Direction, peer: int) -> list[Hit]:
        """The matches that concern one peer of a pod, in the order in which they are asked."""
        matches = self.plan(pod, direction).matches
        return [Hit(match, bool(match.peers.sure >> peer & 1)) for match in matches if match.peers.possible >> peer & 1]

    def verdict(self, pod: int, direction: Direction, peer: int) -> Verdict:
        """The verdict on one peer of a pod."""
        if any(self._endpoints.on_host_network >> end & 1 for end in (pod, peer)):
            return DEPENDS
        return judge(self.plan(pod, direction), self.hits(pod, direction, peer))

    def _selecting(self) -> list[list[tuple[int, bool]]]:
        found: list[list[tuple[int, bool]]] = [[] for _ in self._endpoints.pods]
        for index, policy in enumerate(self.policies):
            subject = self._endpoints.select(policy.subject)
            for position in positions(subject.possible):
                found[position].append((index, bool(subject.sure >> position & 1)))
        return found

    def _plan(
        self,
        direction: Direction,
        selecting: tuple[tuple[int, bool], ...],
        named: tuple[NamedPort, ...],
    ) -> Plan:
        policies = [self.policies[index] for index, _ in selecting]
        isolated = any(policy.tier is Tier.NETWORK for policy in policies)
        matches = tuple(
            match._replace(selected=sure)
            for index, sure in selecting
            for match in self._matched(index, direction, named)
        )
        default = DEPENDS if self._cni == "vpc-cni-strict" else OPEN
        return Plan(matches, isolated, default)

    def _matched(self, index: int, direction: Direction, named: tuple[NamedPort, ...]) -> tuple[Match, ...]:
        key = (index, direction, named)
        if key not in self._matches:
            policy = self.policies[index]
            rules = policy.rules(direction) or ()
            self._matches[key] = tuple(
                match for rule in rules for match in self._of_rule(policy, rule, direction, named)
            )
        return self._matches[key]

    def _of_rule(
        self, policy: Policy, rule: Rule, direction: Direction, named: tuple[NamedPort, ...]
    ) -> Iterator[Match]:
        """A rule's matches: on ingress, names mean the pod's own ports; on egress, those of each destination."""
        peers = reduce(Selection.either, map(self._endpoints.select, rule.peers), NOBODY)
        numbers = rule.ports.of(named) if direction == "ingress" else rule.ports.numbers
        if numbers:
            yield Match(policy, rule, peers, numbers)
        if direction == "egress":
            for name in rule.ports.names:
                for ports, pods in self._endpoints.named(name).items():
                    yield Match(policy, rule, peers.both(Selection(pods, pods)), ports)


def _refined(matches: Sequence[Match], everyone: int) -> list[tuple[list[Hit], int]]:
    """Disjoint sets of peers that the same matches concern, with these matches in order."""
    cells: list[tuple[list[Hit], int]] = [([], everyone)]
    for match in matches:
        sure, possible = match.peers
        for members, is_sure in ((sure, True), (possible & ~sure, False)):
            if members:
                cells = list(_split(cells, members, Hit(match, is_sure)))
    return cells


def _split(cells: Sequence[tuple[list[Hit], int]], members: int, hit: Hit) -> Iterator[tuple[list[Hit], int]]:
    for hits, own in cells:
        inside = own & members
        if inside:
            yield [*hits, hit], inside
        if own != inside:
            yield hits, own & ~inside
