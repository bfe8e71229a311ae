"""Policy inputs: for each object or fact, what each family of rules gets to read."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson

from generator.model import Body, Object
from generator.policy import projection
from generator.policy.projection import BodyProjection, PodProjection
from generator.policy.reads import Reads
from generator.policy.rules import Rule
from generator.policy.texts import Texts


@dataclass(frozen=True, slots=True)
class Unit:
    """Families that are asked together about an object, and how it and its pods are cut down for them.

    Without `body` they get all of it; with `body` and without `pods`, no pods.
    """

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
                "pods": self._pods(subject, texts) if body is subject.body else (),
            }
        )

    def _pods(self, subject: Object, texts: Texts) -> Sequence[Body]:
        if self.pods:
            return self.pods(subject.pods, texts)
        return () if self.body else [projection.whole(pod) for pod in subject.pods]


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
        narrow: dict[str, list[Reads]] = {}
        units: list[Unit] = []
        for name, members in sorted(self._families.items()):
            known = [rule.reads for rule in members if rule.reads]
            applying = [reads for reads in known if reads.applies(kind, fact=fact, has_pods=has_pods)]
            declared = applying if has_pods else [reads.podless() for reads in applying]
            if len(known) < len(members):
                everything.append(name)
            elif declared and all(reads.narrow for reads in declared):
                narrow[name] = declared
            elif declared:
                units.append(_unit([name], declared))
        if everything:
            units.append(Unit(tuple(everything)))
        # What these read differs so little between objects that one input for all of them is known as often.
        if narrow:
            units.append(_unit(narrow, list(itertools.chain(*narrow.values()))))
        return units


def _unit(families: Iterable[str], declared: Sequence[Reads]) -> Unit:
    context = tuple(sorted({key for reads in declared for key in reads.context}))
    if any(reads.whole for reads in declared):
        return Unit(tuple(families), context)
    pods = PodProjection.of(declared) if any(reads.pods is not None for reads in declared) else None
    return Unit(tuple(families), context, BodyProjection.of(declared), pods)
