"""From objects and facts to violations: make the inputs, ask the memo, let the engine judge the rest."""

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import TypeAlias
from zlib import crc32

import orjson
from msgspec import Struct

from generator import forks
from generator.model import FACTS_GROUP, Body, Fact, Object, Unchecked
from generator.policy import memo as memory
from generator.policy.contexts import Contexts
from generator.policy.engine import Answer, Engine, Failure, Violated
from generator.policy.inputs import Plan, Unit
from generator.policy.memo import Memo
from generator.policy.rules import Rule

# So many unknown inputs are kept for one call of the engine; more would make memory grow with the tree.
BATCH = 10_000
# A second process costs more than it saves for fewer objects and facts.
_WORTH_A_FORK = 4_000
# What an API server takes in a request, in bytes (MaxRequestBodyBytes in k8s.io/apiserver, pkg/server/config.go).
LARGEST = 3 * 1024**2


class Violation(Struct, frozen=True):
    """One rule broken by one field of one object; `field` is absolute from the object's root."""

    rule: str
    object: Object
    field: str
    message: str


class Verdicts(Struct, frozen=True):
    """What was found, in the order of the objects, and what could not be judged."""

    violations: tuple[Violation, ...]
    unchecked: tuple[Unchecked, ...]


class _Case(Struct, frozen=True):
    """What an input was made from: the document with this number, a body of the subject or of a fact about it."""

    number: int
    body: Body
    subject: Object
    unit: Unit


_Document: TypeAlias = tuple[Body, Object]
_Numbered: TypeAlias = tuple[int, _Document]
# What is told of a document, by its number: rule, field and message.
_Found: TypeAlias = tuple[int, str, str, str]


def judge(
    objects: Iterable[Object],
    facts: Iterable[Fact],
    contexts: Contexts,
    rules: Iterable[Rule],
    engine: Engine,
    memo: Memo,
) -> Verdicts:
    """Judge objects and facts by every rule.

    Raises ToolError where the engine does not work; an input that a rule fails on is unchecked.
    """
    documents = tuple(_documents(objects, facts))
    run = _Run(Plan(rules), contexts, engine, memo)
    here, there = _shared(documents) if engine.inside else (list(enumerate(documents)), [])
    others = forks.beside(lambda: (*run.told(there), run.answers())) if there else None
    found, unchecked = run.told(here)
    if others:
        more_found, more_unchecked, answers = others()
        found, unchecked = sorted(found + more_found, key=itemgetter(0)), unchecked + more_unchecked
        for key, answer in answers.items():
            memo.put(key, tuple(Violated(*each) for each in answer))
    return Verdicts(_violations(found, documents), tuple(Unchecked(*each) for each in dict.fromkeys(unchecked)))


def _shared(documents: Sequence[_Document]) -> tuple[list[_Numbered], list[_Numbered]]:
    """Documents with their numbers, for two processes. What has one name goes to one of them: a service's inputs are
    often the same in all environments.
    """
    halves: tuple[list[_Numbered], list[_Numbered]] = ([], [])
    many = len(documents) >= _WORTH_A_FORK
    for each in enumerate(documents):
        name = each[1][1].name
        halves[many and crc32(name.encode(errors="replace")) & 1].append(each)
    return halves


def _violations(found: Iterable[_Found], documents: Sequence[_Document]) -> tuple[Violation, ...]:
    """One violation per rule, object and field: further messages are joined to the first."""
    joined: dict[tuple[str, int, str], tuple[Object, list[str]]] = {}
    for number, rule, field, message in found:
        subject = documents[number][1]
        _, messages = joined.setdefault((rule, id(subject), field), (subject, []))
        if message not in messages:
            messages.append(message)
    return tuple(
        Violation(rule, subject, field, "; ".join(messages)) for (rule, _, field), (subject, messages) in joined.items()
    )


def _documents(objects: Iterable[Object], facts: Iterable[Fact]) -> Iterator[_Document]:
    # A manifest that passes itself off as a fact must not make fact rules speak.
    yield from ((item.body, item) for item in objects if item.group != FACTS_GROUP)
    yield from ((fact.body, fact.subject) for fact in facts)


