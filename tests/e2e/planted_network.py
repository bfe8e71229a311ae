"""Faults in NetworkPolicies, planted by hand in the generated tree: what is open by default, and what flows."""

from e2e.planting import EVERYWHERE, Fault, Hit, append, beside, replace

# The other environments' overlays bring peers of their own, since their namespaces have a suffix.
BASE_PEERS = ("local", "prod")


DELETED = """\
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: frontend-to-core-backend-http, namespace: app-core-team}
$patch: delete
"""


def policy(unit, name):
    return f"rendered/{unit}/base/networkpolicy-{name}.yaml"


ISOLATION = {
    "nothing denies ingress": Fault(
        (replace(policy("core/_tenancy", "default-deny"), "  - Ingress\n", ""),),
        (Hit("network/no-default-deny", "-/Namespace/app-core-team", "", "teams/core/team.yaml"),),
    ),
    "nothing denies egress": Fault(
        (
            replace(policy("data/_tenancy", "default-deny"), "  - Egress\n", ""),
            # Whatever selects every pod denies the rest by default, so that this one must not.
            replace(
                policy("data/_tenancy", "allow-dns"), "podSelector: {}", "podSelector: {matchLabels: {dns: wanted}}"
            ),
        ),
        (
            Hit("network/no-default-deny", "-/Namespace/app-data-team", "", "teams/data/team.yaml"),
            Hit(
                "network/dangling-policy",
                "app-data-team/NetworkPolicy/allow-dns",
                "spec.podSelector",
                "teams/data/team.yaml",
            ),
            Hit(
                "network/unselected-pod",
                "app-data-team/Deployment/data-processor",
                "spec.template.metadata.labels",
                "teams/data/data-processor.yaml",
            ),
            Hit(
                "network/unselected-pod",
                "app-data-team/StatefulSet/postgres",
                "spec.template.metadata.labels",
                "teams/data/postgres.yaml",
                "",
                ("local",),
            ),
        ),
    ),
    "a denial for pods that are not there": Fault(
        (replace(policy("ml/_tenancy", "default-deny"), "podSelector: {}", "podSelector: {matchLabels: {app: none}}"),),
        (
            Hit("network/no-default-deny", "-/Namespace/app-ml-team", "", "teams/ml/team.yaml"),
            Hit(
                "network/dangling-policy",
                "app-ml-team/NetworkPolicy/default-deny",
                "spec.podSelector",
                "teams/ml/team.yaml",
            ),
            Hit(
                "network/unselected-pod",
                "app-ml-team/CronJob/data-processing",
                "spec.jobTemplate.spec.template.metadata.labels",
                "teams/ml/data-processing.yaml",
            ),
            Hit(
                "network/unselected-pod",
                "app-ml-team/Job/training",
                "spec.template.metadata.labels",
                "teams/ml/training.yaml",
            ),
        ),
    ),
    "DNS over UDP alone": Fault(
        (replace(policy("core/_tenancy", "allow-dns"), "    - port: 53\n      protocol: TCP\n", ""),),
        (
            Hit(
                "network/dns-protocol",
                "app-core-team/NetworkPolicy/allow-dns",
                "spec.egress[0].ports[0]",
                "teams/core/team.yaml",
            ),
        ),
    ),
    "a policy deleted in production": Fault(
        (append("rendered/core/frontend/overlays/prod/patches.yaml", DELETED),),
        (
            Hit(
                "network/blocked-connection",
                "app-core-team/Deployment/frontend",
                "",
                "teams/core/frontend.yaml",
                "",
                ("prod",),
            ),
        ),
    ),
}
FLOWS = {
    "ingress from a block of addresses": Fault(
        (
            beside(
                policy("core/backend", "backend-from-core-frontend-http"),
                "- namespaceSelector",
                "- ipBlock: {cidr: 203.0.113.0/24}",
            ),
        ),
        (
            Hit(
                "network/undeclared-flow",
                "app-core-team/Deployment/backend",
                "",
                "teams/core/backend.yaml",
                "",
                BASE_PEERS,
            ),
        ),
    ),
    "egress to a block of addresses": Fault(
        (
            replace(
                "rendered/data/stream-processor/overlays/prod/resources.yaml",
                "    - ipBlock:\n        cidr: 10.30.144.0/24\n",
                "    - ipBlock:\n        cidr: 198.51.100.0/24\n",
            ),
        ),
        (
            Hit(
                "network/undeclared-flow",
                "app-data-team/Deployment/stream-processor",
                "",
                "teams/data/stream-processor.yaml",
                "",
                ("prod",),
            ),
            Hit(
                "network/blocked-connection",
                "app-data-team/Deployment/stream-processor",
                "",
                "teams/data/stream-processor.yaml",
                "",
                ("prod",),
            ),
        ),
    ),
    "a port off by one": Fault(
        (replace(policy("data/data-api", "data-api-to-data-data-processor-http"), "port: 8080", "port: 8081"),),
        (
            Hit(
                "network/blocked-connection",
                "app-data-team/Deployment/data-api",
                "",
                "teams/data/data-api.yaml",
                "",
                BASE_PEERS,
            ),
        ),
    ),
    "a label renamed": Fault(
        (
            replace(
                policy("ml/ml-backend", "ml-backend-from-ml-data-processing-http"),
                "app.kubernetes.io/name: data-processing",
                "app.kubernetes.io/name: processing",
            ),
        ),
        (
            Hit(
                "network/dangling-peer",
                "app-ml-team/NetworkPolicy/ml-backend-from-ml-data-processing-http",
                "spec.ingress[0].from[0]",
                "teams/ml/ml-backend.yaml",
                "",
                BASE_PEERS,
            ),
            Hit(
                "network/blocked-connection",
                "app-ml-team/CronJob/data-processing",
                "",
                "teams/ml/data-processing.yaml",
                "",
                BASE_PEERS,
            ),
        ),
    ),
    "every port on both sides": Fault(
        (
            replace(
                policy("data/data-quality", "data-quality-to-data-stream-processor-http"),
                "  - ports:\n    - port: 8080\n      protocol: TCP\n    to:",
                "  - to:",
            ),
            replace(
                policy("data/stream-processor", "stream-processor-from-data-data-quality-http"),
                "    ports:\n    - port: 8080\n      protocol: TCP\n",
                "",
            ),
        ),
        (
            Hit(
                "network/undeclared-flow",
                "app-data-team/CronJob/data-quality",
                "",
                "teams/data/data-quality.yaml",
                "",
                BASE_PEERS,
            ),
        ),
    ),
}


