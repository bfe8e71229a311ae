"""Policy inputs: for each object or fact, what each family of rules gets to read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from generator.model import Body, Object
from generator.policy import projection
from generator.policy.projection import BodyProjection, PodProjection
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
        return orjson.dumps(
            {
                "families": self.families,
                "context": context
                if self.context is None
                else {key: context[key] for key in self.context if key in context},
                "object": self.body(body) if self.body else body,
                "pods": self._pods(subject, []) if body is subject.body else [],
            }
        )

    def restore(self, messages: Sequence[str], subject: Object) -> Sequence[str]:
        """Messages with the texts that place-holders stand for."""
        if not self.pods or not messages:
            return messages
        texts: list[str] = []
        self._pods(subject, texts)
        return [projection.restored(message, texts) for message in messages]

    def _pods(self, subject: Object, texts: list[str]) -> list[Body]:
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
        self._units: dict[tuple[str, bool], Sequence[Unit]] = {}

    def units(self, kind: str, *, has_pods: bool) -> Sequence[Unit]:
        """The inputs to make for an object or fact of this kind."""
        key = (kind, has_pods)
        if key not in self._units:
            self._units[key] = self._make(kind, has_pods=has_pods)
        return self._units[key]

    def _make(self, kind: str, *, has_pods: bool) -> Sequence[Unit]:
        everything, units = [], []
        for name, members in sorted(self._families.items()):
            declared = [rule.reads for rule in members if not rule.reads or rule.reads.applies(kind, has_pods=has_pods)]
            known = [reads for reads in declared if reads]
            if len(known) < len(declared):
                everything.append(name)
            elif known:
                units.append(_unit(name, known))
        return (*([Unit(tuple(everything))] if everything else []), *units)


def _unit(family: str, declared: Sequence[Reads]) -> Unit:
    keys = None
    if all(reads.context is not None for reads in declared):
        keys = tuple(sorted({key for reads in declared for key in reads.context or ()}))
    if any(reads.whole for reads in declared):
        return Unit((family,), keys)
    return Unit((family,), keys, BodyProjection.of(declared), PodProjection.of(declared))
