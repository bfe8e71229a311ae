"""Faults in declarations and blueprints: they render, and the check says what is wrong with them in the right line."""

from shutil import copytree

from e2e.planting import EVERYWHERE, Fault, Hit, append, replace
from support import REPOSITORY

LOCAL, PROD, NONPROD, CLOUD = ("local",), ("prod",), ("dev", "staging"), ("dev", "staging", "prod")
CORE, DATA, ML = "teams/core/team.yaml", "teams/data/team.yaml", "teams/ml/team.yaml"
BACKEND, TRAINING, QUALITY = "teams/core/backend.yaml", "teams/ml/training.yaml", "teams/data/data-quality.yaml"
NONPROD_CLUSTER, PROD_CLUSTER, LAPTOP = (
    "clusters/eks-nonprod.yaml",
    "clusters/eks-prod.yaml",
    "clusters/kind-local.yaml",
)
RUN = "app-ml-team/Job/training"
POD = "spec.template.spec"
CONTAINER = f"{POD}.containers[0]"


def copy_blueprints(root):
    copytree(REPOSITORY / "blueprints", root / "blueprints")


def quota(team, key, line, environments, rule="capacity/does-not-fit"):
    """A finding on a key of a team's quota."""
    bare = key.isidentifier()
    field = f"spec.hard.{key}" if bare else f'spec.hard["{key}"]'
    return Hit(rule, f"app-{team}-team/ResourceQuota/team", field, f"teams/{team}/team.yaml", line, environments)


def blocked(unit, kind, environments=EVERYWHERE):
    """A connection of a service that its policies do not let through."""
    team, name = unit.split("/")
    return Hit(
        "network/blocked-connection", f"app-{team}-team/{kind}/{name}", "", f"teams/{unit}.yaml", "", environments
    )


