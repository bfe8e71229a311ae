"""`mlp check --kubernetes-version`: whose schemas judge manifests."""

import json

import pytest
from support import mlp

BUDGET = "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: web}, spec: {maxUnavailable: 1}}"
CLUSTER = 'provider: kind\nkubernetesVersion: "1.33"\nnodePools: []\n'


@pytest.mark.parametrize(
    ("arguments", "version"),
    [
        ((), "1.37"),
        (("--kubernetes-version", "1.30"), "1.30"),
        (("--kubernetes-version", "v1.30"), "1.30"),
        (("--cluster", "cluster.yaml"), "1.33"),
        (("--cluster", "cluster.yaml", "--kubernetes-version", "1.30"), "1.30"),
    ],
)
def test_the_option_counts_before_the_cluster_and_the_cluster_before_the_newest(tmp_path, arguments, version):
    (tmp_path / "budget.yaml").write_text(BUDGET)
    (tmp_path / "cluster.yaml").write_text(CLUSTER)
    done = mlp(tmp_path, "check", "budget.yaml", "--rule", "schema/unknown-kind", "--format", "json", *arguments)
    (found,) = json.loads(done.stdout)["findings"]
    assert found["message"].endswith(f"(Kubernetes {version})")
