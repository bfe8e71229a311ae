"""Bases and overlays: which files, and what stands in them."""

import orjson
import pytest

from generator.errors import InputError
from generator.kustomize import base, overlay
from generator.model import Image

DIGEST = "sha256:" + "a" * 64
IMAGE = Image("registry.test/team/app", DIGEST)


def body(kind, name, version="v1", namespace="shop", **fields):
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **fields}


def deployment(image="registry.test/team/app", namespace="shop", **spec):
    containers = [{"name": "web", "image": image}]
    filling = {f"field{number}": number for number in range(20)}
    return body(
        "Deployment",
        "web",
        "apps/v1",
        namespace,
        spec={"template": {"spec": {"containers": containers}}, **filling, **spec},
    )


def config(namespace="shop", name="settings", **data):
    return body("ConfigMap", name, namespace=namespace, data={"a": "1", "b": "2", "c": "3", **data})


def made(before, after, images=(), names=None):
    return dict(overlay(before, after, images, "../../base", names).documents)


def operations(entry):
    return orjson.loads(entry["patch"])


def test_a_base_has_a_file_for_each_object():
    policies = [
        body("NetworkPolicy", "deny", "networking.k8s.io/v1"),
        body("NetworkPolicy", "allow-dns", "networking.k8s.io/v1"),
    ]
    layer = base([deployment(), *policies])
    assert layer.documents["kustomization.yaml"][0]["resources"] == [
        "deployment.yaml",
        "networkpolicy-allow-dns.yaml",
        "networkpolicy-deny.yaml",
    ]
    assert layer.documents["networkpolicy-deny.yaml"] == (policies[0],)
    assert dict(layer.files)["deployment.yaml"].startswith("apiVersion: apps/v1\nkind: Deployment\n")


def test_file_names_tell_groups_and_namespaces_apart_and_stay_in_the_folder():
    objects = [
        body("Service", "x"),
        body("Service", "x", "serving.knative.dev/v1"),
        body("Role", "a:b/../c"),
        body("Role", "d", namespace="x"),
        body("Role", "d", namespace="y"),
    ]
    assert sorted(base(objects).documents) == [
        "kustomization.yaml",
        "role-a-b-..-c.yaml",
        "role-d-x.yaml",
        "role-d-y.yaml",
        "service-x-shop-serving.knative.dev-v1.yaml",
        "service-x-shop-v1.yaml",
    ]


def test_nothing_to_build_gives_no_files():
    assert base([]).files == ()
    assert overlay([], [], [], "../../base").files == ()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"metadata": {"name": "a", "labels": {"x": 1}}}, "ConfigMap a: metadata.labels: x is not text"),
        ({"metadata": {"name": "a", "annotations": ["x"]}}, "metadata.annotations is not a map"),
        (
            {"metadata": {"name": "a", "annotations": {"config.kubernetes.io/local-config": "true"}}},
            "for kustomize itself",
        ),
        ({"kind": "ConfigMapList"}, "ConfigMapList is taken apart"),
        ({"metadata": {}}, "metadata.name"),
        ({"kind": 7}, "as text"),
    ],
)
def test_objects_that_kustomize_would_change_are_refused(broken, words):
    with pytest.raises(InputError, match=words):
        base([{**body("ConfigMap", "a"), **broken}])


def test_all_problems_are_reported_at_once():
    with pytest.raises(InputError) as caught:
        base([body("ConfigMap", "a"), body("ConfigMap", "a"), {"kind": "Secret"}])
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize("value", [None, "\x01", "\x7f"])
def test_values_without_canonical_text_are_refused_with_their_file(value):
    with pytest.raises(InputError, match=r"configmap\.yaml:1:1: data\.x"):
        _ = base([config(x=value)]).files


def test_empty_labels_and_annotations_count_as_absent():
    empty = config()
    empty["metadata"] |= {"labels": {}, "annotations": {}}
    assert base([empty]).documents["configmap.yaml"] == (config(),)
    assert list(made([config()], [empty])) == ["kustomization.yaml"]


