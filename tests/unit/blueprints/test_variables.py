"""The variables that templates may name are those that planning hands over."""

from pathlib import Path

import pytest

from generator.blueprints.filters import FILTERS, TESTS
from generator.blueprints.templates import STRUCTURAL
from generator.blueprints.variables import variables
from generator.errors import Place
from generator.model import (
    BlueprintInfo,
    BlueprintRef,
    Cluster,
    Declarations,
    Environment,
    Image,
    Needs,
    Platform,
    Service,
    ServiceSettings,
    Team,
    TeamSettings,
)
from generator.planning import plan

WEB, TENANT = BlueprintRef("web", 1), BlueprintRef("tenant", 1)
GUIDE = Path(__file__).parents[3] / "docs" / "blueprint-language.md"
HERE = Place("teams/core/x.yaml")


@pytest.fixture(scope="module")
def planned():
    """The variables of one environment's side, for a team and for a service."""
    tenancy = TeamSettings(TENANT, {}, [], "restricted")
    settings = ServiceSettings(WEB, Image("example/web"), {})
    units = plan(
        Declarations(
            Platform("p", "https://example.com/p.git", "main", "example.com", (Environment("dev"),)),
            {"kind": Cluster("kind", "kind", "1.36", ("dev",))},
            {"core": Team("core", "core", (), {"view": (), "deploy": ()}, tenancy, {"dev": tenancy}, HERE)},
            {("core", "web"): Service("core", "web", settings, {"dev": settings}, place=HERE)},
            {("core", "web"): Needs(HERE.file, (HERE.file,), frozenset((WEB,)))},
        ),
        {
            WEB: BlueprintInfo(WEB, "1.0.0", "service", "", {}),
            TENANT: BlueprintInfo(TENANT, "1.0.0", "team", "", {}),
        },
    )
    return {unit.name: unit.sides[0].variables for unit in units}


@pytest.mark.parametrize(("unit", "purpose"), [("_tenancy", "team"), ("web", "service")])
def test_names_and_fields_are_those_of_planning(planned, unit, purpose):
    known = variables(purpose, {})
    given = planned[unit]
    assert known.keys() == given.keys()
    for name, shape in known.items():
        _compare(name, shape, given[name])


def _compare(path, shape, given):
    if shape is not None:
        assert isinstance(given, dict), path
        assert given.keys() == shape.keys(), path
        for name, below in shape.items():
            _compare(f"{path}.{name}", below, given[name])


def test_fields_of_parameters_come_from_closed_schemas():
    size = {"type": "object", "additionalProperties": False, "properties": {"cpu": {"type": "string"}}}
    schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"size": {"$ref": "#/$defs/size"}, "env": {"type": "object"}, "loop": {"$ref": "#/$defs/loop"}},
        "$defs": {"size": size, "loop": {"$ref": "#/$defs/loop"}},
    }
    assert variables("service", schema)["parameters"] == {"size": {"cpu": None}, "env": None, "loop": None}


def test_the_guide_names_every_word_of_the_language():
    guide = GUIDE.read_text(encoding="utf-8")
    filters = [name for name in FILTERS if f"`{name}`" not in guide and f"`{name}(" not in guide]
    tests = [name for name in TESTS if f"`is {name}`" not in guide]
    names = [name for name in (*variables("service", {}), *STRUCTURAL) if f"`{name}`" not in guide]
    assert not filters + tests + names
