"""JUnit XML for CI systems that show test results: a suite for each rule that found something, a failure for each
finding; what could not be checked is an error, a waived finding is skipped.
"""

from itertools import groupby
from xml.etree import ElementTree as ET

from generator.model import CheckResult, Finding
from generator.reporting.order import excuse, subject


def write(result: CheckResult) -> str:
    """The report as an XML document with a final newline."""
    root = ET.Element("testsuites", name="mlp check")
    for rule, findings in groupby(sorted(result.findings, key=lambda f: (f.rule, f.location)), key=lambda f: f.rule):
        _suite(root, rule, list(findings))
    if result.unchecked:
        suite = ET.SubElement(root, "testsuite", name="unchecked", tests=str(len(result.unchecked)))
        for each in result.unchecked:
            case = ET.SubElement(suite, "testcase", name=f"{each.file}:{each.line}", classname="unchecked")
            ET.SubElement(case, "error", message=_text(each.reason))
    if not len(root):
        suite = ET.SubElement(root, "testsuite", name="mlp check", tests="1", failures="0")
        ET.SubElement(suite, "testcase", name=f"{result.objects} objects", classname="mlp check")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(root: ET.Element, rule: str, findings: list[Finding]) -> None:
    failures = sum(finding.waiver is None for finding in findings)
    counts = {"tests": str(len(findings)), "failures": str(failures), "skipped": str(len(findings) - failures)}
    suite = ET.SubElement(root, "testsuite", {"name": rule, **counts})
    for finding in findings:
        place = finding.location
        name = _text(f"{subject(finding)} {finding.field}".rstrip())
        case = ET.SubElement(suite, "testcase", name=name, classname=rule, file=place.file, line=str(place.line))
        if finding.waiver:
            ET.SubElement(case, "skipped", message=_text(excuse(finding.waiver)))
        else:
            failure = ET.SubElement(case, "failure", message=_text(finding.message), type=finding.severity)
            failure.text = _text(f"{place}\n{finding.remediation}")


def _text(value: str) -> str:
    """Text without the control characters that XML 1.0 cannot hold."""
    return "".join(
        character if character >= " " or character in "\t\n" else "\N{REPLACEMENT CHARACTER}" for character in value
    )
