"""Streams to values, places and problems."""

import math

import pytest

from generator import yamlio
from generator.errors import InputError, Place
from generator.yamlio import limits


def value(text, file="f.yaml"):
    (document,) = yamlio.parse(text.encode(), file)
    return document.value


def problems(text):
    with pytest.raises(InputError) as caught:
        yamlio.parse(text if isinstance(text, bytes) else text.encode(), "f.yaml")
    return [(problem.place.line, problem.place.column, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            ("yes", True),
            ("y", True),
            ("Y", True),
            ("On", True),
            ("TRUE", True),
            ("no", False),
            ("n", False),
            ("OFF", False),
        ],
        *[("yEs", "yEs"), ("tRUE", "tRUE"), ("~", None), ("NULL", None), ("nUll", "nUll"), ("", None)],
        *[
            ("014", 12),
            ("0o14", 12),
            ("0O14", 12),
            ("-014", -12),
            ("0x1F", 31),
            ("-0x1F", -31),
            ("0b101", 5),
            ("0B11", 3),
            ("00", 0),
        ],
        *[
            ("08", 8),
            ("0777777777777777777777777", 7.777777777777778e23),
            ("0x1FFFFFFFFFFFFFFFF", "0x1FFFFFFFFFFFFFFFF"),
        ],
        *[("1_000", 1000), ("1__0", 10), ("_1", "_1"), ("0x_1F", 31), (".5_5", 0.55), ("._5", "._5"), ("1_0.5", 10.5)],
        *[
            ("1e3", 1000),
            ("1.0", 1),
            ("1.", 1),
            (".5", 0.5),
            ("+.5", 0.5),
            ("1e-3", 0.001),
            ("1e400", "1e400"),
            ("1e21", 1e21),
            ("1e", "1e"),
        ],
        *[
            ("22:30", "22:30"),
            ("2001-01-01", "2001-01-01"),
            ("2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z"),
            ("1.2.3", "1.2.3"),
        ],
        *[
            ("18446744073709551615", 2**64 - 1),
            ("18446744073709551616", 2.0**64),
            ("9" * 5000, "9" * 5000),
            ("9" * 25, 1e25),
            ("+9223372036854775808", 2**63),
        ],
        *[
            ("=", "="),
            ("<<", "<<"),
            (".", "."),
            ("1a", "1a"),
            ("0x", "0x"),
            ("0b2", "0b2"),
            ("0o8", "0o8"),
            ("--1", "--1"),
            ("\u0661", "\u0661"),
        ],
        *[("'yes'", "yes"), ('"1"', "1"), ("!!str 1", "1"), ("!!int '1'", 1), ("!!float 1", 1), ("!!bool yes", True)],
        *[
            ("!!null ''", None),
            ("!!timestamp 2001-01-01", "2001-01-01"),
            ("|\n  1\n", "1\n"),
            (">-\n  a\n  b\n", "a b"),
        ],
    ],
)
def test_scalars_are_what_kubernetes_reads(text, expected):
    # Each was compared with sigs.k8s.io/yaml 1.6.0.
    found = value(f"k: {text}")["k"]
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            ("on", "true"),
            ("y", "true"),
            ("No", "false"),
            ("1", "1"),
            ("014", "12"),
            ("0x1F", "31"),
            ("-0", "0"),
            ("-0.0", "-0"),
        ],
        *[
            ("1.10", "1.1"),
            ("1e6", "1e+06"),
            ("100000.0", "100000"),
            ("0.0001", "0.0001"),
            ("0.00001", "1e-05"),
            ("16777217.0", "1.6777216e+07"),
        ],
        *[
            (".inf", ".inf"),
            ("-.INF", "-.inf"),
            (".nan", ".nan"),
            ("1e50", ".inf"),
            ("-1e50", "-.inf"),
            ("'on'", "on"),
            ('"<<"', "<<"),
        ],
    ],
)
def test_keys_become_the_text_that_kubernetes_makes_of_them(text, expected):
    assert value(f"{text}: x") == {expected: "x"}


