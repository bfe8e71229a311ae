import pytest
from objects import read

from generator.analysis import immutable

GROUPS = {
    "StatefulSet": "apps/v1",
    "DaemonSet": "apps/v1",
    "Job": "batch/v1",
    "RoleBinding": "rbac.authorization.k8s.io/v1",
    "StorageClass": "storage.k8s.io/v1",
    "Service": "v1",
    "PersistentVolumeClaim": "v1",
    "ConfigMap": "v1",
    "Secret": "v1",
    "Deployment": "apps/v1",
    "PriorityClass": "scheduling.k8s.io/v1",
    "IngressClass": "networking.k8s.io/v1",
}
ROLE = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "view"}


def changed(kind, before, after):
    head = {"apiVersion": GROUPS[kind], "kind": kind, "metadata": {"name": "a"}}
    return list(immutable.changed(read(head | before), read(head | after)))


@pytest.mark.parametrize(
    ("kind", "before", "after", "fields"),
    [
        ("StatefulSet", {"serviceName": "a"}, {"serviceName": "b"}, ["spec.serviceName"]),
        ("StatefulSet", {}, {"podManagementPolicy": "OrderedReady"}, []),
        ("StatefulSet", {}, {"podManagementPolicy": "Parallel"}, ["spec.podManagementPolicy"]),
        ("StatefulSet", {}, {"volumeClaimTemplates": []}, []),
        ("StatefulSet", {}, {"volumeClaimTemplates": [{}]}, ["spec.volumeClaimTemplates"]),
        ("StatefulSet", {"replicas": 1, "template": {}}, {"replicas": 2, "template": {"spec": {}}}, []),
        ("DaemonSet", {"selector": {"a": 1}}, {"selector": {"a": 2}}, ["spec.selector"]),
        ("Job", {"template": {"a": 1}}, {"template": {"a": 2}}, ["spec.template"]),
        ("Job", {}, {"completionMode": "NonIndexed"}, []),
        ("Job", {}, {"completionMode": "Indexed"}, ["spec.completionMode"]),
        ("Job", {"parallelism": 1, "suspend": True}, {"parallelism": 2}, []),
        ("Service", {"clusterIP": "10.0.0.1"}, {"clusterIP": "10.0.0.2"}, ["spec.clusterIP"]),
        ("Service", {}, {"clusterIP": "None"}, ["spec.clusterIP"]),
        ("Service", {"clusterIP": "None"}, {}, []),
        ("Service", {"type": "ExternalName"}, {"clusterIP": "None"}, []),
        ("Service", {"type": "ClusterIP"}, {"type": "LoadBalancer"}, []),
        ("IngressClass", {"controller": "a"}, {"controller": "b"}, ["spec.controller"]),
    ],
)
def test_fields_of_a_spec(kind, before, after, fields):
    assert changed(kind, {"spec": before}, {"spec": after}) == fields


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ("10Gi", "20Gi", []),
        ("10Gi", "10240Mi", []),
        ("10Gi", "9Gi", ["spec.resources.requests.storage"]),
        ("10Gi", None, ["spec.resources.requests.storage"]),
        ("some", "1Gi", []),
    ],
)
def test_a_claim_may_grow(before, after, fields):
    def spec(size):
        return {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}}

    assert changed("PersistentVolumeClaim", spec(before), spec(after)) == fields


def test_nothing_else_of_a_claim_may_change():
    before, after = {"storageClassName": "a"}, {"storageClassName": "b", "volumeAttributesClassName": "fast"}
    assert changed("PersistentVolumeClaim", {"spec": before}, {"spec": after}) == ["spec.storageClassName"]


@pytest.mark.parametrize(
    ("kind", "before", "after", "fields"),
    [
        ("RoleBinding", {"roleRef": ROLE}, {"roleRef": ROLE | {"name": "edit"}}, ["roleRef.name"]),
        ("RoleBinding", {"roleRef": ROLE}, {"roleRef": {"kind": "Role", "name": "view"}}, []),
        ("RoleBinding", {"roleRef": ROLE, "subjects": []}, {"roleRef": ROLE, "subjects": [{}]}, []),
        ("StorageClass", {"parameters": {"a": "1"}}, {"parameters": {"a": "2"}}, ["parameters"]),
        ("StorageClass", {}, {"volumeBindingMode": "Immediate", "reclaimPolicy": "Delete"}, []),
        ("StorageClass", {}, {"allowVolumeExpansion": True}, []),
        ("PriorityClass", {"value": 1}, {"value": 2}, ["value"]),
        ("Secret", {}, {"type": "kubernetes.io/tls"}, ["type"]),
        ("ConfigMap", {"data": {"a": "1"}}, {"data": {"a": "2"}}, []),
        ("ConfigMap", {"immutable": True, "data": {"a": "1"}}, {"immutable": True, "data": {"a": "2"}}, ["data"]),
        ("ConfigMap", {"immutable": True}, {}, ["immutable"]),
        ("ConfigMap", {}, {"immutable": True}, []),
    ],
)
def test_fields_beside_a_spec(kind, before, after, fields):
    assert changed(kind, before, after) == fields


@pytest.mark.parametrize("spec", [None, 1, "a", [1]])
def test_wrong_types_are_no_change(spec):
    for kind in GROUPS:
        assert changed(kind, {"spec": spec}, {"spec": spec}) == []
