"""Ports of the three protocols as whole numbers on one line, so that any mix of them is one set of ranges.

TCP takes 1 to 65535, UDP and SCTP the same above it, with a gap between so that protocols never merge.
"""

from collections.abc import Iterable

from msgspec import Struct

from generator.analysis.ranges import EMPTY, Ranges, union
from generator.analysis.shapes import whole
from generator.analysis.workloads import LAST_PORT, NamedPort
from generator.model import Body

PROTOCOLS = ("TCP", "UDP", "SCTP")
_SPAN = LAST_PORT + 1


class PortName(Struct, frozen=True):
    """A port by its container's name for it. Without `protocol`, whichever the container gives."""

    name: str
    protocol: str = ""


class Ports(Struct, frozen=True):
    """What a rule says of ports: numbers, and names that each destination pod resolves for itself."""

    numbers: Ranges
    names: tuple[PortName, ...] = ()

    def of(self, named: Iterable[NamedPort]) -> Ranges:
        """The ports meant on a destination with these named ports."""
        return union(self.numbers, resolved(self.names, named)) if self.names else self.numbers


def span(protocol: object, first: int = 1, last: int = LAST_PORT) -> Ranges:
    """The ports from first to last that exist; nothing for another protocol."""
    if protocol not in PROTOCOLS:
        return EMPTY
    base = PROTOCOLS.index(str(protocol)) * _SPAN
    first, last = max(first, 1), min(last, LAST_PORT)
    return ((base + first, base + last),) if first <= last else EMPTY


ALL: Ranges = union(*(span(protocol) for protocol in PROTOCOLS))


def resolved(names: Iterable[PortName], named: Iterable[NamedPort]) -> Ranges:
    """The ports that names mean on one destination; a name that it does not have, or has for another protocol, none."""
    wanted = tuple(names)
    return union(
        *(
            span(port.protocol, port.number, port.number)
            for port in named
            if any(one.name == port.name and one.protocol in {"", port.protocol} for one in wanted)
        )
    )


def listed(ports: Ranges) -> list[Body]:
    """A set of ports as interfaces write it: one mapping a range, by protocol (TCP, UDP, SCTP) and number."""
    return [{"protocol": PROTOCOLS[first // _SPAN], "from": first % _SPAN, "to": last % _SPAN} for first, last in ports]


def described(ports: Ranges) -> str:
    """A set of ports for people: `80/TCP, 8000-8100/UDP`."""
    if ports == ALL:
        return "every port"
    return ", ".join(_described(entry) for entry in listed(ports))


def read(text: str) -> Ranges | None:
    """A port as people type it, `8080` or `8080/UDP` (any case); None for any other text."""
    number, _, protocol = text.partition("/")
    if not number.isascii() or not number.isdigit():
        return None
    return span(protocol.upper() or "TCP", whole(int(number), 0), int(number)) or None


def _described(entry: Body) -> str:
    first, last, protocol = entry["from"], entry["to"], entry["protocol"]
    if (first, last) == (1, LAST_PORT):
        return f"every {protocol} port"
    return f"{first}/{protocol}" if first == last else f"{first}-{last}/{protocol}"
