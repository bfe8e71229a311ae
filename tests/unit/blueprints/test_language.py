"""What templates give: values, omitted keys, and the four structural keys."""

import pytest

from generator import blueprints


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("{{ parameters.replicas }}", 3),
        ("{{ parameters.map }}", {"b": 1, "a": 2}),
        ("{{ parameters['list'][0] }}", "x"),
        ("{{ parameters.list[1:] }}", ["y"]),
        ("{{ parameters.replicas + 1 }}", 4),
        ("{{ parameters.replicas * 2 - 1 }}", 5),
        ("{{ parameters.replicas // 2 }}", 1),
        ("{{ parameters.replicas % 2 == 1 }}", True),
        ("{{ -parameters.replicas }}", -3),
        ("{{ 1 < parameters.replicas <= 3 }}", True),
        ("{{ 'x' in parameters.list and 'b' in parameters.map }}", True),
        ("{{ 'z' not in parameters.list }}", True),
        ("{{ not parameters.list }}", False),
        ("{{ 'many' if parameters.replicas > 1 else 'one' }}", "many"),
        ("{{ parameters.list + ['z'] }}", ["x", "y", "z"]),
        ("{{ 'a' + 'b' ~ 1 ~ true }}", "ab1true"),
        ("{{ {'k': parameters.replicas, 'l': [1, 2]} }}", {"k": 3, "l": [1, 2]}),
        ("{{ range(3) }}", [0, 1, 2]),
        ("{{ {'x': 'tcp', 'y': 'udp'}[parameters.list[1]] }}", "udp"),
        ("{{ parameters.closed is defined }}", False),
        ("{{ parameters.map.c is not defined }}", True),
        ("{{ parameters.map.c.d | default('none') }}", "none"),
        ("{{ parameters.map.b | default(9) }}", 1),
        ("{{ parameters.list is sequence and parameters.map is mapping and 'a' is string }}", True),
        ("{{ 1 is number and true is boolean and not true is number }}", True),
        ("{# a comment #}{{ 1 }}", 1),
        ("{{ '{{ $labels.pod }}' }}", "{{ $labels.pod }}"),
    ],
)
def test_a_whole_expression_gives_its_native_value(data, expression, value):
    found = data(f'key: "{expression}"', replicas=3, list=["x", "y"], map={"b": 1, "a": 2})
    assert found == {"key": value}
    assert type(found["key"]) is type(value)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("parameters.text | upper", "A-B"),
        ("'ABC' | lower", "abc"),
        ("' x ' | trim", "x"),
        ("parameters.text | replace('-', '_')", "a_b"),
        ("parameters.list | join(', ')", "2, 1, 2"),
        ("parameters.list | length", 3),
        ("'12' | int", 12),
        ("7.0 | int", 7),
        ("true | string", "true"),
        ("parameters.list | sort", [1, 2, 2]),
        ("parameters.list | sort(reverse=true)", [2, 2, 1]),
        ("parameters.list | unique", [2, 1]),
        ("parameters.list | sum", 5),
        ("parameters.list | min", 1),
        ("parameters.list | max", 2),
        ("parameters.list | first", 2),
        ("parameters.list | last", 2),
        ("[{'n': 2}, {'n': 1}] | sort(attribute='n') | map(attribute='n')", [1, 2]),
        ("[{'n': 2, 'on': true}, {'n': 1, 'on': false}] | selectattr('on') | map(attribute='n')", [2]),
        ("[{'n': 2}, {'n': 1}] | rejectattr('n', 'equalto', 2)", [{"n": 1}]),
        ("parameters.map | keys", ["a", "b"]),
        ("parameters.map | to_json", '{"a":[1],"b":2}'),
        ("'a\\nb' | indent(2)", "a\n  b"),
    ],
)
def test_filters(data, expression, value):
    found = data(f"key: >-\n  {{{{ {expression} }}}}", text="a-b", list=[2, 1, 2], map={"b": 2, "a": [1]})
    assert found["key"] == value


def test_text_around_expressions_is_joined_and_scalars_are_written_as_yaml(data):
    found = data('key: "{{ parameters.text }}-{{ 8080 }}-{{ true }}-{{ 0.5 }}-{{ 1e30 }}"', text="x")
    assert found["key"] == "x-8080-true-0.5-1.0e+30"


def test_omit_drops_keys_and_items(data):
    template = """
    gone: "{{ omit }}"
    replicas: "{{ omit if parameters.replicas == 1 else parameters.replicas }}"
    command: "{{ parameters.list or omit }}"
    items: ["{{ parameters.text | default(omit) }}", kept]
    """
    assert data(template, replicas=1, list=[]) == {"items": ["kept"]}
    assert data(template, replicas=2, list=["a"], text="t") == {"replicas": 2, "command": ["a"], "items": ["t", "kept"]}


