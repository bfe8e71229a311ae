"""`mlp export`: what makes a cluster of the shape that its declaration promises, for the tools that make clusters."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from generator import yamlio
from generator.errors import UsageError
from generator.model import Body, Cluster, NodePool, Taint
from generator.pipeline.inputs import load
from generator.settings import Settings
from generator.suggesting import suggest

Form: TypeAlias = Literal["hcl", "json"]
# Which release of kind starts a minor version of Kubernetes without being told an image.
_KIND_RELEASES = {"1.33": "0.29", "1.34": "0.30", "1.35": "0.31", "1.36": "0.32"}
# EKS's spelling (EKS API, Taint.effect).
_EFFECTS = {"NoSchedule": "NO_SCHEDULE", "NoExecute": "NO_EXECUTE", "PreferNoSchedule": "PREFER_NO_SCHEDULE"}
_ARCHITECTURES = {"amd64": "x86_64", "arm64": "ARM_64"}
_GPU = "nvidia.com/"
_IDENTIFIER = re.compile("[A-Za-z_][A-Za-z0-9_-]*")


def kind_config(settings: Settings, name: str) -> str:
    """The configuration with which `kind create cluster` makes a declared cluster.

    Every pool has all its nodes: kind does not add any later. Taints stand in a kubeadm JoinConfiguration, the only
    place that kind reads for each worker (kubernetes-sigs/kind issues 3775, 3849).
    """
    cluster = _cluster(settings, name, "kind")
    workers = [_worker(pool) for pool in cluster.node_pools for _ in range(pool.maximum)]
    config = {
        "kind": "Cluster",
        "apiVersion": "kind.x-k8s.io/v1alpha4",
        # kind calls the context of a kubeconfig `kind-` and this.
        "name": cluster.name.removeprefix("kind-"),
        "nodes": [{"role": "control-plane"}, *workers],
        **_networking(cluster),
    }
    return "".join(f"# {line}\n" for line in _kind_notes(cluster)) + yamlio.emit(config)


def terraform_variables(settings: Settings, name: str, form: Form) -> str:
    """Inputs of the Terraform module terraform-aws-modules/eks, version 21 and later: name, version and node groups."""
    cluster = _cluster(settings, name, "eks")
    values: Body = {
        "name": cluster.name,
        "kubernetes_version": cluster.kubernetes_version,
        "eks_managed_node_groups": {pool.name: _node_group(pool) for pool in cluster.node_pools},
    }
    if form == "json":
        return json.dumps(values, indent=2) + "\n"
    notes = "".join(f"# {line}\n" for line in _terraform_notes(cluster))
    return notes + "\n".join(_hcl(values)) + "\n"


def _cluster(settings: Settings, name: str, provider: str) -> Cluster:
    clusters: Mapping[str, Cluster] = load(settings).declarations.clusters
    if name not in clusters:
        raise UsageError(f"there is no cluster {name}: {suggest(name, clusters)}")
    if clusters[name].provider != provider:
        fitting = [each.name for each in clusters.values() if each.provider == provider]
        raise UsageError(
            f"{name} is a cluster of {clusters[name].provider}: this is for {provider}, {suggest('', fitting)}"
        )
    return clusters[name]


def _kind_notes(cluster: Cluster) -> Iterator[str]:
    version = cluster.kubernetes_version
    yield f"Made by `mlp export kind-config {cluster.name}`. Save it, then: kind create cluster --config FILE"
    release = _KIND_RELEASES.get(version)
    told = f"kind {release} starts Kubernetes {version}; with any other release" if release else "For the version"
    yield f"{told}, name an image of Kubernetes {version}: --image kindest/node:v{version}.…@sha256:…"


def _networking(cluster: Cluster) -> Body:
    network = cluster.network
    subnets = {"podSubnet": ",".join(network.pods), "serviceSubnet": ",".join(network.services)}
    own: Body = {key: value for key, value in subnets.items() if value}
    if network.cni != "kindnet":
        own["disableDefaultCNI"] = True
    return {"networking": own} if own else {}


def _worker(pool: NodePool) -> Body:
    labels = {"labels": dict(pool.labels)} if pool.labels else {}
    return {"role": "worker", **labels, **_joining(pool.taints)}


def _joining(taints: Sequence[Taint]) -> Body:
    """A kubeadm patch that gives a worker its taints from the start; none where there are none."""
    if not taints:
        return {}
    listed = [{"key": taint.key, "value": taint.value, "effect": taint.effect} for taint in taints]
    patch = yamlio.emit({"kind": "JoinConfiguration", "nodeRegistration": {"taints": listed}})
    return {"kubeadmConfigPatches": [patch]}


def _terraform_notes(cluster: Cluster) -> Iterator[str]:
    yield f"Made by `mlp export tfvars {cluster.name}` for terraform-aws-modules/eks 21 and later."
    yield "A declaration says what a node gives, not which instance has it: add instance_types that leave this to pods."
    for pool in cluster.node_pools:
        given = ", ".join(f"{name} {amount}" for name, amount in sorted(pool.capacity.items()))
        yield f"  {pool.name}: {given}"


def _node_group(pool: NodePool) -> Body:
    group: Body = {
        "ami_type": _ami(pool),
        "capacity_type": "SPOT" if pool.spot else "ON_DEMAND",
        "min_size": pool.minimum,
        "max_size": pool.maximum,
        "desired_size": pool.minimum,
        "labels": dict(pool.labels),
        "taints": {_taint_name(taint, pool.taints): _taint(taint) for taint in pool.taints},
    }
    return {key: value for key, value in group.items() if value not in ({}, "")}


def _ami(pool: NodePool) -> str:
    """The Amazon Linux 2023 image: the standard one has no driver for GPUs. EKS has none for other architectures."""
    architecture = _ARCHITECTURES.get(pool.architecture)
    kind = "NVIDIA" if any(name.startswith(_GPU) for name in pool.capacity) else "STANDARD"
    return f"AL2023_{architecture}_{kind}" if architecture else ""


def _taint_name(taint: Taint, taints: Sequence[Taint]) -> str:
    """The key of the module's map: the taint's own, with its effect where two share it."""
    return taint.key if sum(each.key == taint.key for each in taints) == 1 else f"{taint.key}:{taint.effect}"


def _taint(taint: Taint) -> Body:
    value = {"value": taint.value} if taint.value else {}
    return {"key": taint.key, **value, "effect": _EFFECTS[taint.effect]}


def _hcl(values: Body, depth: int = 0) -> Iterator[str]:
    """Arguments in HCL's own syntax, in the layout of `terraform fmt`: short ones in a row have their signs aligned."""
    indent = "  " * depth
    names = {key: key if _IDENTIFIER.fullmatch(key) else _text(key) for key in values}
    width = max((len(names[key]) for key, value in values.items() if not isinstance(value, dict)), default=0)
    for key, value in values.items():
        if isinstance(value, dict):
            yield from (f"{indent}{names[key]} = {{", *_hcl(value, depth + 1), f"{indent}}}")
        else:
            yield f"{indent}{names[key]:<{width}} = {_text(value)}"


def _text(value: object) -> str:
    """A number, or a string as JSON writes it, in which `${` and `%{` would begin a template unless doubled."""
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
