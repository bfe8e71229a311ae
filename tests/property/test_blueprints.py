"""The blueprint language: the fast evaluation and the slow one agree, Jinja2 agrees where the languages overlap, and no
text whatever is more than refused.
"""

import copy
import json
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st
from jinja2 import StrictUndefined, UndefinedError
from jinja2.sandbox import SandboxedEnvironment

from generator import blueprints
from generator.errors import InputError
from generator.model import BlueprintRef

REF = BlueprintRef("app", 1)
DESCRIPTOR = """\
name: app
version: 1.0.0
kind: service
summary: s
parameters:
  type: object
  additionalProperties: false
  properties: {a: {description: a}, b: {description: b}, c: {description: c}, d: {description: d}}
"""
FRAGMENT = 'used: "{{ given }}"\nname: "{{ service.name }}"\n'
FAST = settings(max_examples=250, deadline=None, database=None)

scalars = st.one_of(st.integers(-9, 9), st.booleans(), st.text("ab-", max_size=3))
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["k", "l", "m.n/o"]), inner, max_size=3)
    ),
    max_leaves=6,
)
parameters = st.fixed_dictionaries(
    {
        "a": st.integers(0, 5),
        "b": st.text("xy-", max_size=4),
        "c": st.lists(scalars, max_size=3),
        "d": st.dictionaries(st.sampled_from(["k", "l", "m.n/o"]), values, max_size=3),
    }
)


def _binary(inner):
    operators = st.sampled_from(["+", "-", "*", "//", "%", "~", "==", "!=", "<", ">=", "in", "not in", "and", "or"])
    return st.tuples(inner, operators, inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})")


atoms = st.sampled_from(
    [
        "parameters.a",
        "parameters.b",
        "parameters.c",
        "parameters.d",
        "parameters['d'].k",
        "service.name",
        "1",
        "0",
        "'x'",
        "[]",
        "[1, 'y']",
        "{}",
        "{'k': 1}",
        "true",
        "false",
        "parameters.c[0]",
        "parameters.b[1:]",
        "parameters.d.zz",
    ]
)
filters = st.sampled_from(
    [
        "upper",
        "length",
        "sort",
        "unique",
        "join('-')",
        "first",
        "default(3)",
        "to_json",
        "keys",
        "replace('x', 'yy')",
        "int",
        "string",
        "sum",
        "max",
        "last",
        "trim",
        "map(attribute='k')",
        "selectattr('k')",
        "indent(2)",
    ]
)
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        _binary(inner),
        st.tuples(inner, filters).map(lambda parts: f"({parts[0]} | {parts[1]})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
        inner.map(lambda text: f"(not {text})"),
        inner.map(lambda text: f"[{text}]"),
        inner.map(lambda text: f"(-{text})"),
    ),
    max_leaves=5,
)
leaves = st.one_of(
    scalars,
    expressions.map(lambda text: f"{{{{ {text} }}}}"),
    expressions.map(lambda text: f"text-{{{{ {text} }}}}"),
    expressions.map(lambda text: f"{{{{ {text} or omit }}}}"),
)


def _structured(inner):
    maps = st.dictionaries(st.sampled_from(["k", "own", "other"]), inner, min_size=1, max_size=3)
    conditions = st.tuples(expressions, maps).map(lambda parts: {"$if": parts[0], **parts[1]})
    spreads = st.tuples(st.sampled_from(["parameters.d", "parameters.c", "{'s': parameters.a}"]), maps)
    loops = st.tuples(
        st.sampled_from(["item in parameters.c", "item in range(parameters.a)", "item, other in parameters.d"]),
        st.booleans(),
        maps,
    )
    items = st.one_of(
        inner,
        conditions,
        loops.map(
            lambda parts: {"$for": parts[0], **({"$if": "item"} if parts[1] else {}), "item": "{{ item }}", **parts[2]}
        ),
        st.just({"$spread": "parameters.c"}),
        st.just({"$use": {"fragment": "shared", "with": {"given": "{{ parameters.a }}"}}}),
    )
    return st.one_of(
        maps,
        conditions,
        spreads.map(lambda parts: {"$spread": parts[0], **parts[1]}),
        st.lists(items, max_size=3),
        inner.map(lambda value: {"$use": {"fragment": "shared", "with": {"given": value}}, "own": 1}),
    )


templates = st.recursive(leaves, _structured, max_leaves=8)


