"""What this repository's own platform promises, whatever else its declarations say."""

from pathlib import Path

import pytest

from generator import blueprints, declarations
from generator.planning import plan

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = blueprints.load([ROOT / "blueprints"])
INFOS = {info.ref: info for info in CATALOGUE.infos}
PLATFORM = declarations.load(ROOT, INFOS)
SIDES = [side for unit in plan(PLATFORM, INFOS) for side in unit.sides]


def bodies(environment, kind):
    return [
        each.body
        for side in SIDES
        if side.environment == environment
        for each in CATALOGUE.evaluate(side.blueprint, side.variables, side.provider)
        if each.body["kind"] == kind
    ]


def test_declarations_give_no_warning():
    assert PLATFORM.warnings == ()


def test_images_are_few_public_and_by_digest():
    images = {settings.image for service in PLATFORM.services.values() for settings in service.settings.values()}
    assert len(images) <= 5
    for image in images:
        assert image.digest.startswith("sha256:")
        assert image.name.startswith(PLATFORM.platform.registries)


def test_production_survives_the_loss_of_a_pod():
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]: each["spec"]["minReplicas"]
        for each in bodies("prod", "HorizontalPodAutoscaler")
    }
    for deployment in bodies("prod", "Deployment"):
        replicas = deployment["spec"].get("replicas") or scaled[deployment["metadata"]["name"]]
        assert replicas >= 2, deployment["metadata"]["name"]


@pytest.mark.parametrize("environment", [each.name for each in PLATFORM.platform.environments])
def test_no_environment_is_given_a_plain_secret(environment):
    assert bodies(environment, "NetworkPolicy")
    assert not bodies(environment, "Secret")


def test_one_environment_is_ahead_by_a_major():
    frontend = PLATFORM.services["core", "frontend"]
    majors = {name: settings.blueprint.major for name, settings in frontend.settings.items()}
    assert majors == {"local": 2, "dev": 1, "staging": 1, "prod": 1}
