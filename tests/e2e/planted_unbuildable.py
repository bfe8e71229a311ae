"""Edits of the generated tree that cannot be judged at all: no build, and so never "0 findings"."""

from dataclasses import dataclass

from e2e.planting import Edit, append, beside, link, replace

APPLICATIONS = "argocd/eks-prod/applications"


@dataclass(frozen=True)
class Unbuildable:
    """What is planted, and the file (and line, where it is certain) of what could not be checked."""

    edit: Edit
    file: str
    line: int = 0
    reason: str = ""


def overlay(unit, environment, name="kustomization"):
    return f"rendered/{unit}/overlays/{environment}/{name}.yaml"


UNBUILDABLE = {
    "a second kustomization": Unbuildable(
        append("rendered/core/backend/overlays/prod/kustomization.yml", "resources: []\n"),
        "rendered/core/backend/overlays/prod/kustomization.yml",
    ),
    "a prefix for names": Unbuildable(
        append(overlay("core/backend", "dev"), "namePrefix: x-\n"), overlay("core/backend", "dev"), reason="namePrefix"
    ),
    "a namespace for all": Unbuildable(
        append(overlay("core/backend", "staging"), "namespace: kube-system\n"),
        overlay("core/backend", "staging"),
        reason="namespace",
    ),
    "a base from elsewhere": Unbuildable(
        beside(overlay("core/frontend", "prod"), "- resources.yaml", "- github.com/example/base?ref=v1"),
        overlay("core/frontend", "prod"),
        reason="github.com/example/base",
    ),
    "a base above the repository": Unbuildable(
        replace(overlay("core/frontend", "staging"), "../../base", "../../../../../../outside"),
        overlay("core/frontend", "staging"),
    ),
    "a chart": Unbuildable(
        append(overlay("core/frontend", "dev"), "helmCharts: [{name: minio}]\n"),
        overlay("core/frontend", "dev"),
        reason="helmCharts",
    ),
    "a resource that is missing": Unbuildable(
        beside(overlay("data/data-api", "prod"), "- resources.yaml", "- gone.yaml"),
        "rendered/data/data-api/overlays/prod/gone.yaml",
    ),
    "a patch of an object that is missing": Unbuildable(
        replace(overlay("data/data-processor", "prod", "patches"), "  name: data-processor\n", "  name: processor\n"),
        overlay("data/data-processor", "prod"),
        reason="processor",
    ),
    "a key twice": Unbuildable(
        beside(
            "rendered/data/stream-processor/base/deployment.yaml", "revisionHistoryLimit", "revisionHistoryLimit: 2"
        ),
        "rendered/data/stream-processor/base/deployment.yaml",
        15,
        "revisionHistoryLimit",
    ),
    "no YAML": Unbuildable(
        beside("rendered/ml/ml-backend/base/service.yaml", "type: ClusterIP", "clusterIP: [none"),
        "rendered/ml/ml-backend/base/service.yaml",
    ),
    "a symlink in place of a base": Unbuildable(
        lambda root: (
            (root / "rendered/ml/data-processing/base/cronjob.yaml").unlink(),
            link("rendered/ml/data-processing/base/cronjob.yaml", "/etc/hostname")(root),
        ),
        "rendered/ml/data-processing/base/cronjob.yaml",
    ),
    "an Application that is no YAML": Unbuildable(
        append(f"{APPLICATIONS}/core.postgres.prod.yaml", "spec: [\n"), f"{APPLICATIONS}/core.postgres.prod.yaml"
    ),
}
# Read as YAML, they are no Applications: nothing may break on them, nor go unsaid.
MISSHAPEN = {
    "a list for a spec": ("spec", "[]"),
    "a list for a source": ("spec", "{destination: {}, project: core, source: []}"),
    "a number for a path": ("spec", "{destination: {}, project: core, source: {path: 5}}"),
    "no source": ("spec", "{destination: {}, project: core}"),
    "text for metadata": ("metadata", "core"),
}