def test_an_equal_environment_is_just_its_base():
    assert made([deployment()], [deployment()]) == {
        "kustomization.yaml": (
            {
                "apiVersion": "kustomize.config.k8s.io/v1beta1",
                "kind": "Kustomization",
                "resources": ["../../base"],
            },
        )
    }


def test_a_change_is_a_patch_of_just_that():
    files = made([deployment(replicas=1), config()], [deployment(replicas=3), config()])
    assert files["kustomization.yaml"][0]["patches"] == [{"path": "patches.yaml"}]
    assert files["patches.yaml"] == (body("Deployment", "web", "apps/v1", spec={"replicas": 3}),)


def test_what_is_only_here_is_a_resource_and_what_is_gone_is_deleted():
    extra = body("Secret", "extra")
    files = made([deployment(), config()], [deployment(), extra])
    assert files["kustomization.yaml"][0]["resources"] == ["../../base", "resources.yaml"]
    assert files["resources.yaml"] == (extra,)
    assert files["patches.yaml"] == ({**body("ConfigMap", "settings"), "$patch": "delete"},)


def test_a_digest_is_an_image_not_a_patch():
    files = made([deployment()], [deployment(f"{IMAGE.name}@{DIGEST}")], [IMAGE, Image("registry.test/unused", DIGEST)])
    assert files["kustomization.yaml"][0]["images"] == [{"name": IMAGE.name, "digest": DIGEST}]
    assert "patches.yaml" not in files


def test_a_tag_is_an_image_too():
    files = made([deployment()], [deployment(f"{IMAGE.name}:v2")], [Image(IMAGE.name, tag="v2")])
    assert files["kustomization.yaml"][0]["images"] == [{"name": IMAGE.name, "newTag": "v2"}]


def test_an_image_that_would_change_too_much_is_a_patch():
    def cron(image):
        return body("CronJob", "c", "batch/v1", spec={"jobTemplate": {"containers": [{"name": "x", "image": image}]}})

    before = [deployment(), cron(IMAGE.name)]
    files = made(before, [deployment(f"{IMAGE.name}@{DIGEST}"), cron(IMAGE.name)], [IMAGE])
    assert "images" not in files["kustomization.yaml"][0]
    assert [patch["kind"] for patch in files["patches.yaml"]] == ["Deployment"]


def test_a_namespace_that_everything_leaves_is_moved_by_one_last_patch():
    files = made([deployment(), config()], [deployment(namespace="shop-dev"), config("shop-dev", d="4")])
    patch, move = files["kustomization.yaml"][0]["patches"]
    assert patch == {"path": "patches.yaml"}
    assert files["patches.yaml"] == (body("ConfigMap", "settings", data={"d": "4"}),)
    assert move["target"] == {"namespace": "shop"}
    assert operations(move) == [{"op": "replace", "path": "/metadata/namespace", "value": "shop-dev"}]


def test_an_object_that_moves_alone_is_named():
    move = made([config(), deployment()], [config("other"), deployment()])["kustomization.yaml"][0]["patches"][0]
    assert move["target"] == {"version": "v1", "kind": "ConfigMap", "namespace": "shop", "name": "settings"}


def test_an_object_added_in_the_old_namespace_stays_there():
    files = made([config()], [config("shop-dev"), config(name="late")])
    assert files["kustomization.yaml"][0]["patches"][0]["target"]["name"] == "settings"


def test_the_stable_name_of_a_job_is_replaced_and_its_dots_are_literal():
    job, final = (body("Job", name, "batch/v1", spec={"a": {"b": 1, "c": 2}}) for name in ("train.v1", "train.v1-ab12"))
    entry = made([job], [final], names={"train.v1-ab12": "train.v1"})["kustomization.yaml"][0]["patches"][0]
    assert entry["target"] == {
        "group": "batch",
        "version": "v1",
        "kind": "Job",
        "namespace": "shop",
        "name": r"train\.v1",
    }
    assert operations(entry) == [{"op": "replace", "path": "/metadata/name", "value": "train.v1-ab12"}]