QUOTAS = {
    "one pod short of the worst case": Fault(
        (replace(CORE, 'pods: "40"', 'pods: "15"'),), (quota("core", "pods", 'pods: "15"', PROD),)
    ),
    "CPU for fewer pods than autoscalers may add": Fault(
        (replace(DATA, 'requests.cpu: "10"', 'requests.cpu: "7"'),),
        (quota("data", "requests.cpu", 'requests.cpu: "7"', PROD),),
    ),
    "memory for what is at rest only": Fault(
        (replace(ML, "requests.memory: 28Gi", "requests.memory: 12Gi"),),
        (quota("ml", "requests.memory", "requests.memory: 12Gi", PROD),),
    ),
    "a laptop's quota without room for a rollout": Fault(
        (replace(CORE, "requests.cpu: 1500m", "requests.cpu: 800m"),),
        (quota("core", "requests.cpu", "requests.cpu: 800m", LOCAL),),
    ),
    "a rollout that can never begin": Fault(
        (replace(DATA, "quota: {requests.cpu: 3500m}", 'quota: {requests.cpu: 3500m, pods: "5"}'),),
        (
            quota("data", "pods", 'pods: "5"', LOCAL),
            *(
                Hit(
                    "capacity/rollout-deadlock",
                    f"app-data-team/Deployment/{name}",
                    "spec.strategy.rollingUpdate.maxUnavailable",
                    f"teams/data/{name}.yaml",
                    "",
                    LOCAL,
                )
                for name in ("data-api", "data-processor", "stream-processor")
            ),
        ),
    ),
    "a container beyond the team's own limit": Fault(
        (replace(ML, "memory: 13Gi}", "memory: 11Gi}"),),
        (
            Hit(
                "capacity/refused-pod",
                RUN,
                f"{CONTAINER}.resources.limits.memory",
                TRAINING,
                "memory: 12Gi",
                CLOUD,
            ),
        ),
    ),
    "more GPUs promised than there are nodes": Fault(
        (replace(ML, 'requests.nvidia.com/gpu: "2"', 'requests.nvidia.com/gpu: "5"'),),
        (quota("ml", "requests.nvidia.com/gpu", 'requests.nvidia.com/gpu: "5"', PROD, "capacity/over-committed"),),
    ),
}
SERVICES = {
    "an autoscaler beyond the quota": Fault(
        (replace(BACKEND, "max: 8", "max: 40"),),
        tuple(
            quota("core", key, line, PROD)
            for key, line in (
                ("limits.cpu", 'limits.cpu: "16"'),
                ("limits.memory", "limits.memory: 10Gi"),
                ("pods", 'pods: "40"'),
                ("requests.cpu", 'requests.cpu: "4"'),
                ("requests.memory", "requests.memory: 6Gi"),
            )
        ),
    ),
    "more GPUs than a node has": Fault(
        (replace(TRAINING, "  results: 50Gi\n", "  results: 50Gi\n  gpus: 2\n"),),
        (
            Hit(
                "gpu/too-many-per-pod",
                RUN,
                f'{CONTAINER}.resources.limits["nvidia.com/gpu"]',
                TRAINING,
                "gpus: 2",
            ),
            quota("ml", "requests.nvidia.com/gpu", 'requests.nvidia.com/gpu: "1"', ("local", *NONPROD)),
        ),
    ),
    "a password in an environment variable": Fault(
        (replace(BACKEND, "  user: 100\n", "  user: 100\n  env: {DB_PASSWORD: hunter2-hunter2}\n"),),
        (
            Hit(
                "secret/literal-in-environment",
                "app-core-team/Deployment/backend",
                f"{CONTAINER}.env[1].value",
                BACKEND,
                "DB_PASSWORD",
            ),
        ),
    ),
    "everything outside": Fault(
        (replace("teams/ml/data-processing.yaml", "52.216.0.0/15", "0.0.0.0/0"),),
        (
            Hit(
                "network/every-address",
                "app-ml-team/NetworkPolicy/data-processing-to-external-object-store",
                "spec.egress[0].to[0].ipBlock.cidr",
                "teams/ml/data-processing.yaml",
                "external:",
            ),
        ),
    ),
    "the node's credentials": Fault(
        (
            append(
                "teams/data/data-processor.yaml",
                "external:\n  - {name: metadata, addresses: [169.254.0.0/16], ports: [80]}\n",
            ),
        ),
        (
            Hit(
                "network/instance-metadata",
                "app-data-team/NetworkPolicy/data-processor-to-external-metadata",
                "spec.egress[0].to[0]",
                "teams/data/data-processor.yaml",
                "external:",
                CLOUD,
            ),
        ),
    ),
    "an image from elsewhere": Fault(
        (replace("teams/core/frontend.yaml", "ghcr.io/stefanprodan/podinfo", "quay.io/stefanprodan/podinfo"),),
        (
            Hit(
                "image/registry-not-allowed",
                "app-core-team/Deployment/frontend",
                f"{CONTAINER}.image",
                "teams/core/frontend.yaml",
            ),
        ),
    ),
    "one replica in production": Fault(
        (
            replace(
                "teams/ml/ml-backend.yaml",
                "parameters: {autoscaling: {min: 2, max: 6, cpu: 70}}",
                "parameters: {replicas: 1, port: 8080}",
            ),
        ),
        (
            Hit(
                "availability/single-replica",
                "app-ml-team/Deployment/ml-backend",
                "spec.replicas",
                "teams/ml/ml-backend.yaml",
                "replicas: 1, port",
                PROD,
            ),
        ),
    ),
}
CLUSTERS = {
    "another key of the taint": Fault(
        (replace(PROD_CLUSTER, "{key: nvidia.com/gpu, value: present", "{key: example.com/gpu, value: present"),),
        (Hit("gpu/no-toleration", RUN, f"{POD}.tolerations", TRAINING, "", PROD),),
    ),
    "smaller GPU nodes": Fault(
        (
            replace(
                NONPROD_CLUSTER,
                'capacity: {cpu: 3920m, memory: 14Gi, pods: "29"',
                'capacity: {cpu: 2500m, memory: 14Gi, pods: "29"',
            ),
        ),
        (Hit("placement/unschedulable", RUN, POD, TRAINING, "", NONPROD),),
    ),
    "a quota that forgets the GPU": Fault(
        (replace(ML, '  requests.nvidia.com/gpu: "1"\n', ""),),
        (quota("ml", "requests.nvidia.com/gpu", "", ("local", *NONPROD), "gpu/no-quota-key"),),
    ),
    "fewer nodes than the quotas promise": Fault(
        (replace(LAPTOP, "nodes: {min: 2, max: 2}", "nodes: {min: 1, max: 1}"),),
        (quota("data", "requests.memory", "requests.memory: 6Gi", LOCAL, "capacity/over-committed"),),
    ),
}
BATCH = {
    "a batch that asks for more than a node": Fault(
        (
            replace(QUALITY, "requests: {cpu: 250m", "requests: {cpu: 4500m"),
            replace(QUALITY, "limits: {cpu: 500m", 'limits: {cpu: "5"'),
        ),
        (
            Hit(
                "capacity/refused-pod",
                "app-data-team/CronJob/data-quality",
                "spec.jobTemplate.spec.template.spec.containers[0].resources.limits.cpu",
                QUALITY,
                'limits: {cpu: "5"',
            ),
            Hit(
                "placement/unschedulable",
                "app-data-team/CronJob/data-quality",
                "spec.jobTemplate.spec.template.spec",
                QUALITY,
            ),
        ),
    ),
}
SPOT = {
    "spot nodes alone": Fault(
        (replace(NONPROD_CLUSTER, "nodes: {min: 3, max: 6}", "nodes: {min: 3, max: 6}\n    spot: true"),),
        tuple(
            Hit(
                "placement/spot-only",
                f"app-{team}-team/{kind}/{name}",
                f"{path}",
                f"teams/{team}/{name}.yaml",
                "",
                NONPROD,
            )
            for team, kind, name, path in (
                ("core", "Deployment", "backend", POD),
                ("core", "Deployment", "frontend", POD),
                ("data", "Deployment", "data-api", POD),
                ("data", "Deployment", "data-processor", POD),
                ("data", "CronJob", "data-quality", "spec.jobTemplate.spec.template.spec"),
                ("data", "Deployment", "stream-processor", POD),
                ("ml", "CronJob", "data-processing", "spec.jobTemplate.spec.template.spec"),
                ("ml", "Deployment", "ml-backend", POD),
            )
        ),
    ),
}
# A repository's own copy of the blueprints, edited.
BLUEPRINTS = {
    "the copy": Fault((copy_blueprints,), ()),
    "DNS over UDP alone": Fault(
        (replace("blueprints/tenant/v1/manifests/network.yaml", "        - {protocol: TCP, port: 53}\n", ""),),
        tuple(
            Hit(
                "network/dns-protocol",
                f"app-{team}-team/NetworkPolicy/allow-dns",
                "spec.egress[0].ports[0]",
                f"teams/{team}/team.yaml",
            )
            for team in ("core", "data", "ml")
        ),
    ),
    "a port off by one": Fault(
        (
            replace(
                "blueprints/_fragments/policies-incoming.yaml",
                'port: "{{ connection.port.number }}"',
                'port: "{{ connection.port.number + 1 }}"',
            ),
        ),
        (
            blocked("core/backend", "Deployment", LOCAL),
            blocked("core/frontend", "Deployment"),
            blocked("data/data-api", "Deployment"),
            blocked("data/data-quality", "CronJob"),
            blocked("data/stream-processor", "Deployment", LOCAL),
            blocked("ml/data-processing", "CronJob"),
            blocked("ml/training", "Job"),
        ),
    ),
    "a toleration of another key": Fault(
        (
            replace(
                "blueprints/training-job/v1/manifests/workload.yaml",
                "{key: nvidia.com/gpu, operator",
                "{key: nvidia.com/gpus, operator",
            ),
        ),
        (
            Hit("gpu/no-toleration", RUN, f"{POD}.tolerations", TRAINING, "", LOCAL),
            Hit("gpu/implicit-toleration", RUN, f"{POD}.tolerations", TRAINING, "", CLOUD),
        ),
    ),
}
