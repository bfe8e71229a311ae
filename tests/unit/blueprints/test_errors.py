"""What is refused: where, in which words, and with which hint."""

import time

import pytest

from generator import blueprints
from generator.errors import InputError


def refused(load):
    with pytest.raises(InputError) as caught:
        load()
    return caught.value.problems


@pytest.mark.parametrize(
    ("expression", "what", "hint"),
    [
        ("9 ** 9 ** 8", "`**` is not part of the language", "no bound"),
        ("1 / 2", "`/` is not part of the language", "`//`"),
        ("'a' * 1000000000", "`*` takes numbers", ""),
        ("'%1000000000d' % 1", "`%` takes numbers", ""),
        ("1 // 0", "`//` by zero", ""),
        ("9223372036854775807 + 1", "out of range", ""),
        ("9223372036854775808", "out of range", ""),
        ("1e999", "out of range", ""),
        ("9" * 3000, "out of range", ""),
        ("range(1000000000)", "the range is too long", "at most"),
        ("range(0, 5, 0)", "step", ""),
        ("range('a')", "whole numbers", ""),
        ("replcas", "unknown variable `replcas`", ""),
        ("parametres.replicas", "unknown variable `parametres`", "did you mean `parameters`?"),
        ("parameters.replcas", "`parameters` has no `replcas`", "did you mean `replicas`?"),
        ("parameters.closed.iner", "`parameters.closed` has no `iner`", "did you mean `inner`?"),
        ("cluster['storageClas']", "`cluster` has no `storageClas`", "did you mean `storageClass`?"),
        ("service.name | uper", "unknown filter `uper`", "did you mean `upper`?"),
        ("service.name is strng", "unknown test `strng`", "did you mean `string`?"),
        ("service.name | join(1, 2)", "the filter `join` takes ([separator])", ""),
        ("parameters.list | map('x')", "the filter `map` takes (attribute=…)", ""),
        ("service.name | default", "`default` takes one value", ""),
        ("(1 + 1) | default(2)", "`default` follows a path", ""),
        ("service.name.upper()", "`.upper(…)` is a call", "| upper"),
        ("lipsum()", "only `range` can be called", ""),
        ("cycler", "unknown variable", ""),
        ("loop.index", "unknown variable", ""),
        ("'x' if parameters.replicas", "an `if` without `else`", "else omit"),
        ("[omit]", "`omit` is not a value", "whole result"),
        ("'x'['k']", "a part of a literal", "write that part"),
        ("[1, 2].k", "a part of a literal", "write that part"),
        ("omit.x", "`omit` is not a value", ""),
        ("none", "`none` is not a value", "`omit`"),
        ("+1", "a leading `+`", ""),
        ("1 +", "not an expression", ""),
        ("a b", "not an expression", ""),
        ("[x for x in y]", "not an expression", ""),
        ("lambda: 1", "not an expression", ""),
        ("x = 1", "not an expression", ""),
        ("parameters.map | join(*parameters.list)", "arguments are not part", ""),
        ("service.name | neutral('x')", "stands after a value that the base has", ""),
        ("[{'a': 1}] | selectattr('a', 'odd')", "the only test", ""),
        ("{1: 2}", "the key of a map is text", ""),
        ("1 < 'a'", "values that do not fit", ""),
        ("'ab' | first", "takes a list, not text", ""),
        ("('x' | replace('x', 'y' ~ 'z')) | replace('', 'a')", "cannot replace an empty text", ""),
        ("(" * 400 + "1" + ")" * 400, "nested too deeply", ""),
        ("not " * 40 + "true", "nested too deeply", ""),
        ("'" + "a" * 5000 + "'", "the expression has", "at most"),
    ],
)
def test_expressions_outside_the_language(manifest, expression, what, hint):
    started = time.perf_counter()
    (problem, *rest) = refused(lambda: manifest(f'k: "{{{{ {expression} }}}}"'))
    assert time.perf_counter() - started < 1
    assert (problem.place.file, problem.place.line) == ("blueprints/app/v1/manifests/app.yaml", 5)
    assert problem.place.column == 6
    assert what in problem.what
    assert hint in problem.hint
    assert not rest


