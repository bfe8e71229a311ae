"""What declarations need to know of blueprints: which there are, and which parameters they take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from generator.declarations.names import suggest
from generator.declarations.reading import File
from generator.declarations.schema import Schema, compiled
from generator.declarations.wording import Path
from generator.errors import Problem
from generator.model import BlueprintInfo, BlueprintRef

Purpose = Literal["team", "service"]


@lru_cache(maxsize=1024)
def reference(text: str) -> BlueprintRef:
    """Read `web-service/v2`; the schema has made sure of the form."""
    name, _, major = text.partition("/v")
    return BlueprintRef(name, int(major))


@dataclass(frozen=True, slots=True)
class Blueprints:
    """The blueprints of a run; the schema of each one's parameters is compiled when it is first used."""

    infos: Mapping[BlueprintRef, BlueprintInfo]
    _schemas: dict[BlueprintRef, Schema] = field(default_factory=dict)

    def schema(self, ref: BlueprintRef) -> Schema:
        """The compiled schema of a known blueprint's parameters."""
        if ref not in self._schemas:
            self._schemas[ref] = compiled(self.infos[ref].parameters, f"parameter of {ref}:")
        return self._schemas[ref]

    def problems(self, file: File, path: Path, ref: BlueprintRef, purpose: Purpose) -> Iterator[Problem]:
        """Why a blueprint named at `path` cannot be used for a team's tenancy or a service."""
        info = self.infos.get(ref)
        if info is None:
            yield file.problem(path, self._unknown(ref), self._suggest(ref, purpose))
        elif info.kind != purpose:
            what = f"`{ref}` is a blueprint for a {info.kind}, not for a {purpose}"
            yield file.problem(path, what, suggest(str(ref), self._names(purpose)))

    def warnings(self, file: File, path: Path, ref: BlueprintRef) -> Iterator[Problem]:
        """Say that a blueprint is deprecated."""
        deprecated = self.infos[ref].deprecated
        if deprecated:
            yield file.problem(path, f"the blueprint `{ref}` is deprecated", deprecated)

    def _unknown(self, ref: BlueprintRef) -> str:
        majors = any(known.name == ref.name for known in self.infos)
        return f"the blueprint `{ref.name}` has no version v{ref.major}" if majors else f"no blueprint `{ref.name}`"

    def _suggest(self, ref: BlueprintRef, purpose: Purpose) -> str:
        versions = [str(known) for known in self.infos if known.name == ref.name]
        return suggest(str(ref), versions or self._names(purpose))

    def _names(self, purpose: Purpose) -> list[str]:
        return [str(ref) for ref, info in self.infos.items() if info.kind == purpose]
