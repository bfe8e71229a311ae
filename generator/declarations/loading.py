"""All declarations of a repository as one validated value, or all of their problems at once."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.declarations import cluster, connecting, hosting, platform, providing, service, team
from generator.declarations.blueprints import Blueprints
from generator.declarations.cache import opened
from generator.declarations.layout import layout
from generator.declarations.reading import File, read
from generator.declarations.repository import Repository, read_all
from generator.declarations.service import Resolver
from generator.declarations.source import Folder, Source
from generator.errors import InputError, Problem
from generator.model import BlueprintInfo, BlueprintRef, Cluster, Declarations


def load(
    root: Path | Source, blueprints: Mapping[BlueprintRef, BlueprintInfo], cache: Path | None = None
) -> Declarations:
    """Read and validate a repository's declarations against the blueprints that it may name. `cache` is the
    user's folder for it.

    Raises InputError with every problem of every file. What a broken file would have declared is not reported as
    missing elsewhere.
    """
    source = Folder(root) if isinstance(root, Path) else root
    found = layout(source.entries())
    kept = opened(cache)
    repository, problems = read_all(source, found, kept)
    known = Blueprints(blueprints)
    resolver = Resolver(known, repository.environments, kept)
    settings = {name: resolver.settings(file) for name, file in repository.services.items()}
    problems += [*found.problems, *resolver.problems, *_single(repository, known), *hosting.problems(repository)]
    declared = connecting.declared(repository.services)
    problems += connecting.Connections(repository, settings, blueprints, declared).problems()
    problems += providing.problems(repository, settings, blueprints)
    if problems or repository.platform is None:
        raise InputError(problems)
    declarations = _declarations(repository, repository.platform, settings, declared, _warnings(repository, resolver))
    kept.save()
    return declarations


def load_cluster(path: Path) -> Cluster:
    """Read one cluster declaration from anywhere; its name is the file's. Raises InputError."""
    file = read(Folder(Path()), path.as_posix(), "cluster", opened(None))
    problems = tuple(cluster.problems(file))
    if problems:
        raise InputError(problems)
    return cluster.cluster(path.stem, file)


def _single(repository: Repository, known: Blueprints) -> Iterator[Problem]:
    """Problems that concern one file and go beyond its schema."""
    if repository.platform:
        yield from platform.problems(repository.platform)
    for file in repository.clusters.values():
        yield from cluster.problems(file)
    for file in repository.teams.values():
        yield from team.problems(file, known)
    for file in repository.services.values():
        yield from service.problems(file)


def _warnings(repository: Repository, resolver: Resolver) -> tuple[str, ...]:
    found = list(resolver.warnings)
    for file in repository.clusters.values():
        found += cluster.warnings(file)
    for file in repository.teams.values():
        for path, ref in team.blueprints(file):
            found += resolver.known.warnings(file, path, ref)
    return tuple(str(problem) for problem in sorted(set(found)))


def _declarations(
    repository: Repository,
    platform_file: File,
    settings: connecting.Settings,
    declared: connecting.Declared,
    warnings: tuple[str, ...],
) -> Declarations:
    environments = repository.environments
    return Declarations(
        platform=platform.platform(platform_file),
        clusters={name: cluster.cluster(name, file) for name, file in sorted(repository.clusters.items())},
        teams={name: team.team(name, file, environments) for name, file in sorted(repository.teams.items())},
        services={
            key: service.service(*key, file, settings[key], declared[key, "connects"], declared[key, "accepts"])
            for key, file in sorted(repository.services.items())
        },
        warnings=warnings,
        digests=repository.digests,
    )
