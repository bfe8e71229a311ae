"""A result as a page: findings by severity, each with its place and what to do."""

from generator.model import CheckResult
from generator.reporting.order import subject, worst_first
from generator.reporting.page import render


def write(result: CheckResult) -> str:
    """The page; waived findings come last."""
    findings = [(finding, subject(finding)) for finding in worst_first(result)]
    counts = {
        severity: sum(each.severity == severity and each.waiver is None for each in result.findings)
        for severity in ("error", "warning", "notice")
    }
    return render("check.html", result=result, findings=findings, counts=counts)
