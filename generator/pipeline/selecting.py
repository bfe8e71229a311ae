"""`--environment` and `--team`: the part of an answer about the committed tree that somebody asks for."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.errors import UsageError
from generator.model import Body, Declarations
from generator.suggesting import suggest


class Selection(Struct, frozen=True):
    """An environment, and the namespaces of a team in all of them; None stands for every one. The analyses look at
    everything all the same: who is not asked about still takes room, and may still talk.
    """

    environment: str | None = None
    namespaces: frozenset[str] | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self.environment is not None or self.namespaces is not None

    def of(self, document: Body) -> Body:
        """A document of `mlp capacity`, `placement`, `connections` or `diff` without the entries that are not asked for."""
        if not self:
            return document
        return {key: list(self._parts(value)) if key in _LISTS else value for key, value in document.items()}

    def has(self, entry: Body) -> bool:
        """Whether something of an entry is asked for."""
        return any(self._parts([entry]))

    def _parts(self, entries: Iterable[Body]) -> Iterator[Body]:
        there = (entry for entry in entries if self.environment in {None, entry["environment"]})
        return filter(None, map(self._part, there))

    def _part(self, entry: Body) -> Body:
        """An entry that is asked for, else nothing; of the changes of an environment those that are."""
        if self.namespaces is None:
            return entry
        if "objects" not in entry:
            return entry if self.namespaces.intersection(_namespaces(entry)) else {}
        kept = {key: [each for each in entry[key] if self._part(each)] for key in ("objects", "connections")}
        return {**entry, **kept} if any(kept.values()) else {}


EVERYTHING = Selection()
_LISTS = frozenset({"namespaces", "workloads", "connections", "environments"})


def select(declared: Declarations, environment: str | None, team: str | None) -> Selection:
    """What the two options ask for. Raises UsageError for an environment or team that nobody declares."""
    environments = [each.name for each in declared.platform.environments]
    if environment is not None and environment not in environments:
        raise UsageError(f"there is no environment {environment}: {suggest(environment, environments)}")
    if team is None:
        return Selection(environment)
    if team not in declared.teams:
        raise UsageError(f"there is no team {team}: {suggest(team, declared.teams)}")
    suffixes = {suffix for cluster in declared.clusters.values() for suffix in cluster.suffixes.values()} | {""}
    return Selection(environment, frozenset(declared.teams[team].namespace + suffix for suffix in suffixes))


def _namespaces(entry: Body) -> Iterable[str]:
    """The namespaces that an entry of any document names."""
    if "namespace" in entry:
        yield entry["namespace"]
    if "object" in entry:
        yield entry["object"]["namespace"] or ""
    for party in (entry, entry.get("from", {}), entry.get("to", {})):
        if "workload" in party:
            yield party["workload"].partition("/")[0]