@pytest.mark.parametrize(
    ("text", "line", "column", "what"),
    [
        ("~: x", 1, 1, "null cannot be a key"),
        ("18446744073709551615: x", 1, 1, "too large for a key"),
        ("? [a]\n: x", 1, 3, "cannot be a map or a list"),
        ("a: .inf", 1, 4, "not a number that JSON has"),
        ("a: !!int x", 1, 4, "not what the tag !!int says"),
        ("a: !!int yes", 1, 4, "not what the tag !!int says"),
        ("a: !Ref x", 1, 4, "the tag !Ref means nothing to Kubernetes"),
        ("a: !!binary aGk=", 1, 4, "means nothing to Kubernetes"),
        ("a: !!set {b: }", 1, 4, "means nothing to Kubernetes"),
        ("a: *b", 1, 4, "*b names no anchor"),
        ("a: &a [*a]", 1, 8, "&a holds itself"),
        ("a: &a {b: *a}", 1, 11, "&a holds itself"),
        ("a: b: c", 1, 5, "a second `key:`"),
        ("a:\n  b: 1\n c: 2", 3, 2, "fits neither the map"),
        ("- a\nb: 1", 2, 1, "no item of the list"),
        ("a: 'x\n", 2, 1, "a quoted text is not closed (it begins in line 1)"),
        ("a: [1, 2", 2, 1, "a list that `[` opened"),
        ("a: {b: 1", 2, 1, "a map that `{` opened"),
        ("\ta: 1", 1, 1, "a tab in the indentation"),
        ("a:\n\tb: 1", 2, 1, "a tab in the indentation"),
        ("a: @x", 1, 4, "a value cannot begin with '@'"),
        ("a: `x`", 1, 4, "a value cannot begin with '`'"),
        ("a: %x", 1, 4, "a value cannot begin with '%'"),
        ("a: {{ service.name }}", 1, 5, "a key cannot be a map"),
        ('a: "\\q"', 1, 5, "an unknown escape"),
        ("a: - b", 1, 4, "a list begins on a line"),
        ("a: &", 1, 5, "without a name"),
        ("a: | x", 1, 6, "on the line of a `|`"),
        ("a: b: {{ c }}", 1, 5, "a second `key:`"),
        ("a: !" + "x" * 999, 1, 4, "the tag !" + "x" * 59 + "… means nothing"),
        ("a: \x00", 1, 4, "U+0000"),
        ("a: 1\nb: \x1b[0m", 2, 4, "U+001B"),
        ("a: 1\nb: x\ufeff", 2, 5, "U+FEFF"),
        (b"a: 1\nb: \xc3\x28", 2, 4, "0xc3 is not UTF-8"),
        ("a: 1".encode("utf-16"), 1, 1, "0xff is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_said_in_words_and_with_its_place(text, line, column, what):
    ((found_line, found_column, found),) = problems(text)
    assert (found_line, found_column) == (line, column)
    assert what in found


@pytest.mark.parametrize(
    "text", ["a: {{ b }}", "a: b: {{ c }}", "{{- if .Values.x }}\na: 1", "a: {{- b }}", "  {{ a }}: {{ b }}"]
)
def test_templates_are_told_apart(text):
    with pytest.raises(InputError, match="render Helm and Jinja templates first"):
        yamlio.parse(text.encode(), "f")


def test_every_duplicate_key_is_refused_with_both_places():
    found = problems("a: 1\nb: {c: 1, c: 2}\na: 2\n1: x\n'1': y\n")
    assert [(line, column) for line, column, _ in found] == [(2, 11), (3, 1), (5, 1)]
    assert [
        "line 2, column 5" in found[0][2],
        "line 1, column 1" in found[1][2],
        "line 4, column 1" in found[2][2],
    ] == [True] * 3


def test_keys_of_different_maps_may_be_equal():
    assert value("a: {c: 1}\nb: [{c: 1}, {c: 2}]") == {"a": {"c": 1}, "b": [{"c": 1}, {"c": 2}]}


def test_aliases_stand_for_their_anchors():
    assert value("a: &x {b: [1]}\nc: *x\nd: &y yes\ne: [*y, *x]\n&k f: 1\ng: *k") == {
        "a": {"b": [1]},
        "c": {"b": [1]},
        "d": True,
        "e": [True, {"b": [1]}],
        "f": 1,
        "g": "f",
    }


def test_an_anchor_may_be_set_again():
    assert value("a: &x 1\nb: *x\nc: &x 2\nd: *x") == {"a": 1, "b": 1, "c": 2, "d": 2}


def test_anchors_end_with_their_document():
    assert problems("a: &x 1\n---\nb: *x\n")[0][:2] == (3, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<: {a: 1, b: 1}\nb: 2", {"a": 1, "b": 2}),
        ("<<: [{a: 1}, {a: 2, b: 2}]\nc: 3", {"a": 1, "b": 2, "c": 3}),
        ("b: 2\n<<: {a: 1}", {"a": 1, "b": 2}),
        ("x: &x {a: 1}\nw:\n  <<: *x\n  b: 2", {"x": {"a": 1}, "w": {"a": 1, "b": 2}}),
        (
            "x: &x {a: 1}\nw: &w {a: 2, b: 2}\nz: {<<: [*x, *w]}",
            {"x": {"a": 1}, "w": {"a": 2, "b": 2}, "z": {"a": 1, "b": 2}},
        ),
    ],
)
def test_merge_keys_merge(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a: 1\n<<: {a: 2}", "<< brings 'a' again"),
        ("<<: 1", "merges a map"),
        ("<<: [1]", "merges a map"),
        ("<<: {a: 1}\n<<: {b: 1}", "'<<' is here a second time"),
    ],
)
def test_merges_that_readers_do_not_agree_on_are_refused(text, what):
    assert what in problems(text)[0][2]


def test_a_merge_does_not_change_what_it_merges():
    assert value("x: &x {a: 1}\ny: {<<: *x, a: 2}")["x"] == {"a": 1}


def test_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    ((line, _, what),) = problems("\n".join(lines))
    assert line < 10
    assert "aliases" in what


def test_aliases_cannot_nest_deeper_than_text():
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 300))]
    assert "levels" in problems("\n".join(lines))[0][2]


