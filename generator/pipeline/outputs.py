"""Every generated file, in memory: units through blueprints and kustomize, then Argo CD's side, then CODEOWNERS."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator import argocd, yamlio
from generator.codeowners import codeowners
from generator.model import Body, Cluster, Environment
from generator.pipeline.inputs import Inputs
from generator.planning import TENANCY, Side, Unit
from generator.rendering import RenderedUnit, render_unit
from generator.tree import header


@dataclass(frozen=True, slots=True)
class Outputs:
    """Generated files by path (sorted), the documents that each YAML file holds, and the units that they came from."""

    files: dict[str, bytes]
    documents: dict[str, tuple[Body, ...]]
    units: tuple[RenderedUnit, ...]


def generate(inputs: Inputs, progress: Callable[[Unit], None] | None = None) -> Outputs:
    """Render everything; nothing is read or written. `progress` is told of each unit."""
    files: dict[str, bytes] = {}
    documents: dict[str, tuple[Body, ...]] = {}
    rendered = []
    for unit in inputs.units:
        done = render_unit(unit, _evaluator(inputs))
        rendered.append(done)
        for folder, layer in done.layers.items():
            place = f"{unit.folder}/{folder}"
            documents.update((f"{place}/{name}", bodies) for name, bodies in layer.documents.items())
            files.update((f"{place}/{name}", _content(unit.declaration, text)) for name, text in layer.files)
        if progress:
            progress(unit)
    for path, source, body in _argocd_files(inputs):
        documents[path] = (body,)
        files[path] = _content(source, yamlio.emit(body))
    files["CODEOWNERS"] = _content("platform.yaml and teams/", codeowners(inputs.declarations))
    return Outputs(dict(sorted(files.items())), documents, tuple(rendered))


def _content(source: str, text: str) -> bytes:
    return (header(source) + text).encode()


def _evaluator(inputs: Inputs) -> Callable[[Side], Sequence[Body]]:
    def evaluate(side: Side) -> Sequence[Body]:
        neutral = not side.environment
        rendered = inputs.catalogue.evaluate(side.blueprint, side.variables, side.provider, neutral=neutral)
        return [each.body for each in rendered]

    return evaluate


def deployment(unit: Unit, side: Side, environment: Environment) -> argocd.Deployment:
    """A unit in one environment, as Argo CD sees it."""
    service = "" if unit.name == TENANCY else unit.name
    path = f"{unit.folder}/overlays/{side.environment}"
    base = f"{unit.folder}/base"
    return argocd.Deployment(unit.team, service, side.environment, side.namespace, path, base, environment.protected)


def _argocd_files(inputs: Inputs) -> Iterator[tuple[str, str, Body]]:
    """Argo CD's side: path relative to the root, what to edit instead, and the object."""
    environments = {each.name: each for each in inputs.declarations.platform.environments}
    for cluster in inputs.declarations.clusters.values():
        folder = f"argocd/{cluster.name}"
        for name, source, body in _projects(inputs, cluster):
            yield f"{folder}/{name}", source, body
        for unit in inputs.units:
            for side in unit.sides:
                if side.cluster == cluster.name:
                    it = deployment(unit, side, environments[side.environment])
                    body = argocd.application(it, inputs.declarations.platform, cluster)
                    path = f"{folder}/applications/{argocd.application_name(it)}.yaml"
                    yield path, unit.declaration, body


def _projects(inputs: Inputs, cluster: Cluster) -> Iterator[tuple[str, str, Body]]:
    """The root Application and the projects of a cluster: (path below its folder, what to edit, body)."""
    platform = inputs.declarations.platform
    used = {ref for unit in inputs.units for ref in (unit.neutral.blueprint, *(side.blueprint for side in unit.sides))}
    names = {ref.name for ref in used}
    # All versions of a blueprint, so that moving an environment to another one changes no project.
    infos = [info for info in inputs.catalogue.infos if info.ref.name in names]
    service_kinds = {kind for info in infos if info.kind == "service" for kind in info.kinds}
    team_kinds = {kind for info in infos if info.kind == "team" for kind in info.kinds}
    yield "root.yaml", "platform.yaml", argocd.root(platform, cluster)
    yield "projects/default.yaml", "platform.yaml", argocd.default_project(platform)
    everywhere = []
    for team in inputs.declarations.teams.values():
        namespaces = [team.namespace + cluster.suffixes.get(each, "") for each in cluster.environments]
        everywhere += namespaces
        project = argocd.team_project(team.name, namespaces, service_kinds, platform, cluster)
        yield f"projects/{team.name}.yaml", team.place.file, project
    yield "projects/platform.yaml", "platform.yaml", argocd.platform_project(everywhere, team_kinds, platform, cluster)
