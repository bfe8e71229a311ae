"""The values that cross between rooms: frozen, typed, and free of behaviour that needs a file or a process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from generator.errors import Place

# The body of a Kubernetes object or of a fact: JSON values only. The one place where Any is allowed to cross rooms.
Body: TypeAlias = dict[str, Any]
Severity: TypeAlias = Literal["error", "warning", "notice"]
# The API group of facts; a manifest that claims it is nobody's fact.
FACTS_GROUP = "facts.mlp"
PodSecurityLevel: TypeAlias = Literal["privileged", "baseline", "restricted"]


class Identity(NamedTuple):
    """What makes two objects the same one within a cluster. `namespace` is None for cluster-scoped kinds."""

    group: str
    kind: str
    namespace: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an object was read: a file, the line of its document's first key, the document's index in the stream (from
    0; -1 for what a kustomization makes, which is written in no document) and, inside a List, the path to the item
    (such as `("items", 3)`).
    """

    file: str
    line: int = 1
    document: int = 0
    pointer: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PodTemplate:
    """A pod spec inside an object, however deep. Paths are absolute fields such as `spec.template.spec`, and the
    empty path for the object itself; `metadata` is the pod's own (labels, annotations), empty where it has none.
    """

    spec_path: str
    metadata_path: str
    spec: Body
    metadata: Body


@dataclass(frozen=True, slots=True, eq=False)
class Object:
    """One Kubernetes object as read. `body` is never modified. `cluster` and `environment` are None in PATH mode.

    `namespace` is what Kubernetes would use: None for cluster-scoped kinds, `default` where none is written.
    `pods` are the pod specs that hide in it, found by `manifests`. The rest follows from these: `api_version`, `kind`
    and `name`, each an empty string where it is missing or not text, `group`, empty for the core group, and `identity`.
    """

    body: Body
    origin: Origin
    namespace: str | None = None
    pods: tuple[PodTemplate, ...] = ()
    cluster: str | None = None
    environment: str | None = None
    api_version: str = field(init=False)
    kind: str = field(init=False)
    group: str = field(init=False)
    name: str = field(init=False)
    identity: Identity = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every analysis asks again and again."""
        metadata = self.body.get("metadata")
        api_version, kind = _text(self.body.get("apiVersion")), _text(self.body.get("kind"))
        name = _text(metadata.get("name")) if isinstance(metadata, dict) else ""
        group = _group(api_version)
        put = object.__setattr__
        put(self, "api_version", api_version)
        put(self, "kind", kind)
        put(self, "group", group)
        put(self, "name", name)
        put(self, "identity", Identity(group, kind, self.namespace, name))


@lru_cache(maxsize=1024)
def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, order=True)
class Unchecked:
    """Something that could not be judged at all; it makes a run end with 3."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading manifests gave: the objects in order, what could not be read, and how many files were read."""

    objects: tuple[Object, ...]
    unchecked: tuple[Unchecked, ...] = ()
    files: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A computed document that policy judges like an object (design, section 5).

    `body` has `apiVersion: facts.mlp/v1` and a `kind`; `subject` is the object that a finding is reported on.
    """

    body: Body
    subject: Object


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """What an Argo CD Application delivers: its path's objects, and the files that a build of the path reads.

    `exists` tells whether the path holds anything at all.
    """

    application: Object
    path: str
    exists: bool
    objects: tuple[Object, ...] = ()
    files: tuple[str, ...] = ()


def fact(kind: str, subject: Object, **content: object) -> Fact:
    """A fact document of a kind about an object."""
    return Fact({"apiVersion": f"{FACTS_GROUP}/v1", "kind": kind, **content}, subject)


class ObjectRef(NamedTuple):
    """How a finding names an object; namespace is None for cluster-scoped kinds."""

    api_version: str
    kind: str
    namespace: str | None
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """A second place that helps to understand a finding, and why it is shown."""

    file: str
    line: int
    note: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A reviewed exception: `rule` and `object` (namespace/kind/name) are shell patterns, `expires` is ISO 8601.

    What a baseline accepts is excused by one without an owner and an end.
    """

    rule: str
    object: str
    reason: str
    owner: str
    expires: str
    place: Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule on one field of one object, reported once for all environments that it hits."""

    rule: str
    severity: Severity
    message: str
    remediation: str
    object: ObjectRef
    field: str
    location: Place
    environments: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What differs from a revision in one environment: a unit (`team/service`) and the objects that change in it."""

    environment: str
    unit: str
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: sorted findings (waived ones included), what could not be judged, and how much was read.

    `changes` are in the order of promotion; None where the tree was not compared with a revision.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    objects: int
    files: int
    changes: tuple[Change, ...] | None = None

    @property
    def status(self) -> Literal["clean", "findings", "unchecked"]:
        """`unchecked` before `findings` (any that is not waived, whatever its severity) before `clean`."""
        if self.unchecked:
            return "unchecked"
        return "findings" if any(finding.waiver is None for finding in self.findings) else "clean"


