"""What a blueprint is told about its surroundings, in each environment and in the neutral one."""

from collections.abc import Mapping

import pytest
from msgspec.structs import replace
from support import REPOSITORY

from generator.declarations.service import needs
from generator.errors import Place
from generator.model import (
    BlueprintInfo,
    BlueprintRef,
    Cluster,
    Connection,
    Declarations,
    Environment,
    Image,
    Network,
    Platform,
    ProvidedPort,
    Service,
    ServiceSettings,
    Team,
    TeamSettings,
)
from generator.pipeline.inputs import load
from generator.planning import plan
from generator.settings import at

WEB, DATABASE, TENANT = BlueprintRef("web", 1), BlueprintRef("postgres", 1), BlueprintRef("tenant", 1)
INFOS = {
    WEB: BlueprintInfo(WEB, "1.0.0", "service", "", {}, provides=(ProvidedPort("http", parameter="port"),)),
    DATABASE: BlueprintInfo(
        DATABASE, "1.0.0", "service", "", {}, provides=(ProvidedPort("sql", number=5432),), capability="database"
    ),
    TENANT: BlueprintInfo(TENANT, "1.0.0", "team", "", {}),
}
HERE = Place("teams/core/x.yaml")


def service(name, blueprint, *, off=(), **sides):
    def settings(environment):
        return ServiceSettings(blueprint, Image("ghcr.io/x/y"), {"port": 8080}, enabled=environment not in off)

    return Service("core", name, settings(""), {each: settings(each) for each in ("dev", "prod")}, place=HERE, **sides)


def declarations(*services):
    tenancy = TeamSettings(TENANT, {}, {}, "restricted")
    team = Team("core", "app-core", ("@o/core",), {}, tenancy, {"dev": tenancy, "prod": tenancy}, HERE)
    clusters = {
        "laptop": Cluster("laptop", "kind", "1.36", ("dev",), {"dev": "-dev"}, capabilities={"database": "in-cluster"}),
        "eks": Cluster(
            "eks",
            "eks",
            "1.36",
            ("prod",),
            capabilities={"database": "rds"},
            network=Network(databases=("10.9.0.0/24",)),
        ),
    }
    platform = Platform("p", "https://x/y.git", "refs/heads/main", "x.io", (Environment("dev"), Environment("prod")))
    teams, services = {"core": team}, {(each.team, each.name): each for each in services}
    needed = {name: needs(each, services, teams) for name, each in services.items()}
    return Declarations(platform, clusters, teams, services, needed)


@pytest.fixture
def units():
    sql = Connection("core", "db", "sql", HERE)
    web = service("web", WEB, connects=(sql,))
    db = service("db", DATABASE, accepts=(Connection("core", "web", "sql", HERE),))
    return {unit.name: unit for unit in plan(declarations(web, db), INFOS)}


def side(unit, environment):
    return next(each for each in unit.sides if each.environment == environment)


def test_one_unit_for_the_tenancy_and_one_for_each_service(units):
    assert list(units) == ["_tenancy", "db", "web"]
    assert units["web"].folder == "rendered/core/web"


def test_namespaces_carry_the_suffix_only_where_the_cluster_says_so(units):
    assert [each.namespace for each in units["web"].sides] == ["app-core-dev", "app-core"]
    assert units["web"].neutral.namespace == "app-core"


def test_a_capability_inside_the_cluster_is_reached_by_its_selector(units):
    [peer] = side(units["web"], "dev").variables["connections"]["outgoing"]
    assert peer["addresses"] == []
    assert peer["namespace"] == "app-core-dev"
    assert peer["port"] == {"name": "sql", "number": 5432, "protocol": "TCP"}
    assert peer["selector"] == {"app.kubernetes.io/instance": "core-db", "app.kubernetes.io/name": "db"}


def test_a_capability_outside_the_cluster_is_reached_by_its_addresses(units):
    [peer] = side(units["web"], "prod").variables["connections"]["outgoing"]
    assert peer["addresses"] == ["10.9.0.0/24"]
    assert side(units["db"], "prod").provider == "rds"


def test_the_neutral_side_knows_neither_cluster_nor_provider(units):
    variables = units["web"].neutral.variables
    assert "cluster" not in variables
    assert "environment" not in variables
    assert variables["connections"]["outgoing"] == []


def test_a_service_that_is_off_has_no_side_and_is_no_peer():
    web = service("web", WEB, accepts=(Connection("core", "app", "http", HERE),))
    app = service("app", WEB, off=("prod",), connects=(Connection("core", "web", "http", HERE),))
    units = {unit.name: unit for unit in plan(declarations(web, app), INFOS)}
    assert [each.environment for each in units["app"].sides] == ["dev"]
    assert side(units["web"], "prod").variables["connections"]["incoming"] == []
    [peer] = side(units["web"], "dev").variables["connections"]["incoming"]
    assert peer["port"]["number"] == 8080


class Recording(Mapping):
    """A mapping that keeps account of the files behind the values that were asked for."""

    def __init__(self, values, read):
        self.values_, self.read = values, read

    def __getitem__(self, key):
        self.read.add(self.values_[key].place.file)
        return self.values_[key]

    def __iter__(self):
        return iter(self.values_)

    def __len__(self):
        return len(self.values_)


def test_a_unit_reads_just_the_files_that_it_names():
    inputs = load(at(REPOSITORY))
    infos = {info.ref: info for info in inputs.catalogue.infos}
    read = set()
    declared = inputs.declarations
    recorded = replace(declared, teams=Recording(declared.teams, read), services=Recording(declared.services, read))
    units = plan(recorded, infos)
    assert len({unit.needs for unit in units}) > 10
    for unit in units:
        # Values that are asked for once are remembered: each unit is planned by a planner of its own.
        alone = next(each for each in plan(recorded, infos) if each.folder == unit.folder)
        read.clear()
        assert alone.sides
        assert {unit.declaration} | read == set(unit.needs.files)
