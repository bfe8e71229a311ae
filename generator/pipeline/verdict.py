"""From findings to the exit code: one function for every command that judges."""

from collections.abc import Mapping
from typing import Final

from generator.errors import ExitCode
from generator.model import CheckResult, Severity

THRESHOLDS: Final[Mapping[str, tuple[Severity, ...]]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "notice": ("error", "warning", "notice"),
    "never": (),
}


def exit_code(result: CheckResult, fail_on: str) -> ExitCode:
    """3 if anything could not be judged, else 1 if an unwaived finding is at or above the threshold, else 0."""
    if result.unchecked:
        return ExitCode.UNCHECKED
    failing = THRESHOLDS[fail_on]
    hit = any(finding.waiver is None and finding.severity in failing for finding in result.findings)
    return ExitCode.FINDINGS if hit else ExitCode.CLEAN
