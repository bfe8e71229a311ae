"""Each scenario evaluates a blueprint for some sides and compares the manifests with those expected, byte for byte."""

from collections.abc import Mapping
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from generator import blueprints, yamlio
from generator.declarations import load_cluster
from generator.declarations.merging import merge
from generator.declarations.schema import compiled
from generator.model import BlueprintRef
from generator.planning import cluster_variables

HERE = Path(__file__).parent
SCENARIOS = sorted(path.parent.name for path in HERE.glob("*/scenario.yaml"))
PLATFORM = {
    "name": "platform",
    "domain": "example.com",
    "repository": "https://git.example.com/platform.git",
    "revision": "refs/heads/main",
}
# Kinds that no Kubernetes release brings.
CUSTOM = {"ExternalSecret", "HTTPRoute", "PodMonitor", "ServiceMonitor"}
CATALOGUE = blueprints.load([HERE.parent.parent / "blueprints"])


def scenario(name: str) -> Mapping:
    return yaml.safe_load((HERE / name / "scenario.yaml").read_bytes())


def reference(text: str) -> BlueprintRef:
    name, _, major = text.partition("/v")
    return BlueprintRef(name, int(major))


def surroundings(environment: str, cluster: str) -> Mapping:
    """What every side but the base is told of where it is."""
    if not cluster:
        return {}
    declared = load_cluster(HERE / "clusters" / f"{cluster}.yaml")
    return {
        "environment": {"name": environment, "protected": environment == "prod"},
        "cluster": cluster_variables(declared),
    }


def evaluate(given: Mapping, environment: str) -> list:
    """The manifests of one side, as planning and declarations would have them made."""
    side = given["sides"][environment]
    info = CATALOGUE.info(reference(side.get("blueprint", given["blueprint"])))
    variables = {
        **merge(given["variables"], side.get("variables", {})),
        **surroundings(environment, side.get("cluster", "")),
        "platform": PLATFORM,
    }
    if info.kind == "service":
        schema = compiled(info.parameters, "parameter")
        variables["parameters"] = schema.fill(merge(given.get("parameters", {}), side.get("parameters", {})))
        assert not schema.check(variables["parameters"])
    rendered = CATALOGUE.evaluate(info.ref, variables, side.get("provider", ""), neutral="cluster" not in side)
    return [each.body for each in rendered]


@pytest.mark.parametrize("name", SCENARIOS)
def test_manifests_are_those_expected(name, update_golden):
    given = scenario(name)
    written = {f"{side}.yaml": yamlio.emit_stream(evaluate(given, side)) for side in given["sides"]}
    folder = HERE / name / "expected"
    if update_golden:
        folder.mkdir(exist_ok=True)
        for file, content in written.items():
            (folder / file).write_bytes(content.encode())
    expected = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert expected.keys() == written.keys()
    for file, content in written.items():
        assert content.encode() == expected[file], f"{name}/expected/{file}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_manifests_fit_the_schemas_of_kubernetes(name):
    given = scenario(name)
    bodies = [body for side in given["sides"] for body in evaluate(given, side)]
    assert bodies
    for body in bodies:
        if body["kind"] not in CUSTOM:
            kubernetes_validate.validate(body, "1.36", strict=True)


def test_every_blueprint_has_a_scenario():
    given = [scenario(name) for name in SCENARIOS]
    used = {side.get("blueprint", each["blueprint"]) for each in given for side in each["sides"].values()}
    assert used == {str(info.ref) for info in CATALOGUE.infos}


def test_a_new_major_leaves_the_other_environments_alone():
    given = scenario("two-majors")
    moved = {side: {body["kind"] for body in evaluate(given, side)} for side in given["sides"]}
    assert "HTTPRoute" in moved["local"]
    assert "Ingress" not in moved["local"]
    assert "Ingress" in moved["prod"]
    assert "HTTPRoute" not in moved["prod"]