@pytest.mark.parametrize(
    "text",
    ["[" * 500, "{a: " * 500, "- " * 5000, "[" * 100_000, "\n".join("  " * n + "a:" for n in range(400))],
)
def test_nesting_has_a_limit(text):
    assert "nested" in problems(text)[0][2]


def test_what_is_nested_to_the_limit_is_read():
    text = "[" * limits.DEPTH + "]" * limits.DEPTH
    assert yamlio.emit(value(text)).count("-") == limits.DEPTH - 1


def test_anchors_around_anchors_take_no_time():
    depth = limits.DEPTH - 2
    lines = [f"{'  ' * n}k{n}: &a{n}" for n in range(depth)]
    assert "k0" in value("\n".join([*lines, f"{'  ' * depth}z: [{'x, ' * 20_000}]"]))


def test_size_has_a_limit():
    assert "larger" in problems(b"#" * (limits.BYTES + 1))[0][2]


def test_empty_documents_are_left_out_but_counted():
    documents = yamlio.parse(b"---\n---\na: 1\n---\n# nothing\n--- ~\n---\nb: 2\n...\n", "f")
    assert [(each.value, each.index, each.line) for each in documents] == [({"a": 1}, 1, 3), ({"b": 2}, 4, 8)]


@pytest.mark.parametrize("text", [b"", b"\n\n", b"# only a comment\n", b"---\n", b"\xef\xbb\xbf"])
def test_nothing_is_no_document(text):
    assert yamlio.parse(text, "f") == ()
    assert yamlio.parse_marked(text, "f") == ()
    assert yamlio.parse_own(text, "f") == ()


@pytest.mark.parametrize(
    "text", ["\ufeffa: 1\n", "a: 1\r\n", "%YAML 1.1\n---\na: 1\n", '{"a": 1}', "--- {a: 1}", "a: 1\n...\n"]
)
def test_forms_of_the_same_document(text):
    assert value(text) == {"a": 1}


def test_a_document_may_be_any_value():
    assert [each.value for each in yamlio.parse(b"1\n---\n- a\n---\nx\n", "f")] == [1, ["a"], "x"]


def test_ten_thousand_documents_are_read():
    documents = yamlio.parse(b"---\nkind: A\nspec: {a: 1}\n" * 10_000, "f")
    assert (len(documents), documents[-1].line, documents[-1].index) == (10_000, 29_999, 9_999)


def test_the_text_may_begin_in_a_later_line():
    (document,) = yamlio.parse_marked(b"a: 1\nb: 2\n", "f", first_line=10)
    assert (document.line, document.places["b",]) == (10, Place("f", 11, 4))
    with pytest.raises(InputError, match=r"f:12:1: .*line 10"):
        yamlio.parse(b"a: [\n  b\n", "f", first_line=10)


def test_infinity_has_no_text_and_no_value():
    with pytest.raises(InputError):
        yamlio.emit([math.inf])
    assert "JSON" in problems("- .inf")[0][2]
