"""Markdown for a pull request's comment or a job's summary. A comment holds 65,536 characters, so the table stops
short of that, worst findings first, and says how many it left out.
"""

from generator.model import CheckResult, Finding
from generator.reporting.order import changes, open_findings, subject

_LARGEST = 60_000


def write(result: CheckResult) -> str:
    """A heading, what could not be checked, and a table."""
    findings = open_findings(result)
    lines = [f"### mlp check: {result.status}", "", _summary(result, findings), ""]
    lines += [f"- not checked: `{_cell(each.file)}:{each.line}` {_cell(each.reason)}" for each in result.unchecked]
    lines += [f"- changes in {_cell(line)}" for line in changes(result)]
    if findings:
        lines += ["", "| severity | rule | where | what | to do |", "|---|---|---|---|---|"]
    size = sum(len(line) + 1 for line in lines)
    for index, finding in enumerate(findings):
        row = _row(finding)
        size += len(row) + 1
        if size > _LARGEST:
            lines += ["", f"{len(findings) - index} more findings are in the job's log."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _summary(result: CheckResult, findings: list[Finding]) -> str:
    waived = len(result.findings) - len(findings)
    return f"{result.objects} objects in {result.files} files; {len(findings)} findings, {waived} waived."


def _row(finding: Finding) -> str:
    place = finding.location
    environments = f" ({', '.join(finding.environments)})" if finding.environments else ""
    cells = (
        finding.severity,
        f"`{finding.rule}`",
        f"`{place.file}:{place.line}`<br>{_cell(subject(finding))}{environments}",
        _cell(finding.message),
        _cell(finding.remediation),
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Text that can neither leave its cell nor become markup of its own."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("`", "&#96;")
    return " ".join(escaped.split())
