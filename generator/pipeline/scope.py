"""The part of the tree that a commit touches: what has to be read to judge it, and what is judged.

A team shares quotas, limits and a namespace, so teams are judged as a whole. The services that theirs are connected
with are read beside them, since both ends decide about a flow. A pull request judges everything.
"""

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from generator import argocd
from generator.model import Declarations
from generator.pipeline.parts import unit_of
from generator.planning import TENANCY

# What every team depends on: rules and waivers, thresholds, networks and nodes.
_EVERYWHERE = ("platform.yaml", "clusters/", "policies/")
_PROJECTS = ("default", argocd.PLATFORM_PROJECT)


class Scope(Struct, frozen=True):
    """`teams` are judged; the units `changed`, as (team, name), may have other objects than before; `places` are the
    folders and files to read, and `touched` what the commit changes, as paths relative to the root.
    """

    teams: frozenset[str]
    changed: frozenset[tuple[str, str]]
    places: tuple[str, ...]
    touched: frozenset[str]

    def changes(self, file: str) -> bool:
        """Whether an object that lies in a file may be another one than before, or be judged otherwise: its namespace says
        by which level.
        """
        unit = _unit(file)
        return unit is None or unit in self.changed or (unit[0], TENANCY) in self.changed

    def judges(self, file: str) -> bool:
        """Whether facts about what lies in a file count."""
        top, team, kind, name = (*file.split("/"), "", "", "")[:4]
        if top in {"rendered", "teams"}:
            return team in self.teams or file in self.touched
        if kind == "applications":
            return name.partition(".")[0] in self.teams or file in self.touched
        return True


def around(declarations: Declarations, touched: Iterable[str]) -> Scope | None:
    """The scope of some paths, relative to the root; None where they concern everything."""
    paths = frozenset(touched)
    if any(path.startswith(_EVERYWHERE) for path in paths):
        return None
    units = set(filter(None, map(_unit, paths)))
    teams = frozenset(team for team, _ in units)
    read = set(_read(declarations, teams))
    if any(name == TENANCY for _, name in units):
        # Together the quotas of all teams must fit the nodes.
        read |= {(team, TENANCY) for team in declarations.teams}
    places = {*_rendered(teams, read), *_delivering(declarations, read)}
    return Scope(teams, frozenset(units), tuple(sorted(places | _beside(paths))), paths)


def _rendered(teams: frozenset[str], units: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The folders of teams, and of units beside them."""
    yield from (f"rendered/{team}" for team in teams)
    yield from (f"rendered/{team}/{name}" for team, name in units if team not in teams)


def _delivering(declarations: Declarations, units: Collection[tuple[str, str]]) -> Iterator[str]:
    """Where each cluster's root Application lies, the Applications of units, and the projects that they name. Others are
    what the declarations give, or they would be touched.
    """
    projects = {*_PROJECTS, *(team for team, _ in units)}
    for cluster in declarations.clusters.values():
        yield f"argocd/{cluster.name}/root.yaml"
        yield from (f"argocd/{cluster.name}/projects/{name}.yaml" for name in projects)
        for team, name in units:
            unit = argocd.TENANCY_NAME if name == TENANCY else name
            for environment in cluster.environments:
                yield f"argocd/{cluster.name}/applications/{team}.{unit}.{environment}.yaml"


def _beside(paths: Iterable[str]) -> set[str]:
    return {path for path in paths if path.startswith("argocd")}


def _read(declarations: Declarations, teams: frozenset[str]) -> Iterator[tuple[str, str]]:
    for team, name in declarations.services:
        if team in teams:
            yield team, name
            service = declarations.services[team, name]
            for peer in (*service.connects, *service.accepts):
                yield peer.team, peer.service
                yield peer.team, TENANCY
    for team in teams:
        yield team, TENANCY


def _unit(path: str) -> tuple[str, str] | None:
    """The unit, or at least the team, that a path belongs to."""
    top, team, name = (*path.split("/"), "", "")[:3]
    declared = (team, name.removesuffix(".yaml")) if top in {"rendered", "teams"} and team else None
    return unit_of(path) or declared
