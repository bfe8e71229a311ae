"""The outside world in pieces: 500 random blocks with exceptions cut IPv4 without gap and without overlap."""

import ipaddress
import random
from itertools import pairwise

from trees import deployment, namespace, policy, tree

from generator.analysis.reachability import analyse

SEED = 20_261_125
BLOCKS, PROBES = 500, 4_000
EVERYTHING = (0, 2**32 - 1)


def blocks(source):
    """Blocks as (network, exceptions within it)."""
    for _ in range(BLOCKS):
        length = source.randrange(31)
        network = ipaddress.ip_network((source.getrandbits(32), length), strict=False)
        inner = [source.randrange(length + 1, 33) for _ in range(source.randrange(4))]
        first = int(network.network_address)
        exceptions = [
            ipaddress.ip_network((first + source.randrange(network.num_addresses), each), strict=False)
            for each in inner
        ]
        yield network, exceptions


def policies(drawn):
    for index, (network, exceptions) in enumerate(drawn):
        block = {"cidr": str(network)} | ({"except": list(map(str, exceptions))} if exceptions else {})
        rule = {"from": [{"ipBlock": block}], "ports": [{"port": 1000 + index}]}
        yield policy(f"shop/p{index}", podSelector={}, ingress=[rule])


def connections(bodies):
    """(first, last) of each piece of the outside world → the ports that it may reach, or None."""
    matrix = analyse(tree(namespace("shop"), deployment("shop/web", {"app": "web"}), *bodies))
    inside = len(matrix.workloads)
    return {
        tuple(piece): matrix.flow(inside + position, 0).possible
        for position, piece in enumerate(matrix.endpoints.pieces)
    }


def test_the_partition_is_exact():
    print(f"seed {SEED}")
    source = random.Random(SEED)
    drawn = list(blocks(source))
    found = connections(policies(drawn))
    pieces = list(found)
    assert pieces[0][0] == EVERYTHING[0]
    assert pieces[-1][1] == EVERYTHING[1]
    assert all(before[1] + 1 == after[0] and before[0] <= before[1] for before, after in pairwise(pieces))

    for _ in range(PROBES):
        near = source.choice(source.choice(pieces))
        address = ipaddress.ip_address(min(max(near + source.randrange(-1, 2), 0), EVERYTHING[1]))
        wanted = {
            1000 + index
            for index, (network, exceptions) in enumerate(drawn)
            if address in network and not any(address in each for each in exceptions)
        }
        (ports,) = (ports for (first, last), ports in found.items() if first <= int(address) <= last)
        assert numbers(ports) == wanted, f"seed {SEED}, {address}"


def numbers(ports):
    """The TCP ports of a set of ranges."""
    return {port % 2**16 for first, last in ports for port in range(first, last + 1)}


def test_the_order_of_policies_does_not_matter():
    bodies = list(policies(blocks(random.Random(SEED))))
    shuffled = bodies.copy()
    random.Random(1).shuffle(shuffled)
    assert list(connections(shuffled).items()) == list(connections(bodies).items())