class _Run:
    """One judgement: the values that stay, what has been found so far, and what still waits for the engine.

    Of the inputs that are known to break nothing, which are most, nothing is kept.
    """

    def __init__(self, plan: Plan, contexts: Contexts, engine: Engine, memo: Memo) -> None:
        self.plan, self.contexts, self.engine, self.memo = plan, contexts, engine, memo
        self._found: list[_Found] = []
        self._unchecked: list[tuple[str, int, str]] = []
        self._contexts: dict[tuple[str | None, ...], Body] = {}
        self._harmless: set[bytes] = set()
        self._waiting: dict[bytes, list[_Case]] = {}

    def told(self, documents: Iterable[_Numbered]) -> tuple[list[_Found], list[tuple[str, int, str]]]:
        """Judge documents. What was found and what could not be judged, in their order, as plain values, which a fork can
        tell.
        """
        for number, (body, subject) in documents:
            self._judge(number, body, subject)
        self._settle()
        return self._found, self._unchecked

    def answers(self) -> dict[bytes, list[tuple[str, ...]]]:
        """The answers that nobody knew before, as plain values."""
        return {key: list(map(tuple, answer)) for key, answer in self.memo.new.items()}

    def _judge(self, number: int, body: Body, subject: Object) -> None:
        """Judge one object or fact, now or when the run is settled."""
        for unit, one in self._inputs(body, subject):
            if one not in self._harmless and (one in self._waiting or not self._is_harmless(one)):
                case = _Case(number, body, subject, unit)
                self._waiting.setdefault(one, []).append(case)
        if len(self._waiting) >= BATCH:
            self._settle()

    def _settle(self) -> None:
        """Ask the engine about what waits, and conclude in the order of the objects."""
        answers = self._answers()
        cases = [(case, answers[one]) for one, cases in self._waiting.items() if answers[one] for case in cases]
        for case, answer in sorted(cases, key=lambda pair: pair[0].number):
            self._conclude(case, answer)
        self._waiting = {}

    def _is_harmless(self, one: bytes) -> bool:
        """Whether an input is known to break nothing."""
        if self.memo.get(memory.key(one)) != ():
            return False
        if len(self._harmless) < BATCH:
            self._harmless.add(one)
        return True

    def _inputs(self, body: Body, subject: Object) -> Iterator[tuple[Unit, bytes]]:
        context = self._context(subject)
        for unit in self.plan.units(body, subject):
            try:
                one = unit.input(body, subject, context)
                if len(one) > LARGEST and body is subject.body:
                    self._give_up(subject, f"it is larger than {LARGEST // 1024**2} MiB, which no API server takes")
                    return
                yield unit, one
            except (TypeError, orjson.JSONEncodeError) as error:
                self._give_up(subject, f"a value cannot be written as JSON: {error}")

    def _context(self, subject: Object) -> Body:
        key = (subject.cluster, subject.environment, subject.namespace)
        if key not in self._contexts:
            self._contexts[key] = self.contexts.of(subject)
        return self._contexts[key]

    def _answers(self) -> dict[bytes, Answer]:
        """The answer to each input that waits: from the memo, or else from the engine."""
        keys = {one: memory.key(one) for one in self._waiting}
        answers: dict[bytes, Answer] = {
            one: known for one, key in keys.items() if (known := self.memo.get(key)) is not None
        }
        unknown = [one for one in keys if one not in answers]
        for one, answer in zip(unknown, self.engine.evaluate(unknown), strict=True):
            answers[one] = answer
            if not isinstance(answer, Failure):
                self.memo.put(keys[one], answer)
        return answers

    def _conclude(self, case: _Case, answer: Answer) -> None:
        if isinstance(answer, Failure):
            self._give_up(case.subject, answer.reason)
            return
        messages = case.unit.restore([violated.message for violated in answer], case.body, case.subject)
        for violated, message in zip(answer, messages, strict=True):
            self._found.append((case.number, violated.rule, violated.field, message))

    def _give_up(self, subject: Object, reason: str) -> None:
        where = f"{subject.kind} {subject.name}".strip() or "the object"
        self._unchecked.append((subject.origin.file, subject.origin.line, f"{where}: {reason}"))
