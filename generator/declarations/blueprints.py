"""What declarations need to know of blueprints: which there are, and which parameters they take."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from msgspec import Struct, field

from generator.declarations.merging import ordered
from generator.declarations.reading import File
from generator.declarations.schema import Schema, compiled
from generator.declarations.wording import Fault, Path
from generator.errors import Problem
from generator.model import BlueprintInfo, BlueprintRef, Body
from generator.suggesting import suggest

Purpose = Literal["team", "service"]


@lru_cache(maxsize=1024)
def reference(text: str) -> BlueprintRef:
    """Read `web-service/v2`; the schema has made sure of the form."""
    name, _, major = text.partition("/v")
    return BlueprintRef(name, int(major))


class Blueprints(Struct, frozen=True):
    """The blueprints of a run; the schema of each one's parameters is compiled when it is first used."""

    infos: Mapping[BlueprintRef, BlueprintInfo]
    _schemas: dict[BlueprintRef, Schema] = field(default_factory=dict)

    def parameters(self, ref: BlueprintRef, written: Body) -> tuple[Body, tuple[Fault, ...]]:
        """Parameters of a known blueprint with its defaults, in the order of their keys, and what its schema refuses."""
        if ref not in self._schemas:
            self._schemas[ref] = compiled(self.infos[ref].parameters, f"parameter of {ref}:")
        filled: Body = ordered(self._schemas[ref].fill(written))
        return filled, self._schemas[ref].check(filled)

    def problems(
        self, file: File, path: Path, ref: BlueprintRef, purpose: Purpose, base: BlueprintRef
    ) -> Iterator[Problem]:
        """Why a blueprint named at `path` cannot be used for a team's tenancy or a service, whose blueprint outside
        of environments is `base`.
        """
        info = self.infos.get(ref)
        if info is None:
            yield file.problem(path, self._unknown(ref), self._suggest(ref, purpose))
        elif info.kind != purpose:
            what = f"`{ref}` is a blueprint for a {info.kind}, not for a {purpose}"
            yield file.problem(path, what, suggest(str(ref), self._names(purpose)))
        elif ref.name != base.name:
            what = f"an environment may take another version of `{base.name}`, not `{ref.name}`"
            yield file.problem(path, what, f"declare a second {purpose}")

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
