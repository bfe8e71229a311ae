import pytest

from generator.analysis import selectors
from generator.analysis.selectors import LabelIndex, Selection

WEB, DB, BARE = {"app": "web", "tier": "front"}, {"app": "db"}, {}


def expression(key, operator, *values):
    return {"matchExpressions": [{"key": key, "operator": operator, **({"values": list(values)} if values else {})}]}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({}, [WEB, DB, BARE]),
        (None, [WEB, DB, BARE]),
        ({"matchLabels": None, "matchExpressions": None}, [WEB, DB, BARE]),
        ({"matchLabels": {"app": "web"}}, [WEB]),
        (expression("app", "In", "web", "db"), [WEB, DB]),
        (expression("app", "NotIn", "web"), [DB, BARE]),
        (expression("tier", "Exists"), [WEB]),
        (expression("tier", "DoesNotExist"), [DB, BARE]),
        ({"matchLabels": {"app": "web"}, **expression("tier", "DoesNotExist")}, []),
    ],
)
def test_what_selectors_match(selector, expected):
    population = [WEB, DB, BARE]
    parsed = selectors.parse(selector)
    assert [own for own in population if selectors.matches(parsed, own)] == expected
    bits = sum(1 << index for index, own in enumerate(population) if own in expected)
    assert LabelIndex(population).select(parsed) == Selection(bits, bits)


@pytest.mark.parametrize(
    "selector",
    [
        "app=web",
        {"matchLabels": ["app"]},
        {"matchLabels": {"app": 1}},
        {"matchExpressions": {"key": "app"}},
        {"matchExpressions": ["app"]},
        expression("app", "in", "web"),
        expression("app", "In"),
        expression("app", "Exists", "web"),
        expression("", "Exists"),
        {"matchExpressions": [{"key": "app", "operator": "In", "values": [1]}]},
    ],
)
def test_what_the_api_server_refuses_selects_nobody(selector):
    assert selectors.parse(selector) is None
    assert LabelIndex([WEB]).select(None) == Selection(0, 0)


def test_unknown_labels_are_neither_there_nor_absent():
    index = LabelIndex([{"name": "a"}, {"name": "b", "team": "core"}], incomplete=0b01)
    assert index.select(selectors.parse({"matchLabels": {"team": "core"}})) == Selection(0b10, 0b11)
    assert index.select(selectors.parse(expression("team", "DoesNotExist"))) == Selection(0b00, 0b01)
    assert index.select(selectors.parse({"matchLabels": {"name": "b"}})) == Selection(0b10, 0b10)
