"""A blueprint `app/v1` in a temporary folder, made of as little as a test has to say."""

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import blueprints
from generator.model import BlueprintRef

REF = BlueprintRef("app", 1)
DESCRIPTOR = """
name: app
version: 1.2.3
kind: service
summary: A test's blueprint
parameters:
  type: object
  additionalProperties: false
  properties:
    replicas: {description: Pods., type: integer, default: 2}
    text: {description: Text., type: string}
    list: {description: A list., type: array}
    map: {description: A map., type: object}
    closed:
      description: A closed map.
      type: object
      additionalProperties: false
      properties: {inner: {type: string}}
"""
OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\n"


def _variables(**parameters):
    return {
        "team": {"name": "core", "namespace": "core-dev", "owners": ["ann"]},
        "service": {"name": "web", "run": "", "exposed": False},
        "image": {"name": "example/web", "digest": "", "tag": "1"},
        "parameters": parameters,
        "labels": {"app.kubernetes.io/name": "web"},
        "connections": {"outgoing": [{"team": "core", "port": {"number": 5432}}], "incoming": [], "external": []},
        "cluster": {"name": "kind", "storageClass": "standard", "nodePools": []},
        "environment": {"name": "dev", "protected": False},
    }


@pytest.fixture
def ref() -> BlueprintRef:
    return REF


@pytest.fixture
def variables() -> Callable[..., dict]:
    """The variables of a service, with the given parameters."""
    return _variables


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write files below a root, by path below `app/v1` (or below the root, with a leading slash)."""

    def files(contents=None, root="blueprints"):
        folder = tmp_path / root
        for path, content in {"blueprint.yaml": DESCRIPTOR, **(contents or {})}.items():
            file = folder / path[1:] if path.startswith("/") else folder / "app" / "v1" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(content), encoding="utf-8")
        return folder

    return files


@pytest.fixture
def manifest(write):
    """A catalogue whose one document is an object with the given YAML below `data:`."""

    def load(data, fragments=None, head=OBJECT):
        body = textwrap.indent(textwrap.dedent(data).strip("\n"), "  ")
        files = {f"/_fragments/{name}.yaml": content for name, content in (fragments or {}).items()}
        return blueprints.load([write({"manifests/app.yaml": f"{head}data:\n{body}\n", **files})])

    return load


@pytest.fixture
def data(manifest):
    """What such a document gives for some parameters; the traced evaluation must give the same."""

    def evaluate(template, fragments=None, **parameters):
        catalogue = manifest(template, fragments)
        given = _variables(**parameters)
        (rendered,) = catalogue.evaluate(REF, given)
        (traced,) = catalogue.trace(REF, given)
        assert rendered.body == traced.body
        return rendered.body["data"]

    return evaluate