@dataclass(frozen=True, slots=True)
class Taint:
    """A node taint in Kubernetes spelling (`NoSchedule`, `PreferNoSchedule`, `NoExecute`)."""

    key: str
    value: str
    effect: str


@dataclass(frozen=True, slots=True)
class NodePool:
    """Nodes of one shape. `capacity` holds the allocatable quantities of one node, as written."""

    name: str
    labels: Mapping[str, str] = field(default_factory=dict)
    taints: tuple[Taint, ...] = ()
    capacity: Mapping[str, str] = field(default_factory=dict)
    architecture: str = "amd64"
    minimum: int = 0
    maximum: int = 1
    spot: bool = False


@dataclass(frozen=True, slots=True)
class Network:
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


@dataclass(frozen=True, slots=True)
class Destination:
    """Where Argo CD deploys: by `server` URL or by registered `name`, exactly one of them set."""

    server: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
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


@dataclass(frozen=True, slots=True)
class Environment:
    """A step of promotion. A protected environment asks for digests and named changes."""

    name: str
    protected: bool = False


@dataclass(frozen=True, slots=True)
class Platform:
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


@dataclass(frozen=True, slots=True, order=True)
class BlueprintRef:
    """A blueprint and its major version, written `web-service/v2`."""

    name: str
    major: int

    def __str__(self) -> str:
        """Write the form that people declare."""
        return f"{self.name}/v{self.major}"


@dataclass(frozen=True, slots=True)
class ProvidedPort:
    """A port that a blueprint offers to connections: a fixed `number`, or the name of the `parameter` that holds it."""

    name: str
    number: int = 0
    parameter: str = ""
    protocol: str = "TCP"


@dataclass(frozen=True, slots=True)
class BlueprintInfo:
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


@dataclass(frozen=True, slots=True)
class Image:
    """A container image: repository name without tag, digest (`sha256:…`, may be empty), tag for people."""

    name: str
    digest: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """What a team may differ in by environment: `quota` as in ResourceQuota's `hard`, `limits` as in LimitRange."""

    blueprint: BlueprintRef
    quota: Mapping[str, str]
    limits: list[Body]
    pod_security: PodSecurityLevel


@dataclass(frozen=True, slots=True)
class Team:
    """teams/<team>/team.yaml. `settings` holds one entry per environment; `neutral` has no environment overrides."""

    name: str
    namespace: str
    owners: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    neutral: TeamSettings
    settings: Mapping[str, TeamSettings]
    place: Place


@dataclass(frozen=True, slots=True, order=True)
class Connection:
    """One side of a declared flow. `team` and `service` name the other side; `port` is one of the accepting
    service's port names. `place` is where the entry stands.
    """

    team: str
    service: str
    port: str
    place: Place


@dataclass(frozen=True, slots=True, order=True)
class ExternalConnection:
    """Declared egress to addresses outside the cluster. `ports` are numbers; `protocol` TCP, UDP or SCTP."""

    name: str
    addresses: tuple[str, ...]
    ports: tuple[int, ...]
    protocol: str
    place: Place


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """What a service is in one environment: its blueprint, image and parameters (validated, defaults filled in)."""

    blueprint: BlueprintRef
    image: Image
    parameters: Body
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Service:
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


@dataclass(frozen=True, slots=True)
class Declarations:
    """Everything that people wrote, validated as a whole. Mappings are sorted by key; services by (team, name)."""

    platform: Platform
    clusters: Mapping[str, Cluster]
    teams: Mapping[str, Team]
    services: Mapping[tuple[str, str], Service]
    warnings: tuple[str, ...] = ()

    def host(self, environment: str) -> Cluster:
        """The cluster that hosts an environment."""
        return next(cluster for cluster in self.clusters.values() if environment in cluster.environments)
