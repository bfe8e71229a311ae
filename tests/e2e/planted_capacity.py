"""Faults in quotas, limits, accelerators and placement, planted by hand in the generated tree."""

from e2e.planting import EVERYWHERE, Fault, Hit, append, beside, replace

PROD, NOT_PROD, LOCAL = ("prod",), ("local", "dev", "staging"), ("local",)
GPU_KEY = 'spec.hard["requests.nvidia.com/gpu"]'
DEADLOCK = "spec.strategy.rollingUpdate.maxUnavailable"
CRON_POD, POD = "spec.jobTemplate.spec.template.spec", "spec.template.spec"
PROCESSING = "rendered/ml/data-processing/base/cronjob.yaml"
DELETED_QUOTA = """\
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: app-core-team}
$patch: delete
"""
DELETED_LIMITS = """\
---
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: app-data-team}
$patch: delete
"""
QUEUES = """\
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ClusterQueue
metadata: {name: training}
spec:
  namespaceSelector: {}
  resourceGroups:
    - coveredResources: [nvidia.com/gpu]
      flavors: [{name: t4, resources: [{name: nvidia.com/gpu, nominalQuota: "8"}]}]
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ResourceFlavor
metadata: {name: t4}
spec: {nodeLabels: {workload: gpu}}
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: LocalQueue
metadata: {name: training, namespace: app-ml-team}
spec: {clusterQueue: training}
"""
APART = """\
affinity:
  podAntiAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector: {matchLabels: {app.kubernetes.io/name: data-api}}
"""
SECOND_LIMITS = """\
---
apiVersion: v1
kind: LimitRange
metadata: {name: more, namespace: app-ml-team-dev}
spec: {limits: [{type: Container, max: {cpu: "4"}}]}
"""


def tenancy(team, overlay="", name="patches"):
    return f"rendered/{team}/_tenancy/{f'overlays/{overlay}' if overlay else 'base'}/{name}.yaml"


