import pytest
import yaml

from generator import manifests
from generator.analysis import reference_facts
from generator.model import Origin

BUILT = "{apiVersion: v1, kind: ConfigMap, metadata: {name: app-g4hk9g2ff8}}"
SECRET = "{apiVersion: v1, kind: Secret, metadata: {name: key-bcdfghkmt2}}"
ROLLOUT = """
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: app}
spec:
  secretName: key
  template:
    spec:
      containers:
      - name: app
        envFrom: [{configMapRef: {name: app}}, {secretRef: {name: app}}]
        env: [{name: key, valueFrom: {secretKeyRef: {name: key, key: key}}}]
      volumes: [{name: app, configMap: {name: app}}, {name: key, secret: {secretName: key}}]
"""


def left(*texts):
    objects = manifests.wrap([(yaml.safe_load(text), Origin(f"{index}.yaml")) for index, text in enumerate(texts)])
    return {
        reference["field"]: reference["built"]
        for fact in reference_facts.facts(objects)
        for reference in fact.body["references"]
    }


def test_names_without_their_hash_are_found_where_references_are():
    pod = "spec.template.spec"
    assert left(BUILT, SECRET, ROLLOUT) == {
        "spec.secretName": "key-bcdfghkmt2",
        f"{pod}.containers[0].envFrom[0].configMapRef.name": "app-g4hk9g2ff8",
        f"{pod}.containers[0].env[0].valueFrom.secretKeyRef.name": "key-bcdfghkmt2",
        f"{pod}.volumes[0].configMap.name": "app-g4hk9g2ff8",
        f"{pod}.volumes[1].secret.secretName": "key-bcdfghkmt2",
    }


@pytest.mark.parametrize(
    "others",
    [
        (),
        (BUILT, "{apiVersion: v1, kind: ConfigMap, metadata: {name: app}}"),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {name: app-abcdefghij}}",),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {name: app-g4hk9g2ff}}",),
        ("{apiVersion: v1, kind: ConfigMap, metadata: {name: app-g4hk9g2ff8, namespace: other}}",),
        ("{apiVersion: example.org/v1, kind: ConfigMap, metadata: {name: app-g4hk9g2ff8}}",),
    ],
)
def test_nothing_is_left_where_no_generator_made_what_is_named(others):
    assert left(*others, ROLLOUT) == {}


def test_a_reference_that_was_rewritten_is_none():
    assert (
        left(BUILT, ROLLOUT.replace("{name: app}", "{name: app-g4hk9g2ff8}").replace("name: key", "name: other")) == {}
    )
