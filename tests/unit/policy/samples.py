"""Small objects, rules and folders of policies that several tests of this room use."""

import shutil
from pathlib import Path

from generator.model import Object, Origin, PodTemplate
from generator.policy import compiled, judging, memo, rules, sources
from generator.policy.conftest import Conftest
from generator.policy.contexts import Contexts
from generator.policy.embedded import Embedded

POLICIES = Path(__file__).resolve().parents[3] / "policies"

RULE = """# METADATA
# title: A title
# description: A description.
# scope: package
# related_resources:
#   - ref: https://example.org/why
# custom:
#   severity: warning
#   remediation: Do something else.
{reads}package api.{name}

import data.lib

{body}
"""


def policies(folder, bodies, reads=""):
    """A copy of the library and main.rego with planted rules in the family `api`."""
    target = folder / "policies"
    shutil.copytree(POLICIES / "lib", target / "lib")
    for name in ("main.rego", "capabilities.json"):
        shutil.copy(POLICIES / name, target / name)
    (target / "api").mkdir()
    for name, body in bodies.items():
        (target / "api" / f"{name}.rego").write_text(RULE.format(name=name, body=body, reads=reads))
    return target


def engines(folder, cache):
    """Both engines over a folder of policies."""
    return {
        "conftest": Conftest(folder, sources.data(folder)),
        "embedded": Embedded(compiled.build(folder), sources.data(folder), cache),
    }


def pod(name="web", **spec):
    body = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}
    return Object(
        body, Origin(f"{name}.yaml", 3), "default", (PodTemplate("spec", "metadata", spec, body["metadata"]),)
    )


def config_map(name, **data):
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}
    return Object(body, Origin(f"{name}.yaml"), "default")


def judge(folder, engine, objects, facts=(), kept=None):
    return judging.judge(objects, facts, Contexts(), rules.load(folder), engine, kept or memo.Memo())
