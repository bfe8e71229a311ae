import re

from trees import deployment, namespace, tree

from generator.analysis.selectors import matches, parse
from generator.analysis.workloads import NamedPort, namespaces, workloads


def names(objects):
    return [(workload.name, workload.kind) for workload in workloads(objects)]


def owned(kind, name, owner="", phase="Running", **spec):
    references = f"ownerReferences: [{owner}]" if owner else ""
    return f"""
        apiVersion: {"v1" if kind == "Pod" else "apps/v1"}
        kind: {kind}
        metadata: {{name: {name}, namespace: shop, {references}}}
        spec: {{template: {{spec: {{containers: []}}}}, containers: [], {", ".join(f"{key}: {value}" for key, value in spec.items())}}}
        status: {{phase: {phase}}}
    """


def test_pods_belong_to_the_top_controller():
    dump = tree(
        owned("Pod", "web-1-x", "{kind: ReplicaSet, name: web-1, controller: true}"),
        owned("ReplicaSet", "web-1", "{kind: Deployment, name: web, controller: true}"),
    )
    assert names(dump) == [("shop/web", "Deployment")]
    assert names(dump[:1]) == [("shop/web-1", "ReplicaSet")]


def test_the_owner_is_the_controller_else_the_first_that_names_a_kind():
    assert names(
        tree(owned("Pod", "a", "{kind: First, name: first}, {kind: Second, name: second, controller: true}"))
    ) == [("shop/second", "Second")]
    assert names(tree(owned("Pod", "a", "{name: first}, {kind: Second, name: second}"))) == [("shop/second", "Second")]
    assert names(tree(owned("Pod", "a", "{name: x}"))) == [("shop/a", "Pod")]
    assert names(tree(owned("Pod", "a"))) == [("shop/a", "Pod")]


def test_owners_in_a_circle_end():
    dump = tree(
        owned("ReplicaSet", "a", "{kind: ReplicaSet, name: b}"), owned("ReplicaSet", "b", "{kind: ReplicaSet, name: a}")
    )
    assert len(names(dump)) == 2


def test_a_controller_that_another_made_stands_for_itself():
    assert names(tree(owned("Deployment", "web", "{kind: Canary, name: c, controller: true}"))) == [
        ("shop/web", "Deployment")
    ]


def test_what_has_no_address_is_no_workload():
    gone = [owned("Pod", "done", phase="Succeeded"), owned("Pod", "broken", phase="Failed")]
    old = owned("ReplicaSet", "web-1", "{kind: Deployment, name: web}", replicas=0)
    template = {
        "apiVersion": "v1",
        "kind": "PodTemplate",
        "metadata": {"name": "t"},
        "template": {"spec": {"containers": []}},
    }
    assert names(tree(*gone, old, template)) == []


def test_the_two_kinds_of_one_name_are_two_workloads():
    assert names(tree(owned("StatefulSet", "web"), owned("Deployment", "web"))) == [
        ("shop/web", "Deployment"),
        ("shop/web", "StatefulSet"),
    ]


def test_sidecars_listen_and_init_containers_do_not():
    body = deployment("shop/web", {"app": "web"}, "http:80")
    body["spec"]["template"]["spec"]["initContainers"] = [
        {
            "name": "proxy",
            "restartPolicy": "Always",
            "ports": [{"name": "proxy", "containerPort": 81, "protocol": "UDP"}],
        },
        {"name": "setup", "ports": [{"name": "setup", "containerPort": 82}]},
    ]
    (workload,) = workloads(tree(body))
    assert workload.pods[0].ports == (NamedPort("http", "TCP", 80), NamedPort("proxy", "UDP", 81))


def test_templates_of_one_controller_are_its_shapes():
    cluster = """
        apiVersion: ray.io/v1
        kind: RayCluster
        metadata: {name: ray, namespace: ml}
        spec:
          headGroupSpec: {template: {metadata: {labels: {role: head}}, spec: {containers: []}}}
          workerGroupSpecs: [{template: {metadata: {labels: {role: worker}}, spec: {hostNetwork: true, containers: []}}}]
    """
    (workload,) = workloads(tree(cluster))
    assert [dict(pod.labels)["role"] for pod in workload.pods] == ["head", "worker"]
    assert workload.host_network


def test_a_job_labels_its_pods():
    job = """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: train, namespace: ml}
        spec: {template: {spec: {containers: []}}}
    """
    (workload,) = workloads(tree(job))
    assert dict(workload.pods[0].labels)["batch.kubernetes.io/job-name"] == "train"


def test_labels_of_controllers_exist_and_have_no_value_that_one_could_select():
    (workload,) = workloads(tree(deployment("shop/web", {"app": "web"})))
    own = dict(workload.pods[0].labels)
    assert matches(parse({"matchExpressions": [{"key": "pod-template-hash", "operator": "Exists"}]}), own)
    assert not re.fullmatch(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?", own["pod-template-hash"])


def test_a_label_in_the_template_stands():
    (workload,) = workloads(tree(deployment("shop/web", {"pod-template-hash": "6bd65c67cf"})))
    assert dict(workload.pods[0].labels) == {"pod-template-hash": "6bd65c67cf"}


def test_namespaces_carry_their_name_and_are_complete_only_if_declared():
    found = namespaces(tree(namespace("shop", team="core"), deployment("lab/web", {})))
    assert found["shop"] == ({"team": "core", "kubernetes.io/metadata.name": "shop"}, True)
    assert found["lab"] == ({"kubernetes.io/metadata.name": "lab"}, False)
