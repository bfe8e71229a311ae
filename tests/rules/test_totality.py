"""No manifest makes a rule fail at run time: built-in functions never meet a type that they refuse."""

import copy
import random
import subprocess

import orjson
import pytest

from generator.policy import sources
from generator.policy.inputs import Unit
from tests.rules import cases as catalogue

SEED = 20_240_607
# How many values of one object are replaced, one at a time.
PLACES = 15
WRONG = (None, True, 0, 1.5, "text", [], ["text"], [[]], {}, {"key": "text"}, [{}])
DRIVER = """package driver

found := count([violation | some one in data.inputs; some violation in data.main.violations with input as one])
"""


@pytest.mark.parametrize("family", sorted({path.parent.name for path in catalogue.files()}))
def test_rules_are_total(tmp_path, family):
    """Values of each case are replaced by values of other types; opa must not meet a built-in error."""
    print(f"seed {SEED}")
    inputs = [orjson.Fragment(one) for one in damaged(family, random.Random(SEED))]
    (tmp_path / "data.json").write_bytes(orjson.dumps({**sources.data(catalogue.POLICIES), "inputs": inputs}))
    (tmp_path / "driver.rego").write_text(DRIVER)
    command = ["opa", "eval", "--bundle", str(tmp_path), "--data", str(catalogue.POLICIES), "--strict-builtin-errors"]
    done = subprocess.run(
        [*command, "--format", "raw", "data.driver.found"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[:2000]
    assert int(done.stdout) > 0 or not inputs


def test_an_error_would_be_noticed(tmp_path):
    (tmp_path / "rule.rego").write_text("package planted\n\ndeny contains 1 if count(input.object) > 3\n")
    (tmp_path / "input.json").write_text('{"object": 5}')
    command = ["opa", "eval", "--data", str(tmp_path / "rule.rego"), "--input", str(tmp_path / "input.json")]
    done = subprocess.run([*command, "--strict-builtin-errors", "data.planted.deny"], capture_output=True, check=False)
    assert done.returncode != 0


def damaged(family, source):
    """Whole inputs, each with one value of a wrong type. Facts are not damaged: the checker makes them itself."""
    for path in sorted(catalogue.CASES.glob(f"{family}/*.yaml")):
        seen = set()
        for case in catalogue.load(path):
            for body in (item.body for item in case.objects):
                shape = (case.name.partition(" [")[0], body.get("kind") == "CronJob")
                if shape in seen:
                    continue
                seen.add(shape)
                found = list(places(body))
                for place in source.sample(found, min(len(found), PLACES)):
                    changed = copy.deepcopy(body)
                    put(changed, place, source.choice(WRONG))
                    yield Unit((family,)).input(changed, catalogue.make(changed), case.context)


def places(value, at=()):
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield (*at, key)
        yield from places(child, (*at, key))


def put(value, place, wrong):
    for step in place[:-1]:
        value = value[step]
    value[place[-1]] = wrong


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_places_reach_everything(wrong):
    value = {"a": [{"b": 1}], "c": 2}
    assert list(places(value)) == [("a",), ("a", 0), ("a", 0, "b"), ("c",)]
    put(value, ("a", 0, "b"), wrong)
    assert value["a"][0]["b"] == wrong
