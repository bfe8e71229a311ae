"""Faults in what belongs together, planted by hand: budgets, autoscalers, hosts, and images on their way to production."""

from e2e.planting import Fault, Hit, append, replace

PROD = ("prod",)
BACKEND, FRONTEND, API = "rendered/core/backend", "rendered/core/frontend", "rendered/data/data-api"
MODELS = "rendered/ml/ml-backend"
IMAGES = f"images:\n- digest: sha256:{'1' * 64}\n  name: ghcr.io/stefanprodan/podinfo\n"


def claimed(namespace, name, at):
    return Hit("ingress/host-claimed-twice", f"{namespace}/Ingress/{name}", "spec.rules[0].host", at, environments=PROD)


TOGETHER = {
    "a host of another team": Fault(
        (replace(f"{FRONTEND}/overlays/prod/resources.yaml", "- host: frontend.prod", "- host: data-api.prod"),),
        (
            claimed("app-core-team", "frontend", "teams/core/frontend.yaml"),
            claimed("app-data-team", "data-api", "teams/data/data-api.yaml"),
        ),
    ),
    "a budget for nobody": Fault(
        (replace(f"{BACKEND}/base/poddisruptionbudget.yaml", "      app.kubernetes.io/name: b", "      name: b"),),
        (
            Hit(
                "availability/budget-selects-nothing",
                "app-core-team/PodDisruptionBudget/backend",
                "spec.selector",
                "teams/core/backend.yaml",
            ),
        ),
    ),
    "a budget that needs three replicas": Fault(
        (replace(f"{FRONTEND}/base/poddisruptionbudget.yaml", "maxUnavailable: 1", "minAvailable: 2"),),
        (
            Hit(
                "availability/budget-blocks-single-replica",
                "app-core-team/PodDisruptionBudget/frontend",
                "spec.minAvailable",
                "teams/core/frontend.yaml",
                environments=("local", "dev", "staging"),
            ),
        ),
    ),
    "replicas beside an autoscaler": Fault(
        (replace(f"{BACKEND}/overlays/prod/patches.yaml", "replicas: null", "replicas: 4"),),
        (
            Hit(
                "gitops/replicas-with-autoscaler",
                "app-core-team/Deployment/backend",
                "spec.replicas",
                "teams/core/backend.yaml",
                environments=PROD,
            ),
        ),
    ),
    "an autoscaler of nothing": Fault(
        (replace(f"{MODELS}/overlays/prod/resources.yaml", "    kind: Deployment\n", "    kind: StatefulSet\n"),),
        (
            Hit(
                "availability/autoscaler-target-missing",
                "app-ml-team/HorizontalPodAutoscaler/ml-backend",
                "spec.scaleTargetRef",
                "teams/ml/ml-backend.yaml",
                environments=PROD,
            ),
        ),
    ),
    "an image that only production runs": Fault(
        (append(f"{API}/overlays/prod/kustomization.yaml", IMAGES),),
        (
            Hit(
                "image/unproven-digest",
                "app-data-team/Deployment/data-api",
                "spec.template.spec.containers[0].image",
                "teams/data/data-api.yaml",
                environments=PROD,
            ),
        ),
    ),
}
