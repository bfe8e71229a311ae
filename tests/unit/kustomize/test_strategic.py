"""What a strategic merge patch looks like; that kustomize agrees is the property test's work."""

import pytest

from generator.kustomize.strategic import Inexpressible, apply, diff


def deployment(**spec):
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}


def pod(*containers, **fields):
    """A Deployment large enough for a small patch to stay one."""
    filling = {f"field{number}": number for number in range(30)}
    return deployment(template={"spec": {"containers": list(containers), "filling": filling, **fields}})


def changed_pod(before, after):
    """The patch below the pod spec."""
    return diff(pod(**before), pod(**after))["spec"]["template"]["spec"]


@pytest.mark.parametrize(
    ("before", "after", "patch"),
    [
        ({"a": 1}, {"a": 2}, {"a": 2}),
        ({"a": 1, "b": 1}, {"b": 1}, {"a": None}),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, {"a": {"c": 3}}),
        ({"a": {"b": 1}}, {"a": {}}, {"a": {"b": None}}),
        ({}, {"a": {}}, {"a": {}}),
        # kustomize keeps the quotes of the text that was there: the map is replaced.
        ({"a": {"b": "25%", "c": 2}}, {"a": {"b": 1, "c": 2}}, {"a": {"$patch": "replace", "b": 1, "c": 2}}),
        # It keeps a block too, which cannot begin with a tab.
        ({"a": {"b": "x\ny"}}, {"a": {"b": "\tx"}}, {"a": {"$patch": "replace", "b": "\tx"}}),
        ({"a": {"b": 1}}, {"a": {"b": "1"}}, {"a": {"b": "1"}}),
        ({"a": {"b": {"c": 1}}}, {"a": {"b": 7}}, {"a": {"$patch": "replace", "b": 7}}),
        # No merge key: the whole list.
        ({"tolerations": [{"key": "a"}]}, {"tolerations": []}, {"tolerations": []}),
        (
            {"tolerations": [{"key": "a"}, {"key": "b"}]},
            {"tolerations": [{"key": "b"}]},
            {"tolerations": [{"key": "b"}]},
        ),
        # One merge key: items are named up to the last change, or the list is replaced.
        (
            {"volumes": [{"name": "a", "x": 1}, {"name": "b", "x": 1}, {"name": "c"}]},
            {"volumes": [{"name": "a", "x": 1}, {"name": "b", "x": 2}, {"name": "c"}]},
            {"volumes": [{"name": "a"}, {"name": "b", "x": 2}]},
        ),
        (
            {"volumes": [{"name": "a"}, {"name": "b"}]},
            {"volumes": [{"name": "b"}, {"name": "a"}]},
            {"volumes": [{"$patch": "replace"}, {"name": "b"}, {"name": "a"}]},
        ),
        ({"volumes": [{"name": "a"}]}, {"volumes": []}, {"volumes": [{"$patch": "replace"}]}),
        ({"volumes": [{"name": "a"}]}, {}, {"volumes": None}),
        (
            {"volumes": [{"name": "a", "x": "1"}]},
            {"volumes": [{"name": "a", "x": 1}]},
            {"volumes": [{"$patch": "replace"}, {"name": "a", "x": 1}]},
        ),
    ],
)
def test_patch_below_a_pod_spec(before, after, patch):
    assert changed_pod(before, after) == patch
    assert apply(pod(**before), diff(pod(**before), pod(**after))) == pod(**after)


def test_lists_with_two_keys_are_replaced():
    ports = [{"containerPort": 80, "name": "a"}, {"containerPort": 81}]
    patch = diff(
        pod({"name": "c", "ports": ports}), pod({"name": "c", "ports": [{"containerPort": 80, "name": "b"}, ports[1]]})
    )
    assert patch["spec"]["template"]["spec"]["containers"] == [
        {"name": "c", "ports": [{"$patch": "replace"}, {"containerPort": 80, "name": "b"}, {"containerPort": 81}]}
    ]


def test_equal_objects_need_no_patch():
    assert diff(pod({"name": "a"}), pod({"name": "a"})) == {}


def test_values_are_shared_not_copied():
    after = pod(tolerations=[{"key": "a"}])
    patch = diff(pod(), after)
    assert patch["spec"]["template"]["spec"]["tolerations"] is after["spec"]["template"]["spec"]["tolerations"]


def test_a_patch_of_more_than_half_replaces_the_spec():
    assert diff(deployment(a=1, b=2, c=3), deployment(a=2, b=3, d=4))["spec"] == {
        "$patch": "replace",
        "a": 2,
        "b": 3,
        "d": 4,
    }


def test_autoscaling_v2_and_custom_kinds_have_no_merge_keys():
    for version, kind in (("autoscaling/v2", "HorizontalPodAutoscaler"), ("example.test/v1", "Widget")):
        body = {"apiVersion": version, "kind": kind, "metadata": {"name": "a"}, "fill": dict.fromkeys("abcdefgh", 1)}
        before, after = ({**body, "spec": {"containers": [{"name": "a"}, {"name": "b", "x": x}]}} for x in (1, 2))
        assert diff(before, after) == {"spec": {"containers": [{"name": "a"}, {"name": "b", "x": 2}]}}


def test_a_known_kind_inside_a_custom_one_keeps_its_merge_keys():
    def widget(image):
        inner = pod({"name": "a", "image": image})
        return {"apiVersion": "example.test/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": {"inner": inner}}

    patch = diff(widget("x"), widget("y"))["spec"]["inner"]["spec"]["template"]["spec"]
    assert patch == {"containers": [{"name": "a", "image": "y"}]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (deployment(), {**deployment(), "spec": 1}),
        (pod({"name": "a"}, {"name": "a"}), pod({"name": "a"}, {"name": "a"}, x=1)),
        (pod(), pod({"name": "a"}, {"name": "a"})),
        (pod({"image": "no name"}), pod(x=1)),
        (
            pod({"name": "a", "ports": [{"containerPort": 1}, {"containerPort": 1, "protocol": "UDP"}]}),
            pod({"name": "a"}),
        ),
    ],
)
def test_what_no_strategic_merge_patch_can_do(before, after):
    with pytest.raises(Inexpressible):
        diff(before, after)


@pytest.mark.parametrize(
    "patch",
    [
        {"containers": [{"name": "b"}]},
        {"containers": [{"name": "new", "image": "x"}, {"name": "a"}, {"name": "b"}]},
        {"containers": []},
        {"containers": {"name": "a"}},
        {"containers": [{"name": "a", "ports": [{"containerPort": 80, "x": 1}]}]},
        {"containers": [{"name": "a", "$patch": "delete"}]},
        {"filling": 1},
        {"filling": {"$patch": "merge"}},
        {"image": 1},
        {"new": {"a": None}},
        {"new": {"$patch": "replace", "b": {"$patch": "replace"}}},
        {"volumes": [{"name": "a"}, {"name": "a"}]},
    ],
)
def test_patches_that_diff_does_not_write_are_refused(patch):
    base = pod({"name": "a", "ports": [{"containerPort": 80}]}, {"name": "b"}, image="text")
    with pytest.raises(Inexpressible):
        apply(base, {"spec": {"template": {"spec": patch}}})
