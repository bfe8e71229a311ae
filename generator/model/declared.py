"""What people declare, as typed values: platform, clusters, teams, services, and what is known of blueprints."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct, field

from generator.errors import Place
from generator.model.findings import Severity
from generator.model.objects import Body

PodSecurityLevel: TypeAlias = Literal["privileged", "baseline", "restricted"]


class Taint(Struct, frozen=True):
    """A node taint in Kubernetes spelling (`NoSchedule`, `PreferNoSchedule`, `NoExecute`)."""

    key: str
    value: str
    effect: str


class NodePool(Struct, frozen=True):
    """Nodes of one shape. `capacity` holds the allocatable quantities of one node, as written."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    capacity: Mapping[str, str] = field(default_factory=dict)
    architecture: str = "amd64"
    minimum: int = 0
    maximum: int = 1
    spot: bool = False


class Network(Struct, frozen=True):
    """Facts about a cluster's network that policies and proofs need. Addresses are CIDR blocks.

    `cni` is one of kindnet, vpc-cni, vpc-cni-strict, auto-mode, other.
    """

    cni: str = "other"
    pods: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    api_server: tuple[str, ...] = ()
    api_server_port: int = 443
    load_balancers: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    dns_addresses: tuple[str, ...] = ()
    metadata: str = "169.254.169.254/32"
    dns_namespace: str = "kube-system"
    monitoring_namespace: str = "data-platform-monitoring"
    ingress_namespace: str = ""


class Destination(Struct, frozen=True):
    """Where Argo CD deploys: by `server` URL or by registered `name`, exactly one of them set."""

    server: str = ""
    name: str = ""


class Cluster(Struct, frozen=True):
    """A cluster declaration. `suffixes` maps an environment to the suffix of its namespaces (often empty)."""

    name: str
    provider: str
    kubernetes_version: str
    environments: tuple[str, ...] = ()
    suffixes: Mapping[str, str] = field(default_factory=dict)
    node_pools: tuple[NodePool, ...] = ()
    network: Network = Network()
    storage_classes: tuple[str, ...] = ()
    ingress: Mapping[str, Any] = field(default_factory=dict)
    capabilities: Mapping[str, str] = field(default_factory=dict)
    destination: Destination = Destination(server="https://kubernetes.default.svc")
    place: Place = Place("")


class Environment(Struct, frozen=True):
    """A step of promotion. A protected environment asks for digests and named changes. `severities` are as the
    platform's, and go before them.
    """

    name: str
    protected: bool = False
    severities: Mapping[str, Severity] = field(default_factory=dict)


class Platform(Struct, frozen=True):
    """platform.yaml. `environments` are in promotion order; `severities` maps a rule or `family/*` to a severity."""

    name: str
    repository: str
    revision: str
    domain: str
    environments: tuple[Environment, ...]
    registries: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    argocd_namespace: str = "argocd"
    argocd_version: str = ""
    kustomize_version: str = ""
    fail_on: str = "error"
    severities: Mapping[str, Severity] = field(default_factory=dict)
    place: Place = Place("")


class BlueprintRef(Struct, frozen=True, order=True):
    """A blueprint and its major version, written `web-service/v2`."""

    name: str
    major: int

    def __str__(self) -> str:
        """Write the form that people declare."""
        return f"{self.name}/v{self.major}"


class ProvidedPort(Struct, frozen=True):
    """A port that a blueprint offers to connections: a fixed `number`, or the name of the `parameter` that holds it."""

    name: str
    number: int = 0
    parameter: str = ""
    protocol: str = "TCP"


class BlueprintInfo(Struct, frozen=True):
    """What other rooms know of a blueprint. `parameters` is a JSON Schema (2020-12) object; `capability` names what
    the cluster must provide (`database`), `variants` the providers that the blueprint has manifests for; `kinds` are
    the (group, kind) of every object that its templates can give.
    """

    ref: BlueprintRef
    version: str
    kind: Literal["team", "service"]
    summary: str
    parameters: Body
    provides: tuple[ProvidedPort, ...] = ()
    capability: str = ""
    variants: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    deprecated: str = ""


class Image(Struct, frozen=True):
    """A container image: repository name without tag, digest (`sha256:…`, may be empty), tag for people."""

    name: str
    digest: str = ""
    tag: str = ""


class TeamSettings(Struct, frozen=True):
    """What a team may differ in by environment: `quota` as in ResourceQuota's `hard`, `limits` as in LimitRange."""

    blueprint: BlueprintRef
    quota: Mapping[str, str]
    limits: list[Body]
    pod_security: PodSecurityLevel


class Team(Struct, frozen=True):
    """teams/<team>/team.yaml. `settings` holds one entry per environment; `neutral` has no environment overrides."""

    name: str
    namespace: str
    owners: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    neutral: TeamSettings
    settings: Mapping[str, TeamSettings]
    place: Place

    @property
    def blueprints(self) -> frozenset[BlueprintRef]:
        """The blueprints of its tenancy, in all environments."""
        return frozenset(each.blueprint for each in (self.neutral, *self.settings.values()))


class Connection(Struct, frozen=True, order=True):
    """One side of a declared flow. `team` and `service` name the other side; `port` is one of the accepting
    service's port names. `place` is where the entry stands.
    """

    team: str
    service: str
    port: str
    place: Place


class ExternalConnection(Struct, frozen=True, order=True):
    """Declared egress to addresses outside the cluster. `ports` are numbers; `protocol` TCP, UDP or SCTP."""

    name: str
    addresses: tuple[str, ...]
    ports: tuple[int, ...]
    protocol: str
    place: Place


class ServiceSettings(Struct, frozen=True):
    """What a service is in one environment: its blueprint, image and parameters (validated, defaults filled in)."""

    blueprint: BlueprintRef
    image: Image
    parameters: Body
    enabled: bool = True


class Service(Struct, frozen=True):
    """teams/<team>/<service>.yaml. `settings` has one entry per environment; `neutral` has no overrides."""

    team: str
    name: str
    neutral: ServiceSettings
    settings: Mapping[str, ServiceSettings]
    connects: tuple[Connection, ...] = ()
    accepts: tuple[Connection, ...] = ()
    external: tuple[ExternalConnection, ...] = ()
    exposed: bool = False
    run: str = ""
    place: Place = Place("")

    @property
    def blueprints(self) -> frozenset[BlueprintRef]:
        """Its blueprints in all environments."""
        return frozenset(each.blueprint for each in (self.neutral, *self.settings.values()))


class Needs(Struct, frozen=True):
    """What a team's tenancy or a service follows from, beside the platform and the clusters: its `declaration`, this and
    other files of services and teams, and blueprints.
    """

    declaration: str
    files: tuple[str, ...]
    blueprints: frozenset[BlueprintRef]


class Declarations(Struct, frozen=True):
    """Everything that people wrote, validated as a whole. Mappings are sorted by key; services by (team, name), and each
    may be read when it is first asked for: `needs` tells what it follows from before. `digests` stand for the content of
    each file, by path.
    """

    platform: Platform
    clusters: Mapping[str, Cluster]
    teams: Mapping[str, Team]
    services: Mapping[tuple[str, str], Service]
    needs: Mapping[tuple[str, str], Needs]
    warnings: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)

    def host(self, environment: str) -> Cluster:
        """The cluster that hosts an environment."""
        return next(cluster for cluster in self.clusters.values() if environment in cluster.environments)
