"""Policy inputs: for each object or fact, what each family of rules gets to read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import orjson

from generator.model import Body, Object
from generator.policy import projection
from generator.policy.projection import BodyProjection, PodProjection, Texts
from generator.policy.reads import Reads
from generator.policy.rules import Rule


@dataclass(frozen=True, slots=True)
class Unit:
    """Families that read the same of an object, and how the object is cut down for them."""

    families: tuple[str, ...]
    context: tuple[str, ...] | None = None
    body: BodyProjection | None = None
    pods: PodProjection | None = None

    def input(self, body: Body, subject: Object, context: Body) -> bytes:
        """The input as JSON. Raises TypeError where the body holds what JSON cannot."""
        return self._input(body, subject, context, Texts())

    def restore(self, messages: Sequence[str], body: Body, subject: Object) -> Sequence[str]:
        """Messages with the texts that place-holders stand for."""
        if not self.body or not messages:
            return messages
        texts = Texts()
        self._input(body, subject, {}, texts)
        return [texts.restored(message) for message in messages]

    def _input(self, body: Body, subject: Object, context: Body, texts: Texts) -> bytes:
        return orjson.dumps(
            {
                "families": self.families,
                "context": context
                if self.context is None
                else {key: context[key] for key in self.context if key in context},
                "object": self.body(body, texts) if self.body else body,
                "pods": self._pods(subject, texts) if body is subject.body else [],
            }
        )

    def _pods(self, subject: Object, texts: Texts) -> list[Body]:
        if self.pods:
            return self.pods(subject.pods, texts)
        return [projection.whole(pod) for pod in subject.pods]


class Plan:
    """Which families judge what. Every rule of a family gets what the family's rules together declare to read."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Group the rules by family."""
        self._families: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            self._families[rule.family].append(rule)
        self._units: dict[tuple[str, bool, bool], Sequence[Unit]] = {}

    def units(self, body: Body, subject: Object) -> Sequence[Unit]:
        """The inputs to make for an object, or for a fact about it."""
        kind, fact = body.get("kind"), body is not subject.body
        key = (kind if isinstance(kind, str) else "", fact, bool(subject.pods) and not fact)
        if key not in self._units:
            self._units[key] = self._make(*key)
        return self._units[key]

    def _make(self, kind: str, fact: bool, has_pods: bool) -> Sequence[Unit]:  # noqa: FBT001 - the parts of a key
        everything: list[str] = []
        alike: list[Unit] = []
        for name, members in sorted(self._families.items()):
            known = [rule.reads for rule in members if rule.reads]
            declared = [reads for reads in known if reads.applies(kind, fact=fact, has_pods=has_pods)]
            if len(known) < len(members):
                everything.append(name)
            elif declared:
                _add(alike, _unit(name, declared))
        return (*([Unit(tuple(everything))] if everything else []), *alike)


def _add(units: list[Unit], unit: Unit) -> None:
    """Families that read the same are asked together."""
    for index, other in enumerate(units):
        if replace(other, families=unit.families) == unit:
            units[index] = replace(other, families=(*other.families, *unit.families))
            return
    units.append(unit)


def _unit(family: str, declared: Sequence[Reads]) -> Unit:
    context = tuple(sorted({key for reads in declared for key in reads.context}))
    if any(reads.whole for reads in declared):
        return Unit((family,), context)
    return Unit((family,), context, BodyProjection.of(declared), PodProjection.of(declared))
