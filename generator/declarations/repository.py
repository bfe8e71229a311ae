"""All files of a repository, read. What cannot be used is missing here and known by name only."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from generator.declarations.layout import Layout
from generator.declarations.reading import File, Reader
from generator.declarations.schema import Kind
from generator.errors import InputError, Problem

Name = TypeVar("Name", str, tuple[str, str])


class Shared(Struct, frozen=True):
    """The valid files that count for every service, by name."""

    platform: File | None
    clusters: Mapping[str, File]
    teams: Mapping[str, File]

    @property
    def environments(self) -> tuple[str, ...]:
        """The platform's environments; none while platform.yaml is not valid."""
        return tuple(each["name"] for each in self.platform.value["environments"]) if self.platform else ()

    @property
    def digests(self) -> Mapping[str, str]:
        """What stands for the content of each file, by path."""
        platform = (self.platform,) if self.platform else ()
        return {file.path: file.digest for file in (*platform, *self.clusters.values(), *self.teams.values())}


class Repository(Struct, frozen=True):
    """The valid files. `services` has all of them by name, `judged` only those that are not known to be sound. `layout`
    also knows the names of the others, so that they are not called unknown.
    """

    layout: Layout
    shared: Shared
    services: Mapping[tuple[str, str], File]
    judged: Mapping[tuple[str, str], File]

    def overriding(self) -> Iterator[File]:
        """The files that may name environments."""
        yield from self.shared.clusters.values()
        yield from self.shared.teams.values()
        yield from self.judged.values()


def read_shared(reader: Reader, layout: Layout, problems: list[Problem]) -> Shared:
    """Read what counts for every service; `problems` gets those of single files."""
    platform = read_files(reader, {"": layout.platform} if layout.platform else {}, "platform", problems)
    clusters = read_files(reader, layout.clusters, "cluster", problems)
    return Shared(platform.get(""), clusters, read_files(reader, layout.teams, "team", problems))


def read_files(reader: Reader, paths: Mapping[Name, str], kind: Kind, problems: list[Problem]) -> dict[Name, File]:
    """Read files of a kind, by name; `problems` gets what is wrong with those that are missing then."""
    found = {}
    for name, path in paths.items():
        try:
            found[name] = reader.file(path, kind)
        except InputError as error:
            problems.extend(error.problems)
    return found
