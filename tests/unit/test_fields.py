"""Fields as text and as pointers."""

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from generator import fields

SEED = 20261123
print(f"hypothesis seed {SEED}")


@pytest.mark.parametrize(
    ("field", "pointer"),
    [
        ("", ()),
        ("spec", ("spec",)),
        ("spec.containers[0].image", ("spec", "containers", 0, "image")),
        ('metadata.labels["a.b/c"]', ("metadata", "labels", "a.b/c")),
        ("metadata.labels.a/c", ("metadata", "labels", "a/c")),
        ('["a.b"].c', ("a.b", "c")),
        (r'x["say \"\\\""]', ("x", 'say "\\"')),
        ('x[""]', ("x", "")),
        ("[1][2]", (1, 2)),
        ("$patch.0", ("$patch", "0")),
    ],
)
def test_fields_and_pointers(field, pointer):
    assert fields.parse(field) == pointer
    assert fields.render(pointer) == field


@pytest.mark.parametrize("text", [".", "a.", "a..b", "a[", "a[x]", "a[-1]", 'a["b', "a]", ".a", "a[0]b", 'a"b"'])
def test_what_is_no_field_is_refused(text):
    with pytest.raises(ValueError, match="is not a field"):
        fields.parse(text)


def test_steps_below_a_field():
    assert fields.below("spec", "containers", 0) == "spec.containers[0]"
    assert fields.below("", "a.b") == '["a.b"]'
    assert fields.below("a") == "a"


@seed(SEED)
@settings(deadline=None)
@given(st.lists(st.text() | st.integers(0, 10**6)).map(tuple))
def test_what_is_written_is_read(pointer):
    assert fields.parse(fields.render(pointer)) == pointer
