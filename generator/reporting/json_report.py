"""The versioned JSON of `mlp check --format json` (interfaces document)."""

from generator.model import Body, Change, CheckResult, Finding, Waiver

VERSION = 1


def write(result: CheckResult) -> str:
    """The result as indented JSON with a final newline; key order is fixed."""
    import orjson  # noqa: PLC0415 - only this format needs it

    return orjson.dumps(document(result), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def document(result: CheckResult) -> Body:
    """The result as plain JSON values."""
    return {
        "version": VERSION,
        "status": result.status,
        "checked": {"objects": result.objects, "files": result.files},
        "findings": [_finding(finding) for finding in result.findings],
        "unchecked": [{"file": each.file, "line": each.line, "reason": each.reason} for each in result.unchecked],
        **({} if result.changes is None else {"changes": [_change(change) for change in result.changes]}),
    }


def _change(change: Change) -> Body:
    return {"environment": change.environment, "unit": change.unit, "objects": list(change.objects)}


def _finding(finding: Finding) -> Body:
    reference = finding.object
    place = finding.location
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "remediation": finding.remediation,
        "object": {
            "apiVersion": reference.api_version,
            "kind": reference.kind,
            "namespace": reference.namespace,
            "name": reference.name,
        },
        "field": finding.field,
        "environments": list(finding.environments),
        "location": {"file": place.file, "line": place.line, "column": place.column},
        "related": [{"file": each.file, "line": each.line, "note": each.note} for each in finding.related],
        "waiver": _waiver(finding.waiver),
    }


def _waiver(waiver: Waiver | None) -> Body | None:
    if waiver is None:
        return None
    return {"reason": waiver.reason, "owner": waiver.owner, "expires": waiver.expires}