@pytest.mark.parametrize(
    ("template", "place", "what", "hint"),
    [
        ('k: "{% if true %}x{% endif %}"', (5, 6), "statements", "$if"),
        ('k: "{{ 1 "', (5, 6), "not an expression", ""),
        ('k: "x{{ omit }}"', (5, 6), "`omit` inside a text", "whole expression"),
        ('k: {$iff: "true", a: 1}', (5, 7), "unknown structural key `$iff`", "did you mean `$if`?"),
        ("k: {{ service.name }}", (5, 7), "a key cannot be a map", "put quotes"),
        ('k: {$if: "true"}', (5, 7), "`$if` has nothing to work on", ""),
        ("k: {$if: true, a: 1}", (5, 12), "`$if` takes an expression, not a boolean", ""),
        ('k: {$if: "{{ true }}", a: 1}', (5, 12), "braces around an expression", "without"),
        ('k: {$if: "omit", a: 1}', (5, 12), "`omit` is not a value", ""),
        ('k: {$for: "x in [1]", a: 1}', (5, 7), "`$for` cannot repeat a value", "list's item"),
        ('k: [{$for: "x of [1]", a: 1}]', (5, 14), "`$for` cannot be read", "item in list"),
        ('k: [{$for: "x, y, z in [1]", a: 1}]', (5, 14), "`$for` cannot be read", ""),
        ('k: [{$for: "x, x in {}", a: 1}]', (5, 14), "names `x` twice", ""),
        ('k: [{$for: "labels in [1]", a: 1}]', (5, 14), "`labels` is a variable already", "another name"),
        ('k: [{$for: "omit in [1]", a: 1}]', (5, 14), "`omit` cannot be a name", ""),
        ('k: [{$for: "x in [1]", a: "{{ y }}"}]', (5, 29), "unknown variable `y`", ""),
        ('k: [{$for: "x in [1]"}]', (5, 8), "`$for` has nothing to work on", ""),
        ("k: {$spread: [a], b: 1}", (5, 16), "`$spread` takes an expression, not a list", ""),
        ('k: {"a{{ 1 }}": 1}', (5, 7), "an expression in the key", "$spread"),
        ("k: {$use: pod}", (5, 13), "`$use` cannot be read", "fragment"),
        ("k: {$use: {fragment: pood}}", (5, 24), "no fragment `pood`", "did you mean `pod`?"),
        ("k: {$use: {fragment: pod, wiht: {}}}", (5, 29), "not `wiht`", "did you mean `with`?"),
        ("k: {$use: {fragment: pod, with: {labels: 1}}}", (5, 36), "`labels` is a variable already", ""),
        ("k: {$use: {fragment: pod, with: {other: 1}}}", (5, 36), "does not read `other`", "remove it"),
        ('k: {$use: {fragment: arg, with: {user: "{{ omit }}"}}}', (5, 42), "`omit` cannot be handed over", ""),
        ('k: {$use: {fragment: arg, with: {user: {$if: "true", a: 1}}}}', (5, 43), "cannot drop an argument", ""),
        ("k: {$use: {fragment: list}, own: 1}", (5, 13), "cannot join a map", ""),
        ("k: {$use: {fragment: conditional}, own: 1}", (5, 13), "has `$if` at its root", "alone"),
    ],
)
def test_templates_outside_the_grammar(manifest, template, place, what, hint):
    fragments = {"pod": "a: 1\n", "arg": 'a: "{{ user }}"\n', "list": "[1]\n", "conditional": '$if: "true"\na: 1\n'}
    (problem, *rest) = refused(lambda: manifest(template, fragments))
    assert problem.place.file == "blueprints/app/v1/manifests/app.yaml"
    assert (problem.place.line, problem.place.column) == place
    assert what in problem.what
    assert hint in problem.hint
    assert not rest


@pytest.mark.parametrize(
    ("fragments", "what"),
    [
        ({"a": "x: {$use: {fragment: a}}\n"}, "the fragment uses itself: `a` → `a`"),
        ({"a": "x: {$use: {fragment: b}}\n", "b": "[{$use: {fragment: a}}]\n"}, "`a` → `b` → `a`"),
        ({"a": 'x: "{{ user }}"\n'}, "unknown variable `user` in the fragment `a`"),
        ({"a": "x: 1\n---\ny: 1\n"}, "a fragment is one document, not 2"),
        ({"a": "x: [\n"}, ""),
    ],
)
def test_fragments_that_cannot_be_used(manifest, fragments, what):
    (problem,) = refused(lambda: manifest("k: {$use: {fragment: a}}", fragments))
    assert problem.place.file.startswith("blueprints/_fragments/")
    assert what in problem.what


def test_fragments_that_multiply_are_bounded(manifest):
    fragments = {f"f{i}": "".join(f"k{j}: {{$use: {{fragment: f{i + 1}}}}}\n" for j in range(10)) for i in range(20)}
    fragments["f20"] = "x: 1\n"
    assert any(
        "the document is too large" in problem.what
        for problem in refused(lambda: manifest("k: {$use: {fragment: f0}}", fragments))
    )


def test_a_fragment_sees_neither_loops_nor_arguments_around_it(manifest):
    fragments = {"outer": 'a: {$use: {fragment: inner}}\nb: "{{ user }}"\n', "inner": 'x: "{{ user }}{{ item }}"\n'}
    template = 'k: [{$for: "item in [1]", $use: {fragment: outer, with: {user: 1}}}]'
    (problem,) = refused(lambda: manifest(template, fragments))
    assert problem.what.startswith("unknown variable `user` in the fragment `inner`")
    assert "with: {user: …}" in problem.hint


def test_all_problems_are_reported_at_once(write):
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: "
    folder = write(
        {
            "manifests/a.yaml": head + '{a: "{{ nope }}", b: "{{ 1 / 1 }}"}\n',
            "manifests/b.yaml": "[1]\n",
            "manifests/c.yaml": "kind: ConfigMap\nmetadata: {name: '{{ omit }}'}\n",
            "manifests/d.yaml": "a: [\n",
        }
    )
    problems = refused(lambda: blueprints.load([folder]))
    assert [problem.place.file[-6:-5] for problem in problems] == ["a", "a", "b", "c", "c", "d"]


