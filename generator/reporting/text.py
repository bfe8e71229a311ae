"""The report for a person: findings grouped by the file that they edit, worst first, then a one-line summary.

Colour is added with ANSI codes; the command line strips them where the stream is no terminal.
"""

from itertools import groupby

import click

from generator.model import CheckResult, Finding, Severity
from generator.reporting.order import RANK, changes, excuse, subject

COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "notice": "blue"}


def write(result: CheckResult) -> str:
    """The whole report, with a final newline."""
    lines: list[str] = []
    for file, findings in groupby(_ordered(result.findings), key=lambda finding: finding.location.file):
        lines += [click.style(file, bold=True), *(line for finding in findings for line in _finding(finding)), ""]
    lines += [f"{each.file}:{each.line}: not checked: {each.reason}" for each in result.unchecked]
    lines += [f"changes in {line}" for line in changes(result)]
    return "\n".join([*lines, _summary(result)]) + "\n"


def _ordered(findings: tuple[Finding, ...]) -> list[Finding]:
    worst: dict[str, int] = {}
    for each in findings:
        worst[each.location.file] = min(RANK[each.severity], worst.get(each.location.file, len(RANK)))
    return sorted(
        findings, key=lambda f: (worst[f.location.file], f.location.file, RANK[f.severity], f.location, f.rule)
    )


def _finding(finding: Finding) -> list[str]:
    label = "waived" if finding.waiver else finding.severity
    colour = "bright_black" if finding.waiver else COLOURS[finding.severity]
    where = f"  in {', '.join(finding.environments)}" if finding.environments else ""
    lines = [
        f"  {finding.location.line}:{finding.location.column}  {click.style(label, fg=colour)}  {finding.rule}{where}",
        f"      {finding.message}",
        f"      object: {subject(finding)}" + (f", {finding.field}" if finding.field else ""),
    ]
    lines += [f"      {each.note}: {each.file}:{each.line}" for each in finding.related]
    if finding.waiver:
        lines.append(f"      {excuse(finding.waiver)}")
    else:
        lines.append(f"      to do: {finding.remediation}")
    return lines


def _summary(result: CheckResult) -> str:
    open_findings = [finding for finding in result.findings if finding.waiver is None]
    counts = [_count(sum(f.severity == severity for f in open_findings), severity) for severity in RANK]
    waived = len(result.findings) - len(open_findings)
    checked = f"{_count(result.objects, 'object')} in {_count(result.files, 'file')} checked"
    parts = [checked, ", ".join(counts)]
    if waived:
        parts.append(f"{waived} waived")
    if result.unchecked:
        parts.append(click.style(f"{len(result.unchecked)} could not be checked", fg="red"))
    return "; ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