def test_if_keeps_maps_items_and_documents(data, write, ref, variables):
    template = """
    probe: {$if: "parameters.text", path: "{{ parameters.text }}"}
    items: [{$if: "parameters.text", name: a}, {$if: "not parameters.text", name: b}]
    """
    assert data(template, text="") == {"items": [{"name": "b"}]}
    assert data(template, text="/x") == {"probe": {"path": "/x"}, "items": [{"name": "a"}]}
    document = '$if: "parameters.replicas > 1"\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\n'
    catalogue = blueprints.load([write({"manifests/app.yaml": document})])
    assert catalogue.evaluate(ref, variables(replicas=1)) == ()
    assert len(catalogue.evaluate(ref, variables(replicas=2))) == 1


def test_for_repeats_items_and_documents_in_order(data, write, ref, variables):
    template = """
    list: [{name: first}, {$for: "item in parameters.list", name: "{{ item }}"}, {name: last}]
    map: [{$for: "key, value in parameters.map", $if: "value > 1", name: "{{ key }}", value: "{{ value }}"}]
    nested:
      - $for: "item in parameters.list"
        parts: [{$for: "part in range(2)", name: "{{ item }}{{ part }}"}]
    """
    found = data(template, list=["b", "a"], map={"z": 3, "y": 1, "x": 2})
    assert [item["name"] for item in found["list"]] == ["first", "b", "a", "last"]
    assert found["map"] == [{"name": "z", "value": 3}, {"name": "x", "value": 2}]
    assert [[part["name"] for part in item["parts"]] for item in found["nested"]] == [["b0", "b1"], ["a0", "a1"]]
    document = '$for: "item in parameters.list"\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ item }}"}\n'
    catalogue = blueprints.load([write({"manifests/app.yaml": document})])
    names = [each.body["metadata"]["name"] for each in catalogue.evaluate(ref, variables(list=["q", "p"]))]
    assert names == ["q", "p"]


def test_spread_merges_maps_and_lists(data):
    template = """
    whole: {$spread: "parameters.map"}
    merged: {$spread: "parameters.map", own: 1}
    items: [0, {$spread: "parameters.list"}, {$spread: "parameters.map"}, {$spread: "parameters.map", own: 2}]
    """
    assert data(template, map={"a": 1}, list=[1, 2]) == {
        "whole": {"a": 1},
        "merged": {"a": 1, "own": 1},
        "items": [0, 1, 2, {"a": 1}, {"a": 1, "own": 2}],
    }


def test_use_brings_fragments(data):
    fragments = {
        "pod": 'user: "{{ user }}"\nlabels: "{{ labels }}"\nnested: {$use: {fragment: leaf, with: {text: x}}}\n',
        "leaf": 'value: "{{ text }}-{{ service.name }}"\nlevel: low\n',
        "list": '- a\n- "{{ service.name }}"\n',
        "conditional": '$if: "active"\nkept: true\n',
    }
    template = """
    alone: {$use: {fragment: leaf, with: {text: "{{ parameters.text }}"}}}
    merged: {$use: {fragment: pod, with: {user: "{{ parameters.replicas }}"}}, own: 1}
    nearest: {$use: {fragment: leaf, with: {text: t}}, level: high}
    dropped: {$use: {fragment: leaf, with: {text: t}}, level: "{{ omit }}"}
    value: {$use: {fragment: list}}
    items: [first, {$use: {fragment: list}}, {$for: "n in range(2)", $use: {fragment: leaf, with: {text: "{{ n }}"}}}]
    gone: {$use: {fragment: conditional, with: {active: false}}}
    there: {$use: {fragment: conditional, with: {active: "{{ parameters.replicas == 2 }}"}}}
    """
    assert data(template, fragments, text="t", replicas=2) == {
        "alone": {"value": "t-web", "level": "low"},
        "merged": {
            "user": 2,
            "labels": {"app.kubernetes.io/name": "web"},
            "nested": {"value": "x-web", "level": "low"},
            "own": 1,
        },
        "nearest": {"value": "t-web", "level": "high"},
        "dropped": {"value": "t-web"},
        "value": ["a", "web"],
        "items": ["first", "a", "web", {"value": "0-web", "level": "low"}, {"value": "1-web", "level": "low"}],
        "there": {"kept": True},
    }


def test_documents_come_in_the_order_of_files_then_variants(write, ref, variables):
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "
    catalogue = blueprints.load(
        [
            write(
                {
                    "blueprint.yaml": "name: app\nversion: 1.0.0\nkind: service\nsummary: s\ncapability: database\n"
                    "variants: [rds]\nparameters: {type: object, additionalProperties: false, properties: {}}\n",
                    "manifests/b.yaml": f"{head}one}}\n---\n# Nothing.\n---\n{head}two}}\n",
                    "manifests/a.yaml": f"{head}zero}}\n",
                    "variants/rds/c.yaml": f"{head}three}}\n",
                }
            )
        ]
    )
    rendered = catalogue.evaluate(ref, variables(), "rds")
    assert [(each.stem, each.body["metadata"]["name"]) for each in rendered] == [
        ("a", "zero"),
        ("b", "one"),
        ("b", "two"),
        ("c", "three"),
    ]
    assert len(catalogue.evaluate(ref, variables())) == 3
    assert len(catalogue.evaluate(ref, variables(), neutral=True)) == 3
