"""How many pods the controllers of custom kinds run: Argo Rollouts, KEDA, Kubeflow, JobSet, LWS, KubeRay, KServe."""

from collections.abc import Mapping

from generator.analysis.capacity.counts import (
    Context,
    Count,
    Rule,
    Scale,
    change,
    constant,
    job,
    job_size,
    rolling,
)
from generator.analysis.shapes import below, mapping, reach, steps, text, whole
from generator.model import Body


def _around(context: Context, levels: int) -> Body:
    """The mapping that lies `levels` keys above the pod spec."""
    return reach(context.item.body, steps(context.template.spec_path)[:-levels])


def _paused(count: Count, *, suspended: bool) -> Count:
    """Nothing runs now, everything may."""
    return Count(0, 0, count.worst) if suspended else count


def rollout_surge(spec: Body, replicas: int) -> int:
    """Pods above the wanted number while an Argo Rollout moves. Blue-green, and a canary behind a traffic router,
    run a second full set before they switch; a plain canary surges like a Deployment.
    """
    strategy = below(spec, "strategy")
    canary = below(strategy, "canary")
    if not replicas:
        return 0
    if "blueGreen" in strategy or mapping(canary.get("trafficRouting")):
        return replicas
    return change(canary, replicas).surge


def _rollout(context: Context) -> Count:
    return rolling(context.spec, context.scale, lambda replicas: rollout_surge(context.spec, replicas))


def _scaled_job(context: Context) -> Count:
    """KEDA starts between none (or `minReplicaCount`) and `maxReplicaCount` (100) Jobs."""
    size = job_size(below(context.spec, "jobTargetRef"))
    least = whole(context.spec.get("minReplicaCount"), 0) * size
    return Count(least, least, whole(context.spec.get("maxReplicaCount"), 100) * size)


def _training_job(context: Context) -> Count:
    """A role of a Kubeflow training job; an elastic policy lets the workers grow."""
    path = steps(context.template.spec_path)
    replicas = whole(_around(context, 2).get("replicas"), 1)
    elastic = below(context.spec, "elasticPolicy")
    most = max(replicas, whole(elastic.get("maxReplicas"), replicas)) if "Worker" in path else replicas
    suspended = below(context.spec, "runPolicy").get("suspend") is True
    return _paused(Count(replicas, replicas, most), suspended=suspended)


def _job_set(context: Context) -> Count:
    group = _around(context, 4)
    count = job(below(group, "template", "spec")).times(whole(group.get("replicas"), 1))
    return _paused(count, suspended=context.spec.get("suspend") is True)


def _leader_worker_set(context: Context) -> Count:
    """Groups of one leader and `size` - 1 workers; without a leader template the workers' serves for both."""
    templates = below(context.spec, "leaderWorkerTemplate")
    size = whole(templates.get("size"), 1)
    if steps(context.template.spec_path)[-2] == "leaderTemplate":
        members = 1
    else:
        members = size - 1 if below(templates, "leaderTemplate") else size
    update = below(context.spec, "rolloutStrategy", "rollingUpdateConfiguration")
    count = rolling(context.spec, context.scale, lambda groups: change(update, groups, surge=0).surge)
    return count.times(max(members, 0))


def _ray(context: Context, cluster: Body) -> Count:
    """A head, a submitter, or a worker group of a Ray cluster. The maximum of a group is unlimited by default, but
    only its autoscaler uses it.
    """
    path = steps(context.template.spec_path)
    if "workerGroupSpecs" not in path:
        return constant(1)
    group = _around(context, 2)
    least = whole(group.get("minReplicas"), 0)
    scaled = cluster.get("enableInTreeAutoscaling") is True
    normal = max(whole(group.get("replicas"), 0), least)
    most = whole(group.get("maxReplicas"), -1 if scaled else normal)
    count = Count(normal, normal, None if most < 0 else max(most, normal))
    return count.times(whole(group.get("numOfHosts"), 1))


def _ray_cluster(context: Context) -> Count:
    return _paused(_ray(context, context.spec), suspended=context.spec.get("suspend") is True)


def _ray_job(context: Context) -> Count:
    count = _ray(context, below(context.spec, "rayClusterSpec"))
    return _paused(count, suspended=context.spec.get("suspend") is True)


def _ray_service(context: Context) -> Count:
    """An upgrade brings up a second cluster before it removes the first."""
    count = _ray(context, below(context.spec, "rayClusterConfig"))
    return Count(count.steady, count.steady * 2, None if count.worst is None else count.worst * 2)


def _inference_service(context: Context) -> Count:
    """A KServe component. Serverless ones have no maximum unless one is stated; the others stay at the minimum."""
    component = reach(context.item.body, steps(context.template.spec_path))
    annotations = below(context.item.body, "metadata", "annotations")
    serverless = text(annotations.get("serving.kserve.io/deploymentMode")) in {"Serverless", "Knative"}
    least = whole(component.get("minReplicas"), 1)
    most = whole(component.get("maxReplicas"), 0) or (None if serverless else max(least, 1))
    update = below(component, "deploymentStrategy", "rollingUpdate")
    return rolling(
        {"replicas": least},
        Scale(least, most),
        lambda replicas: replicas if serverless else change(update, replicas).surge,
    )


def _knative_service(context: Context) -> Count:
    """A Knative Service scales between its annotations, by default from zero and without a maximum. A new revision
    comes up beside the old one.
    """
    annotations = below(context.spec, "template", "metadata", "annotations")
    least = _number(annotations.get("autoscaling.knative.dev/min-scale"), 0)
    most = _number(annotations.get("autoscaling.knative.dev/max-scale"), 0) or None
    return rolling({"replicas": least}, Scale(least, most), lambda replicas: replicas)


def _number(value: object, default: int) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() else default


def _notebook(context: Context) -> Count:
    annotations = below(context.item.body, "metadata", "annotations")
    return constant(0 if "kubeflow-resource-stopped" in annotations else 1)


RULES: Mapping[tuple[str, str], Rule] = {
    ("argoproj.io", "Rollout"): _rollout,
    ("keda.sh", "ScaledJob"): _scaled_job,
    ("kubeflow.org", "PyTorchJob"): _training_job,
    ("kubeflow.org", "TFJob"): _training_job,
    ("kubeflow.org", "MPIJob"): _training_job,
    ("kubeflow.org", "XGBoostJob"): _training_job,
    ("kubeflow.org", "PaddleJob"): _training_job,
    ("kubeflow.org", "JAXJob"): _training_job,
    ("kubeflow.org", "Notebook"): _notebook,
    ("jobset.x-k8s.io", "JobSet"): _job_set,
    ("leaderworkerset.x-k8s.io", "LeaderWorkerSet"): _leader_worker_set,
    ("ray.io", "RayCluster"): _ray_cluster,
    ("ray.io", "RayJob"): _ray_job,
    ("ray.io", "RayService"): _ray_service,
    ("serving.kserve.io", "InferenceService"): _inference_service,
    ("serving.knative.dev", "Service"): _knative_service,
}