CAPACITY = {
    "no quota": Fault(
        (lambda root: (root / tenancy("core", "prod")).write_text(DELETED_QUOTA),),
        (Hit("capacity/no-quota", "-/Namespace/app-core-team", "metadata.name", "teams/core/team.yaml", "", PROD),),
    ),
    "no limits": Fault(
        (append(tenancy("data", "prod"), DELETED_LIMITS),),
        (
            Hit(
                "capacity/no-limit-range",
                "-/Namespace/app-data-team",
                "metadata.name",
                "teams/data/team.yaml",
                "",
                PROD,
            ),
        ),
    ),
    "two sets of limits": Fault(
        (append(tenancy("ml", "dev", "resources"), SECOND_LIMITS),),
        (
            Hit(
                "capacity/several-limit-ranges",
                "-/Namespace/app-ml-team",
                "metadata.name",
                "teams/ml/team.yaml",
                "",
                ("dev",),
            ),
        ),
    ),
    "a key that limits nothing": Fault(
        (beside(tenancy("ml", name="resourcequota"), "limits.memory", 'limits.nvidia.com/gpu: "1"'),),
        (
            Hit(
                "capacity/inert-key",
                "app-ml-team/ResourceQuota/team",
                'spec.hard["limits.nvidia.com/gpu"]',
                "teams/ml/team.yaml",
            ),
        ),
    ),
    "less CPU than autoscalers may use": Fault(
        (replace(tenancy("data", "prod"), 'requests.cpu: "10"', "requests.cpu: 7149m"),),
        (
            Hit(
                "capacity/does-not-fit",
                "app-data-team/ResourceQuota/team",
                'spec.hard["requests.cpu"]',
                "teams/data/team.yaml",
                'requests.cpu: "10"',
                PROD,
            ),
        ),
    ),
    "no room for the pod of a rollout": Fault(
        (beside(tenancy("core", "local"), "requests.cpu", 'pods: "3"'),),
        (
            Hit(
                "capacity/does-not-fit",
                "app-core-team/ResourceQuota/team",
                "spec.hard.pods",
                "teams/core/team.yaml",
                "",
                LOCAL,
            ),
            Hit(
                "capacity/rollout-deadlock",
                "app-core-team/Deployment/backend",
                DEADLOCK,
                "teams/core/backend.yaml",
                "",
                LOCAL,
            ),
            Hit(
                "capacity/rollout-deadlock",
                "app-core-team/Deployment/frontend",
                DEADLOCK,
                "teams/core/frontend.yaml",
                "",
                LOCAL,
            ),
        ),
    ),
    "more memory than a container may have": Fault(
        (replace("rendered/data/data-quality/base/cronjob.yaml", "memory: 512Mi", "memory: 5Gi"),),
        (
            Hit(
                "capacity/refused-pod",
                "app-data-team/CronJob/data-quality",
                f"{CRON_POD}.containers[0].resources.limits.memory",
                "teams/data/data-quality.yaml",
                "limits: {cpu: 500m, memory: 512Mi}",
                NOT_PROD,
            ),
            # Where autoscalers leave the least room, it is too much for the quota as well.
            Hit(
                "capacity/does-not-fit",
                "app-data-team/ResourceQuota/team",
                'spec.hard["limits.memory"]',
                "teams/data/team.yaml",
                "limits.memory: 12Gi",
                ("staging",),
            ),
        ),
    ),
    "runs that may overlap": Fault(
        (
            replace(PROCESSING, "concurrencyPolicy: Forbid", "concurrencyPolicy: Allow"),
            replace(PROCESSING, "      activeDeadlineSeconds: 3600\n", ""),
        ),
        (
            Hit(
                "capacity/unbounded",
                "app-ml-team/CronJob/data-processing",
                "spec.concurrencyPolicy",
                "teams/ml/data-processing.yaml",
            ),
        ),
    ),
    "more GPUs promised than there are": Fault(
        (replace(tenancy("ml", "prod"), 'requests.nvidia.com/gpu: "2"', 'requests.nvidia.com/gpu: "9"'),),
        (
            Hit(
                "capacity/over-committed",
                "app-ml-team/ResourceQuota/team",
                GPU_KEY,
                "teams/ml/team.yaml",
                'requests.nvidia.com/gpu: "2"',
                PROD,
            ),
        ),
    ),
}
JOB = "rendered/ml/training/base/job.yaml"
RUN = "app-ml-team/Job/training"
PLACEMENT = {
    "a toleration of another key": Fault(
        (replace(JOB, "key: nvidia.com/gpu\n", "key: nvidia.com/gpus\n"),),
        (
            Hit("gpu/no-toleration", RUN, f"{POD}.tolerations", "teams/ml/training.yaml", "", LOCAL),
            # On EKS admission adds the toleration.
            Hit(
                "gpu/implicit-toleration",
                RUN,
                f"{POD}.tolerations",
                "teams/ml/training.yaml",
                "",
                ("dev", "staging", "prod"),
            ),
        ),
    ),
    "a toleration of everything": Fault(
        (
            beside(
                "rendered/ml/ml-backend/base/deployment.yaml", "enableServiceLinks", "tolerations: [{operator: Exists}]"
            ),
        ),
        (
            Hit(
                "gpu/squatter", "app-ml-team/Deployment/ml-backend", f"{POD}.tolerations[0]", "teams/ml/ml-backend.yaml"
            ),
        ),
    ),
    "GPUs outside the quota": Fault(
        (replace(tenancy("ml", name="resourcequota"), '    requests.nvidia.com/gpu: "1"\n', ""),),
        (Hit("gpu/no-quota-key", "app-ml-team/ResourceQuota/team", GPU_KEY, "teams/ml/team.yaml", "", NOT_PROD),),
    ),
    "a label that no node has": Fault(
        (
            beside(
                "rendered/data/data-processor/base/deployment.yaml", "enableServiceLinks", "nodeSelector: {disk: ssd}"
            ),
        ),
        (
            Hit(
                "placement/unschedulable",
                "app-data-team/Deployment/data-processor",
                POD,
                "teams/data/data-processor.yaml",
            ),
        ),
    ),
}
GPUS = {
    "more GPUs than a node has": Fault(
        (replace(JOB, "nvidia.com/gpu: 1", "nvidia.com/gpu: 2", 2),),
        (
            Hit(
                "gpu/too-many-per-pod",
                RUN,
                f'{POD}.containers[0].resources.limits["nvidia.com/gpu"]',
                "teams/ml/training.yaml",
            ),
        ),
    ),
}


def quota(team, key, line="", environments=EVERYWHERE, rule="capacity/does-not-fit"):
    """A finding on a key of a team's quota."""
    field = f"spec.hard.{key}" if key.isalpha() else f'spec.hard["{key}"]'
    return Hit(rule, f"app-{team}-team/ResourceQuota/team", field, f"teams/{team}/team.yaml", line, environments)


