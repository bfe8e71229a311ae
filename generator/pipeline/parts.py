"""What generated files are made from: each part makes some of them, and knows everything that decides their bytes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import msgspec
from msgspec import Struct

from generator import argocd, yamlio
from generator.codeowners import codeowners
from generator.kustomize import Layer
from generator.model import Body, Cluster, Environment
from generator.pipeline.inputs import Inputs
from generator.planning import TENANCY, Side, Unit
from generator.rendering import RenderedUnit, render_unit
from generator.tree import header


class Meaning(Struct, frozen=True, eq=False):
    """The documents that each YAML file holds, by path, and what the files' unit was rendered to."""

    documents: Mapping[str, tuple[Body, ...]]
    unit: RenderedUnit | None = None


class Made(Struct, frozen=True, eq=False, dict=True):
    """What a part gives: files by path, and what they mean, which may have to be made again."""

    files: Mapping[str, bytes]
    _meaning: Callable[[], Meaning]

    @cached_property
    def meaning(self) -> Meaning:
        """What the files mean."""
        return self._meaning()

    def packed(self, *, whole: bool) -> tuple[Any, ...]:
        """The same in plain values, which another process can be told; `Part.unpacked` takes it back. Without what the
        files mean, unless the `whole` is wanted.
        """
        if not whole:
            return self.files, ()
        unit = self.meaning.unit
        layers = {name: (each.documents, each.results) for name, each in unit.layers.items()} if unit else {}
        return self.files, (self.meaning.documents, layers, unit.objects if unit else {})


class Part(Struct, frozen=True, eq=False):
    """A unit with its Applications, the projects of a team or of a cluster, or a lone file. Parts with the same key make the same files."""

    key: str
    make: Callable[[], Made]
    unit: Unit | None = None

    def unpacked(self, packed: tuple[Any, ...]) -> Made:
        """What another process made of this part. What it did not tell is made again by whoever asks for it."""
        files, told = packed
        if not told:
            return Made(files, lambda: self.make().meaning)
        documents, layers, objects = told
        rendered = {name: Layer(*each) for name, each in layers.items()}
        meaning = Meaning(documents, RenderedUnit(self.unit, rendered, objects) if self.unit else None)
        return Made(files, lambda: meaning)


def parts(inputs: Inputs) -> Iterator[Part]:
    """Every part; the units first, in their order."""
    platform, clusters = inputs.declarations.platform, inputs.declarations.clusters
    common = _key(platform, clusters)
    digests = inputs.declarations.digests
    for unit in inputs.units:
        reads = [digests[file] for file in unit.needs.files]
        blueprints = sorted(map(inputs.catalogue.digest, unit.needs.blueprints))
        yield Part(_key(unit.folder, common, reads, blueprints), partial(_unit, inputs, unit), unit)
    kinds = _Kinds.of(inputs)
    for team in inputs.declarations.teams.values():
        projects = partial(_team_projects, inputs, team.name, kinds)
        yield Part(_key(team.name, team.namespace, team.place.file, common, kinds), projects)
    namespaces = [team.namespace for team in inputs.declarations.teams.values()]
    for cluster in clusters.values():
        yield Part(_key(cluster.name, common, namespaces, kinds), partial(_cluster, inputs, cluster, kinds))
    owners = [(team.name, team.owners) for team in inputs.declarations.teams.values()]
    yield Part(_key(platform.owners, owners), partial(_codeowners, inputs))


def _key(*reads: Any) -> str:
    return hashlib.blake2b(msgspec.json.encode(reads), digest_size=16).hexdigest()


def unit_of(path: str) -> tuple[str, str] | None:
    """Team and name of the unit that a generated path belongs to: what lies in its folder, and its Applications."""
    match path.split("/"):
        case ["rendered", team, name, _, *_]:
            return team, name
        case ["argocd", _, "applications", file] if found := argocd.application_unit(file.removesuffix(".yaml")):
            return found[0], found[1] or TENANCY
        case _:
            return None


