"""All files of a repository, read. What cannot be used is missing here and known by name only."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from generator.declarations.cache import Cache
from generator.declarations.layout import Layout
from generator.declarations.reading import File, read
from generator.declarations.schema import Kind
from generator.declarations.source import Source
from generator.errors import InputError, Problem

Name = TypeVar("Name", str, tuple[str, str])


class Repository(Struct, frozen=True):
    """The valid files by name. `layout` also knows the names of the others, so that they are not called unknown."""

    layout: Layout
    platform: File | None
    clusters: Mapping[str, File]
    teams: Mapping[str, File]
    services: Mapping[tuple[str, str], File]

    @property
    def environments(self) -> tuple[str, ...]:
        """The platform's environments; none while platform.yaml is not valid."""
        return tuple(each["name"] for each in self.platform.value["environments"]) if self.platform else ()

    @property
    def digests(self) -> Mapping[str, str]:
        """What stands for the content of each file, by path."""
        platform = (self.platform,) if self.platform else ()
        return {file.path: file.digest for file in (*platform, *self.overriding())}

    def overriding(self) -> Iterator[File]:
        """The files that may name environments."""
        yield from self.clusters.values()
        yield from self.teams.values()
        yield from self.services.values()


def read_all(source: Source, layout: Layout, kept: Cache) -> tuple[Repository, list[Problem]]:
    """Read every file; problems are those of single files."""
    problems: list[Problem] = []
    platform = _files(source, {"": layout.platform} if layout.platform else {}, "platform", kept, problems)
    repository = Repository(
        layout,
        platform.get(""),
        _files(source, layout.clusters, "cluster", kept, problems),
        _files(source, layout.teams, "team", kept, problems),
        _files(source, layout.services, "service", kept, problems),
    )
    return repository, problems


def _files(
    source: Source, paths: Mapping[Name, str], kind: Kind, kept: Cache, problems: list[Problem]
) -> dict[Name, File]:
    found = {}
    for name, path in paths.items():
        try:
            found[name] = read(source, path, kind, kept)
        except InputError as error:
            problems.extend(error.problems)
    return found