def test_only_jobs_are_paired_by_another_name():
    files = made([config()], [config(name="settings-1")], names={"settings-1": "settings"})
    assert files["resources.yaml"] == (config(name="settings-1"),)


def test_another_version_of_a_kind_is_another_object():
    old, new = (body("PodDisruptionBudget", "p", version) for version in ("policy/v1beta1", "policy/v1"))
    files = made([old], [new])
    assert files["resources.yaml"] == (new,)
    assert files["patches.yaml"][0]["$patch"] == "delete"


def test_a_root_field_that_changes_its_type_is_set_by_json_6902():
    before, after = ({**config(), "immutable": value} for value in ("true", True))
    entry = made([before], [after])["kustomization.yaml"][0]["patches"][0]
    assert operations(entry) == [{"op": "replace", "path": "/immutable", "value": True}]
    assert entry["target"] == {"version": "v1", "kind": "ConfigMap", "namespace": "shop", "name": "settings"}


def test_true_is_not_one():
    before, after = ({**config(), "spec": {"x": value}} for value in (1, True))
    entry = made([before], [after])["kustomization.yaml"][0]["patches"][0]
    assert operations(entry) == [{"op": "replace", "path": "/spec", "value": {"x": True}}]


def test_a_list_with_two_items_of_one_name_is_replaced_by_json_6902():
    def twice(replicas):
        made = deployment(replicas=replicas)
        made["spec"]["template"]["spec"]["containers"][0]["env"] = [{"name": "A"}, {"name": "A", "value": "x"}]
        return made

    entry = made([twice(1)], [twice(2)])["kustomization.yaml"][0]["patches"][0]
    assert [each["path"] for each in operations(entry)] == ["/spec"]


def account(namespace):
    return body("ServiceAccount", "robot", namespace=namespace)


def binding(place, **subject):
    subjects = [{"kind": "ServiceAccount", "name": "robot", **subject}]
    return body("RoleBinding", "b", "rbac.authorization.k8s.io/v1", place, subjects=subjects)


def test_a_subject_that_moves_with_its_account_is_an_ordinary_difference():
    before = [account("shop"), binding("shop", namespace="shop")]
    files = made(before, [account("shop-dev"), binding("shop-dev", namespace="shop-dev")])
    assert files["patches.yaml"][0]["subjects"] == [
        {"kind": "ServiceAccount", "name": "robot", "namespace": "shop-dev"}
    ]


@pytest.mark.parametrize("subject", [{"namespace": "shop"}, {}])
def test_a_subject_that_kustomize_would_move_is_refused(subject):
    before, after = ([account(namespace), binding(namespace, **subject)] for namespace in ("shop", "shop-dev"))
    with pytest.raises(InputError, match="RoleBinding shop-dev/b: kustomize makes its subject follow"):
        overlay(before, after, [], "../../base")


def test_nulls_and_directives_are_refused_with_their_object():
    for value in ({"x": None}, {"x": {"$patch": "replace"}}):
        with pytest.raises(InputError, match="ConfigMap shop/settings"):
            overlay([config()], [{**config(), "spec": value}], [], "../../base")


@pytest.mark.parametrize("lost", [2**53 + 1, "\ttab\nline"])
def test_values_that_kustomize_breaks_when_it_moves_an_object_are_refused(lost):
    before, after = ({**config(namespace), "spec": [lost]} for namespace in ("shop", "shop-dev"))
    with pytest.raises(InputError, match="kustomize does not carry"):
        overlay([before], [after], [], "../../base")
    _ = overlay([before], [before], [], "../../base")


def test_a_name_that_reads_as_an_expression_is_refused_as_a_target():
    before, after = ({**config(name="a+b"), "immutable": value} for value in ("true", True))
    with pytest.raises(InputError, match="regular expression"):
        overlay([before], [after], [], "../../base")