BACKEND = "rendered/core/backend/base/deployment.yaml"
AMOUNTS = {
    "limits for less than the worst case": Fault(
        (replace(tenancy("core", "prod"), "limits.memory: 10Gi", "limits.memory: 6Gi"),),
        (quota("core", "limits.memory", "limits.memory: 10Gi", PROD),),
    ),
    "one pod short": Fault(
        (replace(tenancy("ml", "prod"), 'pods: "30"', 'pods: "8"'),), (quota("ml", "pods", 'pods: "30"', PROD),)
    ),
    "no volume claims": Fault(
        (replace(tenancy("ml", name="resourcequota"), 'persistentvolumeclaims: "4"', 'persistentvolumeclaims: "0"'),),
        (quota("ml", "persistentvolumeclaims", "persistentvolumeclaims:"),),
    ),
    "little storage": Fault(
        (replace(tenancy("ml", name="resourcequota"), "requests.storage: 100Gi", "requests.storage: 10Gi"),),
        (quota("ml", "requests.storage", "requests.storage:", ("dev", "staging", "prod")),),
    ),
    "an autoscaler beyond the quota": Fault(
        (replace("rendered/data/data-api/overlays/prod/resources.yaml", "maxReplicas: 6", "maxReplicas: 60"),),
        tuple(
            quota("data", key, line, PROD)
            for key, line in (
                ("limits.cpu", 'limits.cpu: "24"'),
                ("limits.memory", "limits.memory: 20Gi"),
                ("pods", 'pods: "40"'),
                ("requests.cpu", 'requests.cpu: "10"'),
                ("requests.memory", "requests.memory: 12Gi"),
            )
        ),
    ),
    "fewer Jobs than a CronJob keeps": Fault(
        (replace(tenancy("data", name="resourcequota"), 'count/jobs.batch: "20"', 'count/jobs.batch: "6"'),),
        (quota("data", "count/jobs.batch", "count/jobs.batch:"),),
    ),
    "a load balancer": Fault(
        (replace("rendered/core/backend/base/service.yaml", "type: ClusterIP", "type: LoadBalancer"),),
        (
            quota("core", "services.loadbalancers", "services.loadbalancers"),
            quota("core", "services.nodeports", "services.nodeports"),
        ),
    ),
    "less than the least": Fault(
        (beside(tenancy("core", name="limitrange"), "type: Container", "min: {cpu: 150m}"),),
        (
            Hit(
                "capacity/refused-pod",
                "app-core-team/Deployment/frontend",
                f"{POD}.containers[0].resources.requests.cpu",
                "teams/core/frontend.yaml",
            ),
        ),
    ),
    "more asked than allowed": Fault(
        (replace("rendered/ml/ml-backend/base/deployment.yaml", "memory: 256Mi", "memory: 768Mi"),),
        (
            Hit(
                "capacity/refused-pod",
                "app-ml-team/Deployment/ml-backend",
                f"{POD}.containers[0].resources.requests.memory",
                "teams/ml/ml-backend.yaml",
                "requests: {cpu: 200m, memory: 256Mi}",
            ),
        ),
    ),
    "a misspelt key": Fault(
        (beside(tenancy("data", name="resourcequota"), "requests.storage", 'request.cpu: "5"'),),
        (quota("data", "request.cpu", "", rule="capacity/inert-key"),),
    ),
}
NODES = {
    "more pods apart than nodes": Fault(
        (
            beside("rendered/data/data-api/base/deployment.yaml", "automountServiceAccountToken", APART),
            replace("rendered/data/data-api/overlays/local/patches.yaml", "replicas: 1", "replicas: 3"),
        ),
        (
            Hit(
                "placement/too-few-nodes",
                "app-data-team/Deployment/data-api",
                f"{POD}.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]",
                "teams/data/data-api.yaml",
                "",
                LOCAL,
            ),
        ),
    ),
    "a queue that admits more than quota and nodes have": Fault(
        (append(tenancy("ml", "prod", "resources"), QUEUES),),
        (
            Hit(
                "capacity/queue-exceeds-quota",
                "app-ml-team/ResourceQuota/team",
                GPU_KEY,
                "teams/ml/team.yaml",
                "",
                PROD,
            ),
            Hit(
                "capacity/flavor-exceeds-nodes",
                "-/ResourceFlavor/t4",
                "spec.nodeLabels",
                "teams/ml/team.yaml",
                "",
                PROD,
            ),
        ),
    ),
    "GPUs of another make": Fault(
        (replace("rendered/ml/training/overlays/prod/patches.yaml", "nvidia-tesla-t4", "nvidia-tesla-v100"),),
        (Hit("placement/unschedulable", RUN, POD, "teams/ml/training.yaml", "", PROD),),
    ),
    "another architecture": Fault(
        (beside(BACKEND, "enableServiceLinks", "nodeSelector: {kubernetes.io/arch: arm64}"),),
        (Hit("placement/unschedulable", "app-core-team/Deployment/backend", POD, "teams/core/backend.yaml"),),
    ),
    "more CPU than a node has": Fault(
        (
            replace("rendered/core/frontend/base/deployment.yaml", "cpu: 500m", 'cpu: "5"'),
            replace("rendered/core/frontend/base/deployment.yaml", "cpu: 100m", 'cpu: "5"'),
        ),
        (Hit("placement/unschedulable", "app-core-team/Deployment/frontend", POD, "teams/core/frontend.yaml"),),
    ),
    "a batch that tolerates the GPU's taint": Fault(
        (beside(PROCESSING, "enableServiceLinks", "tolerations: [{key: nvidia.com/gpu, operator: Exists}]"),),
        (
            Hit(
                "gpu/squatter",
                "app-ml-team/CronJob/data-processing",
                f"{CRON_POD}.tolerations[0]",
                "teams/ml/data-processing.yaml",
            ),
        ),
    ),
}
