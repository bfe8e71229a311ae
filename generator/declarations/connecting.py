"""Connections: both sides declare them, on a port that the accepting service has."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.declarations.reading import File
from generator.declarations.repository import Repository
from generator.declarations.service import connections
from generator.errors import Problem
from generator.lazy import Lazy
from generator.model import BlueprintInfo, BlueprintRef, Connection, ServiceSettings
from generator.suggesting import listed, suggest

Name = tuple[str, str]
Settings = Mapping[Name, Mapping[str, ServiceSettings]]
Declared = Mapping[tuple[Name, str], tuple[Connection, ...]]
_OTHER = {"connects": "accepts", "accepts": "connects"}
_VERB = {"connects": "connects to", "accepts": "accepts"}


class Connections(Struct, frozen=True):
    """Checks each entry against the other service."""

    repository: Repository
    settings: Settings
    infos: Mapping[BlueprintRef, BlueprintInfo]
    declared: Declared

    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong with connections."""
        judged = ((name, side) for name in self.repository.judged for side in _OTHER)
        for name, side in judged:
            first: dict[tuple[str, str, str], Connection] = {}
            for entry in self.declared[name, side]:
                before = first.setdefault((entry.team, entry.service, entry.port), entry)
                if before is not entry:
                    what = f"this repeats the entry at {before.place}"
                    yield Problem(entry.place, what, "remove one of them")
                else:
                    yield from self._entry(name, side, entry)

    def _entry(self, name: Name, side: str, entry: Connection) -> Iterator[Problem]:
        other = (entry.team, entry.service)
        if other == name:
            yield Problem(entry.place, "a service needs no connection to itself", "remove the entry")
        elif not self.repository.layout.names(other):
            yield Problem(entry.place, f"no service `{entry.team}/{entry.service}`", self._suggest(name, entry))
        elif other in self.repository.services:
            accepting = other if side == "connects" else name
            faults = tuple(self._ports(accepting, entry))
            yield from faults or self._answer(name, side, entry)

    def _suggest(self, name: Name, entry: Connection) -> str:
        """Own services by their short names; another team's service of the same name before a similar one."""
        services = self.repository.layout.services
        same = [f"{team}/{service}" for team, service in services if service == entry.service and team != entry.team]
        if same:
            return f"did you mean `{same[0]}`?"
        known = (
            service if team == name[0] else f"{team}/{service}" for team, service in services if (team, service) != name
        )
        return suggest(entry.service if entry.team == name[0] else f"{entry.team}/{entry.service}", known)

    def _ports(self, accepting: Name, entry: Connection) -> Iterator[Problem]:
        """The port has to exist in every blueprint that the accepting service takes; each is reported once."""
        for ref in {each.blueprint: None for each in self.settings.get(accepting, {}).values()}:
            ports = [port.name for port in self.infos[ref].provides]
            if entry.port not in ports:
                what = f"`{accepting[0]}/{accepting[1]}` has no port `{entry.port}` as {ref}"
                yield Problem(entry.place, what, suggest(entry.port, ports))

    def _answer(self, name: Name, side: str, entry: Connection) -> Iterator[Problem]:
        other, answer = (entry.team, entry.service), _OTHER[side]
        answers = [each for each in self.declared[other, answer] if (each.team, each.service) == name]
        if any(each.port == entry.port for each in answers):
            return
        there = self.repository.services[other]
        short = name[1] if name[0] == entry.team else "/".join(name)
        what = f"`{'/'.join(name)}` {_VERB[side]} `{'/'.join(other)}` on port `{entry.port}`, which {there.path} does not answer"
        hint = f"add `{{service: {short}, port: {entry.port}}}` to `{answer}` at {there.key(answer)}"
        if answers:
            hint += f", which has only {listed(each.port for each in answers)} for it"
        yield Problem(entry.place, what, hint)


def declared(services: Mapping[Name, File]) -> Declared:
    """The entries of every valid file by service and side."""
    sides = ((name, side) for name in services for side in _OTHER)
    return Lazy(sides, lambda key: connections(key[0][0], services[key[0]], key[1]))