@pytest.mark.parametrize(
    ("template", "parameters", "column", "what", "hint"),
    [
        ('k: "{{ parameters.replicas }}"', {}, 6, "`parameters` has no `replicas`", ""),
        ('k: "{{ parameters.map.a.b }}"', {"map": {"ab": 1}}, 6, "`parameters.map` has no `a`", "`ab`"),
        ('k: "{{ parameters.list[3] }}"', {"list": [1]}, 6, "no such item", "`parameters.list`"),
        ('k: "x{{ parameters.list }}"', {"list": [1]}, 6, "a list cannot stand inside a text", ""),
        ('k: "{{ parameters.text + 1 }}"', {"text": "a"}, 6, "`+` takes numbers, not text and a number", "`~`"),
        (
            'k: "{{ parameters.replicas < parameters.text }}"',
            {"replicas": 1, "text": "a"},
            6,
            "do not fit",
            "`parameters",
        ),
        ('k: "{{ service.name.__class__ }}"', {}, 6, "values that do not fit", "`service.name`"),
        ('k: "{{ parameters.list * 3 }}"', {"list": [1]}, 6, "`*` takes numbers, not a list and a number", ""),
        ('k: {$if: "parameters.text", a: 1}', {}, 12, "`parameters` has no `text`", ""),
        ('k: {$spread: "parameters.list", a: 1}', {"list": []}, 16, "merges a map here, not a list", ""),
        ('k: {$spread: "parameters.map", a: 1}', {"map": {"a": 2}}, 16, "is there already: a", "remove one"),
        ('k: [{$spread: "parameters.text"}]', {"text": "a"}, 17, "a map or a list here, not text", ""),
        ('k: [{$for: "x in parameters.map", a: 1}]', {"map": {}}, 14, "goes through a list, not a map", "two names"),
        (
            'k: [{$for: "x, y in parameters.list", a: 1}]',
            {"list": []},
            14,
            "goes through a map, not a list",
            "one name",
        ),
        ('k: "{{ range(parameters.replicas) }}"', {"replicas": 10**12}, 6, "the range is too long", ""),
        ("k: \"{{ parameters.text | replace('a', parameters.text) }}\"", {"text": "a" * 9999}, 6, "characters", ""),
    ],
)
def test_faults_of_an_evaluation_are_located(  # noqa: PLR0913, PLR0917 - what a table gives, and what it needs
    manifest, ref, variables, template, parameters, column, what, hint
):
    catalogue = manifest(template)
    (problem,) = refused(lambda: catalogue.evaluate(ref, variables(**parameters)))
    assert (problem.place.file, problem.place.line) == ("blueprints/app/v1/manifests/app.yaml", 5)
    assert problem.place.column == column
    assert what in problem.what
    assert hint in problem.hint
    assert refused(lambda: catalogue.trace(ref, variables(**parameters))) == (problem,)


def test_every_fault_of_an_evaluation_is_reported(manifest, ref, variables):
    catalogue = manifest('a: "{{ parameters.text }}"\nb: ["{{ parameters.replicas }}", {c: "{{ parameters.list }}"}]')
    assert len(refused(lambda: catalogue.evaluate(ref, variables()))) == 3


def test_repetition_is_bounded_as_a_whole(manifest, ref, variables):
    loops = 'k: [{$for: "a in parameters.list", b: [{$for: "c in parameters.list", d: 1}]}]'
    catalogue = manifest(loops)
    assert len(catalogue.evaluate(ref, variables(list=[1] * 90))) == 1
    (problem, *_) = refused(lambda: catalogue.evaluate(ref, variables(list=[1] * 200)))
    assert "the document repeats too much" in problem.what


def test_lists_of_lists_cannot_grow_without_bound(manifest, ref, variables):
    fragments = {
        f"f{i}": f'x: {{$use: {{fragment: f{i + 1}, with: {{v{i + 1}: "{{{{ [v{i}, v{i}, v{i}] }}}}"}}}}}}\n'
        for i in range(16)
    }
    fragments["f16"] = 'x: "{{ v16 }}"\n'
    catalogue = manifest('k: {$use: {fragment: f0, with: {v0: "{{ service }}"}}}', fragments)
    (problem,) = refused(lambda: catalogue.evaluate(ref, variables()))
    assert "the manifest is too large" in problem.what


def test_an_unknown_provider_is_refused(write, ref, variables):
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
    descriptor = "name: app\nversion: 1.0.0\nkind: service\nsummary: s\ncapability: database\nparameters: {type: object, additionalProperties: false, properties: {}}\n"
    catalogue = blueprints.load([write({"blueprint.yaml": descriptor, "variants/rds/a.yaml": head})])
    (problem,) = refused(lambda: catalogue.evaluate(ref, variables(), "rdss"))
    assert "no variant for the provider `rdss`" in problem.what
    assert problem.hint == "did you mean `rds`?"
