"""From objects and facts to violations: make the inputs, ask the memo, let the engine judge the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson

from generator.model import FACTS_GROUP, Body, Fact, Object, Unchecked
from generator.policy import memo as memory
from generator.policy.contexts import Contexts
from generator.policy.engine import Engine, Failure, Violated
from generator.policy.inputs import Plan, Unit
from generator.policy.memo import Memo
from generator.policy.rules import Rule

# So many unknown inputs are kept for one call of the engine; more would make memory grow with the tree.
BATCH = 10_000
# What an API server takes in a request, in bytes (MaxRequestBodyBytes in k8s.io/apiserver, pkg/server/config.go).
LARGEST = 3 * 1024**2


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule broken by one field of one object; `field` is absolute from the object's root."""

    rule: str
    object: Object
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was found, in the order of the objects, and what could not be judged."""

    violations: tuple[Violation, ...]
    unchecked: tuple[Unchecked, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """An input about an object, or about a fact, by its key in the memo."""

    body: Body
    subject: Object
    unit: Unit
    key: str


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
    run = _Run(Plan(rules), contexts, engine, memo)
    for body, subject in _documents(objects, facts):
        run.judge(body, subject)
    run.settle()
    return Verdicts(tuple(run.violations.values()), tuple(dict.fromkeys(run.unchecked)))


def _documents(objects: Iterable[Object], facts: Iterable[Fact]) -> Iterator[tuple[Body, Object]]:
    # A manifest that passes itself off as a fact must not make fact rules speak.
    yield from ((item.body, item) for item in objects if item.group != FACTS_GROUP)
    yield from ((fact.body, fact.subject) for fact in facts)


class _Run:
    """One judgement: the values that stay, what has been found so far, and what still waits for the engine.

    Of the inputs that are known to break nothing, which are most, nothing is kept.
    """

    def __init__(self, plan: Plan, contexts: Contexts, engine: Engine, memo: Memo) -> None:
        self.plan, self.contexts, self.engine, self.memo = plan, contexts, engine, memo
        self.violations: dict[tuple[str, int, str], Violation] = {}
        self.unchecked: list[Unchecked] = []
        self._contexts: dict[tuple[str | None, ...], Body] = {}
        self._cases: list[_Case] = []
        self._asked: dict[str, bytes] = {}

    def judge(self, body: Body, subject: Object) -> None:
        """Judge one object or fact, now or when the run is settled."""
        for unit, one in self._inputs(body, subject):
            key = memory.key(one)
            known = self.memo.get(key)
            if known is None:
                self._asked[key] = one
            if known != ():
                self._cases.append(_Case(body, subject, unit, key))
        if len(self._asked) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """Ask the engine about what waits, and conclude in the order of the objects."""
        failures = self._ask(self._asked)
        for case in self._cases:
            self._conclude(case, failures)
        self._cases, self._asked = [], {}

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

    def _ask(self, asked: dict[str, bytes]) -> dict[str, Failure]:
        failures: dict[str, Failure] = {}
        for key, answer in zip(asked, self.engine.evaluate(tuple(asked.values())), strict=True):
            if isinstance(answer, Failure):
                failures[key] = answer
            else:
                self.memo.put(key, answer)
        return failures

    def _conclude(self, case: _Case, failures: dict[str, Failure]) -> None:
        answer = self.memo.get(case.key)
        if answer is None:
            self._give_up(case.subject, failures[case.key].reason)
            return
        messages = case.unit.restore([violated.message for violated in answer], case.body, case.subject)
        for violated, message in zip(answer, messages, strict=True):
            self._add(case, violated, message)

    def _add(self, case: _Case, violated: Violated, message: str) -> None:
        """One violation per rule, object and field: further messages are joined to the first."""
        key = (violated.rule, id(case.subject), violated.field)
        earlier = self.violations.get(key)
        if earlier and message not in earlier.message.split("; "):
            message = f"{earlier.message}; {message}"
        elif earlier:
            return
        self.violations[key] = Violation(violated.rule, case.subject, violated.field, message)

    def _give_up(self, subject: Object, reason: str) -> None:
        where = f"{subject.kind} {subject.name}".strip() or "the object"
        self.unchecked.append(Unchecked(subject.origin.file, subject.origin.line, f"{where}: {reason}"))
