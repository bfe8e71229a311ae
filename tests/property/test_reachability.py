"""The matrix against a direct reading of the specifications, and the partition of addresses against membership."""

import random
from ipaddress import ip_address
from itertools import pairwise

import pytest
from property.reachability_clusters import ADDRESSES, ADDRESSES_6, NUMBERS, PROTOCOLS, cluster
from property.reachability_reading import may_talk

from generator.analysis import addresses
from generator.analysis.ranges import difference, merged, union
from generator.analysis.reachability import analyse

CLUSTERS, PROBES = 500, 60


def told(matrix):
    """The entries by pair: {(from, to): {certain: [(protocol, from, to)]}}."""
    found = {}
    for body in (entry.body() for entry in matrix.connections()):
        sides = found.setdefault((side(body["from"]), side(body["to"])), {})
        assert body["certain"] not in sides, "a pair has one entry of each kind"
        sides[body["certain"]] = [(port["protocol"], port["from"], port["to"]) for port in body["ports"]]
    return found


def side(body):
    return body["addresses"] if "addresses" in body else (body["workload"], body["kind"])


def holder(matrix, address):
    """The range that an address is in."""
    number = addresses.read(address)[0][0]
    return next((addresses.text(piece) for piece in matrix.endpoints.pieces if piece[0] <= number <= piece[1]), None)


def answer(found, source, target, protocol, port):
    sides = found.get((source, target), {})
    for certain, verdict in ((True, True), (False, None)):
        if any(own == protocol and first <= port <= last for own, first, last in sides.get(certain, ())):
            return verdict
    return False


def expected(world, sources, targets, protocol, port):
    answers = [may_talk(world, source, target, protocol, port) for source in sources for target in targets]
    return True if True in answers else None if None in answers else False


@pytest.mark.parametrize("block", range(10))
def test_the_matrix_is_what_the_specifications_say(block):
    judged = []
    for seed in range(block * CLUSTERS // 10, (block + 1) * CLUSTERS // 10):
        objects, network, world, workloads, maker = cluster(seed)
        matrix = analyse(objects, network)
        found = told(matrix)
        addresses_seen = [*ADDRESSES, *(one for one in ADDRESSES_6 if holder(matrix, one))]
        names = list(workloads)
        for _ in range(PROBES):
            source, target = maker.random.choice(names), maker.random.choice(names)
            outside = maker.random.choice(addresses_seen)
            which = maker.random.randint(0, 2)
            protocol, port = (
                maker.random.choice(PROTOCOLS),
                maker.random.choice(NUMBERS) + maker.random.choice([0, 0, 1]),
            )
            port = min(port, 65535)
            if which == 0 and source != target:
                pair, sides = (source, target), (workloads[source], workloads[target])
            elif which == 1:
                pair, sides = (source, holder(matrix, outside)), (workloads[source], [outside])
            else:
                pair, sides = (holder(matrix, outside), target), ([outside], workloads[target])
            wanted = expected(world, *sides, protocol, port)
            got = answer(found, *pair, protocol, port)
            judged.append(wanted)
            assert got is wanted, f"seed {seed}: {pair} {port}/{protocol}: analysis {got}, reading {wanted}"
    assert len(judged) == CLUSTERS * PROBES // 10
    assert all(judged.count(verdict) > len(judged) // 20 for verdict in (True, False, None)), "probes of every kind"


def test_the_outside_world_is_one_exact_partition():
    generator = random.Random(seed := 20260)
    for _ in range(20):
        sets = [random_block(generator) for _ in range(25)]
        pieces = addresses.partition(sets)
        four = [piece for piece in pieces if piece[0] <= addresses.IPV4[1]]
        assert four[0][0] == 0, seed
        assert four[-1][1] == addresses.IPV4[1]
        assert all(piece[1] + 1 == following[0] for piece, following in pairwise(four))
        for one in sets:
            inside = [piece for piece in pieces if not difference((piece,), one)]
            assert merged(inside) == one, "a set is a union of pieces"
            assert all(difference((piece,), one) == (piece,) for piece in pieces if piece not in inside)


def random_block(generator):
    family = generator.choice([4, 4, 4, 6])
    width = 32 if family == 4 else 128
    start = generator.getrandbits(width)
    length = generator.randint(0, width)
    cidr = f"{ip_address(start.to_bytes(width // 8, 'big'))}/{length}"
    whole = addresses.block(cidr)
    removed = [
        addresses.block(f"{ip_address(start.to_bytes(width // 8, 'big'))}/{generator.randint(length, width)}")
        for _ in range(generator.randint(0, 2))
    ]
    return difference(whole, union(*removed))
