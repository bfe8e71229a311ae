"""What differs between two states of objects, field by field."""

import pytest
from objects import objects

from generator.analysis.differences import changed_fields, changed_objects


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, [{"field": "a", "before": 1, "after": 2}]),
        ({"a": 1}, {}, [{"field": "a", "before": 1}]),
        ({}, {"a": None}, [{"field": "a", "after": None}]),
        ({"a": {"b.c/d": "x"}}, {"a": {"b.c/d": "y"}}, [{"field": 'a["b.c/d"]', "before": "x", "after": "y"}]),
        ({"a": [1, 2]}, {"a": [1, 3]}, [{"field": "a[1]", "before": 2, "after": 3}]),
        ({"a": [1, 2]}, {"a": [1]}, [{"field": "a", "before": [1, 2], "after": [1]}]),
        ({"a": []}, {"a": [{"name": "x"}]}, [{"field": "a", "before": [], "after": [{"name": "x"}]}]),
        (
            {"a": [{"name": "x", "v": 1}, {"name": "y", "v": 1}]},
            {"a": [{"name": "new"}, {"name": "x", "v": 2}]},
            [
                {"field": "a[0]", "after": {"name": "new"}},
                {"field": "a[1].v", "before": 1, "after": 2},
                {"field": "a[1]", "before": {"name": "y", "v": 1}},
            ],
        ),
        (
            {"a": [{"name": "x", "v": 1}, {"name": "x", "v": 2}]},
            {"a": [{"name": "x", "v": 1}, {"name": "x", "v": 3}]},
            [{"field": "a[1].v", "before": 2, "after": 3}],
        ),
    ],
)
def test_fields(before, after, expected):
    assert list(changed_fields(before, after)) == expected


def test_objects_come_go_and_change():
    before = objects(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\ndata: {k: v}\n---\n"
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}\n---\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: same, namespace: x}\n"
    )
    after = objects(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: same, namespace: x}\n---\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\ndata: {k: w}\n---\n"
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: x}\n"
    )
    told = [
        (body["change"], body["object"]["kind"], body["fields"])
        for body in (one.body() for one in changed_objects(before, after))
    ]
    assert told == [
        ("removed", "Namespace", []),
        ("changed", "ConfigMap", [{"field": "data.k", "before": "v", "after": "w"}]),
        ("added", "Secret", []),
    ]
