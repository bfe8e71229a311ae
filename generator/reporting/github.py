"""Workflow commands that GitHub turns into annotations. It shows ten errors and ten warnings a step and drops the
rest in silence, so the worst come first and a last line says how many there were
(docs.github.com, "Workflow commands for GitHub Actions").
"""

from generator.model import CheckResult, Finding, Severity
from generator.reporting.order import open_findings, subject

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "notice": "notice"}


def write(result: CheckResult) -> str:
    """One command a line, then a plain summary line."""
    findings = open_findings(result)
    lines = [
        _command("error", each.file, each.line, 1, "not checked", f"not checked: {each.reason}")
        for each in result.unchecked
    ]
    lines += [_annotation(finding) for finding in findings]
    lines.append(f"{len(findings)} findings, {len(result.unchecked)} unchecked, {result.objects} objects")
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding) -> str:
    place = finding.location
    environments = f" [{', '.join(finding.environments)}]" if finding.environments else ""
    text = f"{subject(finding)}{environments}: {finding.message}\n{finding.remediation}"
    return _command(_COMMANDS[finding.severity], place.file, place.line, place.column, finding.rule, text)


def _command(name: str, file: str, line: int, column: int, title: str, text: str) -> str:
    properties = f"file={_property(file)},line={line},col={column},title={_property(title)}"
    return f"::{name} {properties}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
