"""Which file declares what, by its path alone."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.declarations import names
from generator.declarations.source import Entry
from generator.errors import Place, Problem

PLATFORM = "platform.yaml"
TEAM = "team.yaml"
_README = "README.md"
_TEAM_DEPTH, _SERVICE_DEPTH = 2, 3


class Layout(Struct, frozen=True):
    """Paths by name: clusters, teams (team.yaml), services by (team, service). Problems are those of paths.
    `refused` are services whose path is a problem: they cannot be read, but they are not unknown either.
    """

    platform: str
    clusters: Mapping[str, str]
    teams: Mapping[str, str]
    services: Mapping[tuple[str, str], str]
    refused: frozenset[tuple[str, str]]
    problems: tuple[Problem, ...]

    def names(self, service: tuple[str, str]) -> bool:
        """Whether there is such a service, valid or not."""
        return service in self.services or service in self.refused


def layout(entries: Iterable[Entry]) -> Layout:
    """Sort a repository's entries by what they declare; whatever declares nothing is a problem."""
    platform, clusters, teams, services, refused, problems = "", {}, {}, {}, set(), []
    for path, kind in sorted(entries):
        parts = path.split("/")
        if _ignored(parts):
            continue
        problem = _misplaced(path, kind, parts)
        if problem:
            problems.append(problem)
            if len(parts) == _SERVICE_DEPTH:
                refused.add((parts[1], _stem(path)))
        elif path == PLATFORM:
            platform = path
        elif parts[0] == "clusters":
            clusters[_stem(path)] = path
        elif parts[-1] == TEAM:
            teams[parts[1]] = path
        else:
            services[parts[1], _stem(path)] = path
    if not platform:
        problems.append(Problem(Place(PLATFORM), "the file is missing", "see docs/declarations.md for an example"))
    problems += _homeless(teams, services)
    return Layout(platform, clusters, teams, services, frozenset(refused), tuple(problems))


def _ignored(parts: list[str]) -> bool:
    """Words for people, and what editors and file managers leave while somebody works (`.#web.yaml` is even a link)."""
    return parts[-1] == _README or any(part.startswith(".") for part in parts)


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".yaml")


def _misplaced(path: str, kind: str, parts: list[str]) -> Problem | None:
    """What is wrong with a path, None if it declares something or is ignored."""
    here = Place(path)
    if kind == "link":
        return Problem(here, "symbolic links are not followed", "put the file itself here")
    if kind == "other":
        return Problem(here, "this is not a plain file", "remove it")
    if path == PLATFORM:
        return None
    depth = _TEAM_DEPTH if parts[0] == "clusters" else _SERVICE_DEPTH
    if len(parts) != depth or not path.endswith(".yaml"):
        return Problem(here, "unexpected file: it declares nothing", _cure(path, parts, depth))
    return _misnamed(here, parts)


def _cure(path: str, parts: list[str], depth: int) -> str:
    if path.endswith(".yml"):
        return f"rename it to `{parts[-1].removesuffix('.yml')}.yaml`"
    if parts[0] == "clusters":
        return "a cluster is `clusters/<cluster>.yaml`"
    if len(parts) < depth and path.endswith(".yaml"):
        return f"a team is `teams/{_stem(path)}/{TEAM}`"
    return "a service is `teams/<team>/<service>.yaml`"


def _misnamed(here: Place, parts: list[str]) -> Problem | None:
    """The names that a path carries: cluster, or team and service."""
    what = parts[-1].removesuffix(".yaml")
    if parts[0] == "teams":
        fault = names.fault(parts[1])
        if fault:
            return Problem(here, f"the team's name `{parts[1]}` {fault}", "rename the folder")
        fault = "" if parts[-1] == TEAM else _service_fault(parts[1], what)
        return Problem(here, f"the service's name `{what}` {fault}", "rename the file") if fault else None
    fault = names.fault(what)
    return Problem(here, f"the cluster's name `{what}` {fault}", "rename the file") if fault else None


def _service_fault(team: str, service: str) -> str:
    """The label `app.kubernetes.io/instance` is `<team>-<service>`, so both together have a bound too."""
    fault = names.fault(service, names.LONGEST_SERVICE)
    together = len(team) + 1 + len(service)
    if fault or together <= names.LONGEST_LABEL:
        return fault
    return f"is too long: `{team}-{service}` has {together} characters, and {names.LONGEST_LABEL} are the most"


def _homeless(teams: Mapping[str, str], services: Mapping[tuple[str, str], str]) -> Iterable[Problem]:
    """Teams that have services and no team.yaml, reported once each."""
    for team in sorted({team for team, _ in services} - teams.keys()):
        path = f"teams/{team}/{TEAM}"
        yield Problem(Place(path), f"the team `{team}` has services and no {TEAM}", "write one, or move the services")
