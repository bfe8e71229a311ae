"""Taints and tolerations, case by case as ToleratesTaint documents them."""

import pytest

from generator.analysis.tolerations import blocks, tolerates, untolerated
from generator.model import Taint

GPU = Taint("nvidia.com/gpu", "present", "NoSchedule")


@pytest.mark.parametrize(
    ("toleration", "expected"),
    [
        ({"operator": "Exists"}, True),
        ({"key": "nvidia.com/gpu", "operator": "Exists"}, True),
        ({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}, True),
        ({"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoExecute"}, False),
        ({"key": "nvidia.com/gpu.shared", "operator": "Exists"}, False),
        ({"key": "nvidia.com/gpu", "value": "present"}, True),
        ({"key": "nvidia.com/gpu", "operator": "Equal", "value": "true"}, False),
        ({"key": "nvidia.com/gpu"}, False),
        ({"key": "nvidia.com/gpu", "operator": "exists"}, False),
        ({"key": "nvidia.com/gpu", "operator": "Gt", "value": "1"}, False),
        ({"key": 5, "operator": "Exists"}, True),
        ({}, False),
    ],
)
def test_matching(toleration, expected):
    assert tolerates(toleration, GPU) is expected


@pytest.mark.parametrize(
    ("operator", "value", "taint", "expected"),
    [
        ("Gt", "950", "951", True),
        ("Gt", "950", "950", False),
        ("Gt", "-3", "0", True),
        ("Lt", "950", "949", True),
        ("Lt", "950", "950", False),
        ("Gt", "1", "007", False),
        ("Gt", "+1", "2", False),
        ("Gt", "1.5", "2", False),
        ("Gt", "1", "9223372036854775807", True),
        ("Gt", "1", "9223372036854775808", False),
    ],
)
def test_numbers_compare_the_taint_with_the_toleration(operator, value, taint, expected):
    toleration = {"key": "sla", "operator": operator, "value": value}
    assert tolerates(toleration, Taint("sla", taint, "NoExecute")) is expected


def test_prefer_no_schedule_never_blocks():
    soft = Taint("nvidia.com/gpu", "present", "PreferNoSchedule")
    assert not blocks(soft)
    assert untolerated((soft, GPU), ()) == (GPU,)


def test_every_taint_needs_a_toleration():
    other = Taint("team", "ml", "NoExecute")
    assert untolerated((GPU, other), [{"key": "team", "operator": "Exists"}]) == (GPU,)
    assert untolerated((GPU, other), [{"operator": "Exists"}]) == ()