class _Kinds(Struct, frozen=True):
    """The kinds, as (group, kind), that the blueprints of services and of teams emit."""

    service: tuple[tuple[str, str], ...]
    team: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, inputs: Inputs) -> "_Kinds":
        names = {ref.name for unit in inputs.units for ref in unit.needs.blueprints}
        # All versions of a blueprint, so that moving an environment to another one changes no project.
        infos = [info for info in inputs.catalogue.infos if info.ref.name in names]
        kinds = ({kind for info in infos if info.kind == whose for kind in info.kinds} for whose in ("service", "team"))
        return cls(*(tuple(sorted(each)) for each in kinds))


def _unit(inputs: Inputs, unit: Unit) -> Made:
    rendered = render_unit(unit, partial(_evaluated, inputs))
    files: dict[str, bytes] = {}
    documents: dict[str, tuple[Body, ...]] = {}
    for folder, layer in rendered.layers.items():
        place = f"{unit.folder}/{folder}"
        documents.update((f"{place}/{name}", bodies) for name, bodies in layer.documents.items())
        files.update((f"{place}/{name}", _content(unit.declaration, text)) for name, text in layer.files)
    applications = _singles(_applications(inputs, unit))
    meaning = Meaning({**documents, **applications.meaning.documents}, rendered)
    return Made({**files, **applications.files}, lambda: meaning)


def _evaluated(inputs: Inputs, side: Side) -> Sequence[Body]:
    neutral = not side.environment
    rendered = inputs.catalogue.evaluate(side.blueprint, side.variables, side.provider, neutral=neutral)
    return [each.body for each in rendered]


def deployment(unit: Unit, side: Side, environment: Environment) -> argocd.Deployment:
    """A unit in one environment, as Argo CD sees it."""
    service = "" if unit.name == TENANCY else unit.name
    path = f"{unit.folder}/overlays/{side.environment}"
    base = f"{unit.folder}/base"
    return argocd.Deployment(unit.team, service, side.environment, side.namespace, path, base, environment.protected)


def _applications(inputs: Inputs, unit: Unit) -> Iterator[tuple[str, str, Body]]:
    platform = inputs.declarations.platform
    environments = {each.name: each for each in platform.environments}
    for side in unit.sides:
        it = deployment(unit, side, environments[side.environment])
        body = argocd.application(it, platform, inputs.declarations.clusters[side.cluster])
        yield f"argocd/{side.cluster}/applications/{argocd.application_name(it)}.yaml", unit.declaration, body


def _team_projects(inputs: Inputs, name: str, kinds: _Kinds) -> Made:
    platform, team = inputs.declarations.platform, inputs.declarations.teams[name]
    return _singles(
        (
            f"argocd/{cluster.name}/projects/{name}.yaml",
            team.place.file,
            argocd.team_project(name, _namespaces(team.namespace, cluster), kinds.service, platform, cluster),
        )
        for cluster in inputs.declarations.clusters.values()
    )


def _cluster(inputs: Inputs, cluster: Cluster, kinds: _Kinds) -> Made:
    """The root Application, and the projects that belong to no team."""
    platform = inputs.declarations.platform
    teams = inputs.declarations.teams.values()
    everywhere = [namespace for team in teams for namespace in _namespaces(team.namespace, cluster)]
    bodies = {
        "root": argocd.root(platform, cluster),
        "projects/default": argocd.default_project(platform),
        "projects/platform": argocd.platform_project(everywhere, kinds.team, platform, cluster),
    }
    return _singles((f"argocd/{cluster.name}/{name}.yaml", "platform.yaml", body) for name, body in bodies.items())


def _namespaces(name: str, cluster: Cluster) -> list[str]:
    return [name + cluster.suffixes.get(each, "") for each in cluster.environments]


def _codeowners(inputs: Inputs) -> Made:
    return Made(
        {"CODEOWNERS": _content("platform.yaml and teams/", codeowners(inputs.declarations))}, lambda: Meaning({})
    )


def _singles(files: Iterable[tuple[str, str, Body]]) -> Made:
    """Files of one object each: path, what to edit instead, and the object."""
    made = {path: (_content(source, yamlio.emit(body)), body) for path, source, body in files}
    meaning = Meaning({path: (body,) for path, (_, body) in made.items()})
    return Made({path: content for path, (content, _) in made.items()}, lambda: meaning)


def _content(source: str, text: str) -> bytes:
    return (header(source) + text).encode()
