"""A built-in function that refuses what it is given ends the evaluation, in both engines, and no other does."""

import json

import orjson
import pytest

from generator.policy.engine import Failure
from tests.unit.policy import samples

# Calls by what they are given, which both engines must refuse.
REFUSED = {
    "abs(v)": "x",
    "array.concat(v, [])": 1,
    "array.flatten(v)": 1,
    "array.reverse(v)": 1,
    "array.slice(v, 0, 1)": 1,
    "base64.decode(v)": "%",
    "base64.encode(v)": 1,
    "base64url.decode(v)": "%",
    "base64url.encode(v)": 1,
    "bits.and(v, 1)": 0.5,
    "bits.lsh(v, 1)": 0.5,
    "bits.negate(v)": 0.5,
    "bits.or(v, 1)": 0.5,
    "bits.rsh(v, 1)": 0.5,
    "bits.xor(v, 1)": 0.5,
    "ceil(v)": "x",
    "concat(v, [])": 1,
    "contains(v, `a`)": 1,
    "count(v)": 1,
    "endswith(v, `a`)": 1,
    "floor(v)": "x",
    "format_int(v, 10)": "x",
    "glob.match(v, [], `a`)": 1,
    "graph.reachable(v, [`a`])": 1,
    "indexof(v, `a`)": 1,
    "intersection({v})": 1,
    "json.filter(v, [`a`])": 1,
    "json.remove(v, [`a`])": 1,
    "json.unmarshal(v)": "{",
    "lower(v)": 1,
    "net.cidr_contains(v, `10.0.0.1`)": "10.0.0.0/99",
    "net.cidr_intersects(v, `10.0.0.0/8`)": "x",
    "numbers.range(v, 1)": 0.5,
    "object.filter(v, [`a`])": 1,
    "object.get(v, `a`, 1)": 1,
    "object.keys(v)": 1,
    "object.remove(v, [`a`])": 1,
    "object.union(v, {})": 1,
    "object.union_n([v])": 1,
    "product(v)": ["x"],
    "regex.find_all_string_submatch_n(v, `a`, -1)": "[",
    "regex.match(v, `a`)": "[",
    "replace(v, `a`, `b`)": 1,
    "round(v)": "x",
    "sort(v)": 1,
    "split(v, `a`)": 1,
    "startswith(v, `a`)": 1,
    "strings.replace_n({`a`: `b`}, v)": 1,
    "strings.reverse(v)": 1,
    "substring(v, 0, 1)": 1,
    "substring(`abc`, v, 1)": -1,
    "sum(v)": ["x"],
    "to_number(v)": "x",
    "trim(v, `a`)": 1,
    "trim_left(v, `a`)": 1,
    "trim_prefix(v, `a`)": 1,
    "trim_right(v, `a`)": 1,
    "trim_space(v)": 1,
    "trim_suffix(v, `a`)": 1,
    "union({v})": 1,
    "upper(v)": 1,
    "v + 1": "x",
    "v - 1": "x",
    "v * 1": "x",
    "1 / v": 0,
    "1 % v": 0,
    "v & {1}": 1,
    "v | {1}": 1,
}
# Calls that give nothing, or false, and are no error.
HARMLESS = {
    "max(v)": [],
    "min(v)": [],
    "v > 1": "x",
    "v in [1]": {},
    "is_string(v)": 1,
    "json.is_valid(v)": "{",
    "regex.is_valid(v)": "[",
    "base64.is_valid(v)": "%",
    "type_name(v)": None,
    "object.get(v, `b`, false)": {},
    "array.slice(v, 3, 9)": [],
    "is_array(v)": {},
    "is_boolean(v)": 1,
    "is_null(v)": 1,
    "is_number(v)": "x",
    "is_object(v)": [],
    "is_set(v)": [],
    "walk(v)": 1,
}
# Written between what they are given, of which some are tried above; and what the compiler makes of a language construct.
OPERATORS = {
    *("and", "assign", "div", "eq", "equal", "gt", "gte", "lt", "lte", "minus", "mul", "neq", "or", "plus", "rem"),
    *("internal.member_2", "internal.member_3", "internal.template_string"),
}
BODY = """deny contains {"field": "data", "message": "it went on"} if {
	lib.object.call == CALL
	v := lib.object.data
	_ := EXPRESSION
}

deny contains {"field": "data", "message": "it went on"} if lib.object.call == `none`
"""


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("strict")
    rules = {
        f"call{index}": BODY.replace("CALL", json.dumps(call)).replace("EXPRESSION", call)
        for index, call in enumerate((*REFUSED, *HARMLESS))
    }
    policies = samples.policies(folder, rules)
    return samples.engines(policies, folder / "cache")


def given(call, value):
    body = {"call": call, "data": value}
    return orjson.dumps({"object": body, "families": ["api"], "context": {}, "pods": []})


@pytest.mark.parametrize("engine", ["embedded", "conftest"])
def test_what_is_refused_fails(both, engine):
    answers = both[engine].evaluate([*(given(call, value) for call, value in REFUSED.items()), given("none", 0)])
    went_on = [call for call, answer in zip(REFUSED, answers[:-1], strict=True) if not isinstance(answer, Failure)]
    assert went_on == []
    assert {each.message for each in answers[-1]} == {"it went on"}


def test_what_is_harmless_is_the_same_in_both(both):
    inputs = [given(call, value) for call, value in HARMLESS.items()]
    answers = {name: list(engine.evaluate(inputs)) for name, engine in both.items()}
    assert answers["embedded"] == answers["conftest"]
    assert not any(isinstance(answer, Failure) for answer in answers["embedded"])


def test_a_failure_names_the_built_in(both):
    [answer] = both["embedded"].evaluate([given("to_number(v)", "x")])
    assert "to_number" in answer.reason
    [again] = both["embedded"].evaluate([given("to_number(v)", "1")])
    assert [each.message for each in again] == ["it went on"]


def test_every_built_in_that_may_be_used_is_tried():
    allowed = {each["name"] for each in json.loads((samples.POLICIES / "capabilities.json").read_text())["builtins"]}
    tried = {call.partition("(")[0] for call in (*REFUSED, *HARMLESS)}
    assert allowed - tried == OPERATORS
