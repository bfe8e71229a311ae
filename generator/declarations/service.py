"""teams/<team>/<service>.yaml as a value, with its settings in each environment."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec
from msgspec import Struct, field

from generator.declarations import addresses, cache, repeats
from generator.declarations.blueprints import Blueprints, reference
from generator.declarations.merging import merge, merge_image
from generator.declarations.reading import File
from generator.declarations.wording import Fault, Path
from generator.declarations.wording import field as field_name
from generator.errors import Problem
from generator.model import (
    BlueprintRef,
    Body,
    Connection,
    ExternalConnection,
    Image,
    Needs,
    Service,
    ServiceSettings,
    Team,
)

NEUTRAL = ""


def service(
    team: str,
    name: str,
    file: File,
    settings: Mapping[str, ServiceSettings],
    connects: tuple[Connection, ...],
    accepts: tuple[Connection, ...],
) -> Service:
    """The service that a valid file declares; `settings` has an entry for `NEUTRAL` too."""
    value = file.value
    external = (
        ExternalConnection(
            each["name"],
            tuple(each["addresses"]),
            tuple(each["ports"]),
            each["protocol"],
            file.place("external", index),
        )
        for index, each in enumerate(value["external"])
    )
    return Service(
        team=team,
        name=name,
        neutral=settings[NEUTRAL],
        settings={environment: each for environment, each in settings.items() if environment != NEUTRAL},
        connects=connects,
        accepts=accepts,
        external=tuple(external),
        exposed=value["exposed"],
        run=str(value["run"]),
        place=file.place(),
    )


def needs(service: Service, services: Mapping[tuple[str, str], Service], teams: Mapping[str, Team]) -> Needs:
    """A service follows from itself and its peers: their names and ports, and the namespaces of their teams."""
    peers = (services[each.team, each.service] for each in (*service.connects, *service.accepts))
    seen = (service, *peers)
    files = {file for each in seen for file in (each.place.file, teams[each.team].place.file)}
    blueprints = (ref for each in seen for ref in each.blueprints)
    return Needs(service.place.file, tuple(sorted(files)), frozenset(blueprints))


def connections(team: str, file: File, side: str) -> tuple[Connection, ...]:
    """The entries of `connects` or `accepts`; a service without a team is one of this team."""
    found = []
    for index, each in enumerate(file.value[side]):
        other, _, name = each["service"].rpartition("/")
        found.append(Connection(other or team, name, each["port"], file.place(side, index, "service")))
    return tuple(found)


def problems(file: File) -> Iterator[Problem]:
    """What neither a schema nor a blueprint can say: addresses are canonical, no name is given twice."""
    yield from repeats.problems(file, "external", "outside peer")
    for index, each in enumerate(file.value["external"]):
        yield from addresses.problems(file, ("external", index, "addresses"), each["addresses"])


class Resolver(Struct, frozen=True, dict=True):
    """Works out what a service is in each environment, and collects what is wrong with it."""

    known: Blueprints
    environments: tuple[str, ...]
    kept: cache.Cache
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @cached_property
    def surroundings(self) -> str:
        """What stands for everything that counts for the settings of every service."""
        return cache.key(msgspec.json.encode((self.environments, tuple(self.known.infos.values()))))

    def settings(self, file: File) -> Mapping[str, ServiceSettings]:
        """Settings by environment, and for `NEUTRAL`; an environment is left out where something is wrong in it."""
        key, group = f"{self.surroundings} {file.digest}", self.kept.group(file.path)
        found = group.settings(key)
        if found is None:
            told = len(self.problems) + len(self.warnings)
            found = self._settings(file)
            if len(self.problems) + len(self.warnings) == told:
                group.keep_settings(key, found)
        return found

    def _settings(self, file: File) -> Mapping[str, ServiceSettings]:
        found = {}
        neutral = self._side(file, NEUTRAL, {})
        for environment in (NEUTRAL, *self.environments):
            override = file.value["environments"].get(environment, {})
            differs = override.keys() & {"blueprint", "image", "parameters"}
            side = self._side(file, environment, override) if differs else neutral
            if side is not None:
                found[environment] = side if override.get("enabled", True) else _disabled(side)
        return found

    def _side(self, file: File, environment: str, override: Body) -> ServiceSettings | None:
        value = file.value
        ref = self._blueprint(file, environment, override)
        if ref is None:
            return None
        parameters = merge(value["parameters"], override.get("parameters", {}))
        filled, faults = self.known.parameters(ref, parameters)
        image = merge_image(value["image"], override.get("image", {}))
        for fault in faults or _nulls(parameters):
            self.problems.extend(file.problems([fault], _below(file, environment, fault.path)))
        return None if faults else ServiceSettings(ref, Image(**image), filled)

    def _blueprint(self, file: File, environment: str, override: Body) -> BlueprintRef | None:
        """The blueprint of a side if it can be used. Where an override names none, it was judged already."""
        base = reference(file.value["blueprint"])
        ref = reference(override["blueprint"]) if "blueprint" in override else base
        path: Path = ("environments", environment, "blueprint") if "blueprint" in override else ("blueprint",)
        found = tuple(self.known.problems(file, path, ref, "service", base))
        self.problems.extend(found)
        if found:
            return None
        self.warnings.extend(self.known.warnings(file, path, ref))
        return ref


def _disabled(settings: ServiceSettings) -> ServiceSettings:
    return ServiceSettings(settings.blueprint, settings.image, settings.parameters, enabled=False)


def _below(file: File, environment: str, path: Path) -> Path:
    """Where a parameter was written: in the environment's overrides if it stands there, else above them."""
    inside: Path = ("environments", environment, "parameters")
    if file.has(*inside, *path):
        return inside
    return ("parameters",) if file.has("parameters") else ("blueprint",)


def _nulls(parameters: Body) -> tuple[Fault, ...]:
    """Nulls that a blueprint's schema lets pass. They look like a way to remove a value, and are none."""
    hint = "leave the line out where it is not wanted"
    return tuple(
        Fault(path, f"`{field_name(path)}` has no value: an override can replace, not remove", hint, on_key=True)
        for path in _null_paths(parameters, ())
    )


def _null_paths(value: object, path: Path) -> Iterator[Path]:
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _null_paths(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _null_paths(each, (*path, index))
