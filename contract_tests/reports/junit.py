"""JUnit's XML, as Jenkins and GitLab read it: a property on an operation is a test case.

The element tree is the standard library's: it escapes, and the form is a page.
"""

import re
from xml.etree import ElementTree as ET  # written, never parsed

from contract_tests.reports import words
from contract_tests.result import Finding, PropertyRun, Result

# What XML 1.0 cannot hold, not even escaped (section 2.2).
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(result: Result) -> str:
    cases = [_case(one, result) for one in result.properties]
    failures = sum(case.find("failure") is not None for case in cases)
    skipped = sum(case.find("skipped") is not None for case in cases)
    suite = ET.Element(
        "testsuite",
        name=_clean(f"troth: {result.title}"),
        tests=str(len(cases)),
        failures=str(failures),
        errors="0",
        skipped=str(skipped),
        time=f"{result.seconds:.3f}",
        timestamp=result.started,
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("url", result.url),
        ("seed", str(result.seed)),
        ("requests", str(result.requests)),
    ):
        ET.SubElement(properties, "property", name=name, value=_clean(value))
    suite.extend(cases)
    suites = ET.Element("testsuites")
    suites.append(suite)
    ET.indent(suites)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"
    )


def _case(one: PropertyRun, result: Result) -> ET.Element:
    case = ET.Element(
        "testcase", classname=_clean(one.operation), name=_clean(one.property), time="0"
    )
    found = [
        finding
        for finding in result.violations
        if (finding.property, finding.operation) == (one.property, one.operation)
    ]
    for finding in found:
        failure = ET.SubElement(
            case, "failure", type=finding.severity, message=_clean(finding.problem)
        )
        failure.text = _clean(_detail(finding))
    if not found and one.verdict in ("masked", "not shown"):
        ET.SubElement(case, "skipped", message=_clean(f"{one.verdict}: {one.note}"))
    return case


def _detail(finding: Finding) -> str:
    lines = [f"{finding.id}: {finding.trial}, seed {finding.seed}"]
    lines += [f"says {words.place(one)} {one.pointer}: {one.quote}" for one in finding.says]
    for step in finding.steps:
        lines += ["", f"$ {step.curl}", step.answer]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
