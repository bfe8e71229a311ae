"""What is cut from an object changes no verdict: rules say the same of all of it, whatever values it holds."""

import copy
import random

import pytest

from generator.policy.inputs import Plan, Unit
from tests.rules import cases as catalogue
from tests.rules.test_totality import WRONG, places, put

SEED = 20_261_124
# How many values of one object or fact are replaced, one at a time.
PLACES = 12
TEXTS = ("", "default", "*", "other-name", "two.parts", "Upper_1", "0", "-", "a--b", "x" * 60, "kube-system", "AKIA")
PLAN = Plan(catalogue.RULES)


@pytest.mark.parametrize("family", sorted({path.parent.name for path in catalogue.files()}))
def test_what_is_cut_changes_no_verdict(family, embedded):
    print(f"seed {SEED}")
    for body, subject, context in changed(family, random.Random(SEED)):
        whole = said([Unit((family,))], family, body, subject, context, embedded)
        cut = [unit for unit in PLAN.units(body, subject) if family in unit.families]
        assert said(cut, family, body, subject, context, embedded) == whole, body


def said(units, family, body, subject, context, engine):
    found = set()
    for unit in units:
        (answer,) = engine.evaluate([unit.input(body, subject, context)])
        messages = unit.restore([violated.message for violated in answer], body, subject)
        found |= {
            (violated.rule, violated.field, message)
            for violated, message in zip(answer, messages, strict=True)
            if violated.rule.startswith(f"{family}/")
        }
    return found


def changed(family, source):
    """What the family's cases judge, with its context: as it is, and with one value of it replaced.

    Facts keep their types: the checker makes them itself.
    """
    for path in sorted(catalogue.CASES.glob(f"{family}/*.yaml")):
        for case in {case.name.partition(" [")[0]: case for case in catalogue.load(path)}.values():
            for item in case.objects:
                for body in variants(item.body, WRONG + TEXTS, source):
                    subject = catalogue.make(body)
                    yield subject.body, subject, case.context
            for fact in case.facts:
                for body in variants(fact.body, TEXTS, source):
                    yield body, fact.subject, case.context


def variants(body, values, source):
    yield body
    found = [place for place in places(body) if values is not TEXTS or isinstance(value(body, place), str)]
    for place in source.sample(found, min(len(found), PLACES)):
        if place not in {("apiVersion",), ("kind",)}:
            variant = copy.deepcopy(body)
            put(variant, place, source.choice(values))
            yield variant


def value(body, place):
    for step in place:
        body = body[step]
    return body
