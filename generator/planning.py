"""Declarations become a plan: one unit per team's tenancy and per service, with the variables its blueprint sees."""

from collections.abc import Callable, Mapping
from functools import cache, cached_property, partial

from msgspec import Struct

from generator.model import (
    BlueprintInfo,
    BlueprintRef,
    Body,
    Cluster,
    Connection,
    Declarations,
    Environment,
    Image,
    Needs,
    Service,
    ServiceSettings,
    Team,
    TeamSettings,
)

TENANCY = "_tenancy"
# The provider of a capability that runs as pods of the blueprint; every other provider lives outside the cluster.
IN_CLUSTER = "in-cluster"
MANAGED_BY = "mlp"
# What the folders of units begin with.
_UNITS = "rendered"


class Side(Struct, frozen=True):
    """One evaluation of a blueprint. `provider` picks its variant (empty: none). `environment` is empty in the
    neutral side, from which the base is made.
    """

    environment: str
    cluster: str
    namespace: str
    blueprint: BlueprintRef
    provider: str
    image: Image
    variables: Body


class Unit(Struct, frozen=True, eq=False, dict=True):
    """A folder below `rendered/`: a service, or a team's tenancy (`name` is then `_tenancy`).

    Sides are planned when they are first asked for: they follow from the platform, the clusters, and what it `needs`.
    """

    team: str
    name: str
    needs: Needs
    plan: Callable[[], tuple[Side, tuple[Side, ...]]]

    @cached_property
    def _planned(self) -> tuple[Side, tuple[Side, ...]]:
        return self.plan()

    @property
    def declaration(self) -> str:
        """The file that a person edits."""
        return self.needs.declaration

    @property
    def neutral(self) -> Side:
        """The evaluation that gives the base."""
        return self._planned[0]

    @property
    def sides(self) -> tuple[Side, ...]:
        """An evaluation for each environment, in promotion order."""
        return self._planned[1]

    @property
    def folder(self) -> str:
        """The unit's folder, relative to the repository's root."""
        return f"{_UNITS}/{self.team}/{self.name}"


def unit_folder(path: str) -> str:
    """The folder of the unit that a path below `rendered/` lies in."""
    return "/".join(path.split("/")[:3])


class Planner(Struct, frozen=True, dict=True):
    """Resolves names once for a whole plan; `infos` are the blueprints that the declarations name."""

    declarations: Declarations
    infos: Mapping[BlueprintRef, BlueprintInfo]

    def units(self) -> tuple[Unit, ...]:
        """All units, sorted by folder."""
        tenancies = [self._tenancy(team) for team in self.declarations.teams.values()]
        services = [self._service(team, name) for team, name in self.declarations.services]
        return tuple(sorted((*tenancies, *services), key=lambda unit: unit.folder))

    @cached_property
    def _hosts(self) -> Mapping[str, Cluster]:
        platform = self.declarations.platform
        return {each.name: self.declarations.host(each.name) for each in platform.environments}

    @cached_property
    def _cluster_variables(self) -> Mapping[str, Body]:
        return {cluster.name: cluster_variables(cluster) for cluster in self.declarations.clusters.values()}

    @cached_property
    def _platform_variables(self) -> Body:
        platform = self.declarations.platform
        return {
            "name": platform.name,
            "domain": platform.domain,
            "repository": platform.repository,
            "revision": platform.revision,
        }

    @cached_property
    def _team_variables(self) -> Callable[[str, str], Body]:
        """`team` in an environment, or in none; every service of the team sees the same."""

        @cache
        def of(name: str, environment: str) -> Body:
            team = self.declarations.teams[name]
            settings = team.settings[environment] if environment else team.neutral
            return team_variables(team, settings, self._namespace(name, environment))

        return of

    def _namespace(self, team: str, environment: str) -> str:
        suffix = self._hosts[environment].suffixes.get(environment, "") if environment else ""
        return self.declarations.teams[team].namespace + suffix

    def _surroundings(self, environment: Environment | None) -> Body:
        """The variables that depend on the environment alone; the neutral side has neither cluster nor environment."""
        if environment is None:
            return {"platform": self._platform_variables}
        return {
            "platform": self._platform_variables,
            "environment": {"name": environment.name, "protected": environment.protected},
            "cluster": self._cluster_variables[self._hosts[environment.name].name],
        }

    def _tenancy(self, team: Team) -> Unit:
        file = team.place.file
        needs = Needs(file, (file,), team.blueprints)
        return Unit(team.name, TENANCY, needs, partial(self._tenancy_sides, team))

    def _tenancy_sides(self, team: Team) -> tuple[Side, tuple[Side, ...]]:
        environments = self.declarations.platform.environments
        sides = tuple(self._tenancy_side(team, team.settings[each.name], each) for each in environments)
        return self._tenancy_side(team, team.neutral, None), sides

    def _tenancy_side(self, team: Team, settings: TeamSettings, environment: Environment | None) -> Side:
        name = environment.name if environment else ""
        namespace = self._namespace(team.name, name)
        labels = {"app.kubernetes.io/managed-by": MANAGED_BY, "app.kubernetes.io/part-of": team.name}
        variables = {
            **self._surroundings(environment),
            "team": self._team_variables(team.name, name),
            "labels": labels,
        }
        cluster = self._hosts[name].name if environment else ""
        return Side(name, cluster, namespace, settings.blueprint, "", Image(""), variables)

    def _service(self, team: str, name: str) -> Unit:
        return Unit(team, name, self.declarations.needs[team, name], partial(self._service_sides, team, name))

    def _service_sides(self, team: str, name: str) -> tuple[Side, tuple[Side, ...]]:
        service = self.declarations.services[team, name]
        environments = [each for each in self.declarations.platform.environments if service.settings[each.name].enabled]
        sides = tuple(self._service_side(service, service.settings[each.name], each) for each in environments)
        return self._service_side(service, service.neutral, None), sides

    def _service_side(self, service: Service, settings: ServiceSettings, environment: Environment | None) -> Side:
        name = environment.name if environment else ""
        namespace = self._namespace(service.team, name)
        selector = selector_labels(service)
        image = settings.image
        variables = {
            **self._surroundings(environment),
            "team": self._team_variables(service.team, name),
            "service": {"name": service.name, "run": service.run, "exposed": service.exposed},
            "image": {"name": image.name, "digest": image.digest, "tag": image.tag},
            "parameters": settings.parameters,
            "connections": self._connections(service, name),
            "labels": {
                **selector,
                "app.kubernetes.io/managed-by": MANAGED_BY,
                "app.kubernetes.io/part-of": service.team,
            },
            "selector": selector,
        }
        cluster = self._hosts[name].name if environment else ""
        return Side(name, cluster, namespace, settings.blueprint, self._provider(settings, name), image, variables)

    def _provider(self, settings: ServiceSettings, environment: str) -> str:
        capability = self.infos[settings.blueprint].capability
        if not capability or not environment:
            return ""
        return self._hosts[environment].capabilities[capability]

    def _connections(self, service: Service, environment: str) -> Body:
        outgoing = (self._outgoing(connection, environment) for connection in service.connects)
        incoming = (self._incoming(service, connection, environment) for connection in service.accepts)
        external = [
            {
                "name": each.name,
                "addresses": list(each.addresses),
                "ports": list(each.ports),
                "protocol": each.protocol,
            }
            for each in service.external
        ]
        return {
            "outgoing": [each for each in outgoing if each],
            "incoming": [each for each in incoming if each],
            "external": external,
        }

    def _outgoing(self, connection: Connection, environment: str) -> Body | None:
        """The accepting side as the connecting service sees it; None where it does not exist in the environment,
        and in the neutral side where a capability's provider decides what it looks like.
        """
        target = self.declarations.services[connection.team, connection.service]
        settings = target.settings[environment] if environment else target.neutral
        capability = self.infos[settings.blueprint].capability
        if not settings.enabled or (capability and not environment):
            return None
        outside = capability and self._provider(settings, environment) != IN_CLUSTER
        return {
            **self._peer(target, environment),
            "port": self._port(settings, connection.port),
            "addresses": list(self._hosts[environment].network.databases) if outside else [],
        }

    def _incoming(self, service: Service, connection: Connection, environment: str) -> Body | None:
        source = self.declarations.services[connection.team, connection.service]
        settings = service.settings[environment] if environment else service.neutral
        if not (source.settings[environment] if environment else source.neutral).enabled:
            return None
        return {**self._peer(source, environment), "port": self._port(settings, connection.port)}

    def _peer(self, service: Service, environment: str) -> Body:
        namespace = self._namespace(service.team, environment)
        return {
            "team": service.team,
            "service": service.name,
            "namespace": namespace,
            "selector": selector_labels(service),
        }

    def _port(self, settings: ServiceSettings, name: str) -> Body:
        provided = next(port for port in self.infos[settings.blueprint].provides if port.name == name)
        number = settings.parameters[provided.parameter] if provided.parameter else provided.number
        return {"name": name, "number": number, "protocol": provided.protocol}


