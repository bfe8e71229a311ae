"""The canonical form, as text."""

import math
import textwrap

import pytest

from generator import yamlio
from generator.errors import InputError

WORKLOAD = {
    "spec": {
        "template": {
            "spec": {
                "containers": [
                    {
                        "image": "registry.example/web@sha256:0a",
                        "args": ["--port=8080", "-c", "a b"],
                        "name": "web",
                        "env": [{"value": "", "name": "EMPTY"}],
                        "ports": [{"protocol": "TCP", "containerPort": 8080, "name": "http"}],
                        "resources": {"limits": {"memory": "1Gi", "cpu": "500m"}, "requests": {}},
                        "tty": False,
                    }
                ],
                "volumes": [],
            },
        },
        "ratio": 0.25,
        "matrix": [[1, 2], [], [{"a": [3]}]],
    },
    "kind": "Deployment",
    "metadata": {
        "annotations": {"example.org/b": "x", "example.org/a": "true"},
        "labels": {"app": "web"},
        "namespace": "shop",
        "uid": "u",
        "name": "web",
    },
    "apiVersion": "apps/v1",
}
TEXT = textwrap.dedent("""\
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      namespace: shop
      labels:
        app: web
      annotations:
        example.org/a: "true"
        example.org/b: x
      uid: u
    spec:
      matrix:
      - - 1
        - 2
      - []
      - - a:
          - 3
      ratio: 0.25
      template:
        spec:
          containers:
          - name: web
            args:
            - --port=8080
            - -c
            - a b
            env:
            - name: EMPTY
              value: ""
            image: registry.example/web@sha256:0a
            ports:
            - name: http
              containerPort: 8080
              protocol: TCP
            resources:
              limits:
                cpu: 500m
                memory: 1Gi
              requests: {}
            tty: false
          volumes: []
    """)


def test_an_object_is_written_in_the_order_that_people_expect():
    assert yamlio.emit(WORKLOAD) == TEXT


def test_the_order_of_keys_does_not_matter():
    def reverse(value):
        if isinstance(value, dict):
            return {key: reverse(value[key]) for key in reversed(value)}
        return [reverse(each) for each in value] if isinstance(value, list) else value

    assert yamlio.emit(reverse(WORKLOAD)) == TEXT


def test_tuples_are_lists():
    assert yamlio.emit({"a": ("x", ("y",), ())}) == 'a:\n- x\n- - "y"\n- []\n'


@pytest.mark.parametrize(
    "text",
    [
        *["", "~", "null", "Null", "y", "N", "yes", "No", "ON", "off", "True", "FALSE", "nil"],
        *[
            "0",
            "-1",
            "+1",
            "1_000",
            "0x1F",
            "0o7",
            "017",
            "08",
            "0b1",
            "1e3",
            "1E+3",
            "1.5",
            ".5",
            "5.",
            "-.5e-3",
            "1.",
        ],
        *[
            ".inf",
            "-.INF",
            "+.inf",
            ".NaN",
            "22:30",
            "190:20:30",
            "2024-01-31",
            "2024-01-31T10:00:00Z",
            "1.2.3",
            "12e03",
        ],
        *["=", "<<", "-", "--", "---", "...", "- a", "? a", "a: b", "a:", ":a", "a #b", "#a", " a", "a ", "\ta", "a\t"],
        *["&a", "*a", "!a", "|", ">", "'a'", '"a"', "%a", "@a", "`a`", "[a]", "{a}", ",a", "a\\nb\r", "é", "\u2028"],
    ],
)
def test_text_that_readers_could_take_for_something_else_is_quoted(text):
    assert yamlio.emit({"a": text}).startswith('a: "')
    assert yamlio.emit({text: 1}).startswith('"')
    assert yamlio.emit([text]).startswith('- "')


