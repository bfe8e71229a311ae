import copy
import re

import pytest

from generator.model import PodTemplate
from generator.policy import reads
from generator.policy.projection import BodyProjection, PodProjection
from generator.policy.texts import Texts

SPEC = {
    "hostNetwork": True,
    "containers": [{"name": "a", "image": "i", "command": ["x"]}, {"name": "b"}, "text"],
    "initContainers": [{"name": "c", "image": "j"}],
    "ephemeralContainers": {"name": "not a list"},
    "volumes": [{"name": "v", "hostPath": {"path": "/"}}, {"name": "w", "emptyDir": None}],
}

PLACES = [f"\u27e6{number}\u27e7" for number in range(5)]


def pods(declared, metadata=None, spec=SPEC):
    texts = Texts()
    template = PodTemplate("spec", "metadata", copy.deepcopy(spec), metadata or {})
    (cut,) = PodProjection.of([reads.parse(declared)])([template], texts)
    return cut, texts


def body(value, *paths, texts=None):
    return BodyProjection.of([reads.parse({"object": list(paths)})])(value, Texts() if texts is None else texts)


def test_nothing_but_what_is_declared_is_kept():
    cut, _ = pods({"pods": ["spec.hostNetwork"]})
    assert cut["spec"] == {
        "hostNetwork": True,
        "containers": [{"name": PLACES[0]}, {"name": PLACES[1]}, "text"],
        "initContainers": [{"name": PLACES[2]}],
        "ephemeralContainers": {},
    }


def test_containers_stands_for_every_list():
    cut, texts = pods({"pods": ["containers.image"]})
    assert cut["spec"]["containers"][0] == {"name": PLACES[0], "image": "i"}
    assert cut["spec"]["initContainers"] == [{"name": PLACES[2], "image": "j"}]
    assert texts.restored(" ".join(PLACES[:3])) == "a b c"


def test_names_that_are_read_are_kept():
    cut, _ = pods({"pods": ["containers.name"]})
    assert [item["name"] for item in cut["spec"]["containers"][:2]] == ["a", "b"]


def test_names_are_kept_where_annotations_are_read_and_there():
    declared = {"pods": ['metadata.annotations["example.org/*"]']}
    cut, _ = pods(declared, {"annotations": {"example.org/a": "b", "other": "c"}, "labels": {"d": "e"}})
    assert cut["metadata"] == {"annotations": {"example.org/a": "b"}}
    assert cut["spec"]["containers"][0]["name"] == "a"
    cut, _ = pods(declared, {"annotations": {"other": "c"}})
    assert cut["metadata"] == {"annotations": {}}
    assert cut["spec"]["containers"][0]["name"] == PLACES[0]


def test_labels_name_no_container():
    cut, _ = pods({"pods": ["metadata.labels"]}, {"labels": {"d": "e"}})
    assert cut["spec"]["containers"][0]["name"] == PLACES[0]


def test_a_shape_is_whether_there_is_a_mapping():
    cut, _ = pods({"pods": ["spec.volumes[].*{}", 'spec.volumes[].name""']})
    assert cut["spec"]["volumes"] == [{"name": PLACES[0], "hostPath": {}}, {"name": PLACES[1], "emptyDir": None}]


def test_what_is_only_shown_is_replaced():
    texts = Texts()
    value = {"spec": {"a": "one", "b": "two", "c": "one", "d": "", "e": 5, "f": {"g": "h"}, "i": ["two"]}}
    shown = {"a": PLACES[0], "b": PLACES[1], "c": PLACES[0], "d": "", "e": 5, "f": {"g": "h"}, "i": ["two"]}
    assert body(value, 'spec.*""', texts=texts)["spec"] == shown
    assert texts.restored(f"{PLACES[1]} and {PLACES[0]}") == "two and one"


@pytest.mark.parametrize("name", ["a", "service-0", "team-000.service-0.dev", "a1", "x" * 50])
def test_plain_names_look_alike(name):
    texts = Texts()
    (form,) = body({"spec": name}, "spec~", texts=texts).values()
    assert re.fullmatch(r"mlp-\d-name(\.mlp-\d-name)*", form)
    assert form.count(".") == name.count(".")
    assert texts.restored(f"{form} is wrong") == f"{name} is wrong"


@pytest.mark.parametrize(
    "name", ["", "0a", "a-", "-a", "a--b", "A", "a_b", "a..b", ".a", "a.0", "a\n", "x" * 51, "é", 5]
)
def test_other_names_are_kept(name):
    assert body({"spec": name}, "spec~") == {"spec": name}


@pytest.mark.parametrize(
    ("value", "kept"), [(-1, -1), (0, 0), (1, 1), (2, 2), (50, 2), (10**30, 2), (True, True), (2.5, 2.5), ("5", "5")]
)
def test_of_a_count_only_the_first_steps_differ(value, kept):
    cut = body({"spec": value}, "spec#")["spec"]
    assert (cut, type(cut)) == (kept, type(kept))


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
        ("spec.a.*~", {"spec": {"a": {"b.c/d": 1}}}),
        ("missing.path", {}),
    ],
)
def test_paths(path, expected):
    value = {"spec": {"a": {"b.c/d": 1}, "l": [{"x": 1, "y": 2}]}, "other": 1}
    assert body(value, path) == expected


def test_of_several_declarations_the_one_that_reads_most_counts():
    assert body({"spec": {"a": 1, "b": 2}}, "spec.a", "spec") == {"spec": {"a": 1, "b": 2}}
    assert body({"spec": "a"}, "spec~", "spec", 'spec""') == {"spec": "a"}
    assert body({"spec": "a"}, "spec~", 'spec""') == {"spec": "mlp-0-name"}
    assert body({"spec": 9}, "spec#", "spec") == {"spec": 9}


def test_what_is_read_of_any_key_is_read_of_named_ones_too():
    value = {"spec": {"a": {"x": 1, "y": 2, "z": 3}, "b": {"x": 1, "z": 3}}}
    assert body(value, "spec.a.x", "spec.*.z") == {"spec": {"a": {"x": 1, "z": 3}, "b": {"z": 3}}}
    assert body(value, "spec.a{}", "spec.*") == value
    assert body(value, "spec.a.y", 'spec["a*"].z') == {"spec": {"a": {"y": 2, "z": 3}}}


def test_what_looks_like_a_place_holder_is_kept():
    texts = Texts()
    body({"spec": "a"}, 'spec""', texts=texts)
    assert texts.restored("\u27e65\u27e7 \u27e6x\u27e7 mlp-1-name") == "\u27e65\u27e7 \u27e6x\u27e7 mlp-1-name"