def catalogue(data):
    """Load a blueprint whose one manifest has the given `data`; JSON is YAML."""
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": data}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "blueprints"
        (root / "app" / "v1" / "manifests").mkdir(parents=True)
        (root / "_fragments").mkdir()
        (root / "_fragments" / "shared.yaml").write_text(FRAGMENT)
        (root / "app" / "v1" / "blueprint.yaml").write_text(DESCRIPTOR)
        (root / "app" / "v1" / "manifests" / "app.yaml").write_text(json.dumps(manifest), encoding="utf-8")
        return blueprints.load([root])


def variables(known):
    return {"service": {"name": "web"}, "parameters": known}


def located(error):
    """A refusal that a person can act on."""
    assert error.problems
    assert all(problem.what and problem.place.file.startswith("blueprints/") for problem in error.problems)


def outcome(evaluate):
    """Bodies, or the problems that were found."""
    try:
        return [each.body for each in evaluate()]
    except InputError as error:
        located(error)
        return error.problems


@seed(20261124)
@FAST
@given(templates, parameters)
def test_the_fast_and_the_slow_evaluation_agree(template, known):
    try:
        loaded = catalogue(template)
    except InputError as error:
        located(error)
        return
    given_variables = variables(known)
    before = copy.deepcopy(given_variables)
    fast = outcome(lambda: loaded.evaluate(REF, given_variables))
    assert fast == outcome(lambda: loaded.trace(REF, given_variables))
    assert fast == outcome(lambda: loaded.evaluate(REF, given_variables))
    assert given_variables == before


@seed(20261125)
@FAST
@given(templates, parameters)
def test_every_leaf_is_traced_and_reads_what_exists(template, known):
    try:
        traced = catalogue(template).trace(REF, variables(known))
    except InputError:
        return
    for each in traced:
        assert set(each.sources) == set(_leaves(each.body))
        for source in each.sources.values():
            assert all(path.split(".")[0].split("[")[0] in {"parameters", "service"} for path in source.reads)


def _leaves(value, pointer=()):
    parts = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    if not parts:
        yield pointer
    for key, part in parts:
        yield from _leaves(part, (*pointer, key))


# Jinja2 knows these by the same meaning; `default` and `map` differ by design, text of booleans too.
SHARED = st.recursive(
    st.sampled_from(
        ["parameters.a", "parameters.b", "parameters.c", "service.name", "1", "7", "'x'", "[1, 2]", "true"]
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["==", "!=", "in", "and", "or", "+", "-", "*", "//", "%"]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(
            inner, st.sampled_from(["upper", "lower", "trim", "length", "first", "last", "replace('x', 'z')"])
        ).map(lambda parts: f"({parts[0]} | {parts[1]})"),
        st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} if {parts[1]} else {parts[2]})"),
    ),
    max_leaves=5,
)


@seed(20261126)
@FAST
@given(SHARED, parameters)
def test_what_is_allowed_means_what_jinja_means(text, known):
    try:
        (rendered,) = catalogue(f"{{{{ {text} }}}}").evaluate(REF, variables(known))
    except InputError:
        return
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    try:
        expected = environment.compile_expression(text, undefined_to_none=False)(**variables(known))
    except (UndefinedError, TypeError):
        pytest.fail(f"Jinja2 refuses what we allow: {text}")
    assert rendered.body["data"] == expected


TOKENS = st.sampled_from(
    [
        "parameters",
        ".a",
        ".d",
        "service",
        "omit",
        "neutral",
        "default",
        "cluster",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "|",
        "'",
        "x",
        "1",
        "9",
        "**",
        "*",
        "-",
        "+",
        "//",
        "%",
        "~",
        "=",
        "==",
        "<",
        "if",
        "else",
        "and",
        "or",
        "not",
        "in",
        "is",
        "range",
        "lipsum",
        "__class__",
        "join",
        " ",
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "\n",
        "\\",
        "é",
        "\x00",
        "none",
        "for",
    ]
)


@seed(20261127)
@settings(max_examples=400, deadline=None, database=None)
@given(
    st.lists(TOKENS, max_size=14).map("".join),
    st.sampled_from(["{{{{ {} }}}}", "{}", "$if", "$for", "$spread"]),
    parameters,
)
def test_no_text_is_more_than_refused(text, where, known):
    data = [{where: text, "k": 1}] if where.startswith("$") else where.format(text)
    started = time.perf_counter()
    try:
        catalogue(data).evaluate(REF, variables(known))
    except InputError as error:
        located(error)
    assert time.perf_counter() - started < 2
