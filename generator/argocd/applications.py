"""Applications. Sources of the choices: Argo CD 3.6 documentation of sync options, and its high-availability page for
`manifest-generate-paths`.
"""

import posixpath

from msgspec import Struct

from generator.model import Body, Cluster, Destination, Platform

API_VERSION = "argoproj.io/v1alpha1"
PLATFORM_PROJECT = "platform"
# Stands for a service in the names of a tenancy's Applications; no service can be called so.
TENANCY_NAME = "tenancy"
TENANCY_WAVE = "-10"
RETRY = {"limit": 5, "refresh": True, "backoff": {"duration": "5s", "factor": 2, "maxDuration": "3m"}}
SYNC_OPTIONS = ["ServerSideApply=true", "FailOnSharedResource=true", "PruneLast=true"]


class Deployment(Struct, frozen=True):
    """One unit in one environment, as Argo CD sees it. `service` is empty for a team's tenancy; paths are relative to
    the repository's root; `protected` environments are never deleted with their Application.
    """

    team: str
    service: str
    environment: str
    namespace: str
    path: str
    base: str
    protected: bool


def application_name(deployment: Deployment) -> str:
    """`<team>.<service>.<environment>`; a tenancy's middle part is `tenancy`, a name that services cannot take."""
    return f"{deployment.team}.{deployment.service or TENANCY_NAME}.{deployment.environment}"


def application_unit(name: str) -> tuple[str, str] | None:
    """Team and service of the Application with a name, as in Deployment; None where no deployment gives that name."""
    team, service, environment = (*name.split(".", 2), "", "")[:3]
    if not (team and service and environment):
        return None
    return team, "" if service == TENANCY_NAME else service


def application(deployment: Deployment, platform: Platform, cluster: Cluster) -> Body:
    """The Application of one unit in one environment."""
    metadata = {
        "name": application_name(deployment),
        "namespace": platform.argocd_namespace,
        "labels": _labels(deployment),
        "annotations": _annotations(deployment),
    }
    if not deployment.protected:
        metadata["finalizers"] = ["resources-finalizer.argocd.argoproj.io"]
    return {
        "apiVersion": API_VERSION,
        "kind": "Application",
        "metadata": metadata,
        "spec": {
            "project": deployment.team if deployment.service else PLATFORM_PROJECT,
            "source": _source(platform, deployment.path),
            "destination": {**destination(cluster.destination), "namespace": deployment.namespace},
            "syncPolicy": _sync_policy(),
        },
    }


def _labels(deployment: Deployment) -> dict[str, str]:
    return {
        "app.kubernetes.io/managed-by": "mlp",
        "app.kubernetes.io/name": deployment.service or TENANCY_NAME,
        "app.kubernetes.io/part-of": deployment.team,
    }


def _annotations(deployment: Deployment) -> dict[str, str]:
    base = posixpath.relpath(deployment.base, deployment.path)
    annotations = {
        "argocd.argoproj.io/compare-options": "ServerSideDiff=true",
        # Everything that a build of this path reads: without it each commit rebuilds every Application.
        "argocd.argoproj.io/manifest-generate-paths": f".;{base}",
    }
    if not deployment.service:
        annotations["argocd.argoproj.io/sync-wave"] = TENANCY_WAVE
    return annotations


def root(platform: Platform, cluster: Cluster) -> Body:
    """The Application that a person applies once per cluster; it brings the projects and all other Applications.

    It ignores what on-call changes on a child while it pauses it (automation, refresh, a running operation).
    """
    folder = f"argocd/{cluster.name}"
    policy = _sync_policy()
    policy["syncOptions"] = [*SYNC_OPTIONS, "RespectIgnoreDifferences=true"]
    return {
        "apiVersion": API_VERSION,
        "kind": "Application",
        "metadata": {
            "name": f"{platform.name}-{cluster.name}",
            "namespace": platform.argocd_namespace,
            "labels": {"app.kubernetes.io/managed-by": "mlp", "app.kubernetes.io/name": "root"},
            "annotations": {"argocd.argoproj.io/manifest-generate-paths": "."},
        },
        "spec": {
            "project": PLATFORM_PROJECT,
            "source": {**_source(platform, folder), "directory": {"recurse": True}},
            "destination": {**destination(cluster.destination), "namespace": platform.argocd_namespace},
            "ignoreDifferences": [
                {
                    "group": "argoproj.io",
                    "kind": "Application",
                    "jsonPointers": ["/spec/syncPolicy/automated", "/operation"],
                    "jqPathExpressions": ['.metadata.annotations."argocd.argoproj.io/refresh"'],
                }
            ],
            "syncPolicy": policy,
        },
    }


def destination(target: Destination) -> dict[str, str]:
    """`server` or `name`, whichever the cluster declares; on EKS a cluster is registered under a name."""
    return {"server": target.server} if target.server else {"name": target.name}


def _source(platform: Platform, path: str) -> Body:
    return {"repoURL": platform.repository, "targetRevision": platform.revision, "path": path}


def _sync_policy() -> Body:
    return {"automated": {"prune": True, "selfHeal": True}, "syncOptions": [*SYNC_OPTIONS], "retry": RETRY}
