"""From violations to findings: severity, remediation, a place that a person edits, one finding for one cause."""

import fnmatch
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final, TypeAlias

from msgspec.structs import replace

from generator.errors import Place
from generator.model import Finding, ObjectRef, Related, Severities, Severity
from generator.policy.judging import Violation
from generator.policy.rules import SEVERITIES, Rule

# Gives where a person mends a violation, and further places that help to understand it.
Locate: TypeAlias = Callable[[Violation], tuple[Place, tuple[Related, ...]]]
_RULES_OWN: Final = Severities()


def findings(
    violations: Iterable[Violation],
    rules: Iterable[Rule],
    locate: Locate,
    *,
    severities: Severities = _RULES_OWN,
    environments: Sequence[str] = (),
    wanted: Collection[Severity] = SEVERITIES,
) -> tuple[Finding, ...]:
    """Findings, sorted by place. The same one in several environments is given once, with all of them.

    `severities` are the platform's own; `environments` is the order of promotion; what has no `wanted` severity is left
    out, and not located.
    """
    known = {rule.id: rule for rule in rules}
    merged: dict[tuple[object, ...], Finding] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for violation in violations:
        rule = known[violation.rule]
        severity = _severity(rule, severities, violation.object.environment)
        if severity not in wanted:
            continue
        place, related = locate(violation)
        finding = _finding(violation, rule, severity, place, related)
        cause = (finding.rule, finding.message, finding.object.kind, finding.object.name, finding.field, place)
        # Two objects of one environment are two causes, even where kind, name and place are the same.
        count = (violation.object.cluster, violation.object.environment, cause)
        seen[count] += 1
        key = (seen[count], cause)
        merged[key] = _merge(merged[key], finding, environments) if key in merged else finding
    return tuple(sorted(merged.values(), key=order))


def _finding(
    violation: Violation, rule: Rule, severity: Severity, place: Place, related: tuple[Related, ...]
) -> Finding:
    subject = violation.object
    return Finding(
        rule=rule.id,
        severity=severity,
        message=violation.message,
        remediation=rule.remediation,
        object=ObjectRef(subject.api_version, subject.kind, subject.namespace, subject.name),
        field=violation.field,
        location=place,
        environments=(subject.environment,) if subject.environment else (),
        related=tuple(sorted(set(related))),
    )


def _severity(rule: Rule, stated: Severities, environment: str | None) -> Severity:
    """The environment's word, else the platform's, else the rule's own."""
    for severities in (stated.environments.get(environment or "", {}), stated.everywhere):
        patterns = (pattern for pattern in severities if fnmatch.fnmatchcase(rule.id, pattern))
        # A word on the rule itself goes before one on its family.
        best = max(patterns, key=lambda pattern: (pattern == rule.id, len(pattern)), default=None)
        if best is not None:
            return severities[best]
    return rule.severity


def _merge(one: Finding, other: Finding, order: Sequence[str]) -> Finding:
    rank = {name: index for index, name in enumerate(order)}
    names = sorted({*one.environments, *other.environments}, key=lambda name: (rank.get(name, len(rank)), name))
    return replace(
        one,
        severity=min(one.severity, other.severity, key=SEVERITIES.index),
        environments=tuple(names),
        related=tuple(sorted({*one.related, *other.related})),
    )


def order(finding: Finding) -> tuple[object, ...]:
    """By place, then by rule: what findings are sorted by."""
    named = finding.object
    return (
        finding.location,
        finding.rule,
        (named.api_version, named.kind, named.namespace or "", named.name),
        finding.field,
        finding.message,
        finding.environments,
    )
