"""All declarations of a repository as one validated value, or all of their problems at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.declarations import cluster, connecting, hosting, platform, providing, service, team
from generator.declarations.blueprints import Blueprints
from generator.declarations.cache import Cache, key
from generator.declarations.connecting import Connections
from generator.declarations.layout import Layout, layout
from generator.declarations.proven import Proven
from generator.declarations.reading import File, Reader
from generator.declarations.repository import Repository, Shared, read_files, read_shared
from generator.declarations.service import Resolver
from generator.declarations.source import Folder, Source
from generator.errors import InputError, Problem
from generator.lazy import Lazy
from generator.model import BlueprintInfo, BlueprintRef, Cluster, Declarations, Needs, Service

Name = tuple[str, str]


def load(
    root: Path | Source, blueprints: Mapping[BlueprintRef, BlueprintInfo], cache: Path | None = None
) -> Declarations:
    """Read and validate a repository's declarations against the blueprints that it may name. `cache` is the
    user's folder for it: a service that was sound, and for which nothing has changed since, is read when it is asked for.

    Raises InputError with every problem of every file. What a broken file would have declared is not reported as
    missing elsewhere.
    """
    source = Folder(root) if isinstance(root, Path) else root
    found = layout(source.entries())
    reader = Reader(source, Cache(cache))
    problems = list(found.problems)
    shared = read_shared(reader, found, problems)
    known = Blueprints(blueprints)
    resolver = Resolver(known, shared.environments, reader.kept)
    digests = {**shared.digests, **{path: reader.digest(path, "service") for path in found.services.values()}}
    proven = Proven(cache, _name(shared), _surroundings(shared, resolver), digests)
    repository, needs = _repository(reader, found, shared, proven, problems)
    settings = Lazy(repository.services, lambda name: resolver.settings(repository.services[name]))
    entries = connecting.declared(repository.services)
    problems += _problems(repository, resolver, Connections(repository, settings, blueprints, entries))
    if problems or shared.platform is None:
        raise InputError(problems)
    teams = {name: team.team(name, file, shared.environments) for name, file in sorted(shared.teams.items())}

    def declared(name: Name) -> Service:
        connects, accepts = entries[name, "connects"], entries[name, "accepts"]
        return service.service(*name, repository.services[name], settings[name], connects, accepts)

    services = Lazy(sorted(repository.services), declared)
    new = {name: service.needs(services[name], services, teams) for name in repository.judged}
    warned = {warning.place.file for warning in resolver.warnings}
    proven.keep({file: each for each in new.values() if (file := each.declaration) not in warned})
    declarations = Declarations(
        platform=platform.platform(shared.platform),
        clusters={name: cluster.cluster(name, file) for name, file in sorted(shared.clusters.items())},
        teams=teams,
        services=services,
        needs=needs | new,
        warnings=_warnings(shared, resolver),
        digests=digests,
    )
    reader.kept.save()
    return declarations


def load_cluster(path: Path) -> Cluster:
    """Read one cluster declaration from anywhere; its name is the file's. Raises InputError."""
    file = Reader(Folder(Path()), Cache(None)).file(path.as_posix(), "cluster")
    problems = tuple(cluster.problems(file))
    if problems:
        raise InputError(problems)
    return cluster.cluster(path.stem, file)


def _name(shared: Shared) -> str:
    value = shared.platform.value if shared.platform else {}
    return f"{value.get('name')} {value.get('repository')}"


def _surroundings(shared: Shared, resolver: Resolver) -> str:
    """What stands for everything, beside files of teams and services, that is looked at to judge a service."""
    files = (*((shared.platform,) if shared.platform else ()), *shared.clusters.values())
    return key(resolver.surroundings.encode(), *(f"{file.path} {file.digest}".encode() for file in files))


def _repository(
    reader: Reader, found: Layout, shared: Shared, proven: Proven, problems: list[Problem]
) -> tuple[Repository, dict[Name, Needs]]:
    """The files of a repository, and what those services need that are known to be sound."""
    sound = {name: needs for name, path in found.services.items() if (needs := proven.needs(path))}
    others = {name: path for name, path in found.services.items() if name not in sound}
    judged = read_files(reader, others, "service", problems)

    def file(name: Name) -> File:
        return judged[name] if name in judged else reader.file(found.services[name], "service")

    names = (name for name in found.services if name in sound or name in judged)
    return Repository(found, shared, Lazy(names, file), judged), sound


def _problems(repository: Repository, resolver: Resolver, connections: Connections) -> Iterator[Problem]:
    """What goes beyond the schemas of single files."""
    settings = {name: connections.settings[name] for name in repository.judged}
    yield from resolver.problems
    yield from _single(repository, resolver.known)
    yield from hosting.problems(repository)
    yield from connections.problems()
    yield from providing.problems(repository, settings, connections.infos)


def _single(repository: Repository, known: Blueprints) -> Iterator[Problem]:
    """Problems that concern one file and go beyond its schema."""
    if repository.shared.platform:
        yield from platform.problems(repository.shared.platform)
    for file in repository.shared.clusters.values():
        yield from cluster.problems(file)
    for file in repository.shared.teams.values():
        yield from team.problems(file, known)
    for file in repository.judged.values():
        yield from service.problems(file)


def _warnings(shared: Shared, resolver: Resolver) -> tuple[str, ...]:
    found = list(resolver.warnings)
    for file in shared.clusters.values():
        found += cluster.warnings(file)
    for file in shared.teams.values():
        for path, ref in team.blueprints(file):
            found += resolver.known.warnings(file, path, ref)
    return tuple(str(problem) for problem in sorted(set(found)))
