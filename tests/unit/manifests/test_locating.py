"""Fields to places."""

import pytest

from generator import manifests
from generator.errors import Place
from generator.model import Origin

TEXT = b"""\
# a comment
kind: A
---
apiVersion: v1
kind: Pod
metadata:
  labels:
    a.b/c: d
spec:
  containers:
  - name: one
    image: x
  - name: two
    securityContext:
      privileged: true
  volumes: &none []
  other: *none
---
apiVersion: v1
kind: List
items:
- kind: B
  spec:
    x: 1
"""
POD = Origin("p.yaml", 4, 1)
ITEM = Origin("p.yaml", 19, 2, ("items", 0))


@pytest.mark.parametrize(
    ("origin", "field", "line", "column"),
    [
        (POD, "", 4, 1),
        (POD, "kind", 5, 1),
        (POD, 'metadata.labels["a.b/c"]', 8, 5),
        (POD, "spec.containers[1].securityContext.privileged", 15, 7),
        (POD, "spec.containers[1].securityContext", 14, 5),
        (POD, "spec.containers[1]", 13, 5),
        (POD, "spec.containers[0].securityContext.runAsNonRoot", 11, 5),
        (POD, "spec.containers[7].image", 10, 3),
        (POD, "spec.other", 17, 3),
        (POD, "status.phase", 4, 1),
        (POD, "not[a field", 4, 1),
        (Origin("p.yaml", 2, 0), "spec", 2, 1),
        (ITEM, "", 22, 3),
        (ITEM, "spec.x", 24, 5),
        (ITEM, "spec.y", 23, 3),
        (Origin("p.yaml", 1, -1), "kind", 1, 1),
        (Origin("p.yaml", 99, 3), "kind", 99, 1),
    ],
)
def test_a_field_stands_where_it_is_written_or_belongs(origin, field, line, column):
    assert manifests.locate(TEXT, origin, field) == Place("p.yaml", line, column)


def test_places_do_not_depend_on_line_ends():
    assert (
        manifests.locate(TEXT.replace(b"\n", b"\r\n"), POD, "spec.containers[1].securityContext.privileged").line == 15
    )


def test_text_that_yaml_readers_do_not_take_has_the_objects_own_line():
    assert manifests.locate(b'{"kind": "\\ud83d\\ude80"}', Origin("a.json"), "kind") == Place("a.json", 1, 1)


def test_values_of_a_json_stream_are_told_apart():
    text = b'{"kind": "A"}\n{"kind": "B",\n "spec": {}}\n'
    assert manifests.locate(text, Origin("f", 1, 0), "kind") == Place("f", 1, 2)
    assert manifests.locate(text, Origin("f", 2, 1), "spec.x") == Place("f", 3, 2)


def test_a_document_may_begin_behind_its_marker():
    text = b"a: 1\n--- {kind: A,\n  spec: {}}\n"
    assert manifests.locate(text, Origin("f", 2, 1), "spec.x") == Place("f", 3, 3)
