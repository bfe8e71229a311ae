import copy

import pytest

from generator.model import PodTemplate
from generator.policy import projection, reads
from generator.policy.projection import BodyProjection, PodProjection

SPEC = {
    "hostNetwork": True,
    "containers": [{"name": "a", "image": "i", "command": ["x"]}, {"name": "b"}, "text"],
    "initContainers": [{"name": "c", "image": "j"}],
    "ephemeralContainers": {"name": "not a list"},
    "volumes": [{"name": "v", "hostPath": {"path": "/"}}, {"name": "w", "emptyDir": None}],
}


def pods(declared, metadata=None, spec=SPEC):
    texts = []
    template = PodTemplate("spec", "metadata", copy.deepcopy(spec), metadata or {})
    (cut,) = PodProjection.of([reads.parse(declared)])([template], texts)
    return cut, texts


def body(value, *paths):
    return BodyProjection.of([reads.parse({"object": list(paths)})])(value)


def test_nothing_but_what_is_declared_is_kept():
    cut, _ = pods({"pods": ["spec.hostNetwork"]})
    names = ["\u27e60\u27e7", "\u27e61\u27e7", "\u27e62\u27e7"]
    assert cut["spec"] == {
        "hostNetwork": True,
        "containers": [{"name": names[0]}, {"name": names[1]}, "text"],
        "initContainers": [{"name": names[2]}],
        "ephemeralContainers": {},
    }


def test_containers_stands_for_every_list():
    cut, texts = pods({"pods": ["containers.image"]})
    assert cut["spec"]["containers"][0] == {"name": "\u27e60\u27e7", "image": "i"}
    assert cut["spec"]["initContainers"] == [{"name": "\u27e62\u27e7", "image": "j"}]
    assert texts == ["a", "b", "c"]


def test_names_that_are_read_are_kept():
    cut, texts = pods({"pods": ["containers.name"]})
    assert [item["name"] for item in cut["spec"]["containers"][:2]] == ["a", "b"]
    assert texts == []


def test_names_are_kept_where_annotations_are_read_and_there():
    declared = {"pods": ['metadata.annotations["example.org/*"]']}
    cut, _ = pods(declared, {"annotations": {"example.org/a": "b", "other": "c"}, "labels": {"d": "e"}})
    assert cut["metadata"] == {"annotations": {"example.org/a": "b"}}
    assert cut["spec"]["containers"][0]["name"] == "a"
    cut, _ = pods(declared, {"annotations": {"other": "c"}})
    assert cut["metadata"] == {"annotations": {}}
    assert cut["spec"]["containers"][0]["name"] == "\u27e60\u27e7"


def test_a_shape_is_whether_there_is_a_mapping():
    cut, texts = pods({"pods": ["spec.volumes[].*{}"], "quotes": ["spec.volumes[].name"]})
    assert cut["spec"]["volumes"] == [
        {"name": f"\u27e6{texts.index('v')}\u27e7", "hostPath": {}},
        {"name": f"\u27e6{texts.index('w')}\u27e7", "emptyDir": None},
    ]


@pytest.mark.parametrize("wrong", ["text", 5, None, True, [], ["a"], {}])
def test_a_wrong_type_is_kept_for_the_rule_to_see(wrong):
    assert body({"kind": "A", "spec": wrong}, "spec.a.b") == {"kind": "A", "spec": wrong}


def test_what_is_cut_is_not_modified():
    value = {"kind": "A", "spec": {"a": {"b": 1, "c": 2}}}
    before = copy.deepcopy(value)
    assert body(value, "spec.a.b") == {"kind": "A", "spec": {"a": {"b": 1}}}
    assert value == before


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("spec", {"spec": {"a": {"b.c/d": 1}, "l": [{"x": 1, "y": 2}]}}),
        ("spec.a", {"spec": {"a": {"b.c/d": 1}}}),
        ('spec.a["b.c/d"]', {"spec": {"a": {"b.c/d": 1}}}),
        ('spec.a["b.c/*"]', {"spec": {"a": {"b.c/d": 1}}}),
        ('spec.a["c/*"]', {"spec": {"a": {}}}),
        ("spec.l[].x", {"spec": {"l": [{"x": 1}]}}),
        ("spec.*.b", {"spec": {"a": {}, "l": [{"x": 1, "y": 2}]}}),
        ("spec{}", {"spec": {}}),
        ("missing.path", {}),
    ],
)
def test_paths(path, expected):
    value = {"spec": {"a": {"b.c/d": 1}, "l": [{"x": 1, "y": 2}]}, "other": 1}
    assert body(value, path) == expected


def test_a_whole_path_wins_over_a_part_of_it():
    assert body({"spec": {"a": 1, "b": 2}}, "spec.a", "spec") == {"spec": {"a": 1, "b": 2}}


def test_place_holders_are_put_back():
    assert projection.restored("container \u27e61\u27e7 of \u27e60\u27e7", ["a", "b"]) == "container b of a"
    assert projection.restored("\u27e65\u27e7 \u27e6x\u27e7", ["a"]) == "\u27e65\u27e7 \u27e6x\u27e7"
