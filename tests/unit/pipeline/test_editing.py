"""Edits of YAML in place: what is asked for changes, and nothing else."""

import pytest
import yaml

from generator.pipeline import editing

PATH = ("environments", "prod", "image", "tag")
TEXTS = {
    "block": """\
# Größe zählt.
image:
  name: example.com/web
environments:
  # The laptop.
  local: {enabled: false}
  prod:  # careful
    parameters:
      replicas: 4  # as measured
      # the end
# a last word
""",
    "no environments": "image: {name: a/b}  # one\nrun: '3'\n",
    "flow": "image: {name: a/b}\nenvironments: {prod: {enabled: false}, dev: {}}  # short\n",
    "one key in braces": "environments: {}\nimage: {name: a/b}\n",
    "flow over lines": "environments: {\n  dev: {enabled: true},  # one\n  prod: {\n    enabled: true,\n  },\n}\n",
    "image in braces": "environments:\n  prod: {image: {digest: x}}\n  dev: {enabled: true}\n",
    "literal at the end": "environments:\n  prod:\n    parameters:\n      script: |\n        a\n\n        b\n\ndescription: >\n  words\n",
    "indented by four": "environments:\n    prod:\n        image:\n            name: a/b\n",
    "no line break at the end": "environments:\n  prod:\n    enabled: true",
    "windows": "environments:\r\n  prod:\r\n    enabled: true\r\nrun: a\r\n",
    "set already": "environments:\n  prod:\n    image: {tag: '1.0', digest: x}  # pinned\n",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_value_is_put_where_it_belongs_and_the_rest_stays(text):
    after = editing.put(text, PATH, "1.10")
    wanted = yaml.safe_load(text)
    below = wanted
    for key in PATH[:-1]:
        below = below.setdefault(key, {})
    below["tag"] = "1.10"
    assert yaml.safe_load(after) == wanted
    assert _comments(after) == _comments(text)
    assert editing.put(after, PATH, "1.10") == after
    if "set already" not in text and "tag" not in text:
        kept = iter(after)
        assert all(letter in kept for letter in text), "something that stood there is gone"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_was_put_can_be_removed(text):
    wanted = yaml.safe_load(text)
    wanted.get("environments", {}).get("prod", {}).get("image", {}).pop("tag", None)
    after = editing.remove(editing.put(text, PATH, "1.10"), PATH)
    assert _filled(yaml.safe_load(after)) == _filled(wanted)
    assert _comments(after) == _comments(text)


def test_a_mapping_that_would_be_empty_goes_as_well():
    text = "environments:\n  dev: {image: {tag: a}}\n  prod:\n    image:\n      tag: b\nrun: a\n"
    assert editing.remove(text, PATH) == "environments:\n  dev: {image: {tag: a}}\nrun: a\n"
    assert editing.remove(text, ("environments", "dev", "image", "tag")) == (
        "environments:\n  prod:\n    image:\n      tag: b\nrun: a\n"
    )


def test_entries_in_braces_go_with_one_comma():
    text = "environments: {prod: {image: {name: a, tag: b, digest: c}}}\n"
    image = ("environments", "prod", "image")
    assert editing.remove(text, (*image, "name")) == "environments: {prod: {image: {tag: b, digest: c}}}\n"
    assert editing.remove(text, (*image, "tag")) == "environments: {prod: {image: {name: a, digest: c}}}\n"
    assert editing.remove(text, (*image, "digest")) == "environments: {prod: {image: {name: a, tag: b}}}\n"


def test_what_is_not_there_needs_no_removal():
    assert editing.remove("run: a\n", PATH) == "run: a\n"


def _filled(value):
    """A value without mappings that hold nothing."""
    if not isinstance(value, dict):
        return value
    below = {key: _filled(each) for key, each in value.items()}
    return {key: each for key, each in below.items() if each not in ({}, None)}


def _comments(text):
    return [line.partition("#")[2] for line in text.splitlines() if "#" in line]