def plan(declarations: Declarations, infos: Mapping[BlueprintRef, BlueprintInfo]) -> tuple[Unit, ...]:
    """Every unit of the platform, sorted by folder. Pure; the declarations must have been validated."""
    return Planner(declarations, infos).units()


def selector_labels(service: Service) -> dict[str, str]:
    """The labels that selectors use, fixed for a service's life: a Deployment's selector cannot be changed."""
    return {"app.kubernetes.io/instance": f"{service.team}-{service.name}", "app.kubernetes.io/name": service.name}


def team_variables(team: Team, settings: TeamSettings, namespace: str) -> Body:
    """`team` as a blueprint sees it; `namespace` carries the environment's suffix."""
    return {
        "name": team.name,
        "namespace": namespace,
        "owners": list(team.owners),
        "groups": {role: list(names) for role, names in team.groups.items()},
        "podSecurity": {"level": settings.pod_security},
        "quota": settings.quota,
        "limits": settings.limits,
    }


def cluster_variables(cluster: Cluster) -> Body:
    """`cluster` as a blueprint sees it: plain JSON values in camelCase."""
    network = cluster.network
    return {
        "name": cluster.name,
        "provider": cluster.provider,
        "kubernetesVersion": cluster.kubernetes_version,
        "network": {
            "cni": network.cni,
            "pods": list(network.pods),
            "services": list(network.services),
            "nodes": list(network.nodes),
            "apiServer": list(network.api_server),
            "apiServerPort": network.api_server_port,
            "loadBalancers": list(network.load_balancers),
            "databases": list(network.databases),
            "dnsAddresses": list(network.dns_addresses),
            "metadata": network.metadata,
            "dnsNamespace": network.dns_namespace,
            "monitoringNamespace": network.monitoring_namespace,
            "ingressNamespace": network.ingress_namespace,
        },
        "nodePools": [
            {
                "name": pool.name,
                "labels": dict(pool.labels),
                "taints": [{"key": each.key, "value": each.value, "effect": each.effect} for each in pool.taints],
                "capacity": dict(pool.capacity),
                "architecture": pool.architecture,
                "spot": pool.spot,
            }
            for pool in cluster.node_pools
        ],
        "storageClass": cluster.storage_classes[0] if cluster.storage_classes else "",
        "ingress": dict(cluster.ingress),
        "capabilities": dict(cluster.capabilities),
    }