@pytest.mark.parametrize(
    "text",
    [
        *[
            "a",
            "web-1",
            "app.kubernetes.io/name",
            "registry.example/a:1.0@sha256:0f",
            "500m",
            "1Gi",
            "30s",
            "10.0.0.0/8",
        ],
        *[
            "--flag=a,b",
            "-c",
            "$(POD_IP)",
            "https://a.example/x?y=1&z=2",
            "a b",
            "/var/run",
            "./run",
            "_x",
            "C:\\a",
            "True!",
        ],
        *[
            "yesterday",
            "nullable",
            "e3",
            "None",
            "NaN",
            "Infinity",
            "it's",
            'say "hi"',
            "a|b",
            "a > b",
            "100%",
            "x" * 500,
        ],
    ],
)
def test_text_that_every_reader_takes_for_text_stays_plain_and_on_one_line(text):
    assert yamlio.emit({"a": text}) == f"a: {text}\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\nb", "k: |-\n  a\n  b\n"),
        ("a\nb\n", "k: |\n  a\n  b\n"),
        ("a\n", "k: |\n  a\n"),
        ("a\n\n  b: c\n#d", "k: |-\n  a\n\n    b: c\n  #d\n"),
        ("a\n\tb\n", "k: |\n  a\n  \tb\n"),
        ("a \nb", "k: |-\n  a \n  b\n"),
        ("a\n\n", 'k: "a\\n\\n"\n'),
        ("\na", 'k: "\\na"\n'),
        (" a\nb", 'k: " a\\nb"\n'),
        ("\ta\nb", 'k: "\\ta\\nb"\n'),
        ("a\n \nb", 'k: "a\\n \\nb"\n'),
        ("a\r\nb\r\n", 'k: "a\\r\\nb\\r\\n"\n'),
        ("a\u2028\nb", 'k: "a\\u2028\\nb"\n'),
        ("\n", 'k: "\\n"\n'),
    ],
)
def test_several_lines_are_a_literal_block_where_that_is_exact(text, written):
    assert yamlio.emit({"k": text}) == written


def test_blocks_in_lists_stand_below_their_dash():
    assert yamlio.emit({"a": {"b": ["x\ny"]}}) == "a:\n  b:\n  - |-\n    x\n    y\n"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        *[
            (1, "1"),
            (-5, "-5"),
            (2**64 - 1, "18446744073709551615"),
            (1.0, "1"),
            (-0.0, "0"),
            (0.1, "0.1"),
            (1e18, "1" + "0" * 18),
        ],
        *[
            (1e21, "1.0e+21"),
            (1.5e-7, "1.5e-07"),
            (1e-5, "1.0e-05"),
            (1.7976931348623157e308, "1.7976931348623157e+308"),
        ],
    ],
)
def test_numbers_are_written_as_every_reader_reads_them(number, written):
    assert yamlio.emit([number]) == f"- {written}\n"


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"a": {"b": None}}, "a.b"),
        ({"a": ["x", "\x1b[0m"]}, "a[1]"),
        ({"a": {"x.y/z": "\x00"}}, 'a["x.y/z"]'),
        ({"a": "b\x85c\nd"}, "a"),
        ({"a": "\ud800"}, "a"),
        ({"a": math.inf}, "a"),
        ({"a": math.nan}, "a"),
        ({"a": 2**64}, "a"),
        ({"a": {1: "x"}}, "a"),
        ({"a": {"k" * 2000: "x"}}, "a"),
        ({"a": {"\x07": "x"}}, "a"),
        ({"a": object()}, "a"),
        ({"a": b"bytes"}, "a"),
        (None, "the document"),
    ],
)
def test_what_readers_would_not_all_read_back_is_refused(value, field):
    with pytest.raises(InputError) as caught:
        yamlio.emit(value)
    assert [problem.what.split(": ")[0] for problem in caught.value.problems] == [field]


@pytest.mark.parametrize("character", "\x00\x07\x1b\x7f\x80\x85\x9f\ud800\udfff\ufffe\uffff")
def test_characters_that_tools_cannot_carry_are_refused_wherever_they_stand(character):
    for value in ({"a": [f"x{character}y"]}, {"a": f"x\n{character}y"}, {f"x{character}": 1}):
        with pytest.raises(InputError):
            yamlio.emit(value)


def test_every_fault_is_reported():
    with pytest.raises(InputError) as caught:
        yamlio.emit({"a": None, "b": ["\x00", None], "c": math.inf})
    assert [problem.what.split(":")[0] for problem in caught.value.problems] == ["a", "b[0]", "b[1]", "c"]


@pytest.mark.parametrize("nest", [lambda inner: {"a": inner}, lambda inner: [inner]])
def test_nesting_has_a_limit(nest):
    value = "x"
    for _ in range(100):
        value = nest(value)
    assert yamlio.parse(yamlio.emit(value).encode(), "f")[0].value == value
    for _ in range(100):
        value = nest(value)
    with pytest.raises(InputError, match="128 levels"):
        yamlio.emit(value)


def test_a_value_that_holds_itself_is_refused():
    value = {}
    value["a"] = value
    with pytest.raises(InputError, match="128 levels"):
        yamlio.emit(value)


def test_nulls_are_written_where_they_are_allowed():
    assert yamlio.emit({"a": None, "b": [None]}, allow_null=True) == "a: null\nb:\n- null\n"


def test_streams_have_a_marker_between_documents_only():
    assert yamlio.emit_stream([{"a": 1}, {"b": 2}]) == "a: 1\n---\nb: 2\n"
