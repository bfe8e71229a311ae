"""How the policies that select a pod judge traffic in one direction.

Source: kubernetes/api networking/v1 (policies add up; a selected pod is isolated) and network-policy-api v0.2.0
(tiers, priorities, Accept, Deny, Pass). What depends on things outside the tree, or on the CNI, is kept open: a
verdict says which ports may be allowed and which may be denied.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from generator.analysis.ranges import EMPTY, Ranges, difference, intersection, union
from generator.analysis.reachability.policies import Action, Policy, Rule, Tier
from generator.analysis.reachability.ports import ALL
from generator.analysis.selectors import Selection


class Verdict(Struct, frozen=True):
    """Ports that may be allowed and ports that may be denied; together they are all ports."""

    allowed: Ranges
    denied: Ranges

    def meet(self, other: "Verdict") -> "Verdict":
        """What passes both verdicts."""
        return Verdict(intersection(self.allowed, other.allowed), union(self.denied, other.denied))


OPEN = Verdict(ALL, EMPTY)
DEPENDS = Verdict(ALL, ALL)


class Match(NamedTuple):
    """Whom one rule of a policy matches, and on which ports. A rule may give several.

    `selected` is False where the policy itself only perhaps concerns the pod.
    """

    policy: Policy
    rule: Rule
    peers: Selection
    ports: Ranges
    selected: bool = True


class Hit(Struct, frozen=True):
    """A match that concerns one peer, surely or perhaps."""

    match: Match
    sure: bool


class Plan(Struct, frozen=True):
    """How one direction of one shape of pods is judged: matches by tier and priority, in the order they are asked.

    `isolated`: a NetworkPolicy selects the pod. `default` holds where no tier decides.
    """

    matches: tuple[Match, ...]
    isolated: bool
    default: Verdict = OPEN


def judge(plan: Plan, hits: Sequence[Hit]) -> Verdict:
    """The verdict on a peer, from the matches that concern it in the plan's order."""
    rest = _added_up(_of(hits, Tier.NETWORK)) if plan.isolated else _decide(_of(hits, Tier.BASELINE), plan.default)
    return _decide(_of(hits, Tier.ADMIN), rest)


def _of(hits: Iterable[Hit], tier: Tier) -> list[Hit]:
    return [hit for hit in hits if hit.match.policy.tier is tier]


def _added_up(hits: Iterable[Hit]) -> Verdict:
    """NetworkPolicies: what any rule allows, and nothing else."""
    found = list(hits)
    surely = union(*(hit.match.ports for hit in found if hit.sure))
    return Verdict(union(*(hit.match.ports for hit in found)), difference(ALL, surely))


def _decide(hits: Sequence[Hit], rest: Verdict) -> Verdict:
    """One tier of ordered policies; what it leaves open or passes is for `rest`.

    Policies of equal priority are asked in no particular order, so any of those that match may decide.
    """
    if not hits:
        return rest
    undecided = ALL
    decided = dict.fromkeys(Action, EMPTY)
    for _, equals in groupby(hits, key=lambda hit: hit.match.policy.priority):
        settled = EMPTY
        for _, own in groupby(equals, key=lambda hit: id(hit.match.policy)):
            settled = union(settled, _ask(own, undecided, decided))
        undecided = difference(undecided, settled)
    left = union(undecided, decided[Action.PASS])
    return Verdict(
        union(decided[Action.ACCEPT], intersection(left, rest.allowed)),
        union(decided[Action.DENY], intersection(left, rest.denied)),
    )


def _ask(hits: Iterable[Hit], undecided: Ranges, decided: dict[Action, Ranges]) -> Ranges:
    """Ask the rules of one policy in order, note what each may decide, and return what is settled for sure."""
    found, left = list(hits), undecided
    for hit in found:
        action = hit.match.rule.action
        decided[action] = union(decided[action], intersection(left, hit.match.ports))
        if hit.sure:
            left = difference(left, hit.match.ports)
    return difference(undecided, left) if found[0].match.selected else EMPTY
