"""What a ResourceQuota may limit."""

import pytest

from generator.analysis.capacity.keys import main_name, problem

REFUSED = "the API server refuses the whole quota"


@pytest.mark.parametrize(
    "key",
    [
        "cpu",
        "requests.memory",
        "limits.ephemeral-storage",
        "hugepages-2Mi",
        "requests.hugepages-1Gi",
        "requests.nvidia.com/gpu",
        "requests.nvidia.com/mig-1g.5gb",
        "pods",
        "count/pods",
        "count/jobs.batch",
        "count/widgets.example.com",
        "services.nodeports",
        "persistentvolumeclaims",
        "requests.storage",
        "gp3.storageclass.storage.k8s.io/requests.storage",
        "gp3.storageclass.storage.k8s.io/persistentvolumeclaims",
        "gpu.deviceclass.resource.k8s.io/devices",
        "requests.deviceclass.resource.kubernetes.io/gpu",
        "resourcequotas",
    ],
)
def test_keys_that_limit_something(key):
    assert problem(key, ()) == ""


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("nvidia.com/gpu", "only as requests.nvidia.com/gpu"),
        ("limits.nvidia.com/gpu", "only as requests.nvidia.com/gpu"),
        ("requests.kubernetes.io/thing", "no controller"),
        ("gp3.storageclass.storage.k8s.io/size", "of a storage class"),
        ("count/jobs", "count/jobs.batch"),
        ("count/deployments", "count/<plural>.<group>"),
        ("gpu", REFUSED),
        ("requests.gpu", REFUSED),
        ("storage", REFUSED),
        ("limits.hugepages-2Mi", REFUSED),
        ("cpus", REFUSED),
    ],
)
def test_keys_that_limit_nothing(key, part):
    assert part in problem(key, ())


@pytest.mark.parametrize(
    ("key", "scope", "part"),
    [
        ("pods", "BestEffort", ""),
        ("requests.cpu", "BestEffort", REFUSED),
        ("requests.cpu", "NotBestEffort", ""),
        ("requests.nvidia.com/gpu", "PriorityClass", ""),
        ("count/pods", "Terminating", ""),
        ("limits.ephemeral-storage", "Terminating", REFUSED),
        ("services", "NotTerminating", REFUSED),
        ("count/jobs.batch", "NotTerminating", "selects nothing"),
        ("requests.storage", "VolumeAttributesClass", ""),
        ("requests.cpu", "VolumeAttributesClass", REFUSED),
    ],
)
def test_scopes_admit_few_keys(key, scope, part):
    found = problem(key, (scope,))
    assert part in found if part else found == ""


@pytest.mark.parametrize(
    ("key", "main"),
    [
        ("cpu", "requests.cpu"),
        ("hugepages-2Mi", "requests.hugepages-2Mi"),
        ("requests.hugepages-2Mi", "requests.hugepages-2Mi"),
        ("limits.cpu", "limits.cpu"),
        ("pods", "pods"),
    ],
)
def test_names_for_the_same_thing(key, main):
    assert main_name(key) == main
