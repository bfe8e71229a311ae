"""Places of values and keys, what can be read of a broken stream, and the fast reader of our own text."""

import pytest

from generator import yamlio
from generator.errors import InputError, Place

MARKED = b"""\
# comment
a:
  "b.c": &x
  - d: 1
  - e
f: *x
g:
  <<: {h: [1]}
  i: {}
"""


def test_places_of_values_and_keys():
    (document,) = yamlio.parse_marked(MARKED, "f")
    assert document.value == {"a": {"b.c": [{"d": 1}, "e"]}, "f": [{"d": 1}, "e"], "g": {"h": [1], "i": {}}}
    places = {pointer: (place.line, place.column) for pointer, place in document.places.items()}
    keys = {pointer: (place.line, place.column) for pointer, place in document.key_places.items()}
    assert places[()] == (2, 1)
    assert places["a", "b.c", 0, "d"] == (4, 8)
    assert places["a", "b.c", 1] == (5, 5)
    assert places["g", "i"] == (9, 6)
    assert keys["a",] == (2, 1)
    assert keys["a", "b.c"] == (3, 3)
    assert keys["a", "b.c", 0, "d"] == (4, 5)


def test_what_an_alias_or_a_merge_brings_stands_where_it_is_written():
    (document,) = yamlio.parse_marked(MARKED, "f")
    assert document.places["f",] == Place("f", 6, 4)
    assert document.places["f", 0, "d"] == document.places["a", "b.c", 0, "d"]
    assert document.key_places["f", 0, "d"] == Place("f", 4, 5)
    assert document.places["g", "h", 0] == Place("f", 8, 12)
    assert document.key_places["g", "h"] == Place("f", 8, 8)


def test_marks_change_no_value():
    assert [each.value for each in yamlio.parse_marked(MARKED, "f")] == [
        each.value for each in yamlio.parse(MARKED, "f")
    ]


def test_bad_documents_do_not_hide_good_ones():
    text = b"a: 1\n---\nb: c: d\n---\ne: 1\ne: 2\n---\nf: \x00\n---\ng: 3\n"
    documents, found = yamlio.parse_possible(text, "f")
    assert [(each.value, each.line) for each in documents] == [({"a": 1}, 1), ({"g": 3}, 10)]
    assert [(problem.place.line, problem.place.column) for problem in found] == [(3, 5), (6, 1), (8, 4)]


def test_what_can_be_read_whole_has_no_problems():
    documents, found = yamlio.parse_possible(b"a: 1\n---\nb: 2\n", "f")
    assert ([each.value for each in documents], found) == ([{"a": 1}, {"b": 2}], ())


CANONICAL = yamlio.emit_stream(
    [
        {
            "kind": "A",
            "spec": {"s": "a\n\n  b\n", "t": "x\ny", "l": [[1, [2]], {"k": ["v", "p\nq"], "e": {}}, []], "q": 'é "\\'},
        },
        ["a", {"b": 1.5, "yes": True, "n": None}],
        {"only": "line"},
    ],
    allow_null=True,
)


def same(text):
    fast, slow = yamlio.parse_own(text, "f"), yamlio.parse(text, "f")
    return [(each.value, each.index, each.line) for each in fast] == [
        (each.value, each.index, each.line) for each in slow
    ]


@pytest.mark.parametrize("header", ["", "# one\n", "# one\n# two\n"])
def test_our_own_text_is_read_as_any_other(header):
    assert same((header + CANONICAL).encode())


@pytest.mark.parametrize(
    "text",
    [
        *[
            "privileged: yes\n",
            "a: &x 1\nb: *x\n",
            "a: 1e3\n",
            "a: 014\n",
            "a: ~\n",
            "b: 1\na: 2\n",
            "a:  1\n",
            "a: 1",
            "a: 'x'\n",
            "a: |\n   x\n",
        ],
        *[
            "- a\n -b\n",
            "a:\n  - b\n",
            "a: {b: 1}\n",
            "a: x # y\n",
            "a: 1\n# c\n",
            "x\n",
            '"x"\n',
            "a:\n",
            "a: >\n  x\n",
            "a:\n\n",
            "- - a\n  - b\n",
        ],
        *["a: 1\n---\n", "---\na: 1\n", "a: 1\n\n---\nb: 1\n", "a: |\n  x\n   y\n z: 1\n", "\ufeffa: 1\n"],
    ],
)
def test_text_that_only_looks_like_our_own_is_read_strictly(text):
    try:
        assert same(text.encode())
    except InputError:
        with pytest.raises(InputError):
            yamlio.parse(text.encode(), "f")


def test_our_own_text_with_a_duplicate_key_is_refused():
    with pytest.raises(InputError, match="second time"):
        yamlio.parse_own(b"a: 1\na: 1\n", "f")


@pytest.mark.parametrize("character", ["\r", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("before", ["", "\ufeff", "# é\r\n", "text: |\n  a\r\n  b\n"])
def test_only_a_line_feed_ends_a_line(before, character):
    text = f"{before}a: 'x{character}y'\n# {character}# {character}\nb: 1\n"
    (document,) = yamlio.parse_marked(text.encode(), "f.yaml")
    assert document.places["b",] == Place("f.yaml", text.count("\n"), 4)
    (plain,) = yamlio.parse(f"# {character}\n---\na: 1\n".encode(), "f.yaml")
    assert plain.line == 3


@pytest.mark.parametrize("character", ["\r", "\x85", "\u2028", "\u2029"])
def test_only_a_line_feed_ends_a_line_in_messages(character):
    with pytest.raises(InputError) as caught:
        yamlio.parse(f"a: 'x{character}y'\nb: [1\nc: 2\n".encode(), "f.yaml")
    (problem,) = caught.value.problems
    assert problem.place == Place("f.yaml", 3, 2)
    assert problem.what.endswith("(it begins in line 2)")
