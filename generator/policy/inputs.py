"""Policy inputs: for each object or fact, what each family of rules gets to read."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import orjson
from msgspec import Struct

from generator.model import Body, Object
from generator.policy import projection
from generator.policy.projection import BodyProjection, PodProjection
from generator.policy.reads import Reads
from generator.policy.rules import Rule
from generator.policy.texts import Texts


class Unit(Struct, frozen=True):
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
        """Group the rules by family. One that declares nothing makes its whole family get everything."""
        families: dict[str, list[Reads | None]] = defaultdict(list)
        for rule in rules:
            families[rule.family].append(rule.reads)
        self._everything = tuple(sorted(name for name, members in families.items() if None in members))
        self._declared = {
            name: [reads for reads in members if reads]
            for name, members in sorted(families.items())
            if name not in self._everything
        }
        self._of_kinds: dict[tuple[str, bool, bool], Sequence[Unit]] = {}
        self._made: dict[tuple[object, ...], Unit] = {}

    def units(self, body: Body, subject: Object) -> Sequence[Unit]:
        """The inputs to make for an object, or for a fact about it."""
        kind, fact = body.get("kind"), body is not subject.body
        key = (kind if isinstance(kind, str) else "", fact, bool(subject.pods) and not fact)
        if key not in self._of_kinds:
            self._of_kinds[key] = tuple(self._units(*key))
        return self._of_kinds[key]

    def _units(self, kind: str, fact: bool, has_pods: bool) -> Iterator[Unit]:  # noqa: FBT001 - the parts of a key
        if self._everything:
            yield Unit(self._everything)
        narrow: dict[str, list[Reads]] = {}
        for name, members in self._declared.items():
            declared = [reads for reads in members if reads.applies(kind, fact=fact, has_pods=has_pods)]
            if declared and all(reads.narrow(has_pods=has_pods) for reads in declared):
                narrow[name] = declared
            elif declared:
                yield self._unit((name,), declared, has_pods=has_pods)
        # What these read differs so little between objects that one input for all of them is known as often.
        if narrow:
            yield self._unit(tuple(narrow), list(itertools.chain(*narrow.values())), has_pods=has_pods)

    def _unit(self, families: tuple[str, ...], declared: Sequence[Reads], *, has_pods: bool) -> Unit:
        """The same for all kinds that the same rules apply to."""
        key = (families, has_pods, *map(id, declared))
        if key not in self._made:
            self._made[key] = _unit(families, declared, has_pods=has_pods)
        return self._made[key]


def _unit(families: tuple[str, ...], declared: Sequence[Reads], *, has_pods: bool) -> Unit:
    context = tuple(sorted({key for reads in declared for key in reads.context}))
    if any(reads.whole for reads in declared):
        return Unit(families, context)
    reads_pods = has_pods and any(reads.pods is not None for reads in declared)
    return Unit(families, context, BodyProjection.of(declared), PodProjection.of(declared) if reads_pods else None)
