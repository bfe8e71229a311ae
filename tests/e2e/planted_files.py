"""Faults in files, planted by hand in the generated tree: what lies beside the path, and objects of the wrong shape."""

from e2e.planting import Fault, Hit, append, beside, link, replace

PROD = ("prod",)
BACKEND, FRONTEND, API = "rendered/core/backend", "rendered/core/frontend", "rendered/data/data-api"
STRAY = """\
apiVersion: v1
kind: Pod
metadata: {name: stray, namespace: app-core-team}
spec: {hostNetwork: yes, containers: [{name: stray, image: "docker.io/library/busybox:1.37.0"}]}
"""
WIDGET = """\
---
apiVersion: example.com/v1
kind: Widget
metadata: {name: widget, namespace: app-core-team}
"""
SECOND_LIMITS = """\
---
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: app-core-team}
spec: {limits: [{type: Container, max: {cpu: "2"}}]}
"""


def unexpected(path, edit=None):
    return Fault(
        (edit or append(path, STRAY),), (Hit("gitops/unexpected-file", f"-/File/{path}", "", path, environments=()),)
    )


FILES = {
    "a manifest beside a kustomization": unexpected(f"{BACKEND}/overlays/prod/stray.yaml"),
    "a manifest in a base": unexpected(f"{BACKEND}/base/stray.yaml"),
    "what Argo CD lays over a build": unexpected(f"{FRONTEND}/overlays/prod/.argocd-source.yaml"),
    "what Argo CD lays over one Application": unexpected(
        f"{FRONTEND}/overlays/dev/.argocd-source-core.frontend.dev.yaml"
    ),
    "a hidden file beside an Application": unexpected("argocd/eks-prod/applications/.hidden.yaml"),
    "a symlink": unexpected(f"{API}/base/link.yaml", link(f"{API}/base/link.yaml", "deployment.yaml")),
    "a symlink to a folder": unexpected("rendered/core/linked", link("rendered/core/linked", "/etc")),
    "a kustomization that nobody builds": unexpected(f"{API}/kustomization.yaml"),
    "notes": unexpected("rendered/notes.md"),
    "an Application of no cluster": unexpected("argocd/README.yaml"),
}
SHAPES = {
    "an unknown field": Fault(
        (beside(f"{BACKEND}/base/deployment.yaml", "terminationMessagePolicy", "livenesProbe: {}"),),
        (
            Hit(
                "schema/unknown-field",
                "app-core-team/Deployment/backend",
                "spec.template.spec.containers[0].livenesProbe",
                "teams/core/backend.yaml",
            ),
        ),
    ),
    "text for a number": Fault(
        (replace(f"{FRONTEND}/base/deployment.yaml", "revisionHistoryLimit: 3", 'revisionHistoryLimit: "3"'),),
        (
            Hit(
                "schema/wrong-type",
                "app-core-team/Deployment/frontend",
                "spec.revisionHistoryLimit",
                "teams/core/frontend.yaml",
            ),
        ),
    ),
    "a missing field": Fault(
        (replace(f"{API}/overlays/prod/resources.yaml", "  maxReplicas: 6\n", ""),),
        (
            Hit(
                "schema/missing-field",
                "app-data-team/HorizontalPodAutoscaler/data-api",
                "spec.maxReplicas",
                "teams/data/data-api.yaml",
                environments=PROD,
            ),
        ),
    ),
    "a kind without a schema": Fault(
        (append(f"{BACKEND}/overlays/prod/resources.yaml", WIDGET),),
        (
            Hit(
                "schema/unknown-kind",
                "app-core-team/Widget/widget",
                "kind",
                "teams/core/backend.yaml",
                environments=PROD,
            ),
        ),
    ),
    "an object of another folder": Fault(
        (append(f"{FRONTEND}/overlays/prod/resources.yaml", SECOND_LIMITS),),
        (
            Hit(
                "schema/duplicate-object",
                "app-core-team/LimitRange/team",
                "metadata.name",
                "teams/core/team.yaml",
                environments=PROD,
            ),
        ),
    ),
}
