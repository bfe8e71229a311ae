"""The published schemas are closed, described, and agree with their own examples and with the documentation."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.declarations import schema

KINDS = ("platform", "cluster", "team", "service")
GUIDE = Path(__file__).parents[3] / "docs/declarations.md"


def parts(node, path=""):
    """Every schema inside a schema, with a path for messages."""
    if not isinstance(node, dict):
        return
    yield path, node
    for group in ("properties", "$defs"):
        for name, child in node.get(group, {}).items():
            yield from parts(child, f"{path}/{name}")
    for name in ("items", "additionalProperties"):
        yield from parts(node.get(name), f"{path}/{name}")


@pytest.mark.parametrize("kind", KINDS)
class TestSchema:
    def document(self, kind):
        return json.loads(schema.text(kind))

    def test_is_a_schema_of_2020_12(self, kind):
        document = self.document(kind)
        assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        jsonschema.Draft202012Validator.check_schema(document)

    def test_is_closed(self, kind):
        free = {"/parameters", "/environments/additionalProperties/parameters"} if kind == "service" else set()
        objects = {path: part for path, part in parts(self.document(kind)) if part.get("type") == "object"}
        assert {path for path, part in objects.items() if "additionalProperties" not in part} == free

    def test_describes_every_property(self, kind):
        document = self.document(kind)
        named = [(path, part["properties"]) for path, part in parts(document) if "properties" in part]
        assert [
            f"{path}/{name}" for path, known in named for name, each in known.items() if "description" not in each
        ] == []

    def test_agrees_with_its_examples_and_defaults(self, kind):
        document = self.document(kind)
        for path, part in parts(document):
            whole = {**part, "$defs": document.get("$defs", {})}
            values = part.get("examples", []) + ([part["default"]] if "default" in part else [])
            for value in values:
                checked = schema.compiled(whole, "field")
                assert checked.check(value) == (), path


def test_the_guide_s_examples_fit_the_schemas():
    blocks = re.findall(
        r"```yaml\n# yaml-language-server: \$schema=\S*/(\w+)\.json\n(.*?)```", GUIDE.read_text(), re.DOTALL
    )
    assert [kind for kind, _ in blocks] == list(KINDS)
    for kind, text in blocks:
        assert schema.schema(kind).check(yaml.safe_load(text)) == ()
