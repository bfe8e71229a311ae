"""AppProjects: what each team's Applications may deploy, and where. An absent white-list of namespaced kinds would
allow all of them, so every project names its kinds (Argo CD `AppProjectSpec`, `namespaceResourceWhitelist`).
"""

from collections.abc import Iterable, Sequence

from generator.argocd.applications import API_VERSION, PLATFORM_PROJECT, destination
from generator.model import Body, Cluster, Platform

GroupKind = tuple[str, str]
# Tenancy belongs to the platform: a team whose Application could write these could lift its own limits.
PLATFORM_ONLY = frozenset(
    {
        ("", "LimitRange"),
        ("", "Namespace"),
        ("", "ResourceQuota"),
        ("", "Secret"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("rbac.authorization.k8s.io", "Role"),
        ("rbac.authorization.k8s.io", "RoleBinding"),
    }
)
APPLICATION_KINDS = (("argoproj.io", "AppProject"), ("argoproj.io", "Application"))


def team_project(
    team: str, namespaces: Sequence[str], kinds: Iterable[GroupKind], platform: Platform, cluster: Cluster
) -> Body:
    """A team's project on a cluster: one repository, the team's namespaces there, and the kinds that service
    blueprints emit, without those that only the platform may write. No cluster-scoped kind is allowed.
    """
    allowed = sorted(set(kinds) - PLATFORM_ONLY)
    description = f"Services of team {team}"
    return _project(team, description, platform, _destinations(cluster, namespaces), namespaced=allowed)


def platform_project(
    namespaces: Sequence[str], kinds: Iterable[GroupKind], platform: Platform, cluster: Cluster
) -> Body:
    """The project of the tenancies and of the root Application: Namespaces are its only cluster-scoped kind."""
    everywhere = sorted({*namespaces, platform.argocd_namespace})
    allowed = sorted({*kinds, *APPLICATION_KINDS} - {("", "Namespace"), ("", "Secret")})
    description = "Tenancies, projects and Applications, written by the platform team alone"
    return _project(
        PLATFORM_PROJECT,
        description,
        platform,
        _destinations(cluster, everywhere),
        namespaced=allowed,
        clustered=[("", "Namespace")],
    )


def default_project(platform: Platform) -> Body:
    """Argo CD's built-in project, which allows everything until it is closed like this."""
    project = _project("default", "Closed: every Application names its own project", platform, [])
    project["spec"] = {
        "description": project["spec"]["description"],
        "sourceRepos": [],
        "destinations": [],
        "clusterResourceBlacklist": [{"group": "*", "kind": "*"}],
        "namespaceResourceBlacklist": [{"group": "*", "kind": "*"}],
    }
    return project


def _destinations(cluster: Cluster, namespaces: Sequence[str]) -> list[Body]:
    return [{**destination(cluster.destination), "namespace": namespace} for namespace in sorted(namespaces)]


def _project(
    name: str,
    description: str,
    platform: Platform,
    destinations: list[Body],
    *,
    namespaced: Sequence[GroupKind] = (),
    clustered: Sequence[GroupKind] = (),
) -> Body:
    spec: Body = {
        "description": description,
        "sourceRepos": [platform.repository],
        "destinations": destinations,
        "namespaceResourceWhitelist": [{"group": group, "kind": kind} for group, kind in namespaced],
    }
    if clustered:
        spec["clusterResourceWhitelist"] = [{"group": group, "kind": kind} for group, kind in clustered]
    return {
        "apiVersion": API_VERSION,
        "kind": "AppProject",
        "metadata": {
            "name": name,
            "namespace": platform.argocd_namespace,
            "labels": {"app.kubernetes.io/managed-by": "mlp"},
            # A project must exist before its Applications, and may not be pruned while any is left.
            "annotations": {"argocd.argoproj.io/sync-wave": "-20"},
        },
        "spec": spec,
    }