def blocked(unit, kind, environments=BASE_PEERS):
    team, name = unit.split("/")
    return Hit(
        "network/blocked-connection", f"app-{team}-team/{kind}/{name}", "", f"teams/{unit}.yaml", "", environments
    )


PEERS = {
    "UDP for TCP": Fault(
        (replace(policy("core/frontend", "frontend-to-core-backend-http"), "protocol: TCP", "protocol: UDP"),),
        (blocked("core/frontend", "Deployment"),),
    ),
    "another namespace": Fault(
        (
            replace(
                policy("data/data-quality", "data-quality-to-data-data-processor-http"),
                "metadata.name: app-data-team",
                "metadata.name: app-data",
            ),
        ),
        (blocked("data/data-quality", "CronJob"),),
    ),
    "a policy for pods that are not there": Fault(
        (
            replace(
                "rendered/ml/training/base/networkpolicy.yaml",
                "  podSelector:\n    matchLabels:\n      app.kubernetes.io/instance: ml-training\n",
                "  podSelector:\n    matchLabels:\n      app.kubernetes.io/instance: ml-trainer\n",
            ),
        ),
        (
            blocked("ml/training", "Job", EVERYWHERE),
            Hit(
                "network/dangling-policy",
                "app-ml-team/NetworkPolicy/training-to-ml-ml-backend-http",
                "spec.podSelector",
                "teams/ml/training.yaml",
            ),
        ),
    ),
    "the wrong direction": Fault(
        (
            replace(
                policy("data/data-processor", "data-processor-from-data-data-api-http"), "  - Ingress\n", "  - Egress\n"
            ),
        ),
        (blocked("data/data-api", "Deployment", EVERYWHERE),),
    ),
    "or in place of and": Fault(
        (
            replace(
                policy("core/backend", "backend-from-core-frontend-http"), "      podSelector:", "    - podSelector:"
            ),
        ),
        (
            Hit(
                "network/split-peer",
                "app-core-team/NetworkPolicy/backend-from-core-frontend-http",
                "spec.ingress[0].from[1]",
                "teams/core/backend.yaml",
                "",
                BASE_PEERS,
            ),
        ),
    ),
    "every namespace": Fault(
        (
            replace(
                policy("ml/ml-backend", "ml-backend-from-monitoring"),
                "        matchLabels:\n          kubernetes.io/metadata.name: data-platform-monitoring\n      podSelector:\n        matchLabels:\n          app.kubernetes.io/name: prometheus\n",
                "        {}\n",
            ),
        ),
        (
            Hit(
                "network/every-namespace",
                "app-ml-team/NetworkPolicy/ml-backend-from-monitoring",
                "spec.ingress[0].from[0].namespaceSelector",
                "teams/ml/ml-backend.yaml",
            ),
        ),
    ),
    "from anywhere": Fault(
        (
            replace(
                policy("data/stream-processor", "stream-processor-from-monitoring"),
                "  - from:\n    - namespaceSelector:\n        matchLabels:\n          kubernetes.io/metadata.name: data-platform-monitoring\n      podSelector:\n        matchLabels:\n          app.kubernetes.io/name: prometheus\n    ports:",
                "  - ports:",
            ),
        ),
        (
            Hit(
                "network/undeclared-flow",
                "app-data-team/Deployment/stream-processor",
                "",
                "teams/data/stream-processor.yaml",
            ),
        ),
    ),
    "a Service that leads elsewhere": Fault(
        (replace("rendered/core/backend/base/service.yaml", "targetPort: 8080", "targetPort: 8081"),),
        (
            Hit(
                "network/service-port",
                "app-core-team/Service/backend",
                "spec.ports[0].targetPort",
                "teams/core/backend.yaml",
                "",
                ("dev", "staging", "prod"),
            ),
        ),
    ),
    "DNS over TCP alone": Fault(
        (replace(policy("data/_tenancy", "allow-dns"), "    - port: 53\n      protocol: UDP\n", ""),),
        (
            Hit(
                "network/dns-protocol",
                "app-data-team/NetworkPolicy/allow-dns",
                "spec.egress[0].ports[0]",
                "teams/data/team.yaml",
            ),
        ),
    ),
}
