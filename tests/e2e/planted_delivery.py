"""Faults in what Argo CD reads, and secrets and images that must not be there, planted by hand in the generated tree."""

from e2e.planting import Fault, Hit, append, beside, replace

PROD, NOWHERE = ("prod",), ()
SECRET = """\
---
apiVersion: v1
kind: Secret
metadata: {name: backend, namespace: app-core-team}
stringData: {postgres-password: hunter2}
"""
DIGEST = "@sha256:ec73780a8425f59ea49f5bc8cdff0d598805a224fbaa1f86c67a244f250fa9da"


def application(rule, name, edit, field):
    """An edit of an Application in production."""
    team, service = name.split(".")
    path = f"argocd/eks-prod/applications/{name}.prod.yaml"
    hit = Hit(rule, f"argocd/Application/{name}.prod", field, f"teams/{team}/{service}.yaml", "", NOWHERE)
    return Fault((edit(path),), (hit,))


DELIVERY = {
    "another branch": application(
        "argocd/floating-revision",
        "core.backend",
        lambda path: replace(path, "targetRevision: refs/heads/main", "targetRevision: HEAD"),
        "spec.source.targetRevision",
    ),
    "what no pruning removes": application(
        "argocd/no-prune",
        "core.frontend",
        lambda path: replace(path, "prune: true", "prune: off"),
        "spec.syncPolicy.automated.prune",
    ),
    "an override of the build": application(
        "argocd/overrides",
        "data.data-api",
        lambda path: beside(path, "path: rendered", "kustomize: {namePrefix: x-}"),
        "spec.source.kustomize",
    ),
    "a folder that is missing": application(
        "argocd/missing-path",
        "data.data-quality",
        lambda path: replace(path, "path: rendered/data/data-quality/overlays/prod", "path: rendered/data/quality"),
        "spec.source.path",
    ),
    "the project of all": application(
        "argocd/default-project",
        "data.stream-processor",
        lambda path: replace(path, "project: data", "project: default"),
        "spec.project",
    ),
    "a project for every repository": Fault(
        (replace("argocd/eks-prod/projects/ml.yaml", "  - https://github.com/example/ml-platform.git", '  - "*"'),),
        (
            Hit(
                "argocd/wildcard-source",
                "argocd/AppProject/ml",
                "spec.sourceRepos[0]",
                "teams/ml/team.yaml",
                "",
                NOWHERE,
            ),
        ),
    ),
    "a plain Secret": Fault(
        (append("rendered/core/backend/overlays/prod/resources.yaml", SECRET),),
        (Hit("secret/plain-secret", "app-core-team/Secret/backend", "kind", "teams/core/backend.yaml", "", PROD),),
    ),
    "an image by its tag": Fault(
        (replace("rendered/ml/ml-backend/base/deployment.yaml", DIGEST, ":6.15.0"),),
        (
            Hit(
                "image/no-digest",
                "app-ml-team/Deployment/ml-backend",
                "spec.template.spec.containers[0].image",
                "teams/ml/ml-backend.yaml",
                "",
                PROD,
            ),
        ),
    ),
}
