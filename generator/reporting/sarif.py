"""SARIF 2.1.0 for code scanning (OASIS standard; limits from docs.github.com, "SARIF support for code scanning")."""

import hashlib

from generator.model import Body, CheckResult, Finding, Severity
from generator.reporting.order import subject, worst_first

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "notice": "note"}
# GitHub refuses more results a run, and shows the first 5,000; of the locations of a result it shows 100.
_MOST_RESULTS = 25_000
_MOST_RELATED = 100


def write(result: CheckResult) -> str:
    """The report as indented JSON with a final newline."""
    import orjson  # noqa: PLC0415 - only this format needs it

    return orjson.dumps(document(result), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def document(result: CheckResult) -> Body:
    """One run; findings worst first, waived ones as suppressed results."""
    findings = worst_first(result)[:_MOST_RESULTS]
    rules = {finding.rule: finding for finding in reversed(findings)}
    order = {rule: index for index, rule in enumerate(sorted(rules))}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "mlp", "rules": [_rule(rules[rule]) for rule in order]}},
                "invocations": [_invocation(result)],
                "results": [_result(finding, order[finding.rule]) for finding in findings],
                "columnKind": "unicodeCodePoints",
            }
        ],
    }


def _rule(example: Finding) -> Body:
    return {
        "id": example.rule,
        "shortDescription": {"text": example.rule},
        "fullDescription": {"text": example.remediation},
        "help": {"text": example.remediation},
        "defaultConfiguration": {"level": _LEVELS[example.severity]},
        "properties": {"tags": [example.rule.partition("/")[0]]},
    }


def _invocation(result: CheckResult) -> Body:
    notifications = [
        {
            "level": "error",
            "message": {"text": each.reason},
            "locations": [_location(each.file, each.line, 1)],
        }
        for each in result.unchecked
    ]
    return {"executionSuccessful": not result.unchecked, "toolExecutionNotifications": notifications}


def _result(finding: Finding, index: int) -> Body:
    place = finding.location
    environments = f" ({', '.join(finding.environments)})" if finding.environments else ""
    related = [
        {**_location(each.file, each.line, 1), "message": {"text": each.note}}
        for each in finding.related[:_MOST_RELATED]
    ]
    body: Body = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{subject(finding)}{environments}: {finding.message}"},
        "locations": [_location(place.file, place.line, place.column)],
        "relatedLocations": related,
        "partialFingerprints": {"mlp/v1": fingerprint(finding)},
    }
    if finding.waiver:
        body["suppressions"] = [{"kind": "external", "justification": finding.waiver.reason}]
    return body


def fingerprint(finding: Finding) -> str:
    """What makes a finding the same one when lines move: rule, object and field."""
    parts = (finding.rule, *map(str, finding.object), finding.field)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _location(file: str, line: int, column: int) -> Body:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(file),
            "region": {"startLine": line, "startColumn": column},
        }
    }


def _artifact(file: str) -> Body:
    """A file of the repository, or one outside of it by its whole path."""
    from urllib.parse import quote  # noqa: PLC0415 - 5 ms that other formats need not pay

    if file.startswith("/"):
        return {"uri": f"file://{quote(file)}"}
    return {"uri": quote(file), "uriBaseId": "%SRCROOT%"}
