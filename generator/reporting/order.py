"""The order in which programs with limits are told: worst first, waived last, so that what is cut off matters least."""

from itertools import groupby

from generator.model import Change, CheckResult, Finding, Severity, Waiver

RANK: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}


def worst_first(result: CheckResult) -> list[Finding]:
    """All findings, by severity, then by place."""
    return sorted(result.findings, key=lambda f: (f.waiver is not None, RANK[f.severity], f.location, f.rule, f.field))


def open_findings(result: CheckResult) -> list[Finding]:
    """Those that are not waived, worst first."""
    return [finding for finding in worst_first(result) if finding.waiver is None]


def subject(finding: Finding) -> str:
    """The object of a finding as people write it: `Deployment shop/web`."""
    reference = finding.object
    return f"{reference.kind} {'/'.join(filter(None, (reference.namespace, reference.name)))}"


def excuse(waiver: Waiver) -> str:
    """Why a finding does not count; a baseline, unlike a waiver, has no owner and no end."""
    return f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}" if waiver.expires else waiver.reason


def changes(result: CheckResult) -> list[str]:
    """What changes in each environment, a line for one: `prod: core/web (2 objects)`; none where nothing was compared."""
    groups = groupby(result.changes or (), key=lambda change: change.environment)
    return [f"{environment}: {', '.join(map(_change, group))}" for environment, group in groups]


def _change(change: Change) -> str:
    number = len(change.objects)
    return f"{change.unit} ({number} object{'' if number == 1 else 's'})"
