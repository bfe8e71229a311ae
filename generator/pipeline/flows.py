"""The flows that people declared, as the theorem takes them: connections, external addresses, and the platform's own.

Platform peers that live in the tree's clusters but not in the tree (DNS, monitoring, an ingress controller) have no
workload here and need no entry; those that are addresses (load balancers, a node-local DNS cache) have one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from generator.analysis.reachability import DeclaredFlow
from generator.analysis.workloads import workloads
from generator.model import Body, Cluster, Connection, Object, Service
from generator.pipeline.inputs import Inputs
from generator.planning import Side, Unit

_DNS = (("UDP", 53, 53), ("TCP", 53, 53))
# (team, service, environment) → the workloads that it runs as, `namespace/name`
Names = Mapping[tuple[str, str, str], list[str]]


def declared(inputs: Inputs, cluster: Cluster, objects: Iterable[Object]) -> tuple[DeclaredFlow, ...]:
    """Every declared flow of the environments on a cluster, of the services that run among `objects`."""
    flows = _Flows(inputs, cluster, _names(objects))
    running = {(team, name) for team, name, _ in flows.names}
    return tuple(
        flow
        for unit in inputs.units
        if (unit.team, unit.name) in running
        for side in unit.sides
        if side.cluster == cluster.name and (unit.team, unit.name, side.environment) in flows.names
        for flow in flows.of(unit, side)
    )


def _names(objects: Iterable[Object]) -> Names:
    """Which workloads a service has, from where its objects lie in the tree: Jobs carry names of their own."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for workload in workloads(tuple(objects)):
        folder = workload.object.origin.file.split("/")
        if folder[:1] == ["rendered"] and workload.object.environment:
            found[folder[1], folder[2], workload.object.environment].append(workload.name)
    return found


class _Flows(Struct, frozen=True):
    inputs: Inputs
    cluster: Cluster
    names: Names

    def of(self, unit: Unit, side: Side) -> Iterator[DeclaredFlow]:
        """The flows that a service declares in one environment."""
        service = self.inputs.declarations.services[unit.team, unit.name]
        connections = side.variables["connections"]
        for peer in connections["outgoing"]:
            place = _written(service, peer)
            for source in self._workloads(unit.team, unit.name, side):
                yield from self._connection(source, peer, side, place)
        for external in service.external:
            ports = tuple((external.protocol, port, port) for port in external.ports)
            for source in self._workloads(unit.team, unit.name, side):
                yield DeclaredFlow(ports, external.place, source, target_addresses=external.addresses)
        yield from self._platform(unit, side, service)

    def _workloads(self, team: str, name: str, side: Side) -> list[str]:
        return self.names.get((team, name, side.environment), [])

    def _connection(self, source: str, peer: Body, side: Side, place: Connection) -> Iterator[DeclaredFlow]:
        port = peer["port"]
        ports = ((port["protocol"], port["number"], port["number"]),)
        if peer["addresses"]:
            yield DeclaredFlow(ports, place.place, source, target_addresses=tuple(peer["addresses"]))
        for target in () if peer["addresses"] else self._workloads(peer["team"], peer["service"], side):
            yield DeclaredFlow(ports, place.place, source, target)

    def _platform(self, unit: Unit, side: Side, service: Service) -> Iterator[DeclaredFlow]:
        network = self.cluster.network
        for name in self._workloads(unit.team, unit.name, side):
            if network.dns_addresses:
                yield DeclaredFlow(_DNS, service.place, name, target_addresses=network.dns_addresses)
            if service.exposed and network.load_balancers:
                ports = tuple(self._served(side))
                yield DeclaredFlow(ports, service.place, target=name, source_addresses=network.load_balancers)

    def _served(self, side: Side) -> Iterator[tuple[str, int, int]]:
        """The port at which an exposed service is entered: the first that its blueprint provides."""
        info = self.inputs.catalogue.info(side.blueprint)
        for port in info.provides[:1] if info else ():
            number = side.variables["parameters"][port.parameter] if port.parameter else port.number
            yield port.protocol, number, number


def _written(service: Service, peer: Body) -> Connection:
    """The entry of a service's file that a resolved connection came from."""
    wanted = (peer["team"], peer["service"], peer["port"]["name"])
    return next(each for each in service.connects if (each.team, each.service, each.port) == wanted)
