"""`mlp export`: what other tools make clusters from."""

import json

import pytest
import yaml
from support import REPOSITORY, copy_platform, mlp

TAINTED = """\
provider: eks
kubernetesVersion: "1.36"
nodePools:
  - name: arm.1
    architecture: arm64
    spot: true
    labels: {plain: text, "a.b/c": x}
    taints:
      - {key: dedicated, value: batch, effect: NoExecute}
      - {key: dedicated, effect: PreferNoSchedule}
    capacity: {cpu: "4"}
    nodes: {min: 1, max: 3}
"""


@pytest.fixture(scope="module")
def platform(tmp_path_factory):
    root = copy_platform(tmp_path_factory.mktemp("platform"))
    (root / "clusters/spare.yaml").write_text(TAINTED)
    return root


def test_a_kind_configuration_has_the_declared_nodes():
    done = mlp(REPOSITORY, "export", "kind-config", "kind-local")
    assert (done.returncode, done.stderr) == (0, "")
    config = yaml.safe_load(done.stdout)
    assert (config["kind"], config["apiVersion"]) == ("Cluster", "kind.x-k8s.io/v1alpha4")
    assert config["name"] == "local", "so that the context is called kind-local"
    assert config["networking"] == {"podSubnet": "10.244.0.0/16", "serviceSubnet": "10.96.0.0/16"}
    control, *workers = config["nodes"]
    assert control == {"role": "control-plane"}
    assert [worker["labels"]["workload"] for worker in workers] == ["general", "general", "gpu"]
    assert "kubeadmConfigPatches" not in workers[0]
    [patch] = workers[2]["kubeadmConfigPatches"]
    taint = {"key": "nvidia.com/gpu", "value": "present", "effect": "NoSchedule"}
    assert yaml.safe_load(patch) == {"kind": "JoinConfiguration", "nodeRegistration": {"taints": [taint]}}
    assert "kind 0.32 starts Kubernetes 1.36" in done.stdout


def test_variables_for_terraform():
    done = mlp(REPOSITORY, "export", "tfvars", "eks-nonprod")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line for line in done.stdout.splitlines() if not line.startswith("#")] == [
        'name               = "eks-nonprod"',
        'kubernetes_version = "1.36"',
        "eks_managed_node_groups = {",
        "  general = {",
        '    ami_type      = "AL2023_x86_64_STANDARD"',
        '    capacity_type = "ON_DEMAND"',
        "    min_size      = 3",
        "    max_size      = 6",
        "    desired_size  = 3",
        "    labels = {",
        '      workload = "general"',
        "    }",
        "  }",
        "  gpu = {",
        '    ami_type      = "AL2023_x86_64_NVIDIA"',
        '    capacity_type = "ON_DEMAND"',
        "    min_size      = 0",
        "    max_size      = 2",
        "    desired_size  = 0",
        "    labels = {",
        '      "k8s.amazonaws.com/accelerator" = "nvidia-tesla-t4"',
        '      workload                        = "gpu"',
        "    }",
        "    taints = {",
        '      "nvidia.com/gpu" = {',
        '        key    = "nvidia.com/gpu"',
        '        value  = "present"',
        '        effect = "NO_SCHEDULE"',
        "      }",
        "    }",
        "  }",
        "}",
    ]


def test_json_says_the_same_and_effects_are_spelt_as_eks_does(platform):
    done = mlp(platform, "export", "tfvars", "spare", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    groups = json.loads(done.stdout)["eks_managed_node_groups"]
    assert groups == {
        "arm.1": {
            "ami_type": "AL2023_ARM_64_STANDARD",
            "capacity_type": "SPOT",
            "min_size": 1,
            "max_size": 3,
            "desired_size": 1,
            "labels": {"plain": "text", "a.b/c": "x"},
            "taints": {
                "dedicated:NoExecute": {"key": "dedicated", "value": "batch", "effect": "NO_EXECUTE"},
                "dedicated:PreferNoSchedule": {"key": "dedicated", "effect": "PREFER_NO_SCHEDULE"},
            },
        }
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("kind-config", "eks-prod"), "this is for kind"),
        (("tfvars", "kind-local"), "this is for eks"),
        (("tfvars", "eks-prdo"), "did you mean `eks-prod`?"),
        (("kind-config",), "Missing argument"),
        (("helm", "eks-prod"), "No such command"),
    ],
)
def test_what_cannot_be_exported_is_a_usage_error(arguments, said):
    done = mlp(REPOSITORY, "export", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
