"""Merging of overrides, and defaults out of a schema."""

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from generator.declarations.defaults import Filler
from generator.declarations.merging import merge
from generator.suggesting import suggest

scalars = st.integers(0, 3) | st.sampled_from(["", "a"]) | st.lists(st.integers(0, 2), max_size=2)
bodies = st.recursive(
    st.dictionaries(st.sampled_from("abc"), scalars, max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), scalars | inner, max_size=3),
    max_leaves=6,
)


class TestMerge:
    def test_maps_merge_and_lists_replace(self):
        base = {"a": {"x": 1, "y": [1, 2]}, "b": 1}
        assert merge(base, {"a": {"y": [3]}, "c": 2}) == {"a": {"x": 1, "y": [3]}, "b": 1, "c": 2}
        assert base == {"a": {"x": 1, "y": [1, 2]}, "b": 1}

    def test_a_map_replaces_what_is_none(self):
        assert merge({"a": 1}, {"a": {"x": 1}}) == {"a": {"x": 1}}
        assert merge({"a": {"x": 1}}, {"a": 1}) == {"a": 1}

    @seed(20261124)
    @settings(deadline=None, database=None)
    @given(bodies, bodies, bodies)
    def test_the_same_override_twice_changes_nothing_more(self, base, first, second):
        once = merge(base, first)
        assert merge(once, first) == once
        assert merge(base, {}) == base
        assert merge({}, first) == first
        # What the last override says, holds.
        assert merge(merge(once, second), second) == merge(once, second)


class TestDefaults:
    def fill(self, document, value):
        return Filler(document).compile(document)(value)

    def test_missing_properties_get_theirs_at_every_depth(self):
        document = {"properties": {"a": {"default": {}, "properties": {"b": {"default": 1}}}, "c": {"default": [2]}}}
        assert self.fill(document, {}) == {"a": {"b": 1}, "c": [2]}
        assert self.fill(document, {"a": {"b": 3}}) == {"a": {"b": 3}, "c": [2]}

    def test_items_and_additional_properties_too(self):
        item = {"properties": {"x": {"default": 0}}}
        document = {"properties": {"list": {"items": item}}, "additionalProperties": item}
        assert self.fill(document, {"list": [{}, {"x": 1}], "other": {}}) == {
            "list": [{"x": 0}, {"x": 1}],
            "other": {"x": 0},
        }

    def test_a_default_beside_a_reference_counts_before_its_target_s(self):
        target = {"default": 1}
        document = {
            "properties": {"a": {"$ref": "#/$defs/n", "default": 2}, "b": {"$ref": "#/$defs/n"}},
            "$defs": {"n": target},
        }
        assert self.fill(document, {}) == {"a": 2, "b": 1}

    def test_a_schema_may_refer_to_itself(self):
        document = {"properties": {"n": {"default": 0}, "next": {"$ref": "#"}}}
        assert self.fill(document, {"next": {"next": {}}}) == {"next": {"next": {"n": 0}, "n": 0}, "n": 0}

    def test_values_of_another_type_pass_unchanged(self):
        document = {"properties": {"a": {"default": 1}}}
        assert self.fill(document, ["x"]) == ["x"]

    def test_the_value_is_not_modified(self):
        document, value = {"properties": {"a": {"default": 1}}}, {}
        self.fill(document, value)
        assert value == {}


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("replica", ["replicas", "port"], "did you mean `replicas`?"),
        ("NO_SCHEDULE", ["NoSchedule", "NoExecute"], "did you mean `NoSchedule`?"),
        ("zzz", ["b", "a"], "known: `a`, `b`"),
        ("zzz", [], "there is none"),
        ("zzz", [f"{number}" for number in range(21)], ""),
    ],
)
def test_suggestions(word, known, hint):
    assert suggest(word, known) == hint
