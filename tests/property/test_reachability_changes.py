"""What a change opens and closes, against both matrices read probe by probe, in random clusters."""

import random

import pytest
from property.reachability_clusters import ADDRESSES, NUMBERS, PROTOCOLS, cluster
from property.test_reachability import answer, holder, told

from generator.analysis import addresses
from generator.analysis.reachability import analyse, changes

PROBES = 150


def shown(found, source, target, protocol, port):
    """The changes that a probe meets: {(change, certain)}."""
    return {
        (one["change"], one["certain"])
        for one in found
        if _is(one["from"], source)
        and _is(one["to"], target)
        and any(each["protocol"] == protocol and each["from"] <= port <= each["to"] for each in one["ports"])
    }


def _is(party, end):
    if "workload" in party:
        return end == (party["workload"], party["kind"])
    if isinstance(end, tuple):
        return False
    [(first, last)], [(number, _)] = addresses.read(party["addresses"]), addresses.read(end)
    return first <= number <= last


def wanted(before, after):
    """What must be said of a probe with these two answers (True, None for uncertain, False)."""
    if before is after:
        return set()
    said = set() if before is False else {("closed", before is True)}
    return said | (set() if after is False else {("opened", after is True)})


@pytest.mark.parametrize("seed", range(40))
def test_each_change_is_told_and_no_other(seed):
    objects, network, *_ = cluster(seed)
    generator = random.Random(seed)
    others = [item for item in objects if item.kind != "NetworkPolicy" or generator.random() < 0.6]
    before, after = analyse(objects, network), analyse(others, network)
    found = [one.body() for one in changes(before, after)]
    one, other = told(before), told(after)
    ends = [*(workload.key for workload in before.workloads), *ADDRESSES]
    for _ in range(PROBES):
        source, target = generator.sample(ends, 2)
        if isinstance(source, str) and isinstance(target, str):
            continue
        protocol, port = generator.choice(PROTOCOLS), generator.choice(NUMBERS)
        states = [
            answer(entries, *(_side(matrix, end) for end in (source, target)), protocol, port)
            for matrix, entries in ((before, one), (after, other))
        ]
        probe = f"seed {seed}: {source} to {target} on {port}/{protocol}"
        assert shown(found, source, target, protocol, port) == wanted(*states), probe


@pytest.mark.parametrize("seed", range(10))
def test_nothing_changes_by_itself_and_what_opens_one_way_closes_the_other(seed):
    objects, network, *_ = cluster(seed)
    before, after = analyse(objects, network), analyse(objects[::2], network)
    assert list(changes(before, before)) == []
    turned = {"opened": "closed", "closed": "opened"}
    forth, back = ([one.body() for one in changes(*pair)] for pair in ((before, after), (after, before)))
    assert sorted(map(str, forth)) == sorted(str({**one, "change": turned[one["change"]]}) for one in back)


def _side(matrix, end):
    return holder(matrix, end) if isinstance(end, str) else end
