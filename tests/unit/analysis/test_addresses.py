import pytest

from generator.analysis import addresses
from generator.analysis.ranges import contains, difference, intersection, merged, union

ALL_IPV4 = "0.0.0.0-255.255.255.255"


@pytest.mark.parametrize(
    ("cidr", "text"),
    [
        ("10.0.0.0/8", "10.0.0.0-10.255.255.255"),
        ("10.1.2.3/8", "10.0.0.0-10.255.255.255"),
        ("192.0.2.7/32", "192.0.2.7-192.0.2.7"),
        ("0.0.0.0/0", ALL_IPV4),
        ("2001:db8::1/32", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
    ],
)
def test_blocks(cidr, text):
    assert addresses.text(addresses.block(cidr)[0]) == text


@pytest.mark.parametrize(
    "cidr", ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/255.0.0.0", "10.0.0/8", "010.0.0.0/8", "", 8, None, ["a"]]
)
def test_what_is_no_block(cidr):
    assert addresses.block(cidr) is None


def test_partition_cuts_all_of_ipv4_and_only_named_ipv6():
    sets = [addresses.block("10.0.0.0/8"), addresses.block("10.1.0.0/16"), addresses.block("fd00::/127")]
    assert [addresses.text(piece) for piece in addresses.partition(sets)] == [
        "0.0.0.0-9.255.255.255",
        "10.0.0.0-10.0.255.255",
        "10.1.0.0-10.1.255.255",
        "10.2.0.0-10.255.255.255",
        "11.0.0.0-255.255.255.255",
        "fd00::-fd00::1",
    ]
    assert [addresses.text(piece) for piece in addresses.partition([])] == [ALL_IPV4]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("10.0.0.0/31", "10.0.0.0-10.0.0.1"),
        ("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9"),
        ("fd00::1", "fd00::1"),
    ],
)
def test_what_people_type(text, told):
    assert addresses.described(addresses.read(text)) == told


@pytest.mark.parametrize(
    "text", ["shop/web", "10.0.0.9-10.0.0.1", "10.0.0.1-fd00::1", "1.1.1.1-2.2.2.2-3.3.3.3", "web", "-"]
)
def test_what_is_no_address(text):
    assert addresses.read(text) is None


def test_families_never_touch():
    everything = union((addresses.IPV4,), (addresses.IPV6,))
    assert len(everything) == 2


def test_algebra_of_ranges():
    numbers = merged([(5, 9), (1, 2), (3, 4), (20, 10)])
    assert numbers == ((1, 9),)
    assert difference(numbers, ((3, 3), (9, 12))) == ((1, 2), (4, 8))
    assert intersection(((1, 4), (8, 9)), ((3, 8),)) == ((3, 4), (8, 8))
    assert contains(((1, 2), (5, 6)), 5)
    assert not contains(((1, 2), (5, 6)), 4)
