"""What rules know about the place that an object goes to, computed from the loaded objects alone.

Source of the Pod Security semantics: kubernetes/pod-security-admission, api/helpers.go.
"""

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from msgspec import Struct, field
from msgspec.structs import replace

from generator.errors import UsageError
from generator.model import Body, Cluster, Object, Platform, PodSecurityLevel

# The newest minor version of Kubernetes whose Pod Security checks the rules know; `latest` means this one.
LATEST = 37
LEVEL_LABEL = "pod-security.kubernetes.io/enforce"
VERSION_LABEL = "pod-security.kubernetes.io/enforce-version"
_LEVELS: tuple[PodSecurityLevel, ...] = get_args(PodSecurityLevel)
_VERSION = re.compile(r"v1\.(0|[1-9][0-9]*)")
_OPTION = re.compile(r"(?P<level>[a-z]+)(?::(?P<version>latest|v?1\.(?:0|[1-9][0-9]*)))?")


class PodSecurity(Struct, frozen=True):
    """A level of the Pod Security Standards and the minor version whose checks apply (0 for v1.0)."""

    level: PodSecurityLevel = "restricted"
    version: int = LATEST


_STRICTEST = PodSecurity()


class Contexts(Struct, frozen=True):
    """What is known about every namespace, cluster and environment. `clusters` has None for PATH mode."""

    default: PodSecurity = _STRICTEST
    namespaces: Mapping[tuple[str | None, str], PodSecurity] = field(default_factory=dict)
    clusters: Mapping[str | None, Cluster] = field(default_factory=dict)
    protected: frozenset[str] = frozenset()
    kubernetes_version: str = f"1.{LATEST}"
    registries: tuple[str, ...] = ()
    domain: str = ""

    def of(self, subject: Object) -> Body:
        """The `context` of an input about this object; equal for objects of one cluster, environment and namespace."""
        namespace = subject.namespace or ""
        security = self.namespaces.get((subject.cluster, namespace), self.default)
        cluster = self.clusters.get(subject.cluster)
        version = self.version(subject.cluster)
        return {
            "pod_security": {"level": security.level, "version": security.version},
            "environment": subject.environment,
            "protected": subject.environment in self.protected,
            "provider": cluster.provider if cluster else "",
            "kubernetes_version": version,
            "kubernetes_minor": _minor(version),
            "registries": self.registries,
            "domain": self.domain,
        }

    def version(self, cluster: str | None) -> str:
        """The Kubernetes version of a cluster, such as `1.36`."""
        known = self.clusters.get(cluster)
        return known.kubernetes_version if known else self.kubernetes_version


def resolve(
    objects: Iterable[Object],
    *,
    default: PodSecurity = _STRICTEST,
    clusters: Mapping[str | None, Cluster] | None = None,
    platform: Platform | None = None,
    kubernetes_version: str = f"1.{LATEST}",
) -> Contexts:
    """The contexts of a tree. `default` applies to namespaces that carry no label of their own.

    Without a `platform`, no environment is protected, and every registry and host is allowed.
    """
    namespaces = {
        (item.cluster, item.name): _labelled(item, default)
        for item in objects
        if item.kind == "Namespace" and not item.group
    }
    known = Contexts(default, namespaces, clusters or {}, kubernetes_version=kubernetes_version)
    if platform is None:
        return known
    protected = frozenset(environment.name for environment in platform.environments if environment.protected)
    return replace(known, protected=protected, registries=platform.registries, domain=platform.domain)


def later(known: Contexts, version: str) -> Contexts:
    """The same places with their clusters upgraded to a minor version such as `1.37`, unless they are past it.

    A namespace whose Pod Security version keeps step with its cluster goes along; one that is behind stays there.
    """

    def moved(place: tuple[str | None, str], security: PodSecurity) -> PodSecurity:
        behind = security.version < _minor(known.version(place[0]))
        return security if behind else replace(security, version=max(security.version, _clamp(version)))

    clusters = {
        name: replace(cluster, kubernetes_version=_newer(cluster.kubernetes_version, version))
        for name, cluster in known.clusters.items()
    }
    namespaces = {place: moved(place, security) for place, security in known.namespaces.items()}
    newer = _newer(known.kubernetes_version, version)
    return replace(known, clusters=clusters, namespaces=namespaces, kubernetes_version=newer)


def option(text: str) -> PodSecurity:
    """The value of `--pod-security LEVEL[:VERSION]`. Raises UsageError where it is not one."""
    match = _OPTION.fullmatch(text)
    level = next((level for level in _LEVELS if match and level == match["level"]), None)
    if not match or level is None:
        raise UsageError(
            f"--pod-security {text}: give privileged, baseline or restricted, and a version as in baseline:v1.30"
        )
    version = match["version"] or "latest"
    return PodSecurity(level, LATEST if version == "latest" else _clamp(version))


def version_option(text: str) -> str:
    """The value of `--kubernetes-version X.Y`. Raises UsageError where it is not one."""
    if not _VERSION.fullmatch(f"v{text.removeprefix('v')}"):
        raise UsageError(f"--kubernetes-version {text}: give a minor version such as 1.{LATEST}")
    return text.removeprefix("v")


def _labelled(namespace: Object, default: PodSecurity) -> PodSecurity:
    """A mistyped level is restricted, a mistyped version is latest; each label counts by itself."""
    metadata = namespace.body.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    if not isinstance(labels, dict):
        return default
    level, version = default.level, default.version
    if LEVEL_LABEL in labels:
        level = next((known for known in _LEVELS if known == labels[LEVEL_LABEL]), "restricted")
    if VERSION_LABEL in labels:
        match = _VERSION.fullmatch(str(labels[VERSION_LABEL]))
        version = _clamp(match[0]) if match else LATEST
    return PodSecurity(level, version)


def _clamp(version: str) -> int:
    return min(_minor(version), LATEST)


def _newer(one: str, other: str) -> str:
    return max(one, other, key=_minor)


def _minor(version: str) -> int:
    return int(version.partition(".")[2])
